"""Refuse to change anything in a closed run."""

from __future__ import annotations

from collections.abc import Iterable

from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.runs.view import RunView


def refuse_closed(views: Iterable[RunView]) -> None:
    """Raise UsageError if a run of `views` is closed; the message has the command to reopen it."""
    for view in views:
        if view.is_closed:
            again = command_line(f"close {view.partner.id} {view.run.key} --reopen")
            message = _('the run "{run}" is closed; open it again first: {command}')
            raise UsageError(message.format(run=view.run.key, command=again))
