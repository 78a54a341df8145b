"""``fact``: what is asked of a partner, and the answers on which items depend."""

from __future__ import annotations

from csp_tui.cli.resolve import Candidate, choose, find_partner, find_views
from csp_tui.cli.session import Session
from csp_tui.cli.wording import standing
from csp_tui.core import facts
from csp_tui.core.checklist import Fact
from csp_tui.core.clock import local_time
from csp_tui.core.counting import RunView
from csp_tui.core.language import _
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
    if args.answer is not None:
        return _set(session, partner, known[0], _KNOWN[args.answer])
    _show(session, partner, views, known)
    return 0


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
    if out.quiet:
        return 0
    if out.plain:
        out.facts(
            [("fact", fact.id), ("question", fact.question), ("answer", _(facts.ANSWERS[known]))]
        )
        out.facts([("partner", saved.partner.name), ("counts", counts)])
        out.facts([("saved", local_time(saved.at) if saved.lines else "nothing to change")])
    else:
        when = f"saved {local_time(saved.at)}" if saved.lines else "nothing to change"
        answer = f"{_(facts.ANSWERS[known])}: {fact.question or fact.id}"
        out.line(f"{answer} - {saved.partner.name}: {counts} ({when})")
    return 0


COMMANDS = {"fact": fact}
