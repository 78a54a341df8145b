"""Make the lines of the first frame anew, where the cache does not have them."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date
from os import terminal_size
from pathlib import Path

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.language import _
from csp_tui.core.base.text import width
from csp_tui.core.checklists.library import Library
from csp_tui.core.partners.filters import Viewer
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


def lines_of_list(
    rows: Sequence[PartnerSummary],
    library: Library,
    today: date,
    size: terminal_size,
    view: View,
    actor: Actor,
) -> list[Line]:
    """Return the lines of the list of partners with the cursor on its first row.

    Args:
        rows: the summaries of all partners.
        library: the checklists that the runs go through.
        today: the current day.
        size: the size of the terminal.
        view: the filters and the order of the list; one that is wrong counts as empty.
        actor: who looks at the list.
    """
    room = size.lines - _AROUND
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
    return _with_pane(lines, current, library, today, place, size)


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
    """Return `lines` with the text of the pane added where `place` says.

    They are returned as they are if there is no pane. `row` is the partner that the pane shows;
    None for an empty pane.
    """
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


def lines_while_loading(
    rows: Sequence[PartnerSummary], count: int, size: terminal_size, today: date
) -> list[Line]:
    """Return the lines to show before all partners are read: some partners, without a cursor.

    Args:
        rows: the summaries of the partners to show; those for which there is no room are left out.
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
