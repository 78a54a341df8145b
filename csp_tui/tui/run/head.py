"""The lines at the top of a run: whose run it is, how far it is, and whether it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp_tui.core.runs.view import RunView
from csp_tui.tui.lines.frame import ruled, title_row
from csp_tui.tui.lines.tone import Line, Span
from csp_tui.tui.run import text as run_text


def head_lines(
    view: RunView,
    today: date,
    cells: int,
    saved: Span,
    notes: Sequence[str],
    narrowing: str,
) -> list[Line]:
    """Return the title of a run, and the line of its counts with a bar.

    Args:
        view: the run.
        today: the current day.
        cells: the width of the lines.
        saved: the text on whether all changes are saved.
        notes: notes on how the run is shown, such as the filter.
        narrowing: how many items are shown and to which words; "" for all.
    """
    names, ages = run_text.names_of(view, cells), run_text.ages_of(view, today)
    title = title_row(cells, names, ages, [saved])
    return [title, ruled(run_text.count_line(view, cells, today, notes, narrowing), cells)]
