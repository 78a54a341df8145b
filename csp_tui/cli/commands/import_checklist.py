"""``import checklist``: turn a list in a file into a checklist of the user's own."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from csp_tui.cli.commands.import_table import given_file, warn_of_doubts
from csp_tui.cli.output.json_shapes import of_checklist
from csp_tui.cli.session import Session
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import storable_line
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.checklists.own import SCHEMA_LINE, new_path, write_checklist
from csp_tui.core.checklists.writer import checklist_text
from csp_tui.core.importing.found_list import sentences
from csp_tui.core.importing.list_csv import KEYS
from csp_tui.core.importing.list_to_checklist import checklist_of
from csp_tui.core.importing.read_list import id_for, parse_mapping, read_list


def import_checklist(session: Session) -> int:
    """Turn a user's file, such as Markdown, CSV or Excel, into a new checklist file.

    With ``--dry-run`` the items are only shown. Warn of everything that was lost or changed on the
    way. An existing file is never replaced.

    Returns:
        The exit code, always 0.

    Raises:
        InvalidFileError: the file has no list that can be read.
        UsageError: ``--map`` does not fit the file, or there is such a checklist already.
        WriteError: the checklist could not be written.
    """
    args, out, workplace = session.args, session.out, session.workplace
    mapping = parse_mapping(args.map, KEYS)
    found = read_list(*given_file(session), args.format, mapping, args.sheet)
    name = "" if args.file == "-" else args.file
    found.title = storable_line(args.title or "") or found.title
    checklist_id = args.id or id_for(name, found.title)
    path = new_path(
        workplace.places, workplace.library, checklist_id, args.edition, workplace.today
    )
    checklist = checklist_of(found, path)
    if args.json:
        if not args.dry_run:
            write_checklist(path, f"{SCHEMA_LINE}\n{checklist_text(checklist)}")
        return out.json(
            checklist=of_checklist(checklist),
            not_carried=sentences(found.losses),
            changed=sentences(found.changes),
            doubts=found.doubts,
        )
    if not args.dry_run:
        write_checklist(path, f"{SCHEMA_LINE}\n{checklist_text(checklist)}")
        out.line(str(path))
    else:
        _preview(session, checklist)
    warn_of_doubts(session, found.doubts)
    for sentence in sentences(found.losses):
        out.warn(_("not carried: {what}").format(what=sentence))
    for sentence in sentences(found.changes):
        out.warn(_("changed: {what}").format(what=sentence))
    out.note(_counted(checklist, path, is_dry_run=args.dry_run))
    return 0


def _counted(checklist: Checklist, path: Path, *, is_dry_run: bool) -> str:
    items, sections = len(checklist.by_id), len(checklist.sections)
    in_sections = ngettext("{count} section", "{count} sections", sections)
    counted = ngettext("{count} item in {sections}", "{count} items in {sections}", items)
    message = (
        _('{items} would be imported as "{title}" ({id})')
        if is_dry_run
        else _('{items} imported as "{title}" ({id}); check it: {command}')
    )
    return message.format(
        items=counted.format(count=items, sections=in_sections.format(count=sections)),
        title=checklist.title,
        id=checklist.id,
        command=f"csp-tui lint {quote(str(path))}",
    )


def _preview(session: Session, checklist: Checklist) -> None:
    """Print a table of the items that the new checklist would have."""
    rows = [
        (section.title, item.id, item.title, item.need)
        for section in checklist.sections
        for item in section.items
    ]
    session.out.table((_("Section"), _("Id"), _("Title"), _("Need")), rows)
