"""Clashes: changes that people made to the same values at the same time, not knowing of each other.

One of the two changes stands, the other one fell. A later change by somebody who knows both ends
the clash; a decision that is taken back does not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from csp_tui.core.history.acts import Act, meaning_of
from csp_tui.core.history.branches import counting
from csp_tui.core.history.fold import Standing, State, fold
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.registers import (
    Register,
    is_detail,
    moved_items,
    stated_by,
    with_moved,
)
from csp_tui.core.history.steps import left_without, undone_lines
from csp_tui.core.progress.model import Status, Value


@dataclass(frozen=True, slots=True)
class Clash:
    """A change that fell against another one; neither writer knew of the other.

    Args:
        register: the register that both changed.
        stands: what stands in the register.
        fell: the line of the change that fell.
    """

    register: Register
    stands: Standing
    fell: HistoryLine

    @property
    def item(self) -> str:
        """The item's id in the run's present edition; empty if the change is to no item."""
        return self.register.table[3] if self.register.is_of_item else ""

    @property
    def fallen(self) -> Mapping[str, Value]:
        """The values that fell; of a detail, such as the day of a chase, the detail alone."""
        return _values(self.register, self.fell)


def clashes(lines: Sequence[HistoryLine]) -> list[Clash]:
    """Return the changes in a history that fell against another one made at the same time.

    `lines` are the whole history. Two changes that people would read as the same are no clash, nor
    is what an earlier version wrote: its lines do not say what their writers knew.
    """
    counted = counting(lines)
    return clashes_in(fold(counted), counted)


def clashes_of_counting(lines: Sequence[HistoryLine]) -> list[Clash]:
    """Return the clashes among `lines`, as :func:`clashes` does, where all of `lines` count.

    `lines` are a whole history, or all lines about one table.
    """
    return clashes_in(fold(lines), lines)


def clashes_in(state: State, lines: Sequence[HistoryLine]) -> list[Clash]:
    """Return the clashes among `lines`, all of which count; `state` is what stands by them.

    A clash about an item that has another id since its run was moved is given under the new id
    only.
    """
    state = _without_taken_back(state, lines)
    found = [*_fallen_tips(state), *_fallen_details(state, lines)]
    moved = moved_items(lines)  # such an item goes on as another one, which has the clash, too
    return [clash for clash in found if not clash.item or (clash.fell.run, clash.item) not in moved]


def new_clashes(
    own: Sequence[HistoryLine], lines: Sequence[HistoryLine], state: State | None = None
) -> list[Clash]:
    """Return the clashes that come up when `lines` are added to the history `own`.

    `state` is what stands by `own` and `lines` together; None if the caller does not know it.
    """
    counted = counting([*own, *lines])
    found = clashes_in(fold(counted) if state is None else state, counted)
    before = {_names(clash) for clash in clashes(own)} if found else set()
    return [clash for clash in found if _names(clash) not in before]


def _names(clash: Clash) -> tuple[Register, str, str]:
    return clash.register, clash.stands.line.identity, clash.fell.identity


def _without_taken_back(state: State, lines: Sequence[HistoryLine]) -> State:
    """Return `state` as it would be without those decisions that were taken back again.

    A decision counts all the same where somebody has changed the register after its undo.
    """
    if not any(line.do == Act.DECIDE for line in lines):
        return state
    targets_of, gone = undone_lines(lines), dict[Register, set[str]]()
    in_force = {line.identity for line in left_without(lines, ())}
    todo = list(state)
    while todo:
        undone = {
            register: _undo_of_decision(state[register].line, targets_of, in_force)
            for register in todo
            if register in state
        }
        todo = [register for register, undo in undone.items() if undo]
        for register in todo:
            gone.setdefault(register, set()).update(undone[register])
        if todo:
            state = fold(lines, gone)
    return state


def _undo_of_decision(
    line: HistoryLine,
    targets_of: Callable[[HistoryLine], list[HistoryLine]],
    in_force: Collection[str],
) -> set[str]:
    """Return the identities of an undo and all that it takes back, if that is a decision.

    Empty for any other `line`. `in_force` has the identities of what is not taken back.
    """
    found, todo, is_decision = set[str](), [line], False
    while meaning_of(line.do).is_undoing and todo:
        found |= {each.identity for each in todo}
        is_decision |= any(each.do == Act.DECIDE and each.identity not in in_force for each in todo)
        todo = [each for one in todo for each in targets_of(one) if each.identity not in found]
    return found if is_decision else set()


def _fallen_tips(state: State) -> Iterable[Clash]:
    for register, standing in state.items():
        for line in standing.tips:
            is_other = line.version > 1 and line.identity != standing.line.identity
            if is_other and not _is_same(register, line, standing.line):
                yield Clash(register, standing, line)


def _fallen_details(state: State, lines: Sequence[HistoryLine]) -> Iterable[Clash]:
    """Yield a clash for each detail that was written for a status which does not stand any more.

    Such a detail, say the day of a chase, is later than the status that stands, but its writer did
    not know that status. Left out is a detail of a status that clashes itself: that clash tells of
    it.
    """
    moved = moved_items(lines)
    for line in lines:
        if line.version == 1 or not line.over or line.kept:
            continue
        for stated, values in stated_by(line).items():
            if not is_detail(stated, values):
                continue
            for register in with_moved(stated, moved):
                standing = state[register]
                tips = {each.short_identity for each in (*standing.tips, standing.line)}
                is_late = line.at > standing.line.at and tips.isdisjoint(line.over)
                is_there = all(standing.values.get(key) == value for key, value in values.items())
                if is_late and not is_there:
                    yield Clash(register, standing, line)


def _values(register: Register, line: HistoryLine) -> dict[str, Value]:
    return {k: v for k, v in {**line.kept, **line.after}.items() if k in register.keys}


def _is_same(register: Register, line: HistoryLine, other: HistoryLine) -> bool:
    one, two = _values(register, line), _values(register, other)
    if register.is_status:  # an item without a status is to do
        statuses = {each.get("status") or Status.TODO for each in (one, two)}
        return len(statuses) == 1 and one.get("reason") == two.get("reason")
    return all(one.get(key) == two.get(key) for key in register.keys)
