"""The lines that the portfolio shows: title and rows with bars. Widths are in cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp_tui.core.base.days import short_day
from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import cut, pad, visible_line, width
from csp_tui.core.portfolio.groups import Group, GroupRow, Portfolio
from csp_tui.tui.lines.frame import loading_words, title_row
from csp_tui.tui.lines.row import Row
from csp_tui.tui.lines.tone import Line, Tone

_NUMBER, _MOST_BAR, _LEAST_BAR = 6, 30, 6
_LEAST_NAME, _NAME, _LONGEST_NAME = 22, 26, 40
_REMARK = 25
"""The least cells of the remarks; with more, a group has shorter bars, never shorter names."""


def counting_row() -> Row:
    """Return the row to show until anything is counted."""
    return Row("", ((f" {_('Counting the partners ...')}", Tone.QUIET),))


def head(
    counted: Portfolio | None, today: date, cells: int, narrowing: str = "", read: int = 0
) -> Line:
    """Return the title row: the numbers of partners, late ones and ones due this week.

    At its end is the day. Numbers of 0 are left out.

    Args:
        counted: has the counts; None until they are known.
        today: the current day.
        cells: the width.
        narrowing: how the list is narrowed, shown in place of the counts; "" if it is not.
        read: how many partners are read so far, shown as long as nothing is counted; 0 for none.
    """
    day = (short_day(today, date.min), Tone.QUIET)
    if counted is None:
        loading = [(loading_words(read), Tone.QUIET)] if read else []
        return title_row(cells, [_("Portfolio")], loading, [day])
    partners = ngettext("{count} partner", "{count} partners", counted.partners)
    late = ngettext("{count} late", "{count} late", counted.late)
    counts = (
        (counted.partners, partners, Tone.TEXT),
        (counted.late, late, Tone.LATE),
        (counted.this_week, _("{count} this week"), Tone.SOON),
    )
    shown = [(text.format(count=number), tone) for number, text, tone in counts if number]
    if narrowing:
        shown = [(narrowing, Tone.ACCENT)]
    return title_row(cells, [_("Portfolio")], shown, [day])


def rows(groups: Sequence[Group], cells: int, *, are_weeks_known: bool) -> list[Row]:
    """Return the rows: a heading for each group, then its rows.

    A row has number, name, bar and remark. The bars of a group are in proportion to the group's
    largest number. What is to be mended is red, with its day.

    Args:
        groups: the groups; each has at least one row.
        cells: the width of the list.
        are_weeks_known: whether the last group has been counted; if not, a row says so.
    """
    found: list[Row] = []
    for group in groups:
        title = f" {visible_line(group.title)}"
        found.append(Row("", ((title, Tone.STRONG), (f"  {group.unit}", Tone.QUIET))))
        most = max(row.number for row in group.rows)
        longest = max(width(visible_line(row.remark)) for row in group.rows)
        room = cells - 2 - _NUMBER - 1 - 1 - 2
        has_bar = room - _REMARK - _NAME >= _LEAST_BAR
        least = _NAME + _LEAST_BAR if has_bar else _LEAST_NAME
        remark = max(_REMARK, min(longest, room - least))
        if room < _REMARK + _LEAST_NAME:  # then no longer than the names leave
            named = max(width(visible_line(row.name)) for row in group.rows)
            remark = max(room - max(named, _LEAST_NAME), min(longest, room - _LEAST_NAME))
        found += [_row(row, most, room - remark, cells) for row in group.rows]
    if not are_weeks_known:
        found.append(Row("", ((f" {_('Counting what was done ...')}", Tone.QUIET),)))
    elif not groups:
        found.append(Row("", ((f" {_('There is nothing to count yet.')}", Tone.QUIET),)))
    return found


def _row(row: GroupRow, most: int, room: int, cells: int) -> Row:
    bar = min(_MOST_BAR, room - _NAME) if room - _NAME >= _LEAST_BAR else 0
    name = max(12, min(_LONGEST_NAME, room - bar))
    drawn = glyphs().bar * -(-row.number * bar // most) if most else ""
    remark = cut(visible_line(row.remark), cells - 2 - _NUMBER - 1 - name - 1 - bar - 2)
    return Row(
        row.key,
        (
            (f"{row.number:>{_NUMBER}} ", Tone.LATE if row.is_missed else Tone.TEXT),
            (pad(visible_line(row.name), name), Tone.TEXT),
            (f" {pad(drawn, bar)}", Tone.TEXT),
            (f"  {remark}" if remark else "", Tone.LATE if row.is_urgent else Tone.QUIET),
        ),
        name=1,
    )
