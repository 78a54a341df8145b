"""Finds the next steps of one partner or of all.

They are found from the partners' summaries and the checklists, without reading progress files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.text import fold
from csp_tui.core.checklists.library import Library
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.customers.batches import Batch
from csp_tui.core.next_steps.step import Step, gathered
from csp_tui.core.partners.order import by_clock
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.runs.anniversary import points
from csp_tui.core.runs.gone_through import gone_through
from csp_tui.core.runs.item_summary import ItemSummary
from csp_tui.core.runs.step_groups import MET, SETTLED, Days, State, StepGroup, group_of

POINT_SOON = 14
"""Days before a point of the yearly clock from which on the point is a step."""


def next_steps(rows: Iterable[PartnerSummary], library: Library, today: date) -> list[Step]:
    """Return every step of the partners `rows`, sorted by group in the order of `StepGroup`.

    Steps to chase, due steps and steps of the yearly clock are sorted by day, the earliest first;
    steps of the clock on one day as `order.by_clock` sorts their partners. Ready steps: the
    required ones before the others, and among each the refused ones first. Otherwise the order of
    partners and items is kept.
    """
    finder = _Finder(library, today)
    found: dict[StepGroup | None, list[Step]] = {group: [] for group in StepGroup}
    for row in rows:
        for step in finder.steps(row):
            found[step.group].append(step)
    found[StepGroup.CHASE].sort(key=lambda step: step.chase_on or date.max)
    found[StepGroup.DUE].sort(key=lambda step: step.due or date.max)
    found[StepGroup.CLOCK].sort(key=lambda s: (s.due or date.max, by_clock(s.partner, today)))
    found[StepGroup.READY].sort(key=lambda step: (not step.is_required, not step.is_refused))
    return [step for group in StepGroup for step in found[group]]


def steps_of_item(
    rows: Iterable[PartnerSummary], library: Library, item_id: str, today: date
) -> list[Step]:
    """Return the steps of one item in every open run that has the item, even if it is done there.

    The steps are sorted by group, in the order of `StepGroup`, and within a group by the day to
    chase, else the due day; those without a day come first. Steps without a group, for which the
    item is done or not applicable, come last.
    """
    finder = _Finder(library, today)
    found = [step for row in rows for step in finder.steps_of_item(row, item_id)]
    order: list[StepGroup | None] = [*StepGroup, None]
    return sorted(
        found, key=lambda step: (order.index(step.group), step.chase_on or step.due or date.min)
    )


def chosen(
    steps: Iterable[Step],
    *,
    role: str = "",
    owners: Collection[str] = (),
    groups: Collection[StepGroup] = (),
    whom: str = "",
) -> list[Step]:
    """Return the steps that match all given conditions; an empty condition matches every step.

    A step for several customers keeps only the customers that match.

    Args:
        steps: the steps to choose from.
        role: the role that can do the item; no step without an item matches it.
        owners: names, one of which must be that of the step's owner; case does not matter.
        groups: the groups, one of which the step must be in.
        whom: the party that the item must wait for, or the first words of its name; case does
            not matter.
    """
    folded = {fold(owner) for owner in owners}
    party = fold(whom)
    if not (role or folded or groups or party):
        return list(steps)
    kept = (
        step
        for step in steps
        if (not role or step.role == role) and (not groups or step.group in groups)
    )
    return [part for step in kept if (part := step.matching(folded, party)) is not None]


def first_ones(steps: Iterable[Step]) -> list[Step]:
    """Return `steps` without those that can come later: the first steps of each run remain.

    Of each run one step to confirm and one ready step remain, and one of each for its customers.
    All steps that are refused, to chase, due or of the yearly clock remain. Steps with which
    nothing is to be done now do not.
    """
    seen = set()
    found = []
    for step in steps:
        if step.group is StepGroup.NOT_YET or step.group is None:
            continue
        if step.group in (StepGroup.CONFIRM, StepGroup.READY) and not step.is_refused:
            place = (step.group, step.partner.id, step.run, step.is_each)
            if place in seen:
                continue
            seen.add(place)
        found.append(step)
    return found


def numbers_of(steps: Sequence[Step]) -> Counter[StepGroup | None]:
    """Return the number of steps in each group; a step counts once for each of its customers.

    The key None is for steps whose item is done or not applicable.
    """
    found = Counter(step.group for step in steps)
    for step in steps:
        if step.batches or step.settled:
            found[step.group] += step.number - 1
    return found


def names_of(actor: Actor) -> list[str]:
    """Return the names under which `actor` may own items: the login and, if set, the reviewer."""
    return [name for name in (actor.by, actor.reviewer) if name]


class _Edition:
    """The items of an edition, and their prerequisites, prepared for quick access."""

    def __init__(self, checklist: Checklist) -> None:
        self.is_yearly = checklist.is_yearly
        each = [(section.per, item) for section in checklist.sections for item in section.items]
        self.items = tuple(item for per, item in each if not per)
        self.customer_items = {item.id: item for per, item in each if per}
        self.places = {item.id: place for place, item in enumerate(self.items)}
        self._after = tuple(
            tuple((self.places.get(key), checklist.by_id[key]) for key in item.after)
            for item in self.items
        )

    def missing(self, place: int, run: RunSummary, states: Sequence[State]) -> str:
        """Return the title of the first open prerequisite of ``items[place]``; empty if none.

        `states` has the state of each of `items` in `run`.
        """
        for before, item in self._after[place]:
            if before is None:
                is_open = item.id in run.open_for_customers
            else:
                is_open = states[before] not in MET
            if is_open:
                return item.title
        return ""


class _Finder:
    """Finds the steps of partners; reads each edition only once."""

    def __init__(self, library: Library, today: date) -> None:
        self._library = library
        self._today = today
        self._days = Days.of(today)
        self._editions: dict[tuple[str, str, tuple[str, ...]], _Edition | None] = {}

    def steps(self, row: PartnerSummary) -> Iterator[Step]:
        """Yield all steps of a partner: points of the yearly clock, runs to close, open items.

        Closed runs, and those whose edition `_edition` cannot return, have no steps.
        """
        yield from self._points(row)
        for run in row.runs:
            if run.is_to_close and (edition := self._edition(run)):
                group = StepGroup.CLOCK if edition.is_yearly else StepGroup.READY
                yield Step(group, row, run.key, owner=row.owner)
        for run in row.runs:
            if (edition := self._edition(run)) is None:
                continue
            states, known = run.states, {each.item: each for each in run.items}
            for place, state in enumerate(states):
                if state not in SETTLED:
                    yield self._step(row, run, edition, states, known, place)
            yield from self._for_customers(row, run, edition)

    def steps_of_item(self, row: PartnerSummary, item_id: str) -> Iterator[Step]:
        """Yield the steps of one item in each open run of a partner, even if it is done there."""
        for run in row.runs:
            edition = self._edition(run)
            if edition is None:
                continue
            if (place := edition.places.get(item_id)) is not None:
                known = {each.item: each for each in run.items}
                yield self._step(row, run, edition, run.states, known, place)
            yield from self._customer_steps_of_item(row, run, edition, item_id)

    def _for_customers(
        self, row: PartnerSummary, run: RunSummary, edition: _Edition
    ) -> Iterator[Step]:
        """Yield the steps for customers in a run.

        Customers for whom the same item is in the same StepGroup, such as DUE, share one step.
        """
        together: dict[tuple[str, StepGroup | None], list[Batch]] = {}
        for batch in run.batches:
            together.setdefault((batch.item, batch.group(self._days)), []).append(batch)
        for (key, group), batches in together.items():
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
        return edition if edition and len(edition.items) == len(run.states_text) else None

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
        states: Sequence[State],
        known: Mapping[str, ItemSummary],
        place: int,
    ) -> Step:
        item, state = edition.items[place], states[place]
        each, is_waiting = known.get(item.id), state == State.WAITING
        missing = "" if state in MET or is_waiting else edition.missing(place, run, states)
        lacks = bool(missing)
        if each is None:
            group = group_of(state, None, None, self._days, lacks=lacks)
            return Step(group, row, run.key, item, state, owner=row.owner, missing=missing)
        return Step(
            group_of(state, each.chase_on, each.due, self._days, lacks=lacks),
            row,
            run.key,
            item,
            state,
            each.chase_on if is_waiting else None,
            None if state in MET else each.due,
            each.owner or row.owner,
            each.whom if is_waiting else "",
            missing,
        )

    def _points(self, row: PartnerSummary) -> Iterator[Step]:
        """Yield a step for the last passed point of the yearly clock, and for each coming point.

        A point is coming in the POINT_SOON (14) days before its day, and has passed from its day
        on. Nothing is yielded if the month of T is not known.
        """
        anniversary = row.anniversary(self._today)
        if anniversary is None:
            return
        known = [(point.day(anniversary), point) for point in points(row.clock_model)]
        passed = [each for each in known if each[0] <= self._today]
        soon = self._today + timedelta(days=POINT_SOON)
        coming = [each for each in known if self._today < each[0] <= soon]
        for day, point in [*passed[-1:], *coming]:
            yield Step(StepGroup.CLOCK, row, due=day, owner=row.owner, point=point)
