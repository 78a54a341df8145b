"""``restore`` a damaged file, ``purge`` a partner, ``init`` a shared data directory."""

from __future__ import annotations

import grp
import os
from contextlib import suppress
from pathlib import Path

from csp_tui.cli.output.asking import confirm
from csp_tui.cli.session import Session
from csp_tui.cli.targets.customers import find_customer_id
from csp_tui.cli.targets.resolve import find_partner_id
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import CspTuiError, NotFoundError, UsageError, WriteError, reason
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import _
from csp_tui.core.care.purge import Left, purge_partner, purge_would_leave
from csp_tui.core.care.recovery import Recovery
from csp_tui.core.disk.directories import give_to_owner, opened
from csp_tui.core.disk.group_sharing import share_with_group
from csp_tui.core.disk.places import absolute
from csp_tui.core.disk.roots import add_root
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import tick_warnings


def restore(session: Session) -> int:
    """Restore an unreadable or missing file from its last good copy or its history.

    With ``--undo``, put back the damaged file that the last restore replaced.

    Returns:
        The exit code: 1 if the restored file lacks changes, since history lines are damaged; else
            0.

    Raises:
        NotFoundError: there is no such partner or customer; nothing from which the file can be
            made; or with ``--undo`` no damaged file.
        UsageError: more than one partner or customer fits, or the file is readable.
        InvalidFileError: the file is a customer's, and the partner's own file is unreadable.
    """
    args, workplace, out = session.args, session.workplace, session.out
    partner_id, customer_id = find_partner_id(workplace, args.partner), ""
    if args.customer is not None:
        partner = workplace.store.load(partner_id)
        customer_id = find_customer_id(workplace, partner, args.customer)
    recovery = Recovery(workplace.places, workplace.store)
    if args.undo:
        recovery.undo_restore(partner_id, customer_id)
        if args.json:
            return out.json(partner=partner_id, customer=customer_id)
        message = _("put back: the damaged file of {name}")
        out.confirmation(message.format(name=customer_id or partner_id))
        return 0
    lacking = recovery.history_damage(partner_id, customer_id)
    saved = recovery.restore(partner_id, customer_id)
    for damage in lacking:
        message = _("{line}; what it changed is missing in the restored file")
        out.warn(message.format(line=damage))
    if args.json:
        session.print_json_of_saved(saved)
        return 1 if lacking else 0
    name = saved.customers[customer_id].name if customer_id else saved.partner.name
    whole = _("restored: {name}, as csp-tui last wrote it")
    in_part = _("restored in part: {name}, from its damaged history")
    out.confirmation((in_part if lacking else whole).format(name=name))
    if not session.is_dry_run and recovery.last_restored(partner_id) is not None:
        whose = f"{partner_id} --customer {customer_id}" if customer_id else partner_id
        command = command_line(f"restore {whose} --undo")
        out.note(_("the damaged file is kept; {command} puts it back").format(command=command))
    return 1 if lacking else 0


def purge(session: Session) -> int:
    """Erase a partner with its history and copies.

    With ``--dry-run`` only say what would stay. Without ``--yes`` the user must first type the
    partner's id or name. A partner of which only the history is left is named by its whole id.

    Returns:
        The exit code: 1 if something of the partner is still there, or would be in a dry run, and a
            warning names it; else 0.

    Raises:
        NotFoundError: there is no such partner.
        UsageError: more than one partner fits; the partner is archived, and must be brought back
            first; or the user typed anything else, or cannot be asked.
        BusyError, WriteError, InvalidFileError: as `purge_partner` says.
    """
    args, workplace, out = session.args, session.workplace, session.out
    word = args.partner
    is_left = is_id(word) and any(
        path.exists()
        for path in (
            workplace.places.history_file(word),
            workplace.places.archived.progress_file(word),
        )
    )
    partner_id = word if is_left else find_partner_id(workplace, word)
    if not (args.yes or args.dry_run):
        partner = Partner(partner_id, partner_id)
        with suppress(CspTuiError):  # an unreadable one is erased as well
            partner = workplace.store.load(partner_id)
        question = _("This erases {name} with its history for good. Type {id} or the name:")
        confirm(
            question.format(name=partner.name, id=partner_id),
            unasked=_("this erases a partner for good; say --yes"),
            refused=_("nothing was erased: that is neither the partner's id nor its name"),
            understand=lambda typed: tick_warnings.names_partner(partner, typed),
        )
    if args.dry_run:
        left = purge_would_leave(workplace.places, partner_id)
    else:
        left = purge_partner(workplace.places, workplace.store, partner_id)
    left += _in_commits(session, partner_id)
    if args.json:
        paths = [str(each.path) for each in left]
        out.json(partner=partner_id, left=paths, is_dry_run=args.dry_run)
    else:
        message = _("erased: {id}; one history line stays and says so")
        out.confirmation(message.format(id=partner_id))
    still, would = _("still there: {path}: {why}"), _("would stay: {path}: {why}")
    for each in left:
        out.warn((would if args.dry_run else still).format(path=each.path, why=each.why))
    if args.dry_run:
        out.note(_("dry run: nothing was written"))
    return 1 if left else 0


def _in_commits(session: Session, partner_id: str) -> list[Left]:
    """Return the repository of ``sync`` as a `Left` in a list if its commits still hold a partner.

    It is also in the list if it could not be searched. Else the list is empty, as it is without a
    repository.
    """
    from csp_tui.core.exchange.sync_places import repository_path

    path = repository_path(session.workplace.places)
    if not os.path.lexists(path):
        return []
    from csp_tui.core.exchange.git import Repository
    from csp_tui.core.exchange.git_address import kept_address
    from csp_tui.core.exchange.git_process import DamagedError
    from csp_tui.core.exchange.repository_names import names_of

    try:
        address = kept_address(session.workplace.places)
        with Repository(path, session.environ, address) as repository:
            if not repository.has_held(names_of(partner_id)):
                return []
    except (CspTuiError, DamagedError) as error:
        return [Left(path, _("it could not be searched: {why}").format(why=error))]
    return [Left(path, _("its commits hold the partner, and so do those of the remote"))]


def init(session: Session) -> int:
    """Make a data directory that the members of a Unix group share, or share one that is there.

    Returns:
        The exit code: 1 if something in the directory could not be shared, and a warning names it;
            else 0.

    Raises:
        NotFoundError: there is no such group.
        UsageError: the directory has something in it, and is no data directory.
        WriteError: the directory could not be made or changed.
    """
    directory = absolute(Path(session.args.directory))
    try:
        group = grp.getgrnam(session.args.shared)
    except KeyError as error:
        message = _('there is no group "{name}" on this host')
        raise NotFoundError(message.format(name=session.args.shared)) from error
    add_root(directory)  # no link is followed that somebody puts in its place
    try:
        for path in [each for each in (*directory.parents[::-1], directory) if not each.exists()]:
            with opened(path.parent) as above:
                os.mkdir(path.name, 0o700 if path == directory else 0o777, dir_fd=above)
                give_to_owner(path, above)
        with opened(directory) as descriptor:
            is_empty = not os.listdir(descriptor)
        if not (is_empty or _is_of_csp_tui(directory)):
            message = _("{path} is not empty and holds no data of csp-tui")
            raise UsageError(message.format(path=directory))
        left = share_with_group(directory, group.gr_gid)
    except OSError as error:
        message = _("cannot make {path}: {reason}")
        raise WriteError(message.format(path=directory, reason=reason(error))) from error
    session.out.line(str(directory))
    session.out.note(
        _("members of {group} share it: {command}, or {variable}").format(
            group=group.gr_name,
            command=f"csp-tui --data {directory}",
            variable=f"CSP_TUI_DATA={directory}",
        )
    )
    for path in left:
        session.out.warn(_("not shared, its owner must do it: {path}").format(path=path))
    return 1 if left else 0


def _is_of_csp_tui(directory: Path) -> bool:
    """Return whether a directory is a data directory; a home directory has ``.local``, too."""
    is_with_partners = all((directory / each).is_dir() for each in ("partners", "history"))
    return is_with_partners or (directory / ".local" / "locks").is_dir()


COMMANDS = {"restore": restore, "purge": purge, "init": init}
