from __future__ import annotations

import json

from csp_tui.core.care.purge import purge_partner
from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.places import RunPlace
from csp_tui.tui.routes import screen_of
from csp_tui.tui.saving.saver import ChangeSaved

from .helpers import DIRECT, OLD, add_partner, at_the_app, items, other_store, progress


async def test_what_another_session_ticks_appears_and_nothing_is_lost(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    by_id = workplace.library.get(DIRECT, OLD).by_id
    ben = other_store(workplace)
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space")
        await seat.wait_for_save()
        ben.change(partner.id, [item_changes.tick(DIRECT, by_id["endorsement"])])
        await seat.see(r"^  \[x\] Signatory able")
        await seat.see("^ 2/11")
        ben.change(partner.id, [item_changes.refuse(DIRECT, by_id["managed-service"], "no")])
        await seat.press("j", "j", "space")
        await seat.see("^ 3/11 [━─]+  required 3/5  1 refused")
        await seat.wait_for_save()
    states = {key: (item["status"], item["by"]) for key, item in items(workplace).items()}
    assert states == {
        "mpn-id": ("done", "amira"),
        "endorsement": ("done", "ben"),
        "managed-service": ("refused", "ben"),
        "support-first-line": ("done", "amira"),
    }
    history = workplace.places.history_file(partner.id).read_text().splitlines()
    assert [json.loads(line)["by"] for line in history].count("ben") == 2


async def test_the_detail_stays_scrolled_when_another_session_ticks(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    item = workplace.library.get(DIRECT, OLD).by_id["endorsement"]
    async with at_the_app(workplace) as seat:
        await seat.press("g", "tab", "j", "j")
        await seat.see("^── Detail  2 lines above")
        other_store(workplace).change(partner.id, [item_changes.tick(DIRECT, item)])
        await seat.see(r"^  \[x\] Signatory able")
        await seat.see("^── Detail  2 lines above")


async def test_a_note_made_by_hand_appears_and_outlives_the_next_tick(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    path = workplace.places.progress_file(partner.id)
    async with at_the_app(workplace) as seat:
        await seat.press("g", "space")
        await seat.wait_for_save()
        text = path.read_text().replace("[history]", "[history]").rstrip("\n")
        marked = text.replace('status = "done"', 'status = "done"  # seen by Ben\nnote = "by hand"')
        path.write_text(marked + "\n")
        await seat.see("Note +by hand")
        await seat.press("j", "space")
        await seat.see("^ 2/11")
        await seat.press("q")
        await seat.see("^ Partners")
    assert 'status = "done"  # seen by Ben\nnote = "by hand"' in path.read_text()


async def test_partners_added_and_taken_away_elsewhere_appear_and_go(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  2")
        await seat.press("j")
        other = other_store(workplace).add_partner("Adatum").partner
        await seat.see("^ Partners.*  3")
        await seat.see("Adatum")
        assert seat.current.startswith("Fabrikam")
        workplace.places.history_file(other.id).unlink()
        workplace.places.progress_file(other.id).unlink()
        await seat.see("^ Partners.*  2")


async def test_a_list_one_comes_back_to_has_what_others_have_done_meanwhile(
    workplace: Workplace,
):
    for name in ("Adatum", "Contoso", "Fabrikam", "Litware"):
        add_partner(workplace, name, DIRECT)
    partners = {workplace.store.load(each).name: each for each in workplace.store.partner_ids()}
    item = workplace.library.get(DIRECT, OLD).by_id["endorsement"]
    ben = other_store(workplace)
    async with at_the_app(workplace) as seat:
        await seat.press("enter", "g", "space")
        await seat.wait_for_save()
        ben.change(partners["Contoso"], [item_changes.tick(DIRECT, item)])
        path = workplace.places.progress_file(partners["Fabrikam"])
        path.write_text(path.read_text().replace('"Fabrikam"', '"Zava"'))  # in place, by hand
        purge_partner(workplace.places, ben, partners["Litware"])
        await seat.press("q")
        await seat.see("^> Adatum .* 1/11")
        await seat.see("^  Contoso .* 1/11")
        await seat.see("^  Zava .* 0/11")
        await seat.see("^ Partners.*  3")


async def test_a_file_taken_away_while_it_is_open_is_told(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        workplace.places.progress_file(partner.id).unlink()
        await seat.see("^ the file is missing; restore brings it back")
        await seat.press("space")
        await seat.see("not saved: ")
        await seat.press("q")
        await seat.answer("1 change is not saved", "give up")
        await seat.see("the file is missing; restore brings it back")
    assert not list(workplace.places.partners.iterdir())


async def test_a_session_does_not_remember_a_partner_that_another_has_erased(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  2")
        await seat.press("enter")
        await seat.see("Contoso › Enroll")
        await seat.press("j", "q")
        await seat.see("^ Partners.*  2")
        await seat.press("enter")
        await seat.see("Contoso › Enroll")
        spots = workplace.places.cache_file("spots")
        assert partner.id in spots.read_text()
        assert purge_partner(workplace.places, other_store(workplace), partner.id) == []
        assert partner.id not in spots.read_text()
        await seat.press("j", "q")
        await seat.see("^ Partners.*  1")
    assert partner.id not in spots.read_text()
    assert all(b"Contoso" not in path.read_bytes() for path in workplace.places.cache.iterdir())


async def test_what_another_session_does_right_after_a_screen_opened_appears(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    item = workplace.library.get(DIRECT, OLD).by_id["endorsement"]
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        other_store(workplace).change(partner.id, [item_changes.tick(DIRECT, item)])
        await seat.see(r"^  \[x\] Signatory able")


async def test_what_is_saved_while_a_screen_is_being_opened_appears_in_it(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    item = workplace.library.get(DIRECT, OLD).by_id["endorsement"]
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso › Enroll")
        seat.app.push_screen(screen_of(workplace, RunPlace(partner.id, DIRECT)))
        saved = workplace.store.change(partner.id, [item_changes.tick(DIRECT, item)])
        seat.app.on_change_saved(ChangeSaved(1, saved))
        await seat.see(r"^  \[x\] Signatory able")
        await seat.press("q")
        await seat.press("q")
        await seat.see("^ Partners")


async def test_the_form_writes_only_what_was_changed_in_it(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    item = workplace.library.get(DIRECT, OLD).by_id["mpn-id"]
    async with at_the_app(workplace) as seat:
        await seat.press("g", "e")
        await seat.see("Asked for:")
        other_store(workplace).change(
            partner.id, [item_changes.edit("set", DIRECT, item, owner="ben")]
        )
        await seat.paste("PLA 1234567")
        await seat.press("ctrl+s")
        await seat.see("Evidence +PLA 1234567")
        await seat.wait_for_save()
    assert progress(workplace)["checklists"][DIRECT]["items"]["mpn-id"] == {
        "owner": "ben",
        "evidence": "PLA 1234567",
    }
