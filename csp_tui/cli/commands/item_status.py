"""``tick``, ``wait`` and the other commands that set the status of items, all in one step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from csp_tui.cli.changes.change_items import MakeChange, change_items, named_items
from csp_tui.cli.changes.over_partners import (
    change_everywhere,
    doubts_of_unticking,
)
from csp_tui.cli.changes.questions import (
    ask_unknown_facts,
    by_part,
    confirm_ticking,
    confirm_unticking,
    count_of_one_way,
    items_of,
    part_of,
    ticking_doubts,
    unticking_doubt,
)
from csp_tui.cli.commands.chase_texts import print_chase_texts
from csp_tui.cli.output.asking import can_ask
from csp_tui.cli.session import Session
from csp_tui.cli.targets.customers import customer_id
from csp_tui.cli.targets.resolve import Target
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.days import parse_day, parse_past_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.describe.rules import ticked_rule
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Status
from csp_tui.core.runs import facts, item_changes, tick_warnings
from csp_tui.core.runs.ticked_rules import ticked_wordings


def tick(session: Session) -> int:
    """Set items done; ask first where there is a reason to hesitate.

    The reasons: an item is refused or one way, or its prerequisite is open. An item is one way if
    it stands for an act outside csp-tui that cannot be undone. With ``--yes`` nothing is asked.

    Returns:
        The exit code: 0; with ``--all``, that of the first partner that could not be saved.

    Raises:
        NotFoundError: an item is not found; with ``--all``, no item is left to change.
        UsageError: an item does not apply (with ``--all`` it is left out); or the user says no, or
            cannot be asked.
    """
    on = parse_past_day(session.args.on, session.workplace.today)
    if session.args.every:

        def make_alone(target: Target) -> Change:
            view, item = target.view, target.item
            is_early = tick_warnings.is_out_of_order(view, item, [item])
            return item_changes.tick(view.run.key, item, on, is_out_of_order=is_early)

        return change_everywhere(session, make_alone, ticking_doubts, count_of_one_way)
    targets = _applicable_items(session, is_asking=not session.args.yes)
    if session.is_dry_run:
        for doubt in ticking_doubts(targets):
            session.out.note(doubt)
    elif not session.args.yes:
        confirm_ticking(targets, can_ask=can_ask())
    together = {key: items_of(group) for key, group in by_part(targets).items()}

    def make(target: Target) -> Change:
        view, item = target.view, target.item
        is_early = tick_warnings.is_out_of_order(view, item, together[part_of(target)])
        return item_changes.tick(view.run.key, item, on, is_out_of_order=is_early)

    changed = change_items(session, targets, make)
    for target in [] if session.is_dry_run else changed:
        if missing := tick_warnings.open_before(target.view, target.item, []):
            early = _('"{item}" is ticked before "{missing}", which is open')
            session.out.note(early.format(item=target.item.title, missing=missing[0].title))
    _note_one_way(session, [] if session.is_dry_run else changed)
    return 0


def _note_one_way(session: Session, targets: Iterable[Target]) -> None:
    """Print a note for each of `targets` that is one way: its tick can be taken off only here."""
    one_way = _('"{item}" is one way: unticking it here undoes nothing there')
    for target in targets:
        if target.item.irreversible:
            session.out.note(one_way.format(item=target.item.title))


def untick(session: Session) -> int:
    """Set items to do again; with ``--all``, items that are to do already are left out.

    Returns:
        The exit code: 0; with ``--all``, that of the first partner that could not be saved.

    Raises:
        NotFoundError: an item is not found; with ``--all``, no item is left to change.
    """

    def make(target: Target) -> Change:
        if target.view.progress(target.item).status == Status.TODO:
            raise UsageError(_("it is to do"))
        return item_changes.untick(target.view.run.key, target.item)

    if session.args.every:
        return change_everywhere(session, make, doubts_of_unticking)
    _partner, targets = named_items(session)
    was_done = [each for each in targets if each.view.progress(each.item).status == Status.DONE]
    change_items(session, targets, lambda each: item_changes.untick(each.view.run.key, each.item))
    _note_one_way(session, was_done)
    return 0


def confirm(session: Session) -> int:
    """Record that done items are still true under a rule that has changed since.

    Without ``--all``, first print the old and the new rule of each.

    Returns:
        The exit code: 0; with ``--all``, that of the first partner that could not be saved.

    Raises:
        NotFoundError: an item is not found; with ``--all``, no item is left to confirm.
        UsageError: an item has nothing to confirm; nothing is then recorded. With ``--all`` such an
            item is left out instead.
    """
    if session.args.every:
        return change_everywhere(session, _confirmed)
    _partner, targets = named_items(session)
    for each in targets:
        _confirmed(each)
    for each in [] if session.args.json or session.out.quiet else targets:
        rule = each.view.to_confirm(each.item) or each.item
        known = ticked_wordings(session.workplace.store, each.view)
        was = ticked_rule(known.get(each.item.id, ""), rule)
        session.out.pairs([(_("was"), was), (_("is"), rule.wording)])
    change_items(session, targets, _confirmed)
    return 0


def _confirmed(target: Target) -> Change:
    if (rule := target.view.to_confirm(target.item)) is None:
        message = _('"{item}" has nothing to confirm: {why}')
        raise UsageError(message.format(item=target.item.title, why=_why_not(target)))
    return item_changes.confirm(target.view.run.key, target.item, rule)


def _why_not(target: Target) -> str:
    if target.view.progress(target.item).status != Status.DONE:
        return _("it is not done; tick does that")
    if target.view.has_newer_rule(target.item):
        return _("the newest edition asks for it in several items; migrate moves the run")
    return _("its rule is the one that was ticked")


def wait(session: Session) -> int:
    """Set items waiting; of those that wait already, change party and chase day.

    Without ``--since``, an item that waits keeps its day, and another gets today. Without
    ``--chase``, the chase day is the item's usual wait after ``--since``, or after today without
    that. The user is asked before done items lose their tick, unless ``--yes``.

    Returns:
        The exit code: 0; with ``--all``, that of the first partner that could not be saved.

    Raises:
        NotFoundError: an item is not found; with ``--all``, no item is left to change.
        UsageError: an item does not apply (with ``--all`` it is left out); or the user says no, or
            cannot be asked.
    """
    args, today = session.args, session.workplace.today
    given_since = parse_past_day(args.since, today)
    given_chase = parse_day(args.chase, today)

    def make(target: Target) -> Change:
        progress = target.view.progress(target.item)
        is_waiting = progress.status == Status.WAITING
        since = given_since or (progress.since if is_waiting else None) or today
        chase = given_chase or item_changes.chase_day(target.item, given_since or today)
        run = target.view.run.key
        return item_changes.wait(run, target.item, args.who, since, chase, args.case)

    return _set(session, make)


def chase(session: Session) -> int:
    """Record that the user chased waiting items today, and set the next chase day.

    Without ``--chase`` the next chase day is the item's usual wait after today. With ``--text``,
    print for each item a mail that chases, and record nothing.

    Returns:
        The exit code: 0; with ``--all``, that of the first partner that could not be saved.

    Raises:
        NotFoundError: an item is not found; with ``--all``, no item waits.
        UsageError: an item does not wait or apply; nothing is then recorded. With ``--all`` such an
            item is left out instead.
    """
    if session.args.wants_text:
        return print_chase_texts(session)
    today = session.workplace.today
    given = parse_day(session.args.chase, today)

    def make(target: Target) -> Change:
        if target.view.progress(target.item).status != Status.WAITING:
            message = _('"{item}" is not waiting; set it waiting with wait')
            raise UsageError(message.format(item=target.item.title))
        chase_on = given or item_changes.chase_day(target.item, today)
        return item_changes.chase(target.view.run.key, target.item, today, chase_on)

    if session.args.every:
        return change_everywhere(session, make)
    targets = _applicable_items(session, is_asking=True)
    changed = change_items(session, targets, make)
    if len(changed) < len(targets):
        message = _("chased today already: nothing new was written; a note can tell more")
        session.out.note(message)
    return 0


def na(session: Session) -> int:
    """Set items not applicable.

    The user is asked before done items lose their tick, unless ``--yes``.

    Returns:
        The exit code: 0; with ``--all``, that of the first partner that could not be saved.

    Raises:
        NotFoundError: an item is not found; with ``--all``, no item is left to change.
        UsageError: a fact excludes an item already (with ``--all`` it is left out); or the user
            says no, or cannot be asked.
    """
    reason = session.args.reason
    return _set(
        session, lambda each: item_changes.not_applicable(each.view.run.key, each.item, reason)
    )


def refuse(session: Session) -> int:
    """Set items refused; ask before done items lose their tick, unless ``--yes``.

    Returns:
        The exit code: 0; with ``--all``, that of the first partner that could not be saved.

    Raises:
        NotFoundError: an item is not found; with ``--all``, no item is left to change.
        UsageError: an item does not apply (with ``--all`` it is left out); or the user says no, or
            cannot be asked.
    """
    reason = session.args.reason
    return _set(session, lambda each: item_changes.refuse(each.view.run.key, each.item, reason))


def _set(session: Session, make: MakeChange) -> int:
    if session.args.every:
        return change_everywhere(session, make, doubts_of_unticking)
    targets = _applicable_items(session, is_asking=not session.args.yes)
    if session.is_dry_run and (doubt := unticking_doubt(targets)):
        session.out.note(doubt)
    elif not (session.is_dry_run or session.args.yes):
        confirm_unticking(targets, can_ask=can_ask())
    change_items(session, targets, make)
    return 0


def _applicable_items(session: Session, *, is_asking: bool) -> list[Target]:
    """Return the items that the command line names or ``--filter`` chooses, if all apply.

    Args:
        session: the session of the command.
        is_asking: whether to ask the user the unknown facts on which items of the partner depend.
            They are asked only on a terminal, and never in a dry run or with ``--customer``.

    Raises:
        UsageError: an item does not apply because of a fact of the partner or customer.
    """
    partner, targets = named_items(session)
    is_asking = is_asking and can_ask() and not session.is_dry_run
    if is_asking and session.args.customer is None:
        partner = ask_unknown_facts(session, partner, targets)
        targets = [replace(each, view=replace(each.view, partner=partner)) for each in targets]
    for target in targets:
        if why := facts.why_not(target.view, target.item):
            whom = f" --customer {customer_id(target)}" if customer_id(target) else ""
            answer = command_line(f"fact {partner.id} {target.item.fact}{whom}")
            message = _('"{item}" does not apply: {why} ({command} changes the answer)')
            raise UsageError(message.format(item=target.item.title, why=why, command=answer))
    return targets


COMMANDS = {
    "tick": tick,
    "untick": untick,
    "confirm": confirm,
    "wait": wait,
    "chase": chase,
    "na": na,
    "refuse": refuse,
}
