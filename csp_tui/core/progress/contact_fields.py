"""Contacts as users type them: the people to ask at a partner or customer."""

from __future__ import annotations

import re
from collections.abc import Mapping

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import storable_line
from csp_tui.core.progress.model import CONTACT_KEYS, Value

LABELS = {
    "name": N_("Name"),
    "role": N_("Role"),
    "mail": N_("Mail"),
    "phone": N_("Phone"),
    "link": N_("Link"),
}
"""The label of each key of a contact, such as ``mail``."""

_MAIL = re.compile(r"(?:mailto:|[^<>@]*<)?([^\s@<>,;:]+@[^\s@<>,;:]+)>?;?", re.IGNORECASE)
"""``jane@contoso.com``, or as mail programs copy it: ``Jane Doe <jane@contoso.com>;``."""
_LINK = re.compile(r"https?://[^\s<>\"]+")


def parse_value(key: str, text: str) -> str | None:
    """Return the value of a contact's `key` that a user means by the typed `text`.

    Empty `text` gives None, which means that the key is to be removed; an empty name is not refused
    here. Of mail addresses only the form ``NAME@HOST`` is checked; a name beside it is left out.

    Raises:
        UsageError: `text` is no mail address, or no web address, where there must be one.
    """
    value = storable_line(text)
    if key == "mail" and value:
        if not (mail := _MAIL.fullmatch(value)):
            message = _('"{text}" is no mail address; write it like jane@contoso.com')
            raise UsageError(message.format(text=value))
        return mail[1]
    if key == "link" and value and not _LINK.fullmatch(value):
        message = _('"{text}" is no web address; write it like https://contoso.com/jane')
        raise UsageError(message.format(text=value))
    return value or None


def parse_values(texts: Mapping[str, str]) -> dict[str, Value]:
    """Return a contact's values by key, made from the `texts` that a user typed for the keys.

    A key with empty text gets None, which removes it. Keys that no contact has are left out.

    Raises:
        UsageError: a key cannot hold its text, or the name is empty.
    """
    values: dict[str, Value] = {
        key: parse_value(key, texts[key]) for key in CONTACT_KEYS if key in texts
    }
    if "name" in values and not values["name"]:
        raise UsageError(_("a contact needs a name"))
    return values
