from __future__ import annotations

from pathlib import Path

import pytest

from csp_tui.core.disk.mounts import MOUNTINFO, mount_of
from csp_tui.core.disk.sharing import sharing

SAMPLE = r"""
22 27 0:20 / /proc rw,nosuid shared:5 - proc proc rw
27 1 259:1 / / rw,relatime shared:1 - ext4 /dev/root rw,discard
40 27 0:30 / /srv/team rw,relatime shared:9 - nfs4 host:/team rw,vers=4.2,local_lock=none
41 27 0:31 / /srv/old rw,relatime - nfs host:/old rw,vers=3,nolock,local_lock=all
42 40 0:32 / /srv/team/win\040dows rw master:3 - cifs //host/x rw,vers=3.1.1,nobrl
43 27 0:33 / /home/amira/far rw - fuse.sshfs ben@host: rw,user_id=1000
44 27 0:34 / /srv/team rw - tmpfs tmpfs rw
45 27 0:35 / /srv/lustre rw - lustre x@tcp:/l rw,flock
not a line at all
"""


def kind(path: str, text: str = SAMPLE) -> str:
    mount = mount_of(Path(path), text)
    return mount.kind if mount else ""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/home/amira", "ext4"),
        ("/srv/old/data", "nfs"),
        ("/srv/old", "nfs"),
        ("/srv/older", "ext4"),
        ("/srv/team/win dows/x", "cifs"),
        ("/srv/team/data", "tmpfs"),
        ("/home/amira/far/data", "fuse.sshfs"),
    ],
)
def test_the_deepest_and_last_mount_above_a_directory_holds_it(path, expected):
    assert kind(path) == expected


def test_a_text_that_tells_nothing_names_no_file_system():
    assert mount_of(Path("/srv"), "") is None
    assert mount_of(Path("/srv"), "1 2 3\n - \n") is None


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/srv/old", "on this machine only: this is nfs,"),
        ("/srv/team/win dows", "on this machine only: this is cifs,"),
        ("/home/amira/far", "on this machine only: this is fuse.sshfs,"),
        ("/srv/lustre", "as far as its server keeps locks"),
    ],
)
def test_a_file_system_of_several_machines_says_how_far_its_locks_reach(path, words):
    assert words in mount_of(Path(path), SAMPLE).reach


def test_nfs_whose_server_keeps_the_locks_is_named_and_a_local_disk_needs_no_word():
    before_it_was_hidden = SAMPLE.replace("/srv/team rw - tmpfs", "/elsewhere rw - tmpfs")
    reach = mount_of(Path("/srv/team"), before_it_was_hidden).reach
    assert reach.startswith("on this machine: this is nfs4,")
    assert mount_of(Path("/"), SAMPLE).reach == ""


def test_the_mounts_of_this_machine_can_be_read():
    if MOUNTINFO.exists():
        assert kind("/", MOUNTINFO.read_text())


def test_a_directory_that_cannot_be_reached_is_not_called_private(tmp_path):
    (tmp_path / "file").touch()
    assert sharing(tmp_path / "file" / "data") == "not a directory"
    assert sharing(tmp_path / "data") == "private (not made yet)"
