"""Counts over all partners, which the head of their list tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from csp_tui.core.partners.now import Now
from csp_tui.core.partners.rows import PartnerSummary, RunSummary, runs_of
from csp_tui.core.runs.step_groups import StepGroup


class Counts(NamedTuple):
    """Counts over all partners; a partner without runs can be late, too, and counts as a run."""

    late: int
    """Runs that are late."""
    soon: int
    """Runs for which something is to be done this week."""
    unreadable: int
    """Partners with a file that cannot be read, their own or a customer's, and such runs."""
    chase: int
    """Items to chase."""
    due: int
    """Items that are due."""
    changed: int
    """Items to confirm, since their rule has changed."""
    refused: int
    """Items that were refused."""
    behind: int
    """Partners with a run on an older edition."""


def counts_of(
    rows: Sequence[PartnerSummary],
    now: Callable[[PartnerSummary, RunSummary | None], Now],
    today: date,
) -> Counts:
    """Return the counts over some partners; `now` returns what is most urgent in a run."""
    runs = [run for row in rows for run in row.runs]
    kinds = [now(*each).kind for each in runs_of(rows)]
    unreadable = sum(bool(row.error or row.unreadable_customers) for row in rows)
    return Counts(
        late=sum(kind.is_late for kind in kinds),
        soon=sum(kind.is_soon for kind in kinds),
        unreadable=unreadable + sum(bool(run.error) for run in runs),
        chase=sum(run.number_in(StepGroup.CHASE, today) for run in runs),
        due=sum(run.number_in(StepGroup.DUE, today) for run in runs),
        changed=sum(run.count_changed() for run in runs),
        refused=sum(run.count_refused() for run in runs),
        behind=sum(any(run.newer for run in row.runs) for row in rows),
    )
