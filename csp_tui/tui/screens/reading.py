"""Reading a checklist before there is a partner."""

from __future__ import annotations

from csp_tui.core.checklist import Checklist
from csp_tui.core.counting import RunView
from csp_tui.core.progress import Partner, Run
from csp_tui.core.workplace import Workplace
from csp_tui.tui.screens.guidance import GuidanceScreen


class ReadingScreen(GuidanceScreen):
    """Shows a checklist as a run of nobody."""

    def __init__(self, workplace: Workplace, checklist: Checklist) -> None:
        run = Run(checklist.id, checklist.id, checklist.edition)
        super().__init__(workplace, RunView(Partner("", "For reading"), run, checklist))
