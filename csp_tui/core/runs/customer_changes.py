"""The acts of a user on the customers of a partner, as changes; keys and commands share them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import storable_line
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Value


def add(customer_id: str, name: str, **values: str | date | None) -> Change:
    """Add a customer; every text is cleaned, and empty ones are left out.

    Raises:
        UsageError: the name is empty.
    """
    known = {key: value for key, value in _cleaned({"name": name, **values}).items() if value}
    if "name" not in known:
        raise UsageError(_("a customer needs a name"))
    return Change("add", known, customer=customer_id)


def edit(customer_id: str, **values: str | date | None) -> Change:
    """Set name, tenant, owner or days of a customer; an empty text takes the key away.

    Raises:
        UsageError: the name is empty.
    """
    cleaned = _cleaned(values)
    if "name" in cleaned and not cleaned["name"]:
        raise UsageError(_("a customer needs a name"))
    return Change("edit", cleaned, customer=customer_id)


def put_away(customer_id: str, day: date) -> Change:
    """Archive a customer: it stays in its file and counts nowhere."""
    return Change("archive", {"archived": day}, customer=customer_id)


def bring_back(customer_id: str) -> Change:
    """Make an archived customer active again."""
    return Change("unarchive", {"archived": None}, customer=customer_id)


def answer(customer_id: str, known: Mapping[str, bool | None]) -> Change:
    """Answer facts of a customer; with None the partner's answer holds."""
    return Change("fact", dict(known), part="facts", customer=customer_id)


def for_customer(change: Change, customer_id: str) -> Change:
    """Return an act on an item or a fact as one that concerns a customer."""
    return replace(change, customer=customer_id)


def _cleaned(values: dict[str, str | date | None]) -> dict[str, Value]:
    return {
        key: storable_line(value) or None if isinstance(value, str) else value
        for key, value in values.items()
    }
