"""Who really changed what, when, and knowing which lines: kept beside the app and hidden from it.

A line is known by its hash; what a change set is taken from the file as the person saw it saved.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .sides import Side, values

STATUS = ("status", "on", "at", "by", "fingerprint", "out_of_order", "reason")
STATUS += ("waiting_for", "since", "case", "chase_on", "chased")
_IN_ITEM = {**dict.fromkeys(STATUS, "status"), "as_of": "evidence", "sha256": "file"}
_IN_RUN = {"checklist": "start", "started": "start", "closed": "end", "outcome": "end"}

Register = tuple[str, str, str]
"""What wins together: customer (empty: the partner's own file), path of the table, name."""
Values = tuple[tuple[str, Any], ...]
"""The values of a register, sorted by key; None only where a line takes a value away."""
PLACE: Register = ("", "", "place")
AWAY: Values = (("away", True),)


def register_of(customer: str, table: str, key: str) -> Register:
    if ".items." in table:
        return customer, table, _IN_ITEM.get(key, key)
    if table.startswith("checklists."):
        return customer, table, _IN_RUN.get(key, key)
    return customer, table, "contact" if table.startswith("contact-") else key


def pairs(found: Mapping[str, Any]) -> Values:
    return tuple(sorted((key, value) for key, value in found.items() if value is not None))


def by_register(keys: Mapping[str, Any], customer: str, table: str) -> dict[Register, Values]:
    found: dict[Register, dict[str, Any]] = {}
    for key, value in keys.items():
        found.setdefault(register_of(customer, table, key), {})[key] = value
    return {register: tuple(sorted(each.items())) for register, each in found.items()}


def registers(side: Side, partner: str) -> dict[Register, Values]:
    """Return what the files of a side say, by register."""
    found: dict[Register, Values] = {PLACE: AWAY} if side.place(partner) != side.data else {}
    for customer, tables in values(side, partner).items():
        for table, keys in tables.items():
            found |= by_register(keys, customer, table)
    return found


def registers_of(line: Mapping[str, Any]) -> dict[Register, Values]:
    """Return what a line says of each register that it touches."""
    if line["do"] in ("archive", "unarchive") and not line.get("customer"):
        return {PLACE: AWAY if line["do"] == "archive" else ()}
    run, item = line.get("run", ""), line.get("item", "")
    table = line.get("part", "")
    if run:
        table = f"checklists.{run}.items.{item}" if item else f"checklists.{run}"
    keys = {**line.get("with", {}), **line.get("to", {})}
    return by_register(keys, line.get("customer", ""), table)


def is_detail(line: Mapping[str, Any], register: Register) -> bool:
    """Return whether a line only adds to the status that it is about."""
    keys = {*line.get("with", {}), *line.get("to", {})}
    is_whole = keys & {"status", "fingerprint"} and line["do"] != "chase"
    return register[2] == "status" and not is_whole


@dataclass(frozen=True)
class Deed:
    """A real change, as one line records it."""

    when: float
    """The true time in seconds, whatever a clock said."""
    known: frozenset[str]
    """The lines that whoever made the change had."""
    sets: Mapping[Register, Values]
    about: str = ""
    """Of a detail: the line that set the status it is about."""


@dataclass
class Truth:
    """All real changes by the line that records each, and every line that was ever seen."""

    deeds: dict[str, Deed] = field(default_factory=dict)
    lines: dict[str, dict[str, Any]] = field(default_factory=dict)

    moves: dict[str, dict[str, str]] = field(default_factory=dict)
    """Where a run was moved: the table of the old item by that of the new one and by line."""

    def learn(self, name: str, line: bytes) -> dict[str, Any]:
        found = self.lines[name] = json.loads(line)
        for old, new in found.get("moves", {}).items():
            items = f"checklists.{found['run']}.items."
            self.moves.setdefault(items + new, {})[name] = items + old
        return found

    def said_of(
        self, names: Iterable[str], sets: Mapping[Register, Values], register: Register
    ) -> Values | None:
        """Return what a change says of a register, or of that of the item that it was before."""
        customer, table, name = register
        befores = self.moves.get(table, {})
        for place in (table, *(old for line, old in befores.items() if line in names)):
            if (customer, place, name) in sets:
                return sets[customer, place, name]
        return None

    def setting(self, names: Iterable[str], register: Register) -> list[str]:
        """Return the changes that set a register whole, the oldest first."""
        names = frozenset(names)
        found = [
            name
            for name in names & self.deeds.keys()
            if self.said_of(names, self.deeds[name].sets, register) is not None
        ]
        whole = [name for name in found if not self.deeds[name].about]
        return sorted(whole, key=lambda name: self.deeds[name].when)

    def included(self, heads: Iterable[str]) -> set[str]:
        """Return the lines with these hashes and all before them on their branches."""
        found: set[str] = set()
        left = set(heads)
        while left := {each for each in left if each in self.lines} - found:
            found |= left
            left = {self.lines[each].get("prev", "") for each in left}
        return found

    def details(self, names: Iterable[str], name: str) -> list[Deed]:
        found = [self.deeds[each] for each in names if each in self.deeds]
        return sorted((d for d in found if d.about == name), key=lambda deed: deed.when)

    def expected(self, names: frozenset[str]) -> dict[Register, Values]:
        """Return what must stand where there are these lines: the latest real change of each."""
        every = {r for n in names if n in self.deeds for r in self.deeds[n].sets}
        for table, befores in self.moves.items():
            old = {befores[name] for name in befores.keys() & names}
            every |= {(customer, table, key) for customer, path, key in every if path in old}
        found = {register: self.value(names, register) for register in every}
        for customer, table, name in every:
            if (name, customer) == ("edition", "") and not found[customer, table, name]:
                is_used = any(
                    value and path.startswith(f"{table}.items.")
                    for (_, path, _), value in found.items()
                )
                for each in ("edition", "start") if is_used else ():
                    register = (customer, table, each)
                    starts = [self.deeds[n].sets[register] for n in self.setting(names, register)]
                    found[register] = next(filter(None, reversed(starts)), ())
        return {register: value for register, value in found.items() if value}

    def value(self, names: frozenset[str], register: Register) -> Values:
        last = self.setting(names, register)[-1:]
        if not last:
            return ()
        found = dict(self.said_of(names, self.deeds[last[0]].sets, register) or ())
        for detail in self.details(names, last[0]):
            found |= dict(self.said_of(names, detail.sets, register) or ())
        return pairs(found)

    def tips(self, names: frozenset[str], register: Register) -> set[str]:
        """Return the changes that set a register and that nobody knew who set it."""
        about = self.setting(names, register)
        return {n for n in about if not any(n in self.deeds[other].known for other in about)}
