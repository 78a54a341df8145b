"""One thing to do: an item, alone or for some customers, or something of the yearly clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold
from csp_tui.core.checklists.model import Item
from csp_tui.core.customers.batches import Batch
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.runs.anniversary import Point
from csp_tui.core.runs.step_groups import State, StepGroup

_MOST_PARTIES = 2
"""Parties that are named in one step."""


class Step(NamedTuple):
    """One thing to do: an open item, a point of the yearly clock, or closing what answers it.

    An item that is gone through for each customer is one step for all those for whom the same
    is to be done.
    """

    group: StepGroup | None
    """None where there is nothing to do with the item: it is done or not applicable."""
    partner: PartnerSummary
    run: str = ""
    item: Item | None = None
    state: State | None = None
    """The item's state; None without an item."""
    chase_on: date | None = None
    """The day to chase, of several customers the first."""
    due: date | None = None
    owner: str = ""
    """The item's, else the partner's; of several customers only where it is the same."""
    whom: str = ""
    """For whom it waits."""
    missing: str = ""
    """Title of the first prerequisite that is open."""
    point: Point | None = None
    batches: tuple[Batch, ...] = ()
    """The customers whose step it is, those alike together; empty for the partner's own."""
    members: Sequence[tuple[str, str]] = ()
    """Id and name of the customers; `batches` name them by their place here."""
    settled: int = 0
    """Customers for whom there is nothing to do."""

    @property
    def key(self) -> str:
        """The key of the step, the same as long as the step exists."""
        what = self.item.id if self.item else self.point.name if self.point else ""
        return f"{self.partner.id} {self.run} {what}" + (f" {self.group}" if self.is_each else "")

    @property
    def is_closing(self) -> bool:
        """Whether a complete run is to be closed."""
        return self.item is None and self.point is None

    @property
    def is_each(self) -> bool:
        """Whether it is for customers."""
        return bool(self.batches) or self.settled > 0

    @property
    def number(self) -> int:
        """How many things it is: one, or one for each customer."""
        if not self.batches:
            return self.settled or 1
        return sum(len(batch.members) for batch in self.batches)

    @property
    def customers(self) -> list[tuple[str, str]]:
        """Id and name of the customers whose step it is, in the order of the list of them."""
        return [self.members[place] for place in sorted(p for b in self.batches for p in b.members)]

    @property
    def role(self) -> str:
        """Who can do it."""
        return self.item.role if self.item else ""

    @property
    def is_required(self) -> bool:
        """Whether it is required; the clock always is."""
        return self.item is None or self.item.need == "required"

    @property
    def is_refused(self) -> bool:
        """Whether somebody said no to it, or of several customers any."""
        return self.state == State.REFUSED or any(
            each.state == State.REFUSED for each in self.batches
        )

    @property
    def refused(self) -> int:
        """How often somebody said no to it."""
        if not self.is_each:
            return int(self.state == State.REFUSED)
        return sum(len(batch.members) for batch in self.batches if batch.state == State.REFUSED)

    def waits(self) -> Iterator[tuple[str, int]]:
        """Yield each party that it waits for, with the number of items."""
        if self.batches:
            yield from ((each.whom, len(each.members)) for each in self.batches if each.whom)
        elif self.whom:
            yield self.whom, 1

    def owners(self) -> set[str]:
        """Return the owners."""
        if self.batches:
            return {batch.owner or self.partner.owner for batch in self.batches} - {""}
        return {self.owner} - {""}

    def of(self, owners: Collection[str], party: str) -> Step | None:
        """Return the part of the step with one of the owners that waits for the party; else None.

        Owners and party are folded; empty ones do not count. Of several customers those are kept
        that fit.
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


def is_part_of(whom: str, party: str) -> bool:
    """Say whether somebody is the `party`, which is folded, or a part: Microsoft's credit team."""
    name = fold(whom)
    return name == party or name.startswith(f"{party} ")


def gathered(step: Step, batches: Sequence[Batch]) -> Step:
    """Return a step as the one of some batches of customers."""
    states = {batch.state for batch in batches}
    owners = {batch.owner or step.partner.owner for batch in batches}
    missing = Counter[str]()
    for batch in batches:
        missing[batch.missing] += len(batch.members) if batch.missing else 0
    (most, number), *others = missing.most_common()
    return step._replace(
        state=states.pop() if len(states) == 1 else State.TODO,
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
