"""Reading a checklist before there is a partner."""

from __future__ import annotations

from pathlib import Path

from csp_tui.core.checklist import Checklist
from csp_tui.core.counting import RunView
from csp_tui.core.progress import Partner, Run
from csp_tui.core.workplace import Workplace
from csp_tui.tui.screens.list_screen import hint_line
from csp_tui.tui.screens.run import RunScreen

READ_ONLY = frozenset(
    {
        "tick_item",
        "wait_item",
        "set_not_applicable",
        "refuse_item",
        "edit_item",
        "undo_step",
        "redo_step",
        "next_run",
        "previous_run",
    }
)


class ReadingScreen(RunScreen):
    """Shows a checklist as a run in which nothing can be changed."""

    HINTS = hint_line(
        ("enter", "detail"), ("y", "copy link"), ("o", "links"), ("?", "help"), ("q", "back")
    )

    def __init__(self, workplace: Workplace, checklist: Checklist) -> None:
        run = Run(checklist.id, checklist.id, checklist.edition)
        super().__init__(workplace, RunView(Partner("", "For reading"), run, checklist))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say that changes are not possible here."""
        return action not in READ_ONLY and super().check_action(action, parameters)

    def followed(self) -> list[Path]:
        """Return nothing: there is no partner's file."""
        return []

    def follow(self) -> None:
        """Show the checklist."""
        self._show()
