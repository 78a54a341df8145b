"""Makes the text of a checklist file; progress files are written by progress/document.py."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date

from csp_tui.core.checklists.keys import FORMAT, SPEC
from csp_tui.core.checklists.model import Checklist, Fact, Item, Link, Section

Value = str | bool | int | date | tuple[str, ...]


def quoted(text: str) -> str:
    """Return `text` as TOML writes it, in quotation marks and escaped."""
    # JSON escapes as TOML demands, except for DEL, which TOML forbids unescaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def checklist_text(checklist: Checklist) -> str:
    """Return the text of a checklist file; keys with their default value are left out."""
    lines = [f"format = {FORMAT}", *_pairs("checklist", checklist)]
    lines += ["yearly = true"] if checklist.is_yearly else []
    for fact in checklist.facts:
        lines += ["", "[[facts]]", *_pairs("fact", fact)]
    for section in checklist.sections:
        lines += ["", "[[sections]]", *_pairs("section", section)]
        for item in section.items:
            lines += _item_lines(item)
    if not checklist.sections:
        lines.append("sections = []")
    return "\n".join(lines) + "\n"


def _item_lines(item: Item) -> Iterator[str]:
    yield from ("", "[[sections.items]]", *_pairs("item", item))
    for link in item.links:
        yield from ("", "[[sections.items.links]]", *_pairs("link", link))


def _pairs(table: str, model: Checklist | Fact | Section | Item | Link) -> Iterator[str]:
    """Yield a line ``key = value`` for each key of `model` whose value is not the default.

    Keys that hold tables are left out.
    """
    for name, key in SPEC[table].items():
        value: Value | None = getattr(model, name, None)
        is_usual = name == "need" and value == "required"
        if key.is_tables or value is None or (not value and value != 0) or is_usual:
            continue
        if value is False:
            continue
        yield f"{name} = {_value(value)}"


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_each(value))}]"
    return str(value)


def _each(values: Iterable[str]) -> Iterator[str]:
    return map(quoted, values)
