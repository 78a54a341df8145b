"""Chooses the sheet of a workbook that has a table of partners or customers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from csp_tui.core.base.errors import InvalidFileError, UsageError
from csp_tui.core.base.language import in_every_language
from csp_tui.core.importing.columns import Map, columns_of
from csp_tui.core.importing.csv_table import CsvTable
from csp_tui.core.importing.table_kind import ID, Kind

_MOST = 10
"""So many sheets are looked at: each takes a process that unpacks the workbook."""


def fitting_sheet(
    kind: Kind, first: CsvTable, read: Callable[[str], CsvTable], maps: Collection[Map]
) -> CsvTable:
    """Return the sheet of a workbook that is to be read where the user names none.

    It is the one called as that of this `kind` in a report of csp-tui, best with its column of ids,
    else with one of names; else the first sheet with a column of names. If there is none, it is
    `first`, the first sheet of the workbook. `read` reads another one.
    """
    names = sorted(first.sheets, key=lambda name: not _is_own(kind, name))[:_MOST]
    own = [name for name in names if _is_own(kind, name)]
    tables = {first.sheet: first}
    keys: dict[str, Collection[str]] = {}
    wanted = [(name, ID) for name in own] + [(name, kind.keys[0]) for name in names]
    for name, key in wanted:
        if name not in keys:
            try:
                found = tables.get(name) or read(name)
            except (InvalidFileError, UsageError):  # such as a sheet that is too large
                keys[name] = ()
                continue
            tables[name], keys[name] = found, columns_of(found.header, kind, maps).keys
        if key in keys[name]:
            found = tables[name]
            if found is not first:
                found.doubts.insert(0, replace(first.doubts[0], sheet=found.sheet))
            return found
    return first


def is_guessed(kind: Kind, found: CsvTable) -> bool:
    """Return whether neither the name nor the place of a sheet says that it is the right one."""
    is_first = found.sheet in ("", *found.sheets[:1])
    return not is_first and not _is_own(kind, found.sheet)


def _is_own(kind: Kind, name: str) -> bool:
    return name.startswith(tuple(in_every_language(kind.sheet)))
