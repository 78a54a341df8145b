"""``portfolio``: print how many partners, items and changes there are of each kind."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from csp_tui.cli.output.json_shapes import plain
from csp_tui.cli.output.output import Output
from csp_tui.cli.output.streams import write_document
from csp_tui.cli.session import Session
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut, pad, visible_line, width
from csp_tui.core.partners.filters import Viewer
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.portfolio.groups import Group, Portfolio, groups_of, portfolio_of
from csp_tui.core.portfolio.weeks import WeekCount, Weeks
from csp_tui.core.reports.csv_table import cell
from csp_tui.core.reports.heads import csv_head
from csp_tui.core.reports.output import BOM, COMMA, SEMICOLON

_HEADER = ("group", "number", "name", "remark")
"""The keys of the columns of the CSV table, which are their heads in English.

A new one must be added at the end, for programs that read them."""
_NUMBER, _NAME, _REMARK, _BAR = 7, 34, 22, 30


def portfolio(session: Session) -> int:
    """Print counts over all partners: stages, parties waited for, yearly checks, owners, weeks.

    With ``--output`` write them, the partners and what is urgent as an Excel workbook.

    Returns:
        The exit code, always 0.

    Raises:
        UsageError: two options exclude each other; ``--output`` does not end in ``.xlsx``; or its
            file may not be replaced.
        WriteError: the workbook could not be written.
    """
    args, workplace = session.args, session.workplace
    if args.json and args.csv:
        raise UsageError(_("say --json or --csv, not both"))
    if args.output and (args.json or args.csv):
        raise UsageError(_("--output writes a workbook: say it without --json and --csv"))
    if args.output and not args.output.lower().endswith(".xlsx"):
        raise UsageError(_("{place}: a workbook ends in .xlsx").format(place=args.output))
    rows, today = session.rows(), workplace.today
    session.warn_of_unreadable(rows)
    counted = portfolio_of(rows, workplace.library, Viewer(workplace.actor, today))
    weeks = Weeks(workplace.store.history).count(rows, today)
    if args.json:
        return session.out.json(today=today.isoformat(), **_as_json(counted, weeks))
    groups = groups_of(counted, counted.stages, weeks, today)
    if args.output:
        _write(session, counted, groups, rows)
    elif args.csv:
        _print_csv(groups, is_for_excel=args.csv == "excel")
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


def _write(
    session: Session, counted: Portfolio, groups: Sequence[Group], rows: Sequence[PartnerSummary]
) -> None:
    """Write the workbook to the file that ``--output`` names, and print its path."""
    from csp_tui.cli.commands.report import may_replace_file
    from csp_tui.core.next_steps.finder import next_steps
    from csp_tui.core.reports.output import write_content
    from csp_tui.core.reports.workbook_portfolio import portfolio_workbook

    workplace = session.workplace
    path = Path(session.args.output).absolute()
    replaces = may_replace_file(session, path)
    viewer = Viewer(workplace.actor, workplace.today)
    steps = next_steps(rows, workplace.library, workplace.today)
    content = portfolio_workbook(counted, groups, rows, steps, viewer, workplace.clock())
    write_content(content, path, may_replace=replaces)
    session.print_written(path)


def _print_csv(groups: Sequence[Group], *, is_for_excel: bool) -> None:
    text = io.StringIO()
    separator = SEMICOLON if is_for_excel else COMMA
    writer = csv.writer(text, lineterminator="\n", delimiter=separator)
    writer.writerow(csv_head(key) for key in _HEADER)
    for group in groups:
        for row in group.rows:
            values = (group.name, row.number, row.name, row.remark)
            writer.writerow([cell(value) for value in values])
    write_document((BOM if is_for_excel else "") + text.getvalue())


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
            {**each._asdict(), "t": each.t.isoformat(), "until": plain(each.until)}
            for each in counted.yearly_checks
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
