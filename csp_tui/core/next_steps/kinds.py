"""The kinds of steps: of the steps of many partners, most differ in partner and days alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from csp_tui.core.next_steps.step import Step
from csp_tui.core.runs.item_summary import day_from

Value = TypeVar("Value")
DayTexts = tuple[str, str]
"""The day to chase and the due day of a step, as texts; "" for none."""


class Kinds:
    """The kinds of steps: two steps are of one kind if they differ in nothing but the partner.

    Both partners have the same owner, and both or neither have a twin of the step's run.
    Kinds that differ in the days alone are *alike*: what does not depend on the days is found only
    once for all of them. Their steps are in the same group, and all or none of them are late.
    """

    def __init__(self) -> None:
        self.steps: list[Step] = []
        """For each kind a step of it or of one that is alike; of which partner does not matter."""
        self.first: list[int] = []
        """For each kind, the index of the first one that is alike."""
        self.days: list[DayTexts | None] = []
        """For each kind its days; None for those of its step in `steps`."""
        self._values: dict[object, list[Any]] = {}
        self._lock = Lock()  # a search is prepared in a thread
        self._codes: dict[object, tuple[list[int], dict[Any, int]]] = {}

    def add(self, step: Step) -> int:
        """Add a kind, of which `step` is one, and return its index."""
        self.steps.append(step)
        self.days.append(None)
        self.first.append(len(self.first))
        return self.first[-1]

    def add_alike(self, first: int, days: DayTexts) -> int:
        """Add a kind that differs from the kind `first` in the days alone, and return its index."""
        self.steps.append(self.steps[first])
        self.days.append(days)
        self.first.append(first)
        return len(self.first) - 1

    def and_others(self, steps: Iterable[Step]) -> Kinds:
        """Return these kinds, followed by one for each of `steps`."""
        kinds = Kinds()
        kinds.steps, kinds.first, kinds.days = [*self.steps], [*self.first], [*self.days]
        for step in steps:
            kinds.add(step)
        return kinds

    def step(self, number: int) -> Step:
        """Return a step of a kind with its days; of which partner does not matter."""
        step, days = self.steps[number], self.days[number]
        if days is None:
            return step
        return step._replace(chase_on=day_from(days[0]), due=day_from(days[1]))

    def urgencies(self, numbers: Collection[int], today: date) -> list[tuple[bool, date]]:
        """Return `Step.urgency` for each of the kinds `numbers`.

        They must all be to chase, all be due, or all have the same state: then it is the same for
        those that have equal days.
        """
        keys = [self.days[number] or number for number in numbers]
        one_of = dict(zip(keys, numbers, strict=True))
        known = {key: self.step(number).urgency(today) for key, number in one_of.items()}
        return [*map(known.__getitem__, keys)]

    def values(self, of: Callable[..., Value], *args: Hashable) -> list[Value]:
        """Return what `of` returns for each kind; for those that are alike, it is called only once.

        It is called with a step of the kind and `args`. Partner and days must not matter to it.
        """
        known = self._values.setdefault((of, *args), [])
        if len(known) < len(self.steps):
            with self._lock:
                self._extend(known, lambda number: of(self.steps[number], *args))
        return known

    def codes(self, of: Callable[..., Value], *args: Hashable) -> tuple[list[int], list[Value]]:
        """Return the values of `values` as a code for each kind, and what each code stands for.

        Equal values have the same code, an index in the second list. They must be hashable.
        """
        codes, code_of = self._codes.setdefault((of, *args), ([], {}))
        values = self.values(of, *args)
        self._extend(codes, lambda number: code_of.setdefault(values[number], len(code_of)))
        return codes, [*code_of]

    def _extend(self, known: list[Any], of: Callable[[int], Any]) -> None:
        """Add what `of` returns for each kind that `known` lacks; those alike have the same."""
        start, firsts = len(known), self.first[len(known) :]
        found = {each: of(each) if each >= start else known[each] for each in dict.fromkeys(firsts)}
        known += map(found.__getitem__, firsts)
