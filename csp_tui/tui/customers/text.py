"""The lines that the screen of the customers shows: title, column titles, rows and legend.

Widths are in cells. `place` is the index of an item among the items of each customer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from csp_tui.core.base.day_words import near_day, plan_day, worded_cells
from csp_tui.core.base.days import month_of_year
from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.language import N_, _, ngettext, pgettext
from csp_tui.core.base.text import cut, cut_middle, fitting, pad, pad_name, visible_line, width
from csp_tui.core.customers.counts import progress
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.customers.urgency import Pressing
from csp_tui.core.describe.item import MARKS, done_of
from csp_tui.core.runs.step_groups import SETTLED, State
from csp_tui.tui.customers.matrix import Matrix
from csp_tui.tui.lines.filter_menu import KEYS_OF_LATE, KEYS_OF_WEEK
from csp_tui.tui.lines.frame import NARROW, apart, ruled
from csp_tui.tui.lines.row import MadeRows, Row
from csp_tui.tui.lines.tone import Line, Span, Tone

LEAD = 2
"""Width of the mark that the list puts in front of each row."""
STAR, BOX, COUNT, CELL = 1, 4, 6, 2
"""Widths of the star of a marked row, the chosen item's box, the count, and an item."""
_LEAST_NAME, _MOST_NAME = 12, 34
_FAIR_NAME, _GOOD_NAME = 24, 23
_LEAST_ITEMS = 4
_ROOM_FOR_DATE = 56
_LONG_DAY = date(2028, 9, 1)
"""A day that takes as many cells as any where only its month and year are shown."""
_LEAST_TITLE = 12
"""Least width of the title of the chosen item beside the first note."""
_LEGEND = 26
"""Width of an item in the legend below the rows."""

NO_CUSTOMER = N_("No customer yet: a adds one, I imports a table.")


def sign(state: State) -> str:
    """Return the one character that shows a state in the matrix, such as ``x`` or ``.``."""
    return "." if state == State.TODO else MARKS[state][1]


def tone_of(state: State) -> Tone:
    """Return the tone of the sign of `state`: quiet if settled, plain for `todo`, else bold."""
    if state in SETTLED:
        return Tone.QUIET
    return Tone.TEXT if state == State.TODO else Tone.STRONG


class Layout(NamedTuple):
    """The columns that fit into the width of the list, and how wide they are.

    Args:
        cells: the width of the list.
        place: the index of the chosen item.
        name: the width of the column of names.
        now: the width of the column of the most urgent day; 0 if there is none.
        date: the field of the date to show, planned or term_end; "" if none fits.
        days: the width of the column of the date; 0 if there is none.
        is_when: whether that column has the most urgent day of a customer, or if none is, the
            planned day. It does where there is no room for both, unless the customers are in the
            order of a day.
        shown: the indexes of the items whose columns fit, the chosen item among them.
        page: which items have a column, such as ``1-15 of 23``; "" if all have.
    """

    cells: int
    place: int
    name: int
    now: int
    date: str
    days: int
    is_when: bool
    shown: range
    page: str


def layout_of(cells: int, count: int, place: int, sort: str, *, has_now: bool = False) -> Layout:
    """Return the columns that fit into the width of the list.

    The column of names has what the columns of all items leave, at most `_MOST_NAME`. If they leave
    less than `_FAIR_NAME`, fewer items are shown, down to `_LEAST_ITEMS`, and the width is
    `_GOOD_NAME`. It is never less than `_LEAST_NAME`.

    Args:
        cells: the width of the list.
        count: how many items there are.
        place: the index of the chosen item, which is always visible.
        sort: the name of the order, which decides the date to show.
        has_now: whether there is a column for what is most urgent, if it leaves room for all items.
    """
    urgent, day = worded_cells(has_first=False) + 1, width(month_of_year(_LONG_DAY)) + 1
    room = cells - (LEAD + STAR + BOX + COUNT) + CELL - 1  # the last item needs no blank behind it
    now = urgent if has_now and room - urgent - day - CELL * count >= _FAIR_NAME else 0
    date = ("term_end" if sort == "term-end" else "planned") if cells >= _ROOM_FOR_DATE else ""
    days = (day if now else urgent) if date else 0
    room = max(CELL - 1, room - now - days)
    name = min(_MOST_NAME, room - CELL * count)
    if name < _FAIR_NAME:
        name = max(_LEAST_NAME, min(_GOOD_NAME, room - CELL * _LEAST_ITEMS))
    fitting = max(1, (room - name) // CELL)
    first = place // fitting * fitting if fitting < count else 0
    shown = range(first, min(first + fitting, count))
    is_when = bool(date) and not now and sort not in ("planned", "term-end")
    return Layout(cells, place, name, now, date, days, is_when, shown, _page(shown, count))


def _page(shown: range, count: int) -> str:
    first, last = shown.start + 1, shown.stop
    if len(shown) == count:
        return ""
    text = _("{first}-{last} of {count}").format(first=first, last=last, count=count)
    if first == last:
        text = _("{count} of {all}").format(count=last, all=count)
    return f"{glyphs().before}{text}{glyphs().crumb}"


def customer_counts(matrix: Matrix) -> list[Span]:
    """Return the counts of the title: ``3 late: f l``, ``2 this week: f s``, ``288 open``.

    The keys that show these customers stand with the counts of urgent ones. Counts of 0 are left
    out.
    """
    (late, soon), (done, left) = matrix.urgent(), matrix.complete()
    known = [
        (late, _("{count} late: {keys}"), KEYS_OF_LATE, Tone.LATE),
        (soon, _("{count} this week: {keys}"), KEYS_OF_WEEK, Tone.SOON),
        (done, ngettext("{count} complete", "{count} complete", done), "", Tone.TEXT),
        (left, ngettext("{count} open", "{count} open", left), "", Tone.TEXT),
    ]
    return [
        (text.format(count=count, keys=keys), tone) for count, text, keys, tone in known if count
    ]


def state_line(matrix: Matrix, notes: Sequence[str], page: str, cells: int) -> Line:
    """Return the line on the chosen item, and for how many customers it is done.

    Such as ``Item 4 of 15: Your GDAP set up  5 of 290 done  1 waiting  10 n/a``.

    Args:
        matrix: holds the customers and the chosen item.
        notes: notes on marks, filter and order, shown before the counts.
        page: which items have a column; "" if all have.
        cells: the width of the line; what does not fit beside the item's title is left out, but
            the first note is cut.
    """
    number = _("Item {number} of {count}:")
    number = f" {number.format(number=matrix.place + 1, count=len(matrix.items))} "
    first = next(iter([*notes, *filter(None, [page])]), "")
    room = max(_LEAST_TITLE, cells - width(number) - (width(first) + 2 if first else 0))
    title = cut(visible_line(matrix.item.title), min(room, cells - width(number)))
    least = max(0, cells - width(number + title) - 2)
    rest: list[Span] = [(each, Tone.ACCENT) for each in (*notes, page) if each]
    rest[:1] = [(cut(text, least), tone) for text, tone in rest[:1]]
    done, total = matrix.counts(matrix.place)
    rest.append((done_of(done, total), Tone.TEXT))
    rest += _counted(matrix.states())
    room = cells - width(number + title)
    shown = rest[: len(fitting([f"  {text}" for text, _tone in rest], room))]
    return ((f"{number}{title}", Tone.ACCENT), *apart(shown))


def _counted(states: Counter[State | None]) -> list[Span]:
    """Return for how many customers the chosen item is waiting, refused, to do and not applicable.

    Counts of 0 are left out.
    """
    waiting, refused = states[State.WAITING], states[State.REFUSED]
    known = [
        (waiting, ngettext("{count} waiting", "{count} waiting", waiting), Tone.TEXT),
        (refused, ngettext("{count} refused", "{count} refused", refused), Tone.TEXT),
        (states[State.TODO], _("{count} to do"), Tone.TEXT),
        (states[State.NOT_APPLICABLE], _("{count} n/a"), Tone.QUIET),
    ]
    return [(text.format(count=count), tone) for count, text, tone in known if count]


def column_line(layout: Layout, here: str) -> Line:
    """Return the line of column titles; on a narrow screen, with the name `here` of a customer.

    An item has the last digit of its number as its title; that of the chosen item is highlighted.
    """
    date = _("Planned") if layout.date == "planned" else _("Term end")
    date = pad(pgettext("column", "When") if layout.is_when else date, layout.days)
    now = pad(pgettext("column", "Now"), layout.now)
    name, count = pad(_("Customer"), layout.name), _right(_("Done"))
    lead, tone = " " * (LEAD + STAR + BOX) + name + now + date + count, Tone.QUIET
    if here and layout.cells < NARROW:
        lead, tone = (
            f" {pad(cut_middle(visible_line(here), width(lead) - 2), width(lead) - 2)} ",
            Tone.STRONG,
        )
    heads: list[Span] = []
    for place in layout.shown:
        is_chosen = place == layout.place
        heads.append((str((place + 1) % 10), Tone.ACCENT if is_chosen else Tone.QUIET))
        heads.append((" " * (CELL - 1), Tone.QUIET))
    heads.pop()
    return ruled(((lead, tone), *heads), layout.cells)


class CustomerRows(MadeRows):
    """The rows of the customers, each made when it is drawn, and below them a legend of the items.

    Args:
        marked: the ids of the marked customers.
        has_legend: whether the items are named below the customers.
    """

    def __init__(
        self,
        matrix: Matrix,
        layout: Layout,
        marked: Collection[str],
        *,
        has_legend: bool,
    ) -> None:
        self._column = matrix.column
        self._rows = matrix.rows
        self._order = matrix.order
        self._layout = layout
        self._marked = marked
        self._pressing = matrix.pressing
        self._last = self._end(has_legend=has_legend)

    def __len__(self) -> int:
        return len(self._order) + len(self._last)

    def key_at(self, index: int) -> str:
        """Return the id of the customer in the row at `index`; "" for a line of the legend."""
        return self._order[index] if index < len(self._order) else ""

    def row_at(self, index: int) -> Row:
        """Return the row at `index`: a customer's, or a line of the legend."""
        if index >= len(self._order):
            return self._last[index - len(self._order)]
        return self._row(self._rows[self._order[index]])

    def _row(self, row: CustomerSummary) -> Row:
        layout = self._layout
        star: Span = ("*", Tone.ACCENT) if row.id in self._marked else (" ", Tone.TEXT)
        name = pad_name(visible_line(row.name), layout.name - 1)
        states = row.states_in(self._column.view.run.key)
        if row.error or not states:
            why = visible_line(row.error) or _("unknown")
            return Row(
                row.id, (star, (" " * BOX, Tone.TEXT), (name, Tone.TEXT), (why, Tone.STRONG)), 2
            )
        state = states[layout.place]
        done, total = progress(states)
        line: Line = (
            star,
            ("[", Tone.TEXT),
            (MARKS[state][1], tone_of(state)),
            ("] ", Tone.TEXT),
            (name, Tone.STRONG if row.id in self._marked else Tone.TEXT),
            (" ", Tone.TEXT),
        )
        line += (*self._now(row), *self._date(row))
        line += ((_right(f"{done}/{total}"), Tone.TEXT),)
        shown, place = layout.shown, layout.place
        before = _signs(states[shown.start : place], "{sign} ")
        behind = _signs(states[place + 1 : shown.stop], " {sign}")
        return Row(
            row.id,
            (*line, *before, (sign(state), tone_of(state)), *behind),
            name=4,
            less=len(line),
            less_parts=len(before) + 1 + len(behind),
            crossing=len(line) + len(before),
        )

    def _now(self, row: CustomerSummary) -> Line:
        cells = self._layout.now
        if cells and (found := self._pressing(row)):
            return self._urgent(found, cells, found.words(self._column.today))
        return (_blank(cells),) if cells else ()

    def _date(self, row: CustomerSummary) -> Line:
        """Return the date of a customer; the most urgent day in its place: see `Layout.is_when`.

        There, the planned day of a complete customer is left out: nothing is planned any more.

        Where customers are in the order of a day, that day is shown; it says how urgent it is if it
        is the most urgent one.
        """
        layout, today = self._layout, self._column.today
        if not layout.date:
            return ()
        day = getattr(row, layout.date)
        found = None if layout.now else self._pressing(row)
        if found and layout.is_when:
            return self._urgent(found, layout.days, found.words(today))
        if found and found.day == day:
            return self._urgent(found, layout.days, near_day(day, today))
        words = ""
        if day and not layout.is_when:
            words = near_day(day, today)
        elif day and not self._column.is_complete(row):
            words = self._fitted(plan_day(day, today), day, layout.days)
        return ((pad(words, layout.days), Tone.QUIET),)

    def _fitted(self, words: str, day: date, cells: int) -> str:
        """Return the `words` for a day; the day alone if they leave no blank in so many `cells`."""
        return words if width(words) < cells else near_day(day, self._column.today)

    def _urgent(self, found: Pressing, cells: int, words: str) -> Line:
        words = self._fitted(words, found.day, cells)
        tone = Tone.LATE if found.is_late else Tone.SOON
        return ((words, tone), _blank(cells - width(words)))

    def _end(self, *, has_legend: bool) -> list[Row]:
        """Return the rows below the customers: numbers and titles of the items, in columns.

        These are left out without `has_legend`. Before them a row says how to show
        archived customers, if any are hidden. If there is no customer at all, return one row that
        says how to add one.
        """
        items = self._column.view.customer_items
        if not self._rows:
            return [Row("", ((f" {_(NO_CUSTOMER)}", Tone.TEXT),))]
        hidden = sum(not row.is_active and row.id not in self._order for row in self._rows.values())
        archived = _archived_note(hidden, len(self._rows))
        note = [Row("", ((f" {archived}", Tone.QUIET),))] if hidden else []
        if not has_legend:
            return note
        across = max(1, (self._layout.cells - LEAD) // _LEGEND)
        down = -(-len(items) // across)
        lines = [*note, Row("", ())]
        for index in range(down):
            parts = [
                pad(cut(f"{place + 1:>2} {visible_line(items[place].title)}", _LEGEND - 2), _LEGEND)
                for place in range(index, len(items), down)
            ]
            lines.append(Row("", (("  " + "".join(parts).rstrip(), Tone.QUIET),)))
        return lines


def _signs(states: Sequence[State], form: str) -> Line:
    """Return the signs of `states`, of some items of a customer, each with a blank as in `form`."""
    tones = groupby(states, key=tone_of)
    return tuple(
        ("".join(form.format(sign=sign(each)) for each in run), tone) for tone, run in tones
    )


def _blank(cells: int) -> Span:
    return (" " * cells, Tone.TEXT)


def _right(text: str) -> str:
    """Return `text` at the right end of the column of counts, with a blank behind it."""
    return f"{' ' * (COUNT - 1 - width(text))}{text} "


def _archived_note(count: int, total: int) -> str:
    """Return a sentence that so many customers are archived, and how to show them.

    If all `total` customers are archived, it also says how to bring them back.
    """
    if count == total:
        sentence = ngettext(
            "The only customer is archived. f shows it; D brings back.",
            "All {count} customers are archived. f shows them; D brings back.",
            count,
        )
    else:
        sentence = ngettext(
            "{count} customer is archived; f shows it.",
            "{count} customers are archived; f shows them.",
            count,
        )
    return sentence.format(count=count)
