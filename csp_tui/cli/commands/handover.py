"""``export`` and ``import handover``: a partner moves to another data directory."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from shlex import quote

from csp_tui import __version__
from csp_tui.cli.asking import ask, can_ask
from csp_tui.cli.resolve import find_partner_id
from csp_tui.cli.session import Session
from csp_tui.cli.streams import is_terminal
from csp_tui.core.errors import UsageError
from csp_tui.core.files import read_file, replace_file
from csp_tui.core.handover import Incoming, check, hand_over, take_in
from csp_tui.core.handover_file import LARGEST, decode, encode
from csp_tui.core.handover_told import changed_rows, clash_rows
from csp_tui.core.reports.build import make_report
from csp_tui.core.reports.writing import render

_HEADER = ("What", "Field", "Here", "There", "Stands")


def export(session: Session) -> int:
    """Write a partner with everything that belongs to it into one file."""
    args, out = session.args, session.out
    partner_id = find_partner_id(session.workplace, args.partner)
    if args.output == "-" and is_terminal(sys.stdout):
        raise UsageError("a hand-over file is not for a terminal; name a file with --output")
    path = Path(args.output or f"{partner_id}.handover.zip").expanduser()
    _refuse_existing(path)
    handover = hand_over(session.workplace, partner_id)
    page = render(make_report(session.workplace, [partner_id], session.workplace.today), "html")
    handover = replace(handover, reports={"report.html": page.encode()})
    content = encode(handover, f"csp-tui {__version__}")
    if args.output == "-":
        sys.stdout.buffer.write(content)
        return 0
    replace_file(path.absolute(), content, lambda: _refuse_existing(path))
    out.line(str(path))
    out.note(
        f"{handover.name} with {_counted(len(handover.customers), 'customer')}; "
        f"on the other side: csp-tui import handover {quote(path.name)}"
    )
    return 0


def _refuse_existing(path: Path) -> None:
    if str(path) != "-" and os.path.lexists(path):
        raise UsageError(f"{path} is there already; name another file with --output")


def import_handover(session: Session) -> int:
    """Take in what another data directory handed over, after a preview."""
    args, workplace, out = session.args, session.workplace, session.out
    if args.file == "-":
        content, path = sys.stdin.buffer.read(LARGEST + 1), Path("standard input")
    else:
        path = Path(args.file).expanduser()
        content = read_file(path, follow_links=True, largest=LARGEST)[0]
    if len(content) > LARGEST:
        raise UsageError(f"standard input holds more than {LARGEST >> 20} MiB")
    incoming = check(workplace, decode(content, path), path)
    is_nothing = incoming.union is not None and incoming.union.is_empty
    if args.dry_run or not args.yes or is_nothing:
        _preview(session, incoming)
    if args.dry_run or is_nothing:
        return 0
    if not args.yes:
        _confirm(incoming)
    saved = take_in(workplace, incoming)
    out.line(saved.partner.id)
    out.note(f"taken in: {saved.partner.name}")
    return 0


def _preview(session: Session, incoming: Incoming) -> None:
    out, handover = session.out, incoming.handover
    out.line(f"{incoming.partner.name} ({handover.partner_id})")
    if handover.made_at:
        out.line(f"handed over by {handover.made_by} at {handover.made_at}")
    customers = _counted(len(handover.customers), "customer")
    if incoming.union is None:
        runs, lines = len(incoming.partner.runs), len(incoming.lines)
        counts = f"{_counted(runs, 'run')}, {customers}, {_counted(lines, 'history line')}"
        out.line(f"new here: {counts}")
    elif incoming.union.is_empty:
        out.line("here already, with all of its history; there is nothing to take in")
    else:
        out.line(f"here already; {_counted(len(incoming.union.lines), 'new history line')}")
        rows = changed_rows(session.workplace, incoming)
        out.line(f"changed there alone: {_counted(len(rows), 'value')}")
        out.table(_HEADER[:4], rows)
        if clashes := clash_rows(session.workplace, incoming):
            out.line(f"changed here and there, the later one stands: {len(clashes)}")
            out.table(_HEADER, clashes)
    for checklist_id, name in incoming.editions:
        out.line(f"comes along, since it is missing here: checklists/{checklist_id}/{name}")
    for other in incoming.other_editions:
        out.warn(f"the edition {other} says something else here; the one here stays")


def _confirm(incoming: Incoming) -> None:
    if not can_ask():
        raise UsageError("nobody can be asked here; say --yes, or --dry-run to look first")
    if ask(f"Take in {incoming.partner.name}? y/N").casefold() not in ("y", "yes"):
        raise UsageError("nothing was taken in")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


COMMANDS = {"export": export}
