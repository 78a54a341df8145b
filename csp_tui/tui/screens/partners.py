"""The first screen: all partners, how far each is, and what is next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult

from csp_tui.core.actions import PARTNERS
from csp_tui.core.checklist import Checklist
from csp_tui.core.errors import CspTuiError
from csp_tui.core.progress import Partner
from csp_tui.core.recovery import Recovery
from csp_tui.core.rows import PartnerRow
from csp_tui.core.text import fold
from csp_tui.core.workplace import Workplace
from csp_tui.tui import partners_text
from csp_tui.tui.bindings import bindings_for
from csp_tui.tui.saver import ChangeFailed, ChangeSaved
from csp_tui.tui.screens.list_screen import ListScreen, hint_line
from csp_tui.tui.screens.opening import screen_of
from csp_tui.tui.screens.start import StartScreen
from csp_tui.tui.tone import Tone
from csp_tui.tui.widgets.bottom_row import BottomRow, Question
from csp_tui.tui.widgets.row_list import Row, RowList
from csp_tui.tui.widgets.text_lines import TextLines

if TYPE_CHECKING:
    from csp_tui.tui.app import CspTuiApp

HINTS = hint_line(
    ("enter", "open"),
    ("a", "add"),
    ("s", "start a checklist"),
    ("/", "search"),
    ("?", "help"),
    ("q", "quit"),
)
FIRST_HINTS = hint_line(("a", "add a partner"), ("enter", "read"), ("?", "help"), ("q", "quit"))


class PartnersScreen(ListScreen):
    """Shows every partner with its runs; on the very first start, the checklists for reading.

    Args:
        workplace: the store, the checklists and the rest.
        trouble: what to say first: why the partner that was asked for cannot be shown.
    """

    CSS_PATH = "partners.tcss"
    ACTIONS = PARTNERS
    BINDINGS = bindings_for(PARTNERS)

    def __init__(self, workplace: Workplace, trouble: str = "") -> None:
        super().__init__()
        self._trouble = trouble
        self._workplace = workplace
        self._partners: list[PartnerRow] = workplace.overview.rows()
        self._checklists: dict[str, Checklist] = {}
        self._asked: set[int] = set()
        self._restored: dict[int, str] = {}

    def compose(self) -> ComposeResult:
        """Head, columns, list and bottom row."""
        yield TextLines(id="head")
        yield RowList()
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the partners, and what kept another screen from opening."""
        self.soon(self._show)
        if self._trouble:
            self.soon(self.say, self._trouble, Tone.ALERT)

    def _show(self, key: str = "") -> None:
        workplace, width = self._workplace, self.rows.size.width
        if self._partners:
            rows: Sequence[Row] = partners_text.rows(self._partners, width, workplace.today)
            self.bottom.set_hints(HINTS)
        else:
            self._checklists = {
                f"{each.id}/{each.edition}": each for each in workplace.library.newest()
            }
            rows = partners_text.first_rows(self._checklists)
            self.bottom.set_hints(FIRST_HINTS)
        self.query_one("#head", TextLines).show(
            partners_text.head(self._partners, workplace, width)
        )
        self.rows.show(rows, key)

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        self.soon(self._show)

    def followed(self) -> list[Path]:
        """Return the directory to follow, and the files in it that are on the screen."""
        places = self._workplace.places
        own = [places.own_checklists, *places.own_checklists.glob("*")]
        files = [places.progress_file(row.id) for row in self._partners[:200]]
        return [places.partners, *own, *files]

    def follow(self) -> None:
        """Show the files as they are now."""
        if self.app.screen is not self:
            return
        self._partners = self._workplace.overview.rows()
        self._show()

    def take_saved(self, message: ChangeSaved) -> None:
        """Show the new state; a partner just added is offered a checklist."""
        self.follow()
        if partner_id := self._restored.pop(message.ticket, ""):
            self.say(f"Restored; csp-tui restore {partner_id} --undo puts the damaged file back.")
        if message.ticket in self._asked:
            self._asked.discard(message.ticket)
            self._show(message.saved.partner.id)
            self._offer_start(message.saved.partner)

    def take_failed(self, message: ChangeFailed) -> None:
        """Say that a partner was not added or restored."""
        if message.ticket in self._asked:
            self._asked.discard(message.ticket)
            self.say(f"Not saved: {message.error}", Tone.ALERT)
        elif self._restored.pop(message.ticket, ""):
            self.say(f"Not restored: {message.error}", Tone.ALERT)

    def action_add_partner(self) -> None:
        """Ask for a name and add the partner."""
        self.ask([Question("Name of the partner", check=self._name_trouble)], self._add)

    def _name_trouble(self, name: str) -> str:
        if not name:
            return "it needs one"
        is_known = any(fold(name) == fold(row.name) for row in self._partners)
        return "exists already; write it another way" if is_known else ""

    def _add(self, name: str) -> None:
        app = cast("CspTuiApp", self.app)
        self._asked.add(app.saver.submit(lambda store: store.add_partner(name), is_kept=False))

    def action_open_partner(self) -> None:
        """Open the run under the cursor."""
        if checklist := self._checklists.get(self.rows.key):
            from csp_tui.tui.screens.reading import ReadingScreen

            self.app.push_screen(ReadingScreen(self._workplace, checklist))
        elif self.rows.key:
            partner_id, _, run = self.rows.key.partition(" ")
            try:
                self.app.push_screen(screen_of(self._workplace, partner_id, run))
            except CspTuiError as error:
                self.say(str(error), Tone.ALERT)

    def action_start_run(self) -> None:
        """Offer the checklists to start for the partner under the cursor."""
        partner_id = self.rows.key.partition(" ")[0]
        if partner_id in self._checklists or not partner_id:
            self.say("Add a partner first: press a.")
            return
        try:
            self._offer_start(self._workplace.store.load(partner_id))
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)

    def action_show_customers(self) -> None:
        """Open the customers of the partner under the cursor."""
        from csp_tui.tui.screens.customers import customers_screen_of

        partner_id, _, run = self.rows.key.partition(" ")
        if not partner_id or partner_id in self._checklists:
            return
        try:
            self.app.push_screen(customers_screen_of(self._workplace, partner_id, run))
        except CspTuiError as error:
            self.say(f"{error}.", Tone.ALERT)

    def action_show_history(self) -> None:
        """Open the history of the partner under the cursor."""
        from csp_tui.tui.screens.history import HistoryScreen

        partner_id = self.rows.key.partition(" ")[0]
        row = next((each for each in self._partners if each.id == partner_id), None)
        if row is not None:
            self.app.push_screen(HistoryScreen(self._workplace, Partner(row.id, row.name)))

    def action_restore_partner(self) -> None:
        """Put the last good copy in place of the unreadable file under the cursor."""
        partner_id = self.rows.key.partition(" ")[0]
        if not any(each.id == partner_id and each.error for each in self._partners):
            self.say("Only an unreadable partner can be restored.")
            return
        recovery = Recovery(self._workplace.places, self._workplace.store)
        saver = cast("CspTuiApp", self.app).saver
        ticket = saver.submit(lambda _: recovery.restore(partner_id), is_kept=False)
        self._restored[ticket] = partner_id

    def _offer_start(self, partner: Partner) -> None:
        self.app.push_screen(StartScreen(self._workplace, partner))
