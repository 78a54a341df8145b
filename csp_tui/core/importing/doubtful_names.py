"""Finds names in a table that may be those of somebody who is there already, or of nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold
from csp_tui.core.importing.columns import letters_and_digits
from csp_tui.core.importing.csv_table import Problem
from csp_tui.core.importing.table import ImportTable, Known, NewRow

_SUMS = ("total", "grandtotal", "subtotal", "sum", "totalgeneral", "soustotal", "somme", "summe")
"""What the row below a table is called that has its sums."""


def doubtful_names(
    table: ImportTable, known: Iterable[Known], unique: Sequence[str], sheet: str
) -> Iterator[Problem]:
    """Yield a doubt for each new row whose name is spelled a little otherwise than another one.

    Only letters and digits count, without case and accents. Two that differ in another key of
    `unique` are not the same. A row that is called as the sums of a table are is doubted, too.

    Args:
        table: the table; the first of `unique` of its keys is the name.
        known: those that exist already.
        unique: the keys that identify one.
        sheet: the sheet of the workbook; "" for a text.
    """
    name_key, *ids = unique
    before: dict[str, list[Known | NewRow]] = {}
    for each in known:
        before.setdefault(letters_and_digits(each.name), []).append(each)
    for row in table.new:
        form = letters_and_digits(row.name)
        if form in _SUMS:
            message = _('"{name}" may be the sum of the table; if it is, delete the row')
            yield Problem(row.line, name_key, message.format(name=row.name), sheet)
        alike = before.setdefault(form, [])
        for other in alike if form else ():
            is_same = fold(other.name) == fold(row.name)  # then it is a problem, or is meant
            if not is_same and not any(
                row.values.get(key) and other.values.get(key) for key in ids
            ):
                yield Problem(row.line, name_key, _may_be(row.name, other), sheet)
                break
        alike.append(row)


def _may_be(name: str, other: Known | NewRow) -> str:
    if isinstance(other, NewRow):
        message = _('"{name}" may be {other} in line {line}; if it is, delete one of the rows')
        return message.format(name=name, other=other.name, line=other.line)
    message = _('"{name}" may be {other} ({id}); if it is, spell it so')
    return message.format(name=name, other=other.name, id=other.id)
