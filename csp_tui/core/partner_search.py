"""Seeking a partner by any text of it: its row first, then its whole progress file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from csp_tui.core.errors import CspTuiError
from csp_tui.core.files import read_file
from csp_tui.core.paths import Places
from csp_tui.core.rows import PartnerRow
from csp_tui.core.text import fold

_HISTORY = re.compile(r"^\s*\[history\]", re.MULTILINE)
_KEY = re.compile(r"^\s*(?:\[.*\]\s*(?:#|\Z)|[\w-]+\s*=\s)", re.DOTALL)
"""What is no text of the user's on a line: the name of a table or of a key."""
_NAMED = re.compile(r"\s*([a-z_]+)\s*=")


def row_holds(row: PartnerRow, needle: str) -> bool:
    """Say whether what is known of a partner without its file holds a folded text."""
    texts = [row.id, row.name, row.company, row.model, row.owner]
    texts += [text for run in row.runs for text in (run.key.replace("-", " "), run.title)]
    return any(needle in fold(text) for text in texts)


def holds(places: Places, row: PartnerRow, text: str) -> bool:
    """Say whether a partner holds `text`: name, company, tenant, note, evidence, case, any value.

    An unreadable file matches on its name only.
    """
    needle = fold(text)
    if row_holds(row, needle):
        return True
    folded = fold(_content(places, row))
    return needle in folded and bool(_value_with(folded, needle))


def place_of(places: Places, row: PartnerRow, text: str) -> str:
    """Return which value of a partner's file holds `text`: ``note``, or ``file`` for a comment."""
    line = _value_with(fold(_content(places, row)), fold(text))
    key = _NAMED.match(line)
    return key[1].replace("_", " ") if key else "file" if line else ""


def _content(places: Places, row: PartnerRow) -> str:
    if row.error:
        return ""
    try:
        return read_file(places.progress_file(row.id))[0].decode()
    except (CspTuiError, UnicodeDecodeError):
        return ""


def _value_with(content: str, needle: str) -> str:
    """Return the first line with `needle` in a value or a comment, and not just in a key."""
    if history := _HISTORY.search(content):
        content = content[: history.start()]
    lines = content.splitlines()
    return next((each for each in lines if needle in _KEY.sub("", each, count=1)), "")


def matching(places: Places, rows: Sequence[PartnerRow], text: str) -> list[PartnerRow]:
    """Return the partners that hold `text`."""
    return [row for row in rows if holds(places, row, text)]
