"""Searches partners in all their texts: first in the summary, then in the progress file."""

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
"""The start of a line that is not the user's text: the name of a table or key."""
_NAMED = re.compile(r"\s*([a-z_]+)\s*=")


def row_holds(row: PartnerSummary, needle: str) -> bool:
    """Return whether the summary contains `needle`: id, name, company, model, owner or run names.

    Case does not matter. `needle` is a text as `fold` returns it.
    """
    texts = [row.id, row.name, row.company, row.model, row.owner]
    texts += [text for run in row.runs for text in (run.key.replace("-", " "), run.title)]
    return any(needle in fold(text) for text in texts)


def holds(places: Places, row: PartnerSummary, text: str) -> bool:
    """Return whether a partner's summary or file contains `text`: name, tenant, note, evidence ...

    Comments in the file count too; keys do not. Case does not matter. If the file is unreadable,
    only the summary is searched.
    """
    needle = fold(text)
    if row_holds(row, needle):
        return True
    folded = fold(_content(places, row))
    return needle in folded and any(_is_in_a_value(line, needle) for line in _lines(folded))


def matching_field(places: Places, row: PartnerSummary, text: str) -> str:
    """Return the key of the first value in the partner's file that has `text`: ``waiting for``.

    It is ``file`` if a comment has it first. Case does not matter. Empty if nothing has it, or the
    file is unreadable.
    """
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
    """Return the lines of a progress file before its table ``history``, which users do not edit."""
    history = _HISTORY.search(content)
    return content[: history.start() if history else None].splitlines()


def _is_in_a_value(line: str, needle: str) -> bool:
    """Return whether `line` contains `needle` in its value or comment, not only in its key."""
    return needle in line and needle in _KEY.sub("", line, count=1)


def matching(places: Places, rows: Sequence[PartnerSummary], text: str) -> list[PartnerSummary]:
    """Return the partners whose summary or file contains `text`, as :func:`holds` finds it."""
    return [row for row in rows if holds(places, row, text)]
