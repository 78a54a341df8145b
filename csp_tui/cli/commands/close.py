"""``close``: close a run, or open it again."""

from __future__ import annotations

from csp_tui.cli.changes.saved import print_saved
from csp_tui.cli.output.asking import confirm
from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import find_partner, find_run
from csp_tui.core.base.errors import CspTuiError, NotFoundError, UsageError
from csp_tui.core.base.language import N_, _, pgettext
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import partner_runs
from csp_tui.core.runs.run_name import name_of, short_name_of
from csp_tui.core.runs.run_questions import left_open
from csp_tui.core.workplace.workplace import Workplace

_CLOSED = {
    partner_runs.COMPLETED: N_("closed as completed"),
    partner_runs.ABANDONED: N_("closed as abandoned"),
}


def close(session: Session) -> int:
    """Close a run with ``--outcome``, or open it again with ``--reopen``; return exit code 0.

    Before a run with open required items or incomplete customers is closed as completed, the user
    is asked, unless ``--yes``; a dry run only says so.

    Raises:
        NotFoundError: there is no such partner or run.
        UsageError: the run is closed already, or with ``--reopen`` is open; several runs could be
            meant; or the user says no.
    """
    args, workplace = session.args, session.workplace
    partner = find_partner(workplace, args.partner)
    key = _run(workplace, partner, args.run, is_closed=args.reopen)
    run = partner.runs[key]
    if args.reopen:
        if not run.closed:
            message = _('the run "{run}" of {partner} is not closed')
            raise UsageError(message.format(run=key, partner=partner.name))
        change = partner_runs.reopen(key)
    else:
        if run.closed:
            ending = partner_runs.ending(run, workplace.today)
            message = _('the run "{run}" of {partner} is already {ending}')
            raise UsageError(message.format(run=key, partner=partner.name, ending=ending))
        change = _closing(session, partner, key)
    saved = workplace.store.change(partner.id, [change])
    act = pgettext("act", "opened again") if args.reopen else _(_CLOSED[args.outcome])
    print_saved(session, (act, _name(workplace, partner, key)), saved, [key])
    return 0


def _closing(session: Session, partner: Partner, key: str) -> Change:
    args, workplace = session.args, session.workplace
    if args.outcome == partner_runs.COMPLETED and not args.yes:
        view = workplace.view(partner, key)
        if left := left_open(view):
            _confirm(session, left, short_name_of(view))
    return partner_runs.close(key, args.outcome, workplace.clock())


def _confirm(session: Session, doubt: str, run: str) -> None:
    if session.is_dry_run:
        session.out.note(doubt)
        return
    unasked = _("{doubt}; say --yes to close {run} as completed anyway")
    question = _("{doubt}. Close {run} as completed anyway? y/N:")
    confirm(
        question.format(doubt=doubt, run=run),
        unasked=unasked.format(doubt=doubt, run=run),
        refused=_("nothing was closed"),
    )


def _run(workplace: Workplace, partner: Partner, word: str | None, *, is_closed: bool) -> str:
    """Return the key of the run that `word` names; without `word`, of the only one there is.

    Args:
        workplace: where titles are read.
        partner: whose run it is.
        word: what the user typed.
        is_closed: without `word`, True takes the only closed run, False the only open one.

    Raises:
        NotFoundError, UsageError: no run fits, or more than one.
    """
    if word is not None:
        return find_run(workplace, partner, word)
    keys = [key for key, run in partner.runs.items() if bool(run.closed) is is_closed]
    if len(keys) == 1:
        return keys[0]
    if not keys:
        message = _("{partner} has no closed run") if is_closed else _("{partner} has no open run")
        raise NotFoundError(message.format(partner=partner.name))
    message = (
        _("{partner} has several closed runs; name one: {runs}")
        if is_closed
        else _("{partner} has several open runs; name one: {runs}")
    )
    raise UsageError(message.format(partner=partner.name, runs=", ".join(keys)))


def _name(workplace: Workplace, partner: Partner, key: str) -> str:
    try:
        return name_of(workplace.view(partner, key))
    except CspTuiError:
        return key


COMMANDS = {"close": close}
