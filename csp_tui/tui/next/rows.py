"""The rows of the screen Next and their columns: when, who, what, for whom. Widths are in cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from csp_tui.core.base.day_words import due_day, row_day, worded_cells
from csp_tui.core.base.days import short_day
from csp_tui.core.base.language import _, ngettext, partner_count, pgettext
from csp_tui.core.base.text import cut, fitting, pad, pad_name, visible_line, width
from csp_tui.core.describe.steps import heading, mark, of_point, title, who, word
from csp_tui.core.describe.steps_by_item import (
    URGENT,
    StepRows,
    Steps,
    key_of,
    lead_of,
    title_of,
)
from csp_tui.core.next_steps.step import Step
from csp_tui.core.next_steps.step_list import GROUPS, StepList, waited_for
from csp_tui.core.runs.step_groups import State, StepGroup
from csp_tui.tui.lines.frame import NARROW
from csp_tui.tui.lines.row import MadeRows, Row
from csp_tui.tui.lines.tone import Line, Span, Tone
from csp_tui.tui.next.step_day import when

_MARK, _STATE, _WHEN = 2, 4, 9
_GAP: Span = (" ", Tone.TEXT)
_LEAST_TITLE = 16
_LEAST_NAME = 24
"""The least width of a title that is reversed under the cursor."""
ROOMY = 34
"""Lines of a screen from which on there is a blank line before each group."""


@dataclass(frozen=True, slots=True)
class NextColumns:
    """The width of each column of the screen Next; 0 for one that is left out.

    In a list folded by item, the column `partners` has the number of partners, or the name of the
    only one. Otherwise the column `name` has the partner or the run.
    """

    when: int
    name: int
    title: int
    partners: int
    whom: int
    since: int
    owner: int
    lead: str
    """The head of the column `name`."""
    is_worded: bool = True
    """Whether a day has the word of what it is before it, such as ``chase``.

    On a narrow screen only the group's heading says so, and a row without a day has no room for
    one: its item's title is longer.
    """

    @property
    def names(self) -> str:
        """The heads of the columns in one line, which stands above the list."""
        shown = (
            (pgettext("column", "When"), self.when),
            (self.lead, self.name),
            (_("Item"), self.title and self.title + _STATE),
            (_("Partners"), self.partners),
            (_("Waits for, note"), self.whom),
            (_("Since"), self.since),
            (_("Owner"), self.owner),
        )
        return "  " + " ".join(pad(text, cells) for text, cells in shown if cells).rstrip()


_SHORT_NAME, _SHORT_TITLE = 14, 10
"""Cells of a name on a narrow screen, in which numbers at its end are seen, and least ones there
of a title with the blank before it."""
_WIDTHS = {
    160: (34, 36, 6, 8),
    120: (28, 18, 6, 8),
    100: (28, 16, 0, 0),
    80: (22, 15, 0, 0),
    58: (20, 0, 0, 0),
    0: (20, 0, 0, 0),
}
"""For screens from so many cells on, the widths of name, for whom, since and owner.

The column since is wider if a day in it needs more. On a narrow screen name and title share the
room; the row above the list tells the whole name of the current row.
"""
_FOLDED = {120: (24, 30), 80: (12, 16), 0: (12, 0)}
"""For a list folded by item, the widths of partners and for whom."""
_MANY = 999
"""As many partners as a row of a folded list names without being cut."""


def next_columns(
    steps: StepList, today: date, cells: int, *, lead: str, is_folded: bool
) -> NextColumns:
    """Return the columns that fit into `cells`; the title of the item has what the others leave.

    Args:
        steps: the steps to show.
        today: the current day.
        cells: the width of the list.
        lead: the head of the column in front of the item; "" if there is none.
        is_folded: whether a row has the steps of several partners.
    """
    firsts = [steps[index] for index in steps.group_starts()]
    first = min((each.urgency(today)[1] for each in firsts), default=today)
    is_worded = cells >= NARROW
    words = [when(each, today)[0] for each in firsts] if is_worded else []
    words += [due_day(first, today)] if is_worded or first < today else []
    least = worded_cells() if is_worded else max(_WHEN, width(row_day(first, today)))
    wide = max([least, *map(width, words)])
    room = cells - _MARK - wide - 1 - _STATE
    if is_folded:
        partners, whom = next(_FOLDED[least] for least in _FOLDED if cells >= least)
        partners = max(partners, width(partner_count(_MANY)))
        left = room - partners - 1 - (whom and whom + 1)
        return NextColumns(wide, 0, max(1, left), partners, whom, 0, 0, "", is_worded)
    name, whom, since, owner = next(_WIDTHS[least] for least in _WIDTHS if cells >= least)
    name = name if lead else 0
    days = map(date.fromisoformat, steps.partners.waiting_since) if since else ()
    since = max(since, *(width(short_day(day, today)) for day in days), 0)
    left = room - sum(each + 1 for each in (name, whom, since, owner) if each)
    if not is_worded:
        name = min(name, max(room // 2, min(_SHORT_NAME, room - _SHORT_TITLE)))
        left = max(1, room - name - bool(name))
    elif left < _LEAST_TITLE:
        name, left = max(1, name + left - _LEAST_TITLE), _LEAST_TITLE
    return NextColumns(wide, name, left, 0, whom, since, owner, lead, is_worded)


class NextRows(MadeRows):
    """The rows of the steps, each made when it is drawn: a heading for each group, then its steps.

    Args:
        steps: the steps of all rows.
        rows: the steps of each row, sorted by group.
        today: the current day.
        fit: the columns.
        is_walk: whether all steps are on one item: rows then show its state, not its title.
        is_alone: whether all steps are of one partner: rows then name the run, not the partner.
        is_roomy: whether a blank line is before each group but the first.
    """

    def __init__(
        self,
        steps: StepList,
        rows: StepRows,
        today: date,
        fit: NextColumns,
        *,
        is_walk: bool = False,
        is_alone: bool = False,
        is_roomy: bool = False,
    ) -> None:
        self._today = today
        self._fit = fit
        self._is_walk = is_walk
        self._is_alone = is_alone
        self._steps = steps
        self._rows = rows
        self._heads: dict[int, Row] = {}
        """By their indexes, in order, the headings and the blank rows."""
        self._made: dict[int, Row] = {}
        place = 0
        while place < len(rows):
            group = rows.group_at(place)
            if is_roomy and place:
                self._heads[place + len(self._heads)] = Row("", ())
            order = GROUPS.index(group)
            known = range(len(rows))
            end = bisect_right(known, order, place, key=lambda at: GROUPS.index(rows.group_at(at)))
            head = _group_head(group, steps.by_group[group], end - place)
            self._heads[place + len(self._heads)] = head
            place = end
        if not rows:
            self._heads[0] = Row("", ((f" {_('Nothing to do now.')}", Tone.QUIET),))
        self._headings = [*self._heads]

    def __len__(self) -> int:
        return len(self._rows) + len(self._headings)

    def headings(self) -> Sequence[int]:
        """Return the indexes of the headings and the blank rows."""
        return self._headings

    def _at(self, index: int) -> Steps:
        """Return the steps of the row at `index`, which is no heading and no blank row."""
        return self._rows[index - bisect_left(self._headings, index)]

    def key_at(self, index: int) -> str:
        """Return the key of the row at `index`; "" for a heading or a blank row."""
        return "" if index in self._heads else key_of(self._at(index))

    def index_of(self, key: str) -> int | None:
        """Return the index of the row with this key, headings counted; None if there is none."""
        index = next(iter(self._rows.places_of({key})), None)
        if index is not None:
            for heading in self._headings:
                index += heading <= index
        return index

    def drawn(self, key: str) -> Steps | None:
        """Return the steps of the row with this key; None if no such row was drawn."""
        return next((self._at(index) for index, row in self._made.items() if row.key == key), None)

    def key_with(self, step: Step) -> str:
        """Return the key of the row that has `step`.

        In a list folded by item it is "" if no row has the step. In any other list it is the step's
        own key, even if no row has it.
        """
        if not self._fit.partners:
            return step.key
        alike = (row for row in self._rows if row[0].item == step.item)
        return next((key_of(row) for row in alike if step in row), "")

    def row_at(self, index: int) -> Row:
        """Return the row at `index`: one with steps, the heading of a group, or a blank one."""
        if index in self._heads:
            return self._heads[index]
        if index not in self._made:
            self._made[index] = self._row(self._at(index))
        return self._made[index]

    def _row(self, steps: Steps) -> Row:
        fit, step = self._fit, steps[0]
        if len(steps) > 1 and step.group not in URGENT:  # in these the most urgent step is first
            step = steps.most_urgent(self._today)
        words, tone = when(step, self._today, is_short=not fit.is_worded)
        day = cut(words, fit.when)
        line: Line = ((day, tone), (" " * (fit.when - width(day) + 1), Tone.TEXT))
        if not (day or fit.is_worded):
            fit, line = replace(fit, title=fit.title + fit.when + 1), ()
        lead = visible_line(step.run_name if self._is_alone else lead_of(steps))
        if fit.name:
            line += ((pad_name(lead, fit.name), Tone.TEXT), _GAP)
        name = len(line) - 2 if fit.name else len(line) + 1
        line += ((f"{mark(step)} " if step.item else " " * _STATE, Tone.TEXT),)
        whom = ""
        if fit.whom:
            whom = (
                _parties(steps)
                if fit.partners
                else _whom(step, fit, self._today, is_walk=self._is_walk)
            )
        room = fit.title if whom or fit.partners or fit.since else fit.title + 1 + fit.whom
        what = self._what(steps, room)
        if width(what) > fit.title:
            return Row(key_of(steps), (*line, (what, Tone.TEXT)), name)
        named = max(width(what), min(fit.title, _LEAST_NAME))
        line += ((pad(what, named), Tone.TEXT),)
        line += ((" " * (fit.title - named), Tone.TEXT),) if named < fit.title else ()
        others: list[tuple[str, int]] = [(lead, fit.partners), (visible_line(whom), fit.whom)]
        less = len(line) + 2 * bool(fit.partners) + 1 if fit.whom else None
        if fit.since:
            since = short_day(step.since, self._today) if step.since else ""
            others += [(since, fit.since), (visible_line(step.owner), fit.owner)]
        padded = pad if fit.is_worded else pad_name
        for text, cells in others:
            if cells:
                line += (_GAP, (padded(text, cells), Tone.TEXT))
        return Row(key_of(steps), line, name, less)

    def _what(self, steps: Steps, cells: int) -> str:
        """Return the text on what is to be done in a row, cut to `cells`.

        A row of several steps has the title of their item, with the number of customers if there
        are any, or what happens on their point of the yearly clock. A row of one step has:

        - for a point of the yearly clock: what happens on it, and by when a missed T can be mended;
        - for a step without an item: the request to close the run;
        - for a step for customers: the title and their names; both are cut if each is longer than
          half of `cells`; on a screen of one item, only the names;
        - for any other step: the title of the item; on a screen of one item, its state.
        """
        step = steps[0]
        if len(steps) > 1:
            what = visible_line(title_of(steps))
            return cut(what[:1].upper() + what[1:] if step.point else what, cells)
        if step.point is not None:
            meaning = of_point(step.point, step, self._today, is_worded=self._fit.is_worded)
            return cut(meaning[:1].upper() + meaning[1:], cells)
        if step.item is None or not step.is_each:
            what = (_state if self._is_walk else title)(step, self._today)
            return cut(visible_line(what), cells)
        customers = visible_line(who(step))
        if self._is_walk:
            return cut(customers, cells)
        name = visible_line(step.item.title)
        end = _("{title}: {who}").format(title="", who=customers)
        end = cut(end, max(cells // 2, cells - width(name)))
        return cut(name, cells - width(end)) + end


def _group_head(group: StepGroup | None, count: int, rows: int) -> Row:
    """Return the heading of a group of `count` steps in `rows` rows; it says how many if fewer."""
    head = f"{count} {heading(group, count)}"
    return Row("", ((f"  {in_rows(head, rows) if rows < count else head}", Tone.STRONG),))


def in_rows(counted: str, rows: int) -> str:
    """Return `counted`, a number in words, with its rows: ``964 To chase, in 14 rows``."""
    words = ngettext("{counted}, in {count} row", "{counted}, in {count} rows", rows)
    return words.format(counted=counted, count=rows)


def _state(step: Step, today: date) -> str:
    """Return the state of a step's item in words.

    If it waits and the day is known, since when: ``asked 5 Dec``; outside the year of `today` with
    the year.
    """
    if step.state == State.WAITING and step.since is not None:
        return _("asked {day}").format(day=short_day(step.since, today))
    return word(step)


def _whom(step: Step, fit: NextColumns, today: date, *, is_walk: bool) -> str:
    """Return the text of the column *Waits for, note*: usually the party that a step waits for.

    If it waits for nobody, the text names the first open prerequisite, else the owner if there is
    no column for owners. Remarks such as ``refused``, ``one way``, ``optional`` or the run are
    added. What does not fit is left out from the right. For a point of the yearly clock, the text
    is the basis of the point, behind its name where neither the day nor the title says it.
    """
    if step.point is not None:
        basis = _(step.point.basis)
        is_named = step.due is not None and step.due >= today
        is_told = is_named or not step.point.days  # T is the yearly check, which the title names
        return basis if is_told else f"{step.point.name}, {basis}"
    if step.item is None:
        return "" if fit.owner else step.owner
    known = [step.whom] if step.whom else []
    known += [_("refused")] if step.is_refused else []
    is_open = step.group is not None
    known += [_("one way")] if is_open and step.item.irreversible else []
    known += [step.run_name] if step.has_twin else []
    known += (
        [_("after {title}").format(title=step.missing)] if step.missing and not step.whom else []
    )
    known += [] if step.is_required else [pgettext("remark", "optional")]
    known += [] if step.whom or step.missing or fit.owner else [step.owner]
    known += [step.run_name] if is_walk and not step.has_twin else []
    texts = [f"{text}  " for text in filter(None, known)]
    return "".join(fitting(texts, fit.whom + 2) or texts[:1]).strip()


def _parties(steps: Steps) -> str:
    """Return the parties that the steps of a row wait for: ``Microsoft (6), the board (2)``.

    The number says how many steps wait for the party, if it is more than one. "" if the steps wait
    for none.
    """
    counts = waited_for(steps).most_common()
    return ", ".join(whom if number == 1 else f"{whom} ({number})" for whom, number in counts)
