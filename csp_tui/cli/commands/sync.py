"""``sync``: exchange the data directory with other machines through a git repository."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from csp_tui.cli.dry_run import dry_run_of_all
from csp_tui.cli.session import Session
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.disk.cache_erasing import dry_run_directory
from csp_tui.core.disk.others_files import refuse_others_files
from csp_tui.core.disk.owners import is_shared
from csp_tui.core.exchange.git import Repository
from csp_tui.core.exchange.sync import Outcome, sync
from csp_tui.core.exchange.sync_checklists import shipped_file
from csp_tui.core.workplace.workplace import Workplace


def synchronize(session: Session) -> int:
    """Receive changes from the git repository and send ours; return 1 if a change was left out."""
    args, workplace = session.args, session.workplace
    data = workplace.places.data
    if data.is_dir() and is_shared(data):
        raise UsageError(_("a directory that a group shares is not carried by git; choose one way"))
    refuse_others_files(data, workplace.places.local)
    with ExitStack() as at_end:
        if args.dry_run:
            directory = at_end.enter_context(dry_run_directory())
            outcome = _exchanged(session, dry_run_of_all(workplace, directory))
            problems = [each.replace(str(directory), str(data)) for each in outcome.problems]
            outcome = replace(outcome, problems=problems)
        else:
            outcome = _exchanged(session, workplace)
    if args.json:
        session.out.json(
            received=outcome.taken_in,
            checklists=outcome.checklists,
            sent=outcome.sent,
            left_alone=outcome.problems,
            is_dry_run=args.dry_run,
        )
    else:
        _report(session, outcome)
    _warn_of_shadowing(session, outcome.checklists)
    return 1 if outcome.problems else 0


def _exchanged(session: Session, workplace: Workplace) -> Outcome:
    args = session.args
    repository = Repository(workplace.places.repository, session.environ)
    if args.remote:
        path = Path(args.remote).expanduser()
        repository.set_remote(str(path.absolute()) if path.exists() else args.remote)
    if not repository.remote:
        message = _("name the git repository once: {command}")
        raise UsageError(message.format(command=session.command("sync ADDRESS")))
    return sync(workplace, repository, is_dry_run=args.dry_run)


def _report(session: Session, outcome: Outcome) -> None:
    out = session.out
    for one in outcome.taken_in:
        out.confirmation(_("received for: {name}").format(name=one))
    for name in outcome.checklists:
        out.confirmation(_("received: {name}").format(name=name))
    for one in outcome.sent:
        out.confirmation(_("sent: {name}").format(name=one))
    for problem in outcome.problems:
        out.warn(_("left alone: {what}").format(what=problem))
    if not (outcome.taken_in or outcome.sent or outcome.checklists or outcome.problems):
        out.note(_("both sides are the same"))
    if session.args.dry_run:
        out.note(_("dry run: nothing was written"))


def _warn_of_shadowing(session: Session, received: Sequence[str]) -> None:
    """Print a warning for each received edition that is used instead of a shipped one."""
    workplace = session.workplace
    for name in received:
        own, shipped = workplace.places.data / name, shipped_file(workplace, name)
        if not shipped.exists() or "." in own.stem:  # a translation belongs to the file beside it
            continue
        if session.args.dry_run:
            message = _("{path} would be used instead of the edition that csp-tui ships")
            session.out.warn(message.format(path=own))
            continue
        message = _(
            "{path} is used instead of the edition that csp-tui ships; to see what differs: "
            "{diff}; to use the shipped one again: {remove}"
        )
        old, new = shlex.quote(str(shipped)), shlex.quote(str(own))
        diff, remove = f"diff -u {old} {new}", f"rm {new}"
        session.out.warn(message.format(path=own, diff=diff, remove=remove))


COMMANDS = {"sync": synchronize}
