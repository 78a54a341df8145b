"""``report --output DIR/``: write a page for each partner, and one with the summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from csp_tui.cli.output.asking import can_ask, confirm
from csp_tui.cli.output.output import labelled
from csp_tui.cli.output.progress_bar import followed
from csp_tui.cli.session import Session
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.fetching import fetch_command, size_words
from csp_tui.core.base.language import _, ngettext, number
from csp_tui.core.reports.build import PartnerParts
from csp_tui.core.reports.folder import INDEX, refuse_filled, write_folder
from csp_tui.core.workplace.workplace import Workplace

_MOST_NAMED = 5
"""The most pages of earlier reports that a warning names."""


def report_to_folder(session: Session, partners: Mapping[str, Workplace], day: date) -> int:
    """Write the report on `partners`, as they were on `day`, into the folder ``--output``.

    If something is in the folder, the user is asked first, unless ``--yes``.

    Returns:
        The exit code, always 0.

    Raises:
        UsageError: options exclude each other; or the folder is not empty and may not be changed,
            or is among csp-tui's own.
        NotFoundError, InvalidFileError: without ``--all``, a partner cannot be read.
        WriteError: a page could not be written.
    """
    args, workplace, out = session.args, session.workplace, session.out
    if args.json or args.csv or args.format not in (None, "html"):
        raise UsageError(_("a folder holds HTML pages; name a file for another format"))
    if args.summary:
        raise UsageError(_("a folder has a page for each partner: say --all, or name a file"))
    folder = Path(args.output).absolute()
    workplace.places.refuse_own(folder / INDEX)
    if not args.yes:
        _ask(folder)

    def follow(ids: Sequence[str]) -> Iterable[str]:
        return followed(out, ids, len(ids), _("partners"))

    parts = PartnerParts(workplace, partners, day, is_strict=not args.all)
    written = write_folder(parts, folder, follow)
    out.line(str(folder / INDEX))
    pages = ngettext("{count} page", "{count} pages", written.pages)
    about = _("{pages}, {size}.").format(
        pages=pages.format(count=number(written.pages)), size=size_words(written.size)
    )
    out.note(_("written: {about}").format(about=about))
    if command := fetch_command(folder, workplace.actor.by, session.environ):
        out.note(_("To fetch it, on your own machine: {command}").format(command=command))
    for each in written.left_out:
        out.warn(_("{id} is left out: {why}").format(id=each.id, why=each.why))
    for name, note in written.notes:
        out.note(labelled(name, note))
    if staying := written.staying:
        message = ngettext(
            "{count} page of an earlier report stays, of a partner that is not in this one: {name}",
            "{count} pages of an earlier report stay, of partners that are not in this one: {name}",
            len(staying),
        )
        more = ["…"] if len(staying) > _MOST_NAMED else []
        names = ", ".join([*staying[:_MOST_NAMED], *more])
        out.warn(message.format(count=len(staying), name=names))
    return 0


def _ask(folder: Path) -> None:
    """Ask whether the pages in a folder that is not empty may be replaced.

    Nothing is asked if the folder is empty or does not exist.

    Raises:
        UsageError: the user does not agree, or cannot be asked.
        InvalidFileError: `folder` is no directory, or cannot be read.
    """
    try:
        refuse_filled(folder)
    except UsageError:
        if not can_ask():
            raise
        confirm(
            _("There is something in that folder. Replace the pages of a report in it? y/N"),
            unasked="",
            refused=_("nothing was written"),
        )
