"""``sync``: exchange the data directory with other machines through a git repository."""

from __future__ import annotations

from pathlib import Path

from csp_tui.cli.session import Session
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.disk.owners import is_shared, refuse_foreign
from csp_tui.core.exchange.git import Repository
from csp_tui.core.exchange.sync import Outcome, sync


def synchronize(session: Session) -> int:
    """Receive changes from the git repository and send ours; return 1 if any was left out."""
    args, workplace = session.args, session.workplace
    data = workplace.places.data
    if data.is_dir() and is_shared(data):
        raise UsageError(_("a directory that a group shares is not carried by git; choose one way"))
    refuse_foreign(data, is_given=False)  # git's files are those of the user who runs it
    repository = Repository(workplace.places.local / "sync.git", session.environ)
    if args.remote:
        path = Path(args.remote).expanduser()
        repository.set_remote(str(path.absolute()) if path.exists() else args.remote)
    if not repository.remote:
        message = _("name the git repository once: {command}")
        raise UsageError(message.format(command=session.command("sync ADDRESS")))
    outcome = sync(workplace, repository, is_dry_run=args.dry_run)
    _report(session, outcome)
    return 1 if outcome.problems else 0


def _report(session: Session, outcome: Outcome) -> None:
    out = session.out
    came = _("to be received for: {name}") if session.args.dry_run else _("received for: {name}")
    for one in outcome.taken_in:
        out.line(came.format(name=one))
    for name in outcome.checklists:
        out.line(_("received: {name}").format(name=name))
    for one in outcome.sent:
        out.line(_("sent: {name}").format(name=one))
    for problem in outcome.problems:
        out.warn(_("left alone: {what}").format(what=problem))
    if not (outcome.taken_in or outcome.sent or outcome.checklists or outcome.problems):
        out.note(_("both sides are the same"))


COMMANDS = {"sync": synchronize}
