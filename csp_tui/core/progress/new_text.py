"""The text of a new progress file, written at once; editing an empty one takes far longer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from csp_tui.core.base.clock import stamp, to_milliseconds
from csp_tui.core.disk.toml import Table
from csp_tui.core.progress.model import ITEM_KEYS

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ORDER = {key: number for number, key in enumerate(ITEM_KEYS)}


def text_of(table: Table) -> str:
    """Return the text of a progress file with the values of `table`; ``history`` comes last."""
    ordered = sorted(table, key=lambda key: key == "history")
    return "\n".join([*_lines({key: table[key] for key in ordered}, ())]) + "\n"


def _lines(table: Table, names: tuple[str, ...]) -> Iterator[str]:
    values = [key for key, value in table.items() if not isinstance(value, dict)]
    if names and (values or not table):
        yield ""
        yield f"[{'.'.join(map(_key, names))}]"
    for key in sorted(values, key=lambda key: _ORDER.get(key, -1)):
        yield f"{_key(key)} = {_value(table[key])}"
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _lines(value, (*names, key))


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted(name)


def _value(value: Any) -> str:
    if isinstance(value, datetime):
        return stamp(to_milliseconds(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _quoted(value)
    return str(value).lower()


def _quoted(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    import tomlkit  # late: it takes a while, and such texts are rare

    return tomlkit.string(text, multiline="\n" in text).as_string()
