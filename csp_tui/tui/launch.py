"""Opening the full-screen app: what must be set before Textual is imported."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csp_tui.core.workplace import Workplace
    from csp_tui.tui.first_frame import FirstFrame

ESCAPE_DELAY = 25
"""Milliseconds after which a lone escape is one; Textual's default of 100 feels slow."""


def run_app(
    workplace: Workplace,
    first_frame: FirstFrame,
    *,
    partner_id: str | None = None,
    run: str | None = None,
    mouse: bool = False,
) -> int:
    """Open the app over its first frame, at a partner and a run where they are named.

    Returns:
        The exit code.
    """
    if not os.environ.get("NO_COLOR"):
        os.environ.pop("NO_COLOR", None)
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    os.environ.setdefault("ESCDELAY", str(ESCAPE_DELAY))
    os.environ.setdefault("TEXTUAL_THEME", workplace.settings.theme)

    from csp_tui.tui.app import CspTuiApp

    app = CspTuiApp(workplace, partner_id=partner_id, run=run, first_frame=first_frame)
    app.run(mouse=mouse or workplace.settings.mouse)
    return app.return_code or 0
