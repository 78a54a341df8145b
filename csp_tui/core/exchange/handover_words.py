"""Texts on what taking in a hand-over would change, as rows of a table."""

from __future__ import annotations

import contextlib

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _
from csp_tui.core.describe.history import SILENT, about, label, readable
from csp_tui.core.disk.toml import Table
from csp_tui.core.exchange.handover import Incoming, table_here
from csp_tui.core.progress.change import Change, values_at
from csp_tui.core.progress.model import Value
from csp_tui.core.runs.run_name import full_name
from csp_tui.core.workplace.workplace import Workplace

Row = tuple[str, ...]


def changed_rows(workplace: Workplace, incoming: Incoming) -> list[Row]:
    """Return a row for each value that taking in a hand-over would change.

    Its cells: title, label, present value, incoming value. Fields that were also changed in this
    data directory are left out; see :func:`clash_rows`.
    """
    title_of = _Titles(workplace, incoming)
    assert incoming.merge is not None
    clashing = {
        (each.change.customer, each.change.table, each.key) for each in incoming.merge.clashes
    }
    rows: list[Row] = []
    for change in incoming.merge.changes:
        here = title_of.here(change)
        for key, value in change.to.items():
            is_elsewhere = key in SILENT or (change.customer, change.table, key) in clashing
            if not is_elsewhere and here[key] != value:
                rows.append((title_of(change), label(key), *_both(key, here[key], value)))
    return rows


def clash_rows(workplace: Workplace, incoming: Incoming) -> list[Row]:
    """Return a row for each field that was changed in this data directory and in the hand-over.

    Its cells: title, label, present value, incoming value, and whose change counts.
    """
    title_of = _Titles(workplace, incoming)
    assert incoming.merge is not None
    rows: list[Row] = []
    for clash in incoming.merge.clashes:
        if clash.key in SILENT:
            continue
        side = _("there") if clash.is_taken else _("here")
        message = _("{side}, {name}") if clash.later else _("{side}: not in the history")
        winner = message.format(side=side, name=clash.later.who if clash.later else "")
        cells = _both(clash.key, clash.here, clash.there)
        rows.append((title_of(clash.change), label(clash.key), *cells, winner))
    return rows


def _both(key: str, here: Value, there: Value) -> tuple[str, str]:
    return readable(key, here), readable(key, there)


class _Titles:
    """Called with a change, returns the title of what it changes, else the id."""

    def __init__(self, workplace: Workplace, incoming: Incoming) -> None:
        self._workplace = workplace
        self._incoming = incoming
        self._tables: dict[str, Table] = {}

    def __call__(self, change: Change) -> str:
        what = self._title(change)
        name = self._incoming.tables.get(change.customer, {}).get("name", change.customer)
        return about(what, str(name)) if change.customer else what or self._incoming.partner.name

    def here(self, change: Change) -> dict[str, Value]:
        """Return the values that the keys of `change` have in this data directory now."""
        if change.customer not in self._tables:
            table = table_here(self._workplace.places, self._incoming, change.customer)
            self._tables[change.customer] = table or {}
        return values_at(self._tables[change.customer], change)

    def _title(self, change: Change) -> str:
        run = self._incoming.partner.runs.get(change.run)
        with contextlib.suppress(CspTuiError, KeyError):
            if run is not None:
                checklist = self._workplace.library.get(run.checklist, run.edition)
                name = full_name(checklist.title, change.run, checklist.id)
                return checklist.by_id[change.item].title if change.item else name
        return change.item or change.run or change.part
