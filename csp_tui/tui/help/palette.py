"""The command palette: search the actions of the front screen by title and run one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.binding import Binding
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.widgets import Input, LoadingIndicator
from textual.widgets.option_list import Option

from csp_tui.core.base.language import LANGUAGES, _, current
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.all_keys import ANYWHERE, Action
from csp_tui.tui.keys.textual_bindings import method_name


class ActionPalette(CommandPalette):
    """Textual's palette without a blinking cursor, animation and characters two cells wide."""

    CSS_PATH = "palette.tcss"
    BINDINGS = [
        Binding("ctrl+g", "escape", "cancel", show=False),
        Binding("ctrl+z", "app.stop_app", "shell", show=False, id="stop-app"),
    ]

    def __init__(self) -> None:
        super().__init__([ActionCommands], placeholder=_("Type to search the commands"))

    def on_mount(self) -> None:
        """Stop the blinking cursor and the animation: both send to the terminal all the time."""
        for field in self.query(Input):  # none if the app is closing
            field.cursor_blink = False
        for turning in self.query(LoadingIndicator):
            turning.auto_refresh = None

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Wait a moment, then show in the user's language that nothing matches `search_value`.

        Textual calls this when a search finds nothing; its own message is always English.
        """
        self._stop_no_matches_countdown()

        def show() -> None:
            if search_value:
                message = Option(_("No matches found"), disabled=True, id=self._NO_MATCHES)
                self.query_one(CommandList).add_option(message)
            self._list_visible = bool(search_value)

        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, show)


class ActionCommands(Provider):
    """Finds the actions of the front screen, those of every screen, and the languages."""

    def _actions(self) -> list[Action]:
        own: tuple[Action, ...] = getattr(self.screen, "ACTIONS", ())
        return [*own, *(each for each in ANYWHERE if each.id != "open-palette")]

    def _title(self, action: Action) -> str:
        title = _(action.title)
        return f"{title[:1].upper()}{title[1:]}  ({action.shown})"

    def _offers(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield the title of each entry of the palette, and the function that runs it."""
        for action in self._actions():
            yield self._title(action), partial(self._run, action)
        for code, name in LANGUAGES.items():
            if code != current():
                title = _("Language: {name}").format(name=name)
                yield title, partial(host_of(self.screen).switch_language, code)

    async def _run(self, action: Action) -> None:
        node = self.screen if action not in ANYWHERE else self.app
        await node.run_action(method_name(action.id))

    async def discover(self) -> Hits:
        """Yield all entries while no search text is typed."""
        for title, act in self._offers():
            yield DiscoveryHit(title, act)

    async def search(self, query: str) -> Hits:
        """Yield the entries whose title matches `query`."""
        matcher = self.matcher(query)
        for title, act in self._offers():
            if (score := matcher.match(title)) > 0:
                yield Hit(score, matcher.highlight(title), act)
