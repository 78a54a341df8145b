"""Registers: the keys of a progress file that belong together when two machines changed them apart.

What one act states together wins together, such as a status and its reason; what is stated apart
wins apart, such as the note of an item and its owner.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.progress.model import CONTACT_KEYS, Value, contact_of

STATUS = "status"
"""Name of an item's register with the status and all that explains it."""

CONTACT = "contact"
"""Name of the register of a contact: so no name ever stands beside the mail of somebody else."""

EDITION = "edition"
START = "start"
PLACE = "place"
"""Name of the register that says whether a partner is archived; no key of a file."""

_OF_ITEM: Mapping[str, tuple[str, ...]] = {
    STATUS: (
        "status",
        "on",
        "at",
        "by",
        "fingerprint",
        "out_of_order",
        "reason",
        "waiting_for",
        "since",
        "case",
        "chase_on",
        "chased",
    ),
    "evidence": ("evidence", "as_of"),
    "file": ("file", "sha256"),
}
_OF_RUN: Mapping[str, tuple[str, ...]] = {
    START: ("checklist", "started"),
    "end": ("closed", "outcome"),
}
_ITEM_NAMES = {key: name for name, keys in _OF_ITEM.items() for key in keys}
_RUN_NAMES = {key: name for name, keys in _OF_RUN.items() for key in keys}
_CONTACT_NAMES = dict.fromkeys(CONTACT_KEYS, CONTACT)

_DECIDING = frozenset(("status", "at", "by", "fingerprint"))


class Register(NamedTuple):
    """Keys of one table that win together."""

    customer: str
    """Id of the file's customer; empty for the partner's own file."""
    table: tuple[str, ...]
    """The names of the nested tables that hold the keys, the outermost first."""
    name: str

    @property
    def is_status(self) -> bool:
        """Whether the register holds the status of an item."""
        return self.name == STATUS and _is_item(self.table)

    @property
    def is_of_item(self) -> bool:
        """Whether the register belongs to an item of a run."""
        return _is_item(self.table)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the register."""
        if _is_item(self.table):
            return _OF_ITEM.get(self.name, (self.name,))
        if _is_contact(self.table):
            return tuple(CONTACT_KEYS)
        return _OF_RUN.get(self.name, (self.name,)) if _is_run(self.table) else (self.name,)


def by_register(
    customer: str, table: tuple[str, ...], values: Mapping[str, Value]
) -> dict[Register, dict[str, Value]]:
    """Return `values` grouped by register, such as a status with its reason.

    Args:
        customer: id of the customer whose file has the table; empty for the partner's own file.
        table: the names of the nested tables that hold the values, the outermost first.
        values: the values by key.
    """
    names = _ITEM_NAMES if _is_item(table) else _RUN_NAMES if _is_run(table) else {}
    if _is_contact(table):
        names = _CONTACT_NAMES
    found: dict[Register, dict[str, Value]] = {}
    for key, value in values.items():
        register = Register(customer, table, names.get(key, key))
        found.setdefault(register, {})[key] = value
    return found


def stated_by(line: HistoryLine) -> dict[Register, dict[str, Value]]:
    """Return the values that a history line states, by register.

    A line of version 2 states all keys of a register, unless it only adds a detail to a status. A
    line of version 1 states only the keys that it changed.
    """
    found = by_register(line.customer, line.change.table, {**line.kept, **line.after})
    if line.do in (Act.ARCHIVE, Act.UNARCHIVE) and not line.customer:
        found[Register("", (), PLACE)] = {PLACE: line.do if line.do == Act.ARCHIVE else None}
    return found


def moved_items(lines: Iterable[HistoryLine]) -> dict[tuple[str, str], set[str]]:
    """Return the new ids of each item that got another id when its run was moved.

    A key is the run and the item's old id. Its value has all ids that took the old one's place.
    """
    found: dict[tuple[str, str], set[str]] = {}
    for line in lines:
        for old, new in line.moves.items():
            found.setdefault((line.run, old), set()).add(new)
    return found


def with_moved(
    register: Register, moved: Mapping[tuple[str, str], Collection[str]]
) -> Iterator[Register]:
    """Yield a register, then the same register of each item that took its item's place in a move.

    Only the register itself is yielded if it is of no item. `moved` is what `moved_items` returns.
    """
    yield register
    if not moved or not register.is_of_item:
        return
    checklists, run, items, item = register.table
    todo, seen = [item], {item}
    while todo:
        for new in sorted(set(moved.get((run, todo.pop()), ())) - seen):
            seen.add(new)
            todo.append(new)
            yield register._replace(table=(checklists, run, items, new))


def is_detail(register: Register, changed: Mapping[str, Value]) -> bool:
    """Return whether a change of these keys only adds a detail to a status.

    Such a detail, as the day of a chase, counts only while the status that it was written for
    stands. `changed` has the new values by key.
    """
    return register.is_status and not _DECIDING & changed.keys()


def _is_item(table: tuple[str, ...]) -> bool:
    return len(table) == 4


def _is_run(table: tuple[str, ...]) -> bool:
    return len(table) == 2


def _is_contact(table: tuple[str, ...]) -> bool:
    return len(table) == 1 and bool(contact_of(table[0]))
