"""The rule between a list and the pane below it, which says how much is out of sight."""

from __future__ import annotations

from csp_tui.core.base.language import ngettext
from csp_tui.tui.lines.tone import Line, Tone


def rule_line(cells: int, rows_below: int, note: str) -> Line:
    """Return a rule of `cells` cells with the number of rows out of sight, and a note if any."""
    more_rows = ngettext("{count} more row", "{count} more rows", rows_below)
    notes = [more_rows.format(count=rows_below)] if rows_below else []
    notes += [note] if note else []
    lead = f"── {', '.join(notes)} " if notes else ""
    return ((lead + "─" * max(0, cells - len(lead)), Tone.QUIET),)
