"""Asking yes or no in the bottom row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from csp_tui.core.base.question import Talk, confirmed

if TYPE_CHECKING:
    from csp_tui.tui.base.list_screen import ListScreen


def confirm(screen: ListScreen, question: str, then: Callable[[], object], lead: str = "") -> None:
    """Ask `question` on a screen, and call `then` where the answer is yes."""

    def talk() -> Talk[None]:
        if (yield from confirmed(question, lead)):
            then()

    screen.converse(talk())
