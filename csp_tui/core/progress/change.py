"""A `Change`: which keys to set in one table of a progress file, and the functions that apply it.

Whatever changes progress is a `Change`: a key press, a command, an undo, a merged history line.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any, TypeVar

from csp_tui.core.base.clock import from_stamp, stamp
from csp_tui.core.base.errors import RunGoneError
from csp_tui.core.base.language import _
from csp_tui.core.disk.toml import Table
from csp_tui.core.progress.model import (
    CONTACT_KEYS,
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
"""Name of the table that holds the facts of a partner or customer."""

KINDS: Mapping[str, type] = {
    **PARTNER_KEYS,
    **CUSTOMER_KEYS,
    **CONTACT_KEYS,
    **RUN_KEYS,
    **ITEM_KEYS,
}


@dataclass(frozen=True, slots=True)
class Change:
    """Sets keys of one table in the progress file of a partner or of one of its customers.

    Args:
        do: the name of the act, such as ``tick``; csp_tui/core/history/acts.py lists them.
        to: the new values by key; None removes a key.
        run: the key of the run; empty for a change outside the runs.
        item: the id of the item; empty for a change to the run itself.
        rule: in full, the rule that a tick is made against; empty for other acts.
        part: for a change outside the runs: ``facts``, the table of a contact such as
            ``contact-jane-doe-7f3a``, or empty for the top of the file.
        customer: the id of the customer whose file is changed; empty for the partner's file.
        moves: of a run that is moved to another edition, the new id of each item that has one, by
            its old id.
    """

    do: str
    to: Mapping[str, Value]
    run: str = ""
    item: str = ""
    rule: str = ""
    part: str = ""
    customer: str = ""
    moves: Mapping[str, str] = field(default_factory=dict)

    @property
    def table(self) -> tuple[str, ...]:
        """The names of the nested tables that lead to the changed one, the outermost first.

        An empty tuple stands for the top of the file: the data of the partner or customer itself.
        """
        if not self.run:
            return (self.part,) if self.part else ()
        base = ("checklists", self.run)
        return (*base, "items", self.item) if self.item else base


Owner = TypeVar("Owner", Partner, Customer)


def with_change(partner: Owner, change: Change) -> Owner:
    """Return a copy of the partner or customer with `change` applied.

    `change` must set own data such as the name, facts, keys of a run or keys of an item. A key set
    to None gets its default; a fact set to None is removed. A run or item that is not there yet is
    added.

    Raises:
        ValueError: the new status is no `Status`.
    """
    if change.part == FACTS:
        facts: dict[str, Any] = {**partner.facts, **change.to}
        known = {key: value for key, value in facts.items() if value is not None}
        return replace(partner, facts=known)
    of = Run if change.run else type(partner)
    own = ItemProgress._field_defaults
    defaults = own if change.item else {each.name: each.default for each in fields(of)}
    values: dict[str, Any] = {
        key: defaults[key] if value is None else value for key, value in change.to.items()
    }
    if not change.run:
        return replace(partner, **values)
    run = partner.runs.get(change.run) or Run(change.run, "", "")
    if not change.item:
        return replace(partner, runs={**partner.runs, run.key: replace(run, **values)})
    if "status" in values:
        values["status"] = Status(values["status"])
    items = {**run.items, change.item: run.of(change.item)._replace(**values)}
    return replace(partner, runs={**partner.runs, run.key: replace(run, items=items)})


def values_at(data: Table, change: Change) -> dict[str, Value]:
    """Return the values that the keys of `change` have in `data`, the table of a progress file.

    The value is None for a key that is missing there, or if its table is.
    """
    table: Any = data
    for name in change.table:
        table = table.get(name, {}) if isinstance(table, dict) else {}
    return {key: table.get(key) if isinstance(table, dict) else None for key in change.to}


def refuse_gone_runs(
    changes: Sequence[Change], table_of: Callable[[Change], Table]
) -> Sequence[Change]:
    """Return `changes` as they are, after checking that the run of each still exists.

    Args:
        changes: the changes of one step. A run that one of them starts exists for the later ones.
        table_of: returns the present table of the file that a change is to.

    Raises:
        RunGoneError: a run does not exist any more: somebody has undone its start.
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
    """Return whether the partner's table `data` has the run with the key `run`.

    A run whose start was undone keeps its table, but without an edition, and does not count.
    """
    table = data.get("checklists", {}).get(run)
    return isinstance(table, dict) and "edition" in table


def apply_to_table(data: Table, change: Change) -> None:
    """Apply `change` to `data`, the parsed table of a progress file.

    Missing tables are added; a key set to None is removed.

    Raises:
        ValueError: a name on the way to the changed table holds a value that is no table.
    """
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


def apply_or_skip(data: Table, change: Change) -> None:
    """Apply `change` to `data` as :func:`apply_to_table` does, but skip a change that does not fit.

    A change does not fit if a table that it needs is another value. Somebody has then altered its
    history line, which ``verify`` reports.
    """
    with contextlib.suppress(ValueError):
        apply_to_table(data, change)


def to_json(values: Mapping[str, Value]) -> dict[str, Any]:
    """Return `values` in a form that JSON can hold: dates and times become texts."""
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
    """Return the values from which :func:`to_json` made `values`: texts become dates and times.

    Whether a text is a date or time depends on its key. None stays None.

    Raises:
        ValueError: a value is of a type that progress files cannot hold, or is no date or time
            where its key demands one.
    """
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
