"""``export`` and ``import handover``: carry a partner to another data directory in a file."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from shlex import quote

from csp_tui import __version__
from csp_tui.cli.output.asking import confirm
from csp_tui.cli.output.streams import drop_output, is_terminal, read_input
from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import find_partner_anywhere
from csp_tui.core.base.errors import UsageError, WriteError
from csp_tui.core.base.language import N_, _, ngettext, number
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.places import in_home
from csp_tui.core.disk.removing import remove_leftovers
from csp_tui.core.exchange.handover import Incoming, check, hand_over, take_in
from csp_tui.core.exchange.handover_file import LARGEST, decode, encode
from csp_tui.core.exchange.handover_words import changed_rows, clash_rows
from csp_tui.core.exchange.incoming_lines import ahead_words
from csp_tui.core.reports.build import make_report
from csp_tui.core.reports.output import render

_HEADER = (N_("What"), N_("Field"), N_("Here"), N_("There"), N_("Kept"))


def export(session: Session) -> int:
    """Write a partner with its customers, history, checklists and a report into one file.

    The partner may be archived. ``--output -`` writes to standard output.

    Returns:
        The exit code, always 0.

    Raises:
        NotFoundError: there is no such partner.
        UsageError: several partners fit; or the file exists already, is among csp-tui's own files,
            or would go to a terminal.
        InvalidFileError: a file of the partner is unreadable.
        BusyError: another process is changing the partner.
        WriteError: the file could not be written, or edits made by hand could not be recorded.
    """
    args, out = session.args, session.out
    partner_id, place = find_partner_anywhere(session.workplace, args.partner)
    if args.output == "-" and is_terminal(sys.stdout):
        raise UsageError(_("a hand-over file is not for a terminal; name a file with --output"))
    path = in_home(args.output or f"{partner_id}.handover.zip")
    if args.output != "-":
        session.workplace.places.refuse_own(path)
        _refuse_existing(path)
    handover = hand_over(place, partner_id)
    page = render(make_report(place, {partner_id: place}, place.today), "html")
    handover = replace(handover, reports={"report.html": page.encode()})
    content = encode(handover, f"csp-tui {__version__}")
    if args.output == "-":
        _send(content)
        return 0
    remove_leftovers(path)
    replace_file(path.absolute(), content, lambda: _refuse_existing(path), is_private=True)
    session.print_written(path.absolute())
    out.note(
        _("{name} with {customers}; on the other side: {command}").format(
            name=handover.name,
            customers=_customers(len(handover.customers)),
            command=f"csp-tui import handover {quote(path.name)}",
        )
    )
    return 0


def _send(content: bytes) -> None:
    """Write `content` to standard output; raise WriteError if it is closed."""
    message = _("the hand-over file could not be written to standard output; there is no copy")
    if sys.stdout is None:
        raise WriteError(message)
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except BrokenPipeError as error:
        drop_output()
        raise WriteError(message) from error


def _refuse_existing(path: Path) -> None:
    if os.path.lexists(path):
        message = _("{path} exists already; name another file with --output")
        raise UsageError(message.format(path=path))


def import_handover(session: Session) -> int:
    """Read a hand-over file, show what it would add, ask, and add it.

    With ``--yes`` it is added at once, neither shown nor asked. With ``--dry-run``, or if the file
    has nothing new, it is only shown. Return exit code 0.

    Raises:
        NotFoundError: there is no such file.
        UsageError: the user does not agree, or cannot be asked; standard input is too large; or the
            partner cannot be taken in.
        InvalidFileError: the file is no hand-over, is damaged, or is too large.
        BusyError: another process is changing the partner.
        WriteError: a file could not be written.
    """
    args, workplace, out = session.args, session.workplace, session.out
    if args.file == "-":
        content, path = read_input(LARGEST + 1), Path(_("standard input"))
    else:
        path = in_home(args.file)
        content = read_file(path, follow_links=True, largest=LARGEST)[0]
    if len(content) > LARGEST:
        message = _("standard input holds more than {size} MiB")
        raise UsageError(message.format(size=LARGEST >> 20))
    incoming = check(workplace, decode(content, path), path)
    is_nothing = not (incoming.is_new or incoming.union.lines or incoming.editions)
    if args.dry_run or not args.yes or is_nothing:
        _preview(session, incoming)
    _warn(session, incoming)
    if args.dry_run or is_nothing:
        return 0
    if not args.yes:
        confirm(
            _("Take in {name}? y/N").format(name=incoming.partner.name),
            unasked=_("no terminal to ask on; say --yes, or --dry-run to look first"),
            refused=_("nothing was taken in"),
        )
    saved = take_in(workplace, incoming)
    out.line(saved.partner.id)
    out.note(_("taken in: {name}").format(name=saved.partner.name))
    for remark in saved.remarks:
        out.warn(remark)
    return 0


def _preview(session: Session, incoming: Incoming) -> None:
    out, handover = session.out, incoming.handover
    out.line(f"{incoming.partner.name} ({handover.partner_id})")
    if handover.made_at:
        message = _("handed over by {name} at {time}")
        out.line(message.format(name=handover.made_by, time=handover.made_at))
    if incoming.is_new:
        out.line(_("new here: {counts}").format(counts=_counts(incoming)))
    elif incoming.editions and not incoming.union.lines:
        out.line(_("here already, with all of its history"))
    elif not incoming.union.lines and not incoming.union.is_waited_for:
        out.line(_("here already, with all of its history; there is nothing to take in"))
    elif incoming.union.lines:
        _preview_merge(session, incoming, len(incoming.union.lines))
    for checklist_id, name in incoming.editions:
        message = _("would also be taken in, since it is missing here: {file}")
        out.line(message.format(file=f"checklists/{checklist_id}/{name}"))


def _warn(session: Session, incoming: Incoming) -> None:
    """Warn of what is in the hand-over file and is not taken in."""
    if incoming.union.is_waited_for:
        session.out.warn(ahead_words(incoming.partner.name, incoming.union.ahead))
    for other in incoming.other_editions:
        message = _("the edition {edition} differs here; the one here is kept")
        session.out.warn(message.format(edition=other))
    for unused in incoming.unused_editions:
        message = _("not taken in, since no run uses it: the edition {edition}")
        session.out.warn(message.format(edition=unused))


def _counts(incoming: Incoming) -> str:
    runs, lines = len(incoming.partner.runs), len(incoming.lines)
    counts = (
        _counted(ngettext("{count} run", "{count} runs", runs), runs),
        _customers(len(incoming.handover.customers)),
        _counted(ngettext("{count} history line", "{count} history lines", lines), lines),
    )
    return ", ".join(counts)


def _preview_merge(session: Session, incoming: Incoming, lines: int) -> None:
    """Print how importing would change a partner that exists here already.

    The first table lists values that only the other side changed. The second table lists values
    that both sides changed; it is left out if there are none. `lines` is the number of new history
    lines.
    """
    out, header = session.out, [_(each) for each in _HEADER]
    message = ngettext(
        "here already; {count} new history line", "here already; {count} new history lines", lines
    )
    out.line(_counted(message, lines))
    rows = changed_rows(session.workplace, incoming)
    message = ngettext(
        "changed there alone: {count} value", "changed there alone: {count} values", len(rows)
    )
    out.line(_counted(message, len(rows)))
    out.table(header[:4], rows)
    if clashes := clash_rows(session.workplace, incoming):
        message = _("changed on both sides, the later is kept: {count}")
        out.line(_counted(message, len(clashes)))
        out.table(header, clashes)


def _customers(count: int) -> str:
    return _counted(ngettext("{count} customer", "{count} customers", count), count)


def _counted(text: str, count: int) -> str:
    return text.format(count=number(count))


COMMANDS = {"export": export}
