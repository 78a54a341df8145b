"""Write a report of a partner from a screen: ask for a file name, write, show the path."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from csp_tui.core.base.asking import Question, Talk, confirmed
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.fetching import size_and_fetching
from csp_tui.core.base.ids import readable
from csp_tui.core.base.language import _
from csp_tui.core.disk.places import in_home
from csp_tui.core.reports.build import make_report
from csp_tui.core.reports.output import format_of, in_language_of, write_report
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import ListScreen


def report_talk(
    screen: ListScreen, workplace: Workplace, partners: Sequence[str], lead: str = ""
) -> Talk[None]:
    """Ask for a file name and write the report of `partners`; ask before a file is replaced.

    Args:
        screen: the screen that shows whether the report was written.
        workplace: the store, the checklists and the rest.
        partners: the ids of the partners.
        lead: a sentence before the question, such as who is left out; "" for none.
    """
    label = _("Report to")
    if len(partners) > 1:
        label = _("Report of {count} partners to").format(count=len(partners))
    typed = yield Question(label, _offer(partners, workplace.today), _trouble, lead)
    path = in_home(typed).absolute()
    is_there = os.path.lexists(path)
    title, lead = _("Replace: {file}?").format(file=path.name), _("There is such a file already.")
    if is_there and not (yield from confirmed(title, lead, [path.name])):
        screen.say(_("Nothing was written."))
        return
    screen.run_worker(_write(screen, workplace, partners, path, may_replace=is_there))


def _offer(partners: Sequence[str], today: date) -> str:
    """Return a file name to offer, such as ``~/partners-2026-11-30.html``.

    For one partner, the name begins with the partner's id without its random characters; if that
    file exists, with the whole id.
    """
    if len(partners) > 1:
        return f"~/partners-{today.isoformat()}.html"
    (partner_id,) = partners
    short, whole = (
        f"~/{each}-{today.isoformat()}.html" for each in (readable(partner_id), partner_id)
    )
    is_taken = os.path.lexists(in_home(short))
    return whole if is_taken else short


async def _write(
    screen: ListScreen,
    workplace: Workplace,
    partners: Sequence[str],
    path: Path,
    *,
    may_replace: bool,
) -> None:
    """Write the report, then show its path, or why it was not written.

    It is written in a thread, since many customers take a while.

    Args:
        screen: the screen that shows the result.
        workplace: the store, the checklists and the rest.
        partners: the ids of the partners.
        path: the file.
        may_replace: whether a file that is there may be replaced.
    """

    def write() -> None:
        workplace.places.refuse_own(path)
        name = format_of(path.name) or ""
        with in_language_of(name):
            report = make_report(workplace, dict.fromkeys(partners, workplace), workplace.today)
            write_report(report, name, path, may_replace=may_replace)

    try:
        await asyncio.to_thread(write)
    except CspTuiError as error:
        screen.call_if_there(screen.say, _("Not written: {why}").format(why=error.short))
    else:
        about = size_and_fetching(path, workplace.actor.by, os.environ)
        message = _("Written: {path}, {about}").format(path=_shortened(path), about=about)
        screen.call_if_there(screen.say, message)


def _shortened(path: Path) -> str:
    """Return `path` with ``~`` for the home directory, so that its end fits in the bottom row."""
    home = in_home("~")
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def _trouble(typed: str) -> str:
    """Return what is wrong with the typed file name; "" if nothing is."""
    try:
        Path(typed).expanduser()
    except RuntimeError:
        return _("there is no such home directory")
    return "" if format_of(typed) else _("end it with .html, .xlsx, .md, .csv or .json")
