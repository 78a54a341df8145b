"""Finds the steps of partners, each from its summary and the checklists of its runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from datetime import date, timedelta
from operator import getitem

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.checklists.library import Library
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.customers.batches import Batch
from csp_tui.core.next_steps.kinds import DatedKind, Kinds
from csp_tui.core.next_steps.step import Step, gathered, has_twin
from csp_tui.core.partners.clock_words import next_t
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.runs.anniversary import points
from csp_tui.core.runs.gone_through import gone_through
from csp_tui.core.runs.item_summary import (
    MET_LETTERS,
    SETTLED_LETTERS,
    WAITING_LETTER,
    ItemText,
    day_from,
    states_from_text,
)
from csp_tui.core.runs.step_groups import Days, State, StepGroup, group_of

POINT_SOON = 14
"""Days before a point of the yearly clock from which on the point is a step."""
_ByMarks = dict[str, dict[str, DatedKind | None]]
"""By the letter of an item's state, then by the character for what blocks it, the kind of its step.

None stands for no step: the item is settled.
"""


class _Edition:
    """The items of an edition, and the kinds of their steps, prepared for quick access."""

    def __init__(self, checklist: Checklist) -> None:
        self.is_yearly = checklist.is_yearly
        each = [(section.per, item) for section in checklist.sections for item in section.items]
        self.items = tuple(item for per, item in each if not per)
        self.customer_items = {item.id: item for per, item in each if per}
        self.places = {item.id: place for place, item in enumerate(self.items)}
        self.kinds: dict[Hashable, DatedKind] = {}
        """The kinds of the steps of items with notes, by what those of one kind share."""
        self._by_id = checklist.by_id
        self.by_marks: dict[Hashable, list[_ByMarks]] = defaultdict(
            lambda: [defaultdict(dict) for _item in self.items]
        )
        """For each item the kinds of its steps without notes, as far as known, by what they share.

        That is the key of the run, the owner of the partner, and whether it has another open run of
        the checklist.
        """

    def missing(self, place: int, run: RunSummary) -> str:
        """Return the title of the first open prerequisite of ``items[place]``; "" for none."""
        mark = run.blocked_text[place]
        after = self.items[place].after
        return "" if mark == " " else self._by_id[after[ord(mark) - ord("1")]].title


class PartnerSteps:
    """Finds the steps of partners; reads each edition only once.

    Args:
        library: the checklists of the runs.
        today: the present day.
    """

    def __init__(self, library: Library, today: date) -> None:
        self.kinds = Kinds()
        self._library = library
        self._today = today
        self._days = Days.of(today)
        self._near = *Days.over(today).texts, *self._days.texts
        self._editions: dict[tuple[str, str, tuple[str, ...]], _Edition | None] = {}
        self._clocks: dict[Hashable, list[DatedKind]] = {}
        """By what they depend on, the kinds of the steps of the yearly clock."""

    def kinds_of(self, row: PartnerSummary) -> list[DatedKind]:
        """Return all steps of a partner, each as its kind in `kinds` and its days.

        First come points of the yearly clock, then runs to close, then open items. Closed runs, and
        those whose edition `_edition` cannot return, have no steps.
        """
        years = tuple(row.answered_years)
        clock = row.month, row.known_since_text, years, row.clock_model, row.owner
        if clock not in self._clocks:
            self._clocks[clock] = [*map(self.kinds.add, self._points(row))]
        found = [*self._clocks[clock], *map(self.kinds.add, self._closings(row))]
        for run in row.runs:
            if edition := self._edition(run):
                found += self._items(row, run, edition)
                if run.batches:
                    found += map(self.kinds.add, self._for_customers(row, run, edition))
        return found

    def _items(self, row: PartnerSummary, run: RunSummary, edition: _Edition) -> list[DatedKind]:
        """Return the kinds of the steps of a run, one for each open item of the partner's own.

        Steps of one kind have the same texts, and their days are equally near.
        """
        known = edition.by_marks[run.key, row.owner, has_twin(row, run.key)]
        states, blocked = run.states_text, run.blocked_text
        try:
            found = [*map(getitem, map(getitem, known, states), blocked)]
        except KeyError:
            for place, (kinds, letter, mark) in enumerate(zip(known, states, blocked, strict=True)):
                if mark not in (of_state := kinds[letter]):
                    is_open = letter not in SETTLED_LETTERS
                    step = self._step(row, run, edition, place) if is_open else None
                    of_state[mark] = step and self.kinds.add(step)
            found = [*map(getitem, map(getitem, known, states), blocked)]
        late_chase, late_due, chase, soon = self._near
        for noted in run.items_text:
            place = edition.places.get(noted[0], -1)
            if place < 0 or not (kind := found[place]):
                continue
            chase_on, due, owner, whom = _that_count(noted, states[place])
            nearness = chase_on and (chase_on <= late_chase) + (chase_on <= chase)
            key = kind[0], owner, whom, nearness, due and (due <= late_due) + (due <= soon)
            if (kind := edition.kinds.get(key)) is None:
                step = self._step(row, run, edition, place, noted)
                kind = edition.kinds[key] = self.kinds.add(step)
            found[place] = (kind[0], (chase_on, due)) if chase_on or due else kind
        return [*filter(None, found)]

    def steps_of_item(self, row: PartnerSummary, item_id: str) -> Iterator[Step]:
        """Yield the steps of one item in each open run of a partner, even if it is done there."""
        for run in row.runs:
            edition = self._edition(run)
            if edition is None:
                continue
            if (place := edition.places.get(item_id)) is not None:
                each = next((each for each in run.items_text if each[0] == item_id), None)
                yield self._step(row, run, edition, place, each)
            yield from self._customer_steps_of_item(row, run, edition, item_id)

    def _for_customers(
        self, row: PartnerSummary, run: RunSummary, edition: _Edition
    ) -> Iterator[Step]:
        """Yield the steps for customers in a run.

        Customers for whom the same item has the same state and is in the same StepGroup, such as
        DUE, share one step.
        """
        together: dict[tuple[str, StepGroup | None, str], list[Batch]] = {}
        for batch in run.batches:
            alike = batch.item, batch.group(self._days), batch.state_text
            together.setdefault(alike, []).append(batch)
        for (key, group, _state), batches in together.items():
            item = edition.customer_items[key]
            yield gathered(Step(group, row, run.key, item, members=run.members), batches)

    def _customer_steps_of_item(
        self, row: PartnerSummary, run: RunSummary, edition: _Edition, item_id: str
    ) -> Iterator[Step]:
        """Yield the steps of one per-customer item in a run; nothing if the run has no such item.

        First come the steps for the customers for whom the item is open. Then comes one step, with
        the state DONE, for all for whom it is done or not applicable. Unreadable customers are left
        out.
        """
        item = edition.customer_items.get(item_id)
        if item is None or not run.customers:
            return
        steps = [each for each in self._for_customers(row, run, edition) if each.item is item]
        yield from steps
        known = run.customers - len(row.unreadable_customers)
        if settled := known - sum(each.number for each in steps):
            yield Step(None, row, run.key, item, State.DONE, settled=settled)

    def _edition(self, run: RunSummary) -> _Edition | None:
        """Return the edition of a run.

        None if the run is closed, if the edition is unreadable, or if it now has another number of
        items than the summary `run`.
        """
        if run.error or run.outcome:
            return None
        key = (run.checklist, run.edition, tuple(run.kept))
        if key not in self._editions:
            self._editions[key] = self._read(*key)
        edition = self._editions[key]
        are_known = edition and len(edition.items) == len(run.states_text) == len(run.blocked_text)
        return edition if are_known else None

    def _read(self, checklist_id: str, name: str, kept: Sequence[str]) -> _Edition | None:
        try:
            return _Edition(gone_through(self._library.get(checklist_id, name), kept))
        except CspTuiError:
            return None

    def _step(
        self,
        row: PartnerSummary,
        run: RunSummary,
        edition: _Edition,
        place: int,
        noted: ItemText | None = None,
    ) -> Step:
        """Return the step of the item ``edition.items[place]``.

        `noted` is the item's summary as texts, from `run.items_text`; None if the run has none,
        because the item has no day and no owner, and waits for nobody.
        """
        item, (state,) = edition.items[place], states_from_text(run.states_text[place])
        missing = edition.missing(place, run)
        known = _that_count(noted, run.states_text[place]) if noted else ("", "", "", "")
        chase_on, due, owner, whom = known
        group = group_of(state, chase_on, due, self._days.texts, lacks=bool(missing))
        days, owner = (day_from(chase_on), day_from(due)), owner or row.owner
        return Step(group, row, run.key, item, state, *days, owner, whom, missing)

    def _closings(self, row: PartnerSummary) -> Iterator[Step]:
        """Yield a step for each run that is complete and only needs closing."""
        for run in row.runs:
            if run.is_to_close and (edition := self._edition(run)):
                group = StepGroup.CLOCK if edition.is_yearly else StepGroup.READY
                yield Step(group, row, run.key, owner=row.owner)

    def _points(self, row: PartnerSummary) -> Iterator[Step]:
        """Yield a step for the last passed point of the yearly clock, and for each coming point.

        A point is coming in the POINT_SOON (14) days before its day, and has passed from its day
        on. A notice, a point before T, that has passed is left out if another is coming. Once T is
        missed, the passed point is MISSED. Nothing is yielded if the month of T is not known.
        """
        anniversary = next_t(row, self._today)
        if anniversary is None:
            return
        known = [(point.day(anniversary), point) for point in points(row.clock_model)]
        passed = [each for each in known if each[0] <= self._today]
        soon = self._today + timedelta(days=POINT_SOON)
        coming = [each for each in known if self._today < each[0] <= soon]
        last = [
            each
            for each in passed[-1:]
            if each[1].days >= 0 or each[0] == self._today or not coming
        ]
        for day, point in [*last, *coming]:
            is_missed = anniversary < self._today and day <= self._today
            group = StepGroup.MISSED if is_missed else StepGroup.CLOCK
            yield Step(group, row, due=day, owner=row.owner, point=point)


def _that_count(noted: ItemText, letter: str) -> tuple[str, str, str, str]:
    """Return day to chase, due day, owner and party of an item with this letter of its state.

    A day to chase and a party are "" for an item that does not wait, the due day for one that is
    ticked or not applicable.
    """
    _item, _state, chase_on, due, owner, whom, _since = noted
    if letter != WAITING_LETTER:
        chase_on = whom = ""
    return chase_on, "" if letter in MET_LETTERS else due, owner, whom
