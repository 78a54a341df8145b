"""``edit``, ``archive``, ``unarchive`` and ``import``: partners as a whole."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from csp_tui.cli.resolve import find_partner, find_partner_id
from csp_tui.cli.session import Session
from csp_tui.core import acts
from csp_tui.core.archive import Archive, archived_workplace
from csp_tui.core.clock import local_time
from csp_tui.core.errors import CspTuiError, UsageError
from csp_tui.core.files import read_file
from csp_tui.core.partner_data import LABELS, typed
from csp_tui.core.partner_import import LARGEST, Candidate, Table, import_partners, read_table
from csp_tui.core.text import visible_line

_MOST_TOLD = 50


def edit(session: Session) -> int:
    """Change the data of a partner as one step."""
    args, workplace = session.args, session.workplace
    partner = find_partner(workplace, args.partner)
    texts = {key: getattr(args, key) for key in LABELS if getattr(args, key) is not None}
    if not texts:
        options = ", ".join(f"--{key.replace('_', '-')}" for key in LABELS)
        raise UsageError(f"say what to change: {options}")
    saved = workplace.store.change(partner.id, [acts.edit_partner(partner, **texts)])
    if not saved.lines:
        session.out.note(f"{partner.name} is so already; nothing to change")
        return 0
    told = "; ".join(
        f"{LABELS[key]}: {typed(value) or 'none'}" for key, value in saved.lines[-1].after.items()
    )
    if not session.out.quiet:
        session.out.line(f"changed: {told} - {saved.partner.name} (saved {local_time(saved.at)})")
    return 0


def _archive(session: Session) -> Archive:
    workplace = session.workplace
    archive = Archive(workplace.places, workplace.store, workplace.clock)
    with contextlib.suppress(CspTuiError):
        archive.settle()
    return archive


def archive(session: Session) -> int:
    """Put a partner away."""
    put_away = _archive(session).put_away
    saved = put_away(find_partner_id(session.workplace, session.args.partner))
    if not session.out.quiet:
        session.out.line(f"put away: {saved.partner.name} ({saved.partner.id})")
    session.out.note(f"{session.command(f'unarchive {saved.partner.id}')} brings it back")
    return 0


def unarchive(session: Session) -> int:
    """Bring a partner back from the archive."""
    bring_back = _archive(session).bring_back
    partner_id = find_partner_id(archived_workplace(session.workplace), session.args.partner)
    saved = bring_back(partner_id)
    if not session.out.quiet:
        session.out.line(f"brought back: {saved.partner.name} ({saved.partner.id})")
    return 0


def import_table(session: Session) -> int:
    """Add the partners of a CSV table, all of them or none."""
    args, out = session.args, session.out
    if args.file == "-":
        content = sys.stdin.buffer.read(LARGEST + 1)
    else:
        path = Path(args.file).expanduser()
        content = read_file(path, follow_links=True)[0]
    table = read_table(content, session.workplace)
    if table.troubles:
        for trouble in table.troubles[:_MOST_TOLD]:
            out.line(f"{args.file}, {trouble}")
        if len(table.troubles) > _MOST_TOLD:
            out.line(f"and {len(table.troubles) - _MOST_TOLD} more problems")
        raise UsageError("nothing was imported; mend the table and try again")
    if args.dry_run or not args.yes:
        _preview(session, table)
    if args.dry_run:
        return 0
    if not args.yes:
        _confirm(session, len(table.partners))
    for saved in import_partners(session.workplace, table.partners):
        out.line(saved.partner.id)
    out.note(f"added {_counted(table)}")
    return 0


def _counted(table: Table) -> str:
    return f"{len(table.partners)} partner{'' if len(table.partners) == 1 else 's'}"


def _preview(session: Session, table: Table) -> None:
    keys = [key for key in LABELS if key != "name"]
    header = ("Name", *(LABELS[key] for key in keys), "Checklist")
    shown = [key for key in keys if any(each.values.get(key) for each in table.partners)]
    columns = [0, *(1 + keys.index(key) for key in shown), len(header) - 1]

    def cells(each: Candidate) -> list[str]:
        checklist = each.checklist.id if each.checklist else ""
        row = (each.name, *(typed(each.values.get(key)) for key in keys), checklist)
        return [visible_line(row[column]) for column in columns]

    session.out.table([header[column] for column in columns], [*map(cells, table.partners)])
    session.out.note(f"{_counted(table)} would be added")


def _confirm(session: Session, count: int) -> None:
    if session.args.file == "-" or not sys.stdin.isatty():
        raise UsageError("nothing was imported; look at it with --dry-run, then say --yes")
    sys.stderr.write(f"Add {count}? (y/N): ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
        raise UsageError("nothing was imported")


COMMANDS = {"edit": edit, "archive": archive, "unarchive": unarchive}
