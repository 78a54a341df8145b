from __future__ import annotations

import os
import stat
import struct
from pathlib import Path

import pytest

from csp_tui.core.base.errors import InvalidFileError, NotFoundError, WriteError
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import (
    current_version,
    read_file,
    replace_file,
)
from csp_tui.core.disk.in_place import append_to_file

from ..helpers import run_python, tree


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture
def wide_umask():
    """The umask of an account that shares everything."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_what_is_written_is_read_back_with_its_version(tmp_path):
    path = tmp_path / "a.toml"
    version = replace_file(path, b"one")
    assert read_file(path) == (b"one", version)
    assert current_version(path) == version


def test_every_replacement_is_another_version(tmp_path):
    path = tmp_path / "a.toml"
    assert replace_file(path, b"one") != replace_file(path, b"two")


def test_there_is_no_version_of_a_missing_file(tmp_path):
    assert current_version(tmp_path / "none") is None


@pytest.mark.usefixtures("wide_umask")
def test_new_files_are_for_the_owner_alone(tmp_path):
    replace_file(tmp_path / "a.toml", b"")
    append_to_file(tmp_path / "a.jsonl", b"")
    assert mode_of(tmp_path / "a.toml") == 0o600
    assert mode_of(tmp_path / "a.jsonl") == 0o600


@pytest.mark.usefixtures("wide_umask")
def test_new_directories_are_for_the_owner_alone_all_the_way_down(tmp_path):
    make_directory(tmp_path / "a" / "b" / "c")
    assert [mode_of(each) for each in sorted((tmp_path / "a").rglob("*"))] == [0o700, 0o700]
    assert mode_of(tmp_path / "a") == 0o700


def test_a_directory_that_is_there_keeps_its_mode(tmp_path):
    (tmp_path / "a").mkdir(mode=0o750)
    make_directory(tmp_path / "a")
    assert mode_of(tmp_path / "a") == 0o750


@pytest.mark.parametrize("mode", [0o640, 0o660, 0o600, 0o644])
def test_a_replaced_file_keeps_its_mode(tmp_path, mode):
    path = tmp_path / "a.toml"
    path.write_bytes(b"one")
    path.chmod(mode)
    replace_file(path, b"two")
    assert (mode_of(path), path.read_bytes()) == (mode, b"two")


ACL = "system.posix_acl_access"


def set_acl(path: Path, name: str = ACL) -> bytes:
    """Let the owner read and write, user 54321 read, and nobody of the group."""
    everybody = 0xFFFFFFFF
    entries = [(1, 6, everybody), (2, 4, 54321), (4, 0, everybody), (0x10, 4, everybody)]
    entries.append((0x20, 0, everybody))
    acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    try:
        os.setxattr(path, name, acl)
    except (AttributeError, OSError):
        pytest.skip("the file system has no access control lists")
    return acl


def test_a_replaced_file_keeps_its_access_control_list(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"one")
    acl = set_acl(path)
    replace_file(path, b"two")
    assert (os.getxattr(path, ACL), mode_of(path)) == (acl, 0o640)


def test_a_replaced_file_gets_no_list_that_it_did_not_have(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"one")
    path.chmod(0o640)
    set_acl(tmp_path, "system.posix_acl_default")
    replace_file(path, b"two")
    assert (ACL in os.listxattr(path), mode_of(path)) == (False, 0o640)


def test_a_private_file_is_so_whatever_list_it_replaces(tmp_path):
    path = tmp_path / "a.html"
    path.write_bytes(b"one")
    set_acl(path)
    replace_file(path, b"two", is_private=True)
    assert (ACL in os.listxattr(path), mode_of(path)) == (False, 0o600)


def test_a_reader_with_the_old_file_open_keeps_the_whole_old_file(tmp_path):
    path = tmp_path / "a.toml"
    replace_file(path, b"old" * 1000)
    with path.open("rb") as stream:
        replace_file(path, b"new")
        assert stream.read() == b"old" * 1000


def test_a_file_is_not_made_in_place_of_a_directory(tmp_path):
    (tmp_path / "a.toml").mkdir()
    with pytest.raises(WriteError, match="not a regular file"):
        replace_file(tmp_path / "a.toml", b"x")
    assert os.listdir(tmp_path) == ["a.toml"]


def test_a_symbolic_link_is_not_replaced_so_its_target_never_goes_stale(tmp_path):
    (tmp_path / "real").write_bytes(b"real")
    (tmp_path / "a.toml").symlink_to("real")
    with pytest.raises(WriteError, match="not a regular file"):
        replace_file(tmp_path / "a.toml", b"x")
    assert tree(tmp_path) == {"a.toml": b"real", "real": b"real"}
    assert (tmp_path / "a.toml").is_symlink()


def test_a_file_in_a_missing_directory_cannot_be_written(tmp_path):
    with pytest.raises(WriteError, match="no such file or directory"):
        replace_file(tmp_path / "none" / "a.toml", b"x")
    with pytest.raises(WriteError, match="no such file or directory"):
        append_to_file(tmp_path / "none" / "a.jsonl", b"x")


def test_a_directory_cannot_be_made_below_a_file(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteError, match="cannot make the directory"):
        make_directory(tmp_path / "file" / "a")
    with pytest.raises(WriteError, match="is not a directory"):
        make_directory(tmp_path / "file")


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from csp_tui.core.disk import files, in_place
from csp_tui.core.base.errors import WriteError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    getattr({"replace_file": files, "append_to_file": in_place}[sys.argv[1]], sys.argv[1])(
        Path(sys.argv[2]), b"x" * 200
    )
except WriteError as error:
    print(error)
"""


@pytest.mark.parametrize("function", ["replace_file", "append_to_file"])
def test_a_write_that_fails_half_way_leaves_the_old_file_and_nothing_else(tmp_path, function):
    path = tmp_path / "a.toml"
    path.write_bytes(b"old")
    assert "file too large" in run_python(FULL_DISK, function, path)
    assert tree(tmp_path) == {"a.toml": b"old"}


def test_append_adds_at_the_end(tmp_path):
    path = tmp_path / "a.jsonl"
    append_to_file(path, b"one\n")
    append_to_file(path, b"two\n")
    assert path.read_bytes() == b"one\ntwo\n"


def test_append_follows_no_symbolic_link(tmp_path):
    (tmp_path / "real").write_bytes(b"real")
    (tmp_path / "a.jsonl").symlink_to("real")
    with pytest.raises(WriteError, match="symbolic link"):
        append_to_file(tmp_path / "a.jsonl", b"x")
    assert (tmp_path / "real").read_bytes() == b"real"


def test_a_missing_file_is_not_found(tmp_path):
    with pytest.raises(NotFoundError, match="no such file"):
        read_file(tmp_path / "none")


def test_a_symbolic_link_is_read_only_where_that_is_asked_for(tmp_path):
    (tmp_path / "real").write_bytes(b"real")
    link = tmp_path / "link"
    link.symlink_to("real")
    with pytest.raises(InvalidFileError, match="symbolic link, which is not followed"):
        read_file(link)
    assert read_file(link, follow_links=True)[0] == b"real"


def test_a_pipe_is_refused_at_once_instead_of_waiting_for_a_writer(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InvalidFileError, match="not a regular file"):
        read_file(tmp_path / "pipe")


def test_a_directory_is_refused(tmp_path):
    with pytest.raises(InvalidFileError, match="not a regular file"):
        read_file(tmp_path)


def test_a_device_is_refused():
    with pytest.raises(InvalidFileError, match="not a regular file"):
        read_file(Path("/dev/zero"))


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"")
    os.truncate(path, 16 * 1024 * 1024 + 1)
    with pytest.raises(InvalidFileError, match="larger than 16 MiB"):
        read_file(path)


def test_a_file_that_is_just_not_too_large_is_read(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"x" * 1024)
    assert len(read_file(path, largest=1024)[0]) == 1024
