"""The next steps as rows: one row for each step, or one for each item with all its partners."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple, overload

from csp_tui.core.base.day_words import late_by
from csp_tui.core.base.language import _, customer_count, partner_count
from csp_tui.core.base.text import fold
from csp_tui.core.describe.item import when_to_chase
from csp_tui.core.describe.steps import point_words, remarked, remarks
from csp_tui.core.next_steps.step import Step
from csp_tui.core.next_steps.step_list import StepList, waited_for
from csp_tui.core.runs.parties import parties
from csp_tui.core.runs.step_groups import State, StepGroup, is_overdue

Steps = StepList
"""The steps of one row: a single step, or those for the same item of several partners."""

URGENT = (StepGroup.CHASE, StepGroup.DUE)
"""Groups whose rows keep the order of the steps; those of the others are sorted by need."""


_SHARED = "* "
"""With it begins the key of a row of several steps."""


class StepRows(Sequence[Steps]):
    """The rows of a list of steps, sorted by group; each row is made when it is asked for."""

    @overload
    def __getitem__(self, index: int) -> Steps: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Steps]: ...
    def __getitem__(self, index: int | slice) -> Steps | Sequence[Steps]:
        places = range(len(self))[index]
        return self._row(places) if isinstance(places, int) else [*map(self._row, places)]

    @abstractmethod
    def _row(self, place: int) -> Steps:
        """Return the row at `place`."""

    @abstractmethod
    def group_at(self, place: int) -> StepGroup | None:
        """Return the group of the row at `place`, without making the row."""

    @abstractmethod
    def places_of(self, keys: Collection[str]) -> list[int]:
        """Return the indexes of the rows that have one of `keys`, which `key_of` has returned."""


def by_step(steps: StepList) -> StepRows:
    """Return the rows of a list that has one step in each row, in the order of `steps`."""
    return _EachAlone(steps)


class _EachAlone(StepRows):
    def __init__(self, steps: StepList) -> None:
        self._steps = steps

    def __len__(self) -> int:
        return len(self._steps)

    def _row(self, place: int) -> Steps:
        return self._steps[place : place + 1]

    def group_at(self, place: int) -> StepGroup | None:
        return self._steps.kind_at(place).group

    def places_of(self, keys: Collection[str]) -> list[int]:
        places = self._steps.of_partners(map(_partner_in, keys))
        return [place for place in places if self._steps[place].key in keys]


def by_item(steps: StepList) -> StepRows:
    """Return the rows of a list by item: steps with the same to do share a row.

    The steps in a row have the same group, item id, title and state, and wait for the same party
    (as `parties` tells). Steps for customers stay together whomever they wait for. Steps of the
    yearly clock share a row if they are of the same point and group. A step that closes a run has a
    row of its own.

    The rows are sorted by group: to chase, due and so on. Rows to chase and rows due keep the order
    of `steps`. In the other groups required items come first, then refused ones, then those with
    most steps.

    Args:
        steps: the steps, sorted by group.
    """
    rows: StepRows = steps.once(_ByItem)
    return rows


class _Alike(NamedTuple):
    """What the steps of a row share; one that closes a run shares nothing but its group."""

    group: StepGroup | None
    state: State | None = None
    item: str = ""
    title: str = ""
    whom: str = ""


class _ByItem(StepRows):
    """The rows by item. The steps of a group are sorted into rows when one of these is made."""

    def __init__(self, steps: StepList) -> None:
        self._steps = steps
        self._party_of = parties(filter(None, steps.tally(_whom)))
        sizes, rows = Counter[StepGroup | None](), Counter[StepGroup | None]()
        seen = set[_Alike]()
        for alike, count in steps.tally(_alike).items():
            row = self._shared(alike)
            sizes[alike.group] += count
            rows[alike.group] += (row not in seen) if row.item else count
            seen.add(row)
        self._groups = [*sizes]
        self._first_steps = [*accumulate(sizes.values(), initial=0)]
        """The index of the first step of each group; at the end the number of steps."""
        self._first_rows = [*accumulate(rows.values(), initial=0)]
        self._sorted: dict[int, list[list[int]]] = {}
        """By the place of their group, rows that are known, each as the indexes of its steps."""

    def __len__(self) -> int:
        return self._first_rows[-1]

    def _row(self, place: int) -> Steps:
        group = self._group(place)
        return self._steps.at(self._rows(group)[place - self._first_rows[group]])

    def group_at(self, place: int) -> StepGroup | None:
        return self._groups[self._group(place)]

    def places_of(self, keys: Collection[str]) -> list[int]:
        own = {*self._steps.of_partners(map(_partner_in, keys))}
        found = list[int]()
        for number, group in enumerate(self._groups):
            shared = f"{_SHARED}{group} "
            if any(key.startswith(shared) or not key.startswith(_SHARED) for key in keys):
                rows = enumerate(self._rows(number), self._first_rows[number])
                likely = (place for place, each in rows if len(each) > 1 or each[0] in own)
                found += (place for place in likely if key_of(self._row(place)) in keys)
        return found

    def _group(self, place: int) -> int:
        """Return the place of the group in which the row at `place` is."""
        return bisect_right(self._first_rows, place) - 1

    def _shared(self, alike: _Alike) -> _Alike:
        """Return what a row of steps such as `alike` shares: the party, for the name of whom."""
        return alike._replace(whom=self._party_of.get(alike.whom, ""))

    def _rows(self, group: int) -> list[list[int]]:
        """Return the rows of a group, each as the indexes of its steps."""
        if group not in self._sorted:
            begin, end = self._first_steps[group : group + 2]
            codes, alikes = self._steps.kinds.codes(_alike)
            rows: dict[object, list[int]] = {}
            row_of = [rows.setdefault(self._shared(each), []) for each in alikes]
            for index, number in enumerate(self._steps.numbers[begin:end], begin):
                row_of[codes[number]].append(index)
            alone = rows.pop(_Alike(self._groups[group]), [])
            found = [*filter(None, rows.values()), *([index] for index in alone)]
            self._sorted[group] = sorted(found, key=self._rank)
        return self._sorted[group]

    def _rank(self, indexes: Sequence[int]) -> tuple[bool, bool, int, int]:
        first = self._steps.kind_at(indexes[0])
        if first.item is None or first.group in URGENT:
            return (False, False, 0, indexes[0])
        return (not first.is_required, not first.is_refused, -len(indexes), indexes[0])


def _whom(step: Step) -> str:
    return "" if step.is_each else step.whom


def _alike(step: Step) -> _Alike:
    if step.point is not None:
        return _Alike(step.group, None, step.point.name, step.point.meaning)
    if (item := step.item) is None:
        return _Alike(step.group)
    return _Alike(step.group, step.state, item.id, item.title, fold(_whom(step)))


def _partner_in(key: str) -> str:
    """Return the id of the partner in the key of a step."""
    return key.partition(" ")[0]


def key_of(row: Steps) -> str:
    """Return a text by which a row is found again when the rows are made anew.

    It is the key of the step for a row of one step, else it is made of what the steps share.
    """
    first = row[0]
    if len(row) == 1:
        return first.key
    group, state, item, title, whom = _alike(first)
    return f"{_SHARED}{group} {state} {item} {title} {whom}"


def lead_of(row: Steps) -> str:
    """Return the partner's name of a row, or the number of its partners: ``3 partners``."""
    count = len(set(row.places))
    return row[0].partner.name if count == 1 else partner_count(count)


def title_of(row: Steps) -> str:
    """Return the title of a row's item, with the number of customers if it is per customer.

    Of the yearly clock, return what happens on its point; "" for a step that closes a run.
    """
    first, count = row[0], row.number
    if first.point is not None:
        return point_words(first.point, first)
    title = first.item.title if first.item else ""
    if not first.is_each:
        return title
    return _("{title}: {who}").format(title=title, who=customer_count(count))


def remarks_of(row: Steps, today: date) -> list[str]:
    """Return the remarks that all steps of a row share.

    If the row has several steps to chase or due, and one of them is for today or late, a remark
    says the most urgent day. Of items that wait it says before that for whom.
    """
    steps = row.unlike(remarked)
    late = _late(steps, today) if len(row) > 1 else ""
    waits = _waits(row, steps, today, late) if len(row) > 1 else ""
    if waits and steps[0].group is StepGroup.CHASE:
        late = ""
    first, *others = (remarks(step, today, waits) for step in steps)
    common = [remark for remark in first if all(remark in each for each in others)]
    return [late, *common] if late else common


def _waits(row: Steps, steps: Sequence[Step], today: date, late: str) -> str:
    """Return for whom the items of a row wait, and until when if that is the same day for all.

    Of items to chase on several days it is the most urgent one, `late`. Empty if they wait for
    nobody, or are for customers.
    """
    if steps[0].state is not State.WAITING or steps[0].is_each:
        return ""
    if len({each.chase_on for each in steps}) == 1:
        late = when_to_chase(day, today) if (day := steps[0].chase_on) else ""
    elif steps[0].group is not StepGroup.CHASE:
        late = ""
    return ", ".join(filter(None, (*waited_for(row), late)))


def _late(steps: Sequence[Step], today: date) -> str:
    """Return the most urgent day of a row: ``up to 9 d late``, ``chase 21 Nov`` or ``due today``.

    Empty if none is late or for today, or if the steps are neither to chase nor due.
    """
    if steps[0].group not in URGENT:
        return ""
    is_chase = steps[0].group is StepGroup.CHASE
    days = (each.chase_on if is_chase else each.due for each in steps)
    first = min(filter(None, days))
    if first > today:
        return ""
    if first < today and (not is_chase or is_overdue(first, today)):
        return _("up to {late}").format(late=late_by((today - first).days))
    return when_to_chase(first, today) if is_chase else _("due today")
