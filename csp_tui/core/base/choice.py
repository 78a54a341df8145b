"""A filter or an order that users choose by its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold

Rule = TypeVar("Rule")


class Choice(NamedTuple, Generic[Rule]):
    """One of several filters or orders that users choose by name.

    Args:
        name: the word for the choice in commands: ``rule-changed``.
        title: the name of the choice on the screen, in English; translated where it is shown.
        rule: returns whether a filter keeps something, or the sort key of an order.
    """

    name: str
    title: str
    rule: Rule


def order_title(order: Choice[Rule], usual: Choice[Rule], *, is_reversed: bool) -> str:
    """Return the words for an order, also for one the other way round; "" for the `usual` one."""
    if is_reversed:
        return _("{order}, the other way").format(order=_(order.title))
    return "" if order is usual else _(order.title)


def choice_named(choices: Iterable[Choice[Rule]], name: str) -> Choice[Rule]:
    """Return the filter or order of `choices` whose name is `name`.

    In `name`, capitals count as small letters and blanks as hyphens; outer blanks are dropped.

    Raises:
        LookupError: none has this name.
    """
    word = fold(name.strip()).replace(" ", "-")
    for each in choices:
        if each.name == word:
            return each
    raise LookupError(name)
