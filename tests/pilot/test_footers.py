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
    "marked customers": ("c", "m", "j"),
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


@pytest.mark.parametrize(
    ("cells", "words"), [(40, "more lines: enter"), (80, "more lines of detail: enter")]
)
async def test_the_row_below_a_checklist_names_the_key_of_the_detail_in_any_width(
    workplace: Workplace, cells: int, words: str
):
    fill_with_invented(workplace)
    async with at_the_app(workplace, (cells, 12)) as seat:
        await seat.go_to("Contoso")
        await seat.press("enter")
        await seat.see(f"^── 1-[0-9] of 46, [0-9]+ {words} ─")


async def test_what_enter_does_on_items_of_customers_has_room_in_a_narrow_terminal(
    workplace: Workplace,
):
    fill_with_invented(workplace)
    async with at_the_app(workplace, (40, 20)) as seat:
        await seat.go_to("Woodgrove")
        await seat.press("enter", "v")
        await seat.see("^> .*Your GDAP se")
        await seat.see("^ enter customers  [?] help  q back$")
