"""Texts on what is recorded of an item: in its run, in an earlier run, and of related items."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from csp_tui.core.base.clock import local_day
from csp_tui.core.base.days import short_day
from csp_tui.core.base.language import _
from csp_tui.core.checklists.model import Item
from csp_tui.core.describe.item import (
    WORDS,
    is_out_of_order,
    owner,
    reason,
    status,
    waiting,
    word,
)
from csp_tui.core.progress.model import ItemProgress, Status
from csp_tui.core.progress.proof import short_proof
from csp_tui.core.runs import partner_runs
from csp_tui.core.runs.view import RunView


def recorded(view: RunView, item: Item, today: date) -> Iterator[tuple[str, str]]:
    """Yield label and text of each thing that is recorded of an item, its state first.

    What is not recorded is left out.
    """
    progress = view.progress(item)
    parts = [word(view, item)]
    if progress.at is not None:
        day = short_day(progress.at.astimezone().date(), today)
        message = _("recorded {day} by {name}") if progress.by else _("recorded {day}")
        parts.append(message.format(day=day, name=progress.by))
    if progress.on:
        parts.append(_("true since {day}").format(day=short_day(progress.on, today)))
    if is_out_of_order(view, item):
        parts.append(_("out of order"))
    yield _("State"), ", ".join(parts)
    if progress.status == Status.WAITING:
        waits = [waiting(progress.waiting_for, progress.chase_on, today).short]
        days = ((_("since {day}"), progress.since), (_("chased {day}"), progress.chased))
        waits += [text.format(day=short_day(day, today)) for text, day in days if day]
        yield _("Waiting"), ", ".join(waits)
    for label, text in (
        (_("Case"), progress.case),
        (_("Reason"), reason(view, item)),
        (_("Evidence"), evidence(item, progress, today)),
        (_("File"), short_proof(progress.file, progress.sha256)),
        (_("Note"), progress.note),
        (_("Due"), short_day(progress.due, today) if progress.due else ""),
        (_("Owner"), owner(view, item)),
        (_("Last time"), last_time(view, item, lambda day: short_day(day, today))),
        (_("Related"), related(view, item)),
    ):
        if text:
            yield label, text


def last_time(view: RunView, item: Item, tell: Callable[[date], str] = date.isoformat) -> str:
    """Return what an earlier run of the checklist recorded of `item`, as text.

    Empty if it recorded nothing, or if `item` is done or not applicable in this run.

    Args:
        view: the run, or one customer's part of it.
        item: the item.
        tell: returns a day as text.
    """
    earlier = partner_runs.earlier_progress(view.partner, view.run, item)
    if earlier is None or status(view, item) in (Status.DONE, Status.NOT_APPLICABLE):
        return ""
    day = earlier.on or (local_day(earlier.at) if earlier.at else None)
    proof = earlier.evidence
    if proof and earlier.as_of:
        proof = _as_of(proof, tell(earlier.as_of))
    text = _("; ").join(each for each in (earlier.reason, proof, earlier.note) if each)
    state = f"{_(WORDS[earlier.status])}{f' {tell(day)}' if day else ''}"
    return _("{state}: {text}").format(state=state, text=text) if text else state


def related(view: RunView, item: Item) -> str:
    """Return the evidence and notes of the items that `item` names as related, as text.

    A related item is one of an earlier edition, about another thing; a run that was moved from that
    edition still holds what was recorded of it. Empty if that is nothing, or if `item` is done or
    not applicable.
    """
    if status(view, item) in (Status.DONE, Status.NOT_APPLICABLE):
        return ""
    found = []
    for key in item.related:
        progress, known = view.run.of(key), view.checklist.by_id.get(key)
        if recorded := _("; ").join(filter(None, (progress.evidence, progress.note))):
            title = known.title if known else key.replace("-", " ")
            found.append(_("{title}: {text}").format(title=title, text=recorded))
    return _("; ").join(found)


def evidence(item: Item, progress: ItemProgress, today: date) -> str:
    """Return the evidence in `progress`, with the day as of which it was true; empty if none.

    If no day is recorded, the day is ``?`` for an item whose evidence ages, else left out.
    """
    if not progress.evidence:
        return ""
    unknown = "?" if item.ages else ""
    as_of = short_day(progress.as_of, today) if progress.as_of else unknown
    return _as_of(progress.evidence, as_of) if as_of else progress.evidence


def _as_of(proof: str, day: str) -> str:
    return _("{proof} (as of {day})").format(proof=proof, day=day)
