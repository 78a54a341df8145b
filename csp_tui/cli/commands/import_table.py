"""What ``import partners`` and ``import customers`` print and ask before a table is imported.

A doubt is a sentence on a row of the table that was skipped or may have been misread.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from csp_tui.cli.output.asking import confirm
from csp_tui.cli.output.json_shapes import plain
from csp_tui.cli.output.output import labelled
from csp_tui.cli.output.streams import is_terminal, read_input
from csp_tui.cli.session import Session
from csp_tui.core.base.errors import InvalidFileError, UsageError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import storable_line
from csp_tui.core.importing.columns import Map, parse_map
from csp_tui.core.importing.kept_maps import keep_map, maps_of
from csp_tui.core.importing.table import Chosen, ImportTable
from csp_tui.core.importing.workbook import LARGEST, read_given
from csp_tui.core.progress.partner_fields import typed

_MOST_SHOWN = 50


def given_file(session: Session) -> tuple[bytes, Path]:
    """Return content and path of the file that the command names.

    For ``-``, the content is standard input, up to one byte more than a file may have: so a file
    that is too large can be refused. If that is a terminal, say how a pasted text ends.

    Raises:
        NotFoundError: there is no such file.
        InvalidFileError: it cannot be read, or is too large.
    """
    path = Path(session.args.file)
    if session.args.file == "-":
        if is_terminal(sys.stdin):
            session.out.note(_("paste it, then press ctrl+d in a line of its own"))
        return read_input(LARGEST + 1), path
    return read_given(path), path


def warn_of_doubts(session: Session, doubts: Sequence[str]) -> None:
    """Print `doubts` as warnings; after `_MOST_SHOWN` of them, only how many more there are.

    Each is a sentence on what was skipped in the file, or may have been misread.
    """
    for doubt in doubts[:_MOST_SHOWN]:
        session.out.warn(f"{session.args.file}, {doubt}")
    if (more := len(doubts) - _MOST_SHOWN) > 0:
        session.out.warn(
            ngettext("and {count} more like these", "and {count} more like these", more).format(
                count=more
            )
        )


def chosen_of(session: Session, table: ImportTable) -> Chosen:
    """Return the rows of `table` that the options of the command choose to be written."""
    args = session.args
    return table.chosen(update=args.update, gone=args.archive_gone)


def maps_for(
    session: Session, kind: str, labels: Mapping[str, str]
) -> tuple[dict[str, str], list[Map]]:
    """Return the map of ``--map``, and the maps that the user has kept for this kind.

    A map says what each column holds. Without ``--map`` the first is empty; with it, the kept maps
    are left out.

    Raises:
        UsageError: ``--map`` is not valid, or ``--keep-map`` is given without it.
        InvalidFileError: the kept maps cannot be read.
    """
    args = session.args
    given = parse_map(args.map, labels)
    if args.keep_map and not given:
        raise UsageError(_("say with --map what there is to keep"))
    return given, [] if given else maps_of(session.workplace.places.config, kind)


def keep_given_map(session: Session, kind: str, given: Map) -> None:
    """Keep the map `given` for this kind of table, if ``--keep-map`` names it."""
    if name := storable_line(session.args.keep_map or ""):
        keep_map(session.workplace.places.config, kind, name, given)


def may_import(session: Session, table: ImportTable, partner: str = "") -> bool:
    """Show what importing `table` would do, ask the user, and return whether to import it.

    Nothing is asked with ``--yes``, or if no row would be written; the result is then True. In a
    dry run it is False.

    Args:
        session: the session of the command.
        table: the rows that were read.
        partner: the name of the partner whose customers they are; "" for a table of partners.

    Raises:
        InvalidFileError: the table has problems.
        UsageError: nobody can be asked, as always with ``--json``, or the answer is not yes.
    """
    args, out = session.args, session.out
    if table.problems:
        _show_problems(session, table)
    if args.json and not (args.dry_run or args.yes):
        raise UsageError(_("with --json say --yes, or --dry-run to look first"))
    if args.dry_run and args.json:
        out.json(**_shape(table))
    if args.json:
        return not args.dry_run
    warn_of_doubts(session, doubts_of(table))
    if args.dry_run or not args.yes:
        _preview(session, table)
    for sentence in table.column_sentences():
        out.note(sentence)
    counted = labelled(partner, table.counts_text()) if partner else table.counts_text()
    if args.dry_run:
        message = _("{counted}; nothing was written")
        out.note(message.format(counted=counted))
        return False
    if not args.yes and chosen_of(session, table).written:
        _ask(session, table, counted)
    return True


def _show_problems(session: Session, table: ImportTable) -> None:
    args, out, problems = session.args, session.out, table.problems
    if args.json:
        out.json(problems=[str(each) for each in problems], doubts=doubts_of(table))
    else:
        warn_of_doubts(session, doubts_of(table))
        for problem in problems[:_MOST_SHOWN]:
            out.line(f"{args.file}, {problem}")
        if (more := len(problems) - _MOST_SHOWN) > 0:
            message = ngettext("and {count} more problem", "and {count} more problems", more)
            out.line(message.format(count=more))
    if table.unknown:
        note = _('--map "Column=name" says what a column holds, --map "Column=" leaves it out')
        out.note(note)
    message = _("nothing was imported; mend the table and try again")
    raise InvalidFileError(Path(args.file), message)


def _shape(table: ImportTable) -> dict[str, object]:
    """Return what importing `table` would do, as values for JSON.

    Returns:
        A dict with these keys:
        ``columns``: the key of each column whose name is not its key, by the column's name.
        ``left_out``: the names of the columns that are not read.
        ``would_add``: the new rows, each with its name and values.
        ``known``: the rows of existing partners or customers, each with id, name, line in the file,
            and the values that differ: the present ones under ``from``, those of the table under
            ``to``. ``archived`` says whether it is in the archive and the import brings it back.
        ``gone``: id and name of each active partner or customer that the table lacks.
        ``doubts``: sentences on what was skipped or may have been misread.
    """
    return {
        "columns": dict(table.columns.renamed),
        "left_out": list(table.columns.left_out),
        "would_add": [
            {"name": row.name, **{key: plain(value) for key, value in row.values.items()}}
            for row in table.new
        ],
        "known": [
            {
                "id": row.id,
                "name": row.name,
                "line": row.line,
                "archived": row.is_archived,
                "from": {key: plain(value) for key, value in row.before.items()},
                "to": {key: plain(value) for key, value in row.after.items()},
            }
            for row in table.known
        ],
        "gone": [{"id": each.id, "name": each.name} for each in table.gone],
        "doubts": doubts_of(table),
    }


def doubts_of(table: ImportTable) -> list[str]:
    """Return sentences on what was skipped in the table, or may have been misread."""
    return [str(each) for each in table.doubts]


def _preview(session: Session, table: ImportTable) -> None:
    """Print the new rows, how known rows differ, and who is not in the table.

    Columns in which no new row has a value are left out. At most `_MOST_SHOWN` of those who are not
    in the table are named; all of them if they are to be archived.
    """
    (name, *others), out = table.labels, session.out
    shown = [key for key in others if any(row.values.get(key) for row in table.new)]
    rows = [(row.name, *(typed(row.values.get(key), key) for key in shown)) for row in table.new]
    out.table([_(table.labels[key]) for key in (name, *shown)], rows)
    for row in table.differing:
        out.line(labelled(f"{row.name} ({row.id})", table.differences(row)))
    most = len(table.gone) if session.args.archive_gone else _MOST_SHOWN
    for each in table.gone[:most]:
        out.line(labelled(f"{each.name} ({each.id})", _("not in the table")))
    if more := len(table.gone[most:]):
        message = ngettext(
            "and {count} more that is not in the table",
            "and {count} more that are not in the table",
            more,
        )
        out.note(message.format(count=more))
    if table.gone and not session.args.archive_gone:
        message = ngettext(
            "careful: --archive-gone would archive the {count} that is not in the table;"
            " say it only if the table is complete",
            "careful: --archive-gone would archive the {count} that are not in the table;"
            " say it only if the table is complete",
            len(table.gone),
        )
        out.note(message.format(count=len(table.gone)))
    if table.differing and not session.args.update:
        out.note(_("--update sets what differs to the values of the table"))


def _ask(session: Session, table: ImportTable, counted: str) -> None:
    unasked = _("nothing was imported; look at it with --dry-run, then say --yes")
    _new, changes, gone = chosen_of(session, table)
    changed, archived = len(changes), len(gone)
    question = ngettext("{counted}: add it?", "{counted}: add them?", len(table.new))
    if changed and table.new:
        question = _("{counted}: add what is new and change what differs?")
    elif changed:
        question = ngettext("{counted}: change it?", "{counted}: change them?", changed)
    if archived:
        question = ngettext(
            "{counted}: import it, and archive the one that is gone?",
            "{counted}: import it, and archive the {count} that are gone?",
            archived,
        )
    asked = _("{question} y/N").format(question=question.format(counted=counted, count=archived))
    confirm(asked, unasked=unasked, refused=_("nothing was imported"))


def skipped_words(table: ImportTable, changed: int) -> list[str]:
    """Return a list with one sentence on the known rows that were left as they are.

    The list is empty if there are none.

    Args:
        table: the rows that were read.
        changed: how many known rows were changed.
    """
    if not (count := len(table.known) - changed):
        return []
    left = len(table.differing) - changed
    message = ngettext("{count} was here already", "{count} were here already", count)
    sentence = message.format(count=count)
    if left:
        message = ngettext(
            "{sentence}, {count} of them differs: --update changes it",
            "{sentence}, {count} of them differ: --update changes them", left,
        )  # fmt: skip
        sentence = message.format(sentence=sentence, count=left)
    return [sentence]
