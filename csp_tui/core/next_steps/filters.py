"""The filters of *Next*, by their names, on the screen and in kept views.

A filter is ``mine``, a group of steps such as ``chase``, or a word with a value: ``role finance``,
``owner amira``, ``for Microsoft``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import compress

from csp_tui.core.base.text import fold
from csp_tui.core.next_steps.step import Step
from csp_tui.core.next_steps.step_list import StepList
from csp_tui.core.runs.step_groups import StepGroup

MINE = "mine"
ROLE, OWNER, FOR = "role", "owner", "for"
"""The words that a value follows."""


def groups_called(name: str) -> tuple[StepGroup, ...]:
    """Return the groups of steps that a filter with the name of a group keeps.

    It is that group; of ``clock``, missed yearly checks, too.
    """
    group = StepGroup(name)
    return (StepGroup.MISSED, group) if group is StepGroup.CLOCK else (group,)


def filter_called(name: str) -> str:
    """Return the name of a filter as `kept` takes it, its first word in small letters.

    ``Owner Amira`` becomes ``owner Amira``.

    Raises:
        LookupError: there is no such filter.
    """
    word, _space, value = name.strip().partition(" ")
    word = fold(word)
    if word in (ROLE, OWNER, FOR) and value.strip():
        return f"{word} {value.strip()}"
    if not value and word in (MINE, *StepGroup):
        return word
    raise LookupError(name)


def kept(steps: StepList, filters: Sequence[str], me: Sequence[str]) -> StepList:
    """Return the steps that all `filters` keep, in their order.

    A step for several customers keeps only the customers that match.

    Args:
        steps: the steps to choose from.
        filters: names of filters, as `filter_called` returns them.
        me: the names of the user, whose steps ``mine`` keeps; without a name it keeps nothing.
    """
    found = steps
    for name in filters:
        word, space, value = name.partition(" ")
        if word == MINE:
            found = chosen(found, owners=me) if me else found[:0]
        elif not space:
            found = chosen(found, groups=groups_called(word))
        elif word == ROLE:
            found = chosen(found, role=value)
        elif word == OWNER:
            found = chosen(found, owners=[value])
        else:
            found = chosen(found, whom=value)
    return found


def chosen(
    steps: StepList,
    *,
    role: str = "",
    owners: Collection[str] = (),
    groups: Collection[StepGroup] = (),
    whom: str = "",
) -> StepList:
    """Return the steps that match all given conditions; an empty condition matches every step.

    A step for several customers keeps only the customers that match.

    Args:
        steps: the steps to choose from.
        role: the role that can do the item; no step without an item matches it.
        owners: names, one of which must be that of the step's owner; case does not matter.
        groups: the groups, one of which the step must be in.
        whom: the party that the item must wait for, or the first words of its name; case does
            not matter.
    """
    folded = {fold(owner) for owner in owners}
    party = fold(whom)
    if not (role or folded or groups or party):
        return steps
    return steps.choose(_part, role, frozenset(folded), frozenset(groups), party)


def _part(
    step: Step, role: str, owners: frozenset[str], groups: frozenset[StepGroup], party: str
) -> Step | None:
    is_kept = (not role or step.role == role) and (not groups or step.group in groups)
    return step.matching(owners, party) if is_kept else None


def first_ones(steps: StepList) -> StepList:
    """Return `steps` without those that can come later: the first steps of each run remain.

    Of each run one step to confirm and one ready step remain, and one of each for its customers.
    All steps that are refused, to chase, due or of the yearly clock, missed or not, remain. Steps
    with which nothing is to be done now do not.
    """
    codes, rules = steps.kinds.codes(_first_rule)
    numbers, places = steps.numbers, steps.places
    flags = bytearray(map([rules[code] == () for code in codes].__getitem__, numbers))
    is_limited = [*map(bool, map(rules.__getitem__, codes))]
    limited = [*compress(range(len(steps)), map(is_limited.__getitem__, numbers))]
    first = {(codes[numbers[each]], places[each]): each for each in reversed(limited)}
    for index in first.values():
        flags[index] = True
    return steps.only(flags)


def _first_rule(step: Step) -> tuple[object, ...] | None:
    """Return what only the first step of a partner may have, of those such as `step`.

    Empty if all steps remain, None if none does.
    """
    if step.group is StepGroup.NOT_YET or step.group is None:
        return None
    if step.group in (StepGroup.CONFIRM, StepGroup.READY) and not step.is_refused:
        return step.group, step.run, step.is_each
    return ()
