"""``close``: a run ends, or is opened again."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from csp_tui.cli.commands.partner_acts import report
from csp_tui.cli.resolve import find_partner, find_run
from csp_tui.cli.session import Session
from csp_tui.core import runs
from csp_tui.core.changes import Change
from csp_tui.core.counting import RunView
from csp_tui.core.errors import CspTuiError, NotFoundError, UsageError
from csp_tui.core.progress import Partner
from csp_tui.core.workplace import Workplace


def close(session: Session) -> int:
    """Close a run with its outcome, or open it again."""
    args, workplace = session.args, session.workplace
    partner = find_partner(workplace, args.partner)
    key = _run(workplace, partner, args.run, is_closed=args.reopen)
    run = partner.runs[key]
    if args.reopen:
        if not run.closed:
            raise UsageError(f'the run "{key}" of {partner.name} is not closed')
        change = runs.reopen(key)
    else:
        if run.closed:
            told = runs.ending(run, workplace.today)
            raise UsageError(f'the run "{key}" of {partner.name} is already {told}')
        change = _closing(session, partner, key)
    saved = workplace.store.change(partner.id, [change])
    act = "opened again" if args.reopen else f"closed as {args.outcome}"
    report(session, f"{act}: {_title(workplace, partner, key)}", saved, [key])
    return 0


def refuse_closed(views: Iterable[RunView]) -> None:
    """Raise UsageError where one of the runs is closed, for nothing in it is changed unasked."""
    for view in views:
        if view.is_closed:
            again = f"csp-tui close {view.partner.id} {view.run.key} --reopen"
            raise UsageError(f'the run "{view.run.key}" is closed; open it again first: {again}')


def _closing(session: Session, partner: Partner, key: str) -> Change:
    args, workplace = session.args, session.workplace
    if args.outcome == runs.COMPLETED and not args.yes:
        missing = workplace.view(partner, key).counts().required_open
        if missing:
            _confirm(missing)
    return runs.close(key, args.outcome, workplace.clock())


def _confirm(missing: int) -> None:
    are = "1 required item is" if missing == 1 else f"{missing} required items are"
    if not sys.stdin or not sys.stdin.isatty():
        raise UsageError(f"{are} open; say --yes to close it as completed all the same")
    sys.stderr.write(f"{are} open. Close it as completed all the same? y/N: ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
        raise UsageError("nothing was closed")


def _run(workplace: Workplace, partner: Partner, word: str | None, *, is_closed: bool) -> str:
    """Return the run that is meant: the one named, else the only one that is open (or closed)."""
    if word is not None:
        return find_run(workplace, partner, word)
    keys = [key for key, run in partner.runs.items() if bool(run.closed) is is_closed]
    if len(keys) == 1:
        return keys[0]
    state = "closed" if is_closed else "open"
    if not keys:
        raise NotFoundError(f"{partner.name} has no {state} run")
    raise UsageError(f"{partner.name} has several {state} runs; name one: {', '.join(keys)}")


def _title(workplace: Workplace, partner: Partner, key: str) -> str:
    try:
        return workplace.view(partner, key).checklist.title
    except CspTuiError:
        return key


COMMANDS = {"close": close}
