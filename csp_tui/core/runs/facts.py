"""The facts of a partner: what items depend on, asked once and answered yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.model import Checklist, Fact, Item
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import FACTS, Change
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.view import RunView

ANSWERS = {True: N_("yes"), False: N_("no"), None: N_("not known")}


def answer(partner: Partner, fact: str) -> bool | None:
    """Return the answer of a fact; None where it is not answered."""
    return partner.facts.get(fact)


def answer_change(fact: str, known: bool | None) -> Change:
    """Return the change that answers a fact of the partner; None removes the answer."""
    return Change(Act.FACT, {fact: known}, part=FACTS)


def facts_of(checklist: Checklist) -> list[Fact]:
    """Return the facts that items of a checklist depend on, in its order, then the others."""
    asked = {item.fact: checklist.question(item.fact) for item in checklist.items if item.when}
    questions = {each.id: each.question for each in checklist.facts}
    return [Fact(fact, question) for fact, question in {**questions, **asked}.items()]


def facts_of_customers(view: RunView) -> list[Fact]:
    """Return the facts on which per-customer items depend."""
    wanted = dict.fromkeys(item.fact for item in view.customer_items if item.when)
    return [Fact(fact, view.checklist.question(fact)) for fact in wanted]


def depending(checklist: Checklist, fact: str) -> list[Item]:
    """Return the items that depend on a fact."""
    return [item for item in checklist.items if item.fact == fact]


def unknown_facts(view: RunView, items: Iterable[Item]) -> list[Fact]:
    """Return the facts without an answer on which some items depend, each once."""
    wanted = dict.fromkeys(item.fact for item in items if item.when)
    return [Fact(fact, view.checklist.question(fact)) for fact in wanted if fact not in view.facts]


def why_not(view: RunView, item: Item) -> str:
    """Return the answer that rules an item out, or nothing: ``no to: Is it so?``."""
    if view.fits(item):
        return ""
    known = _(ANSWERS[view.facts.get(item.fact)])
    return _("{answer} to: {question}").format(
        answer=known, question=view.checklist.question(item.fact)
    )


def split_by_facts(view: RunView, items: Sequence[Item]) -> tuple[list[Item], str]:
    """Return the items that the facts allow, and what rules out the others."""
    fitting = [item for item in items if view.fits(item)]
    others = [item for item in items if item not in fitting]
    if not others:
        return fitting, ""
    reason = why_not(view, others[0])
    if len(others) > 1:
        reason = _("{reason} (and {count} more)").format(reason=reason, count=len(others) - 1)
    return fitting, reason
