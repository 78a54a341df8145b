"""Asking yes or no in the bottom row."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.tui.screens.list_screen import ListScreen
from csp_tui.tui.widgets.bottom_row import Question

_YES, _NO = ("y", "yes"), ("", "n", "no")


def confirm(screen: ListScreen, question: str, then: Callable[[], object]) -> None:
    """Ask `question`, and call `then` where the answer is yes; enter alone means no."""

    def answered(text: str) -> None:
        if text.casefold() in _YES:
            then()

    screen.ask([Question(f"{question} y/N", check=_trouble)], answered)


def _trouble(text: str) -> str:
    return "" if text.casefold() in (*_YES, *_NO) else "y or n"
