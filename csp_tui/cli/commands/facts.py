"""``fact``: what is asked of a partner, and the answers on which items depend."""

from __future__ import annotations

from collections.abc import Mapping

from csp_tui.cli.customer_targets import find_customers, named
from csp_tui.cli.resolve import Candidate, choose, find_partner, find_views
from csp_tui.cli.session import Session
from csp_tui.cli.wording import standing
from csp_tui.core import customer_acts, facts
from csp_tui.core.checklist import Fact
from csp_tui.core.counting import RunView
from csp_tui.core.errors import UsageError
from csp_tui.core.language import _
from csp_tui.core.progress import Customer, Partner

_KNOWN = {"yes": True, "no": False, "unknown": None}


def fact(session: Session) -> int:
    """List the facts of a partner's runs, or one of them, or answer it."""
    args, workplace, out = session.args, session.workplace, session.out
    partner = find_partner(workplace, args.partner)
    views: list[RunView] = []
    if partner.runs or not partner.facts:
        views, failures = find_views(workplace, partner, None)
        for failure in failures:
            out.warn(str(failure))
    if args.customer is not None:
        return _fact_of_customers(session, partner, views)
    known = _facts(partner, views)
    known = _chosen(args.fact, known)
    if args.answer is not None:
        return _set(session, partner, known[0], _KNOWN[args.answer])
    if args.json:
        return _tell(session, partner, partner.facts, views, known)
    _show(session, partner, views, known)
    return 0


def _chosen(word: str | None, known: list[Fact]) -> list[Fact]:
    """Return the fact that `word` means; all of them where none is named."""
    if word is None:
        return known
    return [choose(word, [Candidate(each.id, each.question, each) for each in known], "fact")]


def _tell(
    session: Session,
    partner: Partner,
    answers: Mapping[str, bool],
    views: list[RunView],
    known: list[Fact],
) -> int:
    told = [
        {
            "id": each.id,
            "question": each.question,
            "answer": answers.get(each.id),
            "items": [
                item.id for view in views for item in facts.depending(view.checklist, each.id)
            ],
        }
        for each in known
    ]
    return session.out.json(partner=partner.id, facts=told)


def _facts(partner: Partner, views: list[RunView]) -> list[Fact]:
    """Return what the checklists ask, each once, then what the file answers besides."""
    found = {each.id: each for view in views for each in facts.facts_of(view.checklist)}
    for key in partner.facts:
        found.setdefault(key, Fact(key, ""))
    return list(found.values())


def _show(session: Session, partner: Partner, views: list[RunView], known: list[Fact]) -> None:
    rows = []
    for each in known:
        count = sum(len(facts.depending(view.checklist, each.id)) for view in views)
        answer = _(facts.ANSWERS[facts.answer(partner, each.id)])
        rows.append((answer, each.id, str(count), each.question))
    session.out.table(("Answer", "Fact", "Items", "Question"), rows, keep=(0, 1), give_way=(3,))
    if not known:
        session.out.note(f"nothing is asked of {partner.name}: no item depends on a fact")


def _set(session: Session, partner: Partner, fact: Fact, known: bool | None) -> int:
    workplace, out = session.workplace, session.out
    saved = workplace.store.change(partner.id, [facts.answer_change(fact.id, known)])
    counts = standing(workplace, saved.partner, list(saved.partner.runs))
    if session.args.json:
        return session.tell_saved(saved)
    if out.quiet:
        return 0
    if out.plain:
        out.facts(
            [("fact", fact.id), ("question", fact.question), ("answer", _(facts.ANSWERS[known]))]
        )
        out.facts([("partner", saved.partner.name), ("counts", counts)])
        when = session.saved_at(saved).removeprefix("saved ")
        out.facts([("saved", when if saved.lines else "nothing to change")])
    else:
        when = session.saved_at(saved) if saved.lines else "nothing to change"
        answer = f"{_(facts.ANSWERS[known])}: {fact.question or fact.id}"
        out.line(f"{answer} - {saved.partner.name}: {counts} ({when})")
    return 0


def _fact_of_customers(session: Session, partner: Partner, views: list[RunView]) -> int:
    """List the facts of customers, or answer one of them for each in one step."""
    args = session.args
    found = find_customers(session.workplace, partner, args.customer)
    if not found:
        raise UsageError(f"{partner.name} has no active customer")
    known = {each.id: each for view in views for each in facts.facts_of_customers(view)}
    for customer in found:
        for key in customer.facts:
            known.setdefault(key, Fact(key, ""))
    chosen = _chosen(args.fact, list(known.values()))
    if args.answer is not None:
        return _set_for_customers(session, partner, found, chosen[0])
    if args.json:
        told = [
            {"customer": each.id, "facts": {fact.id: each.facts.get(fact.id) for fact in chosen}}
            for each in found
        ]
        return session.out.json(partner=partner.id, customers=told)
    rows = [
        (_of_customer(partner, customer, each.id), each.id, customer.name, each.question)
        for customer in found
        for each in chosen
    ]
    session.out.table(("Answer", "Fact", "Customer", "Question"), rows, keep=(0, 1), give_way=(3,))
    if not rows:
        session.out.note("nothing is asked of a customer: no item for each depends on a fact")
    return 0


def _of_customer(partner: Partner, customer: Customer, fact: str) -> str:
    """Return a customer's answer; where it has none the partner's holds."""
    if fact in customer.facts:
        return facts.ANSWERS[customer.facts[fact]]
    answer = facts.ANSWERS[facts.answer(partner, fact)]
    return f"{answer} (the partner's)" if fact in partner.facts else answer


def _set_for_customers(
    session: Session, partner: Partner, customers: list[Customer], fact: Fact
) -> int:
    word, out = session.args.answer, session.out
    changes = [customer_acts.answer(each.id, {fact.id: _KNOWN[word]}) for each in customers]
    saved = session.workplace.store.change(partner.id, changes)
    if session.args.json:
        return session.tell_saved(saved)
    when = session.saved_at(saved) if saved.lines else "nothing to change"
    answer = facts.ANSWERS[_KNOWN[word]] if word != "unknown" else "as the partner"
    names = [each.name for each in customers]
    if out.plain and not out.quiet:
        out.facts([("fact", fact.id), ("question", fact.question), ("answer", answer)])
        out.facts([("customer", name) for name in names])
        out.facts([("partner", partner.name), ("saved", when.removeprefix("saved "))])
    elif not out.quiet:
        out.line(
            f"{answer}: {fact.question or fact.id} - {named(names)} of {partner.name} ({when})"
        )
    return 0


COMMANDS = {"fact": fact}
