"""The base of all screens with a list: the bottom row, searching, and saying what happened."""

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


def as_sentence(message: str) -> str:
    """Return the message of an error as a sentence, with a capital and a full stop."""
    return f"{message[:1].upper()}{message[1:]}."


class ListScreen(QuietScreen[None]):
    """A screen with one list and the bottom row.

    The help and the palette show its ``ACTIONS``.
    """

    ACTIONS: tuple[Action, ...] = ()
    AUTO_FOCUS = "RowList"
    _search_text = ""

    @property
    def partner_id(self) -> str:
        """The id of the partner that the screen is about; empty if it is about no single one."""
        return ""

    @property
    def partners_row(self) -> str:
        """The key of the row for this screen in the list of partners; empty if there is none."""
        return ""

    @property
    def only(self) -> tuple[str, frozenset[str]]:
        """The partners that a search or filter leaves, in words and as ids; no ids for all."""
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
        """Called when a change is saved."""

    def take_failed(self, message: ChangeFailed) -> None:
        """Called when a change could not be saved."""

    def on_screen_resume(self) -> None:
        """Show what has changed, and any message, when the screen is in front again."""
        self.soon(self.follow)
        self.soon(self._show_bottom)

    def _show_bottom(self) -> None:
        self.bottom.sync()

    def go_back(self) -> bool:
        """Go back within the screen; return whether there was anything to go back from."""
        return False

    def holds_back(self) -> bool:
        """Ask before the user leaves changes that could not be saved; return if there are any."""
        return False

    def leave(self) -> None:
        """Called when the user leaves the screen for good."""

    def followed(self) -> list[Path]:
        """Return the files that the screen shows; `follow` is called when one changes."""
        return []

    def follow(self) -> None:
        """Show the files as they are now."""

    def retranslate(self) -> None:
        """Show everything in the present language, texts from files too."""
        self.follow()
        super().retranslate()

    def open(self, place: Place, *, instead: bool = False) -> None:
        """Open the screen of a place or say why not; with `instead` it replaces this one."""
        try:
            host_of(self).open(place, instead=instead)
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)

    def say(self, sentence: str, tone: Tone = Tone.STRONG) -> None:
        """Show a message in the bottom row until the next key."""
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
        """Ask for a text and go to the next row that contains it."""
        self.ask([Question(_("Search"), self._search_text)], self._search)

    def _search(self, text: str) -> None:
        self._search_text = text
        self.rows.highlight(text)
        self.show_search()
        if text:
            self._find(1)

    def show_search(self) -> None:
        """Called when the searched text has changed; it is empty when the search has ended."""

    def matches(self, text: str) -> list[str]:
        """Return the keys of the rows that contain `text`, from the first on."""
        return self.rows.holding(text)

    def match_place(self, text: str) -> str:
        """Return where the match under the cursor is, if the row does not show it."""
        hidden = self.rows.cut_off(text)
        return _(": {text}").format(text=hidden) if hidden else ""

    def action_next_match(self) -> None:
        """Go to the next row that contains the searched text."""
        self._find(1)

    def action_previous_match(self) -> None:
        """Go to the row before that contains the searched text."""
        self._find(-1)

    def _find(self, step: int) -> None:
        if not self._search_text:
            self.say(_("No search yet: press / first."))
        elif keys := self.matches(self._search_text):
            self.rows.go_to_next(set(keys), step)
            sentence = _('"{text}": match {number} of {count}{where}').format(
                text=self._search_text,
                number=keys.index(self.rows.key) + 1,
                count=len(keys),
                where=self.match_place(self._search_text),
            )
            self.say(sentence)
        else:
            sentence = _('No row has "{text}"; {cure}')
            self.say(sentence.format(text=self._search_text, cure=self.no_match_hint()))

    def no_match_hint(self) -> str:
        """Return what to do when no row contains the searched text."""
        return _("/ searches again.")
