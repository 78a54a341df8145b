"""Texts on what is recorded of an item: in its run, in an earlier run, and of related items."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from csp_tui.core.base.clock import local_day
from csp_tui.core.base.day_words import pane_day
from csp_tui.core.base.days import short_day
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.checklists.model import Item
from csp_tui.core.describe.item import (
    WORDS,
    is_out_of_order,
    reason,
    status,
    when_to_chase,
)
from csp_tui.core.progress.model import ItemProgress, Status
from csp_tui.core.progress.proof import short_proof
from csp_tui.core.runs import gone_through, partner_runs
from csp_tui.core.runs.step_groups import TICKED, State
from csp_tui.core.runs.view import RunView


def recorded(view: RunView, item: Item, today: date) -> Iterator[tuple[str, str]]:
    """Yield label and text of each thing that is recorded of an item, its state first.

    What is not recorded is left out.
    """
    progress = view.progress(item)
    yield _state(view, item, today)
    for label, text in (
        (_("Due"), pane_day(progress.due, today) if progress.due else ""),
        (_("Evidence"), evidence(item, progress, today)),
        (_("File"), short_proof(progress.file, progress.sha256)),
        (_("Note"), progress.note),
        (_("Owner"), progress.owner),
        (_("Last time"), last_time(view, item, lambda day: short_day(day, today))),
        (_("Related"), related(view, item)),
        (_("Partner"), of_partner(view, item, lambda day: short_day(day, today))),
    ):
        if text:
            yield label, text


def _state(view: RunView, item: Item, today: date) -> tuple[str, str]:
    """Return a label and a text on the state of an item.

    If something is recorded of the state, such as when and by whom it was reached, the label is the
    state and the text is that. Else the label is ``State``, and the text names the state. For a
    per-customer item in the partner's part of a run, the label is ``Done``, and the text has the
    counts of customers, if they are known.
    """
    if view.customers and view.is_for_each(item):
        done, applying = view.customers.by_item.get(item.id, (0, 0))
        text = ngettext("for {done} of {count} customers", "for {done} of {count} customers", done)
        return _("Done"), text.format(done=done, count=applying)
    state, progress = view.state(item), view.progress(item)
    known = _recorded_when(progress, today)
    case = _("case {case}").format(case=progress.case) if progress.case else ""
    if state == State.WAITING:
        return _("Waits"), _joined(_for_whom(progress, today), _chase(progress, today), case)
    label = {
        State.DONE: _("Done"),
        State.RULE_CHANGED: _("Done"),
        State.REFUSED: _("Refused"),
        State.NOT_APPLICABLE: _("n/a"),
    }.get(state)
    if label is None:
        return _("State"), _joined(_(WORDS[state]), case)
    doubt = _("out of order") if is_out_of_order(view, item) else ""
    if state == State.RULE_CHANGED:
        doubt = _(WORDS[state])
    why = "" if state in TICKED else reason(view, item)
    text = _joined(why, known, doubt, case)
    return (label, text) if text else (_("State"), _(WORDS[state]))


def _joined(*texts: str) -> str:
    return _("; ").join(filter(None, texts))


def _for_whom(progress: ItemProgress, today: date) -> str:
    name = progress.waiting_for or _("somebody")
    if not progress.since:
        return _("for {name}").format(name=name)
    day = short_day(progress.since, today)
    return _("for {name} since {day}").format(name=name, day=day)


def _chase(progress: ItemProgress, today: date) -> str:
    """Return when an item was chased last, and when to chase it or until when to wait; or ""."""
    texts = []
    if progress.chased:
        texts.append(_("chased {day}").format(day=short_day(progress.chased, today)))
    if progress.chase_on:
        texts.append(when_to_chase(progress.chase_on, today))
    return _joined(*texts)


def _recorded_when(progress: ItemProgress, today: date) -> str:
    """Return since when a state is true, and by whom and when it was recorded; "" if unknown."""
    recorded = local_day(progress.at) if progress.at else None
    first = progress.on or recorded
    if first is None:
        return ""
    if progress.by and first == recorded:
        message = _("{day} by {name}")
        return message.format(day=short_day(first, today), name=progress.by)
    if recorded is None or first == recorded:
        return short_day(first, today)
    message = _("{day}, recorded {recorded} by {name}")
    texts = {"day": short_day(first, today), "recorded": short_day(recorded, today)}
    return message.format(**texts, name=progress.by or _("somebody"))


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
    return _as_it_was(earlier, tell)


def of_partner(view: RunView, item: Item, tell: Callable[[date], str] = date.isoformat) -> str:
    """Return what was recorded of a per-customer item while the partner went through it once.

    It is the partner's alone and counts for no customer. Empty if nothing was recorded, or if the
    item is not per customer. `tell` returns a day as text.
    """
    progress = gone_through.of_partner(view, item)
    is_recorded = progress.status != Status.TODO or progress.evidence or progress.note
    return _as_it_was(progress, tell) if is_recorded else ""


def _as_it_was(earlier: ItemProgress, tell: Callable[[date], str]) -> str:
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
    edition still holds what was recorded of it. Empty if nothing was, or if `item` is done or not
    applicable.
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
