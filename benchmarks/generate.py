"""Write many invented partners into an empty data directory, the same ones every time.

python benchmarks/generate.py 1000 /tmp/many
time CSP_TUI_DATA=/tmp/many csp-tui next
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from csp_tui.core.checklists.model import Item
from csp_tui.core.disk.places import Places, shipped_checklists
from csp_tui.core.disk.toml import parse
from csp_tui.core.history.line import HistoryLine, head
from csp_tui.core.progress.change import to_json
from csp_tui.core.progress.model import Value
from csp_tui.core.store.writer_id import writer_id

SEED = 20261123
TODAY = date(2026, 11, 23)
OWNERS = ("amira", "ben", "chloe", "")
WHOM = ("Microsoft", "the distributor", "the board")
LONG_AGO = 1_780_000_000
"""Time stamp of the files: older than the cache mistrusts."""
_KEYS = ("id", "title", "rule", "need", "when")


def items_of(checklist: str) -> tuple[str, list[Item]]:
    """Return the newest edition of a shipped checklist and its items."""
    edition, sections = _sections_of(checklist)
    known = [each for section in sections for each in section["items"]]
    return edition, [Item(**{key: each[key] for key in _KEYS if key in each}) for each in known]


def _sections_of(checklist: str) -> tuple[str, list[Any]]:
    path = max((shipped_checklists() / checklist).glob("????-??.toml"))
    return path.stem, parse(path.read_text(), path)["sections"]


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


def many_customers(count: int, directory: Path) -> None:
    """Write a partner in one transition, with `count` customers that are somewhere on their way."""
    randomness = random.Random(SEED)
    run = "transition-to-indirect"
    edition, sections = _sections_of(run)
    each = [item for section in sections if section.get("per") for item in section["items"]]
    items = [Item(**{key: item[key] for key in _KEYS if key in item}) for item in each]
    progress = ["format = 1", 'name = "Contoso"', "", f"[checklists.{run}]"]
    progress += [f'edition = "{edition}"', "started = 2026-08-03T09:00:00.000Z"]
    own = [item for section in sections if not section.get("per") for item in section["items"]]
    for item in own:  # so that no tick is out of order
        fingerprint = Item(**{key: item[key] for key in _KEYS if key in item}).fingerprint
        progress += ["", f"[checklists.{run}.items.{item['id']}]", 'status = "done"']
        progress += [f'fingerprint = "{fingerprint}"', f"at = {TODAY}T10:00:00.000Z"]
    _write(directory / "partners" / "contoso.toml", progress)
    for number in range(count):
        lines = ["format = 1", f'name = "Customer {number:05}"']
        for item in items[: randomness.randint(0, len(items))]:
            lines += ["", f"[checklists.{run}.items.{item.id}]", *state(item, randomness)]
        _write(directory / "customers" / "contoso" / f"customer-{number:05}.toml", lines)


def long_history(count: int, directory: Path) -> None:
    """Write a partner with a checklist of 50 items, and `count` lines of history, most of notes."""
    one_long_checklist(50, directory)
    places = Places(directory, directory / "cache", directory / "config", shipped_checklists())
    for path in (places.history, places.copies):
        path.mkdir(parents=True, mode=0o700)
    writer = writer_id(places.local, random.Random(SEED).randbytes)
    began = datetime(2020, 1, 1, tzinfo=UTC)
    start: dict[str, Value] = {"checklist": "big", "edition": "2026", "started": began}
    lines = [line(writer, began, "add", {"name": "Contoso"})]
    lines.append(line(writer, began, "start", start, run="big"))
    notes: dict[str, Value] = dict.fromkeys((f"item-{number}" for number in range(50)), None)
    for number in range(count - len(lines)):
        item, at = f"item-{number % 50}", began + timedelta(minutes=number)
        after: dict[str, Value] = {"note": f"number {number}"}
        made = line(writer, at, "note", after, run="big", item=item)
        lines.append(replace(made, before={"note": notes[item]}))
        notes[item] = after["note"]
    lines = chained(lines)
    text = ["format = 1", 'name = "Contoso"', "", "[checklists.big]", *values_as_toml(start)]
    for item, note in notes.items():
        text += ["", f"[checklists.big.items.{item}]", *values_as_toml({"note": note})]
    text += ["", "[history]", "rule = 2", f'{writer} = "{head(lines[-1])}"']
    history = b"".join(each.encode() + b"\n" for each in lines)
    places.history_file("contoso").write_bytes(history)
    for path in (places.progress_file("contoso"), places.copies / "contoso.toml"):
        _write(path, text)


def line(writer: str, at: datetime, do: str, after: dict[str, Value], **place: str) -> HistoryLine:
    """Return a line of history; `chained` gives it its number and its step."""
    before: dict[str, Value] = dict.fromkeys(after)
    named = {"by": "amira", "host": "bastion-1", "step": "", **place}
    return HistoryLine(writer, 0, at, do=do, before=before, after=after, **named)


def chained(lines: Sequence[HistoryLine]) -> list[HistoryLine]:
    """Return the lines of a writer numbered, each a step, each naming the one before it.

    A line also names the earlier one whose values it replaces: the same act on the same item.
    """
    found: list[HistoryLine] = []
    standing: dict[tuple[str, str, str], str] = {}
    for place, each in enumerate(lines, 1):
        prev, of = found[-1].identity if found else "", (each.do, each.run, each.item)
        over = (standing[of],) if of in standing else ()
        step = f"{each.writer}-{place}"
        found.append(replace(each, count=place, step=step, prev=prev, over=over))
        standing[of] = found[-1].short_identity
    return found


def values_as_toml(values: dict[str, Value]) -> Iterator[str]:
    """Yield texts and moments as lines of a progress file."""
    for key, value in values.items():
        text = to_json({key: value})[key]
        yield f"{key} = {text}" if isinstance(value, datetime) else f'{key} = "{text}"'


def _write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
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
