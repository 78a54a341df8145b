from __future__ import annotations

import pytest

from csp_tui.core.workplace.workplace import Workplace

from .helpers import at_the_app, fill_with_invented

KEYS = {
    "partners": (),
    "checklist": ("enter",),
    "marked items": ("enter", "m"),
    "facts": ("enter", "F"),
    "history": ("enter", "H"),
    "checklists": ("S",),
    "next": ("v",),
    "archive": ("A",),
    "customers": ("c",),
    "marked customers": ("c", "m"),
    "customer": ("c", "enter"),
}


@pytest.mark.parametrize("screen", KEYS)
async def test_the_footer_tells_help_and_the_way_out_in_any_width(
    workplace: Workplace, screen: str
):
    fill_with_invented(workplace)
    async with at_the_app(workplace, (40, 20)) as seat:
        await seat.go_to("Woodgrove")
        for key in KEYS[screen]:
            await seat.press(key)
        for cells in (40, 60, 80):
            await seat.pilot.resize_terminal(cells, 20)
            assert seat.app.screen.size.width == cells
            await seat.see(r"\? help")
            assert seat.bottom.rstrip().endswith(("q back", "q quit"))
