"""The lines that the screen of conflicts shows: title, rows, and one conflict in full.

Widths are in cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from csp_tui.core.base.clock import local_day
from csp_tui.core.base.days import month_of_year, short_day, whole_day
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import cut, pad, pad_name, visible_line, width
from csp_tui.core.describe.clashes import Side
from csp_tui.core.history.undo import is_own
from csp_tui.core.partners.filters import Viewer
from csp_tui.tui.conflicts.acts import Act
from csp_tui.tui.conflicts.conflict import Conflict
from csp_tui.tui.lines.frame import ruled, title_row
from csp_tui.tui.lines.labelled import LABEL, labelled, wrapped
from csp_tui.tui.lines.row import NO_MARK, Row
from csp_tui.tui.lines.tone import Line, Span, Tone

NONE = N_("There are no conflicts.")
READING = N_("Reading the histories ...")
_MIDDLE, _WIDE = 100, 120
_VALUES = 40
"""Cells for the values in a message."""


class Columns(NamedTuple):
    """The widths of the columns."""

    when: int
    partner: int
    what: int
    stands: int


def columns(conflicts: Sequence[Conflict], cells: int, today: date) -> Columns:
    """Return the widths of the columns for a list of this width."""
    whens = (_("When"), *(_when(each, today) for each in conflicts))
    when = max(7, *map(width, whens))
    partner = 30 if cells >= _WIDE else 28 if cells >= _MIDDLE else 24 if cells >= 80 else 20
    room = max(20, cells - len(NO_MARK[0]) - when - partner - 4)
    what = room - room * 2 // 5 if cells >= 80 else room // 2
    return Columns(when, partner, what, room - what)


def head(count: int, narrowing: str, end: Sequence[Span], fit: Columns, cells: int) -> list[Line]:
    """Return the title row, and below it the names of the columns; a bare rule without conflicts.

    Args:
        count: how many conflicts there are, however the list is narrowed; 0 until that is known.
        narrowing: how the list is narrowed, shown in place of the count; "" if it is not.
        end: what the right end says of the exchange with other machines.
        fit: the widths of the columns.
        cells: the width.
    """
    counts = [(narrowing, Tone.ACCENT)]
    if not narrowing:
        meaning = _("changed in two places; the later is kept")
        counts = [(str(count), Tone.TEXT), (meaning, Tone.QUIET)] if count else []
    names = (_("When"), _("Partner"), _("Item and field"), _("Kept"))
    when, partner, what, stands = (pad(*each) for each in zip(names, fit, strict=True))
    row = f"{NO_MARK[0]}{when} {partner} {what}  {stands}"
    named: Line = ((row, Tone.QUIET),) if count else ()
    return [title_row(cells, [_("Conflicts")], counts, end), ruled(named, cells)]


def row_of(conflict: Conflict, fit: Columns, today: date) -> Row:
    """Return the row of a conflict: day, partner, item, and the value that stands.

    The day is that of the change that stands. Behind the value is who set it.
    """
    words, stands = conflict.words, conflict.words.stands
    field, value = stands.first(today)
    what = visible_line(field)
    if words.title:
        message = _("{title}: {what}")
        room = max(4, fit.what - width(message.format(title="", what=what)))
        what = message.format(title=cut(visible_line(words.title), room), what=what)
    name = visible_line(stands.line.reviewer or stands.who)
    value = cut(visible_line(value), max(4, fit.stands - width(f", {name}")))
    stand = _("{value}, {name}").format(value=value, name=name)
    line: Line = (
        (f"{pad(_when(conflict, today), fit.when)} ", Tone.QUIET),
        (pad_name(visible_line(words.partner), fit.partner), Tone.TEXT),
        (f" {pad(what, fit.what)}  ", Tone.TEXT),
        (cut(stand, fit.stands), Tone.TEXT),
    )
    return Row(conflict.key, line, name=1, less=3)


def remark_rows(count: int, unreadable: int, *, is_known: bool) -> list[Row]:
    """Return the rows below the conflicts: that there are none, or that some are not known.

    Args:
        count: how many conflicts there are.
        unreadable: how many partners cannot be read.
        is_known: whether all histories have been read.
    """
    sentences = []
    if not is_known:
        sentences.append(_(READING))
    elif not count:
        sentences.append(_(NONE))
    if unreadable:
        message = ngettext(
            "{count} partner cannot be read.", "{count} partners cannot be read.", unreadable
        )
        sentences.append(message.format(count=unreadable))
    return [Row("", ((f" {each}", Tone.QUIET),)) for each in sentences]


def conflict_lines(conflict: Conflict, viewer: Viewer, cells: int, *, is_roomy: bool) -> list[Line]:
    """Return the lines of the pane: what the conflict is about, what is kept, and what is not.

    Args:
        conflict: the conflict.
        viewer: the present day and the user, who is called *you*.
        cells: the width of the pane.
        is_roomy: whether a blank line is between the title and the two changes.
    """
    cells = max(20, cells - 2)
    words = conflict.words
    named = ", ".join(filter(None, (words.title, words.partner)))
    lines: list[Line] = [((f" {each}", Tone.STRONG),) for each in wrapped(named, cells)]
    if is_roomy:
        lines.append(())
    lines += _side_lines(_("Kept"), words.stands, viewer, cells)
    if is_roomy:
        lines.append(())
    lines += _side_lines(_("Not kept"), words.fell, viewer, cells)
    if is_roomy:
        lines.append(())
    is_later = words.stands.line.when > words.fell.line.when
    both = _("The later change is kept; both are in the history.")
    both = both if is_later else _("Both are in the history.")
    return lines + [((f" {each}", Tone.QUIET),) for each in wrapped(both, cells)]


def _side_lines(label: str, side: Side, viewer: Viewer, cells: int) -> list[Line]:
    """Return lines with the values of one change, and who made it where and when.

    They are one line if both fit into `cells`; else the second is below the first.
    """
    made = visible_line(_made(side, viewer))
    lines = labelled(label, side.words, cells)
    value, room = visible_line(side.words), cells // 3
    if len(lines) > 1 or width(value) > room or LABEL + room + 1 + width(made) > cells:
        below = labelled("", made, cells)
        return [*lines, *((blank, (text, Tone.QUIET)) for blank, (text, _tone) in below)]
    return [(*lines[0][:1], (f"{pad(value, room)} ", Tone.TEXT), (made, Tone.QUIET))]


def _made(side: Side, viewer: Viewer) -> str:
    line, at = side.line, side.line.when.astimezone()
    moment = _("{day} {time}").format(day=whole_day(at.date()), time=f"{at:%H:%M:%S}")
    if at.date() == viewer.today:
        moment = _("today {time}").format(time=f"{at:%H:%M:%S}")
    name = _("you") if is_own(line, viewer.actor) else side.who
    message = _("{name} on {host}, {moment}") if line.host else _("{name}, {moment}")
    return message.format(name=name, host=line.host, moment=moment)


def _when(conflict: Conflict, today: date) -> str:
    """Return when the change that is kept was made, in words.

    The words are the time for a change of today, the day for one of this year, else month and year.
    """
    at = conflict.words.stands.line.when
    day = local_day(at)
    if day == today:
        return f"{at.astimezone():%H:%M}"
    return short_day(day, today) if day.year == today.year else month_of_year(day)


def decided(act: Act) -> str:
    """Return a sentence on what an act has decided, and on what it could not decide."""
    count = len(act.steps)
    if not act.steps:
        sentence = _("Nothing had to change.")
    elif count > 1 and act.is_put_back:
        sentence = _("{count} changes put back. u takes that back.").format(count=count)
    elif count > 1:
        sentence = _("{count} conflicts are over. u takes that back.").format(count=count)
    else:
        words = act.steps[0][0].words
        sentence, what = _("Kept as it is: {what}. u takes that back."), words.stands.words
        if act.is_put_back:
            sentence, what = _("Put back: {what}. u takes that back."), words.fell.words
        sentence = sentence.format(what=cut(visible_line(what), _VALUES))
    return f"{sentence} {_who_stays(act)}".rstrip()


def _who_stays(act: Act) -> str:
    """Return a sentence on the conflicts in which nothing was changed; "" if there are none.

    It says how many they are, with the partner and the reason of the first.
    """
    if not act.failed:
        return ""
    conflict, error = act.failed[0]
    stays = ngettext(
        "{count} stays: {name}, {why}.", "{count} stay: {name}, {why}.", len(act.failed)
    )
    why = error.short.rstrip(".")
    name = visible_line(conflict.words.partner)
    return stays.format(count=len(act.failed), name=name, why=why)


def taken_back(act: Act) -> str:
    """Return a sentence on what was undone of an act, and on what could not be undone."""
    if len(act.steps) > 1:
        sentence = _("Taken back: {count} changes.")
        if not act.is_put_back:
            sentence = _("Taken back: {count} conflicts are there again.")
        sentence = sentence.format(count=len(act.steps))
    elif not act.is_put_back:
        sentence = _("Taken back: the conflict is there again.")
    else:
        what = act.steps[0][0].words.stands.words
        sentence = _("Taken back. Kept again: {what}.")
        sentence = sentence.format(what=cut(visible_line(what), _VALUES))
    return f"{sentence} {_who_stays(act)}".rstrip()
