"""Joins two partners that are one: added twice, under two ids, on two machines.

The first gets every value that it lacks from the other, as an ordinary step that can be undone. The
other is archived. Both keep their histories.
"""

from __future__ import annotations

from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import _
from csp_tui.core.care.archive import Archive
from csp_tui.core.history.acts import Act
from csp_tui.core.history.branches import counting
from csp_tui.core.history.fold import Standing, State, fold, without_empty
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.history.registers import EDITION, PLACE, Register
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Value
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace


def join_partners(workplace: Workplace, partner_id: str, other_id: str) -> Saved:
    """Give a partner what it lacks of the other one, and archive the other; return what was saved.

    Args:
        workplace: the data directory.
        partner_id: the partner that stays.
        other_id: the partner that is archived.

    Raises:
        UsageError: the two are the same.
        NotFoundError, InvalidFileError: there is no such partner, or a file is unreadable.
        BusyError, WriteError: a change could not be saved.
        CspTuiError: the first has its values, but the other could not be archived.
    """
    if partner_id == other_id:
        raise UsageError(_("name two partners; these are the same"))
    store = workplace.store
    store.take_in(other_id)  # records edits made by hand
    other = _state(store, other_id)
    store.take_in(partner_id)
    saved = store.carry_out(
        partner_id, lambda _table_of: PlannedStep(lacking_changes(_state(store, partner_id), other))
    )
    try:
        Archive(workplace.places, store, workplace.clock).put_away(other_id)
    except CspTuiError as error:
        raise _half_done(partner_id, other_id, error) from error
    return saved


def _half_done(partner_id: str, other_id: str, error: CspTuiError) -> CspTuiError:
    """Return an error with the exit code of `error`, because of which the other is not archived."""
    message = _("{id} has got what it lacks, but {other} is not archived: {why}; then: {command}")
    command = command_line(f"archive {other_id}")
    failure = CspTuiError(
        message.format(id=partner_id, other=other_id, why=error.short, command=command)
    )
    failure.exit_code = error.exit_code
    return failure


def _state(store: Store, partner_id: str) -> State:
    return fold(counting(store.history(partner_id).lines()))


def lacking_changes(own: State, other: State) -> list[Change]:
    """Return the changes that give a partner the values that only the other has.

    A run that both have keeps its own edition, start and end; its items get what they lack.
    Customers whom only the other has are added.
    """
    customers = {register.customer for register in own}
    tables: dict[tuple[str, tuple[str, ...]], tuple[dict[str, Value], str]] = {}
    for register, standing in other.items():
        values = without_empty(standing.values)
        if values and register.name != PLACE and _is_lacking(own, register):
            known, rule = tables.get((register.customer, register.table), ({}, ""))
            tables[register.customer, register.table] = (
                {**known, **values},
                rule or _rule(register, standing),
            )
    changes = []
    for (customer, table), (values, rule) in sorted(
        tables.items(), key=lambda each: (each[0][0], len(each[0][1]))
    ):
        do = Act.ADD if not table and customer not in customers else Act.JOIN
        run, item = (table[1] if len(table) > 1 else ""), table[3] if table[3:] else ""
        part = table[0] if len(table) == 1 else ""
        changes.append(Change(do, values, run, item, rule, part, customer))
    return changes


def _is_lacking(own: State, register: Register) -> bool:
    """Return whether a partner has no value in this register, and may get one.

    False for the edition, start and end of a run that the partner has: these stay its own.
    """
    standing = own.get(register)
    if standing is not None and without_empty(standing.values):
        return False
    is_of_run = len(register.table) > 1 and not register.is_of_item
    run = own.get(Register("", register.table[:2], EDITION))
    return not (is_of_run and run is not None and without_empty(run.values))


def _rule(register: Register, standing: Standing) -> str:
    return standing.line.rule if register.is_status else ""
