"""Many steps of *Next* in a list that makes each of them only when it is asked for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import accumulate, compress
from operator import itemgetter
from typing import Any, TypeVar, overload

from csp_tui.core.base.search import search_form
from csp_tui.core.base.text import fold
from csp_tui.core.next_steps.kinds import DatedKind, Kinds
from csp_tui.core.next_steps.step import Step
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.runs.item_summary import day_from
from csp_tui.core.runs.parties import parties
from csp_tui.core.runs.step_groups import StepGroup

Value = TypeVar("Value")
GROUPS: tuple[StepGroup | None, ...] = (*StepGroup, None)
"""All groups of steps in their order; the last is for steps with which nothing is to be done."""


class Partners:
    """The partners of a list of steps."""

    def __init__(self, rows: Sequence[PartnerSummary]) -> None:
        self.rows = rows

    @cached_property
    def forms(self) -> list[str]:
        """The name and the id of each partner, in the form for searching."""
        return [search_form(f"{row.name}\n{row.id}") for row in self.rows]

    @cached_property
    def waiting_since(self) -> set[str]:
        """The days, as texts, since which items of the partners wait."""
        runs = [run for row in self.rows for run in row.runs]
        own = {since for run in runs for *_texts, since in run.items_text}
        return own.union(each.since_text for run in runs for each in run.batches) - {""}

    @cached_property
    def places(self) -> dict[str, int]:
        """The index of each partner in `rows`, by its id."""
        return {row.id: place for place, row in enumerate(self.rows)}


class StepList(Sequence[Step]):
    """Steps in their order.

    Of the two hundred thousand steps of ten thousand partners, most differ in nothing but the
    partner and the days. So the list has only these and the kind; counting, choosing and searching
    look at each kind once.

    Args:
        partners: the partners.
        kinds: the kinds of steps.
        dated: for each step of the list, its kind and its days.
        places: for each step of the list, the index of its partner.
    """

    def __init__(
        self,
        partners: Partners,
        kinds: Kinds,
        dated: Sequence[DatedKind],
        places: Sequence[int],
    ) -> None:
        self.partners = partners
        self.kinds = kinds
        self.dated = dated
        self.places = places
        self._memo: dict[object, Any] = {}
        self.recorded: tuple[int, tuple[list[int], list[str]]] | None = None
        """What `step_search` has found of the steps, with the version of the texts."""

    def __len__(self) -> int:
        return len(self.dated)

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> StepList: ...
    def __getitem__(self, index: int | slice) -> Step | StepList:
        if isinstance(index, slice):
            return self._with(self.dated[index], self.places[index])
        return self._step(self.dated[index], self.places[index])

    def __iter__(self) -> Iterator[Step]:
        return map(self._step, self.dated, self.places)

    def _step(self, dated: DatedKind, place: int) -> Step:
        step, row = self.dated_step(dated), self.partners.rows[place]
        return step if step.partner is row else step._replace(partner=row)

    def dated_step(self, dated: DatedKind) -> Step:
        """Return a step of this kind, with these days; partners do not matter."""
        number, days = dated
        step = self.kinds.steps[number]
        if days is None:
            return step
        return step._replace(chase_on=day_from(days[0]), due=day_from(days[1]))

    def _with(self, dated: Sequence[DatedKind], places: Sequence[int]) -> StepList:
        return StepList(self.partners, self.kinds, dated, places)

    @cached_property
    def numbers(self) -> Sequence[int]:
        """For each step of the list, the index of its kind."""
        return [*map(itemgetter(0), self.dated)]

    def kind_at(self, index: int) -> Step:
        """Return a step of the kind of that at `index`; partners and days do not matter."""
        return self.kinds.steps[self.dated[index][0]]

    def at(self, indexes: Sequence[int]) -> StepList:
        """Return the steps at `indexes`, in their order."""
        places = [*map(self.places.__getitem__, indexes)]
        return self._with([*map(self.dated.__getitem__, indexes)], places)

    def unlike(self, of: Callable[[Step], Hashable]) -> list[Step]:
        """Return a step for each value of `of` and each pair of days; partners do not matter.

        The first step in the list comes first. `of` is as for `Kinds.codes`.
        """
        codes, _values = self.kinds.codes(of)
        found: dict[object, Step] = {}
        for number, days in dict.fromkeys(self.dated):
            step = self.kinds.steps[number]
            key = codes[number], days or (step.chase_on, step.due)
            if key not in found:
                found[key] = self.dated_step((number, days))
        return [*found.values()]

    def kinds_in(self) -> Iterator[Step]:
        """Yield a step of each kind in the list; partners and days do not matter."""
        return map(self.kinds.steps.__getitem__, dict.fromkeys(self.numbers))

    def urgencies(self, today: date) -> list[tuple[bool, date]]:
        """Return `Step.urgency` for each step of the list.

        They must all be to chase, all be due, or all have the same state: then it is the same for
        those that have equal days.
        """
        keys = [days or number for number, days in self.dated]
        one_of = dict(zip(keys, self.dated, strict=True))
        known = {key: self.dated_step(each).urgency(today) for key, each in one_of.items()}
        return [*map(known.__getitem__, keys)]

    def most_urgent(self, today: date) -> Step:
        """Return the first of the most urgent steps of a list for which `urgencies` can be told."""
        urgencies = self.urgencies(today)
        return self[urgencies.index(min(urgencies))]

    @cached_property
    def by_kind(self) -> Mapping[int, int]:
        """How many steps are of each kind; a key is the index of the kind."""
        return Counter(self.numbers)

    def tally(self, of: Callable[..., Value], *args: Hashable) -> Counter[Value]:
        """Return how many steps of the list have each value that `of` returns.

        `of` and `args` are as for `Kinds.codes`. The value that is in the list first comes first.
        """
        counts: Counter[Value] = self.once(_tally, of, *args)
        return counts

    def once(self, make: Callable[..., Any], *args: Hashable) -> Any:
        """Return what `make` returns for the list and `args`; it is called only once for them."""
        if (make, *args) not in self._memo:
            self._memo[make, *args] = make(self, *args)
        return self._memo[make, *args]

    @property
    def number(self) -> int:
        """The number of steps; a step counts once for each of its customers."""
        return sum(self.by_group.values())

    @cached_property
    def by_group(self) -> Counter[StepGroup | None]:
        """The number of steps in each group; a step counts once for each of its customers.

        The key None is for steps whose item is done or not applicable.
        """
        found = Counter[StepGroup | None]()
        for (place, number), count in self.tally(_group_and_number).items():
            found[GROUPS[place]] += count * number
        return found

    def group_starts(self) -> list[int]:
        """Return the index of the first step of each group in the list."""
        return [*accumulate(self.tally(_group).values(), initial=0)][:-1]

    def choose(self, part: Callable[..., Step | None], *args: Hashable) -> StepList:
        """Return the steps that `part` chooses, in their order.

        Args:
            part: is called as `Kinds.values` does; it returns the step, a part of it if it is for
                several customers, or None to leave out the steps of the kind.
            args: what `part` is called with behind the step.
        """
        chosen: StepList = self.once(_choose, part, *args)
        return chosen

    def only(self, flags: Collection[int]) -> StepList:
        """Return the steps that have a flag other than 0; `flags` has one for each step."""
        return self._with([*compress(self.dated, flags)], [*compress(self.places, flags)])

    def of_kinds(self, are_kept: Sequence[bool]) -> StepList:
        """Return the steps of some kinds; `are_kept` says for each kind of `kinds` if it is one."""
        found = self.only([*map(are_kept.__getitem__, self.numbers)])
        counts = self.by_kind.items()
        found.by_kind = {number: count for number, count in counts if are_kept[number]}
        return found

    def of_partners(self, ids: Iterable[str]) -> Iterator[int]:
        """Return the index of each step of the partners with these ids, in order."""
        is_wanted = bytearray(len(self.partners.rows))
        for each in ids:
            if (place := self.partners.places.get(each)) is not None:
                is_wanted[place] = True
        return compress(range(len(self)), map(is_wanted.__getitem__, self.places))

    def without(self, partners: Collection[str], is_out: Callable[[Step], bool]) -> StepList:
        """Return the list without those steps of `partners`, ids, for which `is_out` is true."""
        if not partners:
            return self
        out = [index for index in self.of_partners(partners) if is_out(self[index])]
        if not out:
            return self
        flags = bytearray(b"\1") * len(self)
        for index in out:
            flags[index] = False
        return self.only(flags)


def _tally(steps: StepList, of: Callable[..., Value], *args: Hashable) -> Counter[Value]:
    codes, distinct = steps.kinds.codes(of, *args)
    found, kinds = defaultdict[int, int](int), steps.by_kind
    for code, count in zip(map(codes.__getitem__, kinds), kinds.values(), strict=True):
        found[code] += count
    return Counter({distinct[code]: count for code, count in found.items()})


def _choose(steps: StepList, part: Callable[..., Step | None], *args: Hashable) -> StepList:
    kinds = steps.kinds
    parts = kinds.values(part, *args)
    found = steps.of_kinds([each is not None for each in parts])
    new = {
        number: each
        for number, (each, step) in enumerate(zip(parts, kinds.steps, strict=True))
        if each is not None and each is not step
    }
    if new:
        places = {number: place for place, number in enumerate(new, len(kinds.steps))}
        dated = [(places.get(number, number), days) for number, days in found.dated]
        kinds = Kinds([*kinds.steps, *new.values()])
        return StepList(steps.partners, kinds, dated, found.places)
    return found


def _group(step: Step) -> StepGroup | None:
    return step.group


def _group_and_number(step: Step) -> tuple[int, int]:
    return GROUPS.index(step.group), step.number


def waited_for(steps: StepList) -> Counter[str]:
    """Return the parties that steps wait for, each with the number of steps that wait for it.

    A step counts once for each of its customers. Parts of one company count as one: see `parties`.
    """
    names, found = Counter[str](), Counter[str]()
    for waits, count in steps.tally(Step.waits).items():
        for whom, number in waits:
            names[whom] += number * count
    party_of = parties(names)
    for whom, number in names.items():
        found[party_of[fold(whom)]] += number
    return found


def listed(steps: Iterable[Step]) -> StepList:
    """Return `steps` as a `StepList`, each as a kind of its own."""
    kinds, rows, places = Kinds(steps), list[PartnerSummary](), list[int]()
    known: dict[int, int] = {}
    for step in kinds.steps:
        if id(step.partner) not in known:
            known[id(step.partner)] = len(rows)
            rows.append(step.partner)
        places.append(known[id(step.partner)])
    return StepList(Partners(rows), kinds, [(each, None) for each in range(len(places))], places)
