"""The separator line between a list and the pane below it."""

from __future__ import annotations

from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.language import ngettext
from csp_tui.tui.lines.tone import Line, Tone


def rule_line(cells: int, rows_below: int, note: str) -> Line:
    """Return a separator line of `cells` cells.

    Args:
        cells: the width of the line.
        rows_below: how many rows of the list are below its last visible row; shown if not 0.
        note: a text to show behind that number; "" for none.
    """
    more_rows = ngettext("{count} more row", "{count} more rows", rows_below)
    notes = [more_rows.format(count=rows_below)] if rows_below else []
    notes += [note] if note else []
    line = glyphs().line
    lead = f"{line * 2} {', '.join(notes)} " if notes else ""
    return ((lead + line * max(0, cells - len(lead)), Tone.QUIET),)


def pane_rule(cells: int, name: str, above: int, below: int) -> Line:
    """Return the separator line that is shown while the keys scroll a pane.

    Args:
        cells: the width of the line.
        name: the name of the pane.
        above: how many lines of the pane are hidden above its first visible one.
        below: how many are hidden below its last visible one.
    """
    higher = ngettext("{count} line above", "{count} lines above", above)
    lower = ngettext("{count} line below", "{count} lines below", below)
    each = ((higher, above), (lower, below))
    hidden = [text.format(count=count) for text, count in each if count]
    lead, rest = f" {name} ", f" {', '.join(hidden)} " if hidden else ""
    line = glyphs().line
    rest += line * max(0, cells - len(lead) - len(rest) - 2)
    return ((line * 2, Tone.QUIET), (lead, Tone.CURSOR), (rest, Tone.QUIET))
