"""A machine whose data are on a file system that can do less than others."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from .sides import settle, values


@pytest.fixture
def _no_directory_can_be_synced(monkeypatch) -> None:
    """Let the system refuse to sync directories, as some network disks do."""
    sync = os.fsync

    def of_files_only(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", of_files_only)


@pytest.mark.usefixtures("_no_directory_can_be_synced")
def test_where_no_directory_can_be_synced_all_goes_on(sides, partner, amira, ben):
    other = amira("add", "Fabrikam").out.strip()
    customer = amira("customer", "add", partner, "Coho").out.strip()
    for words in (
        ("tick", partner, "first", "--yes"),
        ("note", partner, "second", "one"),
        ("tick", partner, "moved", "--customer", customer, "--yes"),
        ("archive", partner),
        ("unarchive", partner),
        ("sync",),
        ("purge", other, "--yes"),
        ("sync",),
    ):
        answer = amira(*words)
        assert (words, "invalid" in answer.err) == (words, False)
        assert answer.code == (1 if words[0] == "purge" else 0)
    settle(sides)
    assert values(amira, partner) == values(ben, partner)
    assert amira.item(partner, "first")["status"] == "done"
