"""Writing a report of a partner from a screen: asks where to, writes, and says where it is."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from csp_tui.core.errors import CspTuiError
from csp_tui.core.language import _
from csp_tui.core.reports.build import make_report
from csp_tui.core.reports.writing import format_of, told_as, write_report
from csp_tui.core.text import cut, visible_line
from csp_tui.core.workplace import Workplace
from csp_tui.tui.confirming import confirmed
from csp_tui.tui.screens.list_screen import ListScreen
from csp_tui.tui.tone import Tone
from csp_tui.tui.widgets.bottom_row import Question, Talk

_NAME = 40
"""Cells of a file's name in a question."""


def report_talk(screen: ListScreen, workplace: Workplace, partner_id: str) -> Talk:
    """Ask for a file, and write the report of a partner to it; never over another unasked."""
    offer = f"~/{partner_id}-{workplace.today.isoformat()}.html"
    typed = yield Question(_("Report to"), offer, _trouble)
    path = Path(typed).expanduser().absolute()
    is_there = os.path.lexists(path)
    question = _('Replace "{file}"?').format(file=cut(visible_line(path.name), _NAME))
    if is_there and not (yield from confirmed(question)):
        screen.say(_("Nothing was written."))
        return
    screen.run_worker(_write(screen, workplace, partner_id, path, may_replace=is_there))


async def _write(
    screen: ListScreen, workplace: Workplace, partner_id: str, path: Path, *, may_replace: bool
) -> None:
    """Write off the UI loop: a partner with many customers takes a while."""

    def write() -> None:
        name = format_of(path.name) or ""
        with told_as(name):
            report = make_report(workplace, [partner_id], workplace.today)
            write_report(report, name, path, may_replace=may_replace)

    try:
        await asyncio.to_thread(write)
    except CspTuiError as error:
        screen.say(_("Not written: {why}").format(why=error.short), Tone.ALERT)
    else:
        screen.say(_("Written: {path}").format(path=path))


def _trouble(typed: str) -> str:
    """Return what is wrong with the name of a file; nothing where it will do."""
    try:
        Path(typed).expanduser()
    except RuntimeError:
        return _("there is no such home directory")
    return "" if format_of(typed) else _("end it with .html, .md, .csv or .json")
