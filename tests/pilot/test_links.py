from __future__ import annotations

from datetime import date

import pytest

from csp_tui.core.runs import customer_changes, item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, INDIRECT, NEW, Seat, add_partner, at_the_app, other_store

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
        await seat.press("y", "y")
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
        await seat.see(r"must\s+start")
        await seat.press("y", "y")
        assert opened_links(seat) == set()
        assert seat.app.clipboard == ""


async def test_y_y_sends_the_whole_link_to_the_terminals_clipboard(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("g", "y")
        await seat.see("^ Copy: Active MPN ID")
        await seat.press("y")
        await seat.see("Sent to your terminal's clipboard")
        assert seat.app.clipboard == (
            "https://docs.microsoft.com/en-us/partner-center/"
            "direct-partner-new-requirements#minimum-requirements"
        )


async def test_an_item_without_a_link_offers_none(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT, edition=NEW)
    async with at_the_app(workplace) as seat:
        await seat.go_to("Regions and their tenants listed")
        await seat.see("No link: this is good practice")
        await seat.press("y")
        await seat.see("t the title")
        assert "the link" not in seat.text
        await seat.press("y")
        assert seat.app.clipboard == ""
        await seat.press("t")
        await seat.see("If it did not arrive, press y s t")
        assert seat.app.clipboard == "Regions and their tenants listed"


async def test_the_item_and_what_is_open_are_copied(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT, edition=NEW)
    async with at_the_app(workplace) as seat:
        await seat.go_to("Credit approval received")
        await seat.press("y", "i")
        await seat.see("Sent to your terminal's clipboard")
        assert seat.app.clipboard.startswith("[ ] Credit approval received\nContoso, Enroll")
        assert "\nhttps://learn.microsoft.com/" in seat.app.clipboard
        await seat.press("y", "o")
        await seat.see("Sent to your terminal's clipboard")
        assert "0 of 37 done" in seat.app.clipboard
        assert "\n[ ] Credit approval received (not yet: " in seat.app.clipboard


async def test_a_waiting_item_offers_a_text_to_chase_with(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT, edition=NEW)
    item = workplace.library.get(DIRECT, NEW).by_id["credit-approval"]
    waits = item_changes.wait(
        DIRECT, item, "Microsoft", date(2026, 11, 6), date(2026, 11, 20), "2611"
    )
    async with at_the_app(workplace) as seat:
        await seat.go_to("Credit approval received")
        await seat.press("y")
        await seat.see("the whole item")
        assert "chase with" not in seat.text
        await seat.press("c")
        await seat.see("No text to chase with: Credit approval received is not waiting")
        other_store(workplace).change(partner.id, [waits])
        await seat.see("^> .~. Credit approval received")
        await seat.press("y", "c")
        await seat.see("If it did not arrive, press y s c")
        subject = 'Still open: "Credit approval received", Contoso, case 2611\n'
        assert seat.app.clipboard.startswith(subject)
        assert "We have been waiting for you since Fri 6 Nov 2026" in seat.app.clipboard
        await seat.press("q", "v", "g")
        await seat.see("^> chase .*Credit approval recei")
        seat.app.copy_to_clipboard("")
        await seat.press("y", "c")
        await seat.see("If it did not arrive")
        assert "The case is 2611." in seat.app.clipboard


async def test_reading_a_checklist_offers_its_texts_too(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("enter")
        await seat.see("for reading only")
        await seat.press("y", "i")
        await seat.see("Sent to your terminal's clipboard")
        assert seat.app.clipboard.startswith("[ ] ")


async def test_in_the_matrix_the_text_is_of_the_customer(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", INDIRECT, edition=NEW)
    shop = customer_changes.add("shop", "Corner shop")
    workplace.store.change(partner.id, [shop])
    async with at_the_app(workplace) as seat:
        await seat.press("c")
        await seat.see("^> .*Corner shop")
        await seat.press("y", "i")
        await seat.see("Sent to your terminal's clipboard")
        assert "\nCorner shop, " in seat.app.clipboard
        await seat.press("y", "o")
        await seat.see("Sent to your terminal's clipboard")
        assert seat.app.clipboard.startswith("Corner shop, ")
