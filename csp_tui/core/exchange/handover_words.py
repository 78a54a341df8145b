"""Texts on what taking in a hand-over would change, as rows of a table."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _
from csp_tui.core.describe.history import SILENT, label, readable, title_for
from csp_tui.core.disk.toml import Table
from csp_tui.core.exchange.handover import Incoming
from csp_tui.core.exchange.incoming_lines import table_here
from csp_tui.core.history.branches import counting
from csp_tui.core.history.clashes import new_clashes
from csp_tui.core.history.fold import corrections, fold
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.registers import by_register
from csp_tui.core.progress.change import Change, values_at
from csp_tui.core.progress.model import Value
from csp_tui.core.runs.run_name import full_name
from csp_tui.core.workplace.workplace import Workplace

Row = tuple[str, ...]


def changed_rows(workplace: Workplace, incoming: Incoming) -> list[Row]:
    """Return a row for each value here that taking in a hand-over would change; empty if none.

    Its cells: title of the item, or of what else has the value; label of the field; value here;
    value in the hand-over. Fields that were changed on both sides are left out: :func:`clash_rows`
    has them.
    """
    title_of = _Titles(workplace, incoming)
    own, new = _lines(workplace, incoming)
    clashing = {clash.register for clash in new_clashes(own, new)}
    state = fold(counting([*own, *new]))
    rows: list[Row] = []
    for customer in dict.fromkeys(line.customer for line in new):
        for change in corrections(state, customer, title_of.table(customer)):
            here = title_of.here(change)
            for register, values in by_register(customer, change.table, change.to).items():
                rows += [
                    (title_of(change), label(key), *_both(key, here[key], value))
                    for key, value in values.items()
                    if key not in SILENT and here[key] != value and register not in clashing
                ]
    return rows


def clash_rows(workplace: Workplace, incoming: Incoming) -> list[Row]:
    """Return a row for each field that was changed both here and in the hand-over; empty if none.

    Its cells: title of the item, or of what else has the field; label of the field; value here;
    value in the hand-over; which side's change counts, with who made it. Fields that are equal by
    now are left out.
    """
    title_of = _Titles(workplace, incoming)
    own, new = _lines(workplace, incoming)
    names = {line.identity for line in new}
    rows: list[Row] = []
    for clash in new_clashes(own, new):
        last = clash.stands.line
        is_taken = last.identity in names
        there = clash.stands.values if is_taken else clash.fallen
        here = title_of.here(replace(last.change, to=dict.fromkeys(clash.register.keys)))
        message = _("{side}, {name}").format(
            side=_("there") if is_taken else _("here"), name=last.who
        )
        rows += [
            (title_of(last.change), label(key), *_both(key, here[key], there.get(key)), message)
            for key in clash.register.keys
            if key not in SILENT and here[key] != there.get(key)
        ]
    return rows


def _lines(
    workplace: Workplace, incoming: Incoming
) -> tuple[list[HistoryLine], Sequence[HistoryLine]]:
    """Return the history lines here, and those that the hand-over would add."""
    return workplace.store.history(incoming.partner.id).readable_lines(), incoming.union.lines


def _both(key: str, here: Value, there: Value) -> tuple[str, str]:
    return readable(key, here), readable(key, there)


class _Titles:
    """Called with a change, returns the title of what it changes.

    That is the title of the item or run; its id if the title is not known. For a change outside the
    runs it is the name of the changed table, or the partner's name. The customer's name is added if
    the change is to a customer.
    """

    def __init__(self, workplace: Workplace, incoming: Incoming) -> None:
        self._workplace = workplace
        self._incoming = incoming
        self._tables: dict[str, Table] = {}

    def __call__(self, change: Change) -> str:
        what = self._title(change)
        name = self._incoming.tables.get(change.customer, {}).get("name", change.customer)
        return (
            title_for(what, str(name)) if change.customer else what or self._incoming.partner.name
        )

    def here(self, change: Change) -> dict[str, Value]:
        """Return the values that the keys of `change` have here; None for a key without value."""
        return values_at(self.table(change.customer), change)

    def table(self, customer: str) -> Table:
        """Return the parsed file here of a customer, of the partner itself if `customer` is empty.

        The table is empty if there is no such file.
        """
        if customer not in self._tables:
            found = table_here(self._workplace.places, self._incoming.partner.id, customer)
            self._tables[customer] = found or {}
        return self._tables[customer]

    def _title(self, change: Change) -> str:
        run = self._incoming.partner.runs.get(change.run)
        with contextlib.suppress(CspTuiError, KeyError):
            if run is not None:
                checklist = self._workplace.library.get(run.checklist, run.edition)
                name = full_name(checklist.title, change.run, checklist.id)
                return checklist.by_id[change.item].title if change.item else name
        return change.item or change.run or change.part
