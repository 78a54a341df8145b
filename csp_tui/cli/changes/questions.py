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
    doubts, is_one_way = _doubts(targets)
    if (doubts or is_one_way) and not can_ask:
        message = _("{doubt} Nothing was ticked; --yes ticks anyway")
        raise UsageError(message.format(doubt=" ".join(ticking_doubts(targets))))
    for doubt in doubts:
        question = _("{doubt} {question} y/N").format(doubt=doubt, question=_("Tick anyway?"))
        if not ask_until(question, yes_or_no):
            raise UsageError(_("nothing was ticked"))
    if is_one_way:
        _confirm_one_way([each for each in targets if _is_one_way(each)])


def ticking_doubts(targets: list[Target]) -> list[str]:
    """Return the reasons to hesitate before `targets` are ticked, as sentences; empty if none.

    The reasons: an item is refused, its prerequisite is open, or an item is one way: it stands for
    an act outside csp-tui that cannot be undone.
    """
    doubts, is_one_way = _doubts(targets)
    return [*doubts, *[_(tick_warnings.ONE_WAY)] * is_one_way]


def _doubts(targets: list[Target]) -> tuple[list[str], bool]:
    """Return sentences on refused items and open prerequisites, and whether an item is one way.

    These are the reasons to hesitate before `targets` are ticked. An item that is done already
    gives none. One way is an item for an act outside csp-tui that cannot be undone.
    """
    groups = by_part(targets).values()
    found = [tick_warnings.order_doubt(each[0].view, items_of(each)) for each in groups]
    doubts = [*dict.fromkeys(filter(None, (_refused_doubt(targets), *found)))]
    return doubts, any(map(_is_one_way, targets))


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


def _is_one_way(target: Target) -> bool:
    return tick_warnings.is_one_way(target.view, [target.item])


def _confirm_one_way(targets: list[Target]) -> None:
    """Ask the user to confirm the ticking of `targets`, which are one way.

    For items of the partner, the user must type the partner's id or name; for items of customers,
    ``y``. The question then names the customer, or the number of customers.

    Raises:
        UsageError: the user types anything else.
    """
    view = targets[0].view
    partner = view.partner
    if view.customer is not None:
        count = len({customer_id(each) for each in targets})
        many = ngettext("{count} customer", "{count} customers", count)
        whom = view.name if count == 1 else many.format(count=count)
        question = _("{doubt} Tick for {customers}? y/N").format(
            doubt=_(tick_warnings.ONE_WAY), customers=whom
        )
        if not ask_until(question, yes_or_no):
            raise UsageError(_("nothing was ticked"))
        return
    question = _("{doubt} To tick, type {id} or the name:")
    typed = ask(question.format(doubt=_(tick_warnings.ONE_WAY), id=partner.id))
    if not tick_warnings.names_partner(partner, typed):
        raise UsageError(_("nothing was ticked: that is neither the partner's id nor its name"))


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
