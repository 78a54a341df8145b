"""Kept maps: what the columns of a user's own tables hold, under a name.

They are in ``maps.toml`` beside the settings, one table for each kind of table and name::

    [customers."list of our distributor"]
    "End customer" = "name"
    "Ends on" = "term_end"
    "Price" = ""            # left out
"""

from __future__ import annotations

from pathlib import Path

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.language import _
from csp_tui.core.checklists.writer import quoted
from csp_tui.core.importing.columns import Map
from csp_tui.core.workplace.views import keep_table, read_kept

NAME = "maps.toml"
PARTNERS, CUSTOMERS = "partners", "customers"
"""The kinds of tables that have maps."""


def maps_of(config: Path, kind: str) -> list[Map]:
    """Return the kept maps for tables of a `kind`, `PARTNERS` or `CUSTOMERS`; empty without any.

    Each map has the key that a column holds, by the column's name. `config` is the directory of the
    settings.

    Raises:
        InvalidFileError: the file cannot be read, or a map in it is empty or has values that are
            no texts.
    """
    path = config / NAME
    tables = read_kept(path)[1].get(kind, {})
    if not isinstance(tables, dict):
        raise InvalidFileError(path, _('"{kind}" must be a table').format(kind=kind))
    for name, table in tables.items():
        is_map = isinstance(table, dict) and table
        if not is_map or not all(isinstance(each, str) for each in table.values()):
            message = _('map "{name}": it must be a table of texts in quotes')
            raise InvalidFileError(path, message.format(name=name))
    return list(tables.values())


def keep_map(config: Path, kind: str, name: str, kept: Map) -> None:
    """Keep the map `kept` for tables of a `kind` under `name`, in place of an earlier one.

    `config` is the directory of the settings.

    Raises:
        InvalidFileError: the file cannot be read, or only the user can change it.
        WriteError: the file could not be written.
    """
    lines = (f"{quoted(column)} = {quoted(key)}\n" for column, key in kept.items())
    keep_table(config / NAME, kind, name, "".join(lines))
