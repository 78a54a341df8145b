"""The progress files of a partner and its customers that are open while a step is written.

A file is named by the id of its customer; the empty id names the partner's own file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.core.base.errors import (
    InvalidFileError,
    MissingFileError,
    NotFoundError,
    UsageError,
)
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import _
from csp_tui.core.disk import toml
from csp_tui.core.disk.files import Version, refuse_moved
from csp_tui.core.history.acts import Act
from csp_tui.core.history.branches import heads_of
from csp_tui.core.history.fold import corrections, fold
from csp_tui.core.history.line import HistoryLine, head
from csp_tui.core.history.log import History
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import (
    EMPTY,
    Customer,
    Partner,
    follows_lines,
    heads_in,
)
from csp_tui.core.progress.new_text import text_of
from csp_tui.core.progress.reader import read_customer, read_partner
from csp_tui.core.store.catch_up import Differences, GoodCopy, differences
from csp_tui.core.store.progress_files import ProgressFiles

if TYPE_CHECKING:
    from csp_tui.core.progress.document import ProgressDocument

_HISTORY = b"\n[history]\n"
"""The line above the heads, in the way that csp-tui writes it: at the end of the file."""


@dataclass(slots=True)
class OpenFile:
    """A progress file that is read and can be changed in memory."""

    customer: str
    """Id of the file's customer; empty for the partner's own file."""
    path: Path
    version: Version | None
    """The version that was read; None for a file that does not exist yet."""
    document: ProgressDocument
    differences: Differences = field(default_factory=Differences)
    """What sets the file on the disk apart from the history."""

    def refuse_moved(self) -> None:
        """Raise MovedError if the file on the disk has changed since it was read."""
        refuse_moved(self.path, self.version)

    @property
    def agrees(self) -> bool:
        """Whether the file on the disk and the history agree."""
        return not (self.differences.is_behind or self.differences.outside)

    def take_heads(self, own: Sequence[HistoryLine]) -> None:
        """Record in the document that it includes `own`, some lines that are about this file.

        The document then names the last of them for each writer, by number and hash: its head.
        """
        if not self.document.follows_lines:
            self.document.note_rule()
        self.document.set_heads({line.writer: head(line) for line in own})

    def follow(self, lines: Sequence[HistoryLine], history: Sequence[HistoryLine]) -> None:
        """Set the document in memory to the values that stand by `lines`.

        Its heads become those of `history`.

        Args:
            lines: the lines that give the values.
            history: all lines of the history, which the document includes afterwards.
        """
        for change in corrections(fold(lines), self.customer, self.document.data):
            self.document.apply(change)
        self.document.note_rule()
        self.document.replace_heads(heads_of(history, self.customer))

    def model(self, partner_id: str, text: str) -> Partner | Customer:
        """Return the partner or customer that the document, written as `text`, describes.

        Raises:
            InvalidFileError: a key has a value that it cannot have.
        """
        if self.customer:
            return read_customer(self.document.data, self.customer, self.path, text)
        return read_partner(self.document.data, partner_id, self.path, text)


class OpenFiles:
    """The open files of one partner, each compared with the history when it is opened.

    Args:
        files: reads the files.
        history: the history of the partner.
        partner_id: the partner, whose lock is held.
        kept: files that are still open from the last step; used again if unchanged on the disk.
    """

    def __init__(
        self,
        files: ProgressFiles,
        history: History,
        partner_id: str,
        kept: Mapping[str, OpenFile],
    ) -> None:
        self._files = files
        self._history = history
        self._partner_id = partner_id
        self._kept = kept
        self.by_customer: dict[str, OpenFile] = {}

    def open(self, customer: str = "") -> OpenFile:
        """Return the file of `customer`, or the partner's own for "".

        It is read at the first call; later calls return the same object.

        Raises:
            NotFoundError, InvalidFileError: there is no such file, or it is unreadable.
            WriteError: the file includes history lines, but the history file is missing.
        """
        if customer not in self.by_customer:
            self.by_customer[customer] = self._known(customer) or self._read(customer)
        return self.by_customer[customer]

    def make(self, customer: str = "") -> OpenFile:
        """Return a new, empty file of `customer`, or the partner's own for "".

        It exists only in memory until the step is written.

        Raises:
            UsageError: the file exists already, or the id is not valid.
        """
        path = self._files.path(self._partner_id, customer)
        if not is_id(customer or self._partner_id):
            raise UsageError(_('"{id}" is no id: use a-z, 0-9 and -').format(id=customer))
        if self._files.version(self._partner_id, customer) is not None:
            raise UsageError(_('"{id}" exists already').format(id=customer or self._partner_id))
        self.by_customer[customer] = OpenFile(customer, path, None, document_of(path))
        return self.by_customer[customer]

    def open_for(self, changes: Sequence[Change]) -> None:
        """Open every file that `changes` change; make those of added customers.

        Raises as :meth:`open` and :meth:`make` do.
        """
        for change in changes:
            if change.do == Act.ADD and change.customer not in self.by_customer:
                self.make(change.customer)
            self.open(change.customer)

    def open_all(self, customers: Iterable[str]) -> None:
        """Open the files of `customers`; raises as :meth:`open` does."""
        for customer in customers:
            self.open(customer)

    def open_or_make(self, customers: Iterable[str]) -> None:
        """Open the files of `customers`; make empty ones for those without a file.

        If the history has lines about the customer, the new file counts as behind, so that catching
        up gives it the customer's values.
        """
        for customer in dict.fromkeys(customers):
            try:
                self.open(customer)
            except (NotFoundError, MissingFileError):
                is_known = next(self._history.of(customer), None) is not None
                self.make(customer).differences = Differences(is_behind=is_known)

    def open_every_file(self) -> None:
        """Open the partner's own file, and all customers' files that do not agree with the history.

        Files that are missing are made, as in :meth:`open_or_make`.
        """
        self.open_or_make(["", *(each for each in self.not_as_written() if each)])

    def not_as_written(self) -> list[str]:
        """Return the ids of customers whose file is not as csp-tui wrote it last.

        Such a file is missing, differs from its good copy, or does not include just the lines that
        the history has about it. The empty id stands for the partner's own file.

        Raises:
            InvalidFileError: a file, or the directory of the customers, cannot be read.
        """
        customers = {line.customer for line in self._history.readable_lines()}
        customers.update(["", *self._files.customer_ids(self._partner_id)])
        return sorted(each for each in customers if not self._is_as_written(each))

    def _is_as_written(self, customer: str) -> bool:
        try:
            content = self._files.read(self._partner_id, customer)[0]
        except (NotFoundError, MissingFileError):
            return False
        if not self._files.copies.is_same(content, self._partner_id, customer):
            return False
        path = self._files.path(self._partner_id, customer)
        end = content[max(0, content.rfind(_HISTORY)) :]  # the rest says nothing about it
        try:
            table = toml.parse(toml.decode(end, path), path)
        except InvalidFileError:
            return False
        return follows_lines(table) and self._history.agrees_with(heads_in(table), customer)

    @property
    def differing(self) -> list[OpenFile]:
        """The files that do not agree with the history."""
        return [file for file in self.by_customer.values() if not file.agrees]

    @property
    def missing(self) -> list[Path]:
        """The paths of the open files that the history knows, and that are not on the disk."""
        return [file.path for file in self.differing if file.version is None]

    def table(self, change: Change) -> toml.Table:
        """Return the parsed table of the file that `change` changes."""
        return self.open(change.customer).document.data

    def ensure(self, change: Change) -> None:
        """Apply `change` to its file in memory, unless the file has all the values already."""
        self.open(change.customer).document.ensure(change)

    def _known(self, customer: str) -> OpenFile | None:
        kept = self._kept.get(customer)
        version = self._files.version(self._partner_id, customer)
        if kept is None or kept.version is None or kept.version != version:
            return None
        self._compare(kept, GoodCopy(kept.document.data, is_same=True))
        return kept

    def _read(self, customer: str) -> OpenFile:
        content, version = self._files.read(self._partner_id, customer)
        if customer:
            self._files.customer_in(content, self._partner_id, customer)
        else:
            self._files.partner_in(content, self._partner_id)
        path = self._files.path(self._partner_id, customer)
        file = OpenFile(customer, path, version, document_of(path, content.decode()))
        self._compare(file, self._files.good_copy(content, self._partner_id, customer))
        return file

    def _compare(self, file: OpenFile, copy: GoodCopy | None) -> None:
        if file.document.heads:
            self._history.refuse_missing()
        file.differences = differences(file.document, self._history, copy, file.customer)


def document_of(path: Path, text: str | None = None) -> ProgressDocument:
    """Return a document of the file at `path`: of its `text`, or of a new file without values.

    Raises:
        InvalidFileError: the text is not TOML.
    """
    # Late: importing tomlkit takes longer than reading the list of partners.
    from csp_tui.core.progress.document import ProgressDocument

    if text is None:
        return ProgressDocument(path, EMPTY, text_of)
    return ProgressDocument(path, text)


def preview(files: ProgressFiles, partner_id: str, changes: Sequence[Change]) -> str:
    """Return the text that the changed files would have after `changes`; write nothing.

    The texts follow one another; that of a customer's file begins with a comment line that has the
    path. If a file is gone or unreadable, its last good copy is used; without a copy, the text has
    the `changes` alone.
    """
    texts = []
    for customer in dict.fromkeys(change.customer for change in changes):
        path = files.path(partner_id, customer)
        try:
            document = document_of(path, files.read(partner_id, customer)[0].decode())
        except (NotFoundError, InvalidFileError, UnicodeDecodeError):
            copy = files.copies.content(partner_id, customer)
            document = document_of(path, copy.decode() if copy else None)
        for change in changes:
            if change.customer == customer:
                document.apply(change)
        texts.append(f"# {path}\n{document.text()}" if customer else document.text())
    return "\n".join(texts)
