"""The screen that previews the import of a table: what it would add, or its problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult

from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import visible_line
from csp_tui.core.importing.table import ImportTable
from csp_tui.core.store.saved import Saved
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.host import host_of
from csp_tui.tui.importing.preview import counted, rows_of, will_do
from csp_tui.tui.keys.all_keys import IMPORT
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.frame import ruled, title_row
from csp_tui.tui.lines.hints import Hint
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved, Job
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import RowList
from csp_tui.tui.widgets.text_lines import TextLines

ADD = ("y", N_("add them all"))
CHANGE = ("y", N_("change them"))
UPDATE = ("c", N_("change what differs, too"))
LEAVE = (("?", N_("help")), ("q", N_("back without adding")))
MEND = hint_line(("?", N_("help")), ("q", N_("back: fix the table and try again")))


class ImportScreen(ListScreen):
    """Shows what importing a table would add, or all its problems; a key imports it.

    Args:
        path: the path of the file, as the user typed it.
        title: the title of the screen, in English.
        table: the rows that were read.
        job: returns the job that writes the table; its argument says whether known rows that
            differ are changed, too.
        done: called after the import with what was saved and the argument that `job` got.
    """

    CSS_PATH = "../partners/screen.tcss"
    ACTIONS = IMPORT
    BINDINGS = bindings_for(IMPORT)

    def __init__(
        self,
        path: str,
        title: str,
        table: ImportTable,
        job: Callable[[bool], Job],
        done: Callable[[Saved, bool], object],
    ) -> None:
        super().__init__()
        self._path = path
        self._title = title
        self._table = table
        self._job = job
        self._done = done
        self._update = False
        self._ticket = 0

    def compose(self) -> ComposeResult:
        """Yield the title, the list and the bottom row."""
        yield TextLines(id="head")
        yield RowList()
        yield BottomRow(self._hints())

    def on_mount(self) -> None:
        """Show the table."""
        self.soon(self.follow)

    def follow(self) -> None:
        """Show the table in the current language; the file itself is not read again."""
        cells = self.rows.size.width
        title = title_row(cells, [_(self._title)], [counted(self._table)])
        does = will_do(self._table, update=self._update)
        path = (
            (f" {does}  " if does else " ", Tone.TEXT),
            (visible_line(self._path), Tone.QUIET),
        )
        self.query_one("#head", TextLines).show([title, ruled(path, cells)])
        self.rows.show(rows_of(self._table, update=self._update))

    @property
    def _writes(self) -> bool:
        """Whether the import would add or change anything."""
        return bool(self._table.new or self._table.chosen(update=self._update))

    def _hints(self) -> Sequence[Hint]:
        if self._table.problems:
            return MEND
        write = [ADD if self._table.new else CHANGE] if self._writes else []
        return hint_line(*write, *([UPDATE] if self._table.differing else []), *LEAVE)

    def action_change_known(self) -> None:
        """Switch whether known rows that differ are changed, too; if none differs, say so.

        Do nothing if the table has problems or is being imported.
        """
        if self._table.problems or self._ticket:
            return
        if not self._table.differing:
            self.say(_("Nothing that is here differs."))
            return
        self._update = not self._update
        self.bottom.set_hints(self._hints())
        self.follow()

    def action_confirm_import(self) -> None:
        """Import the table, unless it has problems or is being imported already.

        If there is nothing to add or change, say so.
        """
        if self._table.problems or self._ticket:
            return
        if not self._writes:
            self.say(_("There is nothing to add."))
            return
        job = self._job(self._update)
        self._ticket = host_of(self).saver.submit(job, is_kept=False)
        self.say(_("Saving ..."))

    def take_saved(self, message: ChangeSaved) -> None:
        """Close the screen and call `done`, if the import of this screen was saved.

        If another screen is in front, wait until this one is.
        """
        if message.ticket == self._ticket:
            self.when_in_front(lambda: self._close(message.saved))

    def _close(self, saved: Saved) -> None:
        self.app.pop_screen()
        self._done(saved, self._update)

    def take_failed(self, message: ChangeFailed) -> None:
        """Show why nothing was added, if the import of this screen failed."""
        if message.ticket == self._ticket:
            self._ticket = 0
            self.say(_("Nothing was added: {why}").format(why=message.error))
