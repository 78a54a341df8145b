"""The columns of a table with one contact of each partner or customer, and with its note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp_tui.core.base.language import N_
from csp_tui.core.base.text import fold
from csp_tui.core.history.acts import Act
from csp_tui.core.progress import contact_fields
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Contact, Value, contact_table
from csp_tui.core.runs import contact_changes

FIELDS = {
    "contact": "name",
    "contact_role": "role",
    "contact_mail": "mail",
    "contact_phone": "phone",
    "contact_link": "link",
}
"""The key of a contact that each column holds."""

CONTACT_ID = "contact_id"
"""The key of the column with csp-tui's own id of a contact: by it a renamed one is known again."""

LABELS = {
    "contact": N_("Contact"),
    "contact_role": N_("Contact role"),
    "contact_mail": N_("Contact mail"),
    "contact_phone": N_("Contact phone"),
    "contact_link": N_("Contact link"),
    CONTACT_ID: N_("csp-tui id of the contact"),
}
"""The labels of the columns."""


def parse_value(key: str, text: str) -> str | None:
    """Return the value that the `text` of a cell means in the column `key`.

    None for an empty text. `key` is one of FIELDS.

    Raises:
        UsageError: the text is no mail address, or no web address, where there must be one.
    """
    return contact_fields.parse_value(FIELDS[key], text)


def contact_of_row(
    contacts: Sequence[Contact], values: Mapping[str, Value], contact_id: str
) -> Contact | None:
    """Return which of `contacts` a row with these `values` means; None for a new one.

    It is the one with the `contact_id` of the row, "" for none; else the one with the mail address;
    else the one with the name. Case does not matter.
    """
    for each in contacts:
        if each.id == contact_id:
            return each
    for column in ("contact_mail", "contact"):
        wanted = fold(str(values.get(column) or ""))
        for each in contacts if wanted else ():
            if fold(getattr(each, FIELDS[column])) == wanted:
                return each
    return None


def nameless(values: Mapping[str, Value]) -> list[str]:
    """Return the columns of a row that say something of a contact, if none of them tells which.

    Name and mail address tell it; with either, the list is empty.
    """
    given = [column for column in FIELDS if values.get(column)]
    return [] if {"contact", "contact_mail"}.intersection(given) else given


def values_of(contact: Contact | None) -> dict[str, Value]:
    """Return the present values of a contact, by the column that holds each.

    Values that are not known are left out; empty for None.
    """
    known = {column: getattr(contact, key, "") for column, key in FIELDS.items()}
    return {column: text for column, text in known.items() if text}


def changes(
    do: str, values: Mapping[str, Value], contact_id: str = "", customer: str = ""
) -> list[Change]:
    """Return the changes that save the `values` of a row; empty if there are none.

    Args:
        do: the act on the partner or customer: it is added or edited.
        values: the values by column; of a new contact there is the name or the mail address.
        contact_id: the id of the contact that the row means; "" for a new one, which is called by
            its mail address if the row has no name.
        customer: the id of the customer; empty for a partner.
    """
    own = {key: value for key, value in values.items() if key not in FIELDS}
    texts = {key: str(values[column]) for column, key in FIELDS.items() if values.get(column)}
    found = [Change(do, own, customer=customer)] if own else []
    if texts and contact_id:
        part = contact_table(contact_id)
        found.append(Change(Act.CONTACT, dict(texts), part=part, customer=customer))
    elif texts:
        name = texts.get("name") or texts["mail"]
        found.append(contact_changes.add((), {**texts, "name": name}, customer))
    return found
