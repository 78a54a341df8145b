"""The history of a partner: who changed what and when."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult

from csp_tui.core.actions import HISTORY
from csp_tui.core.describe_history import about, told
from csp_tui.core.errors import CspTuiError
from csp_tui.core.history_line import HistoryLine
from csp_tui.core.progress import Partner
from csp_tui.core.text import visible_line, wrap
from csp_tui.core.workplace import Workplace
from csp_tui.tui import history_text
from csp_tui.tui.bindings import bindings_for
from csp_tui.tui.screens.list_screen import ListScreen, hint_line
from csp_tui.tui.tone import Line, Tone
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import RowList
from csp_tui.tui.widgets.text_lines import TextLines


class HistoryScreen(ListScreen):
    """Shows every change of a partner, the newest first, and the one under the cursor in full."""

    CSS_PATH = "history.tcss"
    ACTIONS = HISTORY
    BINDINGS = bindings_for(HISTORY)

    def __init__(self, workplace: Workplace, partner: Partner) -> None:
        super().__init__()
        self._workplace = workplace
        self._partner = partner
        self._lines: dict[str, HistoryLine] = {}
        self._names: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Head, list, the change in full, and the bottom row."""
        yield TextLines(id="head")
        yield RowList()
        yield TextLines(id="change")
        yield BottomRow(hint_line(("/", "search"), ("?", "help"), ("q", "back")))

    def on_mount(self) -> None:
        """Show the history."""
        self.soon(self.follow)

    def on_resize(self) -> None:
        """Wrap the change anew."""
        self.soon(self._show_change)

    def on_row_list_moved(self) -> None:
        """Show the change under the cursor in full."""
        self._show_change()

    def followed(self) -> list[Path]:
        """Return the history file."""
        return [self._workplace.places.history_file(self._partner.id)]

    def follow(self) -> None:
        """Show the file as it is now."""
        try:
            lines = self._workplace.store.history(self._partner.id).lines()
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)
            return
        self._names = self._workplace.customers.names(self._partner.id)
        self._lines = {f"{line.writer}:{line.count}": line for line in lines}
        name = visible_line(self._partner.name)
        title: Line = (
            (f" {name}", Tone.STRONG),
            (" > ", Tone.QUIET),
            (f"history, {len(lines)} changes, the newest first", Tone.NORMAL),
        )
        self.query_one("#head", TextLines).show([title])
        self.rows.show(history_text.rows(lines, self._title_of))
        self._show_change()

    def _show_change(self) -> None:
        pane = self.query_one("#change", TextLines)
        line = self._lines.get(self.rows.key)
        if line is None:
            pane.show([])
            return
        texts = [
            told(line),
            f"On {line.host}" if line.host else "",
            line.rule and f"Rule: {line.rule}",
        ]
        cells = pane.size.width - 2
        pane.show(
            [
                ((f" {part}", Tone.NORMAL),)
                for text in texts
                if text
                for part in wrap(visible_line(text), cells)
            ]
        )

    def _title_of(self, line: HistoryLine) -> str:
        return about(self._item_title(line), self._names.get(line.customer, line.customer))

    def _item_title(self, line: HistoryLine) -> str:
        try:
            view = self._workplace.view(self._partner, line.run)
            return view.checklist.by_id[line.item].title
        except (CspTuiError, KeyError):
            return line.item or line.run
