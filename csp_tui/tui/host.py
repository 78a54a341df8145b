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
        """Show a place in front, or with `instead` in place of the screen in front.

        Raises:
            NotFoundError, InvalidFileError: what is to be shown does not exist or is unreadable.
        """

    def leave_run(self, partner_id: str, sentence: str) -> None:
        """Go back from a run that does not exist any more, and say why."""

    def action_go_back(self) -> None:
        """Go back a screen; leave from the first."""

    def take_typed(self, event: Key | Paste) -> None:
        """Give what was typed to what has the focus now, or keep it for a screen to come."""

    def release_typed(self) -> None:
        """Give what was kept to the screen that is there now."""

    def speak(self, code: str) -> None:
        """Show everything in another language from now on."""


def host_of(node: DOMNode) -> Host:
    """Return the app to which a screen or widget belongs."""
    app: object = node.app
    assert isinstance(app, Host)
    return app
