"""Change the items that a command names, in one step, and print the result."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date

from csp_tui.cli.changes.saved import saved_line
from csp_tui.cli.output.output import LabelledValue
from csp_tui.cli.output.run_words import counts_of_runs
from csp_tui.cli.session import Session
from csp_tui.cli.targets.choose import refuse_without_all
from csp_tui.cli.targets.customers import (
    customer_id,
    find_customers,
    for_customers,
    in_part_of,
    names_or_count,
    reloaded,
)
from csp_tui.cli.targets.open_runs import refuse_closed
from csp_tui.cli.targets.resolve import Target, find_items, find_partner, find_views
from csp_tui.core.base.errors import NotFoundError, UsageError
from csp_tui.core.base.language import N_, _, pgettext
from csp_tui.core.describe.item import mark, word
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner, Status
from csp_tui.core.runs.item_filters import Asked, filter_called, filtered, titles
from csp_tui.core.store.saved import Saved

_EDITED = {"": N_("state"), "note": N_("note"), "evidence": N_("evidence"), "set": N_("set")}
_WAS_EDITED = {
    "note": N_("note set"),
    "evidence": N_("evidence set"),
    "set": N_("values set"),
}
"""The kind of an edit to its words at the end of the printed line."""

MakeChange = Callable[[Target], Change]


def named_items(session: Session) -> tuple[Partner, list[Target]]:
    """Return the partner and the items that the command line names or ``--filter`` chooses.

    With ``--customer``, an item is returned once for each customer named.

    Raises:
        NotFoundError, UsageError: the partner, an item or a customer is not found, or more than one
            fits.
        UsageError: no item is named or chosen; an option goes together with ``--all``; an item is
            in a closed run; or an item is per customer and ``--customer`` is missing, or the
            reverse.
        InvalidFileError: a file cannot be read.
    """
    args = session.args
    if args.partner is None:
        raise UsageError(_("name a partner and its items, or say --all"))
    refuse_without_all(
        {
            "--item": args.item,
            "--view": args.view,
            "--waits-for" if args.command == "wait" else "--for": args.whom,
            "--owned-by" if args.command == "set" else "--owner": args.owned_by,
            "--mine": args.mine,
            "--role": args.role,
        }
    )
    partner = find_partner(session.workplace, args.partner)
    workplace = session.workplace
    if args.filter:
        return partner, _filtered(session, partner)
    if not args.items:
        raise UsageError(_("name the items, or choose them with --filter"))
    found = find_items(workplace, partner, args.items, args.run)
    refuse_closed(target.view for target in found)
    return partner, for_customers(workplace, partner, found, args.customer)


def _filtered(session: Session, partner: Partner) -> list[Target]:
    """Return the items in open runs that ``--filter`` chooses; never an empty list.

    With ``--run`` only that run is looked at. The items are those of the partner itself; with
    ``--customer``, per-customer items, once for each of the customers named. Warn of runs that
    cannot be read.

    Raises:
        UsageError: the command line names items, too; all runs are closed; there is no such filter.
        NotFoundError: the filters choose no item.
        NotFoundError, UsageError: no run or customer fits, or more than one.
        CspTuiError: no run can be read, or the file of a customer cannot be read.
    """
    args, workplace = session.args, session.workplace
    if args.items:
        raise UsageError(_("name items or say --filter, not both"))
    found_views, failures = find_views(workplace, partner, args.run)
    for failure in failures:
        session.out.warn(str(failure))
    views = [view for view in found_views if not view.is_closed]
    if not views:
        refuse_closed(found_views)
    if args.customer is not None:
        customers = find_customers(workplace, partner, args.customer)
        having = [view for view in views if view.customer_items]
        views = [view.of_customer(customer) for customer in customers for view in having]
    chosen = [filter_called(each) for each in args.filter]
    asked = Asked(workplace.today, workplace.actor)
    found = [Target(view, item) for view in views for item in filtered(chosen, view, asked)]
    if not found:
        message = _('no item of {partner} is "{filter}"')
        raise NotFoundError(message.format(partner=partner.name, filter=titles(chosen)))
    return found


def change_items(
    session: Session, targets: list[Target], make: MakeChange, edited: str = ""
) -> list[Target]:
    """Change items in one step and print the result, unless the output is quiet.

    With ``--json`` the saved change is printed in any case.

    Args:
        session: the session of the command.
        targets: the items, at least one, all of one partner.
        make: returns the change to make to an item.
        edited: the kind of edit, a key of `_WAS_EDITED`; "" if the change sets the status.

    Returns:
        The items whose values differ from before, as they are now.

    Raises:
        CspTuiError: nothing was saved, as in Store.change.
    """
    workplace = session.workplace
    partner_id = targets[0].view.partner.id
    changes = [in_part_of(target, make(target)) for target in targets]
    saved = workplace.store.change(partner_id, changes)
    now = reloaded(workplace, saved, targets)
    if session.args.json:
        session.print_json_of_saved(saved)
    elif not session.out.quiet:
        before = {_place(target): target for target in targets}
        _report(session, saved, now, before, edited)
    changed = {(line.run, line.item, line.customer) for line in saved.lines}
    return [each for each in now if _place(each) in changed]


def _place(target: Target) -> tuple[str, str, str]:
    return target.view.run.key, target.item.id, customer_id(target)


def _title(target: Target) -> str:
    if target.view.customer is None:
        return target.item.title
    return _("{item} for {customers}").format(
        item=target.item.title, customers=target.view.customer.name
    )


def _report(
    session: Session,
    saved: Saved,
    targets: list[Target],
    before: Mapping[tuple[str, str, str], Target],
    edited: str,
) -> None:
    changed = {(line.run, line.item, line.customer) for line in saved.lines}
    runs = list(dict.fromkeys(target.view.run.key for target in targets))
    counts = counts_of_runs(session.workplace, saved.partner, runs)
    out = session.out
    if out.plain:
        for target in targets:
            is_new = _place(target) in changed
            out.pairs([(_("item"), _title(target)), (_("state"), word(target.view, target.item))])
            out.pairs(_waits_for(session, target))
            chase, was = _chase_days(session, target, before[_place(target)])
            out.pairs([(_("chase on"), chase), (_("chase day before"), was)])
            what = _(_EDITED[edited]) if is_new else _("nothing, it was so already")
            out.pairs([(out.done(pgettext("act", "changed")), what)])
        out.pairs([(_("partner"), saved.partner.name), (_("counts"), counts)])
        if changed:
            out.pairs([(_("saved"), session.when(saved))])
        return
    remarks = [_remark(session, each, before[_place(each)]) for each in targets]
    acts = [*_states(targets, remarks, changed)]
    act = f", {_(_WAS_EDITED[edited])}" if edited and changed else ""
    out.confirmation(saved_line(session, _("; ").join(acts) + act, saved, counts))


def _states(
    targets: list[Target],
    remarks: Sequence[str],
    changed: Collection[tuple[str, str, str]],
) -> Iterator[str]:
    """Yield a text for each state that items have now: ``[~] GDAP for 300 customers``.

    Items that the change did not alter have a text of their own: ``already [~] GDAP ...``.

    Args:
        targets: the items after the change.
        remarks: the remark on each item, as `_remark` returns it.
        changed: the `_place` of each item that the change altered.
    """
    groups: dict[tuple[bool, str], dict[tuple[str, str], list[str]]] = {}
    for target, remark in zip(targets, remarks, strict=True):
        group = groups.setdefault((_place(target) in changed, mark(target.view, target.item)), {})
        names = group.setdefault((target.item.title, remark), [])
        names += [target.view.customer.name] if target.view.customer else []
    for (is_new, state), items in groups.items():
        titles = _("; ").join(_with_names(*each, names) for each, names in items.items())
        text = f"{state} {titles}"
        yield text if is_new else _("already {items}").format(items=text)


def _with_names(title: str, remark: str, names: list[str]) -> str:
    """Return an item's title with customers and remark: ``GDAP for 5 customers (chase on 1 Dec)``.

    Args:
        title: the title of the item.
        remark: the remark on the item, or "".
        names: the customers for whom the item was changed: up to three are named, more are counted.
            Empty for an item of the partner.
    """
    if names:
        title = _("{item} for {customers}").format(item=title, customers=names_or_count(names))
    return f"{title} ({remark})" if remark else title


def _remark(session: Session, target: Target, before: Target) -> str:
    """Return a remark on an item: ``Microsoft, case 12, chase on 1 Dec, was 24 Nov``.

    After ``wait`` it has the party and the case; after any command the chase day, and the former
    chase day if the item had another one. What is not recorded is left out; "" if nothing is.

    Args:
        session: the session of the command.
        target: the item after the change.
        before: the item before the change.
    """
    chase_on, was = _chase_days(session, target, before)
    day = _("chase on {day}, was {before}") if was else _("chase on {day}")
    said = [value for _label, value in _waits_for(session, target)]
    return ", ".join([*said, *[day.format(day=chase_on, before=was)] * bool(chase_on)])


def _waits_for(session: Session, target: Target) -> list[LabelledValue]:
    """Return whom an item waits for and its case, each with a label.

    What is not recorded is left out. Empty after any other command than ``wait``.
    """
    progress = target.view.progress(target.item)
    if session.args.command != "wait":
        return []
    case = _("case {value}").format(value=progress.case) if progress.case else ""
    found = ((_("waiting for"), progress.waiting_for), (_("case"), case))
    return [(label, value) for label, value in found if value]


def _chase_days(session: Session, target: Target, before: Target) -> tuple[str, str]:
    """Return an item's present and former chase day as texts.

    The first is "" if the item has no chase day; the second is "" unless both exist and differ.

    Args:
        session: the session of the command.
        target: the item after the change.
        before: the item before the change.
    """
    now, then = _chase_on(target), _chase_on(before)
    was = session.day(then) if now and then and now != then else ""
    return session.day(now) if now else "", was


def _chase_on(target: Target) -> date | None:
    progress = target.view.progress(target.item)
    return progress.chase_on if progress.status == Status.WAITING else None
