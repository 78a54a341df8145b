"""``edit``, ``archive``, ``unarchive`` and ``import``: partners as a whole."""

from __future__ import annotations

import contextlib
from pathlib import Path

from csp_tui.cli.output.asking import confirm
from csp_tui.cli.output.output import labelled
from csp_tui.cli.output.progress_bar import followed
from csp_tui.cli.output.streams import read_input
from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import find_partner, find_partner_id
from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import _, ngettext, pgettext
from csp_tui.core.base.text import visible_line
from csp_tui.core.care.archive import Archive, archived_workplace
from csp_tui.core.disk.files import read_file
from csp_tui.core.importing.partners import LARGEST, Candidate, Table, import_partners, read_table
from csp_tui.core.progress.partner_fields import LABELS, typed
from csp_tui.core.runs import item_changes

_MOST_TOLD = 50


def edit(session: Session) -> int:
    """Change the data of a partner as one step."""
    args, workplace = session.args, session.workplace
    partner = find_partner(workplace, args.partner)
    texts = {key: getattr(args, key) for key in LABELS if getattr(args, key) is not None}
    if not texts:
        options = ", ".join(f"--{key.replace('_', '-')}" for key in LABELS)
        raise UsageError(_("say what to change: {options}").format(options=options))
    saved = workplace.store.change(partner.id, [item_changes.edit_partner(partner, **texts)])
    if session.args.json:
        return session.tell_saved(saved)
    if not saved.lines:
        told = _("{name} is so already; nothing to change")
        session.out.note(told.format(name=partner.name))
        return 0
    told = "; ".join(
        labelled(_(LABELS[key]), typed(value) or _("none"))
        for key, value in saved.lines[-1].after.items()
    )
    if not session.out.quiet:
        line = _("{act} - {partner} ({saved})").format(
            act=labelled(pgettext("act", "changed"), told),
            partner=saved.partner.name,
            saved=session.saved_at(saved),
        )
        session.out.line(line)
    return 0


def _archive(session: Session) -> Archive:
    workplace = session.workplace
    archive = Archive(workplace.places, workplace.store, workplace.clock)
    with contextlib.suppress(CspTuiError):
        archive.settle()
    return archive


def archive(session: Session) -> int:
    """Archive a partner."""
    put_away = _archive(session).put_away
    saved = put_away(find_partner_id(session.workplace, session.args.partner))
    if session.args.json:
        return session.tell_saved(saved)
    if not session.out.quiet:
        told = _("archived: {name} ({id})")
        session.out.line(told.format(name=saved.partner.name, id=saved.partner.id))
    command = session.command(f"unarchive {saved.partner.id}")
    session.out.note(_("{command} brings it back").format(command=command))
    return 0


def unarchive(session: Session) -> int:
    """Bring a partner back from the archive."""
    bring_back = _archive(session).bring_back
    partner_id = find_partner_id(archived_workplace(session.workplace), session.args.partner)
    saved = bring_back(partner_id)
    if session.args.json:
        return session.tell_saved(saved)
    if not session.out.quiet:
        told = _("brought back: {name} ({id})")
        session.out.line(told.format(name=saved.partner.name, id=saved.partner.id))
    return 0


def import_table(session: Session) -> int:
    """Add the partners of a CSV table, all of them or none."""
    args, out = session.args, session.out
    if args.file == "-":
        content = read_input(LARGEST + 1)
    else:
        path = Path(args.file).expanduser()
        content = read_file(path, follow_links=True)[0]
    table = read_table(content, session.workplace)
    if table.troubles and args.json:
        out.json(problems=[str(each) for each in table.troubles])
    elif table.troubles:
        for trouble in table.troubles[:_MOST_TOLD]:
            out.line(f"{args.file}, {trouble}")
        if (more := len(table.troubles) - _MOST_TOLD) > 0:
            told = ngettext("and {count} more problem", "and {count} more problems", more)
            out.line(told.format(count=more))
    if table.troubles:
        raise UsageError(_("nothing was imported; mend the table and try again"))
    if args.json and args.dry_run:
        rows = [{**each.values, "name": each.name} for each in table.partners]
        return out.json(would_add=rows)
    if args.json and not args.yes:
        raise UsageError(_("with --json say --yes, or --dry-run to look first"))
    if args.dry_run or not args.yes:
        _preview(session, table)
    if args.dry_run:
        return 0
    if not args.yes:
        _confirm(session, len(table.partners))
    partners = followed(out, table.partners, len(table.partners), _("importing"))
    added = [each.partner.id for each in import_partners(session.workplace, partners)]
    if args.json:
        return out.json(added=added)
    for partner_id in added:
        out.line(partner_id)
    told = ngettext("added {count} partner", "added {count} partners", len(added))
    out.note(told.format(count=len(added)))
    return 0


def _preview(session: Session, table: Table) -> None:
    keys = [key for key in LABELS if key != "name"]
    header = (_("Name"), *(_(LABELS[key]) for key in keys), _("Checklist"))
    shown = [key for key in keys if any(each.values.get(key) for each in table.partners)]
    columns = [0, *(1 + keys.index(key) for key in shown), len(header) - 1]

    def cells(each: Candidate) -> list[str]:
        checklist = each.checklist.id if each.checklist else ""
        row = (each.name, *(typed(each.values.get(key)) for key in keys), checklist)
        return [visible_line(row[column]) for column in columns]

    session.out.table([header[column] for column in columns], [*map(cells, table.partners)])
    count = len(table.partners)
    told = ngettext("{count} partner would be added", "{count} partners would be added", count)
    session.out.note(told.format(count=count))


def _confirm(session: Session, count: int) -> None:
    unasked = _("nothing was imported; look at it with --dry-run, then say --yes")
    if session.args.file == "-":
        raise UsageError(unasked)
    question = _("Add {count}? (y/N):").format(count=count)
    confirm(question, unasked=unasked, refused=_("nothing was imported"))


COMMANDS = {"edit": edit, "archive": archive, "unarchive": unarchive}
