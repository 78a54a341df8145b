"""The screen that previews moving runs to the newest edition: what becomes of each item."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import work
from textual.app import ComposeResult

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.runs.moving import Move, by_partner, carry_out
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.shared_act import SharedAct
from csp_tui.core.store.store import Store
from csp_tui.tui.base.background import in_background
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.keys.all_keys import MOVING
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.frame import loading_words, ruled, title_row
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.moving import text as moving_text
from csp_tui.tui.places import MovingPlace
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import RowList
from csp_tui.tui.widgets.text_lines import TextLines

HINTS = hint_line(("y", N_("move")), ("?", N_("help")), ("q", N_("back, changing nothing")))
HINTS_BY_CUSTOMER = hint_line(("y", N_("by customer")), *HINTS[1:])


class MovingScreen(ListScreen):
    """Shows what becomes of each item when runs are moved; a key moves them.

    Args:
        place: the moves, one for each run, or what reads them; and what to do once they are made.
    """

    CSS_PATH = "screen.tcss"
    ACTIONS = MOVING
    BINDINGS = bindings_for(MOVING)

    def __init__(self, place: MovingPlace) -> None:
        super().__init__()
        self._moves, self._troubles, self._moved, self._read = place
        self._is_moving = False
        self._saved: list[Saved] = []
        self._left: list[CspTuiError] = []

    def compose(self) -> ComposeResult:
        """Yield the title, the list and the bottom row."""
        yield TextLines(id="head")
        yield RowList()
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show what moving the runs would change; a thread reads them first, if they are many."""
        self.soon(self._show)
        if self._read is not None:
            self._load(self._read)

    @property
    def is_loading(self) -> bool:
        """Whether no run is shown because a thread reads them."""
        return self._read is not None

    @work
    async def _load(self, read: Callable[[], tuple[Sequence[Move], Sequence[str]]]) -> None:
        def read_whole() -> tuple[Sequence[Move], Sequence[str]]:
            moves, troubles = read()
            for each in moves:
                each.counted()  # works out what becomes of each item
            return moves, troubles

        self._moves, self._troubles = await in_background(read_whole)
        self._read = None
        self.call_if_there(self._show_read)

    def _show_read(self) -> None:
        self.bottom.clear(self.loading_message)
        self._show()
        if not self._moves:
            self.say(moving_text.why_none(self._troubles))

    @property
    def _is_by_customer(self) -> bool:
        """Whether no run changes its edition: sections are made per customer, and no more."""
        stays = [each.old.edition == each.new.edition for each in self._moves]
        return bool(stays) and all(stays)

    def _show(self) -> None:
        count = len(self._moves)
        name, summary = (
            _("Move to the newest edition"),
            ngettext(
                "{count} run: y moves it, u undoes that",
                "{count} runs: y moves them, u undoes that",
                count,
            ),
        )
        if self._is_by_customer:
            name = _("By customer from now on")
            summary = ngettext(
                "{count} run, on the newest edition already: y does so",
                "{count} runs, on the newest edition already: y does so",
                count,
            )
        summary = summary.format(count=count) if count else ""
        if self.is_loading:
            summary = loading_words(0)
        cells = self.rows.size.width
        rows = self.narrowed(moving_text.rows(self._moves, self._troubles, cells))
        counts = [(self.narrowing_note(), Tone.ACCENT), (summary, Tone.TEXT)]
        title = title_row(cells, [name], counts)
        self.query_one("#head", TextLines).show([title, ruled((), cells)])
        self.rows.show(rows)
        hints = HINTS_BY_CUSTOMER if self._is_by_customer else HINTS
        self.bottom.set_hints(hints if self._moves or self.is_loading else HINTS[1:])

    def on_resize(self) -> None:
        """Wrap the rules to the new width."""
        self.soon(self._show)

    def action_confirm_move(self) -> None:
        """Move the runs, if they are not being moved already; if there are none, say why."""
        if self._is_moving:
            return
        moves = self._moves
        if not moves:
            self.say(moving_text.why_none(self._troubles))
            return
        act = SharedAct(len(by_partner(moves)))

        def move_all(store: Store) -> Saved:
            self._saved, self._left = carry_out(store, moves, act)
            if not self._saved:
                raise self._left[0]
            return self._saved[-1]

        self._is_moving = True
        self.save(move_all, lambda _saved: self.when_in_front(self._close), self._not_moved, act)
        count = len(moves)
        if self._is_by_customer:
            self.say(_("Saving ..."))
            return
        sentence = ngettext("Moving {count} run ...", "Moving {count} runs ...", count)
        self.say(sentence.format(count=count))

    def _close(self) -> None:
        """Close the screen after its runs were moved, and say how many on the screen below.

        If some could not be moved, say why.
        """
        below, count = self.app.screen_stack[-2], len(self._moves)
        editions = {each.new.edition for each in self._moves}
        sentence = ngettext(
            "Moved {count} run to {edition}. u undoes.",
            "Moved {count} runs to {edition}. u undoes.",
            count,
        ).format(count=count, edition=self._moves[-1].new.edition)
        if len(editions) > 1:
            sentence = _("Moved {count} runs, each to its newest edition. u undoes.")
            sentence = sentence.format(count=count)
        if self._is_by_customer:
            sentence = ngettext(
                "{count} run goes by customer from now on. u undoes.",
                "{count} runs go by customer from now on. u undoes.",
                count,
            ).format(count=count)
        self.app.pop_screen()
        if self._moved is not None:
            self._moved(self._saved)
        if not isinstance(below, ListScreen):
            return
        if self._left:
            not_all = _("Not all runs are moved: {why}")
            below.say(not_all.format(why=_("; ").join(map(str, self._left))))
        else:
            below.say(sentence)

    def _not_moved(self, error: CspTuiError) -> None:
        self._is_moving = False
        self.say(_("Not moved: {why}").format(why=error))
