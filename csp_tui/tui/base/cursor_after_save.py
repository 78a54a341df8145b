"""Where the cursor goes after a save.

It stays on its row, or on the one that takes its place (`RowList.show`). After what the user asked
for as a whole, such as an undo, it goes to the first row that was changed.
"""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.core.history.line import HistoryLine
from csp_tui.core.store.store import Saved
from csp_tui.tui.widgets.row_list import RowList


def go_to_changed(rows: RowList, saved: Saved, key_of: Callable[[HistoryLine], str]) -> None:
    """Put the cursor on the row of the first change; it stays if that row is not shown.

    Args:
        rows: the list.
        saved: what was saved.
        key_of: returns the key of the row that shows a change; empty if none does.
    """
    if saved.lines:
        rows.select(key_of(saved.lines[0]))
