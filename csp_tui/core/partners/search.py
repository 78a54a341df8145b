"""Search for a partner by any of its texts: its row first, then its progress file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.text import fold
from csp_tui.core.disk.files import read_file
from csp_tui.core.disk.places import Places
from csp_tui.core.partners.rows import PartnerSummary

_HISTORY = re.compile(r"^\s*\[history\]", re.MULTILINE)
_KEY = re.compile(r"^\s*(?:\[.*\]\s*(?:#|\Z)|[\w-]+\s*=\s)", re.DOTALL)
"""The part of a line that is not the user's text: the name of a table or key."""
_NAMED = re.compile(r"\s*([a-z_]+)\s*=")


def row_holds(row: PartnerSummary, needle: str) -> bool:
    """Return whether a partner's row holds a folded text."""
    texts = [row.id, row.name, row.company, row.model, row.owner]
    texts += [text for run in row.runs for text in (run.key.replace("-", " "), run.title)]
    return any(needle in fold(text) for text in texts)


def holds(places: Places, row: PartnerSummary, text: str) -> bool:
    """Return whether any value of a partner holds `text`: name, tenant, note, evidence, case ...

    Of a partner with an unreadable file only the row is searched.
    """
    needle = fold(text)
    if row_holds(row, needle):
        return True
    folded = fold(_content(places, row))
    return needle in folded and any(_is_in_a_value(line, needle) for line in _lines(folded))


def place_of(places: Places, row: PartnerSummary, text: str) -> str:
    """Return which value of a partner's file holds `text`: ``note``, or ``file`` for a comment."""
    needle, key = fold(text), ""
    for line in _lines(fold(_content(places, row))):
        if named := _NAMED.match(line):
            key = named[1].replace("_", " ")
        if _is_in_a_value(line, needle):
            return "file" if line.lstrip().startswith("#") else key
    return ""


def _content(places: Places, row: PartnerSummary) -> str:
    if row.error:
        return ""
    try:
        return read_file(places.progress_file(row.id))[0].decode()
    except (CspTuiError, UnicodeDecodeError):
        return ""


def _lines(content: str) -> list[str]:
    """Return the lines of a progress file before the table of its history."""
    history = _HISTORY.search(content)
    return content[: history.start() if history else None].splitlines()


def _is_in_a_value(line: str, needle: str) -> bool:
    """Return whether `needle` is in a value or a comment, and not only in a key."""
    return needle in line and needle in _KEY.sub("", line, count=1)


def matching(places: Places, rows: Sequence[PartnerSummary], text: str) -> list[PartnerSummary]:
    """Return the partners that hold `text`."""
    return [row for row in rows if holds(places, row, text)]
