"""The changes that users can make to the contacts of a partner or customer, by key or command."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.ids import RandomBytes, random_id, slug
from csp_tui.core.base.language import _
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.contact_fields import parse_values
from csp_tui.core.progress.model import CONTACT_KEYS, Contact, contact_table


def add(
    known: Sequence[Contact],
    texts: Mapping[str, str],
    customer: str = "",
    random_bytes: RandomBytes = os.urandom,
) -> Change:
    """Return the change that adds a contact.

    Args:
        known: the contacts that the partner or customer has; the new one gets another id.
        texts: what the user typed, by key of a contact; empty texts are left out.
        customer: the id of the customer whose contact it is; empty for one of the partner.
        random_bytes: returns as many random bytes as it is asked for. They end the id, so that
            two machines that add the same name make different ids.

    Raises:
        UsageError: there is no name, or a text is not valid for its key.
    """
    values = parse_values({"name": "", **texts})
    start, taken = slug(str(values["name"])) or "person", {each.id for each in known}
    made = f"{start}-{random_id(4, random_bytes)}"
    while made in taken:
        made = f"{start}-{random_id(4, random_bytes)}"
    given = {key: value for key, value in values.items() if value}
    return Change(Act.CONTACT, given, part=contact_table(made), customer=customer)


def edit(
    known: Sequence[Contact], contact: Contact, texts: Mapping[str, str], customer: str = ""
) -> Change:
    """Return the change that sets the values that a user typed for a contact.

    An empty text removes a value; unchanged values are left out. If somebody has removed the
    contact meanwhile, all its values are set again.

    Args:
        known: the contacts that the partner or customer has now.
        contact: the contact as the user saw it.
        texts: what the user typed, by key of a contact.
        customer: the id of the customer whose contact it is; empty for one of the partner.

    Raises:
        UsageError: the name is empty, or a text is not valid for its key.
    """
    values = parse_values(texts)
    if all(each.id != contact.id for each in known):
        before = {key: getattr(contact, key) for key in CONTACT_KEYS}
        whole = {key: value for key, value in {**before, **values}.items() if value}
        return Change(Act.CONTACT, whole, part=contact_table(contact.id), customer=customer)
    changed = {key: v for key, v in values.items() if v != (getattr(contact, key) or None)}
    return Change(Act.CONTACT, changed, part=contact_table(contact.id), customer=customer)


def remove(contact: Contact, customer: str = "") -> Change:
    """Return the change that removes a contact; the history keeps what was known of it.

    `customer` is the id of the customer whose contact it is; empty for one of the partner.
    """
    known = dict.fromkeys(key for key in CONTACT_KEYS if getattr(contact, key))
    return Change(Act.REMOVE_CONTACT, known, part=contact_table(contact.id), customer=customer)


def find(contacts: Sequence[Contact], contact_id: str) -> Contact:
    """Return the contact with this id.

    Raises:
        UsageError: there is none; somebody has removed it.
    """
    for each in contacts:
        if each.id == contact_id:
            return each
    raise UsageError(_("the contact is not there any more"))
