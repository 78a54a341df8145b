"""The progress files of a partner and its customers that are open while a step is written.

A file is named by the id of its customer; the empty id names the partner's own file.
"""

from __future__ import annotations

import contextlib
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
from csp_tui.core.history.line import HistoryLine, head
from csp_tui.core.history.log import History
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import EMPTY, Customer, Partner
from csp_tui.core.progress.reader import read_customer, read_partner
from csp_tui.core.store.catch_up import catch_up
from csp_tui.core.store.progress_files import ProgressFiles

if TYPE_CHECKING:
    from csp_tui.core.progress.document import ProgressDocument


@dataclass(slots=True)
class OpenFile:
    """A progress file that is read and can be changed in memory."""

    customer: str
    """Id of the file's customer; empty for the partner's own file."""
    path: Path
    version: Version | None
    """The version that was read; None for a file that does not exist yet."""
    document: ProgressDocument
    is_behind: bool = False
    """Whether the file on the disk lacks changes that the history records."""
    outside: PlannedStep = field(default_factory=lambda: PlannedStep(()))
    """A step that records what was changed in the file without csp-tui."""

    def refuse_moved(self) -> None:
        """Raise MovedError if the file on the disk has changed since it was read."""
        refuse_moved(self.path, self.version)

    def take_heads(self, lines: Sequence[HistoryLine]) -> bool:
        """Record in the document that it includes those of `lines` that are about this file.

        Returns:
            Whether the file must be written.
        """
        own = [line for line in lines if line.customer == self.customer]
        if own:
            self.document.set_heads({line.writer: head(line) for line in own})
        return bool(own) or self.is_behind

    def model(self, partner_id: str, text: str) -> Partner | Customer:
        """Return the partner or customer that the document, written as `text`, describes.

        Raises:
            InvalidFileError: a key has a value that it cannot have.
        """
        if self.customer:
            return read_customer(self.document.data, self.customer, self.path, text)
        return read_partner(self.document.data, partner_id, self.path, text)


class OpenFiles:
    """The open files of one partner; when opened, a file gets the changes of the history it lacks.

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
        """Return the file of `customer`; raises NotFoundError, InvalidFileError."""
        if customer not in self.by_customer:
            self.by_customer[customer] = self._known(customer) or self._read(customer)
        return self.by_customer[customer]

    def make(self, customer: str = "") -> OpenFile:
        """Return a new, empty file, which is written to the disk with the step.

        Raises:
            UsageError: the file exists already, or the name is no id.
        """
        path = self._files.path(self._partner_id, customer)
        if not is_id(customer or self._partner_id):
            raise UsageError(_('"{id}" is no id: use a-z, 0-9 and -').format(id=customer))
        if self._files.version(self._partner_id, customer) is not None:
            raise UsageError(_('"{id}" exists already').format(id=customer or self._partner_id))
        self.by_customer[customer] = OpenFile(customer, path, None, document_of(path, EMPTY))
        return self.by_customer[customer]

    def open_for(self, changes: Sequence[Change]) -> None:
        """Open every file that `changes` change, and make the files of added customers."""
        for change in changes:
            if change.do == Act.ADD and change.customer not in self.by_customer:
                self.make(change.customer)
            self.open(change.customer)

    def open_those_there(self, customers: Iterable[str]) -> None:
        """Open the files of `customers`, except those that do not exist."""
        for customer in dict.fromkeys(customers):
            with contextlib.suppress(NotFoundError, MissingFileError):
                self.open(customer)

    def open_last_written(self) -> None:
        """Open the customers' files that lack the last written lines because of a crash."""
        last = {line.customer: line for line in reversed(self._history.last_write())}
        for customer, first in last.items():
            if not customer or customer in self.by_customer or self.is_up_to_date(customer):
                continue
            try:
                self.open(customer)
            except (NotFoundError, MissingFileError):
                if first.do == Act.ADD:
                    self._catch_up(self.make(customer), None)

    def is_up_to_date(self, customer: str) -> bool:
        """Return whether a customer's file has all changes of its history; True if unreadable."""
        try:
            heads = self._files.customer(self._partner_id, customer)[0].heads
        except (NotFoundError, MissingFileError):
            return False
        except InvalidFileError:
            return True
        return bool(heads) and not self._history.beyond(heads, customer)

    @property
    def has_late_customers(self) -> bool:
        """Whether a customer's file lacks lines after a crash, and no file was changed by hand."""
        files = self.by_customer.values()
        is_late = any(file.customer and file.is_behind for file in files)
        return is_late and not any(file.outside.changes for file in files)

    def table(self, change: Change) -> toml.Table:
        """Return the parsed table of the file that `change` changes."""
        return self.open(change.customer).document.data

    def ensure(self, change: Change) -> None:
        """Apply `change` to the document of the changed file, unless it would change no value."""
        self.open(change.customer).document.ensure(change)

    def _known(self, customer: str) -> OpenFile | None:
        kept = self._kept.get(customer)
        version = self._files.version(self._partner_id, customer)
        if kept is None or kept.version is None or kept.version != version:
            return None
        self._catch_up(kept, None)
        return kept

    def _read(self, customer: str) -> OpenFile:
        content, version = self._files.read(self._partner_id, customer)
        if customer:
            self._files.customer_in(content, self._partner_id, customer)
        else:
            self._files.partner_in(content, self._partner_id)
        path = self._files.path(self._partner_id, customer)
        file = OpenFile(customer, path, version, document_of(path, content.decode()))
        copy = self._files.copy_unlike(content, self._partner_id, customer)
        self._catch_up(file, copy)
        return file

    def _catch_up(self, file: OpenFile, copy: toml.Table | None) -> None:
        if file.document.heads:
            self._history.refuse_missing()
        file.is_behind, file.outside = catch_up(file.document, self._history, copy, file.customer)


def document_of(path: Path, text: str) -> ProgressDocument:
    """Return a document of the `text` of the file at `path`; raises InvalidFileError."""
    # Late: importing tomlkit takes longer than reading the list of partners.
    from csp_tui.core.progress.document import ProgressDocument

    return ProgressDocument(path, text)


def preview(files: ProgressFiles, partner_id: str, changes: Sequence[Change]) -> str:
    """Return the text that each changed file would have after `changes`; write nothing.

    Where a file is gone or unreadable, its last good copy is used; without a copy, the text has the
    `changes` alone.
    """
    texts = []
    for customer in dict.fromkeys(change.customer for change in changes):
        path = files.path(partner_id, customer)
        try:
            document = document_of(path, files.read(partner_id, customer)[0].decode())
        except (NotFoundError, InvalidFileError, UnicodeDecodeError):
            copy = files.copies.content(partner_id, customer)
            document = document_of(path, copy.decode() if copy else EMPTY)
        for change in changes:
            if change.customer == customer:
                document.apply(change)
        texts.append(f"# {path}\n{document.text()}" if customer else document.text())
    return "\n".join(texts)
