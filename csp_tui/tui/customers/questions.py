"""What is asked about customers before they change, as talks that return the changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp_tui.core.base.asking import YES_NO, Keys, Question, Talk, confirmed
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Customer
from csp_tui.core.runs import customer_changes
from csp_tui.core.runs.facts import facts_of_customers
from csp_tui.core.runs.view import RunView
from csp_tui.tui.customers.matrix import Matrix

ARCHIVED, BROUGHT_BACK = N_("Archived"), N_("Brought back")
ToSave = tuple[Sequence[Change], str]
"""Changes to save, none if nothing is to be changed, and the English word for what is done."""

_FACT_KEYS: Keys = (*YES_NO, ("p", N_("as the partner")), ("s", N_("as it is")))
_FACT_ANSWERS = {True: N_("yes"), False: N_("no"), None: N_("as the partner")}
_TYPED_FACTS = {"y": True, "n": False, "p": None}


def answer_facts(view: RunView, customer: Customer) -> Talk[Change | None]:
    """Ask the facts on which items depend, for a customer; return None if none depends on any."""
    known: dict[str, bool | None] = {}
    lead = _("For {name}; now: {answer}.")
    for fact in facts_of_customers(view.of_customer(customer)):
        now = customer.facts.get(fact.id)
        answer = yield Question(
            "",
            lead=lead.format(name=customer.name, answer=_(_FACT_ANSWERS[now])),
            names=[customer.name],
            title=fact.question,
            keys=_FACT_KEYS,
        )
        known[fact.id] = _TYPED_FACTS.get(answer, now)
    return customer_changes.answer(customer.id, known) if known else None


def answer_facts_of_many(view: RunView, ids: Sequence[str]) -> Talk[ToSave]:
    """Ask the facts on which items depend, once for the customers `ids`.

    There is no change if no item depends on a fact, or if all answers are to stay as they are.
    """
    known: dict[str, bool | None] = {}
    count = len(ids)
    lead = ngettext("For {count} customer.", "For {count} customers.", count)
    for fact in facts_of_customers(view):
        answer = yield Question(
            "", lead=lead.format(count=count), title=fact.question, keys=_FACT_KEYS
        )
        if answer in _TYPED_FACTS:
            known[fact.id] = _TYPED_FACTS[answer]
    changes = [customer_changes.answer(each, known) for each in ids] if known else []
    return changes, N_("Answered")


def archive(customer: Customer, today: date) -> Talk[ToSave]:
    """Ask whether to archive a customer; if it is archived, whether to bring it back."""
    if customer.archived:
        change, done = customer_changes.bring_back(customer.id), BROUGHT_BACK
        title, lead = _("Bring back: {name}?"), _("It counts again; u takes it back.")
    else:
        change, done = customer_changes.put_away(customer.id, today), ARCHIVED
        title, lead = _("Archive: {name}?"), _("It no longer counts; D brings it back.")
    is_sure = yield from confirmed(title.format(name=customer.name), lead, [customer.name])
    return [change] if is_sure else [], done


def archive_marked(matrix: Matrix, today: date) -> Talk[ToSave]:
    """Ask whether to archive the marked customers that are active; else, to bring all back."""
    if ids := matrix.chosen:
        changes, done = [customer_changes.put_away(each, today) for each in ids], ARCHIVED
        title = ngettext("Archive: {count} customer?", "Archive: {count} customers?", len(ids))
        lead = _("They no longer count; D brings them back.")
    else:
        ids = [row.id for row in matrix.marked if row.archived]
        changes, done = [customer_changes.bring_back(each) for each in ids], BROUGHT_BACK
        title = ngettext(
            "Bring back: {count} customer?", "Bring back: {count} customers?", len(ids)
        )
        lead = _("They count again; u takes it back.")
    is_sure = bool(ids) and (yield from confirmed(title.format(count=len(ids)), lead))
    return changes if is_sure else [], done
