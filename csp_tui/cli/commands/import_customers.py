"""``import customers``: import the customers of a table after a preview."""

from __future__ import annotations

from csp_tui.cli.changes.saved import saved_line
from csp_tui.cli.commands.import_table import (
    chosen_of,
    given_file,
    keep_given_map,
    maps_for,
    may_import,
    skipped_words,
)
from csp_tui.cli.output.progress_bar import progress_bar
from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import find_partner
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.importing.customers import LABELS, import_job, read_customers
from csp_tui.core.importing.kept_maps import CUSTOMERS
from csp_tui.core.importing.table import Chosen


def import_customers_table(session: Session) -> int:
    """Add the new customers of a table, and with ``--update`` change known ones.

    Known ones are changed where they differ from the table. With ``--no-new`` none are added; with
    ``--archive-gone`` those who are not in the table are archived. A preview is shown and the user
    is asked first, unless ``--yes`` or there is nothing to write. With ``--dry-run`` nothing is
    written. All of it is one step, which one undo takes back.

    Returns:
        The exit code, always 0.

    Raises:
        NotFoundError: there is no such partner.
        InvalidFileError: the file is no table, or the table has problems; nothing is then imported.
        UsageError: an option does not fit the table, or the user does not agree or cannot be asked.
    """
    args, workplace = session.args, session.workplace
    partner = find_partner(workplace, args.partner)
    rows = workplace.customers.rows(partner)
    given, kept = maps_for(session, CUSTOMERS, LABELS)
    table = read_customers(*given_file(session), rows, workplace.today, given, kept, args.sheet)
    if args.no_new:
        table.new = []
    if not may_import(session, table, partner.name):
        return 0
    keep_given_map(session, CUSTOMERS, given)
    chosen = chosen_of(session, table)
    with progress_bar(session.out, _("importing")) as show:
        job = import_job(
            partner.id, chosen, workplace.today, lambda done: show(done, chosen.written)
        )
        saved = job(workplace.store)
    if args.json:
        return session.print_json_of_saved(saved)
    if done := _done(chosen):
        session.out.confirmation(saved_line(session, _("; ").join(done), saved))
    for sentence in skipped_words(table, len(chosen.changed)):
        session.out.note(sentence)
    return 0


def _done(chosen: Chosen) -> list[str]:
    """Return sentences on how many customers were added, changed and archived; [] if none was."""
    new, changed, gone = map(len, chosen)
    sentences = []
    if new:
        message = ngettext("added {count} customer", "added {count} customers", new)
        sentences.append(message.format(count=new))
    if changed:
        message = ngettext("changed {count} customer", "changed {count} customers", changed)
        sentences.append(message.format(count=changed))
    if gone:
        message = ngettext("archived {count} customer", "archived {count} customers", gone)
        sentences.append(message.format(count=gone))
    return sentences
