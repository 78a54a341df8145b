"""Make the lines of the first frame with the run of the only partner."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date
from os import terminal_size

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.text import width
from csp_tui.core.partners.met_years import met_years
from csp_tui.core.runs import partner_runs
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.lines.hints import fitted_hints
from csp_tui.tui.lines.row import headings_of, index_of, nearest, position, scrolled
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.places import RunPlace
from csp_tui.tui.run import detail_text, lines
from csp_tui.tui.run.opening import OpenedRun, first_item, opened_run
from csp_tui.tui.run.rows import RunRows
from csp_tui.tui.run.text import head_lines, kept_sections_sentence

LEAST_ROWS = 12
"""Lines of the smallest terminal for these lines; on a smaller one the panes have least sizes."""

_AROUND = 3
"""How many lines are above and below the panes: two of the title, one at the bottom."""
_DETAIL, _LIST_WIDE = 25, 57
"""Percent of the height of both panes for the detail; of the width of a wide screen for the list.

As in the style sheet of the screen."""
_LINK, _LINK_WIDE = 1, 5
"""Rows of the link below the detail."""


def only_run(workplace: Workplace, partner_id: str, today: date, size: terminal_size) -> list[Line]:
    """Return the lines of the run of a partner; none without one, or if it cannot be read.

    None also if the screen is too small for it.
    """
    if size.lines >= LEAST_ROWS:
        with contextlib.suppress(CspTuiError):
            opened = opened_run(workplace, RunPlace(partner_id))
            if isinstance(opened, OpenedRun):
                view = opened.view
                met = met_years(view.partner, workplace.view, view.run.key)
                return run_lines(opened, today, size, met)
    return []


def run_lines(
    opened: OpenedRun, today: date, size: terminal_size, met: Sequence[int] = ()
) -> list[Line]:
    """Return the lines of a run as the app shows it first: list, detail and hints.

    The last line is empty if the app has something to say there.

    Args:
        opened: the run, and the item for the cursor.
        today: the current day.
        size: the size of the terminal.
        met: the years of which other runs meet the yearly check: see `met_years`.
    """
    view, is_wide, room = opened.view, size.columns >= lines.WIDE, size.lines - _AROUND
    cells = size.columns * _LIST_WIDE // 100 if is_wide else size.columns
    below = 0 if is_wide else room * _DETAIL // 100
    high = room - below - 1
    key = first_item(view, opened.item)
    rows = RunRows(view, today, cells, is_roomy=size.lines >= lines.ROOMY_SCREEN)
    at = nearest(rows, index_of(rows, key) or 0 if key else 0)
    top = scrolled(rows, at, 0, high)
    shown = [row.drawn(is_current=top + y == at) for y, row in enumerate(rows[top : top + high])]
    item = view.checklist.by_id.get(rows.key_at(at)) if len(rows) else None

    beside = size.columns - cells - 1 if is_wide else cells
    link = _LINK_WIDE if is_wide else _LINK
    below = (room - 1 if is_wide else below) - link
    detail = detail_text.detail_lines(view, item, (beside, below), today, is_wide=is_wide)
    about = [*detail[:below], *[()] * (below - len(detail))]
    if item is not None:
        about += detail_text.link_lines(item, beside, link, today)
    where = position(headings_of(rows), len(rows), top, high)
    shown += [()] * (high - len(shown))
    shown.append(lines.divider_of(cells, where, max(0, len(detail) - below)))

    ending = partner_runs.ending(view.run, today)
    head = head_lines(view, today, size.columns, ("", Tone.QUIET), [ending], met=met)
    panes = _side_by_side(shown, about, cells, beside) if is_wide else [*shown, *about]
    panes += [()] * (room - len(panes))
    hints = fitted_hints(size.columns, lines.hints_on(view, item))
    return [*head, *panes, () if kept_sections_sentence(view) else hints]


def _side_by_side(
    shown: list[Line], about: list[Line], list_cells: int, pane_cells: int
) -> list[Line]:
    """Return the lines of the list with those of the detail beside them; both have a last line."""
    signs = glyphs()
    foot: Line = ((signs.line * pane_cells, Tone.QUIET),)
    others = [*about, *[()] * (len(shown) - 1 - len(about)), foot]
    found: list[Line] = []
    for line, other in zip(shown, others, strict=True):
        gap = list_cells - sum(width(text) for text, _tone in line)
        sign = signs.joint if len(found) == len(shown) - 1 else signs.beside
        found.append((*line, (" " * gap, Tone.TEXT), (sign, Tone.QUIET), *other))
    return found
