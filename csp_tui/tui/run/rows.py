"""The rows of a run: a head for each section, and its items with remarks in a column of their own.

Widths are in cells.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from csp_tui.core.base.clock import local_day
from csp_tui.core.base.day_words import worded_cells
from csp_tui.core.base.days import short_day
from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut, pad, visible_line, width
from csp_tui.core.checklists.model import Item, Section
from csp_tui.core.describe import item as describe
from csp_tui.core.runs.step_groups import SETTLED, TICKED
from csp_tui.core.runs.view import RunView
from csp_tui.tui.lines.row import FOLDED, MadeRows, Row
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.run.remarks import remark_line, urgent_remark

_LEAD, _MARK, _GAP = 2, 4, 2
_LEAST_TITLE, _LEAST_NAME = 12, 24
"""Least cells of a title beside a remark, and of the block that shows the cursor."""
_REMARKS = ((76, 24), (68, 16), (58, 14), (0, 0))
"""For a list of at least so many cells, the least cells of a remark: a day has room in each."""
_DAY, _DAY_FROM = 9, 100
"""Cells of the column of days behind the remarks, and the width of the list from which on it is."""


def section_key(section_id: str) -> str:
    """Return the key of the head of a folded section; no id of an item begins like it."""
    return f"{FOLDED}{section_id}"


class _Columns(NamedTuple):
    title: int
    remark: int
    day: int


def _columns(cells: int) -> _Columns:
    remark = max(worded_cells(), next(room for least, room in _REMARKS if cells >= least))
    day = _DAY if cells >= _DAY_FROM else 0
    title = cells - _LEAD - _MARK - _GAP - remark - day
    return _Columns(max(_LEAST_TITLE, title), remark, day)


class RunRows(MadeRows):
    """The rows of a run, each made when it is drawn: a head for each section, then its items.

    Args:
        view: the run.
        today: the current day.
        cells: the width of the list.
        chosen: the ids of the items to show; None for all. Sections without an item to show are
            left out.
        folded: the ids of the sections of which only the head is shown.
        is_roomy: whether there is a blank row above each section but the first and folded ones.
    """

    def __init__(
        self,
        view: RunView,
        today: date,
        cells: int,
        chosen: Collection[str] | None = None,
        folded: Collection[str] = (),
        *,
        is_roomy: bool = False,
    ) -> None:
        self._folded = folded
        self._view = view
        self._today = today
        self._columns = _columns(cells)
        self._places: list[Section | Item | None] = []
        for section in view.sections:
            items = [each for each in section.items if chosen is None or each.id in chosen]
            if items or chosen is None:
                is_folded = section.id in folded
                if is_roomy and self._places and not is_folded:
                    self._places.append(None)
                self._places += [section] if is_folded else [section, *items]

    def __len__(self) -> int:
        return len(self._places)

    def key_at(self, index: int) -> str:
        """Return the id of the item in the row at `index`; for a folded section, its key."""
        place = self._places[index]
        if isinstance(place, Item):
            return place.id
        return section_key(place.id) if place and place.id in self._folded else ""

    def row_at(self, index: int) -> Row:
        """Return the row at `index`: a section's head, an item, or a blank one."""
        place = self._places[index]
        if place is None:
            return Row("", ())
        return self._section(place) if isinstance(place, Section) else self._item(place)

    def _section(self, section: Section) -> Row:
        view, customers, remark = self._view, self._view.customers, ""
        if section.per and customers is not None and view.customer is None:
            done, total = customers.complete, customers.active
            remark = _("c opens") if total else _("c opens: none yet")
        else:
            counts = view.counts(section)
            done, total = counts.done, counts.total
        if section.id in self._folded:
            return self._folded_section(section, f"{done}/{total}", remark)
        before = _LEAD + _MARK - 1
        title = f"{f'{done}/{total}':>{before}} {visible_line(section.title)}"
        if not remark:
            return Row("", ((title, Tone.STRONG),))
        room = before + 1 + self._columns.title
        return Row("", ((pad(cut(title, room), room + _GAP), Tone.STRONG), (remark, Tone.QUIET)))

    def _folded_section(self, section: Section, count: str, remark: str) -> Row:
        inside = (remark, Tone.QUIET) if remark else urgent_remark(self._view, section, self._today)
        tone = Tone.QUIET if inside[1] is Tone.QUIET and not remark else Tone.STRONG
        count = f"{count:>{_MARK - 1}} "
        room = self._columns.title + _MARK - width(count)
        name = cut(visible_line(section.title), room)
        gap = " " * (room - width(name) + _GAP)
        line: Line = ((count, tone), (name, tone), (gap, Tone.TEXT), inside)
        return Row(section_key(section.id), line, name=1)

    def _item(self, item: Item) -> Row:
        view, columns = self._view, self._columns
        state, mark = view.part_of(item).state(item), describe.mark(view, item)
        tone = Tone.QUIET if state in SETTLED else Tone.TEXT
        title = visible_line(item.title)
        end = self._end(item)
        if end:
            title = cut(title, columns.title + _MARK - 1 - width(mark))
        least = min(_LEAST_NAME, columns.title) if end else _LEAST_NAME
        name = pad(title, max(least, width(title)))
        line: Line = ((f"{mark} ", tone), (name, tone))
        if not end:
            return Row(item.id, line, name=1)
        room = columns.title + _GAP + _MARK - width(f"{mark} {name}")
        line += ((" " * max(1, room), Tone.TEXT), *end)
        return Row(item.id, line, name=1, less=2, less_parts=1 + len(end))

    def _end(self, item: Item) -> Line:
        """Return what is behind the title of an item: remarks and a day.

        The day is that since which the item waits, or on which it was done. Narrow lists do not
        have it. Without customers, what is for each of them has nothing behind its title.
        """
        view, columns = self._view, self._columns
        if view.is_for_each(item) and view.customers is not None and not view.customers.active:
            return ()
        line = remark_line(self._view, item, self._today, columns.remark)
        if day := self._day(item) if columns.day else "":
            used = sum(width(text) for text, _tone in line)
            line += ((" " * (columns.remark - used), Tone.TEXT), (day, Tone.QUIET))
        return line

    def _day(self, item: Item) -> str:
        """Return since when an item waits, or when it was done; "" if neither is known."""
        view = self._view
        day = view.waiting_since(item)
        if view.state(item) in TICKED:
            progress = view.progress(item)
            day = progress.on or (local_day(progress.at) if progress.at else None)
        return short_day(day, day).rjust(_DAY - 1) if day else ""
