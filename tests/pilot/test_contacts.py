"""The screen of contacts, and the note in the forms of partner and customer."""

from __future__ import annotations

import tomllib

import pytest
from hostile import TEXTS, escaped

from csp_tui.core.progress.change import Change
from csp_tui.core.runs import contact_changes, customer_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import (
    INDIRECT,
    NEW,
    Seat,
    add_partner,
    at_the_app,
    harmful,
    other_store,
    progress,
    wait_until,
)

CUSTOMER = "alpine-7f3a"


@pytest.fixture(autouse=True)
def partner_id(workplace: Workplace) -> str:
    partner = add_partner(workplace, "Contoso", INDIRECT, edition=NEW)
    add_partner(workplace, "Fabrikam")
    added = customer_changes.add(CUSTOMER, "Alpine")
    workplace.store.change(partner.id, [added])
    return partner.id


def customer(workplace: Workplace, partner_id: str) -> dict[str, object]:
    return tomllib.loads(workplace.places.customer_file(partner_id, CUSTOMER).read_text())


async def to_the_note(seat: Seat) -> None:
    await seat.see("^> Name ")
    while "> Note" not in seat.text:
        await seat.press("tab")


async def test_a_note_of_a_partner_is_written_in_its_form(workplace: Workplace, partner_id: str):
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("e")
        await to_the_note(seat)
        await seat.see("Anything worth knowing")
        await seat.press(*"one", "enter", *"two")
        await seat.see("not saved: 1")
        await seat.press("ctrl+s")
        await seat.see("^> Contoso")
        await wait_until(
            seat.pilot, lambda: progress(workplace, partner_id).get("note") == "one\ntwo"
        )
        await seat.press("e")
        await to_the_note(seat)
        await seat.press("ctrl+s")
        await seat.see("^> Contoso")
        await seat.press("u")  # the second form has changed nothing
        await seat.answer("Take back in Contoso: changed the partner's data", "y")
        await seat.see("Undone: your last step in Contoso.")
    assert "note" not in progress(workplace, partner_id)


async def test_a_note_of_a_customer_is_written_in_its_form(workplace: Workplace, partner_id: str):
    workplace.store.change(partner_id, [Change("edit", {"note": "old"}, customer=CUSTOMER)])
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("c")
        await seat.see("^> .*Alpine")
        await seat.press("e")
        await to_the_note(seat)
        await seat.see("^> Note +old")
        await seat.press(*"new", "enter", "ctrl+s")
        await seat.see("^> .*Alpine")
        await wait_until(seat.pilot, lambda: customer(workplace, partner_id)["note"] == "new\nold")


async def test_a_note_fits_into_a_small_terminal(workplace: Workplace, partner_id: str):
    async with at_the_app(workplace, (40, 12)) as seat:
        await seat.see("^> Contoso")
        await seat.press("e")
        await to_the_note(seat)
        await seat.press(*"one", "enter", *"two")
        await seat.see("^> Note +one")
        await seat.see("^ +two")


async def to_the_contacts(seat: Seat) -> None:
    await seat.see("^> Contoso")
    await seat.press("@")
    await seat.see("^ Contoso › Contacts")


def contacts(workplace: Workplace, partner_id: str) -> list[dict[str, str]]:
    found = progress(workplace, partner_id).items()
    return [table for key, table in found if key.startswith("contact-") and table]


async def test_contacts_are_added_changed_removed_and_undone(workplace: Workplace, partner_id: str):
    async with at_the_app(workplace) as seat:
        await to_the_contacts(seat)
        await seat.see("No contact yet; a adds one.")
        await seat.see("^ a add  [?] help  q back$")
        await seat.press("a")
        await seat.see("^> Name")
        await seat.press(*"Zoe", "tab", *"CFO", "tab", *"zoe@contoso.com", "ctrl+s")
        await seat.see("^> Zoe +CFO +zoe@contoso.com")
        await seat.press("a")
        await seat.see("^> Name")
        await seat.press(*"Ann", "tab", "tab", "tab", *"1234", "ctrl+s")
        await seat.see("^> Ann .* 1234")
        await seat.press("j", "enter")
        await seat.see("^> Name +Zoe")
        await seat.press("tab", "ctrl+u", "ctrl+s")
        await seat.see("Saved.")
        await seat.see_gone("CFO")
        await seat.press("D")
        await seat.see("Removed: Zoe. u brings it back.")
        assert contacts(workplace, partner_id) == [{"name": "Ann", "phone": "1234"}]
        await seat.press("u")
        await seat.see("Undone: your last step in Contoso.")
        await seat.see("Zoe +zoe@contoso.com")
        await seat.press("q")
        await seat.see("^> Contoso")
    assert {each["name"] for each in contacts(workplace, partner_id)} == {"Ann", "Zoe"}


async def test_what_cannot_be_is_said_and_the_form_stays(workplace: Workplace, partner_id: str):
    async with at_the_app(workplace) as seat:
        await to_the_contacts(seat)
        await seat.press("a")
        await seat.see("^> Name")
        await seat.press("tab", *"CFO", "ctrl+s")
        await seat.see("Name: a contact needs a name")
        await seat.press(*"Zoe", "tab", "tab", *"zoe", "ctrl+s")
        await seat.see('Mail: "zoe" is no mail address; write it like jane@contoso.com')
        await seat.press(*"@x.org", "ctrl+s")
        await seat.see("^> Zoe")
    assert contacts(workplace, partner_id) == [{"name": "Zoe", "role": "CFO", "mail": "zoe@x.org"}]


async def test_a_contact_that_somebody_removes_while_it_is_changed_stays_whole(
    workplace: Workplace, partner_id: str
):
    added = contact_changes.add((), {"name": "Zoe", "mail": "zoe@x.org"})
    workplace.store.change(partner_id, [added])
    async with at_the_app(workplace) as seat:
        await to_the_contacts(seat)
        await seat.press("enter")
        await seat.see("^> Name +Zoe")
        (zoe,) = workplace.store.load(partner_id).contacts
        other_store(workplace).change(partner_id, [contact_changes.remove(zoe)])
        await seat.press("tab", *"CFO", "ctrl+s")
        await seat.see("^> Zoe +CFO +zoe@x.org")
    assert contacts(workplace, partner_id) == [{"name": "Zoe", "role": "CFO", "mail": "zoe@x.org"}]


async def test_a_change_by_somebody_else_comes_up(workplace: Workplace, partner_id: str):
    async with at_the_app(workplace) as seat:
        await to_the_contacts(seat)
        await seat.see("No contact yet")
        added = contact_changes.add((), {"name": "Zoe"})
        other_store(workplace).change(partner_id, [added])
        await seat.see("^> Zoe")


async def test_the_contacts_of_a_customer_are_its_own(workplace: Workplace, partner_id: str):
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("c")
        await seat.see("^> .*Alpine")
        await seat.press("@")
        await seat.see("^ Contoso › Alpine › Contacts")
        await seat.press("a")
        await seat.see("^> Name")
        await seat.press(*"Zoe", "ctrl+s")
        await seat.see("^> Zoe")
        await seat.press("q")
        await seat.see("^> .*Alpine")
    assert not contacts(workplace, partner_id)
    tables = customer(workplace, partner_id).items()
    assert [table for key, table in tables if "contact-" in key] == [{"name": "Zoe"}]


async def test_mail_phone_and_link_are_copied_from_a_menu(workplace: Workplace, partner_id: str):
    texts = {"name": "Zoe", "mail": "zoe@x.org", "phone": "1", "link": "https://x.org/zoe"}
    workplace.store.change(partner_id, [contact_changes.add((), texts)])
    async with at_the_app(workplace) as seat:
        await to_the_contacts(seat)
        await seat.press("y")
        await seat.see("Copy: Zoe")
        await seat.press("y")
        await seat.see_asked("Sent to your terminal's clipboard")
        assert seat.app.clipboard == "zoe@x.org"
        await seat.press("y", "l")
        await wait_until(seat.pilot, lambda: seat.app.clipboard == "https://x.org/zoe")


async def test_contacts_are_narrowed_and_found_among_the_partners(
    workplace: Workplace, partner_id: str
):
    for name in ("Zoe", "Ann"):
        known = workplace.store.load(partner_id).contacts
        texts = {"name": name, "mail": f"{name.lower()}@x.org"}
        workplace.store.change(partner_id, [contact_changes.add(known, texts)])
    workplace.store.change(partner_id, [Change("edit", {"note": "signs\non paper"})])
    async with at_the_app(workplace) as seat:
        await seat.see("Fabrikam")
        await seat.narrow("zoe@x")
        await seat.see_gone("Fabrikam")
        await seat.see("^> Contoso .*mail: zoe@x.org")
        await seat.narrow("on paper")
        await seat.see("^> Contoso .*note: signs on paper")
        await seat.press("@")
        await seat.see("^> Ann")
        await seat.see("Note +signs")
        await seat.narrow("zoe")
        await seat.see("^> Zoe")
        await seat.see_gone("Ann")


async def test_hostile_texts_reach_the_screen_as_plain_text(workplace: Workplace, partner_id: str):
    path = workplace.places.progress_file(partner_id)
    table = "\n".join(f'{key} = "{escaped("".join(TEXTS))}"' for key in ("name", "mail", "link"))
    head = f'note = "{escaped("".join(TEXTS))}"\n'
    text = path.read_text().replace("[history]", f"[contact-x]\n{table}\n\n[history]", 1)
    path.write_text(text.replace("format = 1\n", f"format = 1\n{head}", 1))
    async with at_the_app(workplace) as seat:
        await to_the_contacts(seat)
        await seat.see("1 row")
        assert not list(harmful(seat.text))
        await seat.press("enter")
        await seat.see("^> Name")
        assert not list(harmful(seat.text))


async def test_the_pane_of_the_partners_has_contacts_and_note(
    workplace: Workplace, partner_id: str
):
    texts = {"name": "Zoe", "mail": "zoe@x.org"}
    workplace.store.change(partner_id, [contact_changes.add((), texts)])
    workplace.store.change(partner_id, [Change("edit", {"note": "signs\non paper"})])
    async with at_the_app(workplace, (120, 40)) as seat:
        await seat.see("Contact +Zoe, zoe@x.org")
        await seat.see("Note +signs on paper")


async def test_the_palette_finds_a_contact_by_its_mail(workplace: Workplace, partner_id: str):
    texts = {"name": "Zoe", "mail": "zoe@x.org"}
    workplace.store.change(partner_id, [contact_changes.add((), texts)])
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("ctrl+p")
        await seat.see("Find")
        await seat.press(*"zoe@")
        await seat.see("^> Zoe, zoe@x.org +Contoso")
        await seat.press("enter")
        await seat.see("^ Contoso › Contacts")
