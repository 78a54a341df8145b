"""Ask for the name of a new partner or customer, and again if it could not be saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from csp_tui.core.base.asking import Question, Talk
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold
from csp_tui.tui.base.list_screen import ListScreen


def ask_name(
    label: str, known: Callable[[], Iterable[str]], typed: str = "", lead: str = ""
) -> Talk[str]:
    """Ask for a name until it is not empty and none of those that `known` returns.

    Args:
        label: what to type.
        known: returns the names that are taken; upper case counts as lower case.
        typed: the name that the user typed before.
        lead: why it could not be saved.
    """

    def trouble(name: str) -> str:
        if not name:
            return _("it needs one")
        is_known = any(fold(name) == fold(each) for each in known())
        return _("exists already; choose another name") if is_known else ""

    return (yield Question(label, typed, trouble, lead, is_typed=bool(typed)))


def ask_again(
    screen: ListScreen, ask: Callable[[str, str], Talk[None]], name: str, error: CspTuiError
) -> None:
    """Ask for a `name` that could not be saved, as soon as no other question is open on `screen`.

    Args:
        screen: the screen.
        ask: returns the talk from the name and what is shown before the question.
        name: the name, which is in the field again.
        error: why it could not be saved.
    """
    lead = _("Not saved: {why}.").format(why=error.short.rstrip("."))
    screen.bottom.converse_when_free(ask(name, lead))
