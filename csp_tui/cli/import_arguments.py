"""The arguments of ``import``: a word for what is imported, then a file."""

from __future__ import annotations

from csp_tui.cli.adder import Commands, add_partner


def add_import(commands: Commands) -> None:
    """Add ``import`` with its kinds."""
    command = commands.add(
        "import",
        "add many partners or customers from a CSV table, all of them or none",
        "import partners resellers.csv --dry-run",
        "import customers contoso customers.csv --yes",
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
    for kind in (partners, customers):
        kind.add_argument(
            "file", metavar="FILE", help='a table with a header; "-" is standard input'
        )
        kind.add_argument("--dry-run", action="store_true", help="say what would be added")
        kind.add_argument("--yes", action="store_true", help="do not ask")
