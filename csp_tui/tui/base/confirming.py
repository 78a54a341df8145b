"""Asking yes or no in the bottom row."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from csp_tui.core.base.errors import UsageError
from csp_tui.core.runs.facts import yes_or_no
from csp_tui.tui.widgets.bottom_row import Question, Talk

if TYPE_CHECKING:
    from csp_tui.tui.base.list_screen import ListScreen

Confirmation = Generator[Question, str, bool]


def confirmed(question: str, lead: str = "") -> Confirmation:
    """Ask `question` in a talk and return whether the answer is yes; enter alone means no.

    The lead says what it is about, and gives way where there is no room.
    """
    typed = yield Question(f"{question} y/N", "", yes_no_trouble, lead)
    return yes_or_no(typed) is True


def confirm(screen: ListScreen, question: str, then: Callable[[], object], lead: str = "") -> None:
    """Ask `question` on a screen, and call `then` where the answer is yes."""

    def talk() -> Talk:
        if (yield from confirmed(question, lead)):
            then()

    screen.converse(talk())


def yes_no_trouble(text: str) -> str:
    """Return what is wrong with a typed answer; nothing where it is yes, no or empty."""
    try:
        yes_or_no(text)
    except UsageError as error:
        return str(error)
    return ""
