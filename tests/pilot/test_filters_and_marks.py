from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from csp_tui.core.checklists.model import Item
from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, NEW, OLD, Seat, add_partner, at_the_app, fill_with_invented, items


def started(workplace: Workplace, edition: str = NEW) -> tuple[str, dict[str, Item]]:
    """Add a partner that has started a checklist; return its id and the items."""
    partner = add_partner(workplace, "Contoso", DIRECT, edition=edition)
    return partner.id, workplace.library.get(DIRECT, edition).by_id


def wait(item: Item, chase_on: date) -> object:
    return item_changes.wait(DIRECT, item, "Microsoft", date(2026, 11, 10), chase_on)


def shown(seat: Seat) -> list[str]:
    return [line[2:] for line in seat.lines if line[2:3] == "["]


def history(workplace: Workplace, partner_id: str) -> list[dict[str, object]]:
    text = workplace.places.history_file(partner_id).read_text()
    return [json.loads(line) for line in text.splitlines()]


async def test_f_opens_a_menu_of_filters_and_several_must_all_fit(workplace: Workplace):
    partner_id, item = started(workplace)
    workplace.store.change(
        partner_id,
        [
            wait(item["go-no-go"], date(2026, 11, 20)),
            wait(item["credit-approval"], date(2026, 12, 1)),
            item_changes.edit("set", DIRECT, item["partner-id"], owner="Amira"),
        ],
    )
    async with at_the_app(workplace) as seat:
        await seat.go_to("Go or no-go")
        await seat.press("f")
        await seat.see("^ Filter the items")
        await seat.see("t to do +35 +c to chase +1$")
        await seat.see("^ now 46 items")
        assert "to confirm" not in seat.text
        await seat.press("W")
        await seat.see("only waiting: 2 of 46")
        await seat.see("[*]w waiting +2 ")
        await seat.see("^ now 2 items")
        await seat.press("c")
        await seat.see("only waiting, to chase: 1 of 46")
        assert "Filter the items" not in seat.text
        assert "Go or no-go" in seat.current
        await seat.press("f", "c")
        await seat.see("only waiting: 2 of 46")
        assert len(shown(seat)) == 2
        assert "Eligibility" not in seat.text
        await seat.press("f", "W", "m")
        await seat.see("only mine: 1 of 46")
        assert "Partner programme active" in seat.current
        await seat.see("^ AI Cloud Partner Program")
        await seat.press("f", "0")
        await seat.see_gone("of 37")
        assert "Partner programme active" in seat.current


async def test_the_letter_of_a_filter_that_fits_nothing_says_so_and_the_menu_stays(
    workplace: Workplace,
):
    partner_id, item = started(workplace)
    workplace.store.change(partner_id, [wait(item["go-no-go"], date(2026, 11, 20))])
    async with at_the_app(workplace) as seat:
        await seat.press("f", "m")
        await seat.see("^ none: mine  0 show all")
        await seat.press("D")
        await seat.see("^ none: due  0 show all")
        await seat.press("W")
        await seat.see("^ now 1 item  enter done")
        await seat.press("ctrl+g", "q", "f", "q")
        await seat.see("^ none: customers planned  0 show all")
        await seat.press("w")
        await seat.see("^ Filter the partners: waiting for")
        await seat.press("ctrl+g")
        await seat.see("^ now 1 partner ")


async def test_the_filter_for_a_party_counts_and_keeps_its_departments(workplace: Workplace):
    for name, whom in (("Contoso", "the board"), ("Fabrikam", "the board of Fabrikam")):
        partner = add_partner(workplace, name, DIRECT, edition=NEW)
        item = workplace.library.get(DIRECT, NEW).by_id["go-no-go"]
        waits = item_changes.wait(DIRECT, item, whom, date(2026, 11, 10), date(2026, 11, 20))
        workplace.store.change(partner.id, [waits])
    async with at_the_app(workplace) as seat:
        await seat.press("f", "w")
        await seat.see("the board, any +2 ")
        await seat.press("a")
        await seat.see("^ Partners.* 2 .*  for the board")


async def test_a_filter_that_has_become_empty_says_so_and_shows_all(workplace: Workplace):
    partner_id, item = started(workplace, OLD)
    workplace.store.change(partner_id, [wait(item["mpn-id"], date(2026, 11, 20))])
    async with at_the_app(workplace) as seat:
        await seat.press("f", "w")
        await seat.see("waiting: 1 of 11")
        await seat.press("space")
        assert 'Nothing is left under "waiting"; all items are shown' in seat.bottom
        assert len(shown(seat)) > 1
        assert "[x] Active MPN ID" in seat.current


async def test_narrowing_shows_the_text_of_an_item_that_matched(workplace: Workplace):
    partner_id, item = started(workplace)
    note = item_changes.edit(
        "note", DIRECT, item["credit-approval"], note="Zebra crossing\nBEN asked"
    )
    workplace.store.change(partner_id, [note])
    async with at_the_app(workplace) as seat:
        await seat.narrow("zebra ben")
        await seat.see("  1 of 46  /zebra ben")
        await seat.see("^> .*Credit approval.*  note: Zebra crossing BEN asked")
        await seat.narrow("security")
        await seat.see(r"  \d of 46  /security")
        await seat.narrow("")
        await seat.see_gone("of 46  /security")


async def test_narrowing_finds_the_words_that_stand_behind_an_item(workplace: Workplace):
    started(workplace)
    async with at_the_app(workplace, (120, 40)) as seat:
        await seat.press("g")
        await seat.narrow("one way")
        await seat.see("  5 of 46  /one way")
        await seat.see(r"^  . . Direct-bill application submitted +one way")


async def test_narrowing_stays_within_the_filter(workplace: Workplace):
    partner_id, item = started(workplace)
    workplace.store.change(partner_id, [wait(item["go-no-go"], date(2026, 12, 1))])
    async with at_the_app(workplace) as seat:
        await seat.press("f", "w")
        await seat.narrow("security")
        await seat.see('No row has "security"; ctrl\\+g shows all')
        await seat.see("only waiting: 1 of 46 .*0 of 1  /security")
        await seat.see("^ ctrl.g show all  / narrow  f filter  [?] help  q back$")
        await seat.see_gone("has no items")
        await seat.press("ctrl+g")
        await seat.see_gone("/security")
        await seat.press("ctrl+g")
        await seat.see_gone("only waiting: 1 of 46")


async def test_marking_to_here_without_a_mark_marks_one_row_though_headings_have_no_key(
    workplace: Workplace,
):
    started(workplace, OLD)
    async with at_the_app(workplace) as seat:
        await seat.press("g", "j", "j", "j", "M")
        await seat.see("1 marked")


async def test_marked_items_are_ticked_with_one_question_one_step_and_one_undo(
    workplace: Workplace,
):
    partner_id, _ = started(workplace, OLD)
    before = len(history(workplace, partner_id))
    async with at_the_app(workplace) as seat:
        await seat.press("g", "m", "j", "M")
        await seat.see("3 marked")
        assert [line[:2] for line in seat.lines[3:6]] == [" *", " *", ">*"]
        await seat.see("ctrl\\+g none")
        await seat.press("space")
        await seat.answer("Tick: 3 items", "y")
        await seat.see("^ 3/11")
        await seat.see_gone(" marked")
        await seat.wait_for_save()
        lines = history(workplace, partner_id)[before:]
        assert [line["do"] for line in lines] == ["tick"] * 3
        assert len({line["step"] for line in lines}) == 1
        await seat.press("u")
        await seat.see("^ 0/11")
        await seat.see("Undone: .* and 2 more")
    assert not any(items(workplace).values())


async def test_a_bulk_tick_tells_of_one_way_doors_and_of_what_comes_too_early(
    workplace: Workplace,
):
    started(workplace, OLD)
    async with at_the_app(workplace) as seat:
        await seat.go_to("Direct-bill agreement accepted")
        await seat.press("m", "m", "space")
        await seat.see_asked("ONE WAY: 1 of 2, tick: 2 items.* To go on type contoso or the name")
        await seat.press("enter")
        await seat.see("Not ticked")
        await seat.see("2 marked")
        await seat.press("space")
        await seat.answer("To go on type contoso or the name", "Contoso")
        await seat.see("2 items done. u undoes them all")
        await seat.wait_for_save()
    assert items(workplace)["direct-terms-accepted"]["out_of_order"] is True


async def test_space_ticks_the_marked_items_and_r_alone_sets_them_to_do(workplace: Workplace):
    partner_id, item = started(workplace, OLD)
    workplace.store.change(partner_id, [item_changes.tick(DIRECT, item["mpn-id"])])
    before = items(workplace)["mpn-id"]
    async with at_the_app(workplace) as seat:
        await seat.press("g", "m", "m", "m", "space")
        await seat.answer("Tick: 2 items", "y")
        await seat.see("^ 3/11")
        await seat.wait_for_save()
        assert items(workplace)["mpn-id"] == before
        await seat.press("g", "m", "m", "space")
        await seat.see("Nothing to tick: all are done")
        await seat.see("2 marked")
        await seat.press("r")
        await seat.answer("To do again: 2 items", "y")
        await seat.see("^ 1/11")
        await seat.see("2 items to do again. u undoes them all")
        await seat.press("g", "r")
        await seat.see("It is already to do")
        await seat.press("w")
        await seat.answer("Waiting for", "Ben")
        await seat.answer("Case number", "4711")
        await seat.answer("Chase on", "2026-12-01")
        await seat.see("^> .~. ")
        await seat.press("r")
        await seat.see("^> . . ")
        await seat.wait_for_save()
    found = items(workplace)["mpn-id"]
    assert (found["status"], found["case"]) == ("todo", "4711")
    assert "waiting_for" not in found


async def test_one_reason_and_one_wait_serve_all_marked_items(workplace: Workplace):
    started(workplace, OLD)
    async with at_the_app(workplace) as seat:
        await seat.press("g", "m", "m", "-")
        await seat.answer("2 items not applicable because", "one region")
        await seat.see("^ 0/9 .*2 n/a")
        await seat.press("g", "m", "m", "!")
        await seat.answer("2 items refused, by whom and why", "Microsoft")
        await seat.see("^ 0/11 .*2 refused")
        await seat.press("g", "m", "m", "w")
        await seat.answer("2 items waiting for", "the board")
        await seat.answer("Case number", "4711")
        await seat.answer("Chase on", "2026-12-01")
        await seat.see("^ 0/11 .*2 waiting")
        await seat.wait_for_save()
    found = items(workplace)
    assert {found[each]["case"] for each in ("mpn-id", "endorsement")} == {"4711"}
    assert {found[each]["chase_on"] for each in ("mpn-id", "endorsement")} == {date(2026, 12, 1)}
    assert "reason" not in found["mpn-id"]


async def test_marks_come_off_with_m_with_ctrl_g_and_where_a_filter_hides_the_row(
    workplace: Workplace,
):
    partner_id, item = started(workplace, OLD)
    workplace.store.change(partner_id, [wait(item["endorsement"], date(2026, 12, 1))])
    async with at_the_app(workplace) as seat:
        await seat.press("g", "m", "m", "m")
        await seat.see("3 marked")
        await seat.press("g", "m")
        await seat.see("2 marked")
        await seat.press("f", "t")
        await seat.see("1 marked  only to do: 10 of 11")
        await seat.press("ctrl+g")
        await seat.see_gone("marked")
        await seat.see("only to do: 10 of 11")


async def test_y_says_that_it_is_for_one_item_and_e_takes_a_marked_one(workplace: Workplace):
    started(workplace, OLD)
    async with at_the_app(workplace) as seat:
        await seat.press("g", "m", "m", "y")
        await seat.see("^ y is for one row: end the marks first .ctrl.g.[.]")
        await seat.see("2 marked")
        await seat.press("ctrl+g", "g", "m", "e")  # the row above alone is marked
        await seat.see("^> Evidence")
    assert not any(items(workplace).values())


async def test_marked_partners_are_archived_and_reported_together(
    workplace: Workplace, tmp_path: Path
):
    ids = [add_partner(workplace, name, DIRECT).id for name in ("Contoso", "Fabrikam", "Trey")]
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("m", "m")
        await seat.see("^ e edit  S start  C close  ctrl[+]g none  P report  D archive  .*q quit")
        await seat.press("P")
        await seat.answer("Report of 2 partners to", str(tmp_path / "both.json"))
        await seat.see_asked("Written: /")
        found = json.loads((tmp_path / "both.json").read_text())["partners"]
        assert [each["name"] for each in found] == ["Contoso", "Fabrikam"]
        await seat.press("D")
        await seat.answer("Archive: 2 partners? Contoso, Fabrikam.", "n")
        await seat.see("Nothing was archived")
        await seat.press("D")
        await seat.answer("Archive: 2 partners? Contoso, Fabrikam.", "y")
        await seat.see("2 partners are archived: A shows the archive")
        await seat.see("^> Trey")
        assert "Contoso" not in seat.text
    assert workplace.store.partner_ids() == ids[2:]
    assert all(workplace.places.archived.progress_file(each).exists() for each in ids[:2])


async def test_no_marked_partner_is_archived_where_one_is_unreadable(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    broken = add_partner(workplace, "Fabrikam", DIRECT)
    workplace.places.progress_file(broken.id).write_text("damaged")
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("g", "m", "G", "M")
        await seat.see("2 marked")
        await seat.press("D")
        await seat.see("line 1")
        assert "Archive" not in seat.bottom
    assert len(workplace.store.partner_ids()) == 2


async def test_the_pane_names_what_is_marked_until_the_marks_end(workplace: Workplace):
    started(workplace)
    async with at_the_app(workplace) as seat:
        await seat.press("g")
        await seat.see("^ Proof ")
        await seat.press("m", "m")
        await seat.see("^ An act is now for all 2: one question, one undo")
        await seat.see("^ To do +Anniversary month confirmed; Regions and their")
        await seat.press("w")
        await seat.see("^ 2 marked$")
        assert "An act is now" not in seat.text
        await seat.press("ctrl+g")
        await seat.see("^ An act is now for all 2: one question, one undo")
        await seat.press("enter")
        await seat.see("^ Proof ")
        await seat.press("enter", "ctrl+g")
        await seat.see_gone("An act is now")
        await seat.see("^ Blocked ")


async def test_the_count_of_late_items_says_which_keys_show_them(workplace: Workplace):
    partner_id, item = started(workplace)
    late = [item_changes.edit("set", DIRECT, item["partner-id"], due=date(2026, 11, 20))]
    workplace.store.change(partner_id, [*late, wait(item["go-no-go"], date(2026, 11, 20))])
    async with at_the_app(workplace) as seat:
        await seat.see("  1 late: f l  1 to chase: f c  required 0/23  1 waiting")
        await seat.press("f", "l")
        await seat.see("  only late: 1 of 46")
        assert [row[4:].split("  ")[0] for row in shown(seat)] == [item["partner-id"].title]


async def test_the_head_counts_as_many_to_chase_as_its_key_shows(workplace: Workplace):
    partner_id, item = started(workplace)
    days = {"partner-id": date(2026, 11, 12), "go-no-go": date(2026, 11, 20)}
    changes = [wait(item[name], day) for name, day in days.items()]
    workplace.store.change(partner_id, changes)
    async with at_the_app(workplace) as seat:
        await seat.see("  1 late: f l  2 to chase: f c  required 0/23  2 waiting")
        await seat.press("f", "c")
        await seat.see("  only to chase: 2 of 46")
        assert {row[4:].split("  ")[0] for row in shown(seat)} == {item[k].title for k in days}


async def test_the_hint_of_space_says_what_it_does_to_the_current_item(workplace: Workplace):
    started(workplace)
    async with at_the_app(workplace) as seat:
        await seat.go_to("Go or no-go")
        await seat.see("^ space done ")
        await seat.press("space")
        await seat.see("^ space todo ")
        await seat.press("j")
        await seat.see("^ space done ")
        await seat.press("k")
        await seat.see("^ space todo ")
        await seat.press("space")
        await seat.see("^ space done ")


async def test_without_a_pane_on_the_marks_a_message_says_that_an_act_is_for_all(
    workplace: Workplace,
):
    fill_with_invented(workplace)
    async with at_the_app(workplace, (80, 16)) as seat:
        await seat.see("^> ")
        await seat.press("m")
        await seat.see("^ 1 marked: an act is for it; ctrl.g: none.$")
        await seat.press("m")
        await seat.see("^ 2 marked: an act is for all of them; ctrl.g: none.$")
        await seat.press("j")
        await seat.see("^ e edit .* ctrl.g none ")
        await seat.press("ctrl+g")
        await seat.go_to("Woodgrove")
        await seat.press("c", "m", "m")
        await seat.see("^ 2 marked: an act is for all of them; ctrl.g: none.$")
