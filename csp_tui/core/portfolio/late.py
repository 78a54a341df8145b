"""What is late, item by item: where something is late here, `has_late` is true of the partner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from csp_tui.core.next_steps.step import Step, gathered
from csp_tui.core.partners.clock_words import mend_until, next_t
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.runs.anniversary import points
from csp_tui.core.runs.step_groups import StepGroup, late_since


class Late(NamedTuple):
    """A step that is late, for just those of its customers for whom it is late."""

    step: Step
    days: int
    """For how many days it is late: since its due day, its day to chase, or T."""
    until: date | None = None
    """The last day to mend a missed yearly check; None if it is over, and for an item."""


def late_ones(rows: Iterable[PartnerSummary], steps: Iterable[Step], today: date) -> list[Late]:
    """Return late items of open runs, and missed yearly checks, the longest late first.

    Before them come the yearly checks that can still be mended, the nearest last day first.

    An item is late after its due day, or more than REMINDER (7) days after its day to chase. A
    yearly check is late after its day T, unless its run is complete.

    Args:
        rows: the partners.
        steps: their next steps.
        today: the present day.
    """
    found = [*_missed(rows, today), *_overdue(steps, today)]
    return sorted(found, key=lambda late: (late.until or date.max, -late.days))


def _missed(rows: Iterable[PartnerSummary], today: date) -> Iterator[Late]:
    for row in rows:
        t = next_t(row, today)
        if t is not None and t < today:
            point = next(each for each in points(row.clock_model) if not each.days)
            step = Step(StepGroup.CLOCK, row, due=t, owner=row.owner, point=point)
            yield Late(step, (today - t).days, mend_until(row, today))


def _overdue(steps: Iterable[Step], today: date) -> Iterator[Late]:
    for step in steps:
        if (since := step.late_since(today)) is None:
            continue
        late = [b for b in step.batches if late_since(b.state, b.chase_on, b.due, today)]
        yield Late(gathered(step, late) if late else step, (today - since).days)
