"""Finds what is wrong with the header of a table, and which of its cells have no value."""

from __future__ import annotations

from collections.abc import Iterator

from csp_tui.core.base.language import _, in_every_language, ngettext
from csp_tui.core.base.near import choices_hint
from csp_tui.core.base.text import fold
from csp_tui.core.importing.columns import LEFT_OUT, Columns
from csp_tui.core.importing.csv_table import CsvTable
from csp_tui.core.importing.table_kind import ID, Kind

_FEW = 5
"""Unknown columns that are each named."""

Fault = tuple[int, str, str]
"""The line of a problem, its column or "", and what is wrong."""


def faults_of(found: CsvTable, columns: Columns, kind: Kind) -> Iterator[Fault]:
    """Yield what is wrong with the header of a table, then with its cells.

    Args:
        found: the table, which has a header.
        columns: what its columns hold.
        kind: what the table is of.
    """
    keys, line = kind.keys, found.header_line
    left_out = {fold(name) for name in columns.left_out}
    if ID in columns.keys and left_out & set(map(fold, in_every_language(kind.telltale))):
        yield line, "", kind.other_kind
    if keys[0] not in columns.keys:
        message = _('the table needs a column "{name}"')
        others = [each for each in found.sheets if each != found.sheet]
        if others:
            message = _('the table needs a column "{name}"; or take another sheet: {sheets}')
        yield line, "", message.format(name=keys[0], sheets=", ".join(others))
    unknown, hints = 0, set[str]()
    for place, (key, name) in enumerate(zip(columns.keys, found.header, strict=True)):
        if key in columns.keys[:place] and key not in ("", LEFT_OUT):
            yield line, name, _("is twice in the header; give one of the columns another name")
        elif key not in ("", LEFT_OUT, *keys):
            unknown += 1
            if unknown <= _FEW:
                hint = choices_hint(key, keys)
                message = _("there is no such column; {hint}")
                if hint in hints:  # the list of all columns is told once
                    message = _("there is no such column")
                hints.add(hint)
                yield line, name, message.format(hint=hint)
    if (more := unknown - _FEW) > 0:
        message = ngettext(
            "{count} more column is not known", "{count} more columns are not known", more
        )
        yield line, "", message.format(count=more)
    yield from _cell_faults(found, columns)


def _cell_faults(found: CsvTable, columns: Columns) -> Iterator[Fault]:
    """Yield the faults of cells, such as an error in a formula.

    Those above the header, and those in columns that are not read, are passed over.
    """
    for line, place, what in found.faults:
        key = columns.keys[place] if place < len(columns.keys) else LEFT_OUT
        if line >= found.header_line and (place < 0 or key != LEFT_OUT):
            yield line, "", what
