"""The file with the history of a partner: lines are only added at its end."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import takewhile

from csp_tui.core.base.errors import (
    CspTuiError,
    InvalidFileError,
    NotDurableError,
    NotFoundError,
    WriteError,
)
from csp_tui.core.base.language import _
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import Version, current_version, read_file, replace_file
from csp_tui.core.disk.in_place import append_to_file, cut_file, has_other_names
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.removing import remove_file
from csp_tui.core.history.line import HistoryLine, last_number
from csp_tui.core.history.lines_about import CUSTOMER, LineIndex, agree, lines_about, moves_of
from csp_tui.core.history.torn_lines import (
    decoded,
    is_saved,
    without_torn_step,
    without_torn_write,
)

LARGEST = 1024 * 1024 * 1024
"""Bytes; a larger history file is not read."""


class History:
    """The history file of one partner and its customers.

    What reads it raises InvalidFileError if it cannot. A missing file counts as empty.

    Args:
        places: the paths of the data directory.
        partner_id: the partner.
    """

    def __init__(self, places: Places, partner_id: str) -> None:
        self._places = places
        self._partner_id = partner_id
        self._path = places.history_file(partner_id)
        self._kept: tuple[Version | None, list[bytes]] | None = None
        self._index = LineIndex([])

    def version(self) -> Version | None:
        """Return the present version of the file; None if there is none."""
        return current_version(self._path)

    def refuse_missing(self) -> None:
        """Raise WriteError without a history file: a new one would hide that lines are lost."""
        if not os.path.lexists(self._path):
            why = _(
                "the history is missing; put it back, or make an empty file there to go on "
                "without it"
            )
            raise WriteError(str(self._path), why)  # screens say the path last: it may be long

    def lines(self) -> list[HistoryLine]:
        """Return every line, the oldest first; none if there is no file.

        Raises:
            InvalidFileError: the file is unreadable, or a line is damaged (its number is told).
        """
        lines = self.readable_lines()
        if len(lines) < len(self.encoded()):
            raise self.damage()[0]
        return lines

    def readable_lines(self) -> list[HistoryLine]:
        """Return every line that is not damaged, the oldest first; none if there is no file."""
        return [*self.newest_first()][::-1]

    def lines_after_damage(self) -> list[HistoryLine]:
        """Return the lines after the last damaged one, the oldest first.

        Nothing before it can be undone: nobody knows what the damaged line changed.
        """
        whole = takewhile(lambda line: line is not None, map(decoded, reversed(self.encoded())))
        return [line for line in whole if line is not None][::-1]

    def damage(self) -> list[InvalidFileError]:
        """Return an error for each damaged line, with its number; empty if none is damaged."""
        return [
            InvalidFileError(self._path, _("is no history line"), number)
            for number, line in enumerate(self.encoded(), 1)
            if decoded(line) is None
        ]

    def newest_first(self) -> Iterator[HistoryLine]:
        """Yield the lines from the last to the first, without damaged ones."""
        return (line for raw in reversed(self.encoded()) if (line := decoded(raw)) is not None)

    def since(self, day: date) -> Iterator[HistoryLine]:
        """Yield the lines whose order stamp is of `day` (in UTC) or later, without damaged ones.

        The last of the file comes first. Lines that a sync has added late may be older than those
        before them, so the whole file is looked through.
        """
        first = day.isoformat().encode()
        for line in reversed(self.encoded()):
            # Comparing bytes is quicker than decoding all the older lines.
            if line.partition(b'"at":"')[2][: len(first)] >= first and (found := decoded(line)):
                yield found

    def of(self, customer: str) -> Iterator[HistoryLine]:
        """Yield the lines about one file, the newest first, without damaged ones.

        `customer` is the id of the file's customer; empty for the partner's own file. A line that
        moves a run to another edition is only among those of the partner's own file.
        """
        named = customer.encode()
        for line in reversed(self.encoded()):
            # Most lines are about other files; comparing bytes is quicker than decoding them.
            if (named not in line) if customer else (CUSTOMER in line):
                continue
            found = decoded(line)
            if found is not None and found.customer == customer:
                yield found

    def about(self, customer: str, table: tuple[str, ...]) -> list[HistoryLine]:
        """Return the lines about one table of one file without damaged ones; see `lines_about`.

        Args:
            customer: the id of the file's customer; empty for the partner's own file.
            table: the names of the nested tables that lead to the table, the outermost first.
        """
        return lines_about(self._by_item(), customer, table)

    def moves(self, run: str) -> list[HistoryLine]:
        """Return the lines that moved items of a run to other ids, the oldest first."""
        return moves_of(self._by_item(), run)

    def _by_item(self) -> LineIndex:
        encoded = self.encoded()
        if self._index.encoded is not encoded:
            self._index = LineIndex(encoded)
        return self._index

    def agrees_with(self, heads: Mapping[str, str], customer: str = "") -> bool:
        """Return whether a file with these `heads` includes all lines about it, and no others.

        See :func:`agree`. `customer` is the id of the file's customer; empty for the partner's own.
        """
        return agree(self.encoded(), heads, customer)

    def last_write(self, own: Collection[str]) -> list[HistoryLine]:
        """Return the lines that the last write has added, the newest first.

        After a crash the progress files may lack their changes. If the last line was taken in from
        elsewhere, all such lines at the end are returned. Empty if there is no line.

        Args:
            own: the writer ids of this data directory; lines of others were taken in.
        """
        lines = self.newest_first()
        last = next(lines, None)
        if last is None:
            return []
        if last.writer in own:
            same = takewhile(lambda line: (line.writer, line.at) == (last.writer, last.at), lines)
        else:
            same = takewhile(lambda line: line.writer not in own, lines)
        return [last, *same]

    def beyond(self, heads: Mapping[str, str], customer: str = "") -> list[HistoryLine]:
        """Return the lines whose changes a progress file lacks, the oldest first.

        If somebody has removed all heads from the file, it cannot be known which lines it lacks,
        and the list is empty.

        Args:
            heads: the file's heads: by writer, number and hash of its last line that the file
                includes.
            customer: the id of the file's customer; empty for the partner's own file.
        """
        found: list[HistoryLine] = []
        for line in self.of(customer) if heads else ():
            if line.count <= last_number(heads.get(line.writer, "")):
                break
            found.append(line)
        return found[::-1]

    def last_of(self, writer: str) -> HistoryLine | None:
        """Return the last line of `writer`; None where it has no line."""
        word = f'"w":"{writer}"'.encode()
        lines = (decoded(raw) for raw in reversed(self.encoded()) if word in raw)
        return next((line for line in lines if line and line.writer == writer), None)

    def append(self, lines: list[HistoryLine]) -> None:
        """Add `lines` to the file, durably; a last step that a crash cut off is removed first.

        If the file has another name, too, as in a backup made of hard links, a copy takes its place
        before: so the backup stays as it was made.

        Raises:
            WriteError: nothing was added.
        """
        make_directory(self._path.parent)
        if has_other_names(self._path):
            self._part_from_other_names()
        size = self._set_torn_tail_aside()
        added = b"".join(line.encode() + b"\n" for line in lines)
        if any(line.read_from for line in lines):
            self._replace(lines, size, added)
            return
        append_to_file(self._path, added)
        version, kept = current_version(self._path), self._kept
        before = kept[0] if kept else None
        if kept and before and version and version[:2] == (before.inode, size + len(added)):
            new = added.split(b"\n")[:-1]
            self._kept = (version, [*kept[1], *new])
            if self._index.encoded is kept[1]:
                self._index.add(new, self._kept[1])

    def _part_from_other_names(self) -> None:
        try:
            replace_file(self._path, read_file(self._path, largest=LARGEST)[0])
        except NotDurableError as error:
            raise WriteError(str(error)) from error

    def _replace(self, lines: list[HistoryLine], size: int, added: bytes) -> None:
        """Add `lines`, some of them from another machine, by replacing the file: all lines or none.

        An append that a crash cuts off could leave a step of the other machine without the line
        that says which of two values counts.

        Args:
            lines: the lines to add.
            size: the size of the file in bytes; 0 if it does not exist.
            added: the bytes of `lines`.
        """
        try:
            before = read_file(self._path, largest=LARGEST)[0] if size else b""
            version = replace_file(self._path, before + added)
            self._kept = (version, (before + added).split(b"\n")[:-1])
        except NotDurableError as error:
            self.cut_back(lines)
            raise WriteError(str(error)) from error

    def cut_back(self, lines: list[HistoryLine]) -> None:
        """Remove `lines` if they are the last of the file, and an empty file; ignore failure."""
        added = b"".join(line.encode() + b"\n" for line in lines)
        with contextlib.suppress(CspTuiError):
            content, _version = read_file(self._path, largest=LARGEST)
            if not content.endswith(added):
                return  # where locks do not hold, another process's line may follow
            if size := len(content) - len(added):
                cut_file(self._path, size)
            else:
                remove_file(self._path)

    def encoded(self) -> list[bytes]:
        """Return the bytes of each line; lines of a last step that a crash cut off are left out."""
        version = current_version(self._path)
        if self._kept is None or self._kept[0] != version:
            try:
                content, version = read_file(self._path, largest=LARGEST)
            except NotFoundError:
                content, version = b"", None
            self._kept = (version, self._complete(content))
        return self._kept[1]

    def _set_torn_tail_aside(self) -> int:
        """Move a last step that a crash cut off to the directory for removed parts.

        Returns:
            The size in bytes of the history without that step.
        """
        whole = sum(len(line) + 1 for line in self.encoded())
        version = current_version(self._path)
        if version is None or version.size == whole:
            return whole
        content, _version = read_file(self._path, largest=LARGEST)
        whole = sum(len(line) + 1 for line in self._complete(content))
        if whole < len(content):
            make_directory(self._places.aside)
            replace_file(self._places.aside / f"{self._path.stem}.{whole}.torn", content[whole:])
            cut_file(self._path, whole)
        return whole

    def _complete(self, content: bytes) -> list[bytes]:
        """Return the bytes of each line in the `content` of a history file.

        If a crash cut off the last write, its last line, and all lines of a step that is not whole,
        are left out.
        """
        lines = content.split(b"\n")
        lines.pop()
        if b"\0" in content and not is_saved(lines, self._places, self._partner_id):
            lines = without_torn_write(lines)
        return without_torn_step(lines)
