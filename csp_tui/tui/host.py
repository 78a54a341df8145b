"""The methods of the app that screens and widgets may call, so that they need not import it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, cast

from textual.dom import DOMNode
from textual.events import Key, Paste

if TYPE_CHECKING:
    from csp_tui.tui.places import Place
    from csp_tui.tui.saving.partners_reader import PartnersReader
    from csp_tui.tui.saving.saver import Saver
    from csp_tui.tui.syncing.background_sync import BackgroundSync
    from csp_tui.tui.view_state import ViewState


class Host(Protocol):
    """The app as its screens and widgets see it."""

    saver: Saver
    partners_reader: PartnersReader
    background_sync: BackgroundSync
    view_state: ViewState

    def open(self, place: Place, *, instead: bool = False) -> None:
        """Open the screen that shows `place`; with `instead` it replaces the front screen.

        Raises:
            NotFoundError, InvalidFileError: what `place` names does not exist or is unreadable.
        """

    def leave_run(self, partner_id: str, sentence: str) -> None:
        """Go back from the screen of a run that no longer exists, and show `sentence`.

        If there is no screen below, the list of partners is shown. Whenever the list of partners is
        then in front, its cursor is put on `partner_id`.
        """

    def action_go_back(self) -> None:
        """Go back one step inside the front screen; if it has none, show the screen below.

        If there is no screen below, show the list of partners; on that list, leave the app.
        """

    def once_started(self, act: Callable[[], object]) -> None:
        """Call `act` now; while the app starts, call it as soon as the app can draw."""

    def take_shown_rows(self) -> dict[int, str]:
        """Return the rows that the first frame has left on the terminal; only once.

        Those that the result lacks are blank. It is empty, or emptied later, if the terminal may
        show something else.
        """

    def take_typed(self, event: Key | Paste) -> None:
        """Pass a key or paste to the focused widget, or keep it until the front screen is ready.

        If no widget has the focus, the front screen gets it.
        """

    def cut_paste(self, text: str) -> str:
        """Return the first `terminal_input.MOST_PASTED` characters of a paste; say if it is cut."""

    def say_no_meaning(self, event: Key) -> None:
        """Say that a key does nothing here, unless the bottom row asks a question.

        On a screen that is no list screen, such as a form, say nothing.
        """

    def release_typed(self) -> bool:
        """Pass the keys and pastes that were kept to the front screen, in the order of typing.

        Return whether there were some.
        """

    def print_page(self, text: str) -> None:
        """Leave the full screen, print `text`, and come back at any key.

        At ctrl+z, leave the terminal to the shell; print `text` again when it brings the app back.
        If there is no shell, come back at ctrl+z, too, and say so.
        """

    def switch_language(self, code: str) -> None:
        """Show all texts in the language `code` from now on, and keep it in the settings."""


def host_of(node: DOMNode) -> Host:
    """Return the app of a screen or widget, typed as `Host`."""
    return cast("Host", node.app)
