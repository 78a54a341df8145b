"""The filters of *Next*, by their names, on the screen and in kept views.

A filter is ``mine``, a group of steps such as ``chase``, or a word with a value: ``role finance``,
``owner amira``, ``for Microsoft``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csp_tui.core.base.text import fold
from csp_tui.core.next_steps.finder import chosen
from csp_tui.core.next_steps.step import Step
from csp_tui.core.runs.step_groups import StepGroup

MINE = "mine"
ROLE, OWNER, FOR = "role", "owner", "for"
"""The words that a value follows."""


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


def kept(steps: Iterable[Step], filters: Sequence[str], me: Sequence[str]) -> list[Step]:
    """Return the steps that all `filters` keep, in their order.

    A step for several customers keeps only the customers that match.

    Args:
        steps: the steps to choose from.
        filters: names of filters, as `filter_called` returns them.
        me: the names of the user, whose steps ``mine`` keeps; without a name it keeps nothing.
    """
    found = list(steps)
    for name in filters:
        word, space, value = name.partition(" ")
        if word == MINE:
            found = chosen(found, owners=me) if me else []
        elif not space:
            found = chosen(found, groups=[StepGroup(word)])
        elif word == ROLE:
            found = chosen(found, role=value)
        elif word == OWNER:
            found = chosen(found, owners=[value])
        else:
            found = chosen(found, whom=value)
    return found
