"""``import``: choose what to import from a file."""

from __future__ import annotations

from csp_tui.cli.commands.handover import import_handover
from csp_tui.cli.commands.import_checklist import import_checklist
from csp_tui.cli.commands.import_customers import import_customers_table
from csp_tui.cli.commands.import_partners import import_partners_table
from csp_tui.cli.session import Session

_KINDS = {
    "partners": import_partners_table,
    "customers": import_customers_table,
    "checklist": import_checklist,
    "handover": import_handover,
}


def import_(session: Session) -> int:
    """Import what the word after ``import`` names, a key of `_KINDS`; return its exit code."""
    return _KINDS[session.args.kind](session)


COMMANDS = {"import": import_}
