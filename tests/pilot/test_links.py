from __future__ import annotations

from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, NEW, add_partner, at_the_app


async def test_y_sends_the_whole_link_to_the_terminals_clipboard(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("g", "y")
        await seat.see("Sent to your terminal's clipboard")
        assert seat.app.clipboard == (
            "https://docs.microsoft.com/en-us/partner-center/"
            "direct-partner-new-requirements#minimum-requirements"
        )


async def test_an_item_without_a_link_says_so(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT, edition=NEW)
    async with at_the_app(workplace) as seat:
        await seat.go_to("Regions and their tenants listed")
        await seat.see("No link: this is good practice")
        await seat.press("y")
        await seat.see("This item has no link")
        assert seat.app.clipboard == ""
