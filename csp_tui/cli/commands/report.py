"""``report``: write partners as they are, or were on a day, for readers without csp-tui."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from csp_tui.cli.commands.as_of import find_day
from csp_tui.cli.commands.report_folder import report_to_folder
from csp_tui.cli.commands.report_partners import partners_to_report
from csp_tui.cli.output.asking import ask_until, can_ask
from csp_tui.cli.output.output import labelled
from csp_tui.cli.output.progress_bar import followed
from csp_tui.cli.output.streams import write_document
from csp_tui.cli.session import Session
from csp_tui.core.base.asking import yes_or_no
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.reports.build import make_report, make_summary
from csp_tui.core.reports.model import Report
from csp_tui.core.reports.output import (
    BOM,
    COMMA,
    SEMICOLON,
    format_of,
    in_language_of,
    refuse_existing,
    render,
    write_report,
)
from csp_tui.core.workplace.workplace import Workplace

_STDOUT = "-"
SUMMARY_FORMATS = ("md", "json", "html")
"""The formats of a summary without the parts of the partners."""


def report(session: Session) -> int:
    """Print a report of some or all partners, or write it to ``--output``.

    With ``--summary`` it has all partners at a glance, and no part on each. An ``--output`` that
    ends in ``/`` is a folder, with a page for each partner.

    Returns:
        The exit code, always 0.

    Raises:
        UsageError: partners are named and ``--all`` is given, or neither; the options exclude
            each other; or the file may not be replaced.
        NotFoundError, InvalidFileError: without ``--all``, a partner is not found or unreadable.
        WriteError: the file could not be written.
    """
    args, workplace, out = session.args, session.workplace, session.out
    chosen = partners_to_report(session)
    day = find_day(session) or workplace.today
    if args.output and args.output.endswith("/"):
        return report_to_folder(session, chosen, day)
    place = args.output or _STDOUT
    name = _format(session, place)
    is_for_excel = args.csv == "excel"
    separator = SEMICOLON if is_for_excel else COMMA
    path, replaces = Path(place).absolute(), False
    if place != _STDOUT:
        replaces = may_replace_file(session, path)
    with in_language_of(name):
        made = _made(session, chosen, day)
        if place == _STDOUT:
            write_document((BOM if is_for_excel else "") + render(made, name, separator))
        else:
            write_report(made, name, path, may_replace=replaces, separator=separator)
    if place != _STDOUT:
        session.print_written(path)
    for each in made.left_out:
        out.warn(_("{id} is left out: {why}").format(id=each.id, why=each.why))
    for partner in made.partners:
        for note in partner.notes:
            out.note(labelled(partner.name, note))
    if args.summary and day == workplace.today:
        rows = session.rows()
        session.warn_of_unreadable(row for row in rows if row.id in chosen)
    return 0


def _made(session: Session, partners: Mapping[str, Workplace], day: date) -> Report:
    """Return the report on `partners` as they were on `day`.

    With ``--summary`` it has only their summary; without ``--all``, each partner must be readable.

    Raises:
        NotFoundError: a partner did not exist on that day.
        InvalidFileError: a partner is unreadable.
    """
    args, workplace = session.args, session.workplace

    def follow(ids: Sequence[str]) -> Iterable[str]:
        return followed(session.out, ids, len(ids), _("partners"))

    if args.summary:
        return make_summary(workplace, partners, day, follow)
    return make_report(workplace, partners, day, is_strict=not args.all, follow=follow)


def _format(session: Session, place: str) -> str:
    """Return the report's format: the one that the options name, else by the output file's ending.

    For standard output it is ``md`` unless the options name another.

    Args:
        session: the session of the command.
        place: the path of the output file, or ``-`` for standard output.

    Raises:
        UsageError: the options ask for two formats, or name none and the ending is unknown; the
            format is none of a summary and ``--summary`` is given; or a workbook would go to
            standard output.
    """
    args = session.args
    asked = args.format or ("csv" if args.csv else None)
    if args.csv and asked != "csv":
        message = _("say --csv or {format}, not both")
        raise UsageError(message.format(format=f"--format {asked}"))
    if args.json and asked not in (None, "json"):
        message = _("say --json or {format}, not both")
        format_ = f"--format {args.format}" if args.format else "--csv"
        raise UsageError(message.format(format=format_))
    known = asked or ("json" if args.json else None)
    known = known or ("md" if place == _STDOUT else format_of(place))
    if session.args.summary and known not in (None, *SUMMARY_FORMATS):
        message = _("a summary is one of {formats}; csp-tui portfolio has tables of its counts")
        raise UsageError(message.format(formats=", ".join(SUMMARY_FORMATS)))
    if known is None:
        message = _(
            "{place}: a report ends in .md, .csv, .json, .html or .xlsx, a folder in /;"
            " or say --format"
        )
        raise UsageError(message.format(place=place))
    if known == "xlsx" and place == _STDOUT:
        raise UsageError(_("a workbook is no text: say --output FILE.xlsx"))
    return known


def may_replace_file(session: Session, path: Path) -> bool:
    """Return whether a file at `path` may be replaced; ask if there is one.

    True if the user agrees, or with ``--yes``, which asks nothing. False if there is no file yet: a
    file that another process makes meanwhile must not be replaced.

    Raises:
        UsageError: there is a file and the user does not allow replacing it, or cannot be asked;
            or `path` is among csp-tui's own files.
    """
    session.workplace.places.refuse_own(path)
    if session.args.yes:
        return True
    try:
        refuse_existing(path)
    except UsageError:
        if not can_ask():
            raise
        if ask_until(_("There is such a file already. Replace it? y/N"), yes_or_no):
            return True
        raise UsageError(_("nothing was written")) from None
    return False


COMMANDS = {"report": report}
