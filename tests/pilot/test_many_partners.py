"""The partners screen with several partners: columns, counts, sort, filters, search, news."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from csp_tui.core.base import language
from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, INDIRECT, NEW, OLD, FakeClock, add_partner, at_the_app, other_store

TODAY = date(2026, 11, 23)


@pytest.fixture
def three(workplace: Workplace) -> dict[str, str]:
    """Return the ids of Adatum (chase, no month), Contoso (March) and Northwind (January)."""
    ids = {}
    for name, month in (("Adatum", ""), ("Contoso", "March"), ("Northwind", "January")):
        partner = add_partner(workplace, name, INDIRECT if name == "Northwind" else DIRECT)
        values = {"anniversary": month, "owner": "amira" if name == "Contoso" else "ben"}
        workplace.store.change(partner.id, [item_changes.edit_partner(partner, **values)])
        ids[name] = partner.id
    item = workplace.library.get(DIRECT, OLD).by_id["credit-check"]
    wait = item_changes.wait(
        DIRECT, item, "Microsoft", TODAY - timedelta(days=9), TODAY, "2611-4711"
    )
    workplace.store.change(ids["Adatum"], [wait])
    return ids


def names_of(lines: list[str]) -> list[str]:
    """Return the names of the rows, from the top, down to a divider."""
    below = next((y for y, line in enumerate(lines) if line.startswith("──")), len(lines) - 1)
    shown = [line for line in lines[2:below] if line.strip() and not line[2].isdigit()]
    return [line.split()[1 if line.startswith("> ") else 0] for line in shown]


async def test_a_row_tells_run_progress_clock_and_what_is_next(workplace: Workplace, three):
    async with at_the_app(workplace) as seat:
        await seat.see("^  Partner +Now +Done +Next +Run")
        await seat.see(r"Contoso +ready \d+ +0/11 +Active MPN ID .* Enroll direct<")
        await seat.see("Adatum +chase 1 +0/11 +Credit check.* Enroll direct<")
        await seat.see(r"^ Partners  3  1 this week  items: 1 to chase  3 outdated \(<\)$")


@pytest.mark.parametrize("columns", [36, 60, 80, 120])
async def test_every_size_shows_help_and_quit_and_whole_names(workplace: Workplace, three, columns):
    async with at_the_app(workplace, (columns, 20)) as seat:
        await seat.see("^. *Northwind ")
        assert seat.bottom.endswith("? help  q quit")
        assert ("Done" in seat.text) is (columns > 36)


async def test_s_opens_a_menu_of_orders_and_one_key_sorts(workplace: Workplace, three):
    async with at_the_app(workplace) as seat:
        for key, title, names in (
            ("c", "by clock", ["Northwind", "Contoso", "Adatum"]),
            ("w", "waiting longest", ["Adatum", "Contoso", "Northwind"]),
            ("u", "by urgency", ["Adatum", "Contoso", "Northwind"]),
            ("-", "by urgency, the other way", ["Northwind", "Contoso", "Adatum"]),
            ("e", "oldest edition first", ["Adatum", "Contoso", "Northwind"]),
        ):
            await seat.press("s")
            await seat.see("^ Order the partners")
            await seat.press(key)
            await seat.see(f"^ Partners  3 .*  {title}")
            assert names_of(seat.lines) == names
        await seat.press("s", "n")
        await seat.see("^ Partners  3 .* 1 to chase")


async def test_the_order_of_urgency_has_groups_that_z_folds(workplace: Workplace, three):
    async with at_the_app(workplace) as seat:
        await seat.press("z")
        await seat.see("There are groups in the order of urgency: s, u.")
        await seat.press("s", "u")
        await seat.see("^  1 This week\n> Adatum .*\n  2 Ready\n  Contoso .*\n  Northwind ")
        await seat.press("z")
        await seat.see("^>[+]1 This week\n  2 Ready$")
        assert "Adatum" not in "\n".join(seat.lines[2:])
        await seat.press("e")
        await seat.see("This is a group: z unfolds it.")
        await seat.narrow("adatum")
        await seat.see("^  1 This week\n> Adatum ")
        await seat.press("ctrl+g")
        await seat.see("^[> ][+]1 This week\n")
        await seat.press("m", "*")
        await seat.see("^ Partners .*2 marked")
        await seat.press("ctrl+g", "g", "enter")
        await seat.see("^> Adatum +chase 1 ")
        await seat.press("s", "n")
        await seat.see_gone("This week$")


async def test_f_opens_a_menu_with_counts_and_the_list_follows_each_letter(
    workplace: Workplace, three
):
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  3")
        await seat.press("f")
        await seat.see("^ Filter the partners")
        await seat.see("c to chase +1 ")
        await seat.see("m mine +1 ")
        await seat.see("now 3 partners  0 show all  ctrl.g as before$")
        await seat.press("C")
        await seat.see("^ Partners.*  1 of 3  to chase")
        await seat.see("[*]c to chase +1 ")
        await seat.see("^ now 1 partner  enter done ")
        await seat.press("C", "k", "A")
        await seat.see("^ Partners.*  2 of 3  Enroll direct")
        await seat.press("m")
        await seat.see("^ Partners.*  1 of 3  Enroll direct, mine")
        await seat.see_gone("Filter the partners")
        await seat.press("f", "m")
        await seat.see("^ Partners.*  2 of 3  Enroll direct")
        await seat.press("f", "0")
        await seat.see("^ Partners  3 .* 1 to chase")
        await seat.press("f", "T", "enter")
        await seat.see_gone("Filter the partners")
        assert names_of(seat.lines) == ["Northwind"]


async def test_ctrl_g_in_the_menu_puts_back_the_filters_that_were_on(workplace: Workplace, three):
    async with at_the_app(workplace) as seat:
        await seat.press("f", "m")
        await seat.see("^ Partners.*  1 of 3  mine")
        await seat.press("f", "C")
        await seat.see("^ Partners.*  0 of 3  mine, to chase")
        await seat.see("^ now 0 partners")
        await seat.press("ctrl+g")
        await seat.see("^ Partners.*  1 of 3  mine")
        assert "Filter the partners" not in seat.text


async def test_a_filter_asks_for_whom_they_wait_for_the_owner_and_the_stage(
    workplace: Workplace, three
):
    async with at_the_app(workplace) as seat:
        await seat.press("f", "w")
        await seat.see("^ Filter the partners: waiting for")
        await seat.press("a")
        await seat.see("^ Partners.*  1 of 3  for Microsoft  ctrl[+]g show all$")
        await seat.press("f", "O")
        await seat.see("^  a ben +2 ")
        await seat.press("b")
        await seat.see("^ Partners.*  0 of 3  for Microsoft, owner amira")
        await seat.press("w", "a")
        await seat.see("^ Partners.*  1 of 3  owner amira")
        assert names_of(seat.lines) == ["Contoso"]


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
async def test_the_menu_takes_at_most_eight_rows_and_shows_the_rest_on_the_next_page(
    workplace: Workplace, three, columns: int
):
    async with at_the_app(workplace, (columns, 24)) as seat:
        await seat.press("f")
        await seat.see("^ Filter the partners")
        top = next(y for y, line in enumerate(seat.lines) if "Filter the partners" in line)
        assert len(seat.lines) - top <= 8
        if columns < 60:
            await seat.see("space the rest")
            assert "model" not in seat.text
            await seat.press("space")
        await seat.see("y model")


async def test_narrowing_stays_within_the_filter_and_ends_before_it(workplace: Workplace, three):
    async with at_the_app(workplace) as seat:
        await seat.press("f", "c")
        await seat.narrow("Northwind")
        await seat.see('^ No row has "Northwind"; ctrl\\+g shows all.')
        await seat.see("^ Partners.*  0 of 3  to chase  /Northwind")
        await seat.see("^ ctrl.g show all  / narrow  f filter  a add  [?] help  q quit$")
        await seat.press("ctrl+g")
        await seat.see("^ Partners.*  1 of 3  to chase  ctrl[+]g show all$")
        await seat.press("ctrl+g")
        await seat.see("^ Partners  3 .* 1 to chase")


async def test_filter_and_sort_stay_while_the_process_lives(workplace: Workplace, three):
    async with at_the_app(workplace, partner_id=three["Contoso"]) as seat:
        await seat.see("Contoso › Enroll")
        await seat.press("q", "f", "c", "s", "c")
        await seat.see("1 of 3  to chase, by clock")
        await seat.press("enter")
        await seat.see("Adatum › Enroll")
        await seat.press("q")
        await seat.see("1 of 3  to chase, by clock")


async def test_a_filter_that_fits_nobody_any_more_says_so(workplace: Workplace, three):
    async with at_the_app(workplace) as seat:
        await seat.press("f", "c", "enter")
        await seat.see("Adatum › Enroll")
        await seat.go_to("Credit check")
        await seat.press("space")
        await seat.answer("Open before it", "y")
        await seat.wait_for_save()
        await seat.press("q")
        await seat.see(r"No partner fits now; ctrl\+g shows all")
        await seat.press("u")
        await seat.see("There is no partner under the cursor")
        await seat.press("ctrl+g")
        await seat.see(r"^ Partners.*  3  3 outdated \(<\)$")


async def test_narrowing_finds_what_no_row_shows_and_shows_it(workplace: Workplace, three):
    store = other_store(workplace)
    item = workplace.library.get(DIRECT, OLD).by_id["mpn-id"]
    note = "Ask Zoë what is to become of this.\nÉtat 4711"
    store.change(three["Contoso"], [item_changes.edit("note", DIRECT, item, note=note)])
    async with at_the_app(workplace) as seat:
        await seat.narrow("4711")
        await seat.see("^ Partners.*  2 of 3  /4711")
        await seat.see("^  Contoso .* note: … ?.*État 4711$")
        await seat.narrow("ETAT contoso")
        await seat.see("^> Contoso .* note: … ?.*État 4711$")
        await seat.see("^ Partners.*  1 of 3  /ETAT contoso")
        await seat.press("j", "k", "?", "q")
        await seat.see("^> Contoso .* note: …")
        for key_of_the_file in ("checklists", "waiting_for", "fingerprint", "status"):
            await seat.narrow(key_of_the_file)
            await seat.see(f'No row has "{key_of_the_file}"')


async def test_an_unreadable_partner_is_counted_sorted_last_and_found_by_name(
    workplace: Workplace, three
):
    workplace.places.progress_file(three["Adatum"]).write_text('format = 1\nname = "Adatum\n')
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  3 .*1 unreadable")
        await seat.narrow("adatum")
        await seat.see("^ Partners.*  1 of 3  /adatum")
        await seat.press("ctrl+g", "s", "c")
        await seat.see("by clock")
        assert names_of(seat.lines)[2].startswith("adatum")


async def test_the_first_line_tells_what_others_did_since_the_last_visit(
    workplace: Workplace, clock: FakeClock, three
):
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  3")
        assert "Since" not in seat.text
    clock.now += timedelta(days=3)
    ticks = [
        item_changes.tick(DIRECT, each)
        for each in workplace.library.get(DIRECT, OLD).by_id.values()
    ]
    other_store(workplace).change(three["Contoso"], ticks[:3])
    workplace.store.change(three["Adatum"], ticks[:1])
    async with at_the_app(workplace) as seat:
        await seat.see(r"^ Since Monday 10:42: ben changed 3 items in 1 partner\.")
        await seat.press("j")
        await seat.see("^ enter open")
    async with at_the_app(workplace) as seat:
        await seat.see("^ enter open")
        assert "Since" not in seat.text


async def test_a_list_whose_act_takes_long_says_so_and_then_has_what_others_did_meanwhile(
    workplace: Workplace, three
):
    ben = other_store(workplace)
    item = next(iter(workplace.library.get(INDIRECT, OLD).items))
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners  3")
        with seat.app.saver.held():
            await seat.press("*", "e")
            await seat.see("^ 3 partners")
            await seat.press(*"zoe", "ctrl+s")
            await seat.see("^ Partners.* saving, 0 of 3$")
            ben.change(three["Northwind"], [item_changes.tick(INDIRECT, item)])
            ben.add_partner("Zava")
            await seat.press("j", "k")
            await seat.see("^ Partners.* saving, 0 of 3$")
        await seat.see("3 partners changed")
        await seat.see("Northwind .* 1/12")
        await seat.see("Zava")
        await seat.see("^ Partners  4  1 this week")
        assert "saving" not in seat.text
    assert {workplace.store.load(each).owner for each in three.values()} == {"zoe"}


async def test_a_checklist_follows_others_while_an_act_of_the_list_takes_long(
    workplace: Workplace, three
):
    item = workplace.library.get(DIRECT, OLD).by_id["endorsement"]
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners  3")
        with seat.app.saver.held(60.0):
            await seat.press("*", "e", *"zoe", "ctrl+s")
            await seat.see("^ Partners.* saving, 0 of 3$")
            other_store(workplace).add_partner("Zava")
            await seat.press("ctrl+g")
            await seat.go_to("Contoso")
            await seat.press("enter")
            await seat.see("Contoso › Enroll")
            other_store(workplace).change(three["Contoso"], [item_changes.tick(DIRECT, item)])
            await seat.see(r"^  \[x\] Signatory able")
            await seat.press("q")
        await seat.see("^ Partners  4")
        await seat.see("Contoso .* 1/11")


async def test_a_broken_checklist_tells_its_reason_within_80_columns(workplace: Workplace):
    path = workplace.places.own_checklists / "own" / "2026-01.toml"
    path.parent.mkdir(parents=True)
    good = 'format = 1\ntitle = "Own"\n[[sections]]\nid = "a"\ntitle = "A"\n'
    path.write_text(good + '[[sections.items]]\nid = "b"\ntitle = "B"\n')
    add_partner(workplace, "Contoso", "own", edition="2026-01")
    add_partner(workplace, "Northwind", DIRECT, edition=NEW)
    path.write_text("format = 1\n")
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  2  1 unreadable")
        row = next(line for line in seat.lines if "Contoso" in line)
        assert re.search("title: is missing", row)


@pytest.mark.parametrize("month", ["", "March"])
@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("en", (r"Keep dir\. \d{4}", r"Keep res\. \d{4}", "To indirect", "Enroll direct")),
        ("fr", (r"Direct \d{4}", r"Revend\. \d{4}", "Vers indirect", "Devenir direct")),
    ],
)
async def test_80_columns_show_whole_names_of_shipped_checklists_and_24_cells_of_a_partner(
    workplace: Workplace, code: str, names: tuple[str, ...], month: str
):
    partner = add_partner(workplace, "Woodgrove Bank and Trust Limited")
    change = item_changes.edit_partner(partner, anniversary=month)
    partner = workplace.store.change(partner.id, [change]).partner
    for checklist in workplace.library.newest():
        change = item_changes.start(partner, checklist, workplace.clock())
        partner = workplace.store.change(partner.id, [change]).partner
    add_partner(workplace, "Adatum", DIRECT)
    language.use(code)
    async with at_the_app(workplace, size=(80, 24)) as seat:
        for name in names:
            await seat.see(f" {name}(<| |$)")
        await seat.see("Woodgrove Bank and Tru")
