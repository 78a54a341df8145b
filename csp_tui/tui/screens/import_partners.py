"""What a table would add, or what is wrong with it, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult

from csp_tui.core.actions import IMPORT
from csp_tui.core.language import N_, _, ngettext
from csp_tui.core.partner_data import typed
from csp_tui.core.partner_import import Candidate, Table, import_partners
from csp_tui.core.text import pad, visible_line, width
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
MEND = hint_line(("?", N_("help")), ("q", N_("back: mend the table and try again")))
_MOST_NAME = 34


class ImportScreen(ListScreen):
    """Shows the partners that a table would add, or every problem of it.

    Args:
        workplace: where they would be added.
        table: what was read.
        name: the name of the file.
    """

    CSS_PATH = "partners.tcss"
    ACTIONS = IMPORT
    BINDINGS = bindings_for(IMPORT)

    def __init__(self, workplace: Workplace, table: Table, name: str) -> None:
        super().__init__()
        self._workplace = workplace
        self._table = table
        self._file = name
        self._ticket = 0

    def compose(self) -> ComposeResult:
        """Head, list and bottom row."""
        yield TextLines(id="head")
        yield RowList()
        yield BottomRow(MEND if self._table.troubles else HINTS)

    def on_mount(self) -> None:
        """Show the table."""
        self.soon(self._show)

    def _show(self) -> None:
        partners, troubles = self._table.partners, self._table.troubles
        if troubles:
            told = (f"  {_problems(len(troubles))}", Tone.ALERT)
        else:
            told = (f"  {_to_add(len(partners))}", Tone.ACCENT)
        name, file = _("Import"), visible_line(self._file)
        self.query_one("#head", TextLines).show(
            [((f" {name}", Tone.STRONG), told), ((f" {file}", Tone.QUIET),)]
        )
        rows = [Row(str(n), ((str(each), Tone.ALERT),)) for n, each in enumerate(troubles)]
        cells = 2 + min(_MOST_NAME, max((width(each.name) for each in partners), default=0))
        rows += [_row(number, each, cells) for number, each in enumerate(partners)]
        self.rows.show(rows)

    def action_confirm_import(self) -> None:
        """Add the partners."""
        if self._table.troubles or self._ticket:
            return
        workplace, partners = self._workplace, self._table.partners
        saver = cast("CspTuiApp", self.app).saver
        self._ticket = saver.submit(
            lambda _store: import_partners(workplace, partners)[-1], is_kept=False
        )
        self.say(_("Adding {count} ...").format(count=len(partners)))

    def take_saved(self, message: ChangeSaved) -> None:
        """Go back to the partners."""
        if message.ticket == self._ticket and self.app.screen is self:
            self.app.pop_screen()

    def take_failed(self, message: ChangeFailed) -> None:
        """Say why nobody was added."""
        if message.ticket == self._ticket:
            self._ticket = 0
            self.say(_("Nobody was added: {why}").format(why=message.error), Tone.ALERT)


def _problems(count: int) -> str:
    told = ngettext(
        "{count} problem: nothing can be added", "{count} problems: nothing can be added", count
    )
    return told.format(count=count)


def _to_add(count: int) -> str:
    told = ngettext(
        "{count} partner to add: y adds them", "{count} partners to add: y adds them", count
    )
    return told.format(count=count)


def _row(number: int, each: Candidate, cells: int) -> Row:
    values = [typed(value) for value in each.values.values()]
    if each.checklist:
        values.append(_("starts {checklist}").format(checklist=each.checklist.id))
    name = pad(visible_line(each.name), cells)
    return Row(str(number), ((name, Tone.TITLE), (visible_line(", ".join(values)), Tone.QUIET)))
