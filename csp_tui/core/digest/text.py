"""A digest as plain text, for mail programs that show no HTML."""

from __future__ import annotations

from collections.abc import Iterator

from csp_tui.core.base.text import visible_line, width, wrap
from csp_tui.core.digest import wording
from csp_tui.core.digest.model import Digest, Entry

COLUMNS = 72
"""Cells of a line; only addresses of pages are longer, so that they can be opened."""
_INDENT = "  "


def digest_text(digest: Digest) -> str:
    """Return a digest as text in the current language; control characters are made visible."""
    return "\n".join(line.rstrip() for line in _lines(digest)) + "\n"


def _lines(digest: Digest) -> Iterator[str]:
    yield from _wrapped(wording.heading(digest))
    yield from _wrapped(", ".join(text for text, _is_late in wording.figures(digest)))
    if digest.is_empty:
        yield ""
        yield from _wrapped(wording.nothing_to_tell())
    for part in digest.parts:
        yield ""
        yield visible_line(part.title)
        yield "-" * min(COLUMNS, width(part.title))
        if part.note:
            yield from _wrapped(part.note)
        for entry in part.entries:
            yield from _entry(entry)
        if part.more:
            yield ""
            yield visible_line(part.more)
    yield ""
    yield "--"
    for sentence in wording.foot(digest):
        yield from _wrapped(sentence)


def _entry(entry: Entry) -> Iterator[str]:
    yield ""
    yield from _wrapped(f"{entry.partner} ({entry.day})" if entry.day else entry.partner)
    for text in filter(None, (*entry.what.split("\n"), entry.remarks, entry.contacts)):
        yield from _wrapped(text, _INDENT)
    if entry.url:
        yield _INDENT + visible_line(entry.url)


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    return (indent + line for line in wrap(visible_line(text), COLUMNS - len(indent)))
