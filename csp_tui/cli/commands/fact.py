"""``fact``: list or answer the facts, the yes-or-no questions that decide which items apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csp_tui.cli.changes.saved import saved_line
from csp_tui.cli.output.output import Output, labelled
from csp_tui.cli.output.run_words import counts_of_runs
from csp_tui.cli.session import Session
from csp_tui.cli.targets.choose import Candidate, choose
from csp_tui.cli.targets.customers import find_customers, names_or_count
from csp_tui.cli.targets.resolve import find_partner, find_views
from csp_tui.core.base.language import _
from csp_tui.core.checklists.model import Fact
from csp_tui.core.progress.model import Customer, Partner
from csp_tui.core.runs import customer_changes, facts
from csp_tui.core.runs.view import RunView

_KNOWN = {"yes": True, "no": False, "unknown": None}


def fact(session: Session) -> int:
    """List the facts of a partner with their answers, or set the answer to one fact.

    With ``--customer``, these are the answers of customers.

    Returns:
        The exit code, always 0.

    Raises:
        NotFoundError, UsageError: no partner, customer or fact fits, or more than one.
    """
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
        return _print_json(session, partner, partner.facts, views, known)
    _show(session, partner, views, known)
    return 0


def _chosen(word: str | None, known: list[Fact]) -> list[Fact]:
    """Return the fact of `known` that `word` names, in a list; all of `known` if `word` is None.

    `word` is the start of a fact's id or question.

    Raises:
        UsageError, NotFoundError: more than one fits, or none.
    """
    if word is None:
        return known
    return [choose(word, [Candidate(each.id, each.question, each) for each in known], _("fact"))]


def _print_json(
    session: Session,
    partner: Partner,
    answers: Mapping[str, bool],
    views: list[RunView],
    known: list[Fact],
) -> int:
    shapes = [
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
    return session.out.json(partner=partner.id, facts=shapes)


def _facts(partner: Partner, views: list[RunView]) -> list[Fact]:
    """Return the facts of the runs, each once, then the other facts of `partner`.

    The other facts are those that the partner answers, but that no run has; their question is "".
    """
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
    header = (_("Answer"), _("Fact"), _("Items"), _("Question"))
    session.out.table(header, rows, keep=(0, 1), give_way=(3,))
    if not known:
        message = _("nothing is asked of {partner}: no item depends on a fact")
        session.out.note(message.format(partner=partner.name))


def _set(session: Session, partner: Partner, fact: Fact, known: bool | None) -> int:
    workplace, out = session.workplace, session.out
    saved = workplace.store.change(partner.id, [facts.answer_change(fact.id, known)])
    counts = counts_of_runs(workplace, saved.partner, list(saved.partner.runs))
    if session.args.json:
        return session.print_json_of_saved(saved)
    if out.plain and not out.quiet:
        out.pairs([*_answered(out, fact, _(facts.ANSWERS[known]))])
        out.pairs([(_("partner"), saved.partner.name), (_("counts"), counts)])
        out.pairs([(_("saved"), session.when(saved))])
    else:
        answer = labelled(_(facts.ANSWERS[known]), fact.question or fact.id)
        out.confirmation(saved_line(session, answer, saved, counts))
    return 0


def _answered(out: Output, fact: Fact, answer: str) -> Iterator[tuple[str, str]]:
    yield _("fact"), fact.id
    yield _("question"), fact.question
    yield out.done(_("answer")), answer


def _fact_of_customers(session: Session, partner: Partner, views: list[RunView]) -> int:
    """List the facts of the customers of ``--customer``, or answer one fact for all of them.

    Returns:
        The exit code, always 0.

    Raises:
        UsageError: there is no active customer, or more than one customer or fact fits a word.
        NotFoundError: there is no such customer or fact.
    """
    args = session.args
    found = find_customers(session.workplace, partner, args.customer)
    known = {each.id: each for view in views for each in facts.facts_of_customers(view)}
    for customer in found:
        for key in customer.facts:
            known.setdefault(key, Fact(key, ""))
    chosen = _chosen(args.fact, list(known.values()))
    if args.answer is not None:
        return _set_for_customers(session, partner, found, chosen[0])
    if args.json:
        answers = [
            {"customer": each.id, "facts": {fact.id: each.facts.get(fact.id) for fact in chosen}}
            for each in found
        ]
        return session.out.json(partner=partner.id, customers=answers)
    rows = [
        (_of_customer(partner, customer, each.id), each.id, customer.name, each.question)
        for customer in found
        for each in chosen
    ]
    header = (_("Answer"), _("Fact"), _("Customer"), _("Question"))
    session.out.table(header, rows, keep=(0, 1), give_way=(3,))
    if not rows:
        session.out.note(_("nothing is asked of a customer: no item for each depends on a fact"))
    return 0


def _of_customer(partner: Partner, customer: Customer, fact: str) -> str:
    """Return the customer's answer to the fact with the id `fact` as text, such as ``yes``.

    If the customer has none, return the partner's answer, marked as the partner's; if that is
    missing, too, ``not known``.
    """
    if fact in customer.facts:
        return _(facts.ANSWERS[customer.facts[fact]])
    answer = _(facts.ANSWERS[facts.answer(partner, fact)])
    if fact not in partner.facts:
        return answer
    return _("{answer} (the partner's)").format(answer=answer)


def _set_for_customers(
    session: Session, partner: Partner, customers: list[Customer], fact: Fact
) -> int:
    word, out = session.args.answer, session.out
    changes = [customer_changes.answer(each.id, {fact.id: _KNOWN[word]}) for each in customers]
    saved = session.workplace.store.change(partner.id, changes)
    if session.args.json:
        return session.print_json_of_saved(saved)
    answer = _(facts.ANSWERS[_KNOWN[word]]) if word != "unknown" else _("as the partner")
    names = [each.name for each in customers]
    if out.plain and not out.quiet:
        out.pairs([*_answered(out, fact, answer), *((_("customer"), name) for name in names)])
        out.pairs([(_("partner"), partner.name), (_("saved"), session.when(saved))])
    else:
        message = _("{answer} - {customers} of {partner} ({saved})")
        line = message.format(
            answer=labelled(answer, fact.question or fact.id),
            customers=names_or_count(names),
            partner=partner.name,
            saved=session.saved_at(saved),
        )
        out.confirmation(line)
    return 0


COMMANDS = {"fact": fact}
