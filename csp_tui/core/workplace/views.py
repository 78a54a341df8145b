"""Kept views: filters, an order and a search that the user has given a name.

They are in ``views.toml`` beside the settings, one table for each list and view::

    [partners."Monday chase"]
    filters = ["chase", "for Microsoft"]
    order = "urgency"

What a filter or order means is known to the list that uses the view.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from csp_tui.core.base.errors import CspTuiError, InvalidFileError, NotFoundError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold
from csp_tui.core.disk import toml
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.places import Places

Found = TypeVar("Found")

NAME = "views.toml"
PARTNERS, NEXT, CUSTOMERS = "partners", "next", "customers"
"""The lists that have views."""


class View(NamedTuple):
    """The filters, the order and the search by which a list is shown."""

    filters: tuple[str, ...] = ()
    """The names of the filters, which must all fit."""
    order: str = ""
    """The name of the order; "" for the usual one."""
    other_way: bool = False
    """Whether the order is the other way round."""
    search: str = ""
    by_item: bool = False
    """Whether *Next* has one row for each item; other lists do not use it."""


def views_of(config: Path, kind: str) -> dict[str, View | InvalidFileError]:
    """Return the kept views of a list by name; for an unreadable one, the error.

    Empty if no view was kept.

    Args:
        config: the directory of the settings.
        kind: the list, such as PARTNERS.

    Raises:
        InvalidFileError: the file cannot be read, or is not TOML.
    """
    path = config / NAME
    text, data = read_kept(path)
    tables = data.get(kind, {})
    if not isinstance(tables, dict):
        return {}
    finder = toml.LineFinder(text)
    found: dict[str, View | InvalidFileError] = {}
    for name, table in tables.items():
        try:
            found[name] = view_from(table)
        except ValueError as error:
            message = _('view "{name}": {why}').format(name=name, why=error)
            line = finder.line(f"{kind}.{name}")
            found[name] = InvalidFileError(path, message, line)
    return found


def view_from(table: object) -> View:
    """Return the view that a TOML table describes.

    Keys that are lacking have their defaults; keys that are not known are ignored.

    Raises:
        ValueError: `table` is no table, or a value in it has the wrong kind; the error says which.
    """
    if not isinstance(table, dict):
        raise ValueError(_("it must be a table"))
    filters = table.get("filters", [])
    if not isinstance(filters, list) or not all(isinstance(each, str) for each in filters):
        raise ValueError(_("filters must be a list of texts in quotes"))
    kinds = {"order": str, "search": str, "other_way": bool, "by_item": bool}
    for key, kind in kinds.items():
        if not isinstance(table.get(key, kind()), kind):
            message = _("{name} must be true or false") if kind is bool else ""
            raise ValueError((message or _("{name} must be a text in quotes")).format(name=key))
    return View(
        tuple(filters),
        table.get("order", ""),
        table.get("other_way", False),
        table.get("search", ""),
        table.get("by_item", False),
    )


def table_text(view: View) -> str:
    """Return the lines of a TOML table that describe `view`, without its header."""
    lines = [f"filters = [{', '.join(map(_quoted, view.filters))}]"]
    lines += [f"order = {_quoted(view.order)}"] if view.order else []
    lines += ["other_way = true"] if view.other_way else []
    lines += [f"search = {_quoted(view.search)}"] if view.search else []
    lines += ["by_item = true"] if view.by_item else []
    return "\n".join(lines) + "\n"


def view_called(config: Path, kinds: Sequence[str], name: str) -> tuple[str, View]:
    """Return the view called `name` with its list: the first of `kinds` that has such a view.

    `config` is the directory of the settings. Upper and lower case do not matter.

    Raises:
        NotFoundError: there is no such view.
        InvalidFileError: the file or just this view cannot be read.
    """
    known: list[str] = []
    for kind in kinds:
        views = views_of(config, kind)
        known += views
        for each, view in views.items():
            if fold(each) == fold(name.strip()):
                if isinstance(view, InvalidFileError):
                    raise view
                return kind, view
    if not known:
        message = _('there is no view "{name}"; f and = in the full screen keep one')
        raise NotFoundError(message.format(name=name))
    from csp_tui.core.base.near import choices_hint

    message = _('there is no view "{name}"; {hint}')
    raise NotFoundError(message.format(name=name, hint=choices_hint(name, known)))


def checked(
    config: Path, name: str, names: Sequence[str], called: Callable[[str], Found]
) -> list[Found]:
    """Return the filters or orders of a kept view; refuse names that do not exist.

    Args:
        config: the directory of the settings, with the file that the error names.
        name: the name of the view, for the error.
        names: the names of the filters or orders.
        called: returns the filter or order with a name; raises LookupError if there is none.

    Raises:
        InvalidFileError: there is no filter or order with one of the names.
    """
    found = []
    for each in names:
        try:
            found.append(called(each))
        except LookupError as error:
            message = _('view "{name}": there is no filter or order "{word}"')
            text = message.format(name=name, word=each)
            raise InvalidFileError(config / NAME, text) from error
    return found


def keep_view(config: Path, kind: str, name: str, view: View) -> None:
    """Keep `view` under `name`; an earlier one of this name is replaced. Raises as `keep_table`."""
    keep_table(config / NAME, kind, name, table_text(view))


def keep_table(path: Path, kind: str, name: str, table: str) -> None:
    """Write a table into the file at `path`; it replaces one of the same kind and name.

    Nothing else in the file changes. The file is made if it does not exist.

    Args:
        path: the file.
        kind: the first part of the table's header.
        name: the second part of the header.
        table: the lines of the table in TOML, without the header.

    Raises:
        InvalidFileError: the file cannot be read, or has the table in a form that only the user can
            change.
        WriteError: the file could not be written.
    """
    path = path.resolve() if path.is_symlink() else path  # a user may keep the file elsewhere
    text, data = read_kept(path)
    lines, is_old = [], False
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith("["):
            is_old = _table_of(line, path) == {kind: {name: {}}}
        lines += [] if is_old else [line]
    before = "".join(lines).rstrip("\n")
    header = f"[{kind}.{_quoted(name)}]\n"
    changed = f"{before}\n\n{header}" if before else header
    changed += table
    tables = {**data.get(kind, {}), name: toml.parse(table, path)}
    if toml.parse(changed, path) != {**data, kind: tables}:
        what = _('holds "{name}" in a way that only you can change').format(name=name)
        raise InvalidFileError(path, what)
    make_directory(path.parent)
    replace_file(path, changed.encode())


def view_file(places: Places, kind: str) -> Path:
    """Return the path of the cache file with what the list `kind` showed last."""
    return places.cache_file(f"view-{kind}")


def last_view(places: Places, kind: str) -> View:
    """Return what the list `kind` showed last in this data directory.

    If nothing was kept, return an empty view.

    Raises:
        InvalidFileError: the cache file with it is damaged.
    """
    path = view_file(places, kind)
    try:
        return view_from(json.loads(read_file(path)[0]))
    except NotFoundError:
        return View()
    except (ValueError, RecursionError) as error:
        raise InvalidFileError(path, _("holds no view")) from error


def keep_last_view(places: Places, kind: str, view: View) -> None:
    """Write what the list `kind` shows, for the next start; ignore failure.

    Nothing is written where there is no data directory.
    """
    with contextlib.suppress(CspTuiError, OSError):
        if places.data.is_dir():
            make_directory(places.cache)
            replace_file(view_file(places, kind), json.dumps(view._asdict()).encode())


def _quoted(text: str) -> str:
    from csp_tui.core.checklists.writer import quoted  # late: the first frame does not need it

    return quoted(text)


def _table_of(line: str, path: Path) -> toml.Table:
    try:
        return toml.parse(line, path)
    except CspTuiError:
        return {}


def read_kept(path: Path) -> tuple[str, toml.Table]:
    """Return the text of a file of kept tables, and its parsed content; both empty without a file.

    Raises:
        InvalidFileError: the file cannot be read, or is not TOML.
    """
    try:
        text = toml.decode(read_file(path, follow_links=True)[0], path)
    except NotFoundError:
        return "", {}
    return text, toml.parse(text, path)
