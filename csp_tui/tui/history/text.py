"""The texts about history lines: rows, one change in full, and the news of what others did.

Widths are in cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from csp_tui.core.base.days import month_of_year, short_day
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import visible_line, width
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.describe.history import (
    SILENT,
    TitleOf,
    act,
    changed_values,
    label,
    moment,
    readable,
    sentence,
    step_words,
)
from csp_tui.core.history.lazy_lines import HistoryLines
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.progress.change import FACTS
from csp_tui.tui.lines.frame import title_row
from csp_tui.tui.lines.labelled import labelled, wrapped
from csp_tui.tui.lines.row import MadeRows, Row
from csp_tui.tui.lines.tone import Line, Tone

_WHOLE, _MIDDLE = 98, 68
"""From these widths on, a row shows date and time in full, or without the year."""

DAMAGED = N_("this line is damaged; csp-tui verify says more")


def news(lines: Sequence[HistoryLine], checklist: Checklist, customer: str = "") -> str:
    """Return a sentence on what others did: ``10:42 ben ticked MPN ID``.

    Of several changes it names the last, and says how many more there are.

    Args:
        lines: the history lines of others, the oldest first; at least one.
        checklist: gives the titles of items.
        customer: the name of the customer whose part of a run is shown; "" for the partner's.
    """
    last = lines[-1]
    what = what_changed(last, checklist)
    if customer and not what:
        what = _("customer {name}").format(name=visible_line(customer))
    time = f"{last.when.astimezone():%H:%M}"
    latest = f"{time} {last.who} {act(last)} {what}".rstrip()
    if len(lines) == 1:
        return latest
    return _("{news} (and {count} more)").format(news=latest, count=len(lines) - 1)


def not_counted(lines: Sequence[HistoryLine], run: str, before: Checklist, now: Checklist) -> str:
    """Return a message that a saved change is of an item that the run no longer has.

    That happens if somebody moved the run to another edition meanwhile. A change of an item that
    only has another id in that edition counts.

    Args:
        lines: the history lines of the change; the first such item is named.
        run: the key of the run.
        before: the checklist that was on the screen; gives the title of the item.
        now: the checklist of the edition that the run is on now.

    Returns:
        The message; "" if that edition has all the items.
    """
    known = {key for item in now.items for key in (item.id, *item.replaces)}
    for line in lines:
        if line.run == run and line.item and line.item not in known:
            sentence = _('Saved, but not counted: "{item}" is not in edition {edition}. u undoes.')
            return sentence.format(item=what_changed(line, before), edition=now.edition)
    return ""


def what_changed(line: HistoryLine, checklist: Checklist) -> str:
    """Return what a history line has changed, in words.

    Returns:
        The title of the item, or its id if the checklist lacks the item; of answered facts, their
        questions; of other changes, the key of the run, "" if there is none.
    """
    if line.part == FACTS:
        return ", ".join(checklist.question(fact) for fact in line.after)
    item = checklist.item(line.item)
    return item.title if item else line.item or line.run


def values_taken_back(line: HistoryLine, checklist: Checklist) -> str:
    """Return a text on what an undo or redo has changed: ``"MPN ID" is to do again``.

    The text tells one new value: the status, if it was changed; of a run, whether it is open,
    closed or no longer started; else the first other value. For answered facts it has the questions
    alone, without the answers.

    Args:
        line: the history line of the undo or redo.
        checklist: gives the titles of items.
    """
    what = what_changed(line, checklist)
    if line.part == FACTS:
        return what
    after = line.after
    if "status" in after:
        return _('"{what}" is {state} again').format(
            what=what, state=readable("status", after["status"])
        )
    if "closed" in after:
        ended = (
            _("{what} is open again") if after["closed"] is None else _("{what} is closed again")
        )
        return ended.format(what=what)
    if not line.item and after.get("edition", "") is None:
        return _("{what} is no longer started").format(what=what)
    key = next((key for key in after if key not in SILENT), "")
    if not key:
        return what
    message = _("{what}: {label} is {value} again") if what else _("{label} is {value} again")
    return message.format(what=what, label=label(key), value=readable(key, after[key]))


def head_line(partner: str, title: str, count: int, narrowing: str, cells: int) -> Line:
    """Return the title line: the partner's name, the number of changes, and `narrowing`.

    Args:
        partner: the name of the partner.
        title: the title of the item if only its changes are shown, else "".
        count: how many changes are shown.
        narrowing: what is added if the list is narrowed, such as ``6 of 500  /credit``; else "".
        cells: the width of the line.
    """
    if title:
        counted = ngettext("{count} change of {title}", "{count} changes of {title}", count)
    else:
        counted = ngettext(
            "history, {count} change, the newest first",
            "history, {count} changes, the newest first",
            count,
        )
    names = (partner, counted.format(count=count, title=title))
    return title_row(cells, names, [(narrowing, Tone.ACCENT)])


class HistoryRows(MadeRows):
    """The rows of a history, each made when it is drawn, the newest change first.

    Args:
        lines: the whole history.
        numbers: the indexes of the lines to show, the oldest first.
        title_of: returns the title of the item or run that a line has changed.
        today: the current day; narrow rows leave out the current year.
        cells: the width of a row; values that do not fit as a whole are left out.
    """

    def __init__(
        self,
        lines: HistoryLines,
        numbers: Sequence[int],
        title_of: TitleOf,
        today: date,
        cells: int,
    ) -> None:
        self._lines = lines
        self._numbers = numbers
        self._title_of = title_of
        self._today = today
        self._cells = cells
        first = next(filter(None, map(lines.readable, numbers)), None)
        years = {first.when.astimezone().year if first else today.year, today.year}
        days = [date(year, month, 28) for year in years for month in range(1, 13)]
        self._when = max(width(self._day_and_time(each, "00:00")) for each in days)

    def __len__(self) -> int:
        return len(self._numbers)

    def row_at(self, index: int) -> Row:
        """Return the row at `index`, counted from the newest change.

        If the line of the change is damaged, the row says only that.
        """
        number = self._numbers[-1 - index]
        line = self._lines.readable(number)
        if line is None:
            text = _("{number}: {what}").format(number=number + 1, what=_(DAMAGED))
            return Row(f"line {number + 1}", ((text, Tone.STRONG),))
        when = f"{self._moment(line)}  "
        what = visible_line(change_sentence(self._lines, number, self._title_of))
        values = self._values(line, self._cells - width(when + what))
        return Row(line.id, ((when, Tone.QUIET), (what, Tone.TEXT), (values, Tone.QUIET)), name=1)

    def _values(self, line: HistoryLine, room: int) -> str:
        """Return the changed values of a history line, as many as fit whole into `room`.

        Return "" if none fits.
        """
        are_answers = line.part == FACTS  # of the questions in the sentence before, in their order
        each = [
            visible_line(values if are_answers else f"{key} {values}")
            for key, values in changed_values(line)
        ]
        for count in range(len(each), 0, -1):
            more = ", ..." if count < len(each) else ""
            text = f"  {', '.join(each[:count])}{more}"
            if width(text) <= room:
                return text
        return ""

    def _moment(self, line: HistoryLine) -> str:
        """Return the local day and time of a history line, as wide as in all other rows.

        Narrow rows leave out the year, the time or both.
        """
        at = line.when.astimezone()
        shown = self._day_and_time(at.date(), f"{at:%H:%M}")
        return " " * (self._when - width(shown)) + shown

    def _day_and_time(self, day: date, time: str) -> str:
        if self._cells >= _WHOLE:
            return f"{short_day(day, date.min)} {time}"
        if day.year != self._today.year:
            return short_day(day, self._today) if self._cells >= _MIDDLE else month_of_year(day)
        if self._cells >= _MIDDLE:
            return f"{short_day(day, self._today)} {time}"
        return short_day(day, self._today)


def change_lines(
    lines: HistoryLines, number: int, title_of: TitleOf, cells: int, stands: str = ""
) -> list[Line]:
    """Return the lines that show one change in full, wrapped to `cells`.

    Args:
        lines: the whole history.
        number: the index of the history line, which must not be damaged.
        title_of: returns the title of the item or run that a line has changed.
        cells: the width of the pane.
        stands: the change that was kept instead of this one, in words; "" if this one was kept.
    """
    cells = max(20, cells - 2)
    line = lines[number]
    shown: list[Line] = [
        ((f" {each}", Tone.STRONG),)
        for each in wrapped(change_sentence(lines, number, title_of), cells)
    ]
    for name, text in _values_in_full(line, title_of):
        shown += labelled(name.capitalize(), text, cells)
    if stands:
        message = _("instead: {change}; t puts this one back")
        shown += labelled(_("Not kept"), message.format(change=stands), cells)
    when = _("{moment} on {host}, line {id}") if line.host else _("{moment}, line {id}")
    text = when.format(moment=moment(line.when), host=line.host, id=line.id)
    shown += labelled(_("When"), text, cells)
    if line.rule:
        shown += labelled(_("Rule"), line.rule, cells)
    return shown


def _values_in_full(line: HistoryLine, title_of: TitleOf) -> list[tuple[str, str]]:
    """Return label and text of each value that a line changed; behind an answer is its question."""
    values = changed_values(line)
    if line.part != FACTS or len(values) == 1:
        return values
    message = _("{values}  {question}")
    return [
        (
            _("answer"),
            message.format(values=text, question=title_of(replace(line, after={fact: new}))),
        )
        for (fact, new), (_label, text) in zip(line.after.items(), values, strict=True)
    ]


def change_sentence(lines: HistoryLines, number: int, title_of: TitleOf) -> str:
    """Return who did what, such as ``ben ticked MPN ID``.

    The history line with the index `number` must not be damaged. If its step has several changes,
    their number comes before the change: ``ben, 3 at once: ticked MPN ID``. So the user sees it
    even if the row is cut off at its end.
    """
    line = lines[number]
    change = sentence(lines, number, title_of)
    if line.of == 1:
        return f"{line.who} {change}"
    return _("{who}, {step}: {change}").format(who=line.who, step=step_words(line), change=change)
