"""The arguments of ``import``: a word for what is imported, then a file."""

from __future__ import annotations

from csp_tui.cli.adder import Commands, add_partner
from csp_tui.cli.checklist_arguments import add_checklist_options


def add_import(commands: Commands) -> None:
    """Add ``import`` with its kinds."""
    command = commands.add(
        "import",
        "add many partners or customers from a CSV table, or a checklist that you have",
        "import partners resellers.csv --dry-run",
        "import customers contoso customers.csv --yes",
        "import checklist onboarding.md --dry-run",
    )
    kinds = commands.below(command, "kind")
    partners = kinds.add(
        "partners", "add the partners of a CSV table", "import partners resellers.csv --dry-run"
    )
    customers = kinds.add(
        "customers",
        "add the customers of a partner from a CSV table",
        "import customers contoso customers.csv --yes",
    )
    add_partner(customers)
    checklist = kinds.add(
        "checklist",
        "make a checklist of one that you have: Markdown, CSV, or Azure review JSON",
        "import checklist onboarding.md --dry-run",
    )
    for kind in (partners, customers, checklist):
        kind.add_argument("file", metavar="FILE", help='the table or list; "-" is standard input')
        kind.add_argument("--dry-run", action="store_true", help="say what would be added")
        kind.add_argument("--yes", action="store_true", help="do not ask")
    add_checklist_options(checklist)
