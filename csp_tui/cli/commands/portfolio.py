"""``portfolio``: print how many partners, items and changes there are of each kind."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence

from csp_tui.cli.output.output import Output
from csp_tui.cli.session import Session
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut, pad, visible_line, width
from csp_tui.core.partners.filters import Viewer
from csp_tui.core.portfolio.groups import Group, Portfolio, groups_of, portfolio_of
from csp_tui.core.portfolio.weeks import WeekCount, Weeks
from csp_tui.core.reports.csv_table import cell

_HEADER = ("group", "number", "name", "remark")
"""The columns of the CSV table; a new one must be added at the end, for programs that read them."""
_NUMBER, _NAME, _REMARK, _BAR = 7, 34, 22, 30


def portfolio(session: Session) -> int:
    """Print counts over all partners: stages, parties waited for, yearly checks, owners, weeks.

    Returns:
        The exit code, always 0.

    Raises:
        UsageError: the command line has two options that exclude each other.
    """
    args, workplace = session.args, session.workplace
    if args.json and args.csv:
        raise UsageError(_("say --json or --csv, not both"))
    rows, today = workplace.overview.rows(), workplace.today
    session.warn_of_unreadable(rows)
    counted = portfolio_of(rows, workplace.library, Viewer(workplace.actor, today))
    weeks = Weeks(workplace.store).count(rows, today)
    if args.json:
        return session.out.json(today=today.isoformat(), **_as_json(counted, weeks))
    groups = groups_of(counted, counted.stages, weeks, today)
    if args.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(_HEADER)
        for group in groups:
            for row in group.rows:
                values = (group.name, row.number, row.name, row.remark)
                writer.writerow([cell(value) for value in values])
    elif session.out.plain or session.out.width is None:
        header = [_("Group"), _("Number"), _("Name"), _("Remark")]
        lines = [(g.name, str(r.number), r.name, r.remark) for g in groups for r in g.rows]
        session.out.table(header, lines)
    else:
        for group in groups:
            _print(session.out, group, session.out.width)
    if not rows:
        session.out.note(_("there are no partners yet"))
    return 0


def _print(out: Output, group: Group, cells: int) -> None:
    """Print a group under its title; a row has number, name, a bar in proportion and remark."""
    out.line(f"{group.title} ({group.unit})")
    most = max(row.number for row in group.rows)
    name = min(_NAME, max(width(visible_line(row.name)) for row in group.rows))
    bar = max(0, min(_BAR, cells - _NUMBER - name - _REMARK - 3))
    for row in group.rows:
        drawn = "#" * -(-row.number * bar // most) if most else ""
        shown = pad(cut(visible_line(row.name), name), name)
        text = f"{row.number:>{_NUMBER}} {shown} {pad(drawn, bar)} {visible_line(row.remark)}"
        print(text.rstrip())
    print()


def _as_json(counted: Portfolio, weeks: Sequence[WeekCount]) -> dict[str, object]:
    return {
        "partners": counted.partners,
        "late": counted.late,
        "this_week": counted.this_week,
        "stages": [each._asdict() for counts in counted.stages for each in counts],
        "waited_for": [each._asdict() for each in counted.waited_for],
        "yearly_checks": [
            {**each._asdict(), "t": each.t.isoformat()} for each in counted.yearly_checks
        ],
        "owners": [each._asdict() for each in counted.owners],
        "weeks": [
            {
                **each._asdict(),
                "monday": each.monday.isoformat(),
                "partners": sorted(each.partners),
            }
            for each in weeks
        ],
    }


COMMANDS = {"portfolio": portfolio}
