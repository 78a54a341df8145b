"""``verify``: check that the history is complete and unaltered.

A head identifies the last history line of one writer as ``WRITER:COUNT:HASH``. A user can keep it
elsewhere and compare later.
"""

from __future__ import annotations

from typing import Any

from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import find_partner_id
from csp_tui.core.audit.verify import Head, Verdict, parse_kept_head, verify
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.care.archive import archived_workplace


def verify_history(session: Session) -> int:
    """Check the histories of the partners that are named, else of all; return 1 on a problem."""
    args, workplace, out = session.args, session.workplace, session.out
    against = _kept_head(args.against)
    away = archived_workplace(workplace)
    wanted = [(workplace, find_partner_id(workplace, each)) for each in args.partners]
    if not args.partners:
        wanted = [(at, each) for at in (workplace, away) for each in at.store.partner_ids()]
    if against is not None and len(wanted) != 1:
        raise UsageError(_("--against needs the one partner whose head it is"))
    has_problems, shapes = False, list[dict[str, Any]]()
    for at, partner_id in wanted:
        verdict = verify(at.places, at.store, partner_id, against)
        has_problems = has_problems or bool(verdict.problems)
        shapes.append(
            {
                "partner": partner_id,
                "is_archived": at is away,
                "lines": verdict.lines,
                "heads": [str(head) for head in verdict.heads],
                "problems": list(verdict.problems),
            }
        )
        if args.json:
            continue
        _print_verdict(session, partner_id, verdict, is_archived=at is away)
    if args.json:
        out.json(partners=shapes)
    if not wanted:
        out.note(_("there is no partner to verify"))
    return 1 if has_problems else 0


def _print_verdict(
    session: Session, partner_id: str, verdict: Verdict, *, is_archived: bool
) -> None:
    out = session.out
    message = ngettext(
        "{partner}: {state}, {count} line", "{partner}: {state}, {count} lines", verdict.lines
    )
    out.line(
        message.format(
            partner=_("{partner} (archived)").format(partner=partner_id)
            if is_archived
            else partner_id,
            state=_("damaged") if verdict.problems else _("clean"),
            count=verdict.lines,
        )
    )
    for head in verdict.heads:
        out.line("  " + _("head {head}").format(head=head))
    for problem in verdict.problems:
        out.line(f"  {problem}")


def _kept_head(text: str | None) -> Head | None:
    if text is None:
        return None
    head = parse_kept_head(text)
    if head is None:
        message = _('"{text}" is no head; verify prints them as WRITER:COUNT:HASH')
        raise UsageError(message.format(text=text))
    if head.is_shortened:
        message = _('"{text}" is a shortened head, which proves nothing; give the whole of it')
        raise UsageError(message.format(text=text))
    return head


COMMANDS = {"verify": verify_history}
