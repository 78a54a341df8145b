"""``fact``: what is asked of a partner, and the answers on which items depend."""

from __future__ import annotations

from collections.abc import Mapping

from csp_tui.cli.customer_targets import find_customers
from csp_tui.cli.resolve import Candidate, choose, find_partner, find_views
from csp_tui.cli.session import Session
from csp_tui.cli.wording import standing
from csp_tui.core import facts
from csp_tui.core.checklist import Fact
from csp_tui.core.counting import RunView
from csp_tui.core.customer_acts import for_customer
from csp_tui.core.progress import Partner

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
    known = _facts(partner, views)
    if args.fact is not None:
        candidates = [Candidate(each.id, each.question, each) for each in known]
        known = [choose(args.fact, candidates, "fact")]
    if args.customer is not None and args.answer is None:
        return _show_customers(session, partner, known)
    if args.answer is not None:
        return _set(session, partner, known[0], _KNOWN[args.answer])
    if args.json:
        return _tell(session, partner, partner.facts, views, known)
    _show(session, partner, views, known)
    return 0


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
        answer = facts.ANSWERS[facts.answer(partner, each.id)]
        rows.append((answer, each.id, str(count), each.question))
    session.out.table(("Answer", "Fact", "Items", "Question"), rows, keep=(0, 1), give_way=(3,))
    if not known:
        session.out.note(f"nothing is asked of {partner.name}: no item depends on a fact")


def _show_customers(session: Session, partner: Partner, known: list[Fact]) -> int:
    """Print the answers for each customer; where there is none, the partner's holds."""
    rows = []
    customers = find_customers(session.workplace, partner, session.args.customer)
    if session.args.json:
        told = [
            {"customer": each.id, "facts": {fact.id: each.facts.get(fact.id) for fact in known}}
            for each in customers
        ]
        return session.out.json(partner=partner.id, customers=told)
    for customer in customers:
        for each in known:
            own, of_partner = customer.facts.get(each.id), partner.facts.get(each.id)
            whose = "customer" if own is not None else "partner" if of_partner is not None else ""
            answer = facts.ANSWERS[of_partner if own is None else own]
            rows.append((answer, each.id, customer.name, whose, each.question))
    header = ("Answer", "Fact", "Customer", "Of", "Question")
    session.out.table(header, rows, keep=(0, 1), give_way=(4,))
    return 0


def _set(session: Session, partner: Partner, fact: Fact, known: bool | None) -> int:
    workplace, out = session.workplace, session.out
    changes = [facts.answer_change(fact.id, known)]
    if session.args.customer is not None:
        customers = find_customers(workplace, partner, session.args.customer)
        changes = [for_customer(changes[0], each.id) for each in customers]
    saved = workplace.store.change(partner.id, changes)
    counts = standing(workplace, saved.partner, list(saved.partner.runs))
    if session.args.json:
        return session.tell_saved(saved)
    if out.quiet:
        return 0
    if out.plain:
        out.facts(
            [("fact", fact.id), ("question", fact.question), ("answer", facts.ANSWERS[known])]
        )
        out.facts([("partner", saved.partner.name), ("counts", counts)])
        when = session.saved_at(saved).removeprefix("saved ")
        out.facts([("saved", when if saved.lines else "nothing to change")])
    else:
        when = session.saved_at(saved) if saved.lines else "nothing to change"
        answer = f"{facts.ANSWERS[known]}: {fact.question or fact.id}"
        out.line(f"{answer} - {saved.partner.name}: {counts} ({when})")
    return 0


COMMANDS = {"fact": fact}
