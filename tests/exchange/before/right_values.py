"""Works out from the kept lines alone what every field of every partner must be.

The latest change of a field stands; what `sync` and `import` wrote is no change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SIDES = ("amira", "ben", "cleo")
Line = dict[str, Any]

STATUS = ("status", "on", "at", "by", "fingerprint", "out_of_order", "reason")
STATUS += ("waiting_for", "since", "case", "chase_on", "chased")
TOGETHER = [STATUS, ("evidence", "as_of"), ("file", "sha256"), ("closed", "outcome")]
ONLY_WITH = {
    **{key: {"done"} for key in ("on", "fingerprint", "out_of_order")},
    **{key: {"waiting"} for key in ("waiting_for", "since", "chase_on", "chased")},
    "reason": {"refused", "not-applicable"},
}


def all_lines(partner: str, sides: Sequence[str] = SIDES) -> list[Line]:
    """Return the lines of the sides, each once, the oldest first."""
    found: dict[str, None] = {}
    for side in sides:
        for place in (HERE / side, HERE / side / "archive"):
            if (path := place / f"history/{partner}.jsonl").exists():
                found |= dict.fromkeys(path.read_text().splitlines())
    lines = [json.loads(each) for each in found]
    return sorted(lines, key=lambda line: (line["at"], line["w"], line["n"]))


def is_echo(line: Line, lines: Sequence[Line]) -> bool:
    """Return whether an exchange wrote the line; taking back an import is a change."""
    step = [each["do"] for each in lines if each["step"] == line["step"]]
    return "sync" in step or "import" in step


def together(table: str, key: str) -> tuple[str, ...]:
    """Return the keys that win together with `key`, in a table of this name."""
    if table.startswith("checklists.") and ".items." not in table:
        known = ("closed", "outcome"), ("checklist", "started")
        return next((each for each in known if key in each), (key,))
    if ".items." in table:
        return next((each for each in TOGETHER if key in each), (key,))
    return (key,)


def table_of(line: Line) -> str:
    run, item = line.get("run", ""), line.get("item", "")
    if not run:
        return str(line.get("part", ""))
    return f"checklists.{run}.items.{item}" if item else f"checklists.{run}"


def value_of(key_set: tuple[str, ...], about: Sequence[Line], echoes: Sequence[Line]) -> Line:
    """Return the values of keys that win together; `about` and `echoes` name any of them."""
    is_status = key_set == STATUS
    setting = [
        line for line in about if not is_status or {"status", "fingerprint"} & line["to"].keys()
    ]
    standing = (setting or [*echoes, *about])[-1]
    stamp = (standing["at"], standing["w"], standing["n"])

    def before(lines: Iterable[Line]) -> list[Line]:
        return [each for each in lines if (each["at"], each["w"], each["n"]) <= stamp]

    found: Line = {}
    for line in (*before(echoes), *before(about)):
        found |= {key: value for key, value in line["to"].items() if key in key_set}
    if is_status:
        status = found.get("status") or "todo"
        found = {key: v for key, v in found.items() if status in ONLY_WITH.get(key, {status})}
        for line in about:  # what was added to the status since
            if (line["at"], line["w"], line["n"]) > stamp:
                found |= {key: value for key, value in line["to"].items() if key in key_set}
    return {key: value for key, value in found.items() if value is not None}


def values_of(
    partner: str, by_hand: Sequence[Sequence[str]] = (), sides: Sequence[str] = SIDES
) -> dict[str, Any]:
    """Return the tables of a partner and its customers as the lines of `sides` make them."""
    lines = all_lines(partner, sides)
    echoes = [line for line in lines if is_echo(line, lines)]
    fields = {
        (line.get("customer", ""), table_of(line), together(table_of(line), key))
        for line in lines
        for key in line.get("to", {})
    }
    found: dict[str, dict[str, Line]] = {}
    for customer, table, keys in sorted(fields):
        about, repeated = (
            [
                line
                for line in lines
                if (line in echoes) == wanted
                and (line.get("customer", ""), table_of(line)) == (customer, table)
                and line.get("to", {}).keys() & set(keys)
            ]
            for wanted in (False, True)
        )
        values = value_of(keys, about, repeated)
        found.setdefault(customer, {}).setdefault(table, {}).update(values)
        if keys in (("edition",), ("checklist", "started")):
            starts = [line for line in about if any(line["to"].get(k) for k in keys)]
            kept = {k: v for k, v in starts[-1]["to"].items() if k in keys} if starts else {}
            found[customer].setdefault(f"{table} as last started", {}).update(kept)
    for table in [each for each in found[""] if each.endswith(" as last started")]:
        run = table.removesuffix(" as last started")
        kept = found[""].pop(table)
        is_used = any(
            values
            for each in found.values()
            for name, values in each.items()
            if name.startswith(f"{run}.items.")
        )
        if is_used and not found[""][run].get("edition"):
            found[""][run] |= kept
    for where, customer, table, key, value in by_hand:
        if where == partner:
            found[customer].setdefault(table, {})[key] = value
    moves = [line["do"] for line in lines if line["do"] in ("archive", "unarchive")]
    is_archived = bool(moves) and moves[-1] == "archive"
    tables = {
        customer: {name: values for name, values in sorted(each.items()) if values}
        for customer, each in sorted(found.items())
    }
    return {"archived": is_archived, "tables": tables}


def right_values() -> dict[str, Any]:
    by_hand = json.loads((HERE / "story.json").read_text())["by_hand"]
    paths = [path for side in SIDES for path in (HERE / side).rglob("history/*.jsonl")]
    return {partner: values_of(partner, by_hand) for partner in sorted({p.stem for p in paths})}
