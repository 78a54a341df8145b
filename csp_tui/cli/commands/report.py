"""``report``: what stands, or stood on a day, for somebody who does not use csp-tui."""

from __future__ import annotations

import sys
from pathlib import Path

from csp_tui.cli.commands.looking_back import find_day
from csp_tui.cli.resolve import find_partner_id
from csp_tui.cli.session import Session
from csp_tui.cli.streams import is_terminal, write_document
from csp_tui.core.errors import UsageError
from csp_tui.core.reports.build import make_report
from csp_tui.core.reports.writing import format_of, refuse_existing, render, write_report

_STDOUT = "-"


def report(session: Session) -> int:
    """Print a report of the partners that are named, or of all, or write it to a file."""
    args, workplace, out = session.args, session.workplace, session.out
    if bool(args.partners) == args.all:
        raise UsageError("name the partners, or say --all" if not args.all else
                         "name the partners or say --all, not both")  # fmt: skip
    day = find_day(session) or workplace.today
    if args.all:
        chosen = workplace.store.partner_ids()
    else:
        words = [find_partner_id(workplace, each) for each in args.partners]
        chosen = list(dict.fromkeys(words))
    place = args.output or _STDOUT
    name = _format(session, place)
    path, may_replace = Path(place).absolute(), False
    if place != _STDOUT:
        may_replace = _may_replace(session, path)
    made = make_report(workplace, chosen, day, is_strict=not args.all)
    if place == _STDOUT:
        write_document(render(made, name))
    else:
        write_report(made, name, path, may_replace=may_replace)
        out.line(str(path))
    for each in made.left_out:
        out.warn(f"{each.id} is left out: {each.why}")
    for partner in made.partners:
        for note in partner.notes:
            out.note(f"{partner.name}: {note}")
    return 0


def _format(session: Session, place: str) -> str:
    """Return the format that is asked for, else the one that the file's name tells.

    Raises:
        UsageError: two formats are asked for, or the name tells none.
    """
    asked, has_json = session.args.format, session.args.json
    if has_json and asked not in (None, "json"):
        raise UsageError(f"say --json or --format {asked}, not both")
    known = asked or ("json" if has_json else None)
    known = known or ("md" if place == _STDOUT else format_of(place))
    if known is None:
        raise UsageError(f"{place}: a report ends in .md, .csv, .json or .html; or say --format")
    return known


def _may_replace(session: Session, path: Path) -> bool:
    """Say whether a file that is there may be replaced; asks, unless --yes says so.

    Raises:
        UsageError: it may not.
    """
    if session.args.yes:
        return True
    try:
        refuse_existing(path)
    except UsageError:
        if not is_terminal(sys.stdin) or not is_terminal(sys.stderr):
            raise
        sys.stderr.write("There is such a file already. Replace it? y/N ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().casefold() in ("y", "yes"):
            return True
        raise UsageError("nothing was written") from None
    return False


COMMANDS = {"report": report}
