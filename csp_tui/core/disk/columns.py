"""Rows as columns of JSON values: most values recur, so that is small, and quick to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice, repeat
from typing import Any, NamedTuple

_LETTERS = "".join(map(chr, (*range(ord("#"), ord("\\")), *range(ord("]"), 127))))
"""What stands for the values of a column that has few: characters that JSON writes as one byte."""

_SOME = 200
"""If so many rows have more values than there are letters, the others need not be looked at."""


class Shape(NamedTuple):
    """What rows are: named tuples, or plain ones that all have as many values.

    `parts` has the shapes of the rows that fields hold themselves, by the name of the field.
    """

    row: type[tuple[Any, ...]]
    parts: Mapping[str, Shape] = {}

    @property
    def names(self) -> Sequence[str]:
        """The names of the fields; empty for plain tuples."""
        return getattr(self.row, "_fields", ())

    def part(self, index: int) -> Shape | None:
        """Return the shape of the rows in the field at `index`; None if it holds no rows."""
        return self.parts.get(self.names[index]) if self.parts else None


def packed(rows: Iterable[Any], shape: Shape) -> list[Any]:
    """Return `rows` as a list with a column for each field; it is empty if there are no rows.

    A column is a list: values, then which row has which. The latter is the number of rows if all
    have the only value; a letter for each row if `_LETTERS` stand for the values, in order; or ""
    if each row has a value, in order. In a column that holds rows, the values are the numbers of
    these, and their own columns follow.
    """
    columns = []
    for index, values in enumerate(zip(*rows, strict=True)):
        if part := shape.part(index):
            inner = packed(chain.from_iterable(values), part)
            columns.append([*_column([*map(len, values)]), inner])
        else:
            columns.append(_column(values))
    return columns


def _column(values: Sequence[Any]) -> list[Any]:
    try:
        known = [*dict.fromkeys(values[:_SOME])]
        if len(known) <= len(_LETTERS):
            known = [*dict.fromkeys(values)]
    except TypeError:
        if all(isinstance(each, list) for each in values):
            return _column([*map(tuple, values)])
        return [values, ""]  # dicts, or tuples of lists
    if len(known) == 1:
        return [known, len(values)]
    if len(known) > len(_LETTERS):
        return [values, ""]
    letter_of = dict(zip(known, _LETTERS, strict=False))
    return [known, "".join(map(letter_of.__getitem__, values))]


def unpacked(columns: Sequence[Sequence[Any]], shape: Shape) -> Iterator[Any]:
    """Yield the rows that `packed` has put into `columns`; lists may stand where tuples were.

    Raises:
        TypeError, ValueError, LookupError: these are no columns of such rows.
    """
    if columns and shape.names and len(columns) != len(shape.names):
        raise ValueError(columns)
    fields = []
    for index, column in enumerate(columns):
        values = values_of(column)
        if part := shape.part(index):
            rows = unpacked(column[2], part)
            values = [tuple(islice(rows, number)) for number in values]
        fields.append(values)
    return map(partial(tuple.__new__, shape.row), zip(*fields, strict=True))


def values_of(column: Sequence[Any]) -> Iterable[Any]:
    """Return for each row the value that it has in a column."""
    values, which = column[:2]
    if isinstance(which, int):
        return repeat(values[0], which)
    return map(dict(zip(_LETTERS, values, strict=False)).__getitem__, which) if which else values
