"""``note``, ``evidence`` and ``set``: what is written down of one item beside its state."""

from __future__ import annotations

import sys
from datetime import date

from csp_tui.cli.items.change_items import change_items, named_items
from csp_tui.cli.session import Session
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _, number
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.proof import read_proof, short_proof
from csp_tui.core.runs import item_changes

LONGEST_TEXT = 100_000
"""Characters of a note or evidence; a whole case history fits, a core dump does not."""


def note(session: Session) -> int:
    """Set the note of an item."""
    return _edit(session, Act.NOTE, note=_text(session))


def evidence(session: Session) -> int:
    """Set the evidence of an item; the day of an older one does not stand beside a new one."""
    args = session.args
    if args.text is None and args.file is None:
        raise UsageError(_("say where the proof is: TEXT, --file or both"))
    values: dict[str, str | date | None] = {}
    as_of = item_changes.parse_past_day(args.as_of, session.workplace.today)
    if args.text is not None:
        values["evidence"] = _text(session)
    if args.text is not None or as_of is not None:
        values["as_of"] = as_of
    if args.file == "":
        values |= {"file": None, "sha256": None}
    elif args.file is not None:
        proof = read_proof(args.file)
        values |= proof._asdict()
        told = _("the file's name and SHA-256 are kept: {file}")
        session.out.note(told.format(file=short_proof(*proof)))
    return _edit(session, Act.EVIDENCE, **values)


def set_values(session: Session) -> int:
    """Set the owner or the due date of an item."""
    args = session.args
    values: dict[str, str | date | None] = {}
    if args.owner is not None:
        values["owner"] = args.owner
    if args.due is not None:
        values["due"] = item_changes.parse_day(args.due, session.workplace.today)
    if not values:
        raise UsageError(_("say what to set: --owner or --due"))
    return _edit(session, Act.SET, **values)


def _text(session: Session) -> str:
    """Return the text that was given, or what stands on standard input for ``-``."""
    text = str(session.args.text)
    if text == "-":
        if sys.stdin is None:
            raise UsageError(_("standard input is closed"))
        try:
            text = sys.stdin.read(LONGEST_TEXT + 1)
        except UnicodeDecodeError as error:
            told = _("standard input is no text in the terminal's encoding")
            raise UsageError(told) from error
    if len(text) > LONGEST_TEXT:
        told = _("the text is longer than {count} characters")
        raise UsageError(told.format(count=number(LONGEST_TEXT)))
    return text


def _edit(session: Session, do: Act, **values: str | date | None) -> int:
    _partner, targets = named_items(session)
    change_items(
        session,
        targets,
        lambda target: item_changes.edit(do, target.view.run.key, target.item, **values),
        do,
    )
    return 0


COMMANDS = {"note": note, "evidence": evidence, "set": set_values}
