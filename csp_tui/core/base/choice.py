"""A filter or an order that users choose by its name; a filter may ask for a value, too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold, visible_line

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


class ValueFilter(NamedTuple, Generic[Rule]):
    """A kind of filter that asks for a value, such as ``owner amira``.

    Args:
        name: the word in front of the value: ``owner``.
        title: what is asked for, in English; translated where it is shown.
        words: the words for such a filter, in English, with ``{value}`` in place of the value.
        rule: returns the value, or the values, by which the filter keeps something.
        shown: returns a value as it is shown, in the current language; "" if nothing can have it.
        hint: what to say instead of a value that there cannot be, in English.
        fits: returns whether a value is what a filter asks for, both as `fold` returns them.
    """

    name: str
    title: str
    words: str
    rule: Rule
    shown: Callable[[str], str] = visible_line
    hint: str = ""
    fits: Callable[[str, str], bool] = str.__eq__

    def title_of(self, value: str) -> str:
        """Return the words for the filter with this value, in the current language."""
        return _(self.words).format(value=self.shown(value))


def value_asked(
    kinds: Iterable[ValueFilter[Rule]], name: str
) -> tuple[ValueFilter[Rule] | None, str]:
    """Return the one of `kinds` that the name of a filter begins with, and the value behind it.

    Case does not matter. None and "" if it begins with none of them, or nothing is behind it.
    """
    word, _space, value = name.strip().partition(" ")
    found = next((each for each in kinds if value and each.name == fold(word)), None)
    return found, value.strip() if found else ""
