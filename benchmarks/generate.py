"""Write many invented partners into an empty data directory, the same ones every time.

python benchmarks/generate.py 1000 /tmp/many
time CSP_TUI_DATA=/tmp/many csp-tui next
"""

from __future__ import annotations

import os
import random
import sys
from datetime import date, timedelta
from pathlib import Path

from csp_tui.core.checklists.model import Item
from csp_tui.core.disk.places import shipped_checklists
from csp_tui.core.disk.toml import parse

SEED = 20261123
TODAY = date(2026, 11, 23)
OWNERS = ("amira", "ben", "chloe", "")
WHOM = ("Microsoft", "the distributor", "the board")
LONG_AGO = 1_780_000_000
"""Time stamp of the files: older than the cache mistrusts."""


def items_of(checklist: str) -> tuple[str, list[Item]]:
    """Return the newest edition of a shipped checklist and its items."""
    path = max((shipped_checklists() / checklist).glob("????-??.toml"))
    sections = parse(path.read_text(), path)["sections"]
    known = [each for section in sections for each in section["items"]]
    keys = ("id", "title", "rule", "need", "when")
    items = [Item(**{key: each[key] for key in keys if key in each}) for each in known]
    return path.stem, items


def partner(number: int, randomness: random.Random, edition: str, items: list[Item]) -> str:
    """Return the progress file of a partner that is somewhere on its way."""
    lines = ["format = 1", f'name = "Partner {number:05} Ltd"']
    lines += [f'model = "{randomness.choice(("direct-bill", "indirect-reseller"))}"']
    lines += [f"anniversary = {randomness.randint(1, 12)}"]
    lines += [f'owner = "{owner}"'] if (owner := randomness.choice(OWNERS)) else []
    lines += ["", "[checklists.enroll-direct]", f'edition = "{edition}"']
    lines += ["started = 2026-08-03T09:00:00.000Z"]
    for item in items[: randomness.randint(0, len(items))]:
        lines += ["", f"[checklists.enroll-direct.items.{item.id}]", *state(item, randomness)]
    return "\n".join(lines) + "\n"


def state(item: Item, randomness: random.Random) -> list[str]:
    """Return what is recorded of an item: mostly done, now and then something else."""
    day = TODAY - timedelta(days=randomness.randint(1, 100))
    lines = [f"at = {day}T10:00:00.000Z", 'by = "amira"']
    status = randomness.choices(("done", "waiting", "refused", "todo"), (80, 12, 2, 6))[0]
    if status == "done":
        lines += [f'fingerprint = "{item.fingerprint}"', 'evidence = "case file 4711"']
    elif status == "waiting":
        chase = day + timedelta(days=randomness.randint(3, 60))
        lines += [f'waiting_for = "{randomness.choice(WHOM)}"', f"since = {day}"]
        lines += [f"chase_on = {chase}"]
    elif status == "refused":
        lines += ['reason = "not this year"']
    else:
        lines += [f"due = {day + timedelta(days=randomness.randint(30, 200))}"]
    return [f'status = "{status}"', *lines]


def one_long_checklist(count: int, directory: Path) -> None:
    """Write a checklist of `count` items in sections of 20, and one partner half way through."""
    checklist = ["format = 1", 'title = "A long one"']
    progress = ["format = 1", 'name = "Contoso"', "", "[checklists.big]", 'edition = "2026"']
    progress += ["started = 2026-08-03T09:00:00.000Z"]
    for number in range(count):
        if number % 20 == 0:
            checklist += ["", "[[sections]]", f'id = "part-{number}"', f'title = "Part {number}"']
        item = Item(id=f"item-{number}", title=f"Item number {number}", rule="It is as it should")
        checklist += ["", "[[sections.items]]", f'id = "{item.id}"', f'title = "{item.title}"']
        checklist += [f'rule = "{item.rule}"']
        if number % 2:
            progress += ["", f"[checklists.big.items.{item.id}]", 'status = "done"']
            progress += [f'fingerprint = "{item.fingerprint}"', f"at = {TODAY}T10:00:00.000Z"]
    _write(directory / "checklists" / "big" / "2026.toml", checklist)
    _write(directory / "partners" / "contoso.toml", progress)


def _write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, mode=0o700)
    path.write_text("\n".join(lines) + "\n")
    os.utime(path, (LONG_AGO, LONG_AGO))


def main(count: int, directory: Path) -> None:
    """Write `count` partners."""
    randomness = random.Random(SEED)
    edition, items = items_of("enroll-direct")
    partners = directory / "partners"
    partners.mkdir(parents=True, mode=0o700)
    for number in range(count):
        path = partners / f"partner-{number:05}.toml"
        path.write_text(partner(number, randomness, edition, items))
        os.utime(path, (LONG_AGO, LONG_AGO))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
