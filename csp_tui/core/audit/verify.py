"""Checks a partner's history: whether every line is there, in order, and unaltered.

Each line holds the hash of its writer's line before; these hashes are the chain. The chain reveals
accidents and careless edits, but not that somebody with access to the directory has rebuilt all of
it. To find that, compare with a head (number and hash of a last line) that was kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from csp_tui.core.base.errors import CspTuiError, InvalidFileError, NotFoundError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line
from csp_tui.core.disk.directories import refuse_link
from csp_tui.core.disk.files import read_file
from csp_tui.core.disk.places import Places
from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import HistoryLine, decode_line, parse_heads
from csp_tui.core.history.log import LARGEST
from csp_tui.core.store.store import Store

_HASH_LENGTH = 64
"""Characters of a hash of a line."""


@dataclass(frozen=True, slots=True)
class Head:
    """Number and hash of the last line of one writer; reports print it, to be kept elsewhere."""

    writer: str
    count: int
    hashed: str

    @property
    def is_shortened(self) -> bool:
        """Whether the hash lacks its end, so that it proves nothing."""
        return len(self.hashed.rstrip(".…")) < _HASH_LENGTH

    def __str__(self) -> str:
        return f"{self.writer}:{self.count}:{self.hashed}"


def parse_kept_head(text: str) -> Head | None:
    """Return the head that `text` spells as ``WRITER:COUNT:HASH``; None for any other text.

    A head identifies the last history line of a writer by its number (COUNT) and its hash.
    """
    writer, _colon, rest = text.strip().partition(":")
    count, _colon, hashed = rest.partition(":")
    is_head = writer and count.isascii() and count.isdigit() and hashed
    return Head(writer, int(count), hashed) if is_head else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a check: the problems, the present heads, and the number of lines.

    Of each writer's lines only the first problem is listed, since others may follow from it.
    """

    problems: tuple[str, ...]
    heads: tuple[Head, ...]
    lines: int
    remarks: tuple[str, ...] = ()
    """Sentences on what is unusual, but right."""


def verify(places: Places, store: Store, partner_id: str, against: Head | None = None) -> Verdict:
    """Check that the history of a partner is complete and unaltered; return what was found.

    The progress files name each writer's last line, so that missing lines at the end are found.
    `against` is a head that was kept elsewhere: the history must have its line, too. A missing
    history file is a problem in the result, not an error; it is only remarked where no progress
    file and no head names a line.

    Raises:
        NotFoundError: there is neither a progress file nor a history of such a partner.
        InvalidFileError: the history cannot be read at all.
    """
    path = places.history_file(partner_id)
    try:
        refuse_link(path.parent)
        content = read_file(path, largest=LARGEST)[0]
    except NotFoundError:
        if against is None and not _has_heads(store, partner_id):
            remark = _("{path}: there is no history yet; the partner's file was made by hand")
            return Verdict((), (), 0, (visible_line(remark.format(path=path)),))
        return Verdict((_("{path}: is missing").format(path=path),), (), 0)
    raw = store.history(partner_id).encoded()
    chain = Chain(str(path))
    for number, line in enumerate(raw, 1):
        chain.add(number, line)
    if sum(len(line) + 1 for line in raw) < len(content):
        chain.problems.append(
            _("{path}, line {line}: was cut off by a crash").format(path=path, line=len(raw) + 1)
        )
    chain.check_tail(store, partner_id)
    if against is not None:
        chain.check_kept(against)
    problems, remarks = (tuple(map(visible_line, each)) for each in (chain.problems, chain.remarks))
    return Verdict(problems, tuple(chain.heads), len(raw), remarks)


def _has_heads(store: Store, partner_id: str) -> bool:
    """Return whether a progress file of the partner or of a customer names history lines.

    A file that is unreadable may do so.
    """
    if store.load(partner_id).heads:
        return True
    try:
        customers = store.customer_ids(partner_id)
        return any(store.load_customer(partner_id, each).heads for each in customers)
    except CspTuiError:
        return True


class Chain:
    """Checks the lines of a history one after the other, and collects the problems.

    The lines of a writer form a tree, in which each names the one before it. Where a data directory
    was put back or copied, and both went on under one writer id, the tree has two branches.

    Args:
        path: the history file, to be named in the problems.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._found: dict[str, dict[str, int]] = {}
        self._moments: dict[tuple[str, int], datetime] = {}
        self._broken: set[str] = set()
        self._customers: set[str] = set()
        self._ends: dict[str, dict[str, int]] = {}
        self.problems: list[str] = []

    @property
    def heads(self) -> list[Head]:
        """The last line of each branch of each writer; for a writer with a problem only one."""
        return [
            Head(writer, count, identity)
            for writer, ends in self._ends.items()
            for identity, count in ends.items()
        ]

    @property
    def remarks(self) -> list[str]:
        """A sentence on each writer with more than one branch, which is no problem."""
        message = _(
            "{path}: writer {writer} has {count} branches: its data directory was put back from a "
            "backup, or copied; all lines count"
        )
        return [
            message.format(path=self._path, writer=writer, count=len(ends))
            for writer, ends in self._ends.items()
            if len(ends) > 1 and writer not in self._broken
        ]

    def add(self, number: int, raw: bytes) -> None:
        """Check the next line, `raw`, which has this number (from 1) in the file.

        A line that cannot be decoded is added to `problems`. So is a line that does not follow the
        lines before it, but only the first such line of each writer.
        """
        place = _("{path}, line {line}").format(path=self._path, line=number)
        try:
            line = decode_line(raw)
        except ValueError:
            self.problems.append(_("{place}: is damaged").format(place=place))
            return
        if line.writer not in self._broken and (trouble := self._trouble(line)):
            self._broken.add(line.writer)
            self.problems.append(_("{place}: {what}").format(place=place, what=trouble))
        if line.customer:
            self._customers.add(line.customer)
        ends = self._ends.setdefault(line.writer, {})
        if line.writer in self._broken:
            ends.clear()  # which lines follow which is not known any more
        ends.pop(line.prev, None)
        ends[line.identity] = line.count
        self._found.setdefault(line.writer, {})[line.identity] = line.count
        self._moments[line.writer, line.count] = line.at

    def _trouble(self, line: HistoryLine) -> str:
        found = self._found.get(line.writer, {})
        if line.do == Act.PURGE:
            return ""
        is_next = found.get(line.prev) == line.count - 1 if line.prev else line.count == 1
        if is_next and self._moments.get((line.writer, line.count)) != line.at:
            return ""
        last = max(found.values(), default=0)
        if line.count <= last:
            return _("repeats line {count} of writer {writer}").format(
                count=line.count, writer=line.writer
            )
        if line.count == last + 1:
            return _("the line before it of writer {writer} was altered").format(writer=line.writer)
        message = _("lines {first} to {last} of writer {writer} before it are missing")
        if line.count == last + 2:
            message = _("line {first} of writer {writer} before it is missing")
        return message.format(first=last + 1, last=line.count - 1, writer=line.writer)

    def check_tail(self, store: Store, partner_id: str) -> None:
        """Check that no lines are missing at the end: the progress files name the last ones.

        Problems are added to `problems`, also that a progress file is unreadable. For a partner
        that was erased nothing is checked.
        """
        try:
            partner = store.load(partner_id)
        except NotFoundError:  # it was erased
            return
        except CspTuiError as error:
            self.problems.append(str(error))
            return
        self.check_heads(partner.heads)
        try:
            customers = store.customer_ids(partner_id)
        except InvalidFileError as error:
            self.problems.append(str(error))
            return
        for customer_id in sorted(self._customers.union(customers)):
            try:
                self.check_heads(store.load_customer(partner_id, customer_id).heads)
            except NotFoundError:  # a crash while it was being added
                continue
            except CspTuiError as error:
                self.problems.append(str(error))

    def check_heads(self, heads: Mapping[str, str]) -> None:
        """Check that the history has the lines that a progress file names in `heads`, unaltered.

        Each line that is missing or altered is added to `problems`, and so is a text that names no
        line.

        Args:
            heads: by writer, a text with number and hash of the last line of each of its branches.
        """
        for writer, text in heads.items():
            found = self._found.get(writer, {})
            last = max(found.values(), default=0)
            named = parse_heads(text)
            if not named:
                message = _("{path}: what a progress file notes of writer {writer} names no line")
                self.problems.append(message.format(path=self._path, writer=writer))
            for count, hashed in named:
                if last < count:
                    message = _(
                        "{path}: lines {first} to {last} of writer {writer} are missing at the end"
                    )
                    if last + 1 == count:
                        message = _("{path}: line {first} of writer {writer} is missing at the end")
                    message = message.format(
                        path=self._path, first=last + 1, last=count, writer=writer
                    )
                    self.problems.append(message)
                elif found.get(hashed) != count:
                    self.problems.append(
                        _("{path}: line {count} of writer {writer} was altered").format(
                            path=self._path, count=count, writer=writer
                        )
                    )

    def check_kept(self, kept: Head) -> None:
        """Check that the history still has the line that the head `kept` names, unchanged.

        `kept` was written down elsewhere before. If the line is missing or differs, a problem is
        added to `problems`.
        """
        own = self._found.get(kept.writer, {})
        if kept.count not in own.values():
            self.problems.append(
                _("{path}: has no line {count} of writer {writer}").format(
                    path=self._path, count=kept.count, writer=kept.writer
                )
            )
        elif own.get(kept.hashed) != kept.count:
            message = _("{path}: line {count} of writer {writer} is not the one that was kept")
            message = message.format(path=self._path, count=kept.count, writer=kept.writer)
            self.problems.append(message)
