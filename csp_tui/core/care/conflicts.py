"""Finds conflicts, and decides them: what fell is put back, or what stands is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import CspTuiError, NotFoundError, UsageError
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

Fallen = tuple[str, Register | None]
"""The id of the history line that fell, and the register to decide; None for all of the line's."""


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


def decide(store: Store, partner_id: str, line_id: str, *, is_put_back: bool) -> Saved:
    """End all conflicts in which a line fell, as `decide_each` does.

    Raises:
        NotFoundError: no such line fell, or there is no such partner.
        UsageError, RunGoneError: it cannot be decided, as :func:`decide_each` says.
        InvalidFileError, BusyError, WriteError: as :func:`decide_each` raises them.
    """
    wanted = (line_id, None)
    saved, failed = decide_each(store, partner_id, [wanted], is_put_back=is_put_back)
    if error := failed.get(wanted):
        raise error
    return saved


def decide_each(
    store: Store, partner_id: str, wanted: Sequence[Fallen], *, is_put_back: bool
) -> tuple[Saved, dict[Fallen, CspTuiError]]:
    """End conflicts of a partner in one step: put back the values that fell, or confirm the others.

    Either is saved as a new change, made in knowledge of both sides.

    Args:
        store: the store of the partner.
        partner_id: the partner.
        wanted: the conflicts.
        is_put_back: whether the values that fell are put back; otherwise what stands is confirmed.

    Returns:
        What was saved; and by conflict, why others could not be decided:

        - NotFoundError: no such line fell, or the same values are decided by another conflict.
        - UsageError: the line took back the start of a run in which somebody has worked, so it
          cannot be put back.
        - RunGoneError: the run does not exist any more.

    Raises:
        NotFoundError: there is no such partner.
        InvalidFileError: a file of the partner is unreadable.
        BusyError, WriteError: the change could not be saved.
    """
    failed: dict[Fallen, CspTuiError] = {}
    history = store.history(partner_id)

    def plan(table_of: Callable[[Change], Table]) -> PlannedStep:
        failed.clear()
        by_line: dict[str, list[Clash]] = {}
        lines = history.readable_lines()
        for clash in clashes(lines):
            by_line.setdefault(clash.fell.id, []).append(clash)
        step: list[Change] = []
        decided: set[Register] = set()
        for each in wanted:
            line_id, register = each
            known = (clash for clash in by_line.get(line_id, ()) if clash.register not in decided)
            found = [clash for clash in known if register in (None, clash.register)]
            try:
                step += _changes(found, line_id, lines, table_of, is_put_back=is_put_back)
            except CspTuiError as error:
                failed[each] = error
            else:
                decided |= {clash.register for clash in found}
        return PlannedStep(step, is_whole=not is_put_back)

    return store.carry_out(partner_id, plan), failed


def _changes(
    found: Sequence[Clash],
    line_id: str,
    lines: Sequence[HistoryLine],
    table_of: Callable[[Change], Table],
    *,
    is_put_back: bool,
) -> Iterable[Change]:
    """Return the changes that end the conflicts `found`, in which one line fell."""
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
    refuse_gone_runs([each for each in changes.values() if each.item], table_of)
    return changes.values()


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
