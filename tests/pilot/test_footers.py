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
@pytest.mark.parametrize("cells", [40, 60, 80])
async def test_the_footer_tells_help_and_the_way_out_in_any_width(
    workplace: Workplace, screen: str, cells: int
):
    fill_with_invented(workplace)
    async with at_the_app(workplace, (cells, 20)) as seat:
        await seat.go_to("Woodgrove")
        for key in KEYS[screen]:
            await seat.press(key)
        await seat.see(r"\? help")
        assert seat.bottom.rstrip().endswith(("q back", "q quit"))
