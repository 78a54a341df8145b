"""The words behind the titles in the list of a run: how urgent an item is, what is odd about it.

The reasons are in the pane. Widths are in cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from csp_tui.core.base.day_words import chase_day, due_day
from csp_tui.core.base.language import _, ngettext, pgettext
from csp_tui.core.base.text import cut, visible_line, width
from csp_tui.core.checklists.model import Item, Section
from csp_tui.core.describe import item as describe
from csp_tui.core.progress.model import Status
from csp_tui.core.runs.facts import is_undecided
from csp_tui.core.runs.step_groups import (
    SETTLED,
    SOON,
    Days,
    State,
    StepGroup,
    group_of,
    late_since,
)
from csp_tui.core.runs.view import RunView
from csp_tui.tui.lines.tone import Line, Tone

_GAP = "  "
_OWNER = 10
"""The most cells of an owner's name."""
_LEAST_CUT = 4
"""With less room than so many cells, a text that may be cut is left out."""
_LATE = "late"


class _Remark(NamedTuple):
    text: str
    tone: Tone = Tone.TEXT
    is_kept: bool = False
    can_be_cut: bool = False


def remark_line(view: RunView, item: Item, today: date, cells: int) -> Line:
    """Return the remarks on an item, most urgent first, as many as fit whole into `cells`.

    Room is always kept for ``one way``, said of an item that cannot be taken back; the party that
    an item waits for may be cut. The line is empty if there is nothing to say.
    """
    found = [*_remarks(view, item, today)]
    kept = sum(width(each.text) + len(_GAP) for each in found if each.is_kept)
    line: Line = ()
    room = cells
    for each in found:
        if each.is_kept:
            kept = 0
        gap = _GAP if line else ""
        free = room - kept - len(gap)
        text = cut(each.text, free) if each.can_be_cut and free >= _LEAST_CUT else each.text
        if width(text) <= free:
            line += ((gap, Tone.TEXT), (text, each.tone)) if gap else ((text, each.tone),)
            room -= len(gap) + width(text)
    return line


def day_remark(view: RunView, item: Item, today: date) -> tuple[str, Tone] | None:
    """Return the day by which an open item is due or to chase, in words, and its tone.

    If the item is late, it is the day since which it is. Else it is the earlier of the two days;
    but a due day within a week comes before a day up to which the item only waits. None if there is
    no such day, or if the item is done or not applicable.
    """
    progress = view.progress(item)
    if view.state(item) in (*SETTLED, State.RULE_CHANGED):
        return None
    if since := late_since(view.state(item), progress.chase_on, progress.due, today):
        return due_day(since, today), Tone.LATE
    due = progress.due
    chase = progress.chase_on if progress.status == Status.WAITING else None
    if due and (chase is None or due <= chase or (chase > today and _is_soon(due, today))):
        return due_day(due, today), Tone.SOON if _is_soon(due, today) else Tone.TEXT
    if chase is None:
        return None
    return chase_day(chase, today), Tone.TEXT if chase > today else Tone.SOON


def urgent_remark(view: RunView, section: Section, today: date) -> tuple[str, Tone]:
    """Return what is most urgent in a section, such as ``1 late`` or ``2 to chase``, and its tone.

    If all items that apply are settled, the text says in quiet tone how many are done, such as ``3
    done``. It is "" if none is done either, or if the section has no item that applies.
    """
    items = [item for item in section.items if view.fits(item)]
    near = [_near(view, item, today) for item in items]
    states = Counter(view.state(item) for item in items)
    ready = sum(view.state(item) is State.TODO and not view.missing(item) for item in items)
    left = len(items) - sum(states[each] for each in SETTLED)
    late, chase, due = map(near.count, (_LATE, StepGroup.CHASE, StepGroup.DUE))
    changed, refused = states[State.RULE_CHANGED], states[State.REFUSED]
    waiting, done = states[State.WAITING], states[State.DONE]
    known = (
        (late, _("{count} late"), Tone.LATE),
        (chase, ngettext("{count} to chase", "{count} to chase", chase), Tone.SOON),
        (due, ngettext("{count} due", "{count} due", due), Tone.SOON),
        (changed, ngettext("{count} to confirm", "{count} to confirm", changed), Tone.TEXT),
        (refused, ngettext("{count} refused", "{count} refused", refused), Tone.TEXT),
        (ready, ngettext("{count} ready", "{count} ready", ready), Tone.TEXT),
        (waiting, ngettext("{count} waiting", "{count} waiting", waiting), Tone.TEXT),
        (left, ngettext("{count} blocked", "{count} blocked", left), Tone.TEXT),
        (done, ngettext("{count} done", "{count} done", done), Tone.QUIET),
    )
    found = ((text.format(count=count), tone) for count, text, tone in known if count)
    return next(found, ("", Tone.QUIET))


def _near(view: RunView, item: Item, today: date) -> str | None:
    """Return whether an item is late, to chase or due, as ``late`` or a group; None for others."""
    state, each = view.state(item), view.progress(item)
    if late_since(state, each.chase_on, each.due, today):
        return _LATE
    return group_of(state, each.chase_on, each.due, Days.of(today))


def _is_soon(day: date, today: date) -> bool:
    return (day - today).days <= SOON


def _remarks(view: RunView, item: Item, today: date) -> Iterator[_Remark]:
    state, progress = view.state(item), view.progress(item)
    if day := day_remark(view, item, today):
        yield _Remark(*day)
    if state == State.WAITING:
        party = visible_line(progress.waiting_for) or _("somebody")
        yield _Remark(party, can_be_cut=True)
    if state == State.RULE_CHANGED:
        yield _Remark(pgettext("remark", "to confirm"))
    elif view.newer and view.has_newer_rule(item):
        edition = visible_line(view.newer.checklist.edition)
        yield _Remark(_("reworded in {edition}").format(edition=edition), can_be_cut=True)
    if state in SETTLED:
        if describe.is_out_of_order(view, item):
            yield _Remark(pgettext("remark", "out of order"), Tone.QUIET)
        return
    if item.irreversible:
        yield _Remark(_("one way"), Tone.STRONG, is_kept=True)
    if state == State.REFUSED:
        yield _Remark(pgettext("remark", "refused"))
    if item.need == "recommended":
        yield _Remark(pgettext("remark", "optional"), Tone.QUIET)
    if view.missing(item):
        yield _Remark(pgettext("remark", "blocked"), Tone.QUIET)
    if is_undecided(view, item):
        is_only_read = not view.partner.id  # then no key answers
        words = pgettext("remark", "only if") if is_only_read else _("F decides")
        yield _Remark(words, Tone.QUIET)
    if progress.owner and progress.owner != view.partner.owner:
        yield _Remark(cut(visible_line(progress.owner), _OWNER), Tone.QUIET)
