"""Reading a checklist before there is a partner."""

from __future__ import annotations

from dataclasses import replace

from csp_tui.core.base.language import _
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.progress.model import Partner, Run
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.run.guidance import GuidanceScreen


class ReadingScreen(GuidanceScreen):
    """Shows a checklist as a run of nobody."""

    def __init__(self, workplace: Workplace, checklist: Checklist) -> None:
        run = Run(checklist.id, checklist.id, checklist.edition)
        super().__init__(workplace, RunView(_nobody(), run, checklist))

    def speak(self) -> None:
        """Show everything in the language that is spoken now."""
        self._shown = replace(self._shown, partner=_nobody())
        super().speak()


def _nobody() -> Partner:
    """Return what stands in place of a partner."""
    return Partner("", _("For reading"))
