"""The title of the screen Next, and the words for its filters. Widths are in cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import chain

from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut, visible_line, width
from csp_tui.core.describe.steps import COUNTED, counted, role_word
from csp_tui.core.describe.steps_by_item import Steps, lead_of, title_of
from csp_tui.core.next_steps.filters import MINE, OWNER, ROLE
from csp_tui.core.next_steps.step import Step, gathered
from csp_tui.core.next_steps.step_list import StepList
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.runs.step_groups import StepGroup
from csp_tui.tui.lines.frame import ruled, title_row
from csp_tui.tui.lines.tone import Line, Span, Tone
from csp_tui.tui.next.step_day import tone_of

_LEAST_WORDS = 20
"""Least width of the filters in the title; counts that leave less are left out."""


def head(
    scope: str,
    narrowing: str,
    steps: StepList,
    chosen: Sequence[str],
    today: date,
    cells: int,
    names: str,
    state: Span | None = None,
    loading: str = "",
) -> list[Line]:
    """Return the two lines above the list: the title with counts, and the column heads.

    Args:
        scope: the partner or the item that the steps are of; "" for all.
        narrowing: how many steps are shown, and the words that narrow the list; "" if it is not
            narrowed.
        steps: the steps that are shown.
        chosen: what chooses the steps, in words: "by item" if the list is folded, then the search
            or filter of partners, then each filter of steps.
        today: the current day.
        cells: the width of the lines.
        names: the heads of the columns.
        state: words on what is not saved; None if all is.
        loading: words on how many partners are read, in place of all counts; "" if all are.
    """
    crumbs, end = [_("Next"), *filter(None, [scope])], [state] if state else []
    counts: list[Span] = [(narrowing, Tone.ACCENT)] if narrowing else []
    counts = [(loading, Tone.QUIET)] if loading else counts
    used = sum(width(text) for text, _tone in title_row(cells, crumbs, counts))
    used += sum(2 + width(text) for text, _tone in end)
    words = cut(visible_line(", ".join(chosen)), max(_LEAST_WORDS, cells - used))
    counts += [(words, Tone.ACCENT), *_counts(steps, today)]
    title = title_row(cells, crumbs, counts, end)
    return [title, ruled(((names, Tone.QUIET),), cells)]


def whole_row(steps: Steps, *, is_alone: bool, is_walk: bool, is_folded: bool) -> list[str]:
    """Return the partner of a row and the title of its item, whole; empty without a row.

    Args:
        steps: the steps of the row.
        is_alone: whether all rows are of one partner, which the title names.
        is_walk: whether all rows are on one item, which the title names.
        is_folded: whether the list has a row for each item.
    """
    if not steps:
        return []
    lead, title = lead_of(steps), title_of(steps)
    names = [title, lead] if is_folded else ["" if is_alone else lead, "" if is_walk else title]
    return [*filter(None, names)]


def _counts(steps: StepList, today: date) -> list[Span]:
    """Return in words how many steps are late, for this week, and in each group: ``3 to chase``.

    A step counts once for each of its customers. One that is late or for this week counts in its
    group, too. Counts of 0 are left out.
    """
    tones = Counter[Tone]()
    for parts, count in steps.tally(_tones, today).items():
        for tone, number in parts:
            tones[tone] += number * count
    late, soon, numbers = tones[Tone.LATE], tones[Tone.SOON], steps.by_group
    known = [
        (late, _("{count} late").format(count=late), Tone.LATE),
        (soon, _("{count} this week").format(count=soon), Tone.SOON),
    ]
    known += [(numbers[each], counted(each, numbers[each]), Tone.TEXT) for each in COUNTED]
    return [(text, tone) for number, text, tone in known if number]


def _tones(step: Step, today: date) -> tuple[tuple[Tone, int], ...]:
    """Return the tone of each part of a step, and of how many customers the part is.

    Empty without a day, with which it would be neither late nor soon.
    """
    if not (step.chase_on or step.due):
        return ()
    parts = [gathered(step, [each]) for each in step.batches] or [step]
    return tuple((tone_of(part, today), part.number) for part in parts)


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


def chosen_word(name: str) -> str:
    """Return the words for a filter that is on: as `filter_word`, but ``for global admin``."""
    word, _space, value = name.partition(" ")
    return _("for {value}").format(value=role_word(value)) if word == ROLE else filter_word(name)


def unreadable(partners: Sequence[PartnerSummary]) -> str:
    """Return a sentence on the first partner, or customer, that cannot be read; "" for none."""
    customers = (
        (f"{row.name} {glyphs().crumb} {file}", error)
        for row in partners
        for file, error in row.broken_files
    )
    found = chain(((row.name, row.error) for row in partners if row.error), customers)
    label, why = next(found, ("", ""))
    return _("{label}: {why}").format(label=label, why=why) if why else ""
