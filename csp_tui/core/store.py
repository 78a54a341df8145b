"""The store: every partner's progress on the disk, changed item by item and never lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.core import toml
from csp_tui.core.actor import Actor
from csp_tui.core.catch_up import Act, catch_up
from csp_tui.core.changes import Change
from csp_tui.core.clock import Clock
from csp_tui.core.copies import Copies
from csp_tui.core.directories import list_directory, make_directory, refuse_link
from csp_tui.core.errors import (
    BusyError,
    InvalidFileError,
    NotDurableError,
    NotFoundError,
    UsageError,
    WriteError,
)
from csp_tui.core.files import (
    LARGEST,
    MovedError,
    Version,
    current_version,
    read_file,
    refuse_moved,
    replace_file,
)
from csp_tui.core.guard import Guard
from csp_tui.core.history import History, HistoryLine, head, parse_head
from csp_tui.core.ids import RandomBytes, is_id, partner_id_for
from csp_tui.core.outside import DO as OUTSIDE
from csp_tui.core.paths import Places
from csp_tui.core.progress import EMPTY, Partner, Value, read_partner
from csp_tui.core.scribe import Scribe
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
    version: Version | None
    document: ProgressDocument
    content: bytes | None = None
    """The bytes that were read; None where the document is what was written here last."""


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
        self._unsure: set[str] = set()
        self._guard = Guard(places, clock)
        self._copies = Copies(places.copies)
        self.actor = actor

    def partner_ids(self) -> list[str]:
        """Return the ids of all partners; raises InvalidFileError where they may not be read."""
        names = list_directory(self._places.partners)
        return sorted(name[:-5] for name in names if name.endswith(".toml") and is_id(name[:-5]))

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
        content, version = self._read(partner_id)
        return self._partner(partner_id, content), version

    def history(self, partner_id: str) -> History:
        """Return the history of a partner."""
        return History(self._places.history_file(partner_id), self._places.aside)

    def add_partner(self, name: str, **values: Value) -> Saved:
        """Add a partner and return it; every text is cleaned, and empty ones are left out.

        Raises:
            UsageError: the name is empty.
            WriteError: it could not be written.
        """
        name = storable_line(name)
        if not name:
            raise UsageError("a partner needs a name")
        partner_id = partner_id_for(name, self._random)
        while any(
            os.path.lexists(places.progress_file(partner_id))
            for places in (self._places, self._places.archived)
        ):
            partner_id = partner_id_for(name, self._random)
        with self.locked(partner_id):
            make_directory(self._places.partners)
            document = _document_of(self._places.progress_file(partner_id), EMPTY)
            cleaned = (
                (key, storable_line(value) if isinstance(value, str) else value)
                for key, value in values.items()
            )
            known = {key: value for key, value in cleaned if value}
            kept = _Kept(partner_id, None, document)
            return self._write(partner_id, kept, [Act([Change("add", {"name": name, **known})])])

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

    def settle(self, partner_id: str) -> None:
        """Write into the file what the history has beyond it, after a crash; raises like change."""
        partner = self.load(partner_id)
        history = self.history(partner_id)
        if history.beyond(partner.heads) or (not partner.heads and history.heads()):
            self.change(partner_id, [])

    def preview(self, partner_id: str, changes: Sequence[Change]) -> str:
        """Return the text of the file as it would be with `changes`, writing nothing."""
        content, _ = self._read(partner_id)
        document = _document_of(self._places.progress_file(partner_id), content.decode())
        for change in changes:
            document.apply(change)
        return document.text()

    def _change(self, partner_id: str, plan: _Plan) -> Saved:
        with self.locked(partner_id):
            for _ in range(_TRIES):
                kept = self._open(partner_id)
                copy = self._copy_unlike(kept)
                is_behind, outside = catch_up(kept.document, self.history(partner_id), copy)
                changes, undoes = plan(kept.document.data)
                acts = [outside, Act(changes, undoes)]
                try:
                    return self._write(partner_id, kept, acts, is_behind=is_behind)
                except MovedError:
                    continue
        raise BusyError("the file keeps changing under another program; try again")

    def locked(self, partner_id: str) -> AbstractContextManager[None]:
        """Hold the partner's lock during a block; raises BusyError naming who holds it."""
        return self._guard.locked(partner_id, self.actor)

    def scribe(self, partner_id: str, heads: Mapping[str, str]) -> Scribe:
        """Return what writes the history lines of a partner whose file has these `heads`."""
        writer = writer_id(self._places.local, self._random)
        last = parse_head(heads.get(writer, ""))
        return Scribe(self.history(partner_id), writer, self.actor, self._clock(), last)

    def _read(self, partner_id: str) -> tuple[bytes, Version]:
        if not is_id(partner_id):
            raise NotFoundError("there is no such partner")
        refuse_link(self._places.partners)
        try:
            return read_file(self._places.progress_file(partner_id))
        except NotFoundError as error:
            raise NotFoundError(f'there is no partner "{partner_id}"') from error

    def _open(self, partner_id: str) -> _Kept:
        """Return the document of a partner, read again if its file has moved."""
        kept, self._kept = self._kept, None  # what fails half-way is not used again
        if kept and kept.partner_id == partner_id and kept.version == self.version(partner_id):
            return kept
        content, version = self._read(partner_id)
        self._partner(partner_id, content)
        document = _document_of(self._places.progress_file(partner_id), content.decode())
        return _Kept(partner_id, version, document, content)

    def _partner(self, partner_id: str, content: bytes) -> Partner:
        """Return the partner that the bytes of its file describe; raises InvalidFileError."""
        path = self._places.progress_file(partner_id)
        text = toml.decode(content, path)
        partner = read_partner(toml.parse(text, path), partner_id, path, text)
        if not partner.heads and self._copies.goes_on_after(partner_id, content):
            what = "was cut off here; restore brings back the last good copy"
            raise InvalidFileError(path, what, text.count("\n") + 1)
        return partner

    def _copy_unlike(self, kept: _Kept) -> toml.Table | None:
        """Return the last good copy of a file that has become another; else None."""
        if kept.content in (None, self._copies.content(kept.partner_id)):
            return None
        return self._copies.table(kept.partner_id)

    def _write(
        self, partner_id: str, kept: _Kept, acts: Sequence[Act], *, is_behind: bool = False
    ) -> Saved:
        document = kept.document
        path = self._places.progress_file(partner_id)
        history = self.history(partner_id)
        scribe = self.scribe(partner_id, document.heads)
        lines = [
            line
            for act in acts
            for line in scribe.record(
                act.changes, act.base or document.data, document.ensure, act.undoes
            )
        ]
        if lines:
            document.set_heads({lines[-1].writer: head(lines[-1])})
        text = document.text()
        content = text.encode()
        if len(content) > LARGEST:
            raise WriteError(f"{path} would become too large to be read; nothing was written")
        partner = read_partner(document.data, partner_id, path, text)
        version = kept.version
        check = partial(refuse_moved, path, version)
        check()
        if lines or is_behind or partner_id in self._unsure:
            size = history.append(lines)
            try:
                version = replace_file(path, content, check)
            except NotDurableError:
                self._unsure.add(partner_id)
                raise
            except (WriteError, MovedError):
                history.cut_back(size, lines)
                raise
            self._unsure.discard(partner_id)
            self._copies.keep(partner_id, content)
        if version is not None:
            self._kept = _Kept(partner_id, version, document)
        own = tuple(line for line in lines if line.do != OUTSIDE)
        return Saved(partner, own, self._clock())


def _document_of(path: Path, text: str) -> ProgressDocument:
    # Late, since tomlkit takes longer to import than a list of partners to read.
    from csp_tui.core.progress_document import ProgressDocument

    return ProgressDocument(path, text)
