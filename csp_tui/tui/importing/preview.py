"""The texts of the preview of an import: rows of the table, problems and doubts.

New rows are not here yet; known rows are here already and may differ. A doubt is a sentence on a
row that was skipped or may be meant otherwise.
"""

from __future__ import annotations

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import pad, visible_line, width
from csp_tui.core.importing.table import ImportTable, KnownRow, NewRow
from csp_tui.core.progress.partner_fields import typed
from csp_tui.tui.lines.row import Row
from csp_tui.tui.lines.tone import Tone

_MOST_NAME = 34


def counted(table: ImportTable) -> tuple[str, Tone]:
    """Return a text that counts what is in the table, and the tone of the text.

    It counts the problems; if there is none, the new rows and the known ones.
    """
    if not table.problems:
        return table.counted(), Tone.TEXT
    count = len(table.problems)
    message = ngettext(
        "{count} problem: nothing can be added", "{count} problems: nothing can be added", count
    )
    return message.format(count=count), Tone.STRONG


def will_do(table: ImportTable, *, update: bool) -> str:
    """Return a text on what the key ``y`` does, such as ``y adds 3``; "" if there are problems.

    If it would change nothing, the text says that there is nothing to add.

    Args:
        table: the table.
        update: whether known rows that differ are changed, too.
    """
    new, changed = len(table.new), len(table.chosen(update=update))
    if table.problems:
        return ""
    if not changed:
        return _("y adds {count}").format(count=new) if new else _("nothing to add")
    message = _("y adds {new} and changes {changed}") if new else _("y changes {changed}")
    return message.format(new=new, changed=changed)


def rows_of(table: ImportTable, *, update: bool) -> list[Row]:
    """Return the rows of the screen.

    If the table has problems, each has a row, and there are no others. If not, the rows say how
    columns were read, and what was skipped or may have been misread (a doubt). Below them come the
    new rows of the table, and the known ones that differ.

    Args:
        table: the table.
        update: whether the import changes what is known but differs.
    """
    if table.problems:
        return [Row(f"problem {n}", ((str(p), Tone.STRONG),)) for n, p in enumerate(table.problems)]
    told = [*map(visible_line, table.mapped()), *map(str, table.doubts)]
    doubts = [Row(f"doubt {n}", ((each, Tone.TEXT),)) for n, each in enumerate(told)]
    names = [row.name for row in table.new] + [row.name for row in table.differing]
    cells = 2 + min(_MOST_NAME, max(map(width, names), default=0))
    new = [_new(row, cells) for row in table.new]
    return [*doubts, *new, *(_differing(table, row, cells, update) for row in table.differing)]


def _new(row: NewRow, cells: int) -> Row:
    values = [
        _("starts {checklist}").format(checklist=value) if key == "checklist" else typed(value)
        for key, value in row.values.items()
    ]
    return _row(row.line, row.name, cells, ", ".join(values))


def _differing(table: ImportTable, row: KnownRow, cells: int, update: bool) -> Row:
    message = _("here already, differs: {differences}")
    if update:
        message = _("changes: {differences}")
    return _row(row.line, row.name, cells, message.format(differences=table.differences(row)))


def _row(line: int, name: str, cells: int, text: str) -> Row:
    shown = pad(visible_line(name), cells)
    return Row(str(line), ((shown, Tone.TEXT), (visible_line(text), Tone.QUIET)))
