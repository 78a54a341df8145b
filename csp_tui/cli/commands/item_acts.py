"""``tick``, ``wait`` and the other acts on items: all items of one command in one step."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date

from csp_tui.cli.customer_targets import customer_id, for_customers, placed, renewed
from csp_tui.cli.resolve import Target, find_items, find_partner
from csp_tui.cli.session import Session
from csp_tui.cli.wording import standing
from csp_tui.core import acts
from csp_tui.core.changes import Change
from csp_tui.core.clock import local_time
from csp_tui.core.describe import mark, word
from csp_tui.core.errors import UsageError
from csp_tui.core.progress import Status
from csp_tui.core.store import Saved

LONGEST_TEXT = 100_000
"""Characters of a note or evidence; a whole case history fits, a core dump does not."""

MakeChange = Callable[[Target], Change]


def tick(session: Session) -> int:
    """Set items done."""
    on = acts.parse_day(session.args.on, session.workplace.today)
    return _change(session, lambda target: acts.tick(target.view.run.key, target.item, on))


def untick(session: Session) -> int:
    """Set items to do again."""
    return _change(session, lambda target: acts.untick(target.view.run.key, target.item))


def wait(session: Session) -> int:
    """Set items waiting; on one that waits already this records the next day to chase."""
    args, today = session.args, session.workplace.today
    given_since = acts.parse_day(args.since, today)
    given_chase = acts.parse_day(args.chase, today)

    def make(target: Target) -> Change:
        progress = target.view.progress(target.item)
        is_waiting = progress.status == Status.WAITING
        since = given_since or (progress.since if is_waiting else None) or today
        chase = given_chase or acts.chase_day(target.item, given_since or today)
        run = target.view.run.key
        return acts.wait(run, target.item, args.who, since, chase, args.case)

    return _change(session, make)


def na(session: Session) -> int:
    """Set items not applicable."""
    reason = session.args.reason
    return _change(
        session, lambda target: acts.not_applicable(target.view.run.key, target.item, reason)
    )


def refuse(session: Session) -> int:
    """Set items refused."""
    reason = session.args.reason
    return _change(session, lambda target: acts.refuse(target.view.run.key, target.item, reason))


def note(session: Session) -> int:
    """Set the note of an item."""
    return _edit(session, "note", note=_text(session))


def evidence(session: Session) -> int:
    """Set the evidence of an item; the day of an older one does not stand beside a new one."""
    as_of = acts.parse_day(session.args.as_of, session.workplace.today)
    return _edit(session, "evidence", evidence=_text(session), as_of=as_of)


def set_values(session: Session) -> int:
    """Set the owner or the due date of an item."""
    args = session.args
    values: dict[str, str | date | None] = {}
    if args.owner is not None:
        values["owner"] = args.owner
    if args.due is not None:
        values["due"] = acts.parse_day(args.due, session.workplace.today)
    if not values:
        raise UsageError("say what to set: --owner or --due")
    return _edit(session, "set", **values)


def _text(session: Session) -> str:
    """Return the text that was given, or what stands on standard input for ``-``."""
    text = str(session.args.text)
    if text == "-":
        if sys.stdin is None:
            raise UsageError("standard input is closed")
        try:
            text = sys.stdin.read(LONGEST_TEXT + 1)
        except UnicodeDecodeError as error:
            raise UsageError("standard input is no text in the terminal's encoding") from error
    if len(text) > LONGEST_TEXT:
        raise UsageError(f"the text is longer than {LONGEST_TEXT:,} characters")
    return text


def _edit(session: Session, do: str, **values: str | date | None) -> int:
    def make(target: Target) -> Change:
        return acts.edit(do, target.view.run.key, target.item, **values)

    return _change(session, make, do)


def _change(session: Session, make: MakeChange, edited: str = "") -> int:
    """Change the items that the arguments name in one step and say what was done."""
    workplace, args = session.workplace, session.args
    partner = find_partner(workplace, args.partner)
    found = find_items(workplace, partner, args.items, args.run)
    targets = for_customers(workplace, partner, found, args.customer)
    changes = [placed(target, make(target)) for target in targets]
    saved = workplace.store.change(partner.id, changes)
    now = renewed(workplace, saved, targets)
    if not session.out.quiet:
        _report(session, saved, now, edited)
    changed = {(line.run, line.item, line.customer) for line in saved.lines}
    warned = [each for each in now if _place(each) in changed and not edited]
    for sentence in dict.fromkeys(each for target in warned for each in _doubts(target)):
        session.out.note(sentence)
    return 0


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
            out.facts(
                [("changed", (edited or "state") if is_new else "nothing, it was so already")]
            )
        out.facts([("partner", saved.partner.name), ("counts", counts)])
        if changed:
            out.facts([("saved", local_time(saved.at))])
        return
    groups: dict[tuple[bool, str], list[str]] = {}
    for target in targets:
        is_new = _place(target) in changed
        group = groups.setdefault((is_new, mark(target.view, target.item)), [])
        group.append(_title(target))
    told = "; ".join(
        f"{'' if is_new else 'already '}{state} {'; '.join(titles)}"
        for (is_new, state), titles in groups.items()
    )
    act = f", {edited if edited != 'set' else 'values'} set" if edited and changed else ""
    when = f"saved {local_time(saved.at)}" if changed else "nothing to change"
    out.line(f"{told}{act} - {saved.partner.name}: {counts} ({when})")


def _doubts(target: Target) -> Iterator[str]:
    """Yield where a tick came before what it depends on, or stands for a step of no return."""
    view, item = target.view, target.item
    if view.progress(item).status != Status.DONE:
        return
    if missing := view.missing(item):
        yield f'"{item.title}" is ticked before "{missing[0].title}", which is open'
    if item.irreversible:
        yield f'"{item.title}" is one way: unticking it here takes nothing back there'


COMMANDS = {
    "tick": tick,
    "untick": untick,
    "wait": wait,
    "na": na,
    "refuse": refuse,
    "note": note,
    "evidence": evidence,
    "set": set_values,
}
