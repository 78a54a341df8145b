"""``checklists``: list the checklists, or show one with its items."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from csp_tui.cli.commands.new_checklist import NEW, make_new, new_or_called_new
from csp_tui.cli.commands.partners import describe
from csp_tui.cli.commands.sources import SOURCES, STALE, list_sources
from csp_tui.cli.output.json_shapes import of_checklist
from csp_tui.cli.output.run_words import local_edition
from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import find_checklist, find_edition
from csp_tui.core.base.errors import CspTuiError, InvalidFileError, UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.ages import checked, dated, dated_briefly, last_checked
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.checklists.reader import ERROR
from csp_tui.core.describe.rules import NEEDS

_HEADER = (
    N_("Id"), N_("Editions"), N_("Title"), N_("Items"), N_("From"), N_("Source"), N_("Checked"),
)  # fmt: skip
_KEPT_WHOLE = (0, 3, 4, 5, 6)


def checklists(session: Session) -> int:
    """List all checklists, show one that is named, or do what the first word says.

    ``new NAME`` writes a new one; ``sources`` and ``stale`` list the pages that items come from. A
    list of checklists is followed by warnings of files with errors.

    Returns:
        The exit code: 1 with ``stale`` if there is anything to check again, else 0.

    Raises:
        UsageError: the options do not go together.
        NotFoundError, InvalidFileError: the checklist is not found, or is unreadable.
    """
    library = session.workplace.library
    if session.args.checklist in (SOURCES, STALE):
        return list_sources(session)
    if session.args.name is not None or session.args.checklist == NEW:
        return new_or_called_new(session, _show)
    if session.args.title is not None:
        message = _("--title is for a new checklist: {command}")
        raise UsageError(message.format(command=make_new()))
    if session.args.checklist is not None:
        _show(session)
        return 0
    if session.args.edition is not None:
        raise UsageError(_("--edition needs a checklist"))
    known = library.files()
    newest = {each.id: each for each in library.newest()}
    today = session.workplace.today
    if session.args.json:
        session.out.json(checklists=[_shape(key, files, newest) for key, files in known.items()])
    else:
        rows = [_row(key, files, newest.get(key), today) for key, files in known.items()]
        session.out.table([_(each) for each in _HEADER], rows, _KEPT_WHOLE)
    for problem in library.problems():
        if problem.severity == ERROR:
            session.out.warn(describe(problem))
    return 0


def _shape(
    key: str, files: Mapping[str, tuple[Path, bool]], newest: Mapping[str, Checklist]
) -> dict[str, Any]:
    checklist = newest.get(key)
    return {
        "id": key,
        "title": checklist.title if checklist else "",
        "items": len(checklist.by_id) if checklist else None,
        "editions": [
            {"edition": edition, "file": str(path), "is_local": is_local}
            for edition, (path, is_local) in files.items()
        ],
    }


def _row(
    key: str, files: Mapping[str, tuple[Path, bool]], newest: Checklist | None, today: date
) -> tuple[str, ...]:
    kinds = dict.fromkeys(
        _("local") if is_local else _("shipped") for _path, is_local in files.values()
    )
    editions = ", ".join(files)
    if newest is None:
        return key, editions, _("unreadable"), "", ", ".join(kinds), "", ""
    count = str(sum(1 for _item in newest.items))
    source = dated_briefly(newest.source_date, today) if newest.source else ""
    known = checked(last_checked(newest), today)
    return key, editions, newest.title, count, ", ".join(kinds), source, known


def _chosen(session: Session) -> Checklist:
    workplace, wanted = session.workplace, session.args.edition
    checklist_id = find_checklist(workplace, session.args.checklist)
    if wanted is not None:
        edition = find_edition(workplace, checklist_id, wanted)
        return workplace.library.get(checklist_id, edition)
    failure: CspTuiError | None = None
    for edition in reversed(workplace.library.editions(checklist_id)):
        try:
            checklist = workplace.library.get(checklist_id, edition)
        except InvalidFileError as error:
            failure = failure or error
            continue
        if failure is not None:
            session.out.warn(str(failure))
        return checklist
    raise failure or UsageError(_("this checklist has no edition"))


def _show(session: Session) -> None:
    out, checklist = session.out, _chosen(session)
    today = session.workplace.today
    if session.args.json:
        out.json(checklist=of_checklist(checklist))
        return
    editions = session.workplace.library.editions(checklist.id)
    out.pairs(
        [
            (_("checklist"), checklist.title),
            (_("id"), checklist.id),
            (
                _("edition"),
                local_edition(checklist.edition) if checklist.is_local else checklist.edition,
            ),
            (_("editions"), ", ".join(editions)),
            (_("about"), checklist.summary),
            (_("source"), checklist.source),
            (_("source date"), dated(checklist.source_date, today) if checklist.source else ""),
            (_("wording last checked"), checked(last_checked(checklist), today)),
            (_("file"), str(checklist.path)),
        ]
    )
    for section in checklist.sections:
        out.line()
        if out.plain:
            out.pairs([(_("section"), section.title)])
        else:
            out.text(section.title)
        for item in section.items:
            if out.plain:
                need = _(NEEDS.get(item.need, item.need))
                out.pairs([(_("item"), item.title), (_("id"), item.id), (_("need"), need)])
            elif out.width is None:
                out.table((), [(item.id, item.title, item.need)])
            else:
                also = [_("recommended")] if item.need == "recommended" else []
                out.text(f"{item.title} ({', '.join([item.id, *also])})", 2, 4)


COMMANDS = {"checklists": checklists}
