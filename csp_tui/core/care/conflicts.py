"""Finds conflicts, and decides them: what fell is put back, or what stands is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import NotFoundError, UsageError
from csp_tui.core.base.language import _
from csp_tui.core.care.archive import archived_workplace
from csp_tui.core.disk.toml import Table
from csp_tui.core.history.acts import Act
from csp_tui.core.history.clashes import Clash, clashes
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.history.registers import EDITION, Register
from csp_tui.core.progress.change import Change, refuse_gone_runs, values_at
from csp_tui.core.progress.model import Value
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace


def every_partner(workplace: Workplace) -> Iterator[tuple[str, Workplace]]:
    """Yield each partner's id with the workplace that has the partner; archived ones come last.

    Raises:
        InvalidFileError: the partners cannot be listed.
    """
    for at in (workplace, archived_workplace(workplace)):
        yield from ((partner_id, at) for partner_id in at.store.partner_ids())


def conflicts_of(at: Workplace, partner_id: str) -> list[tuple[str, Clash]]:
    """Return the partner's id with each of the partner's conflicts; empty if there is none.

    `at` is the workplace that has the partner.

    Raises:
        InvalidFileError: the history cannot be read.
    """
    return [(partner_id, each) for each in clashes(at.store.history(partner_id).readable_lines())]


def decide(
    store: Store,
    partner_id: str,
    line_id: str,
    *,
    is_put_back: bool,
    register: Register | None = None,
) -> Saved:
    """End a conflict: put back the values that fell, or confirm those that stand.

    Either is saved as a new change, made in knowledge of both sides.

    Args:
        store: the store of the partner.
        partner_id: the partner.
        line_id: the id of the history line that fell.
        is_put_back: whether its values are put back; otherwise what stands is confirmed.
        register: the register to decide, where the line fell in several; None for all of them.

    Raises:
        NotFoundError: no such line fell, or there is no such partner.
        UsageError: the line took back the start of a run in which somebody has worked, so it
            cannot be put back.
        RunGoneError: the run does not exist any more.
        InvalidFileError: a file of the partner is unreadable.
        BusyError, WriteError: the change could not be saved.
    """
    lines = store.history(partner_id).readable_lines
    return store.carry_out(
        partner_id,
        lambda table_of: _plan(lines(), line_id, register, table_of, is_put_back=is_put_back),
    )


def _plan(
    lines: Sequence[HistoryLine],
    line_id: str,
    register: Register | None,
    table_of: Callable[[Change], Table],
    *,
    is_put_back: bool,
) -> PlannedStep:
    found = [
        clash
        for clash in clashes(lines)
        if clash.fell.id == line_id and register in (None, clash.register)
    ]
    if not found:
        message = _('there is no conflict "{id}"; {command} lists them')
        raise NotFoundError(message.format(id=line_id, command=command_line("conflicts")))
    changes: dict[tuple[str, ...], Change] = {}
    for clash in found:
        table = clash.register.table
        fell = clash.fell
        known = Change(Act.DECIDE, {}, fell.run, clash.item, "", fell.part, fell.customer)
        change = changes.get(table, known)
        asked = replace(known, to=dict.fromkeys(clash.register.keys))
        present = values_at(table_of(known), asked)
        to = _whole(clash, lines) if is_put_back else _stated(present)
        changes[table] = replace(change, to={**change.to, **to})
        if is_put_back and not change.item and to.get(EDITION, "") is None:
            message = _('somebody has worked in the run "{run}", so its start is not taken back')
            raise UsageError(message.format(run=change.run))
    step = [*changes.values()]
    refuse_gone_runs([each for each in step if each.item], table_of)
    return PlannedStep(step, is_whole=not is_put_back)


def _whole(clash: Clash, lines: Sequence[HistoryLine]) -> dict[str, Value]:
    """Return the values that put back what fell: for every key of its register, by key.

    If what fell is only a detail of a status, such as the day of a chase, the values of that status
    are there, too. None stands for no value.
    """
    status: Mapping[str, Value] = {}
    if clash.fell not in clash.stands.tips:
        about = (line for line in lines if line.short_identity in clash.fell.over)
        status = next(({**line.kept, **line.after} for line in about), {})
    found = {**status, **clash.fallen}
    return {key: found.get(key) for key in clash.register.keys}


def _stated(present: Mapping[str, Value]) -> dict[str, Value]:
    """Return `present` without the keys that have no value; the first key is always kept.

    Raises:
        ValueError: `present` is empty.
    """
    first, *_others = present
    return {k: value for k, value in present.items() if k == first or value is not None}
