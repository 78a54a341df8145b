"""Ask on the terminal before items are changed: unknown facts, order, one-way items, lost ticks.

A one-way item stands for an act outside csp-tui that cannot be undone.
"""

from __future__ import annotations

from itertools import groupby

from csp_tui.cli.output.asking import ask, ask_until
from csp_tui.cli.session import Session
from csp_tui.cli.targets.customers import customer_id
from csp_tui.cli.targets.resolve import Target
from csp_tui.core.base.asking import yes_or_no
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.checklists.model import Item
from csp_tui.core.progress.model import Partner, Status
from csp_tui.core.runs import facts, tick_warnings

_NAMED = 3
"""How many one-way items a question names; it counts the rest."""


def ask_unknown_facts(session: Session, partner: Partner, targets: list[Target]) -> Partner:
    """Ask the user each unknown fact that `targets` depend on; save the answers for the partner.

    A fact stays unknown if the user types nothing.

    Returns:
        The partner with the answers.

    Raises:
        CspTuiError: an answer could not be saved.
    """
    asked = {
        fact.id: fact for each in targets for fact in facts.unknown_facts(each.view, [each.item])
    }
    for fact in asked.values():
        known = ask_fact(fact.question)
        if known is not None:
            change = facts.answer_change(fact.id, known)
            partner = session.workplace.store.change(partner.id, [change]).partner
    return partner


def ask_fact(question: str) -> bool | None:
    """Ask a yes-or-no question until the answer is understood; None if the user types nothing.

    Raises:
        UsageError: standard input is no terminal, and its line is neither yes nor no.
    """
    question = _("{question} y, n, or enter:").format(question=question)
    return ask_until(question, yes_or_no)


def confirm_ticking(targets: list[Target], *, can_ask: bool) -> None:
    """Ask the user to confirm that `targets` are ticked, if there is a reason to hesitate.

    The reasons: an item is refused, its prerequisite is open, or an item is one way: it stands for
    an act outside csp-tui that cannot be undone.

    Args:
        targets: the items to tick; a reason that several of them share is asked once.
        can_ask: whether a user can answer on the terminal.

    Raises:
        UsageError: the answer is no, or there is a reason and nobody can be asked.
    """
    doubts, one_way = _doubts(targets), _one_way(targets)
    if (doubts or one_way) and not can_ask:
        message = _("{doubt} Nothing was ticked; --yes ticks anyway")
        raise UsageError(message.format(doubt=" ".join(ticking_doubts(targets))))
    for doubt in doubts:
        question = _("{doubt} {question} y/N").format(doubt=doubt, question=_("Tick anyway?"))
        if not ask_until(question, yes_or_no):
            raise UsageError(_("nothing was ticked"))
    if one_way:
        _confirm_one_way(one_way, targets)


def ticking_doubts(targets: list[Target]) -> list[str]:
    """Return the reasons to hesitate before `targets` are ticked, as sentences; empty if none.

    The reasons: an item is refused, its prerequisite is open, or an item is one way: it stands for
    an act outside csp-tui that cannot be undone.
    """
    one_way = _one_way(targets)
    return [*_doubts(targets), *([_one_way_doubt(one_way, targets)] if one_way else [])]


def _doubts(targets: list[Target]) -> list[str]:
    """Return sentences on refused items and open prerequisites among `targets`.

    These are reasons to hesitate before they are ticked. An item that is done already gives none.
    """
    groups = by_part(targets).values()
    found = [tick_warnings.order_doubt(each[0].view, items_of(each)) for each in groups]
    return [*dict.fromkeys(filter(None, (_refused_doubt(targets), *found)))]


def _one_way_doubt(one_way: list[Target], targets: list[Target]) -> str:
    """Return a sentence on `one_way`, at least one, those of `targets` that are one way.

    Of several `targets` it says how many these are, and names them.
    """
    if len(targets) == 1:
        return _(tick_warnings.ONE_WAY)
    count, titles = len(one_way), [*dict.fromkeys(each.item.title for each in one_way)]
    message = ngettext(
        "One way: {count} of {all} is final outside csp-tui: {titles}.",
        "One way: {count} of {all} are final outside csp-tui: {titles}.",
        count,
    )
    named = tick_warnings.named(titles, _NAMED)
    return message.format(count=count, all=len(targets), titles=named)


def count_of_one_way(targets: list[Target]) -> int:
    """Return how many of `targets` cannot be taken back outside csp-tui once they are done."""
    return len(_one_way(targets))


def _refused_doubt(targets: list[Target]) -> str:
    """Return a sentence on the refused items among `targets`; "" if none is refused.

    For a single item it gives the reason of the refusal. Otherwise it names the first refused item
    and counts the others.
    """
    if len(targets) == 1:
        return tick_warnings.refused_doubt(targets[0].view, items_of(targets))
    is_refused = [each.view.progress(each.item).status == Status.REFUSED for each in targets]
    titles = [each.item.title for each, refused in zip(targets, is_refused, strict=True) if refused]
    if not titles:
        return ""
    one, many = _('Refused: "{title}".'), _('Refused: "{title}" (+{count} more).')
    return (many if titles[1:] else one).format(title=titles[0], count=len(titles) - 1)


def confirm_unticking(targets: list[Target], *, can_ask: bool) -> None:
    """Ask once before done items among `targets` get another status; ask nothing if none is done.

    Args:
        targets: the items to change.
        can_ask: whether a user can answer on the terminal.

    Raises:
        UsageError: the answer is no, or an item is done and nobody can be asked.
    """
    doubt = unticking_doubt(targets)
    if not doubt:
        return
    if not can_ask:
        unasked = _("{doubt} Nothing was changed; --yes unticks")
        raise UsageError(unasked.format(doubt=doubt))
    question = _("{doubt} {question} y/N").format(doubt=doubt, question=_("Take the tick off?"))
    if not ask_until(question, yes_or_no):
        raise UsageError(_("nothing was changed"))


def unticking_doubt(targets: list[Target]) -> str:
    """Return a warning that done items of `targets` would lose their tick; "" if none is done.

    It names one item and counts the others. An item that is one way is named first; one that is
    done for several customers, or in several runs, counts once.
    """
    done = {
        (each.view.checklist.id, each.item.id): each.item
        for each in targets
        if each.view.progress(each.item).status == Status.DONE
    }
    return tick_warnings.done_doubt([*done.values()])


def _one_way(targets: list[Target]) -> list[Target]:
    return [each for each in targets if tick_warnings.one_way(each.view, [each.item])]


def _confirm_one_way(one_way: list[Target], targets: list[Target]) -> None:
    """Ask the user to confirm the ticking of `one_way`, those of `targets` that are one way.

    For items of the partner, the user must type the partner's id or name; for the only item of a
    customer, ``y``; for several ticks of customers, how many are one way.

    Raises:
        UsageError: the user types anything else.
    """
    view, doubt = one_way[0].view, _one_way_doubt(one_way, targets)
    if view.customer is not None and len(targets) == 1:
        question = _("{doubt} Tick for {customers}? y/N").format(doubt=doubt, customers=view.name)
        if not ask_until(question, yes_or_no):
            raise UsageError(_("nothing was ticked"))
    elif view.customer is not None:
        if ask(f"{doubt} {to_type_count(len(one_way))}") != str(len(one_way)):
            raise UsageError(_("nothing was ticked: that is not how many are one way"))
    else:
        question = _("{doubt} To tick, type {id} or the name:")
        typed = ask(question.format(doubt=doubt, id=view.partner.id))
        if not tick_warnings.names_partner(view.partner, typed):
            raise UsageError(_("nothing was ticked: that is neither the partner's id nor its name"))


def to_type_count(count: int) -> str:
    """Return the words that ask the user to type how many ticks are one way: `count`."""
    return _("To tick, type {count}, how many are one way:").format(count=count)


def part_of(target: Target) -> tuple[str, str, str]:
    """Return the partner's id, the run's key and the customer's id of an item.

    The customer's id is "" for an item of the partner itself.
    """
    return target.view.partner.id, target.view.run.key, customer_id(target)


def by_part(targets: list[Target]) -> dict[tuple[str, str, str], list[Target]]:
    """Return the items grouped by partner, run and customer; the keys are as `part_of` returns."""
    ordered = sorted(targets, key=part_of)
    return {key: list(group) for key, group in groupby(ordered, part_of)}


def items_of(targets: list[Target]) -> list[Item]:
    """Return the checklist items of `targets`."""
    return [each.item for each in targets]
