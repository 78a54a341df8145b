"""``sync``: exchange the data directory with other machines through a git repository."""

from __future__ import annotations

import contextlib
import shutil
from contextlib import ExitStack
from pathlib import Path

from csp_tui.cli.session import Session
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.disk.cache_erasing import dry_run_directory
from csp_tui.core.disk.others_files import refuse_others_files
from csp_tui.core.disk.owners import is_shared
from csp_tui.core.exchange.git import Repository
from csp_tui.core.exchange.sync import Outcome, sync


def synchronize(session: Session) -> int:
    """Receive changes from the git repository and send ours; return 1 if a change was left out."""
    args, workplace = session.args, session.workplace
    data = workplace.places.data
    if data.is_dir() and is_shared(data):
        raise UsageError(_("a directory that a group shares is not carried by git; choose one way"))
    refuse_others_files(data, workplace.places.local)
    with ExitStack() as at_end:
        path = workplace.places.repository
        if args.dry_run:
            directory = at_end.enter_context(dry_run_directory())
            path = _copy_of_repository(path, directory)
        outcome = _exchanged(session, Repository(path, session.environ))
    if args.json:
        session.out.json(
            received=outcome.taken_in,
            checklists=outcome.checklists,
            sent=outcome.sent,
            left_alone=outcome.problems,
        )
    else:
        _report(session, outcome)
    return 1 if outcome.problems else 0


def _copy_of_repository(repository: Path, directory: Path) -> Path:
    """Copy the git repository, if it exists, into `directory`; return the path of the copy."""
    copy = directory / repository.name
    with contextlib.suppress(FileNotFoundError):
        shutil.copytree(repository, copy)
    return copy


def _exchanged(session: Session, repository: Repository) -> Outcome:
    args = session.args
    if args.remote:
        path = Path(args.remote).expanduser()
        repository.set_remote(str(path.absolute()) if path.exists() else args.remote)
    if not repository.remote:
        message = _("name the git repository once: {command}")
        raise UsageError(message.format(command=session.command("sync ADDRESS")))
    return sync(session.workplace, repository, is_dry_run=args.dry_run)


def _report(session: Session, outcome: Outcome) -> None:
    out = session.out
    for one in outcome.taken_in:
        if session.args.dry_run:
            out.line(_("would be received for: {name}").format(name=one))
        else:
            out.confirmation(_("received for: {name}").format(name=one))
    for name in outcome.checklists:
        out.confirmation(_("received: {name}").format(name=name))
    for one in outcome.sent:
        out.confirmation(_("sent: {name}").format(name=one))
    for problem in outcome.problems:
        out.warn(_("left alone: {what}").format(what=problem))
    is_nothing = not (outcome.taken_in or outcome.sent or outcome.checklists or outcome.problems)
    if session.args.dry_run:
        if is_nothing:
            out.note(_("nothing would be received"))
        out.note(_("dry run: nothing was written"))
    elif is_nothing:
        out.note(_("both sides are the same"))


COMMANDS = {"sync": synchronize}
