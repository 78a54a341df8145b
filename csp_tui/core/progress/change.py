"""Changes: values that say which keys to set in which table.

Keys, commands, undo, history and merge all use them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, TypeVar

from csp_tui.core.base.clock import from_stamp, stamp
from csp_tui.core.base.errors import RunGoneError
from csp_tui.core.base.language import _
from csp_tui.core.disk.toml import Table
from csp_tui.core.progress.model import (
    CUSTOMER_KEYS,
    ITEM_KEYS,
    PARTNER_KEYS,
    RUN_KEYS,
    Customer,
    ItemProgress,
    Partner,
    Run,
    Status,
    Value,
)

FACTS = "facts"
"""Name of the table with the answers of a partner or customer."""

KINDS: Mapping[str, type] = {**PARTNER_KEYS, **CUSTOMER_KEYS, **RUN_KEYS, **ITEM_KEYS}


@dataclass(frozen=True, slots=True)
class Change:
    """Sets keys of one table of a partner's progress, or of one of its customers'.

    Args:
        do: the name of the act (``tick``); see history.acts.
        to: the values by key; None takes a key away.
        run: the run's key; empty for the data of the partner or customer.
        item: the item's id; empty for the run itself.
        rule: the wording that was ticked, in full.
        part: a table of its own beside the data: ``facts``.
        customer: the id of the customer whose file it changes; empty for the partner's own.
    """

    do: str
    to: Mapping[str, Value]
    run: str = ""
    item: str = ""
    rule: str = ""
    part: str = ""
    customer: str = ""

    @property
    def table(self) -> tuple[str, ...]:
        """The names of the nested tables in the file, the outermost first."""
        if not self.run:
            return (self.part,) if self.part else ()
        base = ("checklists", self.run)
        return (*base, "items", self.item) if self.item else base


Owner = TypeVar("Owner", Partner, Customer)


def with_change(partner: Owner, change: Change) -> Owner:
    """Return a partner or customer as it will be when `change` is saved.

    The change is to an item, a run or facts.
    """
    if change.part == FACTS:
        facts: dict[str, Any] = {**partner.facts, **change.to}
        known = {key: value for key, value in facts.items() if value is not None}
        return replace(partner, facts=known)
    run = partner.runs.get(change.run) or Run(change.run, "", "")
    defaults = {each.name: each.default for each in fields(ItemProgress if change.item else Run)}
    values: dict[str, Any] = {
        key: defaults[key] if value is None else value for key, value in change.to.items()
    }
    if not change.item:
        return replace(partner, runs={**partner.runs, run.key: replace(run, **values)})
    if "status" in values:
        values["status"] = Status(values["status"])
    items = {**run.items, change.item: replace(run.of(change.item), **values)}
    return replace(partner, runs={**partner.runs, run.key: replace(run, items=items)})


def values_at(data: Table, change: Change) -> dict[str, Value]:
    """Return the present values of the keys that `change` sets; None for a missing key."""
    table: Any = data
    for name in change.table:
        table = table.get(name, {}) if isinstance(table, dict) else {}
    return {key: table.get(key) if isinstance(table, dict) else None for key in change.to}


def none_gone(changes: Sequence[Change], table_of: Callable[[Change], Table]) -> Sequence[Change]:
    """Return `changes` as they are, unless somebody has taken away the run of one of them.

    Args:
        changes: those of one step; where one starts a run, that run is there for the next ones.
        table_of: gives the present table of the file that a change is to.

    Raises:
        RunGoneError: the run is not there.
    """
    known = {""}
    for change in changes:
        if change.run in known:
            continue
        is_start = "checklist" in change.to and change.to.get("edition") is not None
        if not is_start and not has_run(table_of(replace(change, customer="")), change.run):
            raise RunGoneError(_('the run "{run}" is no longer started').format(run=change.run))
        known.add(change.run)
    return changes


def has_run(data: Table, run: str) -> bool:
    """Say whether a run exists; one whose start was undone has no edition."""
    table = data.get("checklists", {}).get(run)
    return isinstance(table, dict) and "edition" in table


def apply_to_table(data: Table, change: Change) -> None:
    """Apply `change` to the plain table `data`; raises ValueError where that holds no table."""
    table = data
    for name in change.table:
        table = table.setdefault(name, {})
        if not isinstance(table, dict):
            raise ValueError(_("{name} is no table").format(name=name))
    for key, value in change.to.items():
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value


def to_json(values: Mapping[str, Value]) -> dict[str, Any]:
    """Return `values` as JSON can hold them: dates and times as text."""
    encoded: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, datetime):
            encoded[key] = stamp(value)
        elif isinstance(value, date):
            encoded[key] = value.isoformat()
        else:
            encoded[key] = value
    return encoded


def from_json(values: Mapping[str, Any]) -> dict[str, Value]:
    """Return the values that :func:`to_json` wrote; raises ValueError where one is none."""
    decoded: dict[str, Value] = {}
    for key, value in values.items():
        if not (value is None or isinstance(value, str | int)):
            raise ValueError(f"{key} is no value")
        kind = KINDS.get(key)
        if kind is datetime and isinstance(value, str):
            decoded[key] = from_stamp(value)
        elif kind is date and isinstance(value, str):
            decoded[key] = date.fromisoformat(value)
        else:
            decoded[key] = value
    return decoded
