"""The arguments of ``portfolio``."""

from __future__ import annotations

from csp_tui.cli.arguments.commands import Commands, add_csv
from csp_tui.core.base.language import N_, _

_GROUPS = N_("""\
groups: stage-CHECKLIST (open runs at each section, and the usual days in it), waited-for (items,
and the oldest), yearly-check (partners by the month of T), owners (partners; how many are late,
and the items to chase), done (ticks in each of the last four weeks; chases, new partners, closed
runs).

In a pipe the columns are: group, number, name, remark.""")


def add_portfolio(commands: Commands) -> None:
    """Add ``portfolio`` to the command line."""
    command = commands.add(
        "portfolio",
        "count over all partners: at which section they are, whom they wait for, what was done",
        "portfolio",
        "portfolio --output portfolio.xlsx",
        "portfolio --csv",
        "portfolio --json",
    )
    command.epilog = f"{command.epilog}\n\n{_(_GROUPS)}"
    add_csv(command)
    command.add_argument("--output", metavar="FILE", help="write an Excel workbook (.xlsx)")
    command.add_argument("--yes", action="store_true", help="replace FILE if it exists")
