"""The filters of the list of partners.

`cli.arguments.partners` repeats their names for ``--filter``, so that parsing a command line
imports little.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.choice import Choice
from csp_tui.core.base.language import N_
from csp_tui.core.base.text import fold
from csp_tui.core.partners.clock_words import is_lapsed
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.runs.step_groups import SETTLED, StepGroup


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at the list, and on which day."""

    actor: Actor
    today: date

    def is_me(self, owner: str) -> bool:
        """Return whether `owner` is the viewer's reviewer name or login; case does not matter."""
        names = {fold(name) for name in (self.actor.reviewer, self.actor.by) if name}
        return fold(owner) in names


Filter = Choice[Callable[[PartnerSummary, RunSummary | None, Viewer], bool]]
"""A choice whose rule returns whether the filter keeps a run of a partner.

The run is None for a partner that is unreadable or has no run.
"""


def kept(chosen: Filter, rows: Sequence[PartnerSummary], viewer: Viewer) -> list[PartnerSummary]:
    """Return the partners that the filter `chosen` keeps, each with only the runs that it keeps.

    A partner with runs is kept if at least one of its runs is; a partner without runs, if the
    filter keeps it with None as the run.
    """
    found = []
    for row in rows:
        runs = tuple(run for run in row.runs if chosen.rule(row, run, viewer))
        if runs or (not row.runs and chosen.rule(row, None, viewer)):
            found.append(row._replace(runs=runs) if len(runs) < len(row.runs) else row)
    return found


def _keeps_any(chosen: Filter, rows: Sequence[PartnerSummary], viewer: Viewer) -> bool:
    return any(chosen.rule(row, run, viewer) for row in rows for run in row.runs or (None,))


def _is_mine(row: PartnerSummary, run: RunSummary | None, viewer: Viewer) -> bool:
    if viewer.is_me(row.owner):
        return True
    if run is None or run.outcome:
        return False
    if any(viewer.is_me(owner) for owner in {batch.owner for batch in run.batches}):
        return True
    return any(
        viewer.is_me(each.owner) and each.state not in SETTLED for each in run.items if each.owner
    )


def _has(group: StepGroup) -> Callable[[PartnerSummary, RunSummary | None, Viewer], bool]:
    """Return the rule of a filter: a function that returns whether a run has an item in `group`.

    Items of the run's customers count too. The function returns False for a closed run.
    """

    def has(_row: PartnerSummary, run: RunSummary | None, viewer: Viewer) -> bool:
        return bool(run and run.number_in(group, viewer.today))

    return has


ALL: Filter = Choice("all", "", lambda _row, _run, _viewer: True)
FILTERS: tuple[Filter, ...] = (
    ALL,
    Choice("chase", N_("to chase"), _has(StepGroup.CHASE)),
    Choice("due", N_("due"), _has(StepGroup.DUE)),
    Choice("mine", N_("mine"), _is_mine),
    Choice("lapsed", N_("clock lapsed?"), lambda row, _run, viewer: is_lapsed(row, viewer.today)),
    Choice("refused", N_("refused"), lambda _row, run, _viewer: bool(run and run.count_refused())),
    Choice(
        "rule-changed",
        N_("rule changed"),
        lambda _row, run, _viewer: bool(run and run.has_changed_rule),
    ),
    Choice(
        "unreadable",
        N_("unreadable"),
        lambda row, run, _viewer: bool(row.error or (run and run.error)),
    ),
    Choice("behind", N_("on an older edition"), lambda _row, run, _viewer: bool(run and run.newer)),
)


def of_checklist(checklist: str) -> Filter:
    """Return a filter that keeps the runs of the checklist with the id `checklist`."""

    def keeps(_row: PartnerSummary, run: RunSummary | None, _viewer: Viewer) -> bool:
        return bool(run and run.checklist == checklist)

    return Choice(f"checklist {checklist}", checklist.replace("-", " "), keeps)


def choices(rows: Sequence[PartnerSummary], viewer: Viewer) -> list[Filter]:
    """Return the filters to offer: ALL, and every other one that keeps at least one partner.

    If the partners' runs are of several checklists, there is also a filter for each checklist.
    """
    found = [each for each in FILTERS if each is ALL or _keeps_any(each, rows, viewer)]
    checklists = dict.fromkeys(run.checklist for row in rows for run in row.runs if run.checklist)
    if len(checklists) > 1:
        found += map(of_checklist, sorted(checklists))
    return found
