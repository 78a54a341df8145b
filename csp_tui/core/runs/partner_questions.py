"""The talks before items of several partners are changed at once: one question for all."""

from __future__ import annotations

from datetime import date

from csp_tui.core.base.asking import (
    Question,
    Talk,
    confirmed,
    trouble_of,
    yes_or_no,
)
from csp_tui.core.base.days import parse_day, whole_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.checklists.model import Item
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Status
from csp_tui.core.runs import item_changes, tick_warnings, waiting_questions
from csp_tui.core.runs.chosen import ChosenPartners
from csp_tui.core.runs.item_questions import ALL_SETTLED, Outcome, outcome_of
from csp_tui.core.runs.step_groups import SETTLED, State
from csp_tui.core.runs.view import RunView


def tick(chosen: ChosenPartners) -> Talk[Outcome]:
    """Ask whether to go on, and return the outcome that ticks the items of several partners.

    Items that are not applicable are left as they are. If all are done or not applicable, or the
    user does not confirm, the outcome changes nothing.
    """
    if all(state in SETTLED for state in chosen.states):
        return Outcome(message=_(ALL_SETTLED))
    one_way = any(item.irreversible for item in chosen.items)
    lead = " ".join(
        filter(None, (chosen.tick_doubt(), _(tick_warnings.ONE_WAY) if one_way else ""))
    )
    question = _("Set done: {what}?").format(what=chosen.named())
    if not (yield from confirmed(question, lead, (*chosen.open_before[:1], *chosen.titles))):
        return Outcome()

    def make(view: RunView, item: Item) -> Change | None:
        if view.progress(item).status == Status.NOT_APPLICABLE:
            return None
        together = chosen.parts[view.partner.id, view.run.key]
        is_early = tick_warnings.is_out_of_order(view, item, together)
        return item_changes.tick(view.run.key, item, is_out_of_order=is_early)

    return outcome_of(chosen, Act.TICK, make)


def wait_or_chase(chosen: ChosenPartners, today: date) -> Talk[Outcome]:
    """Ask for the details, and return the outcome that sets items of several partners waiting.

    If all of them wait already, the outcome records instead that they were chased today. The user
    is asked when to chase again: yes means the usual day of each, a typed day that day, and after a
    no or an empty answer nothing is changed.
    """
    if any(state != State.WAITING for state in chosen.states):
        return (yield from waiting_questions.wait_or_chase(chosen, today))
    usual = chosen.chase_day(today)
    again = whole_day(usual) if usual else _("after the usual wait of each")
    typed = yield Question(
        _("y, n, or another day to chase again"),
        "",
        trouble_of(lambda text: _day_meant(text, today)),
        _("Chased: {what}? Again {day}.").format(what=chosen.named(), day=again),
        names=chosen.titles,
    )
    is_meant, day = _day_meant(typed, today)
    if not is_meant:
        return Outcome()

    def make(view: RunView, item: Item) -> Change | None:
        if view.progress(item).status != Status.WAITING:
            return None
        chase_on = day or item_changes.chase_day(item, today)
        return item_changes.chase(view.run.key, item, today, chase_on)

    return outcome_of(chosen, Act.CHASE, make)


def _day_meant(text: str, today: date) -> tuple[bool, date | None]:
    """Return whether the answer `text` is yes or a day, and the day to chase if it is one.

    The day is None for yes, no and an empty answer.

    Raises:
        UsageError: it is neither yes nor no nor a day, or the day has passed.
    """
    try:
        return yes_or_no(text) is True, None
    except UsageError:
        day = parse_day(text, today)
    if day is not None and day < today:
        raise UsageError(_("the day to chase cannot be before {day}").format(day=today))
    return True, day
