"""What is next on the screen: from anywhere, by filter, through a run and back."""

from __future__ import annotations

from datetime import date

import pytest

from csp_tui.core.base.actor import Actor
from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import (
    DIRECT,
    INDIRECT,
    NEW,
    OLD,
    add_partner,
    at_the_app,
    fill_with_invented,
    other_store,
)

LATE = date(2026, 11, 14)


@pytest.fixture
def two(workplace: Workplace) -> Workplace:
    """Contoso waits for Microsoft since long, Fabrikam has just started."""
    contoso = add_partner(workplace, "Contoso [UK] Ltd", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT)
    item = workplace.library.get(DIRECT, OLD).by_id["credit-check"]
    change = item_changes.wait(DIRECT, item, "Microsoft", LATE, LATE)
    workplace.store.change(contoso.id, [change])
    return workplace


async def test_one_key_tells_who_has_waited_too_long_for_microsoft(two: Workplace):
    async with at_the_app(two, (120, 40)) as seat:
        await seat.press("v")
        await seat.see("^ Next .*  1 to chase ")
        await seat.see("1 To chase")
        assert "Contoso [UK] Ltd" in seat.current
        await seat.see(r"^> 9 d late +Contoso .*\[~\] Credit check passed +Microsoft")
        await seat.press("v")  # is here already
        await seat.press("q")
        await seat.see("^ Partners.*  2")


async def test_the_filter_lists_just_what_waits_for_microsoft(two: Workplace):
    async with at_the_app(two, (120, 40)) as seat:
        await seat.press("v")
        await seat.see("Partner programme active|ready")
        await seat.press("f", "w")
        await seat.see("^ Filter the items: waiting for")
        await seat.see("^  a Microsoft +1")
        await seat.press("a")
        await seat.see("^ Next  for Microsoft  1 late  1 to chase$")
        await seat.press("f", "0")
        await seat.see("^ Next .*  1 to chase ")


async def test_what_waits_for_any_part_of_microsoft_is_listed_as_one(workplace: Workplace):
    fill_with_invented(workplace)
    async with at_the_app(workplace, (120, 40)) as seat:
        await seat.see(" Partners.*  9")
        await seat.press("v", "f", "w", "a")
        await seat.see("^ Next  for Microsoft .*  3 to chase")
        for party in ("Microsoft credit", "Microsoft vetting", "Microsoft  "):
            await seat.see(party)


async def test_microsoft_is_offered_first_though_more_waits_for_others(two: Workplace):
    checklist = two.library.get(DIRECT, OLD)
    for name in ("Litware", "Proseware"):
        partner = add_partner(two, name, DIRECT)
        two.store.change(
            partner.id,
            [
                item_changes.wait(DIRECT, item, "the distributor", LATE, LATE)
                for item in [*checklist.items][:2]
            ],
        )
    async with at_the_app(two, (120, 40)) as seat:
        await seat.press("v", "f", "w")
        await seat.see("^  a Microsoft +1 ")
        await seat.see("b the distributor +4")


async def test_three_keys_tell_what_finance_can_do_today(workplace: Workplace):
    fill_with_invented(workplace)
    async with at_the_app(workplace) as seat:
        await seat.see(" Partners.*  9")
        await seat.press("v", "f", "f")
        await seat.see("^ Next  for finance  ")
        await seat.see("Billing and provision")
        assert "Business verification" not in seat.text


async def test_filters_of_next_hold_together_and_one_role_takes_the_place_of_another(
    two: Workplace,
):
    reviewer = two.with_parts(actor=Actor("root", "host-a", "Amira"))
    partner = two.store.add_partner("Adatum", owner="amira").partner
    two.store.change(
        partner.id, [item_changes.start(partner, two.library.get(DIRECT, OLD), two.clock())]
    )
    async with at_the_app(reviewer) as seat:
        await seat.press("v")
        await seat.see("Fabrikam")
        await seat.press("f", "M")
        await seat.see("^ Next  mine  ")
        assert "Fabrikam" not in seat.text
        await seat.see(r"[*]m mine +\d")
        await seat.see(r"^ now \d+ items  enter done")
        await seat.press("f")
        await seat.see("^ Next  mine, for finance  ")
        assert "Filter the items" not in seat.text
        await seat.press("f", "g")
        await seat.see("^ Next  mine, for global admin  ")
        await seat.press("f", "R")
        await seat.see("^ Next  mine, for global admin, ready$")
        await seat.press("ctrl+g")
        await seat.see("^ Next  mine, for global admin  ")
        await seat.press("ctrl+g")
        await seat.see("Fabrikam")


async def test_enter_goes_to_the_item_and_q_comes_back_to_the_row_as_it_is_now(two: Workplace):
    async with at_the_app(two) as seat:
        await seat.press("v")
        await seat.see("To chase")
        await seat.go_to("One managed service")
        assert "Contoso" in seat.current
        before = seat.current
        await seat.press("enter")
        await seat.see("Contoso .UK. Ltd › Enroll")
        assert "[ ] One managed service" in seat.current
        await seat.press("space")
        await seat.see("^ 1/11")
        await seat.wait_for_save()
        await seat.press("q")
        await seat.see("^ Next")
        await seat.see_gone(r"Contoso.*One managed service")
        assert seat.current != before
        await seat.press("q")
        await seat.see("^ Partners")


async def test_from_a_run_it_shows_that_partner_and_again_all(two: Workplace):
    async with at_the_app(two) as seat:
        await seat.press("j", "enter")
        await seat.see("Fabrikam › Enroll")
        await seat.press("v")
        await seat.see("^ Next › Fabrikam  ")
        assert "Contoso" not in seat.text
        await seat.press("enter")
        await seat.see("Fabrikam › Enroll")
        await seat.press("v")  # goes back to the same list, not deeper
        await seat.see("^ Next › Fabrikam  ")
        await seat.press("v")
        await seat.see("^ Next .*  1 to chase")
        await seat.press("q", "q", "q")
        await seat.see("^ Partners.*  2")


async def test_with_several_runs_each_row_tells_its_run(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT, INDIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("v")
        await seat.see("^ Next › Contoso")
        await seat.see("^> .* Enroll direct ")
        await seat.see("^  .* To indirect ")


async def test_an_item_is_walked_through_all_partners(two: Workplace):
    contoso, fabrikam = (row.id for row in two.overview.rows())
    item = two.library.get(DIRECT, OLD).by_id["credit-check"]
    two.store.change(fabrikam, [item_changes.tick(DIRECT, item)])
    long_ago = item_changes.wait(DIRECT, item, "Microsoft", date(2025, 12, 5), LATE)
    two.store.change(contoso, [long_ago])
    async with at_the_app(two, (120, 40)) as seat:
        await seat.press("v")
        await seat.see("^ +When .* Waits for, note +Since +Owner")
        await seat.see(r"^> 9 d late +Contoso .*\[~\] Credit check .* Microsoft +5 Dec 2025")
        assert seat.lines[1].index("Since") == seat.lines[3].index("5 Dec 2025")
        assert seat.lines[1].index("Owner") == seat.lines[1].index("Since") + len("5 Dec 2025 ")
        await seat.press("i")
        await seat.see("^ Next › Credit check passed .*  1 to chase")
        await seat.see(r"^> 9 d late +Contoso .*\[~\] asked 5 Dec 2025 .* Microsoft")
        await seat.see(r"^ +Fabrikam .*\[x\] done")
        await seat.press("j", "enter")
        await seat.see("Fabrikam › Enroll")
        assert "[x] Credit check passed" in seat.current
        await seat.press("q")
        await seat.see("Done or not applicable")
        await seat.press("q")
        await seat.see("^ Next .*  1 to chase")


async def test_what_another_session_does_appears(two: Workplace):
    contoso = next(row.id for row in two.overview.rows() if row.name.startswith("Contoso"))
    item = two.library.get(DIRECT, OLD).by_id["credit-check"]
    async with at_the_app(two) as seat:
        await seat.press("v")
        await seat.see("To chase")
        other_store(two).change(contoso, [item_changes.tick(DIRECT, item)])
        await seat.see_gone("To chase")


async def test_a_missed_yearly_check_says_first_by_when_it_can_be_mended(workplace: Workplace):
    for name in ("Contoso", "Fabrikam"):
        partner = add_partner(workplace, name, DIRECT)
        path = workplace.places.progress_file(partner.id)
        clock = 'anniversary = 11\nmodel = "indirect-reseller"\n'
        path.write_text(path.read_text().replace("format = 1\n", f"format = 1\n{clock}", 1))
    async with at_the_app(workplace) as seat:
        await seat.press("enter")
        await seat.see("^ 0/11 .*  check missed, mend 30 Nov  required 0/5")
        await seat.press("q")
        await seat.see("^> Contoso ")
        await seat.press("v")
        await seat.see("mend 30 Nov +Contoso +Missed: ")
        await seat.see("^ Next  2 late  2 missed checks  12 ready")
        await seat.press("f", "k")
        await seat.see("2 Missed yearly checks")


async def test_missed_yearly_checks_are_worded_alike_however_long_ago_they_were(
    workplace: Workplace,
):
    for name, month in (("Contoso", 10), ("Fabrikam", 11)):
        path = workplace.places.progress_file(add_partner(workplace, name).id)
        clock = f'anniversary = {month}\nmodel = "direct-bill"\n'
        path.write_text(path.read_text().replace("format = 1\n", f"format = 1\n{clock}", 1))
    async with at_the_app(workplace, (120, 24)) as seat:
        await seat.press("v", "b")
        await seat.see("Missed: yearly check; partners report Suspen.* Contoso")
        await seat.see("Missed: yearly check of all criteria.* Fabrikam")


async def test_a_day_of_the_clock_opens_the_partner_and_is_no_item(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    path = workplace.places.progress_file(partner.id)
    path.write_text(path.read_text().replace("format = 1\n", "format = 1\nanniversary = 12\n", 1))
    async with at_the_app(workplace) as seat:
        await seat.press("v")
        await seat.see(r"^> T 1 Dec +Yearly check of the tenant.* official")
        await seat.press("i")
        await seat.see("not about an item")
        await seat.press("enter")
        await seat.see("Contoso › Enroll")


async def test_a_partner_that_cannot_be_read_is_named(two: Workplace):
    (two.places.partners / "broken.toml").write_text("format = 1\nname =")
    async with at_the_app(two) as seat:
        await seat.press("v")
        await seat.see("broken.toml: unreadable, line 2")
        await seat.press("j", "enter")
        await seat.see("› Enroll")


async def test_without_a_partner_there_is_nothing_to_do(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("v")
        await seat.see("Nothing to do now")
        await seat.press("enter", "i", "f", "q")
        await seat.see("No partner yet")


async def test_names_from_files_are_text_here_too(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    path = workplace.places.progress_file(partner.id)
    text = path.read_text().replace('"Contoso"', r'"[red]Con\u001b[2Jtoso"')
    path.write_text(text)
    add_partner(workplace, "Fabrikam", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("v")
        await seat.see(r"\[red\]Con\^\[\[2J")


async def test_a_complete_yearly_run_is_told_to_be_closed_until_it_is(workplace: Workplace):
    partner = workplace.store.add_partner("Contoso", anniversary=10).partner
    checklist = workplace.library.get("keep-reseller", "2026-08")
    start, run = item_changes.start(partner, checklist, workplace.clock()), "keep-reseller-2026"
    ticks = [item_changes.tick(run, item) for item in checklist.items if item.need == "required"]
    workplace.store.change(partner.id, [start, *ticks])
    async with at_the_app(workplace) as seat:
        await seat.see("11/18 .*  complete: C closes it")
        await seat.press("q")
        await seat.see(r"close it .* Oct  312 d")
        await seat.press("v")
        await seat.see("close Keep reseller 2026, it is compl")
        assert "late" not in seat.text
        await seat.press("i")
        await seat.see("This row is not about an item: enter opens")
        await seat.press("enter", "C")
        await seat.answer("Close: Keep reseller 2026", "c")
        await seat.see("Closed. C opens it again")
        assert "close it" not in seat.text
        await seat.press("q")
        await seat.see("^ Next")
        await seat.see_gone("it is complete")


async def test_after_a_search_it_shows_just_the_partner_that_is_found(two: Workplace):
    async with at_the_app(two) as seat:
        await seat.narrow("fabrikam")
        await seat.see("^ Partners.*  1 of")
        await seat.press("v")
        await seat.see("^ Next › Fabrikam  ")
        assert "Contoso" not in seat.text
        await seat.press("v")
        await seat.see("^ Next .*  1 to chase")


async def test_with_a_filter_or_several_found_its_head_says_whose_it_shows(two: Workplace):
    add_partner(two, "Contoso GmbH", DIRECT)
    async with at_the_app(two) as seat:
        await seat.narrow("contoso")
        await seat.see("^ Partners.*  2 of")
        await seat.press("v")
        await seat.see('^ Next  with "contoso" .*  1 to chase')
        assert "Fabrikam" not in seat.text
        await seat.press("v")
        await seat.see("^ Next .*  1 to chase")
        await seat.see("Fabrikam")
        await seat.press("q", "q", "ctrl+g", "f", "c")
        await seat.see("to chase  ctrl.g show all$")
        await seat.press("v")
        await seat.see(r"^ Next › Contoso \[UK\] Ltd .*  1 to chase")


async def test_b_tells_each_item_once_and_enter_shows_its_partners(two: Workplace):
    add_partner(two, "Litware", DIRECT)
    async with at_the_app(two) as seat:
        await seat.press("v")
        await seat.see("^ +Fabrikam +. . Active MPN ID for the s")
        await seat.press("b")
        await seat.see(r"^> 9 d late +.~. Credit check passed +Contoso .* Microsoft *$")
        await seat.see(r"^ +\[ \] Active MPN ID for the s.* 3 partners")
        await seat.see(r"^ +\[ \] Credit check passed +2 partners")
        assert len([line for line in seat.lines if "Active MPN ID for the selling" in line]) == 1
        await seat.see(
            "^ space done      w chased +enter open  b unfold  f filter  [?] help  q back"
        )
        await seat.go_to("Active MPN ID for the selling")
        await seat.see("^ space all done  w all wait +enter open  b unfold  f filter  [?] help")
        await seat.press("enter")
        await seat.see("^ Next › Active MPN ID for the selling location  3 ready")
        assert "Contoso [UK] Ltd" in seat.current
        await seat.press("b")
        await seat.see("This shows one partner or item only")
        await seat.press("j", "enter")
        await seat.see("^ Fabrikam › Enroll")
        await seat.press("space")
        await seat.see(r"^> \[x\] Active MPN ID for the selling")
        await seat.press("q", "q")
        await seat.see(r"^> +\[ \] Active MPN ID for the s.* 2 partners")
        await seat.press("b")
        await seat.see(r"^ +Litware +\[ \] Active MPN ID for the s")


async def test_only_rows_about_an_item_are_said_to_have_it_in_all_partners(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT, edition=NEW)
    workplace.store.change(partner.id, [item_changes.edit_partner(partner, anniversary="12")])
    async with at_the_app(workplace, size=(120, 24)) as seat:
        await seat.press("v")
        await seat.see("^> T 1 Dec")
        await seat.see("  f filter  / narrow  [?] help")
        await seat.go_to("Regions and their tenants")
        await seat.see("  f filter  i all partners  / narrow")


async def test_b_joins_partners_at_the_same_point_of_the_yearly_clock(workplace: Workplace):
    for name in ("Contoso", "Fabrikam", "Litware"):
        partner = add_partner(workplace, name, DIRECT, edition=NEW)
        month = "1" if name == "Litware" else "12"
        workplace.store.change(partner.id, [item_changes.edit_partner(partner, anniversary=month)])
    async with at_the_app(workplace) as seat:
        await seat.press("v", "b")
        await seat.see("^  3 Yearly clock, in 2 rows")
        await seat.see("^> T 1 Dec +Yearly check .* 2 partners")
        await seat.see("^  T-30 2 Dec +Last notice.* Litware")
        for key in ("space", "i", "y"):
            await seat.press(key)
            await seat.see("This row is not about an item: enter shows one row each")
        await seat.press("enter")
        await seat.see("^ Next  T, on the clock  2 on the clock")
        await seat.see("^> T 1 Dec +Contoso +Yearly check")
        await seat.see("^  T 1 Dec +Fabrikam +Yearly check")
        await seat.see_gone("Litware")
        await seat.press("enter")
        await seat.see("^ Contoso › Enroll")
        await seat.press("q", "q")
        await seat.see("^> T 1 Dec +Yearly check .* 2 partners")


async def test_b_keeps_the_cursor_on_the_step(two: Workplace):
    async with at_the_app(two) as seat:
        await seat.press("v")
        await seat.go_to("First-line cloud support")
        await seat.press("b")
        await seat.see("^ +When +Item +Partners")
        assert "First-line cloud support" in seat.current
        await seat.press("b")
        await seat.see("^ +When +Partner +Item")
        assert "First-line cloud support" in seat.current


async def test_a_filter_holds_in_the_partners_of_an_item_and_ends_with_ctrl_g(two: Workplace):
    for name in ("Litware", "Proseware"):
        partner = add_partner(two, name, DIRECT)
        two.store.change(partner.id, [item_changes.edit_partner(partner, owner="amira")])
    async with at_the_app(two, (120, 40)) as seat:
        await seat.press("v", "b", "f", "m")
        await seat.see("^ Next  by item, mine  ")
        await seat.go_to("Billing and provisioning")
        assert "2 partners" in seat.current
        await seat.press("enter")
        await seat.see("^ Next › Billing and provisioning .*  mine  2 ready")
        await seat.press("ctrl+g")
        await seat.see("^ Next › Billing and provisioning .*  4 ready")
        await seat.press("q")
        await seat.see("^ Next  by item, mine  ")
        assert "2 partners" in seat.current
        await seat.press("ctrl+g")
        await seat.see("^ Next .*  1 to chase ")
        await seat.see(r"^> +\[ \] Billing and provisioning.* 4 partners")


async def test_rows_by_item_tell_the_longest_wait_and_the_number_of_customers(
    workplace: Workplace,
):
    fill_with_invented(workplace)
    async with at_the_app(workplace, (120, 40)) as seat:
        await seat.see(" Partners.*  9")
        await seat.press("v", "b")
        await seat.see(r"\[~\] Business verification passed +2 partners +Microsoft")
        await seat.press("G")
        await seat.see(r"\[ \] First invoice.*: \d+ customers +Woodgrove")


async def test_a_one_way_item_that_waits_shows_for_whom(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", INDIRECT, edition=NEW)
    checklist = workplace.library.get(INDIRECT, NEW)
    item = next(each for each in checklist.by_id.values() if each.irreversible)
    change = item_changes.wait(INDIRECT, item, "Microsoft vetting", LATE, LATE)
    workplace.store.change(partner.id, [change])
    for cells, words in (
        (80, "Microsoft vett…"),
        (120, "Microsoft vetting"),
        (200, "Microsoft vetting"),
    ):
        async with at_the_app(workplace, (cells, 30)) as seat:
            await seat.press("v")
            await seat.see(r"^> .*\[~\] ")
            assert words in seat.current
