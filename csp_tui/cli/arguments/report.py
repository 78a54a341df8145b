"""The arguments of ``report``."""

from __future__ import annotations

from csp_tui.cli.arguments.commands import Commands, add_csv
from csp_tui.cli.arguments.partners import add_choices
from csp_tui.core.base.language import _

FORMATS = ("md", "csv", "json", "html", "xlsx")


def add_report(commands: Commands) -> None:
    """Add ``report`` to the command line."""
    command = commands.add(
        "report",
        "report the state, now or on a day: page to print, Excel workbook, Markdown, CSV, JSON",
        "report contoso",
        "report contoso --output contoso.html",
        "report contoso woodgrove --format csv --as-of 2026-10-31 --output two.csv",
        "report --all --output partners.xlsx",
        "report --all --format json",
        "report --summary --filter late --output late.html",
        "report --all --output everybody/",
    )
    command.add_argument("partners", metavar="PARTNER", nargs="*", help="one or several")
    command.add_argument("--all", action="store_true", help="all partners")
    command.add_argument(
        "--summary", action="store_true", help="all at a glance: counts, what is late, a row each"
    )
    command.add_argument(
        "--format", choices=FORMATS, help="else as the ending of FILE says, else md"
    )
    add_csv(command)
    command.add_argument("--as-of", metavar="DATE", help="as it was at the end of that day")
    command.add_argument(
        "--output",
        metavar="FILE",
        help='write to FILE; "-" is standard output; DIR/ gets a page for each partner',
    )
    command.add_argument("--yes", action="store_true", help="replace FILE if it exists")
    add_choices(command.add_argument_group(_("with --all and --summary")))
