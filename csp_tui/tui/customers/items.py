"""The screen that lists the items of each customer, to make one of them the chosen item."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from textual.app import ComposeResult

from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import pad, visible_line, width
from csp_tui.core.checklists.model import Item
from csp_tui.core.runs.view import RunView
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.keys.all_keys import CUSTOMER_ITEMS
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.frame import ruled, title_row
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.saving.saver import ChangeSaved
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import Row, RowList
from csp_tui.tui.widgets.text_lines import TextLines

HINTS = hint_line(
    ("enter", N_("show the customers")),
    ("/", N_("narrow")),
    ("?", N_("help")),
    ("q", N_("back")),
)
_NUMBER, _GAP = 2, 2
_ROOM_FOR_SHARES = 60


class CustomerItemsScreen(ListScreen):
    """Lists the items with the numbers of the matrix's columns, and how many customers lack each.

    Args:
        matrix: the screen of the customers below this one, which reads the files.
        state: returns the run; for each item, for how many customers it is done and for how many
            it applies; and the index of the chosen item.
        choose: makes the item at an index the chosen one.
    """

    CSS_PATH = "items.tcss"
    ACTIONS = CUSTOMER_ITEMS
    BINDINGS = bindings_for(CUSTOMER_ITEMS)

    def __init__(
        self,
        matrix: ListScreen,
        state: Callable[[], tuple[RunView, Sequence[tuple[int, int]], int]],
        choose: Callable[[int], None],
    ) -> None:
        super().__init__()
        self._matrix = matrix
        self._state = state
        self._choose = choose

    def compose(self) -> ComposeResult:
        """Yield the title, the list and the bottom row."""
        yield TextLines(id="head")
        yield RowList()
        yield BottomRow(HINTS)

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        self.soon(self._show)

    def on_mount(self) -> None:
        """Show the items, with the cursor on the chosen one."""
        self.soon(self._show)

    def followed(self) -> list[Path]:
        """Return the files that the screen of the customers follows."""
        return self._matrix.followed()

    def follow(self) -> None:
        """Let the screen of the customers read the files again, and show its items."""
        self._matrix.follow()
        self._show()

    def take_saved(self, message: ChangeSaved) -> None:  # noqa: ARG002
        """Show the counts again after any change was saved."""
        self._show()

    def _show(self) -> None:
        view, counts, place = self._state()
        names, cells = (view.partner.name, _("items of each customer")), self.rows.size.width
        rows = self.narrowed(list(_rows(view.customer_items, counts, self.rows.size.width)))
        title = title_row(cells, names, [(self.narrowing_note(), Tone.ACCENT)])
        self.query_one("#head", TextLines).show([title, ruled((), cells)])
        self.rows.show(rows, self.rows.key or view.customer_items[place].id)

    def action_choose_listed(self) -> None:
        """Choose the item under the cursor and go back to the customers."""
        items = self._state()[0].customer_items
        place = next((at for at, item in enumerate(items) if item.id == self.rows.key), None)
        if place is not None:
            self.app.pop_screen()
            self._choose(place)


def _rows(items: Sequence[Item], counts: Sequence[tuple[int, int]], cells: int) -> Iterator[Row]:
    """Yield a row for each item: its number, how many customers have and lack it, its title.

    Args:
        items: the items.
        counts: of each item, for how many customers it is done and for how many it applies.
        cells: the width of the list; a narrow one leaves out how many customers have the item.
    """
    shares = [f"{done}/{total}" for done, total in counts]
    lacks = [_lack_note(*each) if each[1] else "" for each in counts]
    rooms = [max(map(width, column)) + _GAP for column in (shares, lacks)]
    if cells < _ROOM_FOR_SHARES:
        rooms[0] = 0
    for place, item in enumerate(items):
        yield Row(
            item.id,
            (
                (f"{place + 1:>{_NUMBER}}  ", Tone.TEXT),
                (pad(shares[place], rooms[0]) if rooms[0] else "", Tone.TEXT),
                (pad(lacks[place], rooms[1]), _lack_tone(*counts[place])),
                (visible_line(item.title), Tone.TEXT),
            ),
            name=3,
        )


def _lack_note(done: int, total: int) -> str:
    """Return the text on how many customers lack an item that `done` of `total` have.

    If none lacks it, the text says that all have it.
    """
    lacking = total - done
    label = ngettext("{count} lack it", "{count} lack it", lacking)
    return label.format(count=lacking) if lacking else _("all have it")


def _lack_tone(done: int, total: int) -> Tone:
    """Return the tone of the text on who lacks an item: quiet if no customer does."""
    return Tone.TEXT if total > done else Tone.QUIET
