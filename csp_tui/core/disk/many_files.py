"""Prepares many new files at once: a disk writes waiting ones together, which is far quicker."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from csp_tui.core.base.errors import WriteError, reason
from csp_tui.core.base.language import _
from csp_tui.core.disk.directories import opened
from csp_tui.core.disk.files import Prepared, prepare_file

_SYNCED_AT_ONCE = 16
_TOGETHER = 256
"""So many files are written before they are synced."""
_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW


def prepare_files(contents: Mapping[Path, bytes]) -> Iterator[Prepared]:
    """Prepare new contents by path as `prepare_file` does; yield each file once it is written.

    All are synced when the iterator has ended, not before. The caller drops those that were yielded
    if an error is raised.

    Raises:
        InvalidFileError, WriteError: as :func:`prepare_file`.
    """
    rest = iter(contents.items())
    while some := [*islice(rest, _TOGETHER)]:
        is_durable = len(some) < _SYNCED_AT_ONCE  # of a few files, each is synced by itself
        written = []
        for path, content in some:
            written.append(prepare_file(path, content, is_durable=is_durable))
            yield written[-1]
        if not is_durable:
            make_contents_durable(written)


def make_contents_durable(files: Sequence[Prepared]) -> None:
    """Sync the contents of prepared files, several at a time: a disk writes waiting ones together.

    Where no thread can be started for that, they are synced one after the other.

    Raises:
        InvalidFileError: a directory on the way is a symbolic link.
        WriteError: a content could not be written.
    """
    from concurrent.futures import ThreadPoolExecutor  # late: only what writes many files needs it

    def sync(some: Sequence[Prepared]) -> None:
        for each in some:
            with opened(each.path.parent) as directory:
                descriptor = os.open(each.temporary, _READ, dir_fd=directory)
                try:
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)

    try:
        with ThreadPoolExecutor(_SYNCED_AT_ONCE) as pool:
            parts = [files[number::_SYNCED_AT_ONCE] for number in range(_SYNCED_AT_ONCE)]
            try:
                syncing = pool.map(sync, parts)
            except RuntimeError:  # as many threads as there may be, or the program ends already
                sync(files)
                return
            for _done in syncing:
                pass
    except OSError as error:
        raise WriteError(
            _("cannot write {path}").format(path=files[0].path), reason(error)
        ) from error
