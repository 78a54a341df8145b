"""The keys of a checklist file: what each may hold, for the reader and for the manual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FORMAT = 1
LONGEST_TITLE = 60
"""Characters."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a key may hold."""

    kind: type
    required: bool = False
    words: tuple[str, ...] = ()
    is_id: bool = False
    is_tables: bool = False
    longest: int = 0


_STRINGS = Key(list)
_TABLES = Key(list, is_tables=True)
_TEXT = Key(str)

SPEC: dict[str, dict[str, Key]] = {
    "checklist": {
        "format": Key(int, required=True),
        "title": Key(str, required=True),
        "summary": _TEXT,
        "source": _TEXT,
        "source_date": _TEXT,
        "yearly": Key(bool),
        "facts": _TABLES,
        "sections": Key(list, required=True, is_tables=True),
    },
    "fact": {"id": Key(str, required=True, is_id=True), "question": Key(str, required=True)},
    "section": {
        "id": Key(str, required=True, is_id=True),
        "title": Key(str, required=True),
        "per": Key(str, words=("customer",)),
        "items": _TABLES,
    },
    "item": {
        "id": Key(str, required=True, is_id=True),
        "title": Key(str, required=True, longest=LONGEST_TITLE),
        "rule": _TEXT,
        "detail": _TEXT,
        "need": Key(str, words=("required", "recommended")),
        "when": _TEXT,
        "basis": Key(str, words=("official", "reported", "practice")),
        "doubt": _TEXT,
        "role": Key(
            str, words=("global-admin", "finance", "operations", "distributor", "customer")
        ),
        "after": _STRINGS,
        "evidence": _TEXT,
        "ages": Key(bool),
        "irreversible": Key(bool),
        "usual_wait": Key(int),
        "replaces": _STRINGS,
        "related": _STRINGS,
        "checked": Key(date),
        "links": _TABLES,
    },
    "link": {
        "url": Key(str, required=True),
        "title": _TEXT,
        "publisher": _TEXT,
        "date": _TEXT,
        "read": Key(str, words=("full", "part", "second-hand")),
    },
}
"""Every key of the format: what the reader accepts and what the manual tells."""

KIND_NAMES = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    date: "a date such as 2026-11-23",
}
