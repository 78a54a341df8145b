"""The talks before items of several partners are changed at once: one question for all."""

from __future__ import annotations

from datetime import date
from functools import partial

from csp_tui.core.base.asking import YES_NO, Keys, Question, Talk, trouble_of
from csp_tui.core.base.days import day_meant, parse_day, whole_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.model import Item
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Status
from csp_tui.core.runs import item_changes, tick_warnings, waiting_questions
from csp_tui.core.runs.chosen_files import ChosenPartners, left_out_of
from csp_tui.core.runs.item_questions import (
    NO_RULE_CHANGED,
    RULE_KEYS,
    Outcome,
    names_in,
    outcome_of,
)
from csp_tui.core.runs.step_groups import MET, SETTLED, State
from csp_tui.core.runs.tick_questions import (
    ALL_SETTLED,
    SETTLED_ONES,
    tick_lead,
    tick_title,
    why_not_many,
)
from csp_tui.core.runs.view import RunView

CHASE_KEYS: Keys = (*YES_NO, ("d", N_("another day")))


def tick(chosen: ChosenPartners) -> Talk[Outcome]:
    """Ask whether to go on, and return the outcome that ticks the items of several partners.

    Items that are done or not applicable are left out, as the outcome says. If all are so, or the
    user does not confirm, the outcome changes nothing. Where some are one way, the user types how
    many.
    """
    ticked = chosen.only(lambda state: state not in SETTLED)
    if not ticked.items:
        return Outcome(message=_(ALL_SETTLED))
    left_out = left_out_of(chosen, ticked, _(SETTLED_ONES))
    pairs = zip(ticked.items, ticked.states, strict=True)
    one_way = [item.title for item, state in pairs if item.irreversible and state not in MET]
    doubt = " ".join(filter(None, (ticked.tick_doubt(is_short=bool(one_way)), left_out)))
    titles = [*dict.fromkeys(one_way)] if len(ticked.titles) > 1 else one_way and [""]
    title = tick_title(ticked, len(one_way), len(ticked.items))
    lead, names = tick_lead(doubt, titles), (*chosen.open_before[:1], *one_way, *names_in(ticked))
    if (refusal := (yield from why_not_many(title, lead, names, len(one_way)))) is not None:
        return refusal
    parts = chosen.parts

    def make(view: RunView, item: Item) -> Change | None:
        if view.progress(item).status == Status.NOT_APPLICABLE:
            return None
        together = parts[view.partner.id, view.run.key]
        is_early = tick_warnings.is_out_of_order(view, item, together)
        return item_changes.tick(view.run.key, item, is_out_of_order=is_early)

    return outcome_of(ticked, Act.TICK, make, left_out)._replace(number=len(ticked.items))


def confirm(chosen: ChosenPartners) -> Talk[Outcome]:
    """Ask whether items of several partners whose rule has changed since the tick are still true.

    The outcome confirms the ticks for yes, and sets the items to do again for no. Other items are
    left out, as it says. If no rule has changed, nothing is asked, and the outcome says so.
    """
    changed = chosen.only(lambda state: state == State.RULE_CHANGED)
    if not changed.items:
        return Outcome(message=_(NO_RULE_CHANGED))
    left_out = left_out_of(chosen, changed, _("{count} of which the rule has not changed"))
    title = _("Still true under the new rule: {what}?").format(what=changed.named())
    lead = _("The rule has changed since the tick; the detail says how.")
    lead = " ".join(filter(None, (lead, left_out)))
    answer = yield Question("", lead=lead, names=names_in(changed), title=title, keys=RULE_KEYS)
    is_true = answer == "y"

    def make(view: RunView, item: Item) -> Change | None:
        if not view.rule_changed(item):
            return None
        key = view.run.key
        return item_changes.confirm(key, item, item) if is_true else item_changes.untick(key, item)

    outcome = outcome_of(changed, Act.CONFIRM if is_true else Act.UNTICK, make, left_out)
    return outcome._replace(number=len(changed.items))


def wait_or_chase(chosen: ChosenPartners, today: date) -> Talk[Outcome]:
    """Ask for the details, and return the outcome that sets items of several partners waiting.

    If all of them wait already, the outcome records instead that they were chased today. It then
    sets the usual day to chase again, or another that the user types. After a no, it changes
    nothing.
    """
    if any(state != State.WAITING for state in chosen.states):
        return (yield from waiting_questions.wait_or_chase(chosen, today))
    usual = chosen.chase_day(today)
    again = whole_day(usual) if usual else _("after the usual wait of each")
    title = _("Chased: {what}?").format(what=chosen.named())
    lead = _("Chase again {day}.").format(day=again)
    answer = yield Question("", lead=lead, names=names_in(chosen), title=title, keys=CHASE_KEYS)
    if answer == "n":
        return Outcome()
    day = None
    if answer == "d":
        offer = usual.isoformat() if usual else ""
        check = trouble_of(lambda text: _day_to_chase(text, today))
        meaning = partial(day_meant, today=today)
        typed = yield Question(_("Again on"), offer, check, meaning=meaning)
        day = _day_to_chase(typed, today)

    def make(view: RunView, item: Item) -> Change | None:
        if view.progress(item).status != Status.WAITING:
            return None
        chase_on = day or item_changes.chase_day(item, today)
        return item_changes.chase(view.run.key, item, today, chase_on)

    return outcome_of(chosen, Act.CHASE, make)


def _day_to_chase(text: str, today: date) -> date | None:
    """Return the typed day; None for an empty text, which means after each item's usual wait.

    Raises:
        UsageError: it is no day, or the day has passed.
    """
    day = parse_day(text, today)
    if day is not None and day < today:
        raise UsageError(_("the day to chase cannot be before {day}").format(day=today))
    return day
