"""Make the lines of the first frame anew, where the cache does not have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from os import terminal_size

from csp_tui.core.base.clock import Clock, local_day
from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.language import _
from csp_tui.core.base.text import width
from csp_tui.core.checklists.library import Library
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.row_cache import Source
from csp_tui.core.partners.overview import known_rows
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.tui.lines.frame import divider, ruled, title_row
from csp_tui.tui.lines.hints import fitted_hints
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.partners import text as partners_text
from csp_tui.tui.partners.columns import Columns, columns
from csp_tui.tui.partners.pane_place import BESIDE, PanePlace, pane_place

_AROUND = 3
"""How many lines are above and below the rows: two of the title, one at the bottom."""


def fresh_lines(
    places: Places,
    library: Library,
    clock: Clock,
    make: Callable[[str], PartnerSummary],
    sources: Sequence[Source],
    size: terminal_size,
) -> tuple[list[Line], list[PartnerSummary] | None]:
    """Return the lines of the first frame, and the summaries of the partners.

    The summaries come from the cache; if a partner has changed, its file is read. If more partners
    have changed than fit on the screen, reading them all would take too long: then only the first
    partners by id are read and shown, without a cursor.

    Args:
        places: the paths of the data directory and the cache.
        library: the checklists that the runs go through.
        clock: returns the current time.
        make: reads the summary of a partner that the cache lacks, by id.
        sources: the partners' files.
        size: the size of the terminal.

    Returns:
        The lines from the top of the screen, and the summaries of all partners; None in place of
        the summaries if only the first partners were read.
    """
    today, room = local_day(clock()), size.lines - _AROUND
    rows = known_rows(places, library, clock, make, most=room)
    if rows is None:
        first = sorted(each.id for each in sources)[:room]
        return _loading_lines([*map(make, first)], len(sources), size, today), None
    fit = columns(rows, _place(rows, size).list_cells(size.columns))
    head = partners_text.head(rows, rows, "", today, fit, size.columns)
    lines = _filled(head, rows, fit, size, today, cursor=0)
    place = _place(rows, size)
    return (_with_pane(lines, rows[0], library, today, place, size), rows)


def _place(rows: Sequence[PartnerSummary], size: terminal_size) -> PanePlace:
    """Return where the app puts the pane of the current partner."""
    return pane_place(*size, sum(len(row.runs) or 1 for row in rows))


def _with_pane(
    lines: Sequence[Line],
    row: PartnerSummary,
    library: Library,
    today: date,
    place: PanePlace,
    size: terminal_size,
) -> list[Line]:
    """Return `lines` with the pane of the partner `row` in its place, if it has one."""
    if not place.is_shown:
        return [*lines]
    from csp_tui.core.next_steps.finder import next_steps
    from csp_tui.tui.partners.pane_text import about_lines

    steps, room = next_steps([row], library, today), size.lines - _AROUND
    if not place.is_beside:
        about = about_lines(row, steps, today, size.columns, place.below - 1)
        blank: list[Line] = [()] * (place.below - 1 - len(about))
        return [*lines[: -place.below], *about, *blank, *lines[-1:]]
    about = about_lines(row, steps, today, BESIDE, room - 1)
    signs, cells = glyphs(), place.list_cells(size.columns)
    found = list(lines)
    for y in range(room):
        is_last = y == room - 1
        beside = ((signs.line * BESIDE, Tone.QUIET),) if is_last else (*about, *[()] * room)[y]
        gap = cells - sum(width(text) for text, _tone in found[2 + y])
        sign = (signs.joint if is_last else signs.beside, Tone.QUIET)
        found[2 + y] = (*found[2 + y], (" " * gap, Tone.TEXT), sign, *beside)
    return found


def _loading_lines(
    rows: Sequence[PartnerSummary], count: int, size: terminal_size, today: date
) -> list[Line]:
    """Return the lines to show before all partners are read: some partners, without a cursor.

    Args:
        rows: the summaries of the partners to show.
        count: how many partners there are; it is in the title, with ``loading``.
        size: the size of the terminal.
        today: the current day.
    """
    fit = columns(rows, pane_place(*size, count).list_cells(size.columns))
    counts = [(str(count), Tone.TEXT), (_("loading"), Tone.QUIET)]
    head = [
        title_row(size.columns, [_("Partners")], counts),
        ruled(((fit.names, Tone.QUIET),), size.columns),
    ]
    return _filled(head, rows, fit, size, today, cursor=None)


def _filled(
    head: Sequence[Line],
    rows: Sequence[PartnerSummary],
    fit: Columns,
    size: terminal_size,
    today: date,
    cursor: int | None,
) -> list[Line]:
    room = size.lines - _AROUND
    count = sum(len(row.runs) or 1 for row in rows)
    place = _place(rows, size)
    is_divided = place.is_shown or count > room
    listed = partners_text.PartnerRows(rows[:room], fit, today)[: room - is_divided]
    lines = [row.drawn(is_current=number == cursor) for number, row in enumerate(listed)]
    high = room - max(place.below, is_divided)
    lines += [()] * (high - len(lines))
    cells = place.list_cells(size.columns)
    if is_divided:
        lines.append(divider(cells, 1, len(listed), count))
    lines += [()] * (room - len(lines))
    return [*head, *lines, fitted_hints(size.columns, partners_text.HINTS)]
