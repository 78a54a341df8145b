from __future__ import annotations

import pytest

from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, NEW, Seat, add_partner, at_the_app

OWN = """\
format = 1
title = "Own"
[[sections]]
id = "one"
title = "One"
[[sections.items]]
id = "first"
title = "First thing"
[[sections.items.links]]
url = "{url}"
"""
PLAIN = "https://learn.microsoft.com/x?a=b@c#d"


def opened_links(seat: Seat) -> set[str]:
    """Return the addresses that the terminal would open from the screen."""
    strips = seat.app.screen._compositor.render_strips()
    styles = (segment.style for strip in strips for segment in strip)
    return {style.link for style in styles if style and style.link}


def started(workplace: Workplace, url: str) -> str:
    """Start an own checklist with one link, and return why it cannot be read."""
    path = workplace.places.data / "checklists" / "own" / "1.toml"
    path.parent.mkdir(parents=True)
    path.write_text(OWN.format(url=PLAIN))
    partner = add_partner(workplace, "Contoso")
    own = workplace.library.get("own", "1")
    workplace.store.change(partner.id, [item_changes.start(partner, own, workplace.clock())])
    path.write_text(OWN.format(url=url))
    return " ".join(each.what for each in workplace.library.problems(own_only=True))


async def test_an_address_is_a_link_where_it_leads_where_it_seems_to(workplace: Workplace):
    started(workplace, PLAIN)
    async with at_the_app(workplace) as seat:
        await seat.see("First thing")
        assert opened_links(seat) == {PLAIN}


@pytest.mark.parametrize(
    "url",
    [
        "https://microsoft.com@evil.example/",
        "https://microsoft.com\\\\@evil.example/",
        "https://m\u0456crosoft.com/",
        "https://xn--mcrosoft-tkb.com/",
        "https://example.com/\u00dc",
        "https://example.com/\u200b",
        f"https://example.com/{'x' * 3000}",
    ],
)
async def test_another_address_is_shown_but_is_no_link(workplace: Workplace, url: str):
    started(workplace, url)
    async with at_the_app(workplace) as seat:
        await seat.see("First thing")
        await seat.see("https://")
        assert opened_links(seat) == set()
        await seat.press("y")
        await seat.see("Sent to your terminal's clipboard")
        assert seat.app.clipboard == url.replace("\\\\", "\\")


@pytest.mark.parametrize(
    "url",
    [
        "https://x/\\u001b]8;;https://evil.example/\\u001b\\\\",
        "https://x/\\u0007",
        "https://x/\\u009c",
        "https://x/\\nrm -r x",
        "https://x/\\u202e",
        "https://x/\\u2028",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
    ],
)
async def test_an_address_of_no_page_is_neither_a_link_nor_copied(workplace: Workplace, url: str):
    assert "must start with https:// or http://" in started(workplace, url)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso")
        await seat.press("enter")
        await seat.see("must start")
        await seat.press("y")
        assert opened_links(seat) == set()
        assert seat.app.clipboard == ""


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
