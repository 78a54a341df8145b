"""The cache is derived from the files: in whatever state it is, commands answer as without it."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from binascii import crc32
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .disk import read_tree
from .test_full_disk import mount

ASKED = (("partners",), ("next",), ("customers", "fabrikam"))
LONG_AGO = 1_780_000_000
"""Time stamp of the files: older than the cache mistrusts."""
_LOCKED: list[Any] = []


def each_file(spoil: Callable[[Path], object]) -> Callable[[Path], None]:
    def spoil_all(cache: Path) -> None:
        for path in [each for each in cache.rglob("*") if each.is_file()]:
            spoil(path)

    return spoil_all


def _locked(path: Path) -> None:
    _LOCKED.append(path.open("r+b"))
    fcntl.flock(_LOCKED[-1], fcntl.LOCK_EX)
    fcntl.lockf(_LOCKED[-1], fcntl.LOCK_EX)


def _reseal(path: Path, content: bytes) -> None:
    """Write content with right checksums, where its lines have some."""
    if path.name.startswith(("rows", "customers")):
        lines = [line[: -len(" 12345678")] for line in content.split(b"\n")]
        content = b"\n".join(line + f" {crc32(line):08x}".encode() for line in lines)
    path.write_bytes(content)


def _deep(path: Path) -> None:
    """Nested more deeply than it can be read, with right checksums."""
    _reseal(path, b"[" * 100_000 + b" 12345678")


def _foreign(path: Path) -> None:
    """As the cache of other partners with the same names would be."""
    _reseal(path, path.read_bytes().replace(b"Fabrikam", b"Northwind").replace(b"80000", b"8"))


def _by_others(path: Path) -> None:
    """As somebody else may leave it: with the right stamps and a wrong name."""
    _reseal(path, path.read_bytes().replace(b"Fabrikam", b"Northwind"))
    path.chmod(0o666)


def _of_another(path: Path) -> None:
    if os.geteuid():
        pytest.skip("a file cannot be given away here")
    _by_others(path)
    path.chmod(0o600)
    os.chown(path, 65534, 65534)


def _instead(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def replace(path: Path) -> None:
        path.unlink()
        make(path)

    return replace


def _with_full_disk(cache: Path) -> None:
    shutil.rmtree(cache)
    cache.mkdir()
    if not mount("-t", "tmpfs", "-o", "size=4k,nr_inodes=2,mode=700", "tmpfs", cache):
        pytest.skip("a file system cannot be mounted here")
    (cache / "filler").write_bytes(bytes(4096))


def _read_only(cache: Path) -> None:
    copy = cache.with_name("copy")
    cache.rename(copy)
    cache.mkdir()
    if not mount("-t", "tmpfs", "-o", "mode=700", "tmpfs", cache):
        pytest.skip("a file system cannot be mounted here")
    shutil.copytree(copy, cache, dirs_exist_ok=True)
    mount("-o", "remount,ro", cache)


def _a_file(cache: Path) -> None:
    shutil.rmtree(cache)
    cache.write_bytes(b"a file where the directory should be")


STATES: dict[str, Callable[[Path], None]] = {
    "deleted": shutil.rmtree,
    "emptied": each_file(lambda path: path.write_bytes(b"")),
    "cut off": each_file(lambda path: os.truncate(path, path.stat().st_size // 2)),
    "zeros": each_file(lambda path: path.write_bytes(bytes(path.stat().st_size))),
    "not text": each_file(lambda path: path.write_bytes(b"\xff\xfe\n" + os.urandom(5000))),
    "another shape": each_file(lambda path: path.write_text('{"signature": 1, "rows": [[]]}')),
    "nested deeply": each_file(_deep),
    "foreign": each_file(_foreign),
    "writable by others": each_file(_by_others),
    "another user's": each_file(_of_another),
    "locked": each_file(_locked),
    "directories": each_file(_instead(Path.mkdir)),
    "pipes": each_file(_instead(os.mkfifo)),
    "links": each_file(_instead(lambda path: path.symlink_to("/etc/passwd"))),
    "a file": _a_file,
    "full": _with_full_disk,
    "read-only": _read_only,
}


@pytest.fixture
def cache(home) -> Iterator[Path]:
    path = home.path / "cache" / "csp-tui"
    yield path
    while os.path.ismount(path):
        subprocess.run(["umount", "--lazy", path], check=True)
    while _LOCKED:
        _LOCKED.pop().close()


@pytest.mark.parametrize("state", STATES)
def test_commands_answer_as_without_a_cache(call, home, demo, cache, state):
    for path in home.data.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO), follow_symlinks=False)
    fresh = [call(*words) for words in ASKED]
    assert [answer.code for answer in fresh] == [0] * len(ASKED)
    assert [path for path in cache.iterdir() if path.name.startswith("rows")]
    files = read_tree(home.data)
    STATES[state](cache)
    for _ in range(2):
        assert [call(*words) for words in ASKED] == fresh
    assert read_tree(home.data) == files
