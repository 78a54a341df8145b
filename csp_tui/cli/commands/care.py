"""``verify``, ``restore``, ``purge`` and ``init``: looking after the data."""

from __future__ import annotations

import grp
import os
import sys
from pathlib import Path

from csp_tui.cli.customer_targets import find_customer_id
from csp_tui.cli.resolve import find_partner_id
from csp_tui.cli.session import Session
from csp_tui.core.archive import archived_workplace
from csp_tui.core.errors import NotFoundError, UsageError, WriteError
from csp_tui.core.ids import is_id
from csp_tui.core.recovery import Recovery
from csp_tui.core.verify import Head, parse_kept_head, verify


def verify_history(session: Session) -> int:
    """Check the history of the partners that are named, or of all; 1 where something is wrong."""
    args, workplace, out = session.args, session.workplace, session.out
    against = _kept_head(args.against)
    away = archived_workplace(workplace)
    wanted = [(workplace, find_partner_id(workplace, each)) for each in args.partners]
    if not args.partners:
        wanted = [(at, each) for at in (workplace, away) for each in at.store.partner_ids()]
    if against is not None and len(wanted) != 1:
        raise UsageError("--against needs the one partner whose head it is")
    has_problems = False
    for at, partner_id in wanted:
        verdict = verify(at.places, at.store, partner_id, against)
        has_problems = has_problems or bool(verdict.problems)
        state = "damaged" if verdict.problems else "clean"
        where = " (archived)" if at is away else ""
        out.line(f"{partner_id}{where}: {state}, {verdict.lines} lines")
        for head in verdict.heads:
            out.line(f"  head {head}")
        for problem in verdict.problems:
            out.line(f"  {problem}")
    if not wanted:
        out.note("there is no partner to verify")
    return 1 if has_problems else 0


def _kept_head(text: str | None) -> Head | None:
    if text is None:
        return None
    head = parse_kept_head(text)
    if head is None:
        raise UsageError(f'"{text}" is no head; verify prints them as WRITER:COUNT:HASH')
    return head


def restore(session: Session) -> int:
    """Put the last good copy in place of an unreadable file, or with --undo the damaged file."""
    args, workplace, out = session.args, session.workplace, session.out
    partner_id, customer_id = find_partner_id(workplace, args.partner), ""
    if args.customer is not None:
        partner = workplace.store.load(partner_id)
        customer_id = find_customer_id(workplace, partner, args.customer)
    recovery = Recovery(workplace.places, workplace.store)
    if args.undo:
        recovery.undo_restore(partner_id, customer_id)
        out.line(f"put back: the damaged file of {customer_id or partner_id}")
        return 0
    saved = recovery.restore(partner_id, customer_id)
    name = saved.customers[customer_id].name if customer_id else saved.partner.name
    out.line(f"restored: the last good copy of {name}")
    whose = f"{partner_id} --customer {customer_id}" if customer_id else partner_id
    out.note(f"the damaged file is kept; {session.command(f'restore {whose} --undo')} puts it back")
    return 0


def purge(session: Session) -> int:
    """Erase a partner with its history and copies; asks for the id, unless --yes says it."""
    workplace = session.workplace
    word = session.args.partner
    is_left = is_id(word) and any(
        path.exists()
        for path in (
            workplace.places.history_file(word),
            workplace.places.archived.progress_file(word),
        )
    )
    partner_id = word if is_left else find_partner_id(workplace, word)
    if not session.args.yes:
        _confirm(partner_id)
    Recovery(workplace.places, workplace.store).purge(partner_id)
    session.out.line(f"erased: {partner_id}; one line of history stays that says so")
    return 0


def _confirm(partner_id: str) -> None:
    if not sys.stdin.isatty():
        raise UsageError("this erases a partner for good; say --yes")
    sys.stderr.write(f"This erases {partner_id} with its history for good. Type its id: ")
    sys.stderr.flush()
    if sys.stdin.readline().strip() != partner_id:
        raise UsageError("nothing was erased: that is not the id")


def init(session: Session) -> int:
    """Make a data directory that the Unix users of a group work in together."""
    directory = Path(session.args.directory).expanduser().absolute()
    try:
        group = grp.getgrnam(session.args.shared)
    except KeyError as error:
        raise NotFoundError(f'there is no group "{session.args.shared}" on this host') from error
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(directory.iterdir()):
            raise UsageError(f"{directory} is not empty")
        os.chown(directory, -1, group.gr_gid)
        directory.chmod(0o2770)
    except OSError as error:
        raise WriteError(f"cannot make {directory}: {(error.strerror or '').lower()}") from error
    session.out.line(str(directory))
    session.out.note(
        f"members of {group.gr_name} share it: csp-tui --data {directory}, "
        f"or CSP_TUI_DATA={directory}"
    )
    return 0


COMMANDS = {"verify": verify_history, "restore": restore, "purge": purge, "init": init}
