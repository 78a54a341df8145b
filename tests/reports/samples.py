"""A partner with thirty items and fifty customers, in every state; ordinary or hostile."""

from __future__ import annotations

LONG = "https://learn.microsoft.com/en-us/partner-center/" + "/".join(f"part-{n}" for n in range(9))
STATES = ("todo", "done", "done", "waiting", "refused", "not-applicable")


def checklist(text: str = "Item", sections: int = 3, items: int = 10, per: int = 15) -> str:
    """Return an edition of a checklist, each of whose texts begins with `text`."""
    found = ["format = 1", f"title = {_q(f'{text} of everything')}", 'source_date = "2026-08-26"']
    for number in range(sections + 1):
        is_per = number == sections
        found += ["[[sections]]", f'id = "s{number}"', f"title = {_q(f'{text} section {number}')}"]
        found += ['per = "customer"'] if is_per else []
        for place in range(per if is_per else items):
            found += _item(f"i{number}-{place}", f"{text} {number}.{place} is settled", place)
    return "\n".join(found) + "\n"


def _item(item_id: str, text: str, place: int) -> list[str]:
    found = ["[[sections.items]]", f'id = "{item_id}"', f"title = {_q(text[:60])}"]
    found += [f"rule = {_q(f'{text}, by whoever may, for the tenant and region that apply')}"]
    found += [f"evidence = {_q('Number, date and place of the letter')}", 'role = "finance"']
    found += [f"doubt = {_q(f'{text}: two pages disagree')}"] if place % 3 == 0 else []
    found += ["irreversible = true"] if place == 5 else []
    found += ['need = "recommended"'] if place % 4 == 1 else []
    found += ["[[sections.items.links]]", f'url = "{LONG}"', f"title = {_q(f'{text} page')}"]
    return [*found, 'publisher = "Microsoft"', 'date = "2026-08-26"', 'read = "part"']


def partner(name: str = "Contoso Ltd", text: str = "PLA 1234567") -> str:
    """Return the progress of a partner in its own part of the checklist."""
    found = ["format = 1", f"name = {_q(name)}", 'partner_id = "1234567"', f"owner = {_q(text)}"]
    found += ["anniversary = 3", 'model = "direct-bill"', "[checklists.long]", 'edition = "1"']
    for number in range(30):
        section, place = divmod(number, 10)
        found += [f"[checklists.long.items.i{section}-{place}]", *_progress(number, text)]
    return "\n".join(found) + "\n"


def customer(number: int, name: str = "", text: str = "D-20471") -> str:
    """Return the progress of a customer."""
    found = ["format = 1", f"name = {_q(name or f'Customer {number:02} of the long list')}"]
    found += ["planned = 2027-01-11", "term_end = 2027-06-30", "[checklists.long]"]
    for place in range(15):
        if place <= 15 - number // 4:
            found += [f"[checklists.long.items.i3-{place}]"]
            found += _progress(number + place if place > 10 else 1, text)
    return "\n".join(found) + "\n"


def _progress(number: int, text: str) -> list[str]:
    state = STATES[number % len(STATES)]
    found = [f'status = "{state}"', "at = 2026-11-01T09:00:00.000Z", f"by = {_q(text)}"]
    if state == "done" and number % 2:
        found += [f"evidence = {_q(text)}", "as_of = 2026-10-31", f"note = {_q(text)}"]
    if state == "waiting":
        found += [f"waiting_for = {_q(text)}", "since = 2026-11-02", "chase_on = 2026-11-09"]
        found += [f"case = {_q(text)}"]
    if state in ("refused", "not-applicable"):
        found += [f"reason = {_q(text)}"]
    return found


def _q(text: str) -> str:
    """Return a text between quotes, whatever it holds."""
    shown = (
        each if each.isprintable() and each not in '"\\' else f"\\U{ord(each):08X}" for each in text
    )
    return f'"{"".join(shown)}"'


def fill(
    home, name: str = "Contoso Ltd", text: str = "PLA 1234567", *, customers: int = 50
) -> None:
    """Write a partner with customers into a home; a dozen have all states, too."""
    home.put("checklists/long/1.toml", checklist("Item" if text.startswith("PLA") else text))
    home.put("partners/contoso.toml", partner(name, text))
    for number in range(customers):
        whom = "" if text.startswith("PLA") else f"{name} {number}"
        home.put(f"customers/contoso/c{number:02}.toml", customer(number, whom, text))
