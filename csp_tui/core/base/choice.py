"""A filter or an order that users choose by its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from csp_tui.core.base.text import fold

Rule = TypeVar("Rule")


class Choice(NamedTuple, Generic[Rule]):
    """One of several filters or orders.

    Args:
        name: its word in commands: ``rule-changed``.
        title: its name on the screen, before it is translated.
        rule: what a filter keeps, or what an order compares.
    """

    name: str
    title: str
    rule: Rule


def choice_named(choices: Iterable[Choice[Rule]], name: str) -> Choice[Rule]:
    """Return the choice of a name, which may be typed with capitals and blanks.

    Raises:
        LookupError: there is none.
    """
    word = fold(name.strip()).replace(" ", "-")
    for each in choices:
        if each.name == word:
            return each
    raise LookupError(name)
