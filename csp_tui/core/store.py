"""The store: every partner's progress on the disk, changed item by item and never lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.core import toml
from csp_tui.core.actor import Actor
from csp_tui.core.changes import Change, values_at
from csp_tui.core.clock import Clock, local_time, to_milliseconds
from csp_tui.core.errors import BusyError, NotFoundError, UsageError, WriteError
from csp_tui.core.files import (
    LARGEST,
    Version,
    current_version,
    make_directory,
    read_file,
    replace_file,
)
from csp_tui.core.history import History, HistoryLine, digest, head, parse_head
from csp_tui.core.ids import RandomBytes, is_id, partner_id_for
from csp_tui.core.locks import locked
from csp_tui.core.paths import Places
from csp_tui.core.progress import EMPTY, Partner, read_partner
from csp_tui.core.text import storable_line
from csp_tui.core.undo import plan_undo
from csp_tui.core.writer import writer_id

if TYPE_CHECKING:
    from csp_tui.core.progress_document import ProgressDocument

_TRIES = 5

_Plan = Callable[[toml.Table], tuple[Sequence[Change], str]]
"""Says, of the table as it stands under the lock, what to change and which step that takes back."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A change that is on the disk."""

    partner: Partner
    lines: tuple[HistoryLine, ...]
    """Empty where everything already was as asked."""
    at: datetime


@dataclass(slots=True)
class _Kept:
    """The document of the partner changed last, used again while its file does not move."""

    partner_id: str
    version: Version
    document: ProgressDocument


class Store:
    """Reads and changes the progress files of one data directory.

    Args:
        places: where things are.
        clock: gives the present moment.
        actor: who makes the changes.
        random_bytes: source of ids.
    """

    def __init__(
        self, places: Places, clock: Clock, actor: Actor, random_bytes: RandomBytes = os.urandom
    ) -> None:
        self._places = places
        self._clock = clock
        self._random = random_bytes
        self._kept: _Kept | None = None
        self.actor = actor

    def partner_ids(self) -> list[str]:
        """Return the ids of all partners, unreadable ones included."""
        try:
            names = os.listdir(self._places.partners)
        except OSError:
            return []
        ids = (name.removesuffix(".toml") for name in names if name.endswith(".toml"))
        return sorted(each for each in ids if is_id(each))

    def version(self, partner_id: str) -> Version | None:
        """Return the version of a partner's file now."""
        return current_version(self._places.progress_file(partner_id))

    def load(self, partner_id: str) -> Partner:
        """Return a partner as its file stands now.

        Raises:
            NotFoundError: there is no such partner.
            InvalidFileError: the file is unreadable.
        """
        return self.load_versioned(partner_id)[0]

    def load_versioned(self, partner_id: str) -> tuple[Partner, Version]:
        """Return a partner and the version of the file that was read; raises like :meth:`load`."""
        path = self._places.progress_file(partner_id)
        content, version = self._read(partner_id)
        text = toml.decode(content, path)
        return read_partner(toml.parse(text, path), partner_id, path, text), version

    def history(self, partner_id: str) -> History:
        """Return the history of a partner."""
        path = self._places.history_file(partner_id)
        return History(path, self._places.local / "torn")

    def add_partner(self, name: str, **values: str) -> Saved:
        """Add a partner and return it; every text is cleaned, and empty ones are left out.

        Raises:
            UsageError: the name is empty.
            WriteError: it could not be written.
        """
        name = storable_line(name)
        if not name:
            raise UsageError("a partner needs a name")
        partner_id = partner_id_for(name, self._random)
        while self._places.progress_file(partner_id).exists():
            partner_id = partner_id_for(name, self._random)
        make_directory(self._places.partners)
        with self._locked(partner_id):
            document = _document_of(self._places.progress_file(partner_id), EMPTY)
            cleaned = ((key, storable_line(value)) for key, value in values.items())
            known = {key: value for key, value in cleaned if value}
            return self._write(partner_id, document, None, [Change("add", {"name": name, **known})])

    def change(self, partner_id: str, changes: Sequence[Change]) -> Saved:
        """Make `changes` as one step: the history first, then the file, both durably.

        Raises:
            NotFoundError, InvalidFileError: there is no such partner, or it is unreadable.
            BusyError: somebody else is changing it, or it keeps changing.
            WriteError: it could not be written; the file is as before.
        """
        return self._change(partner_id, lambda _: (changes, ""))

    def undo(self, partner_id: str, *, redo: bool = False) -> Saved:
        """Take back one's own last step in this partner, or with `redo` the last undo.

        Raises:
            UsageError: there is nothing to take back, or somebody has changed it since.
        """
        history = self.history(partner_id)
        return self._change(
            partner_id, lambda data: plan_undo(history.lines(), self.actor, data, redo=redo)
        )

    def _change(self, partner_id: str, plan: _Plan) -> Saved:
        with self._locked(partner_id):
            for _ in range(_TRIES):
                document, version = self._document(partner_id)
                is_behind = self._take_up_missing(partner_id, document)
                changes, undoes = plan(document.data)
                try:
                    return self._write(partner_id, document, version, changes, undoes, is_behind)
                except _MovedError:
                    continue
        raise BusyError("the file keeps changing under another program; try again")

    def _locked(self, partner_id: str):  # type: ignore[no-untyped-def]
        if not is_id(partner_id):
            raise NotFoundError("there is no such partner")
        path = self._places.local / "locks" / f"{partner_id}.lock"
        holder = (
            f"{self.actor.by} on {self.actor.host}, process {os.getpid()}, "
            f"since {local_time(self._clock())}"
        )
        return locked(path, holder)

    def _read(self, partner_id: str) -> tuple[bytes, Version]:
        if not is_id(partner_id):
            raise NotFoundError("there is no such partner")
        try:
            return read_file(self._places.progress_file(partner_id))
        except NotFoundError as error:
            raise NotFoundError(f'there is no partner "{partner_id}"') from error

    def _document(self, partner_id: str) -> tuple[ProgressDocument, Version]:
        kept = self._kept
        if kept and kept.partner_id == partner_id and kept.version == self.version(partner_id):
            return kept.document, kept.version
        content, version = self._read(partner_id)
        path = self._places.progress_file(partner_id)
        text = toml.decode(content, path)
        read_partner(toml.parse(text, path), partner_id, path, text)
        document = _document_of(path, content.decode())
        self._kept = _Kept(partner_id, version, document)
        return document, version

    def _take_up_missing(self, partner_id: str, document: ProgressDocument) -> bool:
        """Apply history lines that the file lacks because a crash came between; were there any?"""
        missing = self.history(partner_id).beyond(document.heads)
        for line in missing:
            document.apply(line.change)
            document.set_heads({line.writer: head(line)})
        return bool(missing)

    def _write(
        self,
        partner_id: str,
        document: ProgressDocument,
        version: Version | None,
        changes: Sequence[Change],
        undoes: str = "",
        is_behind: bool = False,
    ) -> Saved:
        self._kept = None
        path = self._places.progress_file(partner_id)
        history = self.history(partner_id)
        lines = self._apply(partner_id, document, changes, undoes)
        if lines:
            document.set_heads({lines[-1].writer: head(lines[-1])})
        text = document.text()
        content = text.encode()
        if len(content) > LARGEST:
            raise WriteError(f"{path} would become too large to be read; nothing was written")
        partner = read_partner(document.data, partner_id, path, text)
        now = self._clock()
        if current_version(path) != version:
            raise _MovedError
        if lines or is_behind:
            size = history.append(lines)
            try:
                version = replace_file(path, content)
            except WriteError:
                history.cut_back(size)
                raise
        if version is not None:
            self._kept = _Kept(partner_id, version, document)
        return Saved(partner, tuple(lines), now)

    def _apply(
        self, partner_id: str, document: ProgressDocument, changes: Sequence[Change], undoes: str
    ) -> list[HistoryLine]:
        """Apply `changes` to `document`; return the history lines for what really changed."""
        history = self.history(partner_id)
        newest = next(history.newest_first(), None)
        at = to_milliseconds(self._clock())
        if newest is not None and newest.at >= at:
            at = newest.at + timedelta(milliseconds=1)
        writer = writer_id(self._places.local, self._random)
        count, prev = parse_head(document.heads.get(writer, ""))
        if not count:
            count, prev = history.head_of(writer)
        lines: list[HistoryLine] = []
        for change in changes:
            before = values_at(document.data, change)
            after = {key: value for key, value in change.to.items() if before[key] != value}
            if not after:
                continue
            if {"status", "fingerprint"} & after.keys() and not undoes:
                stamped = Change(
                    change.do, {"at": at, "by": self.actor.by}, change.run, change.item
                )
                before.update(values_at(document.data, stamped))
                after.update(stamped.to)
            count += 1
            line = HistoryLine(
                writer=writer,
                count=count,
                at=at,
                by=self.actor.by,
                host=self.actor.host,
                step=lines[0].step if lines else f"{writer}-{count}",
                do=change.do,
                reviewer=self.actor.reviewer,
                undoes=undoes,
                run=change.run,
                item=change.item,
                before={key: before[key] for key in after},
                after=after,
                rule=change.rule,
                prev=prev,
            )
            prev = digest(line.encode())
            lines.append(line)
            document.apply(line.change)
        return lines


def _document_of(path: Path, text: str) -> ProgressDocument:
    # Late, since tomlkit takes longer to import than a list of partners to read.
    from csp_tui.core.progress_document import ProgressDocument

    return ProgressDocument(path, text)


class _MovedError(Exception):
    """The file changed between reading and writing."""
