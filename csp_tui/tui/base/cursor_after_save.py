"""Move the cursor of a list after a change was saved.

Normally the cursor stays on its row, or on the row that takes its place (see `RowList.show`). After
an undo, a redo or a change of many rows it goes to the first row that was changed.
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
        saved: the saved change.
        key_of: returns the key of the row that shows a history line, or "" if no row does.
    """
    if saved.lines:
        rows.select(key_of(saved.lines[0]))
