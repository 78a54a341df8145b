"""The separator line between a list and the pane below it."""

from __future__ import annotations

from csp_tui.core.base.language import ngettext
from csp_tui.tui.lines.tone import Line, Tone


def rule_line(cells: int, rows_below: int, note: str) -> Line:
    """Return a separator line of `cells` cells.

    Args:
        cells: the width of the line.
        rows_below: how many rows of the list are below its last visible row; shown if not 0.
        note: a text to show, too; "" for none.
    """
    more_rows = ngettext("{count} more row", "{count} more rows", rows_below)
    notes = [more_rows.format(count=rows_below)] if rows_below else []
    notes += [note] if note else []
    lead = f"── {', '.join(notes)} " if notes else ""
    return ((lead + "─" * max(0, cells - len(lead)), Tone.QUIET),)
