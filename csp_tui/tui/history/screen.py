"""The screen of the history: who changed what and when; a single change can be undone there.

A history line records one change. The change under the cursor is shown in full below the list.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from textual.app import ComposeResult

from csp_tui.core.base.asking import Talk, confirmed
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.search import NamedText, has_all, search_form, words_of
from csp_tui.core.base.text import visible_line
from csp_tui.core.care.conflicts import decide
from csp_tui.core.describe.clashes import in_words
from csp_tui.core.describe.history import TitleOf, made_by, titles, why_missing
from csp_tui.core.history.clashes import Clash, clashes_of_counting
from csp_tui.core.history.lazy_lines import HistoryLines
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.registers import Register, moved_items, with_moved
from csp_tui.core.history.undo import is_own, why_not_reverted
from csp_tui.core.progress.model import Partner
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import ListScreen, as_sentence
from csp_tui.tui.base.pane_below import PaneBelow
from csp_tui.tui.history import text as history_text
from csp_tui.tui.keys.all_keys import HISTORY
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.hints import Hint, hint_line
from csp_tui.tui.lines.row import NO_MARK, rows_of_text
from csp_tui.tui.saving.saver import Job
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import RowList
from csp_tui.tui.widgets.scrolled_lines import ScrolledLines
from csp_tui.tui.widgets.text_lines import TextLines

ItemOfRun = tuple[str, str]
"""The key of a run and the id of an item in it."""

_EVERYTHING = 1_000_000
"""A width, in cells, at which no part of a row is left out; for narrowing."""


class HistoryScreen(ListScreen):
    """Shows the changes of a partner, the newest first, and the one under the cursor in full.

    Args:
        workplace: the store, the checklists and the rest.
        partner: the partner whose history is shown.
    """

    CSS_PATH = "screen.tcss"
    ACTIONS = HISTORY
    BINDINGS = bindings_for(HISTORY)

    def __init__(self, workplace: Workplace, partner: Partner) -> None:
        super().__init__()
        self._workplace = workplace
        self._partner = partner
        self._only: ItemOfRun | None = None
        self._pane = PaneBelow(self)
        self._history = workplace.store.history(partner.id)
        self._lines = HistoryLines(())
        self._title_of: TitleOf = titles(workplace, partner)
        self._shown: Sequence[int] = ()
        """The indexes of the history lines that are shown, the oldest first."""

    @property
    def partner_id(self) -> str:
        """The id of the partner whose history is shown."""
        return self._partner.id

    def compose(self) -> ComposeResult:
        """Yield the title, the list, the pane with the change in full and the bottom row."""
        yield TextLines(id="head")
        yield RowList(has_divider=False)
        yield TextLines(id="rule")
        yield ScrolledLines(id="change")
        yield BottomRow(self._hints())

    def on_mount(self) -> None:
        """Show the history."""
        self.soon(self.follow)

    def on_resize(self) -> None:
        """Fit the title and the change in full to the new width."""
        self.soon(self._show)

    def on_row_list_moved(self) -> None:
        """Show the change under the cursor in full."""
        self._show_change()

    def followed(self) -> list[Path]:
        """Return the path of the history file."""
        return [self._workplace.places.history_file(self._partner.id)]

    def follow(self) -> None:
        """Read the history again and show it; if it cannot be read, show it as it was, and why.

        A partner that was archived meanwhile has taken its history along.
        """
        store = self._workplace.store
        try:
            lines = HistoryLines(self._history.encoded())
            if lines:
                self._lines = lines
            self._partner = store.load(self._partner.id)
            self._lines = lines
        except CspTuiError as error:
            self.say(str(error))
        self._title_of = titles(self._workplace, self._partner)
        self._show()

    def action_revert_change(self) -> None:
        """Undo the change under the cursor; ask first if another user made it.

        If it cannot be undone, say why.
        """
        number = self._number
        line = self._lines.readable(number) if number is not None else None
        if line is None or number is None:
            self.say(_("No change here can be taken back."))
        elif trouble := why_not_reverted(line):
            self.say(as_sentence(trouble))
        elif is_own(line, self._workplace.actor):
            self._revert(line.id)
        else:
            self.converse(self._revert_of_another(line, number))

    def action_put_back(self) -> None:
        """Put back the change under the cursor if it lost against another made at the same time.

        If it did not, say so.
        """
        clash = self._clash()
        if clash is None:
            self.say(_("No other change was kept instead of this one."))
            return
        partner_id, line_id = self._partner.id, clash.fell.id

        def put_back(store: Store) -> Saved:
            return decide(store, partner_id, line_id, is_put_back=True)

        done = _("Put back, as a new change that u takes back.")
        self._submit(put_back, done, _("Not put back: {why}."))

    def action_show_item_only(self) -> None:
        """Show only the changes of the item under the cursor; if that is so already, show all.

        If the change under the cursor is about no item, say so.
        """
        if self._only is None:
            self._only = self._item_here()
            if self._only is None:
                self.say(_("This change is about no item."))
                return
        else:
            self._only = None
        self._show()

    def action_switch_pane(self) -> None:
        """Move the focus to the pane with the change, to scroll it, or back to the list."""
        self._pane.switch()

    def on_scrolled_lines_scrolled(self) -> None:
        """Show how much of the change is out of sight."""
        self._pane.show_rule()

    @property
    def _number(self) -> int | None:
        """The index of the line under the cursor; None if there is none, or it is damaged."""
        return self._lines.number_of(self.rows.key)

    def _item_here(self) -> ItemOfRun | None:
        number = self._number
        line = self._lines.readable(number) if number is not None else None
        return (line.run, line.item) if line is not None and line.item else None

    def _revert_of_another(self, line: HistoryLine, number: int) -> Talk[None]:
        what = history_text.change_sentence(self._lines, number, self._title_of)
        title = _("Take back: {what}?").format(what=what)
        if (yield from confirmed(title, f"{made_by(line)}.", [what])):
            self._revert(line.id)
        else:
            self.say(_("Nothing was taken back."))

    def _revert(self, line_id: str) -> None:
        partner_id = self._partner.id
        done = _("Taken back, as a new change that u takes back.")
        failed = _("Not taken back: {why}.")
        self._submit(lambda store: store.revert(partner_id, line_id), done, failed)

    def _submit(self, change: Job, done: str, failed: str) -> None:
        """Save `change`; then say `done`, or that nothing had to change, or `failed` and why."""

        def say_done(saved: Saved) -> None:
            self.follow()
            self.say(done if saved.lines else _("Nothing had to change."))

        self.save(
            change,
            lambda saved: self.soon(say_done, saved),
            lambda error: self.say(failed.format(why=error)),
        )

    def _clash(self) -> Clash | None:
        """Return the clash in which the change under the cursor fell; None if it did not fall.

        None also if the line is damaged, or the history cannot be read.
        """
        line = self._lines.readable(self._number) if self._number is not None else None
        if line is None:
            return None
        with contextlib.suppress(CspTuiError):
            moved = moved_items(self._history.moves(line.run)) if line.item else {}
            *_earlier, now = with_moved(Register(line.customer, line.change.table, ""), moved)
            lines = self._history.about(now.customer, now.table)
            fallen = (each for each in clashes_of_counting(lines) if each.fell == line)
            return next(fallen, None)
        return None

    def _hints(self) -> tuple[Hint, ...]:
        return hint_line(
            ("u", N_("take back")),
            ("i", N_("only this item") if self._only is None else N_("everything")),
            ("/", N_("narrow")),
            ("?", N_("help")),
            ("q", N_("back")),
        )

    def _item_title(self, run: str, item: str) -> str:
        try:
            return visible_line(
                self._workplace.view(self._partner, run).checklist.by_id[item].title
            )
        except (CspTuiError, KeyError):
            return item

    def _show(self) -> None:
        numbers: Sequence[int] = range(len(self._lines))
        if self._only is not None:
            numbers = self._lines.of_item(*self._only)
        self._shown = shown = self._narrowed(numbers)
        self._counted = len(shown), len(numbers)
        head = self.query_one("#head", TextLines)
        title = self._item_title(*self._only) if self._only is not None else ""
        count, note, cells = len(shown), self.narrowing_note(), head.size.width
        head.show([history_text.head_line(self._partner.name, title, count, note, cells)])
        number = self._number
        at = len(shown) - 1 - shown.index(number) if number in shown else None
        rows_cells = self.rows.size.width - len(NO_MARK[0])
        if not self._lines and (missing := why_missing(self._history, self._partner)):
            self.rows.show(rows_of_text(missing.short, rows_cells))
        elif self.narrowing and not shown:
            self.rows.show(self.none_found())
        else:
            self.rows.show(self._rows(shown, rows_cells), at=at)
        hints = self._hints()
        self.show_hints(hints, [hint for hint in hints if hint[0] == "i"])
        self._show_change()

    def _rows(self, numbers: Sequence[int], cells: int) -> history_text.HistoryRows:
        today = self._workplace.today
        return history_text.HistoryRows(self._lines, numbers, self._title_of, today, cells)

    def _narrowed(self, numbers: Sequence[int]) -> Sequence[int]:
        """Return those of the lines `numbers` whose rows have all words of `narrowing`.

        Words in a part of the row that is out of sight count, too.
        """
        words = words_of(self.narrowing)
        if not words:
            return numbers
        rows = self._rows(numbers, _EVERYTHING)
        newest_first = zip(reversed(numbers), rows, strict=True)
        return [each for each, row in newest_first if has_all(search_form(row.text), words)][::-1]

    def texts_of(self, key: str) -> Iterable[NamedText]:
        """Yield the whole text of the row `key`, with its name; nothing if there is no such row."""
        number = self._lines.number_of(key)
        if number is not None:
            yield N_("change"), self._rows([number], _EVERYTHING)[0].text

    def _show_change(self) -> None:
        pane, number = self._pane, self._number
        if number is None:
            pane.show([])
            return
        clash = self._clash()
        words = in_words(self._workplace)
        stands = str(words(self._partner.id, clash).stands) if clash else ""
        pane.show(
            history_text.change_lines(self._lines, number, self._title_of, pane.cells, stands)
        )
