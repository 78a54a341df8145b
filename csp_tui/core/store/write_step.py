"""Writing a step: its history lines first, then every file that it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import MovedError, Prepared, make_durable
from csp_tui.core.disk.many_files import prepare_files
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.log import History
from csp_tui.core.store.catch_up import Differences
from csp_tui.core.store.open_files import OpenFile


def write_step(
    history: History,
    lines: list[HistoryLine],
    contents: Mapping[str, bytes],
    files: list[OpenFile],
    on_file: Callable[[], object],
) -> None:
    """Append `lines` to the history and replace `files` by their new contents.

    All new contents are on the disk, in temporary files, before the history is written, so a full
    disk changes nothing. The step counts once the first file is replaced: after a failure or crash,
    the other files get their values from the history when they are opened next.

    Args:
        history: the history of the partner.
        lines: the lines of the step, and of changes that were made by hand.
        contents: the new bytes of each file, by customer id (empty: the partner's own file).
        files: the files to write.
        on_file: called twice for each file: when it is written and when it is put in place; must
            not raise an error.

    Raises:
        WriteError, MovedError: nothing is changed; or the step counts, but some of its files are
            not replaced yet.
        NotDurableError: all is written, but may be lost in a power cut.
    """
    with _prepared(contents, files, on_file) as prepared:
        history.append(lines)
        for number, (each, file) in enumerate(zip(prepared, files, strict=True)):
            try:
                file.version = each.put_in_place(file.refuse_moved)
            except (CspTuiError, MovedError):
                if not number:
                    history.cut_back(lines)
                raise
            file.differences = Differences()
            on_file()
    for directory in {file.path.parent for file in files}:
        make_durable(directory)


@contextmanager
def _prepared(
    contents: Mapping[str, bytes], files: Sequence[OpenFile], on_file: Callable[[], object]
) -> Iterator[list[Prepared]]:
    """Write the new contents to temporary files; at the end, remove those that are left over."""
    prepared: list[Prepared] = []
    try:
        for directory in {file.path.parent for file in files if file.version is None}:
            make_directory(directory)
        for each in prepare_files({file.path: contents[file.customer] for file in files}):
            prepared.append(each)
            on_file()
        yield prepared
    finally:
        for each in prepared:
            each.drop()
