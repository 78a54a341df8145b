"""``checklists new NAME``: write a new checklist file for the user to edit."""

from __future__ import annotations

from collections.abc import Callable
from shlex import quote

from csp_tui.cli.session import Session
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.ids import is_id, slug
from csp_tui.core.base.language import _
from csp_tui.core.base.text import storable_line
from csp_tui.core.checklists.own import new_path, newest_own, starter, with_title, write_checklist

NEW = "new"


def make_new() -> str:
    """Return the command line that writes a new checklist, to be shown."""
    return command_line("checklists new NAME")


def new_or_called_new(session: Session, show: Callable[[Session], None]) -> int:
    """Write the new checklist file that ``checklists new NAME`` names.

    Without a name, show the checklist with the id ``new`` instead, if there is one.

    Args:
        session: the session of the command.
        show: prints the checklist that the command names.

    Returns:
        The exit code, always 0.

    Raises:
        UsageError: no name is given and no checklist has the id ``new``; or a name is given
            after another word than ``new``.
    """
    args = session.args
    if args.checklist != NEW:
        message = _('only "new" takes a name; {command} starts a checklist')
        raise UsageError(message.format(command=make_new()))
    if args.name is not None:
        return _make(session)
    if NEW not in session.workplace.library.files():
        message = _("name the new checklist: {command}")
        raise UsageError(message.format(command=make_new()))
    show(session)
    message = _("this is the checklist that is called new; {command} starts another")
    session.out.note(message.format(command=make_new()))
    return 0


def _make(session: Session) -> int:
    args, workplace, out = session.args, session.workplace, session.out
    name = storable_line(args.name)
    checklist_id = name if is_id(name) else slug(name)
    if not checklist_id:
        message = _(
            '"{name}" gives no id; name an id of a-z, 0-9 and -, and the title with --title'
        )
        raise UsageError(message.format(name=name))
    title = storable_line(args.title or "")
    path = new_path(
        workplace.places, workplace.library, checklist_id, args.edition, workplace.today
    )
    before, text = newest_own(workplace.library, checklist_id)
    write_checklist(path, with_title(text, title) if text else starter(title or _title(name)))
    if args.json:
        out.json(id=checklist_id, file=str(path))
        return 0
    out.line(str(path))
    if text:
        message = _("it begins as a copy of {edition}; an item keeps its ticks with its id")
        out.note(message.format(edition=before))
    out.note(
        _(
            "open it in an editor; what is saved shows at once. Check it: {lint}. Use it: {start}"
        ).format(
            lint=f"csp-tui lint {quote(str(path))}",
            start=command_line(f"start PARTNER {checklist_id}"),
        )
    )
    return 0


def _title(name: str) -> str:
    """Return a checklist's title made from `name`: ``my-list`` becomes ``My list``.

    Hyphens are replaced only if `name` is a valid id.
    """
    words = name.replace("-", " ").strip() if is_id(name) else name
    return words[:1].upper() + words[1:]
