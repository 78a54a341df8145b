"""Finds the next steps of one partner or of all, sorted by what is to be done first.

They are found from the partners' summaries and the checklists, without reading progress files.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from operator import is_
from typing import Any

from csp_tui.core.base import language
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
    return StepFinder(library, today).steps(rows)


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


class StepFinder:
    """Finds the next steps again and again, those of partners that are unchanged only once.

    Args:
        library: the checklists of the runs.
        today: the present day.
    """

    def __init__(self, library: Library, today: date) -> None:
        self._finder = PartnerSteps(library, today)
        self._library = library
        self._today = today
        self._kept: dict[str, tuple[PartnerSummary, Sequence[DatedKind]]] = {}
        """By the id of a partner, its summary and the kinds of its steps."""
        self._first_count = 0
        self._last: StepList | None = None

    def steps(self, rows: Sequence[PartnerSummary]) -> StepList:
        """Return what `next_steps` returns, the same list again for the same summaries."""
        if self._last is not None and _are_same(rows, self._last.partners.rows):
            return self._last
        if len(self._finder.kinds.steps) > 4 * self._first_count:  # most may be of no step now
            self._finder, self._kept = PartnerSteps(self._library, self._today), {}
            self._first_count = 0
        kept, kinds = self._kept, self._finder.kinds
        for row in rows:
            if (known := kept.get(row.id)) is None or known[0] is not row:
                kept[row.id] = row, self._finder.kinds_of(row)
        self._first_count = self._first_count or len(kinds.steps)
        ranks = kinds.values(_rank)
        found: dict[int, tuple[list[DatedKind], list[int]]] = {
            rank: ([], []) for rank in sorted({*ranks})
        }
        of_kind = [*map(found.__getitem__, ranks)]
        for place, row in enumerate(rows):
            for each in kept[row.id][1]:
                dated, places = of_kind[each[0]]
                dated.append(each)
                places.append(place)
        partners = Partners(rows)
        parts = [self._by_day(StepList(partners, kinds, *part)) for part in found.values()]
        dated = [*chain.from_iterable(part.dated for part in parts)]
        places = [*chain.from_iterable(part.places for part in parts)]
        self._last = StepList(partners, kinds, dated, places)
        return self._last

    def _by_day(self, part: StepList) -> StepList:
        """Return the steps of one rank as `next_steps` sorts them: by day, or as they are."""
        group = part.kind_at(0).group if part else None
        if group not in _BY_DAY:
            return part
        keys: list[Any] = part.urgencies(self._today)
        if group in _OF_CLOCK:
            rows = part.partners.rows
            clock = {place: by_clock(rows[place], self._today) for place in set(part.places)}
            keys = [*zip(keys, map(clock.__getitem__, part.places), strict=True)]
        order = {key: place for place, key in enumerate(sorted(set(keys)))}
        places = [*map(order.__getitem__, keys)]  # quicker to sort than the keys themselves
        return part.at(sorted(range(len(part)), key=places.__getitem__))


def step_finder(library: Library, today: date) -> StepFinder:
    """Return the finder for `library`, the same one while checklists, language and day are."""
    return _finder(library, today, language.current(), tuple(library.signature()))


@lru_cache(maxsize=1)
def _finder(library: Library, today: date, *_depends: Hashable) -> StepFinder:
    return StepFinder(library, today)


def _rank(step: Step) -> int:
    """Return a number that is the lower, the earlier steps such as `step` come in the list."""
    rank = _RANKS[step.group]
    if step.group is not StepGroup.READY:
        return rank
    return rank + 2 * (not step.is_required) + (not step.is_refused)


def _are_same(rows: Sequence[PartnerSummary], others: Sequence[PartnerSummary]) -> bool:
    return len(rows) == len(others) and all(map(is_, rows, others))
