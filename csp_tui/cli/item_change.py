"""Changing the items that a command names, in one step, and saying what was done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from csp_tui.cli.commands.closing import refuse_closed
from csp_tui.cli.customer_targets import customer_id, for_customers, named, placed, renewed
from csp_tui.cli.resolve import Target, find_items, find_partner
from csp_tui.cli.session import Session
from csp_tui.cli.wording import standing
from csp_tui.core.changes import Change
from csp_tui.core.clock import local_time
from csp_tui.core.describe import mark, word
from csp_tui.core.progress import Partner, Status
from csp_tui.core.store import Saved

MakeChange = Callable[[Target], Change]


def named_items(session: Session) -> tuple[Partner, list[Target]]:
    """Return the partner and the items that the arguments name."""
    args = session.args
    partner = find_partner(session.workplace, args.partner)
    found = find_items(session.workplace, partner, args.items, args.run)
    refuse_closed(target.view for target in found)
    return partner, for_customers(session.workplace, partner, found, args.customer)


def change_items(
    session: Session, targets: list[Target], make: MakeChange, edited: str = ""
) -> list[Target]:
    """Change items in one step and say what was done; return those that are different now.

    Args:
        session: the call.
        targets: the items, all of one partner.
        make: returns the change of one.
        edited: what was set, where it is not the state.
    """
    workplace = session.workplace
    partner_id = targets[0].view.partner.id
    changes = [placed(target, make(target)) for target in targets]
    saved = workplace.store.change(partner_id, changes)
    now = renewed(workplace, saved, targets)
    if not session.out.quiet:
        _report(session, saved, now, edited)
    changed = {(line.run, line.item, line.customer) for line in saved.lines}
    return [each for each in now if _place(each) in changed]


def _place(target: Target) -> tuple[str, str, str]:
    return target.view.run.key, target.item.id, customer_id(target)


def _title(target: Target) -> str:
    whom = f" for {target.view.customer.name}" if target.view.customer else ""
    return f"{target.item.title}{whom}"


def _report(session: Session, saved: Saved, targets: list[Target], edited: str) -> None:
    changed = {(line.run, line.item, line.customer) for line in saved.lines}
    runs = list(dict.fromkeys(target.view.run.key for target in targets))
    counts = standing(session.workplace, saved.partner, runs)
    out = session.out
    if out.plain:
        for target in targets:
            is_new = _place(target) in changed
            state = word(target.view, target.item)
            out.facts([("item", _title(target)), ("state", state)])
            out.facts([("chase on", _chase_on(target))])
            out.facts(
                [("changed", (edited or "state") if is_new else "nothing, it was so already")]
            )
        out.facts([("partner", saved.partner.name), ("counts", counts)])
        if changed:
            out.facts([("saved", local_time(saved.at))])
        return
    told = "; ".join(_told(targets, changed))
    act = f", {edited if edited != 'set' else 'values'} set" if edited and changed else ""
    when = f"saved {local_time(saved.at)}" if changed else "nothing to change"
    out.line(f"{told}{act} - {saved.partner.name}: {counts} ({when})")


def _told(targets: list[Target], changed: Collection[tuple[str, str, str]]) -> Iterator[str]:
    """Yield each state with the items that are in it: ``[~] GDAP set up for 300 customers``."""
    groups: dict[tuple[bool, str], dict[tuple[str, str], list[str]]] = {}
    for target in targets:
        group = groups.setdefault((_place(target) in changed, mark(target.view, target.item)), {})
        names = group.setdefault((target.item.title, _chase_on(target)), [])
        names += [target.view.customer.name] if target.view.customer else []
    for (is_new, state), items in groups.items():
        titles = [
            title
            + (f" for {named(names)}" if names else "")
            + (f" (chase on {chase_on})" if chase_on else "")
            for (title, chase_on), names in items.items()
        ]
        yield f"{'' if is_new else 'already '}{state} {'; '.join(titles)}"


def _chase_on(target: Target) -> str:
    progress = target.view.progress(target.item)
    is_waiting = progress.status == Status.WAITING
    return progress.chase_on.isoformat() if is_waiting and progress.chase_on else ""
