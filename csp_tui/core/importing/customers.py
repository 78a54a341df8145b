"""Adding many customers from a CSV file with a header: all of them in one step, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.disk.files import read_file
from csp_tui.core.importing.csv_rows import Problem, TableRow, read_rows
from csp_tui.core.importing.given_text import utf8_text
from csp_tui.core.progress.model import CUSTOMER_KEYS
from csp_tui.core.runs import customer_changes
from csp_tui.core.store.store import Saved, Store

COLUMNS = tuple(key for key in CUSTOMER_KEYS if key != "archived")
_UNIQUE = ("name", "tenant")
"""What no two active customers of a partner share."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: the values of the customers to add, and everything that is wrong."""

    customers: Sequence[Mapping[str, str | date]]
    problems: Sequence[Problem]


def read_table(path: str, known: Iterable[CustomerSummary]) -> Table:
    """Return what a CSV file holds, held against the customers that are there.

    Raises:
        UsageError: it is no text in UTF-8.
        NotFoundError, InvalidFileError: it cannot be read, or is larger than 16 MiB.
    """
    try:
        content, _version = read_file(Path(path).expanduser(), follow_links=True)
    except RuntimeError as error:
        raise UsageError(f"{path}: {error}") from error
    told = _("{path}: line {line} is not UTF-8; save the table as CSV UTF-8")
    return table_in(utf8_text(content, told, path=path), known)


def table_in(text: str, known: Iterable[CustomerSummary]) -> Table:
    """Return what the text of a table holds, held against the customers that are there."""
    found = read_rows(text, COLUMNS)
    rows, problems = found.rows, list(found.problems)
    taken = {
        (key, fold(getattr(row, key))): _taken_by(row.name)
        for row in known
        if row.is_active and not row.error
        for key in _UNIQUE
    }
    customers: list[Mapping[str, str | date]] = []
    for row in rows:
        values, wrong = _values(row)
        for key in _UNIQUE:
            place = (key, fold(str(values.get(key, ""))))
            if place[1] and place in taken:
                wrong.append(Problem(row.line, key, taken[place](values[key])))
            taken.setdefault(place, _taken_in(row.line))
        customers.append(values)
        problems += wrong
    if not rows and not problems:
        problems.append(Problem(1, "", _("there is no customer below the header")))
    return Table(customers, sorted(problems, key=lambda each: each.line))


def _taken_by(name: str) -> Callable[[object], str]:
    """Return what says of a value that a customer has it already."""
    return lambda value: _('"{value}" is that of {name}, who is here already').format(
        value=value, name=name
    )


def _taken_in(line: int) -> Callable[[object], str]:
    """Return what says of a value that another line of the table has it, too."""
    return lambda value: _('"{value}" is that of line {line}, too').format(value=value, line=line)


def _values(row: TableRow) -> tuple[dict[str, str | date], list[Problem]]:
    values: dict[str, str | date] = {}
    problems = []
    for key, cell in row.cells.items():
        if not cell:
            continue
        try:
            values[key] = date.fromisoformat(cell) if CUSTOMER_KEYS[key] is date else cell
        except ValueError:
            what = _('"{cell}" is no date; write it like 2026-11-30').format(cell=cell)
            problems.append(Problem(row.line, key, what))
    if "name" not in values:
        problems.append(Problem(row.line, "name", _("a customer needs a name")))
    return values, problems


def import_job(
    partner_id: str, customers: Sequence[Mapping[str, str | date]]
) -> Callable[[Store], Saved]:
    """Return what adds all customers in one step."""

    def save(store: Store) -> Saved:
        changes = {}
        for values in customers:
            name = str(values["name"])
            customer_id = store.customer_id(partner_id, name)
            while customer_id in changes:
                customer_id = store.customer_id(partner_id, name)
            others = {key: value for key, value in values.items() if key != "name"}
            changes[customer_id] = customer_changes.add(customer_id, name, **others)
        return store.change(partner_id, list(changes.values()))

    return save
