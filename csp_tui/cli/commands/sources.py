"""``checklists sources`` and ``checklists stale``: what the items of checklists rest on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from csp_tui.cli.output.json_shapes import of_statement
from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import find_checklist, find_edition
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.ages import checked
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.checklists.sources import Statement, stale, statements
from csp_tui.core.describe.item import BASES, source

SOURCES, STALE = "sources", "stale"
"""First words of ``checklists``, before the checklist."""

_DAYS = 90

_HEADER = (
    N_("Checklist"), N_("Edition"), N_("Item"), N_("Basis"), N_("Checked"), N_("Source"),
    N_("Address"), N_("Doubt"),
)  # fmt: skip


def list_sources(session: Session) -> int:
    """List the items of the checklists with the pages that they come from.

    With the first word ``stale``, list only items that come from a page and were last checked more
    than ``--days`` days ago, or never.

    Returns:
        The exit code: 1 with ``stale`` if there is anything to check again, else 0.

    Raises:
        UsageError: ``--days`` is no number, or ``--edition`` is given without a checklist.
        NotFoundError, InvalidFileError: the checklist is not found, or is unreadable.
    """
    args, today = session.args, session.workplace.today
    found = list(statements(_chosen(session)))
    if args.checklist == SOURCES:
        _print(session, found)
        return 0
    days = _days(args.days)
    found = stale(found, today, days)
    if not found and not args.json:
        session.out.note(_("all was checked within {count} days").format(count=days))
    _print(session, found)
    return 1 if found else 0


def _days(word: str | None) -> int:
    if word is None:
        return _DAYS
    if not re.fullmatch("[0-9]{1,6}", word):
        raise UsageError(
            _('--days is a number of days, such as 90, not "{word}"').format(word=word)
        )
    return int(word)


def _chosen(session: Session) -> list[Checklist]:
    """Return the named checklist in a list, or without a name the newest edition of each.

    Raises:
        UsageError: ``--edition`` is given without a checklist.
        NotFoundError, InvalidFileError: the checklist is not found, or is unreadable.
    """
    workplace, args = session.workplace, session.args
    if args.name is None:
        if args.edition is not None:
            raise UsageError(_("--edition needs a checklist"))
        return list(workplace.library.newest())
    checklist_id = find_checklist(workplace, args.name)
    edition = args.edition or workplace.library.editions(checklist_id)[-1]
    return [workplace.library.get(checklist_id, find_edition(workplace, checklist_id, edition))]


def _print(session: Session, found: Sequence[Statement]) -> None:
    out, today = session.out, session.workplace.today
    if session.args.json:
        out.json(statements=[of_statement(each) for each in found])
    elif out.plain or out.width is None:
        out.table([_(each) for each in _HEADER], [_row(each, today) for each in found])
    else:
        _print_by_page(session, found)


def _print_by_page(session: Session, found: Sequence[Statement]) -> None:
    out, today = session.out, session.workplace.today
    by_page = sorted(found, key=_address)
    for number, (address, group) in enumerate(groupby(by_page, _address)):
        if number:
            out.line()
        own = list(group)
        out.line(address or _("without a source: practice"))
        if own[0].link is not None:
            out.text(source(own[0].link, today), 2, 2)
        for each in own:
            place = f"{each.checklist.id} {each.checklist.edition} {each.item.id}"
            basis = _(BASES.get(each.item.basis, each.item.basis))
            day = checked(each.item.checked, today)
            when = _("checked {day}").format(day=day) if day else _("never checked")
            out.text(
                _("; ").join(filter(None, (f"{each.item.title} ({place})", basis, when))), 2, 4
            )
            if each.item.doubt:
                out.text(each.item.doubt, 4, 4)


def _address(statement: Statement) -> str:
    return statement.link.url if statement.link else ""


def _row(statement: Statement, today: date) -> tuple[str, ...]:
    checklist, item, link = statement
    return (
        checklist.id, checklist.edition, item.id, item.basis, checked(item.checked, today),
        source(link, today) if link else "", _address(statement), item.doubt,
    )  # fmt: skip
