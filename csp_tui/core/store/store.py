"""The store: reads progress files, and is the only code that changes them and their history."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import Clock
from csp_tui.core.base.errors import BusyError, NotDurableError, UsageError, WriteError
from csp_tui.core.base.ids import RandomBytes, new_id
from csp_tui.core.base.language import _
from csp_tui.core.base.text import storable_line
from csp_tui.core.disk import toml
from csp_tui.core.disk.files import LARGEST, MovedError, Version, current_version
from csp_tui.core.disk.places import Places
from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import HistoryLine, parse_head
from csp_tui.core.history.log import History
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.history.undo import plan_revert, plan_undo
from csp_tui.core.progress.change import Change, none_gone
from csp_tui.core.progress.model import Customer, Partner, Value
from csp_tui.core.store.line_writer import LineWriter
from csp_tui.core.store.open_files import OpenFile, OpenFiles, preview
from csp_tui.core.store.partner_locks import PartnerLocks
from csp_tui.core.store.progress_files import ProgressFiles
from csp_tui.core.store.write_step import write_step
from csp_tui.core.store.writer_id import writer_id

_TRIES = 5
_MOST_KEPT = 100
"""How many files of a partner are kept in memory for the next change."""

Plan = Callable[[Callable[[Change], toml.Table]], PlannedStep]
"""Returns the step to save; called with a function that returns the table of a change's file."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The result of a save: what is on the disk now, and the history lines that were added."""

    partner: Partner
    lines: tuple[HistoryLine, ...]
    """The added lines; empty if the files had all the values already."""
    at: datetime
    customers: Mapping[str, Customer] = field(default_factory=dict)
    """By id: the customers whose files were opened for the save, as they are now."""


class Store:
    """Reads and changes the progress files of one data directory.

    Args:
        places: the directories of the app.
        clock: returns the present moment.
        actor: who makes the changes.
        random_bytes: returns so many random bytes, for new ids.
    """

    def __init__(
        self, places: Places, clock: Clock, actor: Actor, random_bytes: RandomBytes = os.urandom
    ) -> None:
        self._places = places
        self._clock = clock
        self._random = random_bytes
        self._kept: tuple[str, dict[str, OpenFile]] = ("", {})
        self._unsure: set[Path] = set()
        self._up_to_date: dict[str, Version | None] = {}
        self.locks = PartnerLocks(places, clock)
        self._files = ProgressFiles(places)
        self._locked_history = lru_cache(maxsize=1)(self.history)
        self.actor = actor

    def partner_ids(self) -> list[str]:
        """Return the ids of all partners; raises InvalidFileError if they cannot be listed."""
        return self._files.partner_ids()

    def customer_ids(self, partner_id: str) -> list[str]:
        """Return the ids of a partner's customers; raises as :meth:`partner_ids` does."""
        return self._files.customer_ids(partner_id)

    def version(self, partner_id: str, customer_id: str = "") -> Version | None:
        """Return the present version of a partner's or customer's file; None without a file."""
        return self._files.version(partner_id, customer_id)

    def load(self, partner_id: str) -> Partner:
        """Return the partner, read from its file.

        Raises:
            NotFoundError: there is no such partner.
            InvalidFileError: the file cannot be read.
        """
        return self._files.partner(partner_id)[0]

    def load_customer(self, partner_id: str, customer_id: str) -> Customer:
        """Return the customer, read from its file; raises as :meth:`load` does."""
        return self._files.customer(partner_id, customer_id)[0]

    def history(self, partner_id: str) -> History:
        """Return the history of a partner and its customers."""
        return History(self._places, partner_id)

    def add_partner(self, name: str, first: Sequence[Change] = (), /, **values: Value) -> Saved:
        """Add a partner with its `values`, such as ``region``; then make the changes in `first`.

        Raises:
            UsageError: the name is empty.
            WriteError: the files could not be written.
        """
        if not (name := storable_line(name)):
            raise UsageError(_("a partner needs a name"))
        partner_id = new_id(name, self._random)
        known = (self._places, self._places.archived)
        while any(os.path.lexists(each.progress_file(partner_id)) for each in known):
            partner_id = new_id(name, self._random)
        texts = {key: storable_line(each) for key, each in values.items() if isinstance(each, str)}
        given = {"name": name} | {key: value for key, value in (values | texts).items() if value}
        with self.locked(partner_id):
            files = self._open_files(partner_id)
            files.make()
            steps = [PlannedStep([Change(Act.ADD, given)]), PlannedStep(first)]
            return self._write(partner_id, files, steps)

    def customer_id(self, partner_id: str, name: str) -> str:
        """Return an unused id for a new customer of this `name`."""
        made = new_id(name, self._random)
        while os.path.lexists(self._places.customer_file(partner_id, made)):
            made = new_id(name, self._random)
        return made

    def change(self, partner_id: str, changes: Sequence[Change]) -> Saved:
        """Save `changes` as one step, durably: the history is written first, then the files.

        Raises:
            NotFoundError, InvalidFileError: there is no such partner, or its file is unreadable.
            UsageError: a customer to be added exists already.
            RunGoneError: the run of a change does not exist any more.
            BusyError: another process holds the partner's lock, or keeps changing a file.
            WriteError: the step could not be written; see :func:`write_step` for what is kept.
        """
        return self.carry_out(
            partner_id, lambda table_of: PlannedStep(none_gone(changes, table_of))
        )

    def undo(self, partner_id: str, *, redo: bool = False) -> Saved:
        """Take back the actor's last step in this partner, or with `redo` the last undo.

        Raises:
            UsageError: there is no such step, or somebody has changed its values since.
        """
        lines = self._locked_history(partner_id).lines_after_damage
        return self.carry_out(
            partner_id, lambda table_of: plan_undo(lines(), self.actor, table_of, redo=redo)
        )

    def revert(self, partner_id: str, line_id: str) -> Saved:
        """Take back the change of any one history line; raises as :meth:`undo` does."""
        lines = self._locked_history(partner_id).lines_after_damage
        return self.carry_out(partner_id, lambda table_of: plan_revert(lines(), line_id, table_of))

    def settle(self, partner_id: str) -> None:
        """Write into the partner's files the changes of the history that they lack after a crash.

        Raises as :meth:`change` does.
        """
        partner = self.load(partner_id)
        history = self.history(partner_id)
        is_behind = history.beyond(partner.heads) or (not partner.heads and history.heads())
        if is_behind or self._has_late_customer(partner_id, history):
            self.change(partner_id, [])

    def preview(self, partner_id: str, changes: Sequence[Change]) -> str:
        """Return the text that each changed file would have after `changes`; write nothing."""
        return preview(self._files, partner_id, changes)

    def _has_late_customer(self, partner_id: str, history: History) -> bool:
        if self._is_up_to_date(partner_id):
            return False
        last = {line.customer: line for line in reversed(history.last_write()) if line.customer}
        for customer, first in last.items():
            if self.version(partner_id, customer) is None:
                return first.do == Act.ADD
            heads = self.load_customer(partner_id, customer).heads
            if history.beyond(heads, customer):
                return True
        return False

    def _is_up_to_date(self, partner_id: str) -> bool:
        """Return whether this store wrote the history last, and wrote all files of that step."""
        version = current_version(self._places.history_file(partner_id))
        return version is not None and self._up_to_date.get(partner_id) == version

    def carry_out(self, partner_id: str, plan: Plan) -> Saved:
        """Save the step that `plan` returns; raises as :meth:`change` does.

        `plan` is called while the lock is held.
        """
        planned = ""
        with self.locked(partner_id):
            for _try in range(_TRIES):
                files = self._open_files(partner_id)
                files.open()
                if not self._is_up_to_date(partner_id):
                    files.open_last_written()
                try:
                    if files.has_late_customers:  # before any new line
                        self._write(partner_id, files, [])
                    step = plan(files.table)
                    if planned and step.undoes != planned:  # another process has done so meanwhile
                        step = PlannedStep((), step.undoes)
                    planned = step.undoes
                    files.open_for(step.changes)
                    files.open_those_there(line.customer for line in step.taken_in)
                    outside = [file.outside for file in files.by_customer.values()]
                    return self._write(partner_id, files, [*outside, step])
                except MovedError:
                    continue
        raise BusyError(_("the file keeps changing under another program; try again"))

    def locked(self, partner_id: str) -> AbstractContextManager[None]:
        """Return a context manager that holds the partner's lock; raises BusyError."""
        return self.locks.locked(partner_id, self.actor)

    def line_writer(self, partner_id: str, heads: Sequence[Mapping[str, str]]) -> LineWriter:
        """Return a LineWriter for a partner; `heads` are, for each file, its heads by writer id."""
        writer = writer_id(self._places.local, self._random)
        last = max((parse_head(each.get(writer, "")) for each in heads), default=(0, ""))
        return LineWriter(self._locked_history(partner_id), writer, self.actor, self._clock(), last)

    def _open_files(self, partner_id: str) -> OpenFiles:
        """Return the open files of a partner, with those that were kept from the last save."""
        known, kept = self._kept
        self._kept = ("", {})  # files of a failed write are not used again
        own = kept if known == partner_id else {}
        return OpenFiles(self._files, self._locked_history(partner_id), partner_id, own)

    def _write(self, partner_id: str, files: OpenFiles, steps: Sequence[PlannedStep]) -> Saved:
        opened = files.by_customer
        writer = self.line_writer(partner_id, [file.document.heads for file in opened.values()])
        lines: list[HistoryLine] = []
        for step in steps:
            writer.take_in(step.taken_in)
            table_of, whole = step.table_of(files.table), step.is_whole
            recorded = writer.record(step.changes, table_of, files.ensure, step.undoes, whole=whole)
            lines += [*step.taken_in, *recorded]
        changed = [
            file for file in opened.values() if file.take_heads(lines) or file.path in self._unsure
        ]
        models, contents = {}, {}
        for key, file in opened.items():
            text = file.document.text()
            contents[key] = text.encode()
            if len(contents[key]) > LARGEST:
                message = _("{path} would become too large; nothing was written")
                raise WriteError(message.format(path=file.path))
            models[key] = file.model(partner_id, text)
            file.refuse_moved()
        if changed:
            self._put_in_place(partner_id, lines, contents, changed)
        self._keep_open(partner_id, opened)
        return _saved(models, lines, self._clock())

    def _put_in_place(
        self,
        partner_id: str,
        lines: list[HistoryLine],
        contents: Mapping[str, bytes],
        files: list[OpenFile],
    ) -> None:
        paths = {file.path for file in files}
        try:
            write_step(self._locked_history(partner_id), lines, contents, files)
        except NotDurableError:
            self._unsure |= paths
            raise
        self._unsure -= paths
        self._up_to_date[partner_id] = current_version(self._places.history_file(partner_id))
        for file in files:
            self._files.copies.keep(partner_id, file.customer, contents[file.customer])

    def _keep_open(self, partner_id: str, files: Mapping[str, OpenFile]) -> None:
        kept = [file for file in files.values() if file.version is not None][:_MOST_KEPT]
        self._kept = (partner_id, {file.customer: file for file in kept})


def _saved(
    models: Mapping[str, Partner | Customer], lines: Sequence[HistoryLine], at: datetime
) -> Saved:
    partner = models[""]
    assert isinstance(partner, Partner)
    customers = {key: each for key, each in models.items() if isinstance(each, Customer)}
    return Saved(partner, tuple(line for line in lines if line.do != Act.OUTSIDE), at, customers)
