from __future__ import annotations

from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, INDIRECT, add_partner, at_the_app, fill_with_invented


async def test_with_one_partner_only_her_run_opens_straight_away(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll direct 2018-12<")
        await seat.press("q")
        await seat.see("^ Partners.*  1")


async def test_with_two_partners_the_list_comes_first(workplace: Workplace):
    add_partner(workplace, "Northwind", DIRECT, INDIRECT)
    add_partner(workplace, "Contoso [UK] Ltd", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  2")
        assert seat.current.startswith("Contoso [UK] Ltd")
        await seat.press("j", "j")
        assert "0/12" in seat.current
        await seat.press("enter")
        await seat.see("Northwind › To indirect 2018-12<")


async def test_a_named_partner_and_run_open_at_once(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    partner = add_partner(workplace, "Northwind", DIRECT, INDIRECT)
    async with at_the_app(workplace, partner_id=partner.id, run=INDIRECT) as seat:
        await seat.see("Northwind › To indirect")


async def test_progress_and_next_on_the_list_follow_what_was_done(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam")
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso +ready .* 0/11 old +Active MPN ID")
        await seat.press("enter")
        await seat.see("Contoso › Enroll")
        await seat.press("space", "j", "w")
        await seat.answer("Waiting for")
        await seat.answer("Case number, if any")
        await seat.answer("Chase on", "2026-11-23")
        await seat.see("chase today")
        await seat.press("q")
        await seat.see("^> Contoso +chase 1 +1/11 old +Signatory")
        await seat.see("1 to chase")


async def test_the_divider_counts_partners_and_the_pane_begins_with_the_run_of_the_row(
    workplace: Workplace,
):
    add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("── 2 rows ─")
    add_partner(workplace, "Litware", DIRECT, INDIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("── 4 rows, 3 partners ─")
        await seat.press("down", "down")
        await seat.see("^ Run +─+ 0/11 +Enroll direct")
        await seat.press("down")
        await seat.see("^ Run +─+ 0/12 +To indirect")


async def test_the_pane_opens_when_there_is_room_for_it_and_follows_the_cursor(
    workplace: Workplace,
):
    for name in ("Contoso", "Fabrikam", "Litware"):
        add_partner(workplace, name, DIRECT)
    async with at_the_app(workplace, size=(80, 12)) as seat:
        await seat.see("^> Contoso")
        assert "─" not in seat.text
        await seat.pilot.resize_terminal(80, 24)
        await seat.see("── 3 rows ─+\n Contoso")
        await seat.press("j")
        await seat.see("── 3 rows ─+\n Fabrikam")
        await seat.pilot.resize_terminal(161, 24)
        await seat.see("│ Fabrikam")
        await seat.pilot.resize_terminal(80, 12)
        await seat.see_gone("[│─]")
        await seat.pilot.resize_terminal(80, 24)
        await seat.see("── 3 rows ─+\n Fabrikam")


async def test_the_pane_opens_below_a_list_that_is_narrowed_to_few_rows(workplace: Workplace):
    for number in range(24):
        add_partner(workplace, f"Partner {number:02}", DIRECT)
    add_partner(workplace, "Northwind", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("^> Northwind")
        await seat.narrow("north")
        await seat.see("── 1 row ─+\n Northwind")
        await seat.press("ctrl+g")
        await seat.see("^> Northwind")
        await seat.see_gone("── 1 row ─")


async def test_by_waiting_a_run_that_waits_stands_above_one_of_its_partner_that_does_not(
    workplace: Workplace,
):
    fill_with_invented(workplace)
    async with at_the_app(workplace) as seat:
        await seat.press("s", "w")
        await seat.see("^ Partners .*waiting longest")
        await seat.see("^> Tailspin Toys +.* [0-9]+ d$")
        names = [line[2:26].strip() for line in seat.lines[2:12]]
        waits = [line.endswith(" d") for line in seat.lines[2:12]]
        assert waits == sorted(waits, reverse=True)
        assert names.count("Litware Inc.") == 2
        assert waits[names.index("Litware Inc.")] is True
        await seat.press("s", "-")
        await seat.see("waiting longest, the other way")
        assert seat.lines[11].startswith("  Tailspin Toys")
