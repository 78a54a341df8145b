"""Move the cursor of a list after a change was saved.

Normally the cursor stays on its row, or on the row that takes its place (see `RowList.show`), also
after marked items of a run were changed. It goes to the row of the first change

- in the screen of a run after an undo or a redo, and in the screen Next after an undo;
- in the screen of the customers after a redo or the undo of one customer, after marked customers
  were changed, and after a customer was added, archived, brought back or restored; unless the
  cursor was moved while that was being saved.

Two screens place the cursor without this module. `PartnersScreen.show_partner` puts it on the first
row of a partner that was added, edited or restored, and of the first partner of an import.
`CustomersScreen._say_imported` puts it on the first imported customer.
"""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.core.history.line import HistoryLine
from csp_tui.core.store.saved import Saved
from csp_tui.tui.widgets.row_list import RowList


def go_to_changed(rows: RowList, saved: Saved, key_of: Callable[[HistoryLine], str]) -> None:
    """Put the cursor on the row that was changed first.

    The cursor stays where it is if nothing was changed or that row is not shown.

    Args:
        rows: the list.
        saved: the result of the save, with a history line for each change.
        key_of: returns the key of the row that a history line has changed; "" if there is none.
    """
    if saved.lines:
        rows.select(key_of(saved.lines[0]))
