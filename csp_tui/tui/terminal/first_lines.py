"""Make the lines of the first frame anew, where the cache does not have them."""

from __future__ import annotations

import contextlib
from collections.abc import Container, Sequence
from datetime import date
from os import terminal_size
from pathlib import Path
from typing import NamedTuple

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.text import width
from csp_tui.core.checklists.library import Library
from csp_tui.core.partners.filters import Viewer
from csp_tui.core.partners.rows import PartnerSummary, runs_of
from csp_tui.core.partners.sieve import Sieve
from csp_tui.core.workplace.views import View
from csp_tui.tui.lines.frame import divider
from csp_tui.tui.lines.hints import Hint, fitted_hints
from csp_tui.tui.lines.row import Row
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.partners import text as partners_text
from csp_tui.tui.partners.columns import columns
from csp_tui.tui.partners.listed import listed
from csp_tui.tui.partners.pane_place import BESIDE, ROOMY, PanePlace, pane_place
from csp_tui.tui.partners.text import partner_and_run, partner_at
from csp_tui.tui.view_state import ViewState

_AROUND = 3
"""How many lines are above and below the rows: two of the title, one at the bottom."""


class ListLines(NamedTuple):
    """The lines of the list of partners, with the cursor on any of its visible rows.

    Args:
        head: the lines above the list.
        rows: the rows of the list, of which the first are visible.
        place: where the pane is.
        about: the lines of the pane.
        hints: the keys in the last line.
        size: the size of the terminal.
    """

    head: Sequence[Line]
    rows: Sequence[Row]
    place: PanePlace
    about: Sequence[Line]
    hints: Sequence[Hint]
    size: terminal_size

    @property
    def cursor(self) -> int:
        """The number of the first row that the cursor can be on, from 0; -1 if there is none."""
        visible = self.rows[: _height(self.rows, self.place, self.size)]
        return next((number for number, row in enumerate(visible) if row.key), -1)

    def keys(self) -> list[str]:
        """Return the keys of the rows by the lines of the screen, from its first line on.

        "" for lines that the cursor cannot be on.
        """
        visible = self.rows[: _height(self.rows, self.place, self.size)]
        return [*[""] * len(self.head), *(row.key for row in visible)]

    def drawn(self, current: Container[int]) -> list[Line]:
        """Return all lines, with the rows whose numbers are in `current` as under the cursor."""
        lines = _filled(self.head, self.rows, self.place, self.size, current, self.hints)
        return _with_pane(lines, self.about, self.place, self.size)


def list_lines(
    rows: Sequence[PartnerSummary],
    library: Library,
    today: date,
    size: terminal_size,
    view: View,
    actor: Actor,
) -> ListLines:
    """Return the lines of the list of partners, with the pane of the first.

    Args:
        rows: the summaries of all partners.
        library: the checklists that the runs go through.
        today: the current day.
        size: the size of the terminal.
        view: the filters and the order of the list; one that is wrong counts as empty.
        actor: who looks at the list.
    """
    state = _state_of(view)
    sieve = Sieve(rows, Viewer(actor, today))
    found = sieve.kept(state.partners_filters)
    shown, runs, place = listed(found, state, sieve, size)
    filters = [each.name for each in state.partners_filters]
    fit = columns(shown, place.list_cells(size.columns), state.partners_order, filters)
    every: Sequence[Row] = partners_text.nothing_fits()
    if shown:
        every = partners_text.PartnerRows(runs, fit, today, is_roomy=size.lines >= ROOMY)
    key = next((row.key for row in every if row.key), "")
    current, (_partner, run) = partner_at(shown, key), partner_and_run(key)
    here = partners_text.whole_row(current, run)
    head = partners_text.head(sieve, shown, state.partners_title, fit, size.columns, here=here)
    about: Sequence[Line] = ()
    if current is not None and place.is_shown:
        about = _about(current, run, library, today, place, size)
    of_row = [each for each in current.runs if each.key == run] if current else []
    return ListLines(head, every, place, about, partners_text.hints_on(of_row), size)


def _state_of(view: View) -> ViewState:
    state = ViewState()
    with contextlib.suppress(InvalidFileError):
        state.take_partners_view(Path(), "", view)
    return state


def _about(
    row: PartnerSummary,
    run: str,
    library: Library,
    today: date,
    place: PanePlace,
    size: terminal_size,
) -> Sequence[Line]:
    """Return the lines that the pane shows of a partner, its run with the key `run` first."""
    from csp_tui.core.next_steps.finder import next_steps
    from csp_tui.tui.partners.pane_text import about_lines

    height = (size.lines - _AROUND if place.is_beside else place.below) - 1
    cells = BESIDE if place.is_beside else size.columns
    return about_lines(row, next_steps([row], library, today), today, cells, height, run)


def _with_pane(
    lines: Sequence[Line], about: Sequence[Line], place: PanePlace, size: terminal_size
) -> list[Line]:
    """Return `lines` with the lines `about` of the pane added where `place` says.

    They are returned as they are if there is no pane.
    """
    if not place.is_shown:
        return [*lines]
    if not place.is_beside:
        blank: list[Line] = [()] * (place.below - 1 - len(about))
        return [*lines[: -place.below], *about, *blank, *lines[-1:]]
    room = size.lines - _AROUND
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
    rows: Sequence[PartnerSummary], count: int, read: int, size: terminal_size, today: date
) -> list[Line]:
    """Return the lines to show before all partners are read: some partners, without a cursor.

    Args:
        rows: the summaries of the partners to show; those for which there is no room are left out.
        count: how many partners there are; it is in the title, with ``loading``.
        read: how many have been read; it is in the title, too, unless it is 0.
        size: the size of the terminal.
        today: the current day.
    """
    place = pane_place(*size, count)
    fit = columns(rows, place.list_cells(size.columns))
    head = partners_text.loading_head(count, read, fit, size.columns)
    every = partners_text.PartnerRows({None: runs_of(rows)}, fit, today)
    return _filled(head, every, place, size, (), partners_text.hints_on(()), count)


def _filled(
    head: Sequence[Line],
    rows: Sequence[Row],
    place: PanePlace,
    size: terminal_size,
    current: Container[int],
    hints: Sequence[Hint],
    count: int = 0,
) -> list[Line]:
    """Return the lines of the whole screen, but without the text of the pane.

    Args:
        head: the lines above the list.
        rows: the rows of the list, of which the first are shown.
        place: where the pane is.
        size: the size of the terminal.
        current: the numbers of the rows that are drawn as under the cursor, from 0.
        hints: the keys in the last line.
        count: how many rows the list will have, if it will have more.
    """
    room, high = size.lines - _AROUND, _height(rows, place, size)
    visible = rows[:high]
    lines = [row.drawn(is_current=number in current) for number, row in enumerate(visible)]
    lines += [()] * (high - len(lines))
    if _is_divided(rows, place, size):
        lines.append(divider(place.list_cells(size.columns), 1, len(visible), count or len(rows)))
    lines += [()] * (room - len(lines))
    return [*head, *lines, fitted_hints(size.columns, hints)]


def _height(rows: Sequence[Row], place: PanePlace, size: terminal_size) -> int:
    """Return for how many rows of the list there is room on the screen."""
    return size.lines - _AROUND - max(place.below, _is_divided(rows, place, size))


def _is_divided(rows: Sequence[Row], place: PanePlace, size: terminal_size) -> bool:
    """Return whether there is a line below the list which says what part of it is visible."""
    return place.is_shown or len(rows) > size.lines - _AROUND
