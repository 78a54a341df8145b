"""``note``, ``evidence`` and ``set``: record a note, the evidence, owner or due date of items."""

from __future__ import annotations

import sys
from datetime import date

from csp_tui.cli.changes.change_items import change_items, named_items
from csp_tui.cli.changes.over_partners import change_everywhere
from csp_tui.cli.output.streams import answer_at_terminal
from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import Target
from csp_tui.core.base.days import parse_day, parse_past_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _, number
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.proof import read_proof, short_proof
from csp_tui.core.runs import item_changes

LONGEST_TEXT = 100_000
"""The most characters of a note or evidence; keeps a file piped in by mistake out of the data."""


def note(session: Session) -> int:
    """Set the note of items to the text on the command line.

    For ``-`` the text is read from standard input. An empty text clears the note.

    Returns:
        The exit code: 0; with ``--all``, that of the first partner that could not be saved.

    Raises:
        NotFoundError: an item is not found; with ``--all``, no item is left to change.
        UsageError: no text is given, it cannot be read, or it is too long.
    """
    _take_text(session)
    if session.args.text is None:
        raise UsageError(_("say the text of the note"))
    return _edit(session, Act.NOTE, note=_text(session))


def evidence(session: Session) -> int:
    """Set the evidence of items: a text, a file (``--file``), or both.

    Of a file, name and hash are set. An empty text clears the text; an empty ``--file`` clears name
    and hash. ``--as-of`` sets the day on which the evidence was true; a new text without it clears
    that day.

    Returns:
        The exit code: 0; with ``--all``, that of the first partner that could not be saved.

    Raises:
        NotFoundError: an item is not found; with ``--all``, no item is left to change.
        UsageError: neither a text nor a file is given, the text is too long, or the file is
            unreadable.
    """
    args = session.args
    _take_text(session)
    if args.text is None and args.file is None:
        raise UsageError(_("say where the proof is: TEXT, --file or both"))
    values: dict[str, str | date | None] = {}
    as_of = parse_past_day(args.as_of, session.workplace.today)
    if args.text is not None:
        values["evidence"] = _text(session)
    if args.text is not None or as_of is not None:
        values["as_of"] = as_of
    if args.file == "":
        values |= {"file": None, "sha256": None}
    elif args.file is not None:
        proof = read_proof(args.file)
        values |= proof._asdict()
        message = _("the file's name and SHA-256 are kept: {file}")
        session.out.note(message.format(file=short_proof(*proof)))
    return _edit(session, Act.EVIDENCE, **values)


def set_values(session: Session) -> int:
    """Set the owner or the due date of items, or both; an empty value clears it.

    Returns:
        The exit code: 0; with ``--all``, that of the first partner that could not be saved.

    Raises:
        NotFoundError: an item is not found; with ``--all``, no item is left to change.
        UsageError: neither owner nor due date is given, or the due date is no date.
    """
    args = session.args
    values: dict[str, str | date | None] = {}
    if args.owner is not None:
        values["owner"] = args.owner
    if args.due is not None:
        values["due"] = parse_day(args.due, session.workplace.today)
    if not values:
        raise UsageError(_("say what to set: --owner or --due"))
    return _edit(session, Act.SET, **values)


def _take_text(session: Session) -> None:
    """Sort the words of the command line into the arguments `partner`, `items` and `text`.

    With ``--all`` no partner is named, so the parser has taken the only word, the text, for the
    partner.
    """
    args = session.args
    if args.every and args.items is None:
        args.text, args.partner = args.partner, None
    elif args.items is not None:
        args.items = [args.items]


def _text(session: Session) -> str:
    """Return the argument TEXT; if it is ``-``, the text of standard input.

    Raises:
        UsageError: standard input is closed or cannot be decoded, or the text is too long.
    """
    text = str(session.args.text)
    if text == "-":
        if sys.stdin is None:
            raise UsageError(_("standard input is closed"))
        try:
            text = sys.stdin.read(LONGEST_TEXT + 1)
            text.encode()  # fails on a byte that is no text, which the C locale lets pass
        except UnicodeError as error:
            message = _("standard input is no text in the terminal's encoding")
            raise UsageError(message) from error
        answer_at_terminal()
    if len(text) > LONGEST_TEXT:
        message = _("the text is longer than {count} characters")
        raise UsageError(message.format(count=number(LONGEST_TEXT)))
    return text


def _edit(session: Session, do: Act, **values: str | date | None) -> int:
    def make(target: Target) -> Change:
        return item_changes.edit(do, target.view.run.key, target.item, **values)

    if session.args.every:
        return change_everywhere(session, make)
    _partner, targets = named_items(session)
    change_items(session, targets, make, do)
    return 0


COMMANDS = {"note": note, "evidence": evidence, "set": set_values}
