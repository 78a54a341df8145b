"""Open the full-screen app; set the environment variables that Textual reads at import."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from shutil import get_terminal_size
from types import ModuleType
from typing import TYPE_CHECKING

from csp_tui.core.base.terminal_size import bounded
from csp_tui.core.workplace.settings import Settings
from csp_tui.tui.terminal.signals import ended_by_signals

if TYPE_CHECKING:
    from csp_tui.core.workplace.workplace import Workplace
    from csp_tui.tui.terminal.shown_frame import ShownFrame

_OF_PALETTE = (
    *("CommandListItem", "CommandPalette", "DiscoveryHit", "Hit", "Hits"),
    *("Provider", "SimpleProvider"),
)
"""What Textual imports of its command palette, and never uses without it."""

ESCAPE_DELAY = 25
"""Milliseconds after which an escape character counts as the key; Textual's 100 feel slow."""


def run_app(
    workplace: Workplace,
    *,
    partner_id: str | None = None,
    run: str | None = None,
    mouse: bool = False,
    first_frame: ShownFrame | None = None,
) -> int:
    """Run the app until the user leaves.

    Args:
        workplace: the store, the checklists and the rest.
        partner_id: the id of the partner to open first; None for the only one, or for the list.
        run: the key of that partner's run to open; None for the one left last.
        mouse: True to take the mouse from the terminal even if the settings do not ask for it.
        first_frame: what the terminal shows already, if anything.

    Returns:
        The exit code.
    """
    themes = f"{workplace.settings.theme},{Settings().theme}"
    if os.environ.get("NO_COLOR"):
        themes = Settings().theme  # others show by colours alone where the cursor of a note is
    else:
        os.environ.pop("NO_COLOR", None)
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    os.environ["TEXTUAL_SMOOTH_SCROLL"] = "0"  # then the system alone says what size there is
    os.environ.setdefault("ESCDELAY", str(ESCAPE_DELAY))
    os.environ.setdefault("TEXTUAL_THEME", themes)

    _do_without_tls()
    _do_without_palette()

    from csp_tui.tui.app import CspTuiApp

    with ended_by_signals() as watch:
        app = CspTuiApp(workplace, partner_id=partner_id, run=run, first_frame=first_frame)
        watch(app.leave_for_signal, app.cut_off)
        app.run(mouse=mouse or workplace.settings.mouse, size=bounded(*get_terminal_size()))
    sys.stderr.write(app.last_words())
    return app.return_code or 0


def _do_without_tls() -> None:
    """Keep asyncio from importing ``ssl``: unused here, it would take a tenth of the memory."""
    if "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]


def _do_without_palette() -> None:
    """Give Textual empty classes in place of its command palette and the widgets of that.

    csp-tui has a palette of its own; Textual's would take a twelfth of the start. Whoever asks for
    anything else of the module gets the module itself.
    """
    name = "textual.command"
    if name in sys.modules:
        return

    def whole(attribute: str) -> object:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        sys.modules.pop(name, None)
        return getattr(import_module(name), attribute)

    module = ModuleType(name)
    vars(module).update({each: type(each, (), {}) for each in _OF_PALETTE}, __getattr__=whole)
    sys.modules[name] = module
