"""The preview of an import: what a table would add, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult

from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import visible_line
from csp_tui.core.store.store import Saved
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.actions import IMPORT
from csp_tui.tui.keys.bindings import bindings_for
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved, Job
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import Row, RowList
from csp_tui.tui.widgets.text_lines import TextLines

HINTS = hint_line(("y", N_("add them all")), ("?", N_("help")), ("q", N_("back without adding")))
MEND = hint_line(("?", N_("help")), ("q", N_("back: fix the table and try again")))


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown of a table, in the present language.

    Args:
        title: what is imported.
        summary: how many would be added.
        rows: one for each that would be added.
        problems: everything that is wrong; if anything is, nothing can be added.
    """

    title: str
    summary: str
    rows: Sequence[Row]
    problems: Sequence[str]


class ImportScreen(ListScreen):
    """Shows what a table would add, or everything that is wrong with it.

    Args:
        path: the file, as the user named it.
        preview: returns what to show of it.
        job: adds everything.
        done: called with what was added, when the screen is closed.
    """

    CSS_PATH = "../partners/screen.tcss"
    ACTIONS = IMPORT
    BINDINGS = bindings_for(IMPORT)

    def __init__(
        self,
        path: str,
        preview: Callable[[], Preview],
        job: Job,
        done: Callable[[Saved], object],
    ) -> None:
        super().__init__()
        self._path = path
        self._preview = preview
        self._job = job
        self._done = done
        self._ticket = 0

    def compose(self) -> ComposeResult:
        """Head, list and bottom row."""
        yield TextLines(id="head")
        yield RowList()
        yield BottomRow(MEND if self._preview().problems else HINTS)

    def on_mount(self) -> None:
        """Show the table."""
        self.soon(self._show)

    def _show(self) -> None:
        shown = self._preview()
        summary, tone = shown.summary, Tone.ACCENT
        if shown.problems:
            summary, tone = _problems(len(shown.problems)), Tone.ALERT
        title = ((f" {shown.title}", Tone.STRONG), (f"  {summary}", tone))
        path = ((f" {visible_line(self._path)}", Tone.QUIET),)
        self.query_one("#head", TextLines).show([title, path])
        problems = [Row(str(n), ((each, Tone.ALERT),)) for n, each in enumerate(shown.problems)]
        self.rows.show(problems or shown.rows)

    def action_confirm_import(self) -> None:
        """Add them all."""
        if self._preview().problems or self._ticket:
            return
        self._ticket = host_of(self).saver.submit(self._job, is_kept=False)
        self.say(_("Saving ..."))

    def take_saved(self, message: ChangeSaved) -> None:
        """Go back to the list with what was added."""
        if message.ticket == self._ticket and self.app.screen is self:
            self.app.pop_screen()
            self._done(message.saved)

    def take_failed(self, message: ChangeFailed) -> None:
        """Say why nothing was added."""
        if message.ticket == self._ticket:
            self._ticket = 0
            self.say(_("Nothing was added: {why}").format(why=message.error), Tone.ALERT)


def _problems(count: int) -> str:
    summary = ngettext(
        "{count} problem: nothing can be added", "{count} problems: nothing can be added", count
    )
    return summary.format(count=count)
