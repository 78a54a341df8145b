"""The screen that previews the import of a table: what it would do, or its problems."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.worker import Worker

from csp_tui.core.base.asking import Question, Talk
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import visible_line
from csp_tui.core.importing.columns import Map
from csp_tui.core.importing.kept_maps import keep_map
from csp_tui.core.importing.table import Chosen, ImportTable
from csp_tui.core.store.saved import Saved
from csp_tui.tui.base.background import in_background
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.host import host_of
from csp_tui.tui.importing.menus import columns_of_table, sheets_of
from csp_tui.tui.importing.preview import counted, rows_of, will_do
from csp_tui.tui.importing.source import Source, why_unread
from csp_tui.tui.keys.all_keys import IMPORT
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.bar import bar
from csp_tui.tui.lines.frame import ruled, title_row
from csp_tui.tui.lines.hints import Hint, fitted_hints
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import RowList
from csp_tui.tui.widgets.text_lines import TextLines

IMPORT_IT = ("y", N_("import [x]"))
GROUP = N_("tick a group")
SHEET, COLUMNS = ("s", N_("sheet")), ("m", N_("columns"))
LEAVE = (("?", N_("help")), ("q", N_("back without adding")))
LEAVE_SHORT = (("?", N_("help")), ("q", N_("back")))
MEND = (("?", N_("help")), ("q", N_("back to mend it")))
STOP = hint_line(("ctrl+g", N_("stop: nothing is changed then")))

_OFTEN = 0.3
"""Seconds between two updates of the bar."""
_CELLS = 24


class ImportScreen(ListScreen):
    """Shows what importing a table would do, or all its problems; a key imports it.

    Args:
        source: what is imported.
        table: the table, as it was read first.
    """

    CSS_PATH = "../partners/screen.tcss"
    ACTIONS = IMPORT
    BINDINGS = bindings_for(IMPORT)

    @dataclass
    class GoesOn(Message):
        """A message: so many partners or customers of the import are written."""

        done: int

    def __init__(self, source: Source, table: ImportTable) -> None:
        super().__init__()
        self._source = source
        self._table = table
        self._wants = {"new": True, "update": False, "gone": False}
        self._map: Map = {}
        self._map_name = ""
        self._is_saving = False
        self._reading: Worker[None] | None = None
        self._done = 0
        self._stop = Event()

    def compose(self) -> ComposeResult:
        """Yield the title, the list and the bottom row."""
        yield TextLines(id="head")
        yield RowList()
        yield BottomRow(self._hints())

    def on_mount(self) -> None:
        """Show the table."""
        self.soon(self.follow)

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        self.soon(self.follow)

    def follow(self) -> None:
        """Show the table in the current language; the file itself is not read again."""
        self._show_head()
        self.rows.show(rows_of(self._table, self._chosen, self.rows.size.width))
        self.bottom.set_hints(self._hints())

    def _show_head(self) -> None:
        cells = self.rows.size.width
        title = title_row(cells, [_(self._source.title)], counted(self._table))
        self.query_one("#head", TextLines).show([title, ruled(self._second_row(), cells)])

    def _second_row(self) -> Line:
        if self._is_saving:
            total = self._chosen.written
            numbers = _("{done} of {total}").format(done=f"{self._done:,}", total=f"{total:,}")
            return ((" ", Tone.TEXT), *bar(self._done, total, _CELLS), (f" {numbers}", Tone.TEXT))
        does = will_do(self._table, self._chosen)
        return (
            (f" {does}  " if does else " ", Tone.TEXT),
            (visible_line(self._source.path), Tone.QUIET),
        )

    @property
    def _chosen(self) -> Chosen:
        return self._table.chosen(**self._wants)

    def _hints(self) -> Sequence[Hint]:
        table = self._table
        if self._is_saving:
            return STOP if self._source.can_stop else hint_line()
        reading = [SHEET] if len(table.sheets) > 1 else []
        reading += [COLUMNS] if table.unknown or self._map else []
        if table.problems:
            return hint_line(*reading, *MEND)
        groups = [
            *(["n"] if table.new else []),
            *(["c"] if table.differing else []),
            *(["D"] if table.gone else []),
        ]
        acts = [
            *([IMPORT_IT] if self._chosen.written else []),
            *([(" ".join(groups), GROUP)] if groups else []),
            *reading,
        ]
        with_all = hint_line(*acts, *LEAVE)
        is_room = len(fitted_hints(self.app.size.width, with_all)) == 2 * len(with_all)
        return with_all if is_room else hint_line(*acts, *LEAVE_SHORT)

    # Choosing what is imported

    def action_take_new(self) -> None:
        """Switch whether new rows are added; if there are none, say so."""
        self._switch("new", self._table.new, _("Nothing in the table is new."))

    def action_change_known(self) -> None:
        """Switch whether known rows that differ are changed, too; if none differs, say so."""
        self._switch("update", self._table.differing, _("Nothing that is here differs."))

    def action_archive_gone(self) -> None:
        """Switch whether partners or customers that the table lacks are archived.

        If it lacks none of those that are here, say so.
        """
        self._switch("gone", self._table.gone, _("The table lacks nothing that is here."))

    def _switch(self, name: str, rows: Sequence[object], if_none: str) -> None:
        """Switch whether the group `name` is imported; if it has no `rows`, say `if_none` instead.

        Do nothing if the table has problems or is being imported.
        """
        if self._table.problems or self._is_saving:
            return
        if not rows:
            self.say(if_none)
            return
        self._wants[name] = not self._wants[name]
        self.follow()

    # Reading the file in another way

    def action_choose_sheet(self) -> None:
        """Ask for a sheet of the workbook, and show that; if there is one only, say so.

        While the table is being imported, do nothing.
        """
        if self._is_saving:
            return
        if len(self._table.sheets) < 2:
            self.say(_("There is no other sheet."))
            return
        self.bottom.choose(sheets_of(self._table, lambda sheet: self._read(sheet, {})))

    def action_name_columns(self) -> None:
        """Ask what each column holds that was not recognised; read the table again by the answers.

        What was answered before is asked again. If all columns are known, say so. While the table
        is being imported, do nothing.
        """
        if self._is_saving:
            return
        if not (self._table.unknown or self._map):
            self.say(_("All columns are known."))
            return

        def read(said: Map) -> None:
            self._read(self._table.sheet, {**self._map, **said}, self._ask_to_keep)

        self.bottom.choose(columns_of_table(self._table, self._map, read))

    def _ask_to_keep(self) -> None:
        """Ask for a name under which the answers are kept: if there are problems, at once.

        Do not ask if it has problems because no column is the name.
        """
        table = self._table
        if not table.problems:
            label = _(
                "Keep these answers for the next table like it? Type a name, or nothing for no"
            )
            self.converse(self._name_map(label))
        elif next(iter(table.labels)) in table.columns.keys:
            label = _("Keep these answers for the mended table? Type a name, or nothing for no")
            self.converse(self._name_map(label))

    def _name_map(self, label: str) -> Talk[None]:
        self._map_name = yield Question(label)
        if self._map_name and self._table.problems:
            try:
                self._keep_map()
            except CspTuiError as error:
                self.say(_("Not kept: {why}").format(why=error))
            else:
                self.say(_("Kept. Mend the table and import it again: its columns are known."))

    def _keep_map(self) -> None:
        keep_map(self._source.config, self._source.kind, self._map_name, self._map)

    def _read(self, sheet: str, said: Map, then: Callable[[], object] = lambda: None) -> None:
        """Read the file again in the background and show its table; then call `then`.

        If the file cannot be read, say why and do not call `then`. An earlier reading that still
        runs is dropped.
        """

        async def read() -> None:
            try:
                table = await in_background(lambda: self._source.read(sheet, said))
            except CspTuiError as error:
                message = _("Not read: {why}").format(why=why_unread(error, self._source.path))
                self.call_if_there(self.say, message)
                return
            self._table, self._map = table, said
            self.call_if_there(show)

        def show() -> None:
            self.follow()
            self.rows.action_move_first()
            then()

        self._reading = self.run_worker(read(), group="read", exclusive=True)

    # Importing

    def action_confirm_import(self) -> None:
        """Import what is chosen, unless the table has problems or is being imported already.

        If the file is being read again, or nothing is chosen, only say so. If the user has named
        the map, keep it first; if that fails, say why and import nothing.
        """
        if self._is_saving:
            return
        if self._reading is not None and not self._reading.is_finished:
            self.say(_("Reading ..."))
            return
        if self._table.problems:
            return
        if not self._chosen.written:
            choose = _("Choose a group first, by its letter.")
            self.say(choose if self._table.has_choice else _("There is nothing to add."))
            return
        try:
            if self._map_name:
                self._keep_map()
        except CspTuiError as error:
            self.say(_("Nothing was added: {why}").format(why=error))
            return
        self._stop.clear()
        self._done, last = 0, time.monotonic()

        def goes_on(done: int) -> bool:
            nonlocal last
            if time.monotonic() - last >= _OFTEN:
                last = time.monotonic()
                self.post_message(self.GoesOn(done))
            return not self._stop.is_set()

        job = self._source.job(self._chosen, goes_on)
        self._is_saving = True
        self.save(job, lambda saved: self.when_in_front(partial(self._close, saved)), self._fail)
        self.bottom.set_hints(self._hints())
        self.say(_("Saving ..."))

    @on(GoesOn)
    def _show_bar(self, message: GoesOn) -> None:
        self._done = message.done
        self._show_head()

    def action_leave_import(self) -> None:
        """Go back without importing; if an import is running, stop it as `go_back` does."""
        host_of(self).action_go_back()

    def go_back(self) -> bool:
        """Stop the import that is running: what it has written is taken back.

        If it is written at once and cannot be stopped, say so. Return whether an import is running.
        """
        if self._is_saving and self._source.can_stop:
            self._stop.set()
            self.say(_("Stopping ..."))
        elif self._is_saving:
            self.say(_("It is written in one go; u takes it back afterwards."))
        return self._is_saving

    def _close(self, saved: Saved) -> None:
        self.app.pop_screen()
        self._source.done(self._table, self._chosen, saved)

    def _fail(self, error: CspTuiError) -> None:
        self._is_saving = False
        self.follow()
        self.say(_("Not imported: {why}").format(why=error))
