"""Changes that somebody made to a progress file without csp-tui: by hand, or from a backup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from csp_tui.core.disk.toml import Table
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import (
    CONTACT_KEYS,
    CUSTOMER_KEYS,
    ITEM_KEYS,
    PARTNER_KEYS,
    RUN_KEYS,
    contact_of,
)

DATA_KEYS = {**PARTNER_KEYS, **CUSTOMER_KEYS}


def outside_changes(expected: Table, found: Table, customer: str = "") -> list[Change]:
    """Return the changes that turn the progress table `expected` into `found`.

    Keys that csp-tui does not know are ignored, and so are values that the history cannot hold.
    `customer` is the id of the file's customer; empty for the partner's own file.
    """
    changes = (change for change in _differences(expected, found) if change.to)
    return [replace(change, customer=customer) for change in changes]


def _differences(expected: Table, found: Table) -> Iterator[Change]:
    yield Change(Act.OUTSIDE, _changed(expected, found, DATA_KEYS))
    old_facts, facts = _table(expected, "facts"), _table(found, "facts")
    yield Change(Act.OUTSIDE, _changed(old_facts, facts, {**old_facts, **facts}), part="facts")
    for name in filter(contact_of, {**expected, **found}):
        old, new = _table(expected, name), _table(found, name)
        yield Change(Act.OUTSIDE, _changed(old, new, CONTACT_KEYS), part=name)
    old_runs, runs = _table(expected, "checklists"), _table(found, "checklists")
    for key in {**old_runs, **runs}:
        old_run, run = _table(old_runs, key), _table(runs, key)
        yield Change(Act.OUTSIDE, _changed(old_run, run, RUN_KEYS), key)
        old_items, items = _table(old_run, "items"), _table(run, "items")
        for item in {**old_items, **items}:
            old, new = _table(old_items, item), _table(items, item)
            yield Change(Act.OUTSIDE, _changed(old, new, ITEM_KEYS), key, item)


def _changed(old: Table, new: Table, keys: Mapping[str, Any]) -> dict[str, Any]:
    changed = {key: new.get(key) for key in keys if old.get(key) != new.get(key)}
    return {key: value for key, value in changed.items() if _is_value(value)}


def _is_value(value: object) -> bool:
    """Return whether the history can hold `value`; a file edited by hand may hold other types."""
    return value is None or isinstance(value, str | int | date)


def _table(table: Table, key: str) -> Table:
    value = table.get(key, {})
    return value if isinstance(value, dict) else {}
