"""The talks before items are set waiting, or recorded as chased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from csp_tui.core.base.asking import Question, Talk, trouble_of
from csp_tui.core.base.days import day_meant, parse_day
from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.model import Item
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Status
from csp_tui.core.runs import item_changes
from csp_tui.core.runs.chosen import Chosen, ChosenItems, Make
from csp_tui.core.runs.item_questions import (
    Outcome,
    fitting,
    outcome_of,
    with_lost_tick,
)
from csp_tui.core.runs.view import RunView

CHASED, ALREADY = N_("Chased today?"), N_("Chased today already.")
"""What is shown before the question when to chase again."""
NOTHING_NEW = N_("Chased today already: nothing new was written. e adds a note.")


def wait_or_chase(chosen: Chosen, today: date) -> Talk[Outcome]:
    """Ask for the details, and return the outcome that sets the chosen items waiting.

    If they are items of one part of a run and all wait already, the outcome records instead that
    they were chased today. If done items lose their tick, the question says so. If none of them
    applies, the outcome has only a message.
    """
    if isinstance(chosen, ChosenItems):
        chosen, trouble = yield from fitting(chosen)
        if not chosen.items:
            return Outcome(message=trouble)
        states = {chosen.view.progress(item).status for item in chosen.items}
        if states == {Status.WAITING}:
            return (yield from _chase(chosen, today))
    return (yield from _wait(chosen, today))


def _wait(chosen: Chosen, today: date) -> Talk[Outcome]:
    known_case = chosen.alone.case if chosen.alone is not None else ""
    question = Question(chosen.labelled(_("Waiting for")), chosen.usual_party, _lacks_name)
    of_one = _("Take the tick off and set waiting: {what}?")
    whom = yield with_lost_tick(question, chosen, _("Set waiting: {what}?"), of_one)
    case = yield Question(_("Case number, if any"), known_case)

    def waiting(typed: str) -> Make:
        typed_day = parse_day(typed, today)

        def make(view: RunView, item: Item) -> Change:
            since = view.progress(item).since or today
            chase_on = typed_day or item_changes.chase_day(item, today)
            return item_changes.wait(view.run.key, item, whom, since, chase_on, case)

        return make

    typed = yield _chase_question(chosen, _("Chase on"), today, waiting)
    return outcome_of(chosen, Act.WAIT, waiting(typed))


def _chase(chosen: ChosenItems, today: date) -> Talk[Outcome]:
    def chased(typed: str) -> Make:
        typed_day = parse_day(typed, today)

        def make(view: RunView, item: Item) -> Change:
            chase_on = typed_day or item_changes.chase_day(item, today)
            return item_changes.chase(view.run.key, item, today, chase_on)

        return make

    progress = [chosen.view.progress(item) for item in chosen.items]
    is_again = all(each.chased == today for each in progress)
    question = _chase_question(chosen, _("Again"), today, chased)
    lead = chosen.with_left_out(_(ALREADY if is_again else CHASED))
    typed = yield question._replace(lead=lead)
    outcome = outcome_of(chosen, Act.CHASE, chased(typed))
    is_nothing_new = all(map(item_changes.is_recorded, progress, outcome.changes))
    return Outcome(Act.CHASE, message=_(NOTHING_NEW)) if is_nothing_new else outcome


def _chase_question(
    chosen: Chosen, label: str, today: date, make: Callable[[str], Make]
) -> Question:
    """Return the question for the day to chase, which suggests the usual day.

    `make` is called with each answer to check it; if it raises UsageError, the question is
    repeated.
    """
    preset = chosen.chase_day(today)
    offer = "" if preset is None else preset.isoformat()
    check = trouble_of(lambda typed: chosen.changes(make(typed)))
    return Question(
        label,
        offer,
        check,
        meaning=lambda typed: day_meant(typed, today),
    )


def _lacks_name(text: str) -> str:
    return "" if text else _("say for whom")
