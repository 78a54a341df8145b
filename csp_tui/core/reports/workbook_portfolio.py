"""The workbook of the portfolio: its counts, a row for each partner and run, and what is urgent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from csp_tui import __version__
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.describe.steps import heading, title
from csp_tui.core.next_steps.step import Step
from csp_tui.core.partners.clock_words import next_t
from csp_tui.core.partners.filters import Viewer
from csp_tui.core.partners.now import now_of
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.portfolio.counts import has_late, is_this_week
from csp_tui.core.portfolio.groups import Group, Portfolio
from csp_tui.core.reports import sentences
from csp_tui.core.reports.heads import head
from csp_tui.core.reports.labels import together
from csp_tui.core.reports.sheets import (
    LATE,
    QUIET,
    SOON,
    About,
    Column,
    Kind,
    Row,
    Sheet,
    Toned,
    chased,
    dated,
    tone_of_step,
)
from csp_tui.core.reports.workbook import workbook
from csp_tui.core.runs.run_name import full_name
from csp_tui.core.runs.step_groups import StepGroup

_COUNTED = (
    *("done", "total", "required_open", "waiting"),
    *("customers_done", "customers_total", "to_chase", "due"),
)
_URGENT = (
    *(StepGroup.MISSED, StepGroup.CHASE, StepGroup.DUE),
    *(StepGroup.CLOCK, StepGroup.CONFIRM),
)


def portfolio_workbook(
    portfolio: Portfolio,
    groups: Iterable[Group],
    rows: Sequence[PartnerSummary],
    steps: Iterable[Step],
    viewer: Viewer,
    made_at: datetime,
) -> bytes:
    """Return the portfolio as the bytes of an Excel workbook: counts, partners, and what is urgent.

    Args:
        portfolio: all counts.
        groups: the counts in words.
        rows: the partners.
        steps: what is to be done for them; only what is urgent is shown.
        viewer: the user who makes the workbook, and the present day.
        made_at: the present moment.
    """
    name, today = _("Portfolio"), viewer.today
    late = ngettext("{count} late", "{count} late", portfolio.late).format(count=portfolio.late)
    soon = _("{count} this week").format(count=portfolio.this_week)
    made = sentences.made(made_at, viewer.actor.who, __version__)
    lead = [
        name,
        f"{sentences.as_of(today)}, {made}",
        together((_("Partners: {count}").format(count=portfolio.partners), late, soon)),
        sentences.disclaimer(),
    ]
    sheets = [_counts(groups, lead), _partners(rows, viewer), _urgent(steps, today)]
    return workbook(sheets, About(name, sentences.as_of(today), viewer.actor.who, made_at))


def _counts(groups: Iterable[Group], lead: Sequence[str]) -> Sheet:
    columns = [
        Column(head("group"), widest=46),
        Column(head("name"), widest=44),
        Column(head("number"), Kind.NUMBER),
        Column(head("bar"), Kind.BAR),
        Column(head("remark"), widest=40),
        Column(head("unit"), widest=44),
    ]
    rows: list[Row] = []
    for group in groups:
        most = max(row.number for row in group.rows) or 1
        rows += [
            (
                group.title,
                Toned(row.name, LATE) if row.is_missed else row.name,
                row.number,
                row.number / most,
                row.remark,
                group.unit,
            )
            for row in group.rows
        ]
    return Sheet(_("Overview"), columns, rows, lead, frozen=0)


def _partners(rows: Iterable[PartnerSummary], viewer: Viewer) -> Sheet:
    columns = [
        Column(head("partner"), widest=30),
        Column(head("state"), widest=14),
        Column(head("checklist"), widest=42),
        Column(head("share"), Kind.SHARE),
        *(Column(head(key), Kind.NUMBER, is_turned=True) for key in _COUNTED),
        Column(head("next"), widest=40),
        Column(head("t"), Kind.DAY),
        Column(head("owner"), widest=16),
        Column(head("region"), widest=16),
        Column(head("company"), widest=30),
        Column(head("id"), widest=30),
    ]
    found = [row for partner in rows for row in _of_partner(partner, viewer)]
    return Sheet(_("Partners"), columns, found, printed=15)


def _of_partner(row: PartnerSummary, viewer: Viewer) -> Iterator[Row]:
    """Yield a row for each run of a partner; for a partner without runs, one without numbers."""
    state = Toned(_("nothing urgent"), QUIET)
    if row.error:
        state = Toned(_("unreadable"), LATE)
    elif has_late(row, viewer):
        state = Toned(_("late"), LATE)
    elif is_this_week(row, viewer):
        state = Toned(_("this week"), SOON)
    t = dated(next_t(row, viewer.today), viewer.today)
    end = (t, row.owner, row.region, row.company, row.id)
    for run in row.runs:
        shown = Toned(_("closed"), QUIET) if run.outcome else state
        yield (row.name, shown, *_of_run(row, run, viewer.today), *end)
    if not row.runs:
        yield (row.name, state, "", *[None] * 9, row.error, *end)


def _of_run(row: PartnerSummary, run: RunSummary, today: date) -> Row:
    return (
        full_name(run.title, run.key, run.checklist),
        run.done / run.total if run.total else None,
        run.done,
        run.total,
        run.required_total - run.required_done,
        run.waiting or None,
        run.customers_complete if run.customers else None,
        run.customers or None,
        run.number_in(StepGroup.CHASE, today) or None,
        run.number_in(StepGroup.DUE, today) or None,
        now_of(row, run, today).sentence(today),
    )


def _urgent(steps: Iterable[Step], today: date) -> Sheet:
    """Return the sheet of missed checks and steps to chase, due, of the clock and to confirm."""
    columns = [
        Column(head("partner"), widest=30),
        Column(head("group"), widest=16),
        Column(head("item"), widest=60),
        Column(head("holder"), widest=30),
        Column(head("chase_on"), Kind.DAY),
        Column(head("due"), Kind.DAY),
        Column(head("owner"), widest=16),
    ]
    rows: list[Row] = []
    for step in steps:
        if step.group in _URGENT:
            days = chased(step.chase_on, today), dated(step.due, today)
            group = Toned(heading(step.group, 1), tone_of_step(step.group, days))
            whom = step.whom or step.owner
            rows.append((step.partner.name, group, title(step, today), whom, *days, step.owner))
    return Sheet(_("Urgent"), columns, rows)
