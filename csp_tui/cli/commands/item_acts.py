"""``tick``, ``wait`` and the other states of items: all items of one command in one step."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from csp_tui.cli.asking import ask, ask_until, can_ask
from csp_tui.cli.customer_targets import customer_id
from csp_tui.cli.item_change import MakeChange, change_items, named_items
from csp_tui.cli.resolve import Target
from csp_tui.cli.session import Session
from csp_tui.core import acts, doubts, facts
from csp_tui.core.changes import Change
from csp_tui.core.checklist import Item
from csp_tui.core.counting import RunView
from csp_tui.core.errors import UsageError
from csp_tui.core.progress import Partner, Status


def tick(session: Session) -> int:
    """Set items done; asks before one that is out of order or one way."""
    on = acts.parse_past_day(session.args.on, session.workplace.today)
    targets = _that_fit(session, is_asking=not session.args.yes)
    if not session.args.yes:
        _refuse_unless_meant(targets)
    together = {key: _items(group) for key, group in _by_run(targets).items()}

    def make(target: Target) -> Change:
        view, item = target.view, target.item
        is_early = doubts.is_out_of_order(view, item, together[_part(target)])
        return acts.tick(view.run.key, item, on, is_out_of_order=is_early)

    for target in change_items(session, targets, make):
        if missing := doubts.open_before(target.view, target.item, []):
            early = f'"{target.item.title}" is ticked before "{missing[0].title}", which is open'
            session.out.note(early)
        if target.item.irreversible:
            one_way = "is one way: unticking it here takes nothing back there"
            session.out.note(f'"{target.item.title}" {one_way}')
    return 0


def untick(session: Session) -> int:
    """Set items to do again."""
    _, targets = named_items(session)
    change_items(session, targets, lambda each: acts.untick(each.view.run.key, each.item))
    return 0


def wait(session: Session) -> int:
    """Set items waiting; of one that waits already this changes for whom and when to chase."""
    args, today = session.args, session.workplace.today
    given_since = acts.parse_past_day(args.since, today)
    given_chase = acts.parse_day(args.chase, today)

    def make(target: Target) -> Change:
        progress = target.view.progress(target.item)
        is_waiting = progress.status == Status.WAITING
        since = given_since or (progress.since if is_waiting else None) or today
        chase = given_chase or acts.chase_day(target.item, given_since or today)
        run = target.view.run.key
        return acts.wait(run, target.item, args.who, since, chase, args.case)

    return _set(session, make)


def chase(session: Session) -> int:
    """Record that waiting items were chased today."""
    today = session.workplace.today
    given = acts.parse_day(session.args.chase, today)

    def make(target: Target) -> Change:
        if target.view.progress(target.item).status != Status.WAITING:
            raise UsageError(f'"{target.item.title}" is not waiting; set it waiting with wait')
        chase_on = given or acts.chase_day(target.item, today)
        return acts.chase(target.view.run.key, target.item, today, chase_on)

    targets = _that_fit(session, is_asking=True)
    changed = change_items(session, targets, make)
    if len(changed) < len(targets):
        session.out.note("chased today already: nothing new was written; a note can tell more")
    return 0


def na(session: Session) -> int:
    """Set items not applicable."""
    reason = session.args.reason
    return _set(session, lambda each: acts.not_applicable(each.view.run.key, each.item, reason))


def refuse(session: Session) -> int:
    """Set items refused."""
    reason = session.args.reason
    return _set(session, lambda each: acts.refuse(each.view.run.key, each.item, reason))


def _set(session: Session, make: MakeChange) -> int:
    targets = _that_fit(session, is_asking=not session.args.yes)
    if not session.args.yes:
        _refuse_to_untick(targets)
    change_items(session, targets, make)
    return 0


def _refuse_to_untick(targets: list[Target]) -> None:
    """Ask once before items that are done become anything else.

    Raises:
        UsageError: the answer is no, or nobody can be asked.
    """
    groups = _by_run(targets).values()
    doubt = next(
        filter(None, (doubts.done_doubt(each[0].view, _items(each)) for each in groups)), ""
    )
    if not doubt:
        return
    if not can_ask():
        raise UsageError(f"{doubt} Nothing was changed; --yes takes the tick off")
    if not ask_until(f"{doubt} {doubts.LOSE_TICK} y/N", facts.yes_or_no):
        raise UsageError("nothing was changed")


def _that_fit(session: Session, *, is_asking: bool) -> list[Target]:
    """Return the items that the arguments name, after their facts were asked.

    Raises:
        UsageError: a fact of the partner rules one of them out.
    """
    partner, targets = named_items(session)
    if is_asking and can_ask() and session.args.customer is None:
        partner = _with_answers(session, partner, targets)
        targets = [replace(each, view=replace(each.view, partner=partner)) for each in targets]
    for target in targets:
        if why := facts.why_not(target.view, target.item):
            whom = f" --customer {customer_id(target)}" if customer_id(target) else ""
            answer = session.command(f"fact {partner.id} {target.item.fact}{whom}")
            change = f"{answer} changes the answer"
            raise UsageError(f'"{target.item.title}" does not apply: {why} ({change})')
    return targets


def _with_answers(session: Session, partner: Partner, targets: list[Target]) -> Partner:
    """Ask the facts that are not known; nothing typed leaves one unknown."""
    asked = {
        fact.id: fact for each in targets for fact in facts.unknown_facts(each.view, [each.item])
    }
    for fact in asked.values():
        known = ask_until(f"{fact.question} y, n, or enter:", facts.yes_or_no)
        if known is not None:
            change = facts.answer_change(fact.id, known)
            partner = session.workplace.store.change(partner.id, [change]).partner
    return partner


def _refuse_unless_meant(targets: list[Target]) -> None:
    """Ask what must be asked before items are ticked, once for all of them.

    Raises:
        UsageError: the answer is no, or nobody can be asked.
    """
    groups = [(each[0].view, _items(each)) for each in _by_run(targets).values()]
    found = (doubts.order_doubt(view, items) for view, items in groups)
    early = list(dict.fromkeys(filter(None, found)))
    is_one_way = any(doubts.is_one_way(view, items) for view, items in groups)
    if (early or is_one_way) and not can_ask():
        told = " ".join([*early, *[doubts.ONE_WAY] * is_one_way])
        raise UsageError(f"{told} Nothing was ticked; --yes ticks all the same")
    for doubt in early:
        if not ask_until(f"{doubt} Tick all the same? y/N", facts.yes_or_no):
            raise UsageError("nothing was ticked")
    if is_one_way:
        _refuse_unless_named(groups[0][0], len(groups))


def _refuse_unless_named(view: RunView, count: int) -> None:
    """Ask for the partner's name before a one-way door, for customers only yes or no."""
    partner = view.partner
    if view.customer is not None:
        whom = view.name if count == 1 else f"{count} customers"
        if not ask_until(f"{doubts.ONE_WAY} Tick for {whom}? y/N", facts.yes_or_no):
            raise UsageError("nothing was ticked")
        return
    typed = ask(f"{doubts.ONE_WAY} To tick, type {partner.id} or the name:")
    if not doubts.names_partner(partner, typed):
        raise UsageError("nothing was ticked: that is neither the partner's id nor its name")


def _part(target: Target) -> tuple[str, str]:
    """Return what names the part of a run in which an item is."""
    return target.view.run.key, customer_id(target)


def _by_run(targets: list[Target]) -> dict[tuple[str, str], list[Target]]:
    ordered = sorted(targets, key=_part)
    return {part: list(group) for part, group in groupby(ordered, _part)}


def _items(targets: list[Target]) -> list[Item]:
    return [each.item for each in targets]


COMMANDS = {
    "tick": tick,
    "untick": untick,
    "wait": wait,
    "chase": chase,
    "na": na,
    "refuse": refuse,
}
