"""``import partners``: import the partners of a table after a preview."""

from __future__ import annotations

from contextlib import closing

from csp_tui.cli.changes.stopping import stoppable
from csp_tui.cli.commands.import_table import (
    chosen_of,
    doubts_of,
    given_file,
    keep_given_map,
    maps_for,
    may_import,
    skipped_words,
)
from csp_tui.cli.output.progress_bar import followed
from csp_tui.cli.session import Session
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.importing.kept_maps import PARTNERS
from csp_tui.core.importing.partners import COLUMNS, import_partners, read_partners
from csp_tui.core.store.shared_act import SharedAct


def import_partners_table(session: Session) -> int:
    """Add the new partners of a table; with ``--update`` also change known ones that differ.

    With ``--no-new`` none are added; with ``--archive-gone`` those that are not in the table are
    archived. A preview is shown and the user is asked first, unless ``--yes`` or there is nothing
    to write. With ``--dry-run`` nothing is written. All of it is one act, which one undo takes
    back.

    Returns:
        The exit code, always 0.

    Raises:
        InvalidFileError: the file is no table, or the table has problems; nothing is then imported.
        UsageError: an option does not fit the table, or the user does not agree or cannot be asked.
    """
    args, out = session.args, session.out
    given, kept = maps_for(session, PARTNERS, COLUMNS)
    table = read_partners(*given_file(session), session.workplace, given, kept, args.sheet)
    if args.no_new:
        table.new = []
    if not may_import(session, table):
        return 0
    keep_given_map(session, PARTNERS, given)
    chosen = chosen_of(session, table)
    new, changed, gone = chosen
    act = SharedAct(chosen.written)
    with (
        stoppable(act, is_by_key=False),
        closing(import_partners(session.workplace, *chosen, act)) as job,
    ):
        saved = [each.partner.id for each in followed(out, job, chosen.written, _("importing"))]
    added, others = saved[: len(new)], saved[len(new) : len(new) + len(changed)]
    if args.json:
        written = set(others)
        skipped = [row.id for row in table.known if row.id not in written]
        archived = [each.id for each in gone]
        return out.json(
            added=added, changed=others, archived=archived, skipped=skipped, doubts=doubts_of(table)
        )
    for partner_id in added:
        out.line(partner_id)
    sentences = []
    if added:
        message = ngettext("added {count} partner", "added {count} partners", len(added))
        sentences.append(message.format(count=len(added)))
    if changed:
        message = ngettext("changed {count} partner", "changed {count} partners", len(changed))
        sentences.append(message.format(count=len(changed)))
    if gone:
        message = ngettext("archived {count} partner", "archived {count} partners", len(gone))
        sentences.append(message.format(count=len(gone)))
    sentences += skipped_words(table, len(changed))
    if chosen.written:
        undo = command_line("undo --last")
        sentences.append(_("{undo} takes it back").format(undo=undo))
    out.note(_("; ").join(sentences))
    return 0
