"""Finds the events of partners: to chase, due, the yearly clock, and the days of customers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_
from csp_tui.core.base.text import fold
from csp_tui.core.calendar.event import Event, Kind
from csp_tui.core.checklists.library import Library
from csp_tui.core.checklists.model import Link
from csp_tui.core.customers.batches import Batch
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.next_steps.cases import Cases, case_text, cases_in
from csp_tui.core.next_steps.finder import next_steps
from csp_tui.core.next_steps.step import Step
from csp_tui.core.partners.clock_words import next_t
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.runs.anniversary import YEARLY_CHECKLISTS, Point, last_day, points
from csp_tui.core.runs.step_groups import MET, StepGroup
from csp_tui.core.workplace.workplace import Workplace

_LAST_DAY = N_("last day, as far as known, to mend what the yearly check has missed")

Choose = Callable[[Sequence[Step]], Sequence[Step]]
"""Returns those of the steps that a calendar is asked for."""


def events_of(
    workplace: Workplace, rows: Sequence[PartnerSummary], kinds: Collection[Kind], choose: Choose
) -> list[Event]:
    """Return the events of the partners `rows`: partner by partner, those of each sorted by day.

    Past days are there, too, as long as the item is open; past points of the yearly clock always.
    Partners and customers that cannot be read have no events.

    Args:
        workplace: reads the checklists and the customers.
        rows: the partners.
        kinds: the kinds of events that are asked for.
        choose: chooses steps; an event is there if the step that it is made of is chosen. A planned
            day or term end is chosen as a step of its owner, without item and group.
    """
    steps = [each for each in next_steps(rows, workplace.library, workplace.today) if each.item]
    steps += [step for row in rows for step in _clock_steps(row, workplace.today)]
    found: dict[str, list[Event]] = {row.id: [] for row in rows}
    together: dict[tuple[str, ...], list[tuple[Step, Batch]]] = {}
    guidance: dict[str, tuple[Link, ...]] = {}
    for step in choose(steps):
        if step.point is not None:
            model = step.partner.clock_model
            if model not in guidance:
                guidance[model] = _guidance(workplace.library, model)
            found[step.partner.id].append(_of_point(step, step.point, guidance[model]))
        else:
            found[step.partner.id] += _of_item(step)
        for batch in step.batches:
            place = (step.partner.id, step.run, batch.item, batch.owner, batch.whom)
            for kind, day in ((Kind.CHASE, batch.chase_on_text), (Kind.DUE, batch.due_text)):
                if day:
                    together.setdefault((*place, day, kind), []).append((step, batch))
    for (partner_id, *_rest, name), parts in together.items():
        found[partner_id].append(_of_batches(Kind(name), parts))
    if not {Kind.PLANNED, Kind.TERM_END}.isdisjoint(kinds):
        for row in rows:
            found[row.id] += _of_customers(workplace, row, choose)
    cases = cases_in(workplace.places)
    return [
        _with_case(event, cases)
        for events in found.values()
        for event in sorted(events, key=lambda each: (each.day, each.uid))
        if event.kind in kinds
    ]


def _with_case(event: Event, cases: Cases) -> Event:
    if event.item is None or not (event.whom or event.kind is Kind.CHASE):
        return event
    ids = [customer for customer, _name in event.customers]
    case = case_text(cases, event.partner.id, ids, event.run, event.item.id)
    return event._replace(case=case)


def _clock_steps(row: PartnerSummary, today: date) -> Iterator[Step]:
    """Yield a step for each point of a partner's yearly clock around T, past ones, too.

    For an indirect reseller, the last day to mend a missed check is one of them. Nothing is yielded
    if the month of T is not known.
    """
    t = next_t(row, today)
    if t is None:
        return
    known = list(points(row.clock_model))
    last = (last_day(row.clock_model, t) - t).days
    if row.clock_model and last not in (each.days for each in known):
        known.append(Point(last, _LAST_DAY, ""))
    for point in known:
        yield Step(StepGroup.CLOCK, row, due=point.day(t), owner=row.owner, point=point)


def _guidance(library: Library, model: str) -> tuple[Link, ...]:
    """Return the links that guide through the yearly check of a business model.

    They are those of the first item with links in the newest edition of the model's yearly
    checklist. Empty if there is no such checklist or item, or the edition cannot be read.
    """
    try:
        checklist = YEARLY_CHECKLISTS[model]
        items = library.get(checklist, library.editions(checklist)[-1]).items
    except (CspTuiError, LookupError):
        return ()
    return next((item.links for item in items if item.links), ())


def _of_point(step: Step, point: Point, guidance: tuple[Link, ...]) -> Event:
    assert step.due is not None
    t = step.due - timedelta(days=point.days)
    about = f"{t.year} {point.days if point.basis else 'last'}"
    row = step.partner
    return Event(Kind.CLOCK, step.due, row, about, step.owner, point=point, links=guidance)


def _of_item(step: Step) -> Iterator[Event]:
    """Yield the events of a step's item: its day to chase, then its due day.

    A day that is not set has no event. Nothing is yielded if the step has no item, or if its item
    is for customers.
    """
    item = step.item
    if item is None or step.batches:
        return
    for kind, day in ((Kind.CHASE, step.chase_on), (Kind.DUE, step.due)):
        if day:
            about, wait = f"{step.run} {item.id}", (step.whom, step.since)
            known = (step.owner, step.run, item, item.links, *wait)
            yield Event(kind, day, step.partner, about, *known)


def _of_batches(kind: Kind, parts: Sequence[tuple[Step, Batch]]) -> Event:
    """Return the one event of all batches in `parts`, each given with its step.

    All are of one item of a partner's run, with the same day, owner and party. The event is for the
    customers of all these batches, and has the earliest day since which one of them waits.
    """
    step, batch = parts[0]
    assert step.item is not None
    members = {(*step.members[at],) for step, each in parts for at in each.members}
    day = batch.chase_on if kind is Kind.CHASE else batch.due
    assert day is not None
    return Event(
        kind,
        day,
        step.partner,
        f"{step.run} {step.item.id} {min(members)[0]}",
        batch.owner or step.partner.owner,
        step.run,
        step.item,
        step.item.links,
        batch.whom,
        min((each.since for _step, each in parts if each.since), default=None),
        customers=_by_name(members),
    )


def _of_customers(workplace: Workplace, row: PartnerSummary, choose: Choose) -> list[Event]:
    """Return the events of the planned days and term ends of a partner's customers.

    Active customers with the same day and owner share one event. The event names only those for
    whom an item is open in an open run; without any there is no event. It has the run if all these
    items are in one. Events that `choose` does not choose are left out. [] if the customers cannot
    be read.
    """
    runs = [run for run in row.runs if not run.outcome]
    is_open: dict[str, set[str]] = {}  # by the id of a customer, the runs with an open item
    for run in runs:
        for batch in run.batches:
            for place in () if batch.state in MET else batch.members:
                is_open.setdefault(run.members[place][0], set()).add(run.key)
    if not is_open:
        return []
    try:
        known = workplace.customers.rows(workplace.store.load(row.id))
    except CspTuiError:
        return []
    together: dict[tuple[Kind, date, str], list[CustomerSummary]] = {}
    for each in known:
        for kind, day in ((Kind.PLANNED, each.planned), (Kind.TERM_END, each.term_end)):
            if day and each.is_active:
                together.setdefault((kind, day, each.owner or row.owner), []).append(each)
    return [
        Event(
            kind,
            day,
            row,
            min(each.id for each in group),  # one that is complete names the group, too
            owner,
            _only(set[str]().union(*(is_open.get(each.id, ()) for each in group))),
            customers=tuple((each.id, each.name) for each in group if each.id in is_open),
        )
        for (kind, day, owner), group in together.items()
        if any(each.id in is_open for each in group)
        and choose([Step(None, row, due=day, owner=owner)])
    ]


def _only(keys: set[str]) -> str:
    return next(iter(keys)) if len(keys) == 1 else ""


def _by_name(customers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(customers, key=lambda each: (fold(each[1]), each[0])))
