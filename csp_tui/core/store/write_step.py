"""Writing a step: its history first, then every file that it changes, each replaced as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from csp_tui.core.base.errors import WriteError
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import MovedError, Prepared, make_durable, prepare_file
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.log import History
from csp_tui.core.store.open_files import OpenFile


def write_step(
    history: History, lines: list[HistoryLine], contents: Mapping[str, bytes], files: list[OpenFile]
) -> None:
    """Append `lines` and put the new states of `files` in place.

    All new states are on the disk before the history is, so a full disk changes nothing. Once
    the first is in place the step holds: what a failure or a crash keeps from the other files is
    taken from the history when they are opened next.

    Args:
        history: the partner's.
        lines: the step, and what was found changed outside.
        contents: the new bytes of each file, by customer.
        files: those that are to be written.

    Raises:
        WriteError, MovedError: nothing is changed, or some of several files are still as before.
        NotDurableError: all is in place, but whether it outlives a power cut is not sure.
    """
    with _prepared(contents, files) as prepared:
        history.append(lines)
        for number, (each, file) in enumerate(zip(prepared, files, strict=True)):
            try:
                each.put_in_place(file.refuse_moved)
            except (WriteError, MovedError):
                if not number:
                    history.cut_back(lines)
                raise
            file.version, file.is_behind = each.version, False
    for directory in {file.path.parent for file in files}:
        make_durable(directory)


@contextmanager
def _prepared(contents: Mapping[str, bytes], files: Sequence[OpenFile]) -> Iterator[list[Prepared]]:
    """Write the new states beside the files; drop on leaving what was not put in place."""
    prepared: list[Prepared] = []
    try:
        for file in files:
            if file.version is None:
                make_directory(file.path.parent)
            prepared.append(prepare_file(file.path, contents[file.customer]))
        yield prepared
    finally:
        for each in prepared:
            each.drop()
