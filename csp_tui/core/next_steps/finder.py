"""Finds the next steps of one partner or of all, sorted by what is to be done first.

They are found from the partners' summaries and the checklists, without reading progress files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, count, repeat
from operator import is_
from typing import Any

from csp_tui.core.base import language
from csp_tui.core.base.actor import Actor
from csp_tui.core.checklists.library import Library
from csp_tui.core.next_steps.kinds import DatedKind
from csp_tui.core.next_steps.partner_steps import PartnerSteps
from csp_tui.core.next_steps.step import Step
from csp_tui.core.next_steps.step_list import GROUPS, Partners, StepList, listed
from csp_tui.core.partners.order import by_clock
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.runs.step_groups import StepGroup

_RANKS = {group: 4 * place for place, group in enumerate(GROUPS)}
"""The rank of the steps of each group, and the lowest one of those that are ready."""

_OF_CLOCK = (StepGroup.MISSED, StepGroup.CLOCK)
_BY_DAY = (StepGroup.CHASE, StepGroup.DUE, *_OF_CLOCK)
"""The groups whose steps are sorted by their days."""


def next_steps(rows: Sequence[PartnerSummary], library: Library, today: date) -> StepList:
    """Return every step of the partners `rows`, sorted by group in the order of `StepGroup`.

    Steps to chase, due steps and those of the yearly clock are sorted as `Step.urgency` says: the
    late ones first; of the clock, on one day as `order.by_clock` sorts their partners. So are
    missed yearly checks: those that can be mended first, by the last day for that. Ready steps:
    the required ones before the others, and among each the refused ones first. Otherwise the order
    of partners and items is kept.
    """
    return _Sorted(library, today).steps(rows)


def steps_of_item(
    rows: Iterable[PartnerSummary], library: Library, item_id: str, today: date
) -> StepList:
    """Return the steps of one item in every open run that has the item, even if it is done there.

    The steps are sorted by group, in the order of `StepGroup`, and within a group as `Step.urgency`
    says: the late ones first. Steps without a group, for which the item is done or not applicable,
    come last.
    """
    finder = PartnerSteps(library, today)
    found = [step for row in rows for step in finder.steps_of_item(row, item_id)]
    found.sort(key=lambda step: (_RANKS[step.group], step.urgency(today)))
    return listed(found)


def names_of(actor: Actor) -> list[str]:
    """Return the names under which `actor` may own items: the login and, if set, the reviewer."""
    return [name for name in (actor.by, actor.reviewer) if name]


class StepFinder:
    """Finds the next steps again and again, those of partners that are unchanged only once.

    Args:
        library: the checklists of the runs.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._depends: object = None
        self._sorted: _Sorted | None = None

    def steps(self, rows: Sequence[PartnerSummary], today: date) -> StepList:
        """Return what `next_steps` returns, the same list again for the same summaries."""
        depends = today, language.current(), self._library.signature()
        if depends != self._depends or self._sorted is None or self._sorted.has_waste:
            self._depends, self._sorted = depends, _Sorted(self._library, today)
        return self._sorted.steps(rows)


@lru_cache(maxsize=1)
def step_finder(library: Library) -> StepFinder:
    """Return the finder for `library`: the same object for the same library."""
    return StepFinder(library)


class _Sorted:
    """Sorts the steps of partners; keeps those of a partner until its summary is another one."""

    def __init__(self, library: Library, today: date) -> None:
        self._finder = PartnerSteps(library, today)
        self._today = today
        self._kept: dict[str, tuple[PartnerSummary, Sequence[DatedKind]]] = {}
        """By the id of a partner, its summary and the kinds of its steps."""
        self._first_count = 0
        self._last: StepList | None = None

    @property
    def has_waste(self) -> bool:
        """Whether most kinds that are known may be of steps that are not there any more."""
        return len(self._finder.kinds.steps) > 4 * self._first_count

    def steps(self, rows: Sequence[PartnerSummary]) -> StepList:
        """Return the steps of `rows` as `next_steps` sorts them."""
        if self._last is not None and _are_same(rows, self._last.partners.rows):
            return self._last
        kept, kinds = self._kept, self._finder.kinds
        for row in rows:
            if (known := kept.get(row.id)) is None or known[0] is not row:
                kept[row.id] = row, self._finder.kinds_of(row)
        self._first_count = self._first_count or len(kinds.steps)
        of_rows = [kept[row.id][1] for row in rows]
        dated = [*chain.from_iterable(of_rows)]
        places = [*chain.from_iterable(map(repeat, count(), map(len, of_rows)))]
        self._last = self._in_order(StepList(Partners(rows), kinds, dated, places))
        return self._last

    def _in_order(self, steps: StepList) -> StepList:
        ranks = steps.kinds.values(_rank)
        found: dict[int, list[int]] = {rank: [] for rank in sorted({*ranks})}
        indexes_of = [*map(found.__getitem__, ranks)]
        for index, number in enumerate(steps.numbers):
            indexes_of[number].append(index)
        for group in _BY_DAY:
            indexes = found.get(_RANKS[group], [])
            keys = dict(zip(indexes, self._days(group, steps.at(indexes)), strict=True))
            indexes.sort(key=keys.__getitem__)
        return steps.at([*chain.from_iterable(found.values())])

    def _days(self, group: StepGroup, part: StepList) -> list[Any]:
        """Return the keys by which steps of a group in `_BY_DAY` are sorted."""
        urgencies = part.urgencies(self._today)
        if group not in _OF_CLOCK:
            return urgencies
        rows = part.partners.rows
        clock = {place: by_clock(rows[place], self._today) for place in set(part.places)}
        return [(first, clock[place]) for first, place in zip(urgencies, part.places, strict=True)]


def _rank(step: Step) -> int:
    """Return a number that is the lower, the earlier steps such as `step` come in the list."""
    rank = _RANKS[step.group]
    if step.group is not StepGroup.READY:
        return rank
    return rank + 2 * (not step.is_required) + (not step.is_refused)


def _are_same(rows: Sequence[PartnerSummary], others: Sequence[PartnerSummary]) -> bool:
    return len(rows) == len(others) and all(map(is_, rows, others))
