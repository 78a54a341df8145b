"""Progress bars."""

from __future__ import annotations

from csp_tui.core.base.glyphs import glyphs
from csp_tui.tui.lines.tone import Line, Tone


def bar(done: int, total: int, cells: int) -> Line:
    """Return a progress bar of `cells` cells; () if `cells` is 0 or less.

    It is full only if all of `total` is done; nothing is filled if `total` is 0.
    """
    if cells <= 0:
        return ()
    filled = round(done / total * cells) if total else 0
    if done < total:
        filled = min(filled, cells - 1)
    signs = glyphs()
    return ((signs.bar * filled, Tone.TEXT), (signs.line * (cells - filled), Tone.QUIET))
