"""The lines that the screen Next shows: title and rows. Widths are in cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut, pad, visible_line, width
from csp_tui.core.describe.steps import COUNTED, TITLES, counted, mark, role_word, title, who, word
from csp_tui.core.describe.steps_by_item import Steps, key_of, lead_of, remarks_of, title_of
from csp_tui.core.next_steps.filters import MINE, OWNER, ROLE
from csp_tui.core.next_steps.finder import numbers_of
from csp_tui.core.next_steps.step import Step
from csp_tui.core.runs.step_groups import StepGroup
from csp_tui.tui.lines.frame import ruled, title_row
from csp_tui.tui.lines.row import MadeRows, Row
from csp_tui.tui.lines.tone import Line, Span, Tone

_MARK = 2
_LEAST_NAME = 20
"""Least width of the name in the title; counts that leave less are left out."""
_URGENT = (StepGroup.CHASE, StepGroup.DUE)


def head(
    scope: str,
    narrowing: str,
    steps: Sequence[Step],
    filters: Sequence[str],
    names: str,
    cells: int,
    state: Span | None = None,
) -> list[Line]:
    """Return the two lines of the title: whose steps these are, with counts; and the columns.

    Args:
        scope: whose steps these are: a partner, an item or a filter; "" for all partners.
        narrowing: how many steps are shown and the words to which they are narrowed; "" for all.
        steps: the steps that are shown; the title counts those to chase, those due and so on.
        filters: the names of the filters that are on.
        names: the titles of the columns.
        cells: the width of the lines.
        state: what is not saved; None if all is.
    """
    numbers = numbers_of(steps)
    counts: list[Span] = [
        (counted(group, numbers[group]), Tone.SOON if group in _URGENT else Tone.TEXT)
        for group in COUNTED
        if numbers[group]
    ]
    end = [state] if state else []
    if narrowing:
        counts.insert(0, (narrowing, Tone.ACCENT))
    used = sum(2 + width(text) for text, _tone in [*counts, *end])
    scopes = ", ".join(filter(None, (visible_line(scope), *map(filter_word, filters))))
    name = cut(scopes, max(_LEAST_NAME, cells - used - width(_("Next")) - 4))
    first = title_row(cells, [_("Next")], [(name, Tone.ACCENT), *counts], end)
    return [first, ruled(((names, Tone.QUIET),), cells)]


def filter_word(name: str) -> str:
    """Return the words for a filter of steps: ``mine``, ``to chase``, ``for Microsoft``."""
    word, space, value = name.partition(" ")
    if not space:
        return _("mine") if name == MINE else _(COUNTED[StepGroup(name)])
    if word == ROLE:
        return role_word(value)
    shown = visible_line(value)
    if word == OWNER:
        return _("owner {value}").format(value=shown)
    return _("for {value}").format(value=shown)


class NextRows(MadeRows):
    """The rows of the steps, each made when it is drawn: a heading for each group, then its steps.

    Args:
        rows: the steps of each row, sorted by group.
        today: the current day.
        cells: the width of the list.
        is_walk: whether all steps are on one item: rows then show its status, not its title.
        is_alone: whether all steps are of one partner: rows then begin with the run, not with
            the partner's name.
    """

    def __init__(
        self, rows: Sequence[Steps], today: date, cells: int, *, is_walk: bool, is_alone: bool
    ) -> None:
        self._today = today
        self._is_walk = is_walk
        self._is_alone = is_alone
        self._room = max(20, cells - _MARK)
        steps = [step for row in rows for step in row]
        has_leads = not is_alone or len({step.run for step in steps if step.run}) > 1
        self._lead = max(12, min(30, self._room // 4)) if has_leads else 0
        self._places: list[Row | Steps] = []
        counts = numbers_of(steps)
        last: StepGroup | str | None = ""
        for row in rows:
            if row[0].group != last:
                last = row[0].group
                self._places.append(_group_head(last, counts[last]))
            self._places.append(row)
        if not rows:
            self._places.append(Row("", ((f" {_('Nothing to do now.')}", Tone.QUIET),)))

    @property
    def names(self) -> str:
        """The titles of the columns."""
        lead = _("Run") if self._is_alone else _("Partner")
        what = _("State") if self._is_walk else _("Item")
        return f"  {pad(lead, self._lead) if self._lead else ''}{what}"

    def __len__(self) -> int:
        return len(self._places)

    def row_at(self, index: int) -> Row:
        """Return the row at `index`: steps, or a heading, such as that of steps to chase."""
        place = self._places[index]
        if not isinstance(place, Row):
            place = self._places[index] = self._row(place)
        return place

    def _row(self, steps: Steps) -> Row:
        step, *others = steps
        lead = step.run_name if self._is_alone else lead_of(steps)
        spans: list[Span] = []
        if self._lead:
            spans.append((f"{pad(visible_line(lead), self._lead - 2)}  ", Tone.TEXT))
        state = f"{mark(step)} " if step.item else ""
        known = [visible_line(each) for each in remarks_of(steps, self._today)]
        known += [step.run_name] if self._is_walk else []
        remarks = ", ".join(known)
        cells = _title_room(self._room - self._lead - len(state), known)
        shown = cut(visible_line(title_of(steps)), cells) if others else self._fitted(step, cells)
        spans += [(state, Tone.TEXT), (shown, Tone.TEXT)]
        if remarks:
            spans.append((f"  ({remarks})", Tone.QUIET))
        name = 0 if self._lead else 1
        return Row(key_of(steps), tuple(spans), name, len(spans) - 1 if remarks else None)

    def _fitted(self, step: Step, cells: int) -> str:
        """Return the text on what is to be done in `step`, cut to `cells`.

        The text is the item's title; on a screen of one item, the item's status. If the step is
        for customers, they follow the title; on a screen of one item, they are the whole text.

        A title with customers may be longer than `cells`, up to two thirds of the row. If it is
        too long even then, the title is cut first; the customers are cut only where they take
        more than half of the text.
        """
        if step.item is None or not step.is_each:
            what = word(step) if self._is_walk else title(step, self._today)
            return cut(visible_line(what), cells)
        customers = visible_line(who(step))
        if self._is_walk:
            return cut(customers, cells)
        name = visible_line(step.item.title)
        end = _("{title}: {who}").format(title="", who=customers)
        whole = width(name) + width(end)
        cells = max(cells, min(whole, (self._room - self._lead) * 2 // 3))
        end = cut(end, max(cells // 2, cells - width(name)))
        return cut(name, cells - width(end)) + end


def _group_head(group: StepGroup | None, count: int) -> Row:
    return Row("", ((f" {count} ", Tone.STRONG), (_(TITLES[group]), Tone.STRONG)))


def _title_room(room: int, remarks: Sequence[str]) -> int:
    """Return the width to which a title is cut in a row of width `room` with `remarks` behind it.

    It is the largest of three: what all remarks leave; what the first remark alone leaves, but at
    most three fifths of the room; and a third of the room.
    """
    if not remarks:
        return room
    first = room - width(remarks[0]) - len("  ()")
    rest = room - width(", ".join(remarks)) - len("  ()")
    return max(rest, min(first, room * 3 // 5), room // 3)
