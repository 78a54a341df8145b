"""Opens the full-screen app: what must be set before Textual is imported."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from csp_tui.core.workplace.settings import Settings

if TYPE_CHECKING:
    from csp_tui.core.workplace.workplace import Workplace
    from csp_tui.tui.terminal.first_frame import FirstFrame

ESCAPE_DELAY = 25
"""Milliseconds after which a lone escape counts as the key; Textual's 100 feel slow."""


def run_app(
    workplace: Workplace,
    *,
    partner_id: str | None = None,
    run: str | None = None,
    mouse: bool = False,
    first_frame: FirstFrame | None = None,
) -> int:
    """Open the app over its first frame, at a partner and a run if they are given.

    Returns:
        The exit code.
    """
    if not os.environ.get("NO_COLOR"):
        os.environ.pop("NO_COLOR", None)
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    os.environ.setdefault("ESCDELAY", str(ESCAPE_DELAY))
    os.environ.setdefault("TEXTUAL_THEME", f"{workplace.settings.theme},{Settings().theme}")

    _do_without_tls()

    from csp_tui.tui.app import CspTuiApp

    app = CspTuiApp(workplace, partner_id=partner_id, run=run, first_frame=first_frame)
    app.run(mouse=mouse or workplace.settings.mouse)
    return app.return_code or 0


def _do_without_tls() -> None:
    """Keep asyncio from loading TLS, a tenth of the memory: the app opens no connection."""
    if "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]
