from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from csp_tui.core.care.archive import Archive
from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import head
from csp_tui.core.progress.change import FACTS, Change
from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import (
    BEN,
    DIRECT,
    OLD,
    FakeClock,
    add_partner,
    at_the_app,
    changed_elsewhere,
    items,
    other_store,
)


@pytest.fixture(autouse=True)
def partner_id(workplace: Workplace) -> str:
    return add_partner(workplace, "Contoso", DIRECT).id


@pytest.fixture
def checklist(workplace: Workplace):
    return workplace.library.get(DIRECT, OLD)


def last_line(workplace: Workplace, partner_id: str) -> dict[str, object]:
    text = workplace.places.history_file(partner_id).read_text()
    return json.loads(text.splitlines()[-1])


async def test_a_line_tells_when_who_what_and_from_what_to_what(
    workplace: Workplace, partner_id: str, checklist
):
    first = next(iter(checklist.items))
    other_store(workplace).change(partner_id, [item_changes.tick(DIRECT, first)])
    async with at_the_app(workplace, (120, 40)) as seat:
        await seat.press("H")
        await seat.see("history, 3 changes, the newest first")
        assert f"ben ticked {first.title}  status to do -> done" in seat.current
        await seat.see("^ Status    to do -> done")
        await seat.see(r"^ When .* on host-b, line \w+:3")


@pytest.mark.parametrize("cells", [60, 80, 120])
async def test_days_of_two_years_stand_in_line(
    workplace: Workplace, partner_id: str, checklist, clock: FakeClock, cells: int
):
    clock.now = datetime(2027, 3, 1, 9, tzinfo=UTC)
    workplace.store.change(partner_id, [item_changes.tick(DIRECT, checklist.by_id["endorsement"])])
    async with at_the_app(workplace, (cells, 20)) as seat:
        await seat.press("H")
        await seat.see("history, ")
        places = [line.index(" amira ") for line in seat.lines if " amira " in line.lstrip()]
        assert (len(places), len(set(places))) == (3, 1)


@pytest.mark.parametrize("cells", [60, 80])
async def test_a_row_ends_with_a_whole_value_and_search_finds_what_has_no_room(
    workplace: Workplace, partner_id: str, checklist, cells: int
):
    item = checklist.by_id["endorsement"]
    values = {"owner": "ben", "evidence": "a very long reference " * 3 + "4711"}
    workplace.store.change(partner_id, [item_changes.edit("edit", DIRECT, item, **values)])
    async with at_the_app(workplace, (cells, 20)) as seat:
        await seat.press("H")
        await seat.see("^> 23 Nov.* amira changed Sig")
        assert not seat.current.endswith("…")
        await seat.press("j")
        await seat.narrow("4711 changed")
        await seat.see("^> .*change: .*4711")
        await seat.press("ctrl+g")
        await seat.see("history, 3 changes, the newest first")


async def test_each_line_of_a_bulk_says_of_how_many(workplace: Workplace, partner_id, checklist):
    workplace.store.change(
        partner_id, [item_changes.tick(DIRECT, each) for each in checklist.items]
    )
    async with at_the_app(workplace, (60, 20)) as seat:
        await seat.press("H")
        await seat.see("amira, 11 at once: ticked")


async def test_what_an_undo_took_back_is_told_in_words(workplace: Workplace, partner_id, checklist):
    first = next(iter(checklist.items))
    workplace.store.change(partner_id, [item_changes.tick(DIRECT, first)])
    workplace.store.undo(partner_id)
    async with at_the_app(workplace, (120, 24)) as seat:
        await seat.press("H")
        await seat.see(f"amira took back: ticked {first.title} of 23 Nov  status done -> to do")


async def test_evidence_from_the_form_is_not_called_the_partners_data(
    workplace: Workplace, partner_id: str, checklist
):
    first = next(iter(checklist.items))
    workplace.store.change(
        partner_id, [item_changes.edit("edit", DIRECT, first, evidence="case 12")]
    )
    async with at_the_app(workplace, (120, 24)) as seat:
        await seat.press("H")
        await seat.see(f'amira changed {first.title}  evidence none -> "case 12"')


async def test_a_change_made_outside_says_so(workplace: Workplace, partner_id: str, checklist):
    first, second = list(checklist.items)[:2]
    workplace.store.change(partner_id, [item_changes.tick(DIRECT, first)])
    path = workplace.places.progress_file(partner_id)
    path.write_text(path.read_text().replace('status = "done"', 'status = "refused"'))
    workplace.store.change(partner_id, [item_changes.tick(DIRECT, second)])
    async with at_the_app(workplace, (120, 24)) as seat:
        await seat.press("H", "j")
        await seat.see(f"noticed a change made outside csp-tui: {first.title}")
        await seat.see("^ Status +done -> refused")
        await seat.press("u")
        await seat.answer("This change was made outside csp-tui.", "y")
        await seat.see("^ Taken back")
    assert items(workplace)[first.id]["status"] == "done"


async def test_one_key_shows_the_item_alone_and_everything_again(
    workplace: Workplace, partner_id: str, checklist
):
    first, second = list(checklist.items)[:2]
    for item in (first, second, first):
        workplace.store.change(partner_id, [item_changes.edit("note", DIRECT, item, note=item.id)])
        workplace.store.change(partner_id, [item_changes.tick(DIRECT, item)])
    async with at_the_app(workplace) as seat:
        await seat.go_to(first.title[:30])
        await seat.press("H")
        await seat.see(f"^> .* ticked {second.title[:30]}")
        await seat.see("i only this item")
        await seat.press("i")
        await seat.see(f"Contoso › 2 changes of {second.title[:30]}")
        await seat.see("i everything")
        await seat.press("i")
        await seat.see("history, 6 changes")
        await seat.go_to(f"ticked {first.title[:20]}")
        await seat.see("i only this item")
        await seat.press("i")
        await seat.see(f"Contoso › 2 changes of {first.title[:30]}")


async def test_from_the_partners_the_item_of_the_line_is_shown_alone(
    workplace: Workplace, partner_id: str, checklist
):
    first = next(iter(checklist.items))
    workplace.store.change(partner_id, [item_changes.tick(DIRECT, first)])
    add_partner(workplace, "Zebra")
    async with at_the_app(workplace) as seat:
        await seat.press("H")
        await seat.see(f"amira ticked {first.title[:20]}")
        await seat.press("i")
        await seat.see(f"1 change of {first.title[:30]}")
        await seat.press("i", "j", "i")
        await seat.see("^ This change is about no item.")


async def test_u_takes_back_just_this_line_of_ones_own_bulk(
    workplace: Workplace, partner_id: str, checklist
):
    first, second, third = list(checklist.items)[:3]
    workplace.store.change(
        partner_id, [item_changes.tick(DIRECT, each) for each in (first, second, third)]
    )
    async with at_the_app(workplace) as seat:
        await seat.press("H", "j", "u")
        await seat.see("^ Taken back, as a new change that u takes back.")
        await seat.see("history, 6 changes")
        await seat.see(f"took back: ticked {second.title[:20]}")
        assert set(items(workplace)[second.id]) == set()
        assert (
            items(workplace)[first.id]["status"] == items(workplace)[third.id]["status"] == "done"
        )
        await seat.press("q")
        await seat.see("^ 2/11")
        await seat.press("u")
        await seat.see("^ 3/11")
        await seat.press("u")
        await seat.answer(f"Take back: ticked {first.title[:18]}", "y")
        await seat.see("^ 0/11")
    assert last_line(workplace, partner_id)["do"] == "undo"


async def test_another_persons_change_is_taken_back_after_a_question_that_names_them(
    workplace: Workplace, partner_id: str, checklist
):
    first = next(iter(checklist.items))
    other_store(workplace).change(partner_id, [item_changes.tick(DIRECT, first)])
    async with at_the_app(workplace) as seat:
        await seat.press("H", "u")
        await seat.answer("This is a change of ben.", "n")
        await seat.see("^ Nothing was taken back.")
        assert items(workplace)[first.id]["status"] == "done"
        await seat.press("u")
        await seat.answer("This is a change of ben.", "n")
        await seat.see("^ Nothing was taken back.")
        await seat.press("u")
        await seat.answer("This is a change of ben.", "y")
        await seat.see("^ Taken back")
    line = last_line(workplace, partner_id)
    assert (line["do"], line["by"], line["from"]["status"]) == ("revert", "amira", "done")


async def test_a_change_that_somebody_has_changed_since_is_not_taken_back(
    workplace: Workplace, partner_id: str, checklist
):
    first = next(iter(checklist.items))
    workplace.store.change(partner_id, [item_changes.tick(DIRECT, first)])
    other_store(workplace, BEN).change(partner_id, [item_changes.refuse(DIRECT, first, "no")])
    async with at_the_app(workplace) as seat:
        await seat.press("H", "j", "u")
        await seat.see(f"^ Not taken back: since then ben has changed {first.id}.")
    assert items(workplace)[first.id]["status"] == "refused"


async def test_what_was_kept_instead_of_a_change_is_named_and_t_puts_the_change_back(
    workplace: Workplace, partner_id: str, checklist
):
    first = next(iter(checklist.items))
    refused = [item_changes.refuse(DIRECT, first, "too dear")]
    lines = changed_elsewhere(workplace, partner_id, refused)
    workplace.store.change(partner_id, [item_changes.tick(DIRECT, first)])
    workplace.store.take_in(partner_id, lambda: lines)
    async with at_the_app(workplace, (120, 40)) as seat:
        await seat.press("H", "j", "t")
        await seat.see(r"^ No other change was kept instead of this one\.")
        await seat.press("k")
        await seat.see("^ Not kept  instead: status done, of amira, .*; t puts this one back")
        await seat.press("t")
        await seat.see("^ Put back, as a new change that u takes back")
        assert items(workplace)[first.id]["reason"] == "too dear"
        assert "Not kept" not in seat.text
        await seat.press("g")
        assert "amira decided the conflict about" in seat.current
        await seat.press("u")
        await seat.see("^ Taken back")
    assert items(workplace)[first.id]["status"] == "done"


async def test_adding_a_partner_is_not_taken_back(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("H", "G", "u")
        await seat.see("^ Adding a partner is not taken back; archive puts it away.")


async def test_taking_back_the_start_of_the_run_that_is_open_leads_out_of_it(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.press("H", "u")
        await seat.see("Partner .*|Taken back")
        await seat.see_gone("at once")
        await seat.press("q")
        await seat.see("Contoso")
    assert not workplace.store.load(workplace.store.partner_ids()[0]).runs


async def test_a_long_value_is_wrapped_and_scrolls(workplace: Workplace, partner_id, checklist):
    first = next(iter(checklist.items))
    note = " ".join(f"word{number}" for number in range(300))
    workplace.store.change(partner_id, [item_changes.edit("note", DIRECT, first, note=note)])
    async with at_the_app(workplace) as seat:
        await seat.press("H")
        await seat.see('Note .*none -> "word0 word1')
        await seat.see("more lines of the change: tab")
        await seat.press("tab", "G")
        await seat.see('word299"')
        await seat.see("^ When ")
        await seat.press("tab", "j")
        await seat.see(r"started Enroll")


async def test_the_next_change_of_the_same_item_is_shown_from_its_first_line(
    workplace: Workplace, partner_id, checklist
):
    first = next(iter(checklist.items))
    for number in range(2):
        note = f"note {number} " * 60
        workplace.store.change(partner_id, [item_changes.edit("note", DIRECT, first, note=note)])
    async with at_the_app(workplace) as seat:
        await seat.press("H")
        await seat.see("more lines of the change: tab")
        await seat.press("tab", "j")
        await seat.see_gone("^ When ")
        await seat.press("tab", "j")
        await seat.see('^ Note .*"note 0')
        await seat.see("^ When ")


async def test_a_damaged_line_stands_in_its_row_and_hides_no_other(
    workplace: Workplace, partner_id: str
):
    path = workplace.places.history_file(partner_id)
    path.write_bytes(path.read_bytes() + b"nonsense\x1b[2J\n")
    async with at_the_app(workplace) as seat:
        await seat.press("H")
        await seat.see("3: this line is damaged; csp-tui verify says more")
        await seat.see("added the partner")
        await seat.press("u")
        await seat.see("^ No change here can be taken back.")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
async def test_a_history_that_is_missing_says_so_and_is_shown_when_it_is_back(
    workplace: Workplace, partner_id: str, size: tuple[int, int]
):
    path = workplace.places.history_file(partner_id)
    away = path.rename(path.with_suffix(".away"))
    async with at_the_app(workplace, size) as seat:
        await seat.press("H")
        await seat.see(r"history\s+is\s+missing")
        await seat.see(r"is\s+missing; put it back")
        await seat.press("space", "ctrl+g")
        await seat.see(r"history\s+is\s+missing")
        away.rename(path)
        await seat.see("^ amira started")
        assert "missing" not in seat.text


async def test_a_history_that_is_open_stays_when_the_partner_is_archived(
    workplace: Workplace, partner_id: str
):
    async with at_the_app(workplace) as seat:
        await seat.press("H")
        await seat.see("^ amira started")
        Archive(workplace.places, other_store(workplace), workplace.clock).put_away(partner_id)
        await seat.see("is in the archive; bring it back first")
        await seat.press("j", "k")
        await seat.see("history, 2 changes")
        await seat.see("^ amira started")


async def test_a_history_of_thousands_of_lines_is_moved_over_at_once(
    workplace: Workplace, partner_id: str, checklist
):
    place = workplace.store.history(partner_id).lines()[-1]
    some = [item.id for item in checklist.items]
    path = workplace.places.history_file(partner_id)
    with path.open("ab") as file:
        for number in range(3, 5_003):
            after = {"note": f"note {number}"}
            item = some[number % len(some)]
            known = {"before": {"note": None}, "after": after, "read_from": b""}
            line = replace(place, count=number, do="note", item=item, **known)
            file.write(line.encode() + b"\n")
    progress = workplace.places.progress_file(partner_id)
    progress.write_text(progress.read_text().replace(head(place), head(line)))
    async with at_the_app(workplace) as seat:
        await seat.press("H")
        await seat.see("history, 5002 changes")
        await seat.press("G")
        await seat.see("^> .*added the partner")
        await seat.press("k", "k", "i")
        await seat.see("changes of")
        await seat.press("i")
        await seat.see("history, 5002 changes")


async def test_answers_are_said_whatever_the_ids_of_their_facts_are(workplace: Workplace):
    facts = "".join(
        f'[[facts]]\nid = "{each}"\nquestion = "Is it {each}?"\n'
        for each in ("by", "status", "own")
    )
    path = workplace.places.data / "checklists" / "own" / "2026.toml"
    path.parent.mkdir(parents=True)
    item = '[[sections]]\nid = "s"\ntitle = "S"\n[[sections.items]]\nid = "a"\ntitle = "A"\n'
    path.write_text(f'format = 1\ntitle = "Own"\n{facts}{item}')
    partner = add_partner(workplace, "Fabrikam", "own", edition="2026")
    answers = {"by": True, "status": False, "own": True}
    workplace.store.change(partner.id, [Change(Act.FACT, answers, part=FACTS)])
    async with at_the_app(workplace, (120, 30), partner_id=partner.id) as seat:
        await seat.press("H")
        await seat.see("Is it own\\?  none -> yes, none -> no, none -> yes$")
        await seat.see("^ Answer +none -> yes +Is it by\\?$")
        await seat.see("^ Answer +none -> no +Is it status\\?$")
