"""The kinds of steps: of the steps of many partners, most differ in partner and days alone."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from threading import Lock
from typing import Any, TypeVar

from csp_tui.core.next_steps.step import Step

Value = TypeVar("Value")
DayTexts = tuple[str, str]
"""The day to chase and the due day of a step, as texts; "" for none."""
DatedKind = tuple[int, DayTexts | None]
"""The index of a step's kind, and its days; None for those of the step that stands for the kind."""


class Kinds:
    """The kinds of steps: two steps of one kind differ in nothing but the partner and the days.

    Both partners have the same owner, and both or neither have a twin of the step's run. The steps
    are in the same group, and all or none of them are late.
    """

    def __init__(self, steps: Iterable[Step] = ()) -> None:
        self.steps = [*steps]
        """For each kind a step of it; of which partner, and of which days, does not matter."""
        self._values: dict[object, list[Any]] = {}
        self._lock = Lock()  # a search is prepared in a thread
        self._codes: dict[object, tuple[list[int], dict[Any, int]]] = {}

    def add(self, step: Step) -> DatedKind:
        """Add a kind, of which `step` is one, and return its index and the days of `step`."""
        self.steps.append(step)
        return len(self.steps) - 1, None

    def values(self, of: Callable[..., Value], *args: Hashable) -> list[Value]:
        """Return what `of` returns for each kind; it is called once with a step of each and `args`.

        Partner and days must not matter to it.
        """
        known = self._values.setdefault((of, *args), [])
        if len(known) < len(self.steps):
            with self._lock:
                known += [of(step, *args) for step in self.steps[len(known) :]]
        return known

    def codes(self, of: Callable[..., Value], *args: Hashable) -> tuple[list[int], list[Value]]:
        """Return the values of `values` as a code for each kind, and what each code stands for.

        Equal values have the same code, an index in the second list. They must be hashable.
        """
        codes, code_of = self._codes.setdefault((of, *args), ([], {}))
        new = self.values(of, *args)[len(codes) :]
        codes += [code_of.setdefault(value, len(code_of)) for value in new]
        return codes, [*code_of]
