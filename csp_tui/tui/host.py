"""What screens and widgets may ask of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.dom import DOMNode
from textual.events import Key, Paste

if TYPE_CHECKING:
    from csp_tui.tui.places import Place
    from csp_tui.tui.saving.saver import Saver
    from csp_tui.tui.view_state import ViewState


@runtime_checkable
class Host(Protocol):
    """The app, as its screens and widgets know it."""

    saver: Saver
    view_state: ViewState

    def open(self, place: Place, *, instead: bool = False) -> None:
        """Open the screen of a place; with `instead` it replaces the front screen.

        Raises:
            NotFoundError, InvalidFileError: the place does not exist or is unreadable.
        """

    def leave_run(self, partner_id: str, sentence: str) -> None:
        """Go back from a run that does not exist any more, and say why."""

    def action_go_back(self) -> None:
        """Go back one screen; on the first screen, leave."""

    def take_typed(self, event: Key | Paste) -> None:
        """Hand a key or paste to the focused widget, or keep it until the next screen is ready."""

    def release_typed(self) -> None:
        """Hand the kept keys and pastes to the screen that is ready now."""

    def switch_language(self, code: str) -> None:
        """Show another language from now on."""


def host_of(node: DOMNode) -> Host:
    """Return the app to which a screen or widget belongs."""
    app: object = node.app
    assert isinstance(app, Host)
    return app
