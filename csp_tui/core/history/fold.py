"""The values that follow from the lines of a history, whatever the order in which they arrived.

Of all lines about a register, the one with the latest order stamp stands, among those that no other
line replaces. Lines that earlier versions wrote when they took in the changes of another machine
repeat values that somebody else had set; they stand only where nobody has changed the register.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from csp_tui.core.disk.toml import Table
from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.registers import (
    EDITION,
    PLACE,
    START,
    Register,
    is_detail,
    moved_items,
    stated_by,
    with_moved,
)
from csp_tui.core.progress.change import Change, apply_to_table, values_at
from csp_tui.core.progress.model import Status, Value

_FITTING = {
    "on": (Status.DONE,),
    "fingerprint": (Status.DONE,),
    "out_of_order": (Status.DONE,),
    "waiting_for": (Status.WAITING,),
    "since": (Status.WAITING,),
    "chase_on": (Status.WAITING,),
    "chased": (Status.WAITING,),
    "reason": (Status.REFUSED, Status.NOT_APPLICABLE),
}
"""The statuses beside which a key of the status means something."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in one register."""

    line: HistoryLine
    """The line whose values stand."""
    values: Mapping[str, Value]
    """The values of the register; None, or no key, for a value that is not there."""
    tips: tuple[HistoryLine, ...]
    """The lines that no other replaces, of which `line` is one. Two are a clash: neither of the two
    people knew of the other's change."""
    newest: datetime
    """The latest order stamp of the tips and of the details of `line`."""


State = Mapping[Register, Standing]
"""What stands in each register about which a line speaks."""


class _Claim(NamedTuple):
    """A line's claim to one register; the later one of two compares greater."""

    rank: int
    at: datetime
    writer: str
    number: int
    identity: str
    line: HistoryLine
    values: Mapping[str, Value]


_NO_LINES: Mapping[Register, Collection[str]] = {}


def fold(
    lines: Sequence[HistoryLine], without: Mapping[Register, Collection[str]] = _NO_LINES
) -> State:
    """Return what stands in each register by `lines`, which may be in any order.

    All `lines` must count: of a whole history, pass those that `branches.counting` returns.
    `without` has, for some registers, the identities of lines that are left out of them.
    """
    echoes = {line.step for line in lines if line.do in (Act.SYNC, Act.IMPORT)}
    claims: dict[Register, list[_Claim]] = {}
    moved = moved_items(lines)
    for line in lines:
        rank = _rank(line, echoes)
        for register, values in stated_by(line).items():
            claim = _Claim(rank, line.at, line.writer, line.count, line.identity, line, values)
            for place in with_moved(register, moved):
                if line.identity not in without.get(place, ()):
                    claims.setdefault(place, []).append(claim)
    for each in claims.values():
        if len(each) > 1:
            each.sort(key=lambda claim: claim[:5])
    state = {register: _standing(register, each) for register, each in claims.items()}
    _keep_worked_runs(state, claims)
    return state


def _rank(line: HistoryLine, echoes: set[str]) -> int:
    """Return 2 for a change, 1 for a value found in a file, 0 for a value repeated by a sync.

    `echoes` are the names of the steps in which a sync repeated values.
    """
    if line.version == 1 and line.step in echoes:
        return 0
    return 1 if line.do == Act.FOUND else 2


def _standing(register: Register, claims: Sequence[_Claim]) -> Standing:
    """Return what stands in a register by all `claims` to it, sorted, the earliest first."""
    if len(claims) == 1 and claims[0].line.version > 1:  # as most are; the rest agrees, slower
        line, values = claims[0].line, claims[0].values
        if not is_detail(register, values):
            return Standing(line, {key: values.get(key) for key in register.keys}, (line,), line.at)
    settings: dict[str, tuple[_Claim, dict[str, Value]]] = {}
    details: list[_Claim] = []
    known: dict[str, Value] = {}  # what lines up to now say, for lines that state only a part
    replaced: set[str] = set()
    by_step: dict[tuple[str, str, datetime], list[str]] = {}
    for claim in claims:
        short = claim.identity[:16]
        if claim.line.version > 1:
            if is_detail(register, claim.values):
                details.append(claim)
            else:
                replaced.update(claim.line.over)
                step = claim.writer, claim.line.step, claim.at  # two branches may share its name
                own_step = by_step.setdefault(step, [])
                replaced.update(own_step)  # the later line of a step replaces the earlier
                own_step.append(short)
                known = {key: claim.values.get(key) for key in register.keys}
                settings[short] = (claim, known)
            known = {**known, **claim.values}
            continue
        known = {**known, **claim.values}
        if register.is_status and not {"status", "fingerprint"} & claim.values.keys():
            details.append(claim)
        else:
            if claim.rank:
                older = (
                    each
                    for each, (other, _values) in settings.items()
                    if short not in other.line.over
                )
                replaced.update(older)
            settings[short] = (claim, _fitting(known) if register.is_status else known)
    if not settings:
        values = {key: value for claim in details for key, value in claim.values.items()}
        return Standing(details[-1].line, values, (), details[-1].at)
    tips = [short for short in settings if short not in replaced] or [*settings][-1:]
    last, values = settings[tips[-1]]
    own = [claim for claim in details if _is_about(claim, last, tips[-1])]
    for claim in own:
        values = {**values, **claim.values}
        if claim.line.version == 1:  # it may have been written for another status
            values = _fitting(values)
    newest = max(claim.at for claim in (*own, *(settings[each][0] for each in tips)))
    return Standing(last.line, values, tuple(settings[each][0].line for each in tips), newest)


def _is_about(detail: _Claim, setting: _Claim, short: str) -> bool:
    """Return whether a detail belongs to the status that `setting` set.

    `short` is the short identity of the line of `setting`.
    """
    if detail.line.version > 1:
        return short in detail.line.over
    return detail[:5] > setting[:5]


def _fitting(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the `values` of a status without those that mean nothing beside that status."""
    status = values.get("status") or Status.TODO
    return {key: value for key, value in values.items() if status in _FITTING.get(key, (status,))}


def _keep_worked_runs(
    state: dict[Register, Standing], claims: Mapping[Register, Sequence[_Claim]]
) -> None:
    """Let the start of a run stand again if it is taken back, but items have progress.

    That is so if somebody worked in the run while somebody else took back its start.

    Args:
        state: what stands in each register; it is changed.
        claims: all that was written to each register, the last at the end.
    """
    worked = {
        register.table[1]
        for register, standing in state.items()
        if register.is_of_item and _has_value(standing.values)
    }
    for run in worked:
        for name in (EDITION, START):
            register = Register("", ("checklists", run), name)
            if register not in state or _has_value(state[register].values):
                continue
            started = [each for each in claims[register] if _has_value(each.values)]
            if started:
                last, old = started[-1], state[register]
                state[register] = Standing(last.line, last.values, old.tips, old.newest)


def _has_value(values: Mapping[str, Value]) -> bool:
    return any(value is not None for value in values.values())


def without_empty(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return `values` without the keys whose value is None."""
    return {key: value for key, value in values.items() if value is not None}


def is_archived(state: State) -> bool:
    """Return whether the partner is archived by the values that stand; False if it never was."""
    standing = state.get(Register("", (), PLACE))
    return standing is not None and _has_value(standing.values)


def table_of(state: State, customer: str) -> Table:
    """Return as a table the values in `state` of a customer's file, or of the partner's for "".

    Raises:
        ValueError: a value does not fit into a progress file.
    """
    table: Table = {}
    for change in _changes(state, customer):
        apply_to_table(table, change)
    return table


def corrections(state: State, customer: str, data: Table) -> list[Change]:
    """Return the changes that give the file with the table `data` the values that stand.

    Keys about which no line speaks stay as they are.

    Args:
        state: what stands.
        customer: id of the file's customer; empty for the partner's own file.
        data: the parsed file.
    """
    wanted = _changes(state, customer)
    return [change for change in wanted if values_at(data, change) != change.to]


def _changes(state: State, customer: str) -> Iterable[Change]:
    """Return a change for each table of a progress file, which makes it hold the values that stand.

    It sets these values, and clears the other keys of their registers. Whether the partner is
    archived is left out. `customer` is the id of the file's customer; "" for the partner's own
    file.
    """
    tables: dict[tuple[str, ...], dict[str, Value]] = {}
    for register, standing in state.items():
        if register.customer == customer and register.name != PLACE:
            values: dict[str, Any] = dict.fromkeys(register.keys)
            tables.setdefault(register.table, {}).update({**values, **standing.values})
    return [_change_of(table, values, customer) for table, values in tables.items()]


def _change_of(table: tuple[str, ...], values: Mapping[str, Value], customer: str) -> Change:
    run, item = (table[1] if len(table) > 1 else ""), (table[3] if len(table) > 3 else "")
    part = table[0] if len(table) == 1 else ""
    return Change(Act.OUTSIDE, values, run, item, part=part, customer=customer)
