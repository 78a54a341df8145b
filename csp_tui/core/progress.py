"""The progress model: what a partner has established, as its file says."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from csp_tui.core import toml
from csp_tui.core.errors import InvalidFileError
from csp_tui.core.ids import is_id
from csp_tui.core.text import visible_line

FORMAT = 1

EMPTY = f"format = {FORMAT}\n"
"""Text of a file in which nothing is recorded yet."""


class Status(StrEnum):
    """How far an item is."""

    TODO = "todo"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    NOT_APPLICABLE = "not-applicable"


ITEM_KEYS: dict[str, type] = {
    "status": str,
    "on": date,
    "at": datetime,
    "by": str,
    "fingerprint": str,
    "out_of_order": bool,
    "reason": str,
    "waiting_for": str,
    "since": date,
    "case": str,
    "chase_on": date,
    "chased": date,
    "evidence": str,
    "as_of": date,
    "file": str,
    "sha256": str,
    "note": str,
    "due": date,
    "owner": str,
}
"""Every key of an item's table, in the order in which a new table is written."""

RUN_KEYS: dict[str, type] = {
    "checklist": str,
    "edition": str,
    "started": datetime,
    "closed": datetime,
    "outcome": str,
}

PARTNER_KEYS: dict[str, type] = {
    "name": str,
    "company": str,
    "partner_id": str,
    "tenant": str,
    "region": str,
    "model": str,
    "anniversary": int,
    "owner": str,
}

Value = str | int | bool | date | datetime | None
"""What a key may be set to; None takes it away."""


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """What is recorded of one item; the keys are those of the file."""

    status: Status = Status.TODO
    on: date | None = None
    at: datetime | None = None
    by: str = ""
    fingerprint: str = ""
    out_of_order: bool = False
    reason: str = ""
    waiting_for: str = ""
    since: date | None = None
    case: str = ""
    chase_on: date | None = None
    chased: date | None = None
    evidence: str = ""
    as_of: date | None = None
    file: str = ""
    sha256: str = ""
    note: str = ""
    due: date | None = None
    owner: str = ""


UNTOUCHED = ItemProgress()


@dataclass(frozen=True, slots=True)
class Run:
    """One going-through of a checklist by a partner; `key` is its name in the file."""

    key: str
    checklist: str
    edition: str
    started: datetime | None = None
    closed: datetime | None = None
    outcome: str = ""
    items: Mapping[str, ItemProgress] = field(default_factory=dict)

    def of(self, item_id: str) -> ItemProgress:
        """Return what is recorded of an item."""
        return self.items.get(item_id, UNTOUCHED)


@dataclass(frozen=True, slots=True)
class Partner:
    """One CSP tenant in one region, with its runs."""

    id: str
    name: str
    company: str = ""
    partner_id: str = ""
    tenant: str = ""
    region: str = ""
    model: str = ""
    anniversary: int | None = None
    owner: str = ""
    facts: Mapping[str, bool] = field(default_factory=dict)
    runs: Mapping[str, Run] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)
    """The last count and hash of each writer whose history lines the file includes."""


def read_partner(data: toml.Table, partner_id: str, path: Path, text: str) -> Partner:
    """Return the partner that the table `data` of the file `path` describes.

    Raises:
        InvalidFileError: a key holds what it cannot hold; `text` gives the line.
    """
    return _Reader(path, text).partner(data, partner_id)


class _Reader:
    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text

    def partner(self, data: toml.Table, partner_id: str) -> Partner:
        file_format = data.get("format")
        if isinstance(file_format, int) and file_format > FORMAT:
            newer = f"format is {file_format}, but this csp-tui knows {FORMAT}; install a newer one"
            self._fail("format", newer)
        if type(file_format) is not int or file_format != FORMAT:
            self._fail("format", f"format must be {FORMAT}")
        values = self._values(data, PARTNER_KEYS, "")
        month = values.get("anniversary")
        if month is not None and not 1 <= month <= 12:
            self._fail("anniversary", "anniversary must be a month from 1 to 12")
        values.setdefault("name", partner_id)
        facts = self._table(data, "facts", "")
        for key, value in facts.items():
            if not isinstance(value, bool):
                self._fail(f"facts.{key}", f"{key} must be true or false")
        heads = self._table(data, "history", "")
        runs = {
            key: self._run(key, table, f"checklists.{key}")
            for key, table in self._table(data, "checklists", "").items()
            if isinstance(table, dict) and ("edition" in table or "checklist" in table)
        }
        heads = {key: str(value) for key, value in heads.items()}
        return Partner(id=partner_id, facts=facts, runs=runs, heads=heads, **values)

    def _run(self, key: str, data: toml.Table, place: str) -> Run:
        if not is_id(key):
            self._fail(place, f'"{key}" is no id for a run: use a-z, 0-9 and -')
        values = self._values(data, RUN_KEYS, place)
        values.setdefault("checklist", key)
        if "edition" not in values:
            self._fail(place, "edition is missing")
        items = {
            item_id: self._item(table, f"{place}.items.{item_id}")
            for item_id, table in self._table(data, "items", place).items()
        }
        return Run(key=key, items=items, **values)

    def _item(self, data: Any, place: str) -> ItemProgress:
        if not isinstance(data, dict):
            self._fail(place, "must be a table")
        values = self._values(data, ITEM_KEYS, place)
        status = values.get("status", Status.TODO)
        if status not in list(Status):
            near = difflib.get_close_matches(status, list(Status), n=1)
            hint = f'; did you mean "{near[0]}"?' if near else f"; it is one of {', '.join(Status)}"
            self._fail(f"{place}.status", f'status cannot be "{status}"{hint}')
        values["status"] = Status(status)
        return ItemProgress(**values)

    def _values(self, data: toml.Table, keys: Mapping[str, type], place: str) -> dict[str, Any]:
        values = {name: data[name] for name in keys if name in data}
        for name, value in values.items():
            if not fits(keys[name], value):
                self._fail(f"{place}.{name}".lstrip("."), f"{name} must be {_NAMES[keys[name]]}")
            if keys[name] is datetime and value.tzinfo is None:
                self._fail(f"{place}.{name}", f'{name} needs a time zone; add "Z" for UTC')
        return values

    def _table(self, data: toml.Table, name: str, place: str) -> dict[str, Any]:
        table = data.get(name, {})
        if not isinstance(table, dict):
            self._fail(f"{place}.{name}".lstrip("."), f"{name} must be a table")
        return dict(table)

    def _fail(self, key: str, what: str) -> None:
        line = toml.LineFinder(self._text).line(key)
        raise InvalidFileError(self._path, visible_line(what), line)


_NAMES = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    date: "a date such as 2026-11-23",
    datetime: "a time such as 2026-11-23T10:45:12.004Z",
}


def fits(kind: type, value: object) -> bool:
    """Say whether `value` is of exactly the kind that a key holds."""
    return type(value) is kind
