"""The screen to read a checklist before there is a partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from textual.app import ComposeResult

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.search import NamedText
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.progress.model import Partner, Run
from csp_tui.core.runs.item_search import matching, texts_of
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.all_keys import READING
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.hints import hints_of
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.run.checklist_file import ChecklistFile
from csp_tui.tui.run.panes import WIDTHS, RunPanes
from csp_tui.tui.run.text import head_lines
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.text_lines import TextLines

HINTS = hints_of(
    READING,
    open_detail=N_("detail"),
    copy_item=N_("copy"),
    print_links=N_("links"),
    show_help=N_("help"),
    go_back=N_("back"),
)


class ReadingScreen(ListScreen):
    """Shows a checklist like a run without a partner; nothing can be changed."""

    CSS_PATH = "screen.tcss"
    ACTIONS = READING
    BINDINGS = bindings_for(READING)
    HORIZONTAL_BREAKPOINTS = WIDTHS

    def __init__(self, workplace: Workplace, checklist: Checklist) -> None:
        super().__init__()
        run = Run(checklist.id, checklist.id, checklist.edition)
        self._workplace = workplace
        self._view = RunView(_no_partner(), run, checklist)
        self._file = ChecklistFile()

    def compose(self) -> ComposeResult:
        """Yield the title, the panes with list and detail, and the bottom row."""
        yield TextLines(id="head")
        yield RunPanes(self._view, self._workplace.today)
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the checklist."""
        self.soon(self._show)

    def on_resize(self) -> None:
        """Fit the title to the new width."""
        self.soon(self._show_head)

    @property
    def _panes(self) -> RunPanes:
        return self.query_one(RunPanes)

    def _show(self, key: str = "") -> None:
        chosen = {item.id for item in self._shown_items()} if self.narrowing else None
        self._panes.show(self._view, self._workplace.today, key, chosen, self.none_found())
        self._show_head()
        self._panes.show_detail()

    def _show_head(self) -> None:
        head, workplace = self.query_one("#head", TextLines), self._workplace
        lines = head_lines(
            self._view,
            workplace.today,
            head.size.width,
            (_("for reading only"), Tone.QUIET),
            [*self._file.notes, self.narrowing_note()],
        )
        head.show(lines)

    def show_narrowed(self, key: str) -> None:
        """Show the items anew, with the cursor on the item `key`."""
        self._show(key)

    def counted(self) -> tuple[int, int]:
        """Return how many items are shown, and how many there are."""
        return len(self._shown_items()), len(self._view.checklist.by_id)

    def _shown_items(self) -> Sequence[Item]:
        return matching(self._view, self._view.checklist.items, self.narrowing)

    def texts_of(self, key: str) -> Iterable[NamedText]:
        """Return all texts of the item `key`; none for a row without an item."""
        item = self._view.checklist.by_id.get(key)
        return texts_of(self._view, item) if item else ()

    def followed(self) -> list[Path]:
        """Return the paths of the checklist's files."""
        run = self._view.run
        return self._workplace.library.paths(run.checklist, run.edition)

    def follow(self) -> None:
        """Read the checklist again and show it; if it cannot be read, show it as it was."""
        self._view = replace(self._view, partner=_no_partner())
        run, before = self._view.run, self._view.checklist
        try:
            checklist = self._workplace.library.get(run.checklist, run.edition)
        except CspTuiError as error:
            sentence = self._file.record_failure(error)
        else:
            sentence = self._file.record_reading(before, checklist)
            self._view = replace(self._view, checklist=checklist)
        self._show()
        if sentence:
            self.say(sentence)

    def go_back(self) -> bool:
        """Go back from the detail on the whole screen to the list; return False in the list."""
        if not self._panes.is_full:
            return False
        self._panes.toggle_full_detail()
        return True

    def action_open_detail(self) -> None:
        """Switch between the detail on the whole screen and both panes; unfold a folded section."""
        if self._panes.section:
            self.action_fold_section()
        else:
            self._panes.toggle_full_detail()

    def action_switch_pane(self) -> None:
        """Move the focus to the detail, to scroll it, or back to the list.

        If the detail takes the whole screen, only say how to go back.
        """
        self.say(self._panes.switch())

    def action_fold_section(self) -> None:
        """Fold the section of the current item; on a folded section, unfold it.

        While only some items are shown, say that sections fold once all are shown.
        """
        if message := self._panes.fold():
            self.say(message)

    def action_fold_done(self) -> None:
        """Fold all sections in which nothing is left to do; if all are folded, unfold all.

        While only some items are shown, say that sections fold once all are shown.
        """
        if message := self._panes.fold_done():
            self.say(message)

    def action_copy_item(self) -> None:
        """Ask what of the item to copy to the clipboard of the user's terminal.

        If the row under the cursor shows no item, do nothing.
        """
        from csp_tui.tui.run.copying import copy_menu

        if (item := self._panes.item) is not None:
            self.bottom.choose(copy_menu(self, item, self._view, self._workplace))

    def action_print_links(self) -> None:
        """Leave the full screen, print the item's links, and come back at any key.

        If the row under the cursor shows no item, do nothing.
        """
        from csp_tui.tui.run.copying import print_links

        if (item := self._panes.item) is not None:
            print_links(host_of(self), [item])


def _no_partner() -> Partner:
    """Return a partner without id, whose name says ``For reading`` in the current language."""
    return Partner("", _("For reading"))
