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
from csp_tui.core.base.text import cut, fold, visible_line, width
from csp_tui.core.describe.steps import COUNTED, counted, role_word
from csp_tui.core.next_steps.finder import chosen, numbers_of
from csp_tui.core.next_steps.step import Step, parties
from csp_tui.core.runs.step_groups import StepGroup
from csp_tui.tui.lines.frame import ruled, title_row
from csp_tui.tui.lines.tone import Line, Span, Tone
from csp_tui.tui.next.rows import when

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
    steps: Sequence[Step],
    chosen: Sequence[str],
    today: date,
    cells: int,
    names: str,
    state: Span | None = None,
) -> list[Line]:
    """Return the two lines above the list: whose steps these are, with counts; and the heads.

    Args:
        scope: the partner or the item that the steps are of; "" for all.
        steps: the steps that are shown.
        chosen: the search or filters in force, in words.
        today: the current day.
        cells: the width of the lines.
        names: the heads of the columns.
        state: what is not saved; None if all is.
    """
    crumbs = [_("Next"), *filter(None, [scope])]
    counts: list[Span] = [(visible_line(words), Tone.ACCENT) for words in chosen]
    counts += _counts(steps, today)
    title = title_row(cells, crumbs, counts, [state] if state else [])
    return [title, ruled(((names, Tone.QUIET),), cells)]


def _counts(steps: Sequence[Step], today: date) -> list[Span]:
    """Return how many steps are late, for this week, to chase, due and ready."""
    tones = Counter[Tone]()
    for step in steps:
        tones[when(step, today)[1]] += step.number
    late, soon, numbers = tones[Tone.LATE], tones[Tone.SOON], numbers_of(steps)
    known = [
        (late, _("{count} late").format(count=late), Tone.LATE),
        (soon, _("{count} this week").format(count=soon), Tone.SOON),
    ]
    known += [(numbers[each], counted(each, numbers[each]), Tone.TEXT) for each in COUNTED]
    return [(text, tone) for number, text, tone in known if number]


def choice_line(offered: Sequence[tuple[str, int]], choice: str, cells: int) -> str:
    """Return the `offered` filters in a line, with brackets around the current one, `choice`.

    If they do not fit into `cells`, others are left out until they do: first those before the
    current one, then those at the end.
    """
    shown = [
        (f"[{text}]" if each == choice else f" {text} ", each == choice)
        for each, number in offered
        if (text := f"{choice_word(each)} {number}")
    ]
    end = ""
    while len(shown) > 1 and sum(width(text) for text, _is_taken in shown) > cells - len(" f  …"):
        if shown[0][1]:
            end = f" {glyphs().cut}"
        del shown[-1 if shown[0][1] else 0]
    return f"f {''.join(text for text, _is_taken in shown)}{end}"


def choice_word(choice: str) -> str:
    """Return the words for a filter, such as ``mine`` or ``for Microsoft``."""
    if choice.startswith(FOR):
        whom = visible_line(choice.removeprefix(FOR))
        return cut(_("for {whom}").format(whom=whom), 24)
    if choice in _WORDS:
        return _(_WORDS[choice])
    return role_word(choice)
