"""The store: reads progress files, and is the only code that changes them and their history."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import replace

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import Clock
from csp_tui.core.base.errors import BusyError, NotDurableError
from csp_tui.core.base.ids import RandomBytes, new_id
from csp_tui.core.base.language import _
from csp_tui.core.disk import toml
from csp_tui.core.disk.files import MovedError, Version
from csp_tui.core.disk.places import Places
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.log import History
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.history.undo import plan_revert, plan_undo
from csp_tui.core.history.union import Union
from csp_tui.core.progress.change import Change, refuse_gone_runs
from csp_tui.core.progress.model import Customer, Partner, Value
from csp_tui.core.store.late_files import late_customers
from csp_tui.core.store.new_partners import Added, add_change, add_new_partners
from csp_tui.core.store.open_files import OpenFiles, preview
from csp_tui.core.store.partner_locks import PartnerLocks
from csp_tui.core.store.progress_files import ProgressFiles
from csp_tui.core.store.saved import Noticed, Saved
from csp_tui.core.store.step_writer import OnWay, StepWriter
from csp_tui.core.store.writer_id import give_up_writer_id

_TRIES = 5
Plan = Callable[[Callable[[Change], toml.Table]], PlannedStep]
"""Returns the step to save; called with a function that returns the table of a change's file."""


class Store:
    """Reads and changes the progress files of one data directory.

    Args:
        places: the directories of the app.
        clock: returns the present moment.
        actor: who makes the changes.
        random_bytes: returns so many random bytes, for new ids.
        locks: the locks of these partners; None for new ones.
    """

    def __init__(
        self,
        places: Places,
        clock: Clock,
        actor: Actor,
        random_bytes: RandomBytes = os.urandom,
        locks: PartnerLocks | None = None,
    ) -> None:
        self._places = places
        self._clock = clock
        self._random = random_bytes
        self.locks = locks or PartnerLocks(places, clock)
        self._files = ProgressFiles(places, self.locks)
        self.writing = StepWriter(places, self._files, clock, actor, random_bytes)
        self.actor = actor

    def partner_ids(self) -> list[str]:
        """Return the ids of all partners without archived ones, sorted; raises InvalidFileError."""
        return self._files.partner_ids()

    def customer_ids(self, partner_id: str) -> list[str]:
        """Return the ids of a partner's customers; raises as :meth:`partner_ids` does."""
        return self._files.customer_ids(partner_id)

    def version(self, partner_id: str, customer_id: str = "") -> Version | None:
        """Return the present version of a partner's or customer's file; None without a file."""
        return self._files.version(partner_id, customer_id)

    def load(self, partner_id: str) -> Partner:
        """Return the partner, as its file has it; raises NotFoundError or InvalidFileError."""
        return self._files.partner(partner_id, self._clock)

    def load_customer(self, partner_id: str, customer_id: str) -> Customer:
        """Return the customer, read from its file; raises as :meth:`load` does."""
        return self._files.customer(partner_id, customer_id)[0]

    def history(self, partner_id: str) -> History:
        """Return the history of a partner and its customers."""
        return History(self._places, partner_id)

    def add_partner(self, name: str, first: Sequence[Change] = (), /, **values: Value) -> Saved:
        """Add a partner with the non-empty `values`, such as ``region``; then change `first`.

        Raises:
            UsageError: the name is empty.
            BusyError, WriteError: the files could not be written.
        """
        added, partner_id = add_change(name, values), self.partner_id(name)
        with self.locked(partner_id):
            files = self.writing.open_files(partner_id)
            files.make()
            steps = [PlannedStep([added]), PlannedStep(first)]
            return self.writing.write(partner_id, files, steps)

    def partner_id(self, name: str) -> str:
        """Return an id for a new partner of this `name`, used by no partner here or archived."""
        made, known = new_id(name, self._random), (self._places, self._places.archived)
        while any(os.path.lexists(each.progress_file(made)) for each in known):
            made = new_id(name, self._random)
        return made

    def customer_id(self, partner_id: str, name: str) -> str:
        """Return an unused id for a new customer of this `name`."""
        made = new_id(name, self._random)
        while os.path.lexists(self._places.customer_file(partner_id, made)):
            made = new_id(name, self._random)
        return made

    def change(
        self,
        partner_id: str,
        changes: Sequence[Change],
        step: str = "",
        on_way: OnWay = lambda _share: None,
    ) -> Saved:
        """Save `changes` as one step, durably: the history is written first, then the files.

        `step` is the name of the step where several partners share it; `on_way` is told how far
        the writing is.

        Raises:
            NotFoundError, InvalidFileError: there is no such partner, or its file is unreadable.
            UsageError: a customer to be added exists already.
            RunGoneError: the run of a change does not exist any more.
            BusyError: another process holds the partner's lock, or keeps changing a file.
            WriteError: the step could not be written; see :func:`write_step` for what is kept.
        """
        return self.carry_out(
            partner_id,
            lambda table_of: PlannedStep(refuse_gone_runs(changes, table_of), name=step),
            on_way=on_way,
        )

    def undo(self, partner_id: str, *, redo: bool = False, step: str = "", name: str = "") -> Saved:
        """Take back the actor's last step in this partner, or with `redo` the actor's last undo.

        `step` names another step to take back; `name` is that of the step which takes it back,
        where several partners share it.

        Raises:
            UsageError: there is no such step, or somebody has changed its values since.
            CspTuiError: it could not be saved, as in :meth:`change`.
        """
        lines = self.writing.history(partner_id).lines_after_damage
        return self.carry_out(
            partner_id,
            lambda table_of: replace(
                plan_undo(lines(), self.actor, table_of, redo=redo, step=step), name=name
            ),
        )

    def revert(self, partner_id: str, line_id: str) -> Saved:
        """Take back the change of any one history line; raises as :meth:`undo` does."""
        lines = self.writing.history(partner_id).lines_after_damage
        return self.carry_out(partner_id, lambda table_of: plan_revert(lines(), line_id, table_of))

    def take_in(
        self, partner_id: str, plan: Callable[[], Sequence[HistoryLine]] = lambda: ()
    ) -> Saved:
        """Add lines that were written elsewhere; set all files by the history.

        A file that is missing is made again. Where the directory was put back from a backup, or
        copied, lines under its own writer id may come from elsewhere: it then gets a new writer id.
        Raises as :meth:`change` does.

        Args:
            partner_id: the partner, which may be new here.
            plan: returns the lines to add; called while the lock is held, and again if a file has
                changed meanwhile. Without it, the files are only compared with the history, and
                what was edited by hand is recorded.
        """
        noticed = Noticed()

        def planned(_table_of: object) -> PlannedStep:
            lines = plan()
            noticed.is_writer_new |= self.give_up_writer_id({line.writer for line in lines})
            return PlannedStep((), taken_in=lines)

        return self.carry_out(partner_id, planned, is_of_every_file=True, noticed=noticed)

    def give_up_writer_id(self, writers: Set[str]) -> bool:
        """Give up the own writer id if it is in `writers`; return whether it was.

        `writers` are the writers of lines that came from elsewhere. If the own id is among them,
        the directory was put back from a backup, or copied, and goes on under a new id.

        Raises:
            WriteError, BusyError: the writer id cannot be given up.
        """
        return give_up_writer_id(self._places.local, writers)

    def add_from_elsewhere(self, arrived: Mapping[str, Union]) -> dict[str, Added]:
        """Add those partners of `arrived` that are not here at all.

        Return the versions of their files, by partner id. The others, also those that could not be
        written, are to be taken in one by one.

        Args:
            arrived: by partner id, all lines of the history and what stands by them.

        Raises:
            WriteError, BusyError: the writer id cannot be given up, as in :meth:`take_in`.
        """
        self.give_up_writer_id({line.writer for union in arrived.values() for line in union.lines})
        return add_new_partners(self._places, self.locked, arrived)

    def is_as_written(self, partner_id: str, history: History) -> bool:
        """Return whether all files of a partner are there, as csp-tui wrote them last.

        Raises:
            InvalidFileError: a file cannot be read.
        """
        return not OpenFiles(self._files, history, partner_id, {}).not_as_written()

    def catch_up(self, partner_id: str) -> None:
        """Write into the partner's files the changes of the history that they lack after a crash.

        Raises as :meth:`change` does.
        """
        partner = self.load(partner_id)
        is_behind = not self.history(partner_id).agrees_with(partner.heads)
        is_written_here = self.writing.is_up_to_date(partner_id)
        if is_behind or (not is_written_here and self._late_customers(partner_id)):
            self.change(partner_id, [])

    def preview(self, partner_id: str, changes: Sequence[Change]) -> str:
        """Return each changed file's text after `changes` as one text; write nothing."""
        return preview(self._files, partner_id, changes)

    def _catch_up(self, partner_id: str, files: OpenFiles, noticed: Noticed) -> None:
        """Catch up the open files. A power cut may lose that: the step writes it again."""
        with contextlib.suppress(NotDurableError):
            self.writing.catch_up(partner_id, files, noticed)

    def _late_customers(self, partner_id: str) -> list[str]:
        return late_customers(self._files, partner_id, self.writing.last_write(partner_id))

    def carry_out(
        self,
        partner_id: str,
        plan: Plan,
        *,
        is_of_every_file: bool = False,
        noticed: Noticed | None = None,
        on_way: OnWay = lambda _share: None,
    ) -> Saved:
        """Save the step that `plan` returns; raises as :meth:`change` does.

        Args:
            partner_id: the partner.
            plan: returns the step; called while the lock is held.
            is_of_every_file: whether to compare every file with the history first, and to make
                those that are missing.
            noticed: gets what is noticed of the files; the result has it as remarks.
            on_way: told how far the writing is.
        """
        planned, noticed = "", noticed or Noticed()
        with self.locked(partner_id):
            for _try in range(_TRIES):
                files = self.writing.open_files(partner_id)
                if is_of_every_file:
                    files.open_every_file()
                else:
                    files.open()
                if not self.writing.is_up_to_date(partner_id):
                    files.open_or_make(self._late_customers(partner_id))
                try:
                    self._catch_up(partner_id, files, noticed)
                    step = plan(files.table)
                    files.open_for(step.changes)
                    if any(change.moves for change in step.changes):
                        files.open_all(self.customer_ids(partner_id))
                    if any(line.moves for line in step.taken_in):
                        files.open_or_make(self.customer_ids(partner_id))
                    files.open_or_make(line.customer for line in step.taken_in)
                    if files.differing:
                        self._catch_up(partner_id, files, noticed)
                        step = plan(files.table)
                    if planned and step.undoes != planned:  # another process has done so meanwhile
                        step = PlannedStep((), step.undoes)
                    planned = step.undoes
                    saved = self.writing.write(partner_id, files, [step], on_way=on_way)
                    return replace(saved, remarks=noticed.remarks)
                except MovedError:
                    continue
        raise BusyError(_("the file keeps changing under another program; try again"))

    def locked(self, partner_id: str) -> AbstractContextManager[None]:
        """Return a context manager that holds the partner's lock, as `PartnerLocks.locked` does."""
        return self.locks.locked(partner_id, self.actor)
