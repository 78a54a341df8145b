"""What a CSV file would add, or what is wrong with it, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult

from csp_tui.core.actions import IMPORT
from csp_tui.core.customer_import import Table, import_job
from csp_tui.core.language import N_, _, ngettext
from csp_tui.core.progress import Partner
from csp_tui.core.text import pad, visible_line
from csp_tui.core.workplace import Workplace
from csp_tui.tui.bindings import bindings_for
from csp_tui.tui.saver import ChangeFailed, ChangeSaved
from csp_tui.tui.screens.list_screen import ListScreen, hint_line
from csp_tui.tui.tone import Tone
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import Row, RowList
from csp_tui.tui.widgets.text_lines import TextLines

if TYPE_CHECKING:
    from csp_tui.tui.app import CspTuiApp

HINTS = hint_line(("y", N_("add them all")), ("?", N_("help")), ("q", N_("back, adding nobody")))
MEND = hint_line(("?", N_("help")), ("q", N_("back: mend the file and import it again")))
_NAME = 34


class ImportCustomersScreen(ListScreen):
    """Shows the customers that a file would add, or every problem of it.

    Args:
        workplace: where they would be added.
        partner: whose customers they are.
        table: what was read.
        path: the file, as the user named it.
    """

    CSS_PATH = "import_customers.tcss"
    ACTIONS = IMPORT
    BINDINGS = bindings_for(IMPORT)

    def __init__(self, workplace: Workplace, partner: Partner, table: Table, path: str) -> None:
        super().__init__()
        self._workplace = workplace
        self._partner = partner
        self._table = table
        self._path = path
        self._ticket = 0

    def compose(self) -> ComposeResult:
        """Head, list and bottom row."""
        yield TextLines(id="head")
        yield RowList()
        yield BottomRow(MEND if self._table.problems else HINTS)

    def on_mount(self) -> None:
        """Show the table."""
        self.soon(self._show)

    def _show(self) -> None:
        customers, problems = self._table.customers, self._table.problems
        path = ((f" {visible_line(self._path)}", Tone.QUIET),)
        if problems:
            told = (f"  {_problems(len(problems))}", Tone.ALERT)
            rows = [
                Row(str(number), ((str(each), Tone.TITLE),)) for number, each in enumerate(problems)
            ]
        else:
            told = (f"  {_to_add(len(customers), self._partner)}", Tone.ACCENT)
            rows = [_row(number, each) for number, each in enumerate(customers)]
        name = _("Import customers")
        self.query_one("#head", TextLines).show([((f" {name}", Tone.STRONG), told), path])
        self.rows.show(rows)

    def action_confirm_import(self) -> None:
        """Add the customers."""
        if self._table.problems or self._ticket:
            return
        saver = cast("CspTuiApp", self.app).saver
        job = import_job(self._partner.id, self._table.customers)
        self._ticket = saver.submit(job, is_kept=False)
        self.say(_("Saving ..."))

    def take_saved(self, message: ChangeSaved) -> None:
        """Go back to the customers."""
        if message.ticket == self._ticket and self.app.screen is self:
            self.app.pop_screen()

    def take_failed(self, message: ChangeFailed) -> None:
        """Say why nothing was added."""
        if message.ticket == self._ticket:
            self._ticket = 0
            self.say(_("Nothing was added: {why}").format(why=message.error), Tone.ALERT)


def _problems(count: int) -> str:
    told = ngettext(
        "{count} problem: nothing can be imported",
        "{count} problems: nothing can be imported",
        count,
    )
    return told.format(count=count)


def _to_add(count: int, partner: Partner) -> str:
    told = ngettext(
        "{count} customer to add to {partner}", "{count} customers to add to {partner}", count
    )
    return told.format(count=count, partner=visible_line(partner.name))


def _row(number: int, values: Mapping[str, str | date]) -> Row:
    name = pad(visible_line(str(values["name"])), _NAME)
    others = "  ".join(str(value) for key, value in values.items() if key != "name")
    return Row(str(number), ((name, Tone.TITLE), (f"  {visible_line(others)}", Tone.QUIET)))
