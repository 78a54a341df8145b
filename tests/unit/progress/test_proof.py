from __future__ import annotations

import hashlib
import os

import pytest

from csp_tui.core.base.errors import UsageError
from csp_tui.core.progress.proof import read_proof, short_proof

from ..helpers import put


def test_a_file_is_named_and_hashed_but_not_placed(tmp_path):
    path = put(tmp_path / "case" / "approval.pdf", b"x" * 3_000_000)
    proof = read_proof(str(path))
    assert proof == ("approval.pdf", hashlib.sha256(path.read_bytes()).hexdigest())
    assert short_proof(*proof) == f"approval.pdf {proof.sha256[:12]}"


def test_a_link_to_a_file_is_read_under_its_own_name(tmp_path):
    put(tmp_path / "real", b"x")
    (tmp_path / "link").symlink_to("real")
    assert read_proof(str(tmp_path / "link")).file == "link"


def test_a_name_of_harmful_characters_alone_is_told(tmp_path):
    path = put(tmp_path / "\x1b\u202e", b"")
    assert read_proof(str(path)).file == "a file without a name"


def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    descriptors = len(os.listdir("/proc/self/fd"))
    for path in (tmp_path, tmp_path / "fifo", "/dev/null"):
        with pytest.raises(UsageError, match="not a regular file"):
            read_proof(str(path))
    assert len(os.listdir("/proc/self/fd")) == descriptors


@pytest.mark.parametrize("path", ["gone", "~nobody-of-this-name/x", "a\0b", "\ud800"])
def test_what_cannot_be_opened_is_refused(path):
    with pytest.raises(UsageError, match=r"cannot read the file|no file can have that name"):
        read_proof(path)
