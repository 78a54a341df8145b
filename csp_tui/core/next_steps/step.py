"""A step of *Next*: one thing to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold
from csp_tui.core.checklists.model import Item
from csp_tui.core.customers.batches import Batch
from csp_tui.core.partners.clock_words import is_lapsed, mend_until
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.runs.anniversary import Point
from csp_tui.core.runs.parties import is_part_of
from csp_tui.core.runs.run_name import short_name
from csp_tui.core.runs.step_groups import MET, State, StepGroup, late_since

_MOST_PARTIES = 2
"""If a step waits for more parties, their number is shown instead of their names."""


class Step(NamedTuple):
    """One thing to do: an open item, a point of the yearly clock, or closing a complete run.

    A per-customer item is one step for all customers for whom it has the same state and group.
    """

    group: StepGroup | None
    """None if nothing is to be done: the item is done or not applicable."""
    partner: PartnerSummary
    run: str = ""
    item: Item | None = None
    state: State | None = None
    """The item's state; None without an item."""
    chase_on: date | None = None
    """The day to chase the item; the earliest where customers' differ."""
    due: date | None = None
    """The due day of the item, the earliest where customers' differ; or the day of the point."""
    owner: str = ""
    """Owner of the item, else of the partner; empty where customers' differ."""
    whom: str = ""
    """Names of whom the item waits for."""
    missing: str = ""
    """Title of the item's first open prerequisite."""
    point: Point | None = None
    """The point of the yearly clock; None for an item or a run to close."""
    batches: tuple[Batch, ...] = ()
    """The customers of the step, in batches of equal days; empty for a step of the partner."""
    members: Sequence[tuple[str, str]] = ()
    """Id and name of the run's customers; batches refer to them by index in this list."""
    settled: int = 0
    """For a step that is done: for how many customers. 0 for a step of the partner."""

    @property
    def key(self) -> str:
        """A text that only this step has, to find it again when steps are made anew.

        For a step of customers the text holds group and state, so that it changes with them.
        """
        what = self.item.id if self.item else self.point.name if self.point else ""
        end = f" {self.group} {self.state}" if self.is_each else ""
        return f"{self.partner.id} {self.run} {what}" + end

    @property
    def run_name(self) -> str:
        """The short name of the step's run; empty for a point of the yearly clock."""
        run = _runs_of(self.partner).by_key.get(self.run)
        return short_name(self.run, run.checklist if run else "")

    @property
    def has_twin(self) -> bool:
        """Whether the partner has another open run of the same checklist, such as last year's.

        False for a point of the yearly clock, which has no run.
        """
        return has_twin(self.partner, self.run)

    @property
    def is_closing(self) -> bool:
        """Whether the step is to close a complete run."""
        return self.item is None and self.point is None

    @property
    def is_each(self) -> bool:
        """Whether the step is for customers, and not for the partner itself."""
        return bool(self.batches) or self.settled > 0

    @property
    def number(self) -> int:
        """How many steps this one counts as: one for each of its customers; 1 if it has none."""
        if not self.batches:
            return self.settled or 1
        return sum(len(batch.members) for batch in self.batches)

    @property
    def customers(self) -> list[tuple[str, str]]:
        """The id and the name of each customer that the step is for, in the order of `members`.

        Empty for a step of the partner, and for a step that is done.
        """
        return [self.members[place] for place in sorted(p for b in self.batches for p in b.members)]

    @property
    def since(self) -> date | None:
        """The day since which the item waits, the earliest of its customers.

        None if it does not wait, or the day is unknown.
        """
        if self.batches:
            return min((each.since for each in self.batches if each.since), default=None)
        if self.item is None or self.state != State.WAITING:
            return None
        run = _runs_of(self.partner).by_key.get(self.run)
        known = (each.since for each in run.items if each.item == self.item.id) if run else ()
        return next(iter(known), None)

    @property
    def role(self) -> str:
        """The role that can do the item; empty without an item."""
        return self.item.role if self.item else ""

    @property
    def is_required(self) -> bool:
        """Whether the item is required; a step without an item always is."""
        return self.item is None or self.item.need == "required"

    @property
    def is_refused(self) -> bool:
        """Whether the item is refused, for the partner or its customers."""
        return self.state == State.REFUSED

    def late_since(self, today: date) -> date | None:
        """Return the day since which the item is late: see `step_groups.late_since`.

        Of several customers, it is the day of the one that is late longest. None if it is not late,
        and for a step without an item.
        """
        if not self.batches:
            state = self.state if self.item else None
            return late_since(state, self.chase_on, self.due, today) if state else None
        days = (late_since(each.state, each.chase_on, each.due, today) for each in self.batches)
        return min(filter(None, days), default=None)

    def mend_until(self, today: date) -> date | None:
        """Return the last day to mend a missed yearly check, if the step is a point of it.

        None for a point before T or to come, for an item, and if that day is over.
        """
        if self.point is None or self.point.days < 0 or self.due is None or self.due > today:
            return None
        return mend_until(self.partner, today)

    def is_lapsed(self, today: date) -> bool:
        """Return whether the step is a point of a missed yearly check that is too late to mend."""
        is_past = self.point is not None and self.due is not None and self.due <= today
        return is_past and is_lapsed(self.partner, today)

    @property
    def is_to_chase(self) -> bool:
        """Whether the item waits, now or later to be chased; one that is due is to be done."""
        return self.state == State.WAITING and self.group is not StepGroup.DUE

    @property
    def day(self) -> date | None:
        """The day to chase or the due day, whichever counts; None if neither does."""
        if self.state in MET:
            return None
        return self.chase_on if self.is_to_chase else self.due

    def urgency(self, today: date) -> tuple[bool, date]:
        """Return a key that sorts steps of a group: what is late comes first, the oldest leading.

        So does a missed yearly check that can be mended, by the last day for that. The others
        follow by their day; what has no day comes last.
        """
        late = self.mend_until(today) or self.late_since(today)
        return late is None, late or self.day or date.max

    def waits(self) -> tuple[tuple[str, int], ...]:
        """Return each party that the item waits for, and for how many customers it does so.

        A party may be there several times. In a step of the partner itself the number is 1. Empty
        if the item does not wait, or no party is recorded.
        """
        if self.batches:
            return tuple((each.whom, len(each.members)) for each in self.batches if each.whom)
        return ((self.whom, 1),) if self.whom else ()

    def owners(self) -> frozenset[str]:
        """Return the names of all owners of the step, also those of customers.

        Empty if there are none, and for a step of customers that is done.
        """
        if self.batches:
            return frozenset(batch.owner or self.partner.owner for batch in self.batches) - {""}
        return frozenset((self.owner,)) - {""}

    def matching(self, owners: Collection[str], party: str) -> Step | None:
        """Return the step if one of `owners` owns it and it waits for `party`; else None.

        Of a step for several customers, return a copy for those that match. `owners` and `party`
        are texts as `fold` returns them; if empty, they match every step.
        """
        if not (owners or party):
            return self
        if self.batches:
            kept = [
                each
                for each in self.batches
                if (not owners or fold(each.owner or self.partner.owner) in owners)
                and (not party or is_part_of(each.whom, party))
            ]
            return gathered(self, kept) if kept else None
        is_wanted = not owners or (self.owner and fold(self.owner) in owners)
        return self if is_wanted and (not party or is_part_of(self.whom, party)) else None


def has_twin(partner: PartnerSummary, key: str) -> bool:
    """Return whether a partner has another open run of the same checklist as that with this key.

    False if there is no open run with this key.
    """
    if len(partner.runs) < 2:
        return False
    runs = _runs_of(partner)
    own = runs.by_key.get(key)
    if own is None or own.outcome or not own.checklist:
        return False
    return runs.number_open[own.checklist] > 1


class _Runs(NamedTuple):
    """The runs of a partner, to find one of thousands."""

    runs: Sequence[RunSummary]
    by_key: Mapping[str, RunSummary]
    number_open: Counter[str]
    """By checklist, the number of open runs."""


_last_runs = _Runs((), {}, Counter())


def _runs_of(partner: PartnerSummary) -> _Runs:
    """Return the runs of a partner; those of the last one are kept, as a partner has many steps."""
    global _last_runs
    found = _last_runs
    if found.runs is not partner.runs:
        by_key = {run.key: run for run in partner.runs}
        number_open = Counter(run.checklist for run in partner.runs if not run.outcome)
        found = _last_runs = _Runs(partner.runs, by_key, number_open)
    return found


def gathered(step: Step, batches: Sequence[Batch]) -> Step:
    """Return a copy of `step` that is for the customers in `batches`, which have the same state.

    There must be some. Where they differ, the days are the earliest, the owner is "", and
    `whom` has all parties that are waited for, or their number if they are more than two. Of the
    prerequisites that are open, the step names the one of most customers, and says if there are
    others.
    """
    owners = {batch.owner or step.partner.owner for batch in batches}
    missing = Counter[str]()
    for batch in batches:
        missing[batch.missing] += len(batch.members) if batch.missing else 0
    (most, number), *others = missing.most_common()
    return step._replace(
        state=batches[0].state,
        chase_on=min((batch.chase_on for batch in batches if batch.chase_on), default=None),
        due=min((batch.due for batch in batches if batch.due), default=None),
        owner=owners.pop() if len(owners) == 1 else "",
        whom=_parties([batch.whom for batch in batches if batch.state == State.WAITING]),
        missing=_missing(most, has_others=any(count for _title, count in others)) if number else "",
        batches=tuple(batches),
    )


def _missing(title: str, *, has_others: bool) -> str:
    return _("{title}, and others").format(title=title) if has_others else title


def _parties(names: Sequence[str]) -> str:
    known = list(dict.fromkeys(filter(None, names)))
    if len(known) <= _MOST_PARTIES:
        return ", ".join(known)
    return _("{count} parties").format(count=len(known))
