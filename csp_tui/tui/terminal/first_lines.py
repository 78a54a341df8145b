"""Make the lines of the first frame anew, where the cache does not have them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import date
from os import terminal_size
from pathlib import Path

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import Clock, local_day
from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.language import _
from csp_tui.core.base.text import width
from csp_tui.core.checklists.library import Library
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.row_cache import Source
from csp_tui.core.partners.filters import Viewer
from csp_tui.core.partners.overview import known_rows
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.partners.sieve import Sieve
from csp_tui.core.workplace.views import View
from csp_tui.tui.lines.frame import divider, ruled, title_row
from csp_tui.tui.lines.hints import fitted_hints
from csp_tui.tui.lines.row import Row
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.partners import text as partners_text
from csp_tui.tui.partners.columns import columns
from csp_tui.tui.partners.listed import listed
from csp_tui.tui.partners.pane_place import BESIDE, ROOMY, PanePlace, pane_place
from csp_tui.tui.view_state import ViewState

_AROUND = 3
"""How many lines are above and below the rows: two of the title, one at the bottom."""


def fresh_lines(
    places: Places,
    library: Library,
    clock: Clock,
    make: Callable[[str], PartnerSummary],
    sources: Sequence[Source],
    size: terminal_size,
    view: View,
    actor: Actor,
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
        view: the filters and the order of the list; one that is wrong counts as empty.
        actor: who looks at the list.

    Returns:
        The lines from the top of the screen, and the summaries of all partners; None in place of
        the summaries if only the first partners were read.
    """
    today, room = local_day(clock()), size.lines - _AROUND
    rows = known_rows(places, library, clock, make, most=room)
    if rows is None:
        first = sorted(each.id for each in sources)[:room]
        return _loading_lines([*map(make, first)], len(sources), size, today), None
    state = _state_of(view)
    sieve = Sieve(rows, Viewer(actor, today))
    shown, groups, place = listed(sieve.kept(state.partners_filters), state, sieve, size)
    fit = columns(shown, place.list_cells(size.columns), state.partners_order)
    head = partners_text.head(sieve, shown, state.partners_title, fit, size.columns)
    every: Sequence[Row] = partners_text.nothing_fits()
    if shown:
        is_roomy = size.lines >= ROOMY
        every = partners_text.PartnerRows(shown, fit, today, groups, is_roomy=is_roomy)
    cursor = next((number for number, row in enumerate(every[:room]) if row.key), -1)
    lines = _filled(head, every, place, size, cursor)
    first = [each.partner.id for each in groups[:1]] if groups else [each.id for each in shown[:1]]
    current = next((row for row in rows if row.id in first), None)
    return _with_pane(lines, current, library, today, place, size), rows


def _state_of(view: View) -> ViewState:
    state = ViewState()
    with contextlib.suppress(InvalidFileError):
        state.take_partners_view(Path(), "", view)
    return state


def _with_pane(
    lines: Sequence[Line],
    row: PartnerSummary | None,
    library: Library,
    today: date,
    place: PanePlace,
    size: terminal_size,
) -> list[Line]:
    """Return `lines` with the pane in its place, if it has one; `row` is the current partner."""
    if not place.is_shown:
        return [*lines]
    from csp_tui.core.next_steps.finder import next_steps
    from csp_tui.tui.partners.pane_text import about_lines

    room = size.lines - _AROUND
    height = room - 1 if place.is_beside else place.below - 1
    cells = BESIDE if place.is_beside else size.columns
    about: Sequence[Line] = ()
    if row is not None:
        about = about_lines(row, next_steps([row], library, today), today, cells, height)
    if not place.is_beside:
        blank: list[Line] = [()] * (place.below - 1 - len(about))
        return [*lines[: -place.below], *about, *blank, *lines[-1:]]
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
    place = pane_place(*size, count)
    fit = columns(rows, place.list_cells(size.columns))
    counts = [(str(count), Tone.TEXT), (_("loading"), Tone.QUIET)]
    head = [
        title_row(size.columns, [_("Partners")], counts),
        ruled(((fit.names, Tone.QUIET),), size.columns),
    ]
    return _filled(head, partners_text.PartnerRows(rows, fit, today), place, size, cursor=-1)


def _filled(
    head: Sequence[Line],
    rows: Sequence[Row],
    place: PanePlace,
    size: terminal_size,
    cursor: int,
) -> list[Line]:
    """Return the lines of the whole screen, but without the text of the pane.

    Args:
        head: the lines above the list.
        rows: the rows of the list, of which the first are shown.
        place: where the pane is.
        size: the size of the terminal.
        cursor: the number of the current row, from 0; -1 for none.
    """
    room = size.lines - _AROUND
    is_divided = place.is_shown or len(rows) > room
    high = room - max(place.below, is_divided)
    visible = rows[:high]
    lines = [row.drawn(is_current=number == cursor) for number, row in enumerate(visible)]
    lines += [()] * (high - len(lines))
    if is_divided:
        lines.append(divider(place.list_cells(size.columns), 1, len(visible), len(rows)))
    lines += [()] * (room - len(lines))
    return [*head, *lines, fitted_hints(size.columns, partners_text.HINTS)]
