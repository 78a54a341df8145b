"""The changes that users can make to customers, by a key or a command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Value
from csp_tui.core.progress.partner_fields import cleaned

LABELS = {
    "name": N_("Name"),
    "tenant": N_("Tenant"),
    "tenant_id": N_("Tenant id"),
    "owner": N_("Owner"),
    "planned": N_("Planned"),
    "term_end": N_("Term end"),
}
"""The label in forms and tables of each key of a customer."""


def add(customer_id: str, name: str, **values: str | date | None) -> Change:
    """Return the change that adds a customer; `values` are its other data, by key.

    Empty values are left out.

    Raises:
        UsageError: the name is empty.
    """
    known = {key: value for key, value in _cleaned({"name": name, **values}).items() if value}
    if "name" not in known:
        raise UsageError(_("a customer needs a name"))
    return Change(Act.ADD, known, customer=customer_id)


def edit(customer_id: str, **values: str | date | None) -> Change:
    """Return the change that sets data of a customer; an empty text, or None, removes the value.

    Raises:
        UsageError: the name is given and empty.
    """
    cleaned = _cleaned(values)
    if "name" in cleaned and not cleaned["name"]:
        raise UsageError(_("a customer needs a name"))
    return Change(Act.EDIT, cleaned, customer=customer_id)


def put_away(customer_id: str, day: date) -> Change:
    """Return the change that archives a customer on `day`.

    An archived customer's file stays, but the customer is not counted any more.
    """
    return Change(Act.ARCHIVE, {"archived": day}, customer=customer_id)


def bring_back(customer_id: str) -> Change:
    """Return the change that makes an archived customer active again."""
    return Change(Act.UNARCHIVE, {"archived": None}, customer=customer_id)


def answer(customer_id: str, known: Mapping[str, bool | None]) -> Change:
    """Return the change that answers a customer's facts; None makes the partner's answer count."""
    return Change(Act.FACT, dict(known), part="facts", customer=customer_id)


def for_customer(change: Change, customer_id: str) -> Change:
    """Return a copy of `change` that is for a customer's file; an empty id: the partner's own."""
    return replace(change, customer=customer_id)


def _cleaned(values: dict[str, str | date | None]) -> dict[str, Value]:
    return {
        key: cleaned(key, value) or None if isinstance(value, str) else value
        for key, value in values.items()
    }
