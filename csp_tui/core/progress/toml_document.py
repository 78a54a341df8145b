"""Editing TOML files: the only module that uses tomlkit.

A document is edited in place, so comments, order, spacing and unknown keys survive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.container import Container
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Comment, DateTime, InlineTable, Item, Null, Table, Trivia, Whitespace

from csp_tui.core.base.clock import stamp, to_milliseconds
from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.language import _
from csp_tui.core.disk import toml
from csp_tui.core.progress.model import Value

BOM = "\ufeff"

_FAULTS = (TOMLKitError, ValueError, TypeError, AttributeError, LookupError, AssertionError)
"""Errors that tomlkit raises when a file with unusual tables is edited."""


def quoted(text: str) -> str:
    """Return `text` as a string of TOML in quotation marks; line breaks in `text` are kept."""
    return tomlkit.string(text, multiline="\n" in text).as_string()


class TomlDocument:
    """One TOML file in memory: the text to write, and the values that the text must hold.

    Args:
        path: the file; used in messages only.
        text: the present text of the file.
        text_of: of a new file, returns the text of its values: `text` is then not edited but made
            anew, which is far quicker. None for a file that exists.

    Raises:
        InvalidFileError: `text` is not TOML. Each method that edits raises it, too, where tomlkit
            cannot edit the text.
    """

    def __init__(
        self, path: Path, text: str, text_of: Callable[[toml.Table], str] | None = None
    ) -> None:
        self._path = path
        self._text = text
        self._text_of = text_of
        self._crlf = 0 < text.count("\r\n") == text.count("\n")
        self.data = toml.parse(text.removeprefix(BOM), path)
        self._edited: TOMLDocument | None = None

    @property
    def _document(self) -> TOMLDocument:
        """The text as tomlkit edits it, parsed when first needed; raises InvalidFileError."""
        if self._edited is None:
            try:
                self._edited = tomlkit.parse(self._text.removeprefix(BOM))
            except (TOMLKitError, ValueError, RecursionError) as error:
                what = _(
                    "cannot be edited here ({error}); tables of one run must stand together"
                ).format(error=error)
                raise InvalidFileError(self._path, what) from error
        return self._edited

    def set_values(self, names: tuple[str, ...], values: Mapping[str, Value]) -> None:
        """Set `values` in the table at `names`, which is added if it is not there.

        Args:
            names: the names of the nested tables that lead to the table, the outermost first.
            values: the new values by key; None removes a key.

        Raises:
            InvalidFileError: the tables of the file have a shape that cannot be edited.
        """
        try:
            known: Any = self.data
            for name in names:
                known = known.setdefault(name, {})
            table = None if self._text_of else self._table(names)
            for key, value in values.items():
                known[key] = value
                if value is None:
                    del known[key]
                if table is not None:
                    _set(table, key, value)
        except _FAULTS as error:
            raise self._unwritable() from error

    def remove_table(self, names: tuple[str, str]) -> None:
        """Remove the table at `names`, the names of an outer table and of one in it.

        The file must not be a new one. Comments above it and above the next table stay; those in it
        go with it. An outer table that is left empty is removed, too.

        Raises:
            InvalidFileError: there is no such table, or the tables have a shape that cannot be
                edited.
        """
        outer, inner = names
        try:
            del self.data[outer][inner]
            tables = self._document[outer]
            following = _table_after(self._document, tables[inner])
            moved = _take_trailing_trivia(tables[inner], following is None)
            if following is not None:
                kept = "".join(each.as_string() for _key, each in moved)
                following.trivia.indent = kept.lstrip("\r\n") + following.trivia.indent
            del tables[inner]
            if not self.data[outer]:
                del self._document[outer], self.data[outer]
        except _FAULTS as error:
            raise self._unwritable() from error

    def text(self) -> str:
        """Return the text to write, after parsing it again and comparing its values with `data`.

        It has the line ends, and the byte order mark if any, of the text that was read. Without an
        edit, it is that text.

        Raises:
            InvalidFileError: the text holds other values, so it must not be written.
        """
        if self._text_of:
            text = self._text_of(self.data)
        elif self._edited is None:
            return self._text
        else:
            text = tomlkit.dumps(self._edited)
        if self._crlf:
            text = text.replace("\r\n", "\n").replace("\n", "\r\n")
        try:
            written = toml.parse(text, self._path)
        except InvalidFileError as error:
            raise self._unwritable(error.line) from error
        if written != self.data:
            raise self._unwritable(toml.first_difference(self.data, written, text))
        return BOM + text if self._text.startswith(BOM) else text

    def _unwritable(self, line: int | None = None) -> InvalidFileError:
        what = _("this change cannot be written without altering something else; use plain tables")
        return InvalidFileError(self._path, what, line)

    def _table(self, names: tuple[str, ...]) -> Any:
        table: Any = self._document
        for position, name in enumerate(names):
            if name not in table:
                return self._add_table(table, names[position:])
            table = table[name]
        return table

    def _add_table(self, parent: Any, names: tuple[str, ...]) -> Table:
        """Add empty tables with `names`, each inside the one before, at the end of `parent`.

        Return the innermost table. The new tables go above comments that belong to the table after
        `parent`. The table ``history`` stays the last one of the file.
        """
        end = _last_table(self._document)
        history = None
        if parent is self._document and "history" in parent:
            history = parent["history"]
            parent.remove("history")
        before = _last_table(parent) or parent
        is_end = history is None if parent is self._document else before is end
        moved = _take_trailing_trivia(before, is_end)
        _body(before).append((None, Whitespace("\n")))
        new = added = tomlkit.table()
        for name in reversed(names[1:]):
            outer = tomlkit.table(is_super_table=True)
            outer.append(name, added)
            added = outer
        parent.append(names[0], added)
        _body(new).extend(moved)
        if history is not None:
            indent = history.trivia.indent
            parent.append("history", history)
            if moved:  # a comment right above the history table belongs to it
                history.trivia.indent = indent
        return new


def _container(table: Any) -> Container:
    return table if isinstance(table, Container) else table.value


def _tables(parent: Any) -> Iterator[Table]:
    """Yield the tables inside `parent` that have a heading of their own, in the text's order.

    Tables of an array, ``[[name]]``, are left out, with all that is in them.
    """
    for _key, item in _body(parent):
        if isinstance(item, Table):
            if not item.is_super_table():
                yield item
            yield from _tables(item)


def _table_after(document: TOMLDocument, table: Any) -> Table | None:
    """Return the table whose heading follows `table` in the text; None if it is the last one."""
    tables = list(_tables(document))
    place = next(number for number, each in enumerate(tables) if each is table)
    return tables[place + 1] if place + 1 < len(tables) else None


def _body(table: Any) -> list[tuple[Any, Item]]:
    return _container(table).body


def _last_table(parent: Any) -> Any:
    """Return the table inside `parent` that comes last in the text.

    Without inner tables it is `parent` itself. None if that is the document, or a table that has no
    heading of its own in the text, as ``checklists`` has none.
    """
    found = parent if isinstance(parent, Table) and not parent.is_super_table() else None
    for _key, item in reversed(_body(parent)):
        if isinstance(item, Table):
            return _last_table(item) or found
    return found


def _take_trailing_trivia(table: Any, is_end: bool) -> list[tuple[Any, Item]]:
    """Remove the blank lines and comments at the end of `table` that belong to the next table.

    They are those from the first blank line on. Without a blank line, all comments belong to the
    next table; if `is_end`, no table follows, and they belong to `table`.

    Returns:
        The removed entries of the table's body: pairs of None, in place of a key, and a blank line
        or comment.
    """
    body = _body(table)
    start = len(body)
    while start and isinstance(body[start - 1][1], (Whitespace, Comment, Null)):
        start -= 1
    trivia = range(start, len(body))
    unclear = len(body) if is_end else start
    blank = next((i for i in trivia if isinstance(body[i][1], Whitespace)), unclear)
    moved = body[blank:]
    del body[blank:]
    return moved


def _set(table: Any, key: str, value: Value) -> None:
    if value is None:
        if key in table:
            table.remove(key)
        return
    item = _item(value)
    if key in table:
        table[key] = item
        return
    body = _body(table)
    end = _end_of_keys(body)
    if end == len(body) or isinstance(table, InlineTable):
        table.append(key, item)
        return
    # table.append() would put the key below comments that belong to the next table.
    if end:
        item.trivia.indent = body[end - 1][1].trivia.indent
    _container(table)._insert_at(end, key, item)
    dict.__setitem__(table, key, item)


def _end_of_keys(body: list[tuple[Any, Item]]) -> int:
    """Return the index in a table's `body` just after the last key before its first inner table.

    The index is 0 if there is no such key. `body` has pairs of key and value; for a blank line or
    comment, the key is None.
    """
    end = 0
    for index, (key, item) in enumerate(body):
        if isinstance(item, (Table, AoT)) and not key.is_dotted():
            break
        if key is not None:
            end = index + 1
    return end


def _item(value: Value) -> Item:
    if isinstance(value, datetime):
        moment = to_milliseconds(value)
        parts = (*moment.timetuple()[:6], moment.microsecond, moment.tzinfo)
        return DateTime(*parts, trivia=Trivia(), raw=stamp(moment))
    if isinstance(value, str) and "\n" in value:
        return tomlkit.string(value, multiline=True)
    if isinstance(value, date):
        return tomlkit.date(value.isoformat())
    return tomlkit.item(value)
