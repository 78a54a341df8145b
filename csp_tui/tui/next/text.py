"""The lines that the screen Next shows: title, filters and rows. Widths are in cells.

A choice is a filter of the steps: all, mine, a role such as ``finance``, or ``for`` and the party
that the steps wait for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import cut, fold, pad, visible_line, width
from csp_tui.core.describe.steps import COUNTED, TITLES, counted, mark, role_word, title, who, word
from csp_tui.core.describe.steps_by_item import Steps, key_of, lead_of, remarks_of, title_of
from csp_tui.core.next_steps.finder import chosen, numbers_of
from csp_tui.core.next_steps.step import Step, parties
from csp_tui.core.runs.step_groups import StepGroup
from csp_tui.tui.lines.frame import ruled, title_row
from csp_tui.tui.lines.row import MadeRows, Row
from csp_tui.tui.lines.tone import Line, Span, Tone

EVERYBODY, MINE = "", "mine"
"""The choices that mean all steps and the user's own."""
FOR = "for "
"""The start of a choice that names the party for whom the steps wait."""
_MOST_PARTIES = 5
"""The most parties to offer as choices."""
_FIRST = "microsoft"
"""The party that is offered first, in small letters."""
_OUTSIDE = ("distributor", "customer")
"""Roles outside the partner's company, offered after the roles inside."""
_WORDS = {EVERYBODY: N_("all"), MINE: N_("mine")}
_MARK = 2
_LEAST_NAME = 20
"""Least width of the name in the title; counts that leave less are left out."""
_URGENT = (StepGroup.CHASE, StepGroup.DUE)


def choose(steps: Iterable[Step], choice: str, names: Sequence[str]) -> list[Step]:
    """Return those of `steps` that pass the filter `choice`; all of them if it is "".

    `names` are the user's names: the filter ``mine`` looks for steps that one of them owns.
    """
    if choice == MINE:
        return chosen(steps, owners=names) if names else []
    if choice.startswith(FOR):
        return chosen(steps, whom=choice.removeprefix(FOR))
    return chosen(steps, role=choice)


def choices(
    steps: Sequence[Step], names: Sequence[str], present: str = EVERYBODY
) -> list[tuple[str, int]]:
    """Return the filters to offer for `steps`.

    They are, in this order: all steps; the user's own, if there are any; each role, if there are
    several; the parties that most steps wait for.

    Args:
        steps: all steps.
        names: the user's names, for the filter ``mine``.
        present: the present filter. A party is offered even if fewer steps wait for it.

    Returns:
        For each filter its name and a number. For a name such as ``finance`` the number says how
        many of its steps can be done now; for a name such as ``for Microsoft``, how many steps
        that wait for this party are to be chased now.
    """
    counts: dict[str, int] = {}
    total = 0
    for step in steps:
        now = 0 if step.group in (None, StepGroup.NOT_YET) else step.number
        total += now
        counts[step.role] = counts.get(step.role, 0) + now
    ordered = sorted(filter(None, counts), key=lambda role: (role in _OUTSIDE, role))
    found = [(EVERYBODY, total)]
    if mine := choose(steps, MINE, names):
        found.append((MINE, choices(mine, ())[0][1]))
    roles = [(role, counts[role]) for role in ordered if len(ordered) > 1]
    return [*found, *roles, *_parties(steps, present)]


def _parties(steps: Sequence[Step], present: str) -> list[tuple[str, int]]:
    """Return the filters for the parties that most steps wait for, at most `_MOST_PARTIES`.

    `present` is the present filter; the party that it names is among them if any step waits for it.

    Parts of one company, such as "Microsoft credit" and "Microsoft vetting", count as one party.
    Microsoft comes first, since most users look for it.

    Returns:
        For each filter its name, such as ``for Microsoft``, and how many of its steps are to be
        chased now.
    """
    party_of = parties(whom for step in steps for whom, _number in step.waits())
    waiting, chase = Counter[str](), Counter[str]()
    for step in steps:
        for whom, number in step.waits():
            party = party_of[fold(whom)]
            waiting[party] += number
            chase[party] += number if step.group is StepGroup.CHASE else 0
    found = [party for party, _count in waiting.most_common()]
    found.sort(key=lambda party: fold(party) != _FIRST)
    offered = found[:_MOST_PARTIES]
    offered += [each for each in found[_MOST_PARTIES:] if f"{FOR}{each}" == present]
    return [(f"{FOR}{party}", chase[party]) for party in offered]


def head(
    scope: str,
    narrowing: str,
    steps: Sequence[Step],
    offered: Sequence[tuple[str, int]],
    choice: str,
    cells: int,
    state: Span | None = None,
) -> list[Line]:
    """Return the two lines of the title: whose steps these are, with counts; and the filters.

    Args:
        scope: whose steps these are: a partner, an item or a filter; "" for all partners.
        narrowing: how many steps are shown and the words to which they are narrowed; "" for all.
        steps: the steps that are shown; the title counts those to chase, those due and so on.
        offered: the filters to show, each with its number, as `choices` returns them.
        choice: the current filter.
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
    name = cut(visible_line(scope), max(_LEAST_NAME, cells - used - width(_("Next")) - 4))
    first = title_row(cells, [_("Next")], [(name, Tone.ACCENT), *counts], end)
    return [first, ruled(_choice_line(offered, choice, cells), cells)]


def _choice_line(offered: Sequence[tuple[str, int]], choice: str, cells: int) -> Line:
    """Return a line of the `offered` filters, with brackets around the current one, `choice`.

    If they do not fit into `cells`, others are left out until they do: first those before the
    current one, then those at the end.
    """
    shown = [
        (f"[{text}]" if each == choice else f" {text} ", each == choice)
        for each, number in offered
        if (text := f"{_choice_word(each)} {number}")
    ]
    end = ""
    while len(shown) > 1 and sum(width(text) for text, _tone in shown) > cells - len(" f …"):
        if shown[0][1]:
            end = f" {glyphs().cut}"
        del shown[-1 if shown[0][1] else 0]
    tones = ((text, Tone.STRONG if is_taken else Tone.QUIET) for text, is_taken in shown)
    return ((" f", Tone.KEY), *tones, (end, Tone.QUIET))


def _choice_word(choice: str) -> str:
    if choice.startswith(FOR):
        whom = visible_line(choice.removeprefix(FOR))
        return cut(_("for {whom}").format(whom=whom), 24)
    if choice in _WORDS:
        return _(_WORDS[choice])
    return role_word(choice)


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
