"""What every screen with a list shares: the bottom row, searching, and saying what happened."""

from __future__ import annotations

from asyncio import Future
from collections.abc import Callable, Sequence
from pathlib import Path

from csp_tui.core.base.asking import Question, Talk
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _
from csp_tui.tui.base.quiet_screen import QuietScreen
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.all_keys import Action
from csp_tui.tui.lines.hints import hint_line as hint_line
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.places import Place
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import RowList


class ListScreen(QuietScreen[None]):
    """A screen with one list and the bottom row.

    Its ``ACTIONS`` are what the help and the palette show.
    """

    ACTIONS: tuple[Action, ...] = ()
    AUTO_FOCUS = "RowList"
    _sought = ""

    @property
    def partner_id(self) -> str:
        """The partner whose screen this is; empty where it is nobody's."""
        return ""

    @property
    def partners_row(self) -> str:
        """The key of the row that the list of partners has for what is shown here, if any."""
        return ""

    @property
    def only(self) -> tuple[str, frozenset[str]]:
        """Which partners a search or a filter leaves here, in words and as ids; nothing for all."""
        return "", frozenset()

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one(RowList)

    @property
    def bottom(self) -> BottomRow:
        """The bottom row."""
        return self.query_one(BottomRow)

    def take_saved(self, message: ChangeSaved) -> None:
        """Hear that a change is on the disk."""

    def take_failed(self, message: ChangeFailed) -> None:
        """Hear that a change could not be made."""

    def on_screen_resume(self) -> None:
        """Show what has changed, or was said, while another screen was open."""
        self.soon(self.follow)
        self.soon(self._show_bottom)

    def _show_bottom(self) -> None:
        self.bottom.sync()

    def go_back(self) -> bool:
        """Go back within the screen; say whether there was anything to go back from."""
        return False

    def holds_back(self) -> bool:
        """Ask before something that is not saved is left; say whether there is any."""
        return False

    def leave(self) -> None:
        """Hear that the user leaves the screen, not to come back to it as it is."""

    def followed(self) -> list[Path]:
        """Return the files that the screen shows; it is told when one of them moves."""
        return []

    def follow(self) -> None:
        """Show the files as they are now."""

    def speak(self) -> None:
        """Show everything in the language that is spoken now, what comes from files too."""
        self.follow()
        super().speak()

    def open(self, place: Place, *, instead: bool = False) -> None:
        """Show a place in front, or `instead` of this screen; say why where it cannot be shown."""
        try:
            host_of(self).open(place, instead=instead)
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)

    def say(self, sentence: str, tone: Tone = Tone.STRONG) -> None:
        """Show a sentence in the bottom row until the cursor moves."""
        self.bottom.say(sentence, tone)

    def ask(self, questions: Sequence[Question], then: Callable[..., object]) -> None:
        """Ask `questions`, and call `then` with the answers unless the user cancels."""
        self.run_worker(self._wait_for(self.bottom.ask(questions), then))

    def converse(self, talk: Talk[None]) -> None:
        """Ask what `talk` yields, one question after the other, unless the user cancels."""
        self.bottom.converse(talk)

    async def _wait_for(
        self, answers: Future[list[str] | None], then: Callable[..., object]
    ) -> None:
        if (given := await answers) is not None:
            then(*given)

    def action_search_list(self) -> None:
        """Ask for a text and go to the next row that holds it."""
        self.ask([Question(_("Search"), self._sought)], self._search)

    def _search(self, text: str) -> None:
        self._sought = text
        self.rows.highlight(text)
        self.show_sought()
        if text:
            self._find(1)

    def show_sought(self) -> None:
        """Hear that something else is sought, or nothing any more."""

    def matches(self, text: str) -> list[str]:
        """Return the keys of the rows that hold `text`, from the first on."""
        return self.rows.holding(text)

    def match_told(self, text: str) -> str:
        """Return what to say of the match under the cursor besides which it is."""
        hidden = self.rows.cut_off(text)
        return _(": {text}").format(text=hidden) if hidden else ""

    def action_next_match(self) -> None:
        """Go to the next row that holds the text sought last."""
        self._find(1)

    def action_previous_match(self) -> None:
        """Go to the row before that holds the text sought last."""
        self._find(-1)

    def _find(self, step: int) -> None:
        if not self._sought:
            self.say(_("Nothing sought yet: press / first."))
        elif keys := self.matches(self._sought):
            self.rows.go_to_next(set(keys), step)
            told = _('"{text}": match {number} of {count}{where}').format(
                text=self._sought,
                number=keys.index(self.rows.key) + 1,
                count=len(keys),
                where=self.match_told(self._sought),
            )
            self.say(told)
        else:
            told = _('No row holds "{text}"; {cure}')
            self.say(told.format(text=self._sought, cure=self.unfound_cure()))

    def unfound_cure(self) -> str:
        """Return what to do where no row holds the text that is sought."""
        return _("/ seeks something else.")
