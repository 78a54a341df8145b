"""What is known of the terminal's rows from the first frame on."""

from __future__ import annotations

from collections.abc import ItemsView

from csp_tui.tui.base.changed_cells import ShownRows

ROWS = {0: "Partners", 1: "> Contoso"}


def test_all_rows_are_drawn_if_the_terminal_is_resized_while_they_are_compared():
    known = dict(ROWS)

    class Drawn(dict[int, str]):
        def items(self) -> ItemsView[int, str]:
            known.clear()  # as the handler of the signal does
            return super().items()

    shown = ShownRows(known)
    assert shown.changed(ROWS) == []
    assert shown.changed(Drawn(ROWS)) == [0, 1]
    assert shown.changed(ROWS) == [0, 1]
