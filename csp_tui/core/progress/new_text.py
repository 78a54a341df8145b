"""The text of a new progress file, written at once; editing an empty one takes far longer."""

from __future__ import annotations

import re
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
    lines: list[str] = []
    _add_lines(lines, {key: table[key] for key in ordered}, "")
    return "\n".join(lines) + "\n"


def _add_lines(lines: list[str], table: Table, name: str) -> None:
    """Append the TOML lines of `table` to `lines`: first its own keys, then its inner tables.

    `name` is the name in the heading, such as ``checklists.enroll``; "" for the whole file.
    """
    values = [key for key, value in table.items() if not isinstance(value, dict)]
    if name and (values or not table):
        lines += ["", f"[{name}]"]
    for key in sorted(values, key=lambda key: _ORDER.get(key, -1)):
        lines.append(f"{_key(key)} = {_value(table[key])}")
    for key, value in table.items():
        if isinstance(value, dict):
            _add_lines(lines, value, f"{name}.{_key(key)}" if name else _key(key))


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
    # Late: importing tomlkit takes a while, and such texts are rare.
    from csp_tui.core.progress.toml_document import quoted

    return quoted(text)
