"""A checklist with its guidance: head, list, detail and links."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

from textual.app import ComposeResult

from csp_tui.core.base.errors import CspTuiError, InvalidFileError
from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.runs.item_search import place_of
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.keys.actions import READING, Action
from csp_tui.tui.keys.bindings import bindings_for
from csp_tui.tui.lines.tone import Span, Tone
from csp_tui.tui.run import text as run_text
from csp_tui.tui.run.head import RunHead
from csp_tui.tui.run.panes import RunPanes
from csp_tui.tui.widgets.bottom_row import BottomRow


class GuidanceScreen(ListScreen):
    """Shows a run as it is; nothing can be changed in it.

    Args:
        workplace: the store, the checklists and the rest.
        view: the run as it was read.
    """

    CSS_PATH = "screen.tcss"
    ACTIONS: tuple[Action, ...] = READING
    BINDINGS = bindings_for(READING)
    HINTS = hint_line(
        ("enter", N_("detail")),
        ("y", N_("copy link")),
        ("o", N_("links")),
        ("?", N_("help")),
        ("q", N_("back")),
    )

    def __init__(self, workplace: Workplace, view: RunView) -> None:
        super().__init__()
        self._workplace = workplace
        self._shown = view
        self._unreadable = ""
        self._bad_line: int | None = None

    def compose(self) -> ComposeResult:
        """Head, list, detail and bottom row."""
        yield RunHead()
        yield RunPanes(self._view, self._workplace.today)
        yield BottomRow(self.HINTS)

    def on_mount(self) -> None:
        """Show the run."""
        self.soon(self._show)

    def on_resize(self) -> None:
        """Fit the head to the new width."""
        self.soon(self._show_head)

    @property
    def _view(self) -> RunView:
        return self._shown

    @property
    def _today(self) -> date:
        return self._workplace.today

    @property
    def _panes(self) -> RunPanes:
        return self.query_one(RunPanes)

    @property
    def _item(self) -> Item | None:
        return self._panes.item

    def _state(self) -> Span:
        return (_("for reading only"), Tone.QUIET)

    def _show(self, key: str = "") -> None:
        self._show_rows(key)
        self._panes.show_detail()

    def _show_rows(self, key: str = "") -> None:
        self._panes.show(self._view, self._today, key, self._filtered_ids())
        self._show_head()

    def _filtered_ids(self) -> Collection[str] | None:
        """Return the ids of the items that are shown; None for all."""
        return None

    def _notes(self) -> list[str]:
        """Return what the head says of how the run is shown."""
        if not self._unreadable:
            return []
        if self._bad_line:
            return [_("checklist unreadable line {line}").format(line=self._bad_line)]
        return [_("checklist unreadable")]

    def _show_head(self) -> None:
        head, is_demo = self.query_one(RunHead), self._workplace.is_demo
        told = self._state(), self._notes(), self._sought
        head.show(self._view, self._today, *told, is_demo=is_demo)

    def show_sought(self) -> None:
        """Show in the head what is sought."""
        self._show_head()

    def matches(self, text: str) -> list[str]:
        """Return the ids of the items that are shown and have `text` in any of their texts."""
        chosen = self._filtered_ids()
        items = [each for each in self._view.checklist.items if chosen is None or each.id in chosen]
        return [item.id for item in items if place_of(self._view, item, text)]

    def match_told(self, text: str) -> str:
        """Return in which of the item's texts the match is, where that is not the title."""
        place = place_of(self._view, self._item, text) if self._item else ""
        return _(", in its {place}").format(place=_(place)) if place not in ("", "title") else ""

    def followed(self) -> list[Path]:
        """Return the files to follow: that of the checklist."""
        run = self._view.run
        return self._workplace.library.paths(run.checklist, run.edition)

    def follow(self) -> None:
        """Show the checklist as its file is now, or as it was where that cannot be read."""
        run = self._view.run
        try:
            checklist = self._workplace.library.get(run.checklist, run.edition)
        except CspTuiError as error:
            self._tell_unreadable(error)
        else:
            self._tell_reread(checklist)
            self._shown = replace(self._shown, checklist=checklist)
        self._show()

    def _tell_unreadable(self, error: CspTuiError) -> None:
        """Say once for each state of the file why the checklist is shown as it was."""
        if self._unreadable != error.short:
            self._unreadable = error.short
            self._bad_line = error.line if isinstance(error, InvalidFileError) else None
            self.say(_("Shown as before: {why}").format(why=error.short), Tone.ALERT)

    def _tell_reread(self, checklist: Checklist) -> None:
        """Say that the checklist was read again, where that shows."""
        before, was_unreadable = self._view.checklist, bool(self._unreadable)
        self._unreadable = ""
        is_same = _named(checklist) == _named(before)
        if is_same and (was_unreadable or checklist != before):
            difference = run_text.difference(before, checklist)
            told = _("The checklist was read again: {difference}.").format(difference=difference)
            self.say(told)

    def action_copy_link(self) -> None:
        """Send the item's first link to the clipboard of the user's own terminal."""
        item = self._item
        if item is None or not item.links:
            self.say(_("This item has no link."))
            return
        self.app.copy_to_clipboard(item.links[0].url)
        self.say(_("Sent to your terminal's clipboard. If it did not arrive, press o."))

    def action_print_links(self) -> None:
        """Leave the full screen, print the links flush left, and come back at any key."""
        from csp_tui.tui.run.printed_links import print_links

        if self._item is not None:
            print_links(self.app, self._item)

    def action_open_detail(self) -> None:
        """Show the detail in full size, or the list again."""
        self._panes.toggle_full_detail()

    def go_back(self) -> bool:
        """Go back from the full detail to the list."""
        if self._panes.is_full:
            self._panes.toggle_full_detail()
            return True
        return False

    def action_switch_pane(self) -> None:
        """Go to the detail, which then scrolls, or back to the list."""
        is_detail = self._panes.switch()
        detail, rows = _("The detail scrolls; tab goes back."), _("The list moves.")
        self.say(detail if is_detail else rows)


def _named(checklist: Checklist) -> tuple[str, str, str]:
    """Return which checklist it is, and in which language."""
    return checklist.id, checklist.edition, checklist.language
