"""Facts: questions with the answer yes or no that decide which items of a checklist apply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.model import Checklist, Fact, Item
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import FACTS, Change

if TYPE_CHECKING:
    from csp_tui.core.progress.model import Partner
    from csp_tui.core.runs.view import RunView

ANSWERS = {True: N_("yes"), False: N_("no"), None: N_("not known")}


def answer(partner: Partner, fact: str) -> bool | None:
    """Return the partner's answer to the fact with the id `fact`; None if it is not answered."""
    return partner.facts.get(fact)


def answer_change(fact: str, known: bool | None) -> Change:
    """Return the change that sets the partner's answer to the fact with the id `fact`.

    `known` is the answer, yes or no; None removes it.
    """
    return Change(Act.FACT, {fact: known}, part=FACTS)


def is_undecided(view: RunView, item: Item) -> bool:
    """Return whether it depends on a fact that has no answer whether an item applies."""
    return bool(item.when) and item.fact not in view.facts


def facts_of(checklist: Checklist) -> list[Fact]:
    """Return all facts of a checklist: those that it lists, then those that only its items name."""
    asked = {item.fact: checklist.question(item.fact) for item in checklist.items if item.when}
    questions = {each.id: each.question for each in checklist.facts}
    return [Fact(fact, question) for fact, question in {**questions, **asked}.items()]


def facts_of_customers(view: RunView) -> list[Fact]:
    """Return the facts that decide which per-customer items of the checklist apply."""
    wanted = dict.fromkeys(item.fact for item in view.customer_items if item.when)
    return [Fact(fact, view.checklist.question(fact)) for fact in wanted]


def asked_in(view: RunView) -> list[Fact]:
    """Return the facts that are asked in a part of a run, answered ones too.

    In the partner's part these are all facts of the checklist, in a customer's part those that
    decide which per-customer items apply.
    """
    return facts_of(view.checklist) if view.customer is None else facts_of_customers(view)


def depending_in(view: RunView, fact: str) -> list[Item]:
    """Return the items that apply only for one answer to the fact with the id `fact`.

    In the partner's part of a run they are items of the whole checklist, in a customer's part the
    per-customer items alone.
    """
    found = depending(view.checklist, fact)
    return found if view.customer is None else [each for each in found if each in view.items]


def depending(checklist: Checklist, fact: str) -> list[Item]:
    """Return the items of a checklist that apply only for one answer to a fact, given by its id."""
    return [item for item in checklist.items if item.fact == fact]


def unknown_facts(view: RunView, items: Iterable[Item]) -> list[Fact]:
    """Return the unanswered facts on which it depends whether `items` apply, each once."""
    wanted = dict.fromkeys(item.fact for item in items if item.when)
    return [Fact(fact, view.checklist.question(fact)) for fact in wanted if fact not in view.facts]


def why_not(view: RunView, item: Item) -> str:
    """Return the answer because of which `item` does not apply, like ``no to: Sells Azure?``.

    Empty if the item applies by the facts.
    """
    if view.fits(item):
        return ""
    known = _(ANSWERS[view.facts.get(item.fact)])
    return _("{answer} to: {question}").format(
        answer=known, question=view.checklist.question(item.fact)
    )


def split_by_facts(view: RunView, items: Sequence[Item]) -> tuple[list[Item], str]:
    """Return those of `items` that apply by the facts, and a text on why the others do not.

    The text has the answer that excludes the first of the others, and says how many more there are.
    It is empty if all items apply.
    """
    fitting = [item for item in items if view.fits(item)]
    others = [item for item in items if item not in fitting]
    if not others:
        return fitting, ""
    reason = why_not(view, others[0])
    if len(others) > 1:
        reason = _("{reason} (and {count} more)").format(reason=reason, count=len(others) - 1)
    return fitting, reason
