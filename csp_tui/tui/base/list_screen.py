"""The base class of all screens with a list: bottom row, search, messages, changed files.

A screen follows files: while it is in front, it shows them again when they change on disk.
"""

from __future__ import annotations

from asyncio import Future
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from csp_tui.core.base.asking import Question, Talk
from csp_tui.core.base.errors import CspTuiError, InvalidFileError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut, visible_line
from csp_tui.tui.base.quiet_screen import QuietScreen
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.all_keys import Action
from csp_tui.tui.lines.hints import hint_line as hint_line
from csp_tui.tui.lines.hints import key_of
from csp_tui.tui.places import Place
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import RowList

_FILE_NAME = 18
"""Cells for the name of a file in a message that says more."""


def unreadable_words(error: InvalidFileError) -> str:
    """Return the message that a file is unreadable, with the key that restores it.

    It fits into 80 columns.
    """
    sentence = _("Unreadable: {file}{place}; R puts the last good copy back")
    return sentence.format(file=cut(visible_line(error.path.name), _FILE_NAME), place=error.place)


def as_sentence(message: str) -> str:
    """Return an error's `message` with a capital letter at its start and a full stop at its end."""
    return f"{message[:1].upper()}{message[1:]}."


class ListScreen(QuietScreen[None], inherit_bindings=False):
    """A screen with one list and the bottom row.

    The help and the palette show its ``ACTIONS``. Textual's own keys tab and shift+tab are left
    out: they would move the focus, and the user would not see it.
    """

    ACTIONS: tuple[Action, ...] = ()
    AUTO_FOCUS = "RowList"
    _search_text = ""
    _when_in_front: Callable[[], object] | None = None

    @property
    def partner_id(self) -> str:
        """The id of the partner that the screen shows; "" if it shows none or several."""
        return ""

    @property
    def partners_row(self) -> str:
        """The key of the row in the list of partners that this screen belongs to; "" for none.

        The cursor is put on that row when the user goes back to the list.
        """
        return ""

    @property
    def only(self) -> tuple[str, frozenset[str]]:
        """The search or filter of partners in words, and the ids of the partners that pass it.

        Both are empty if the screen shows all partners.
        """
        return "", frozenset()

    @property
    def rows(self) -> RowList:
        """The list widget of the screen."""
        return self.query_one(RowList)

    @property
    def bottom(self) -> BottomRow:
        """The widget of the bottom row: key hints, messages and questions."""
        return self.query_one(BottomRow)

    def take_saved(self, message: ChangeSaved) -> None:
        """Handle the message that a job of any screen was saved; by default do nothing."""

    def take_failed(self, message: ChangeFailed) -> None:
        """Handle the message that a job of any screen could not be saved; by default do nothing."""

    def on_screen_resume(self) -> None:
        """Read the files again and draw the bottom row when the screen comes to the front.

        Then call what `when_in_front` was given while another screen was in front.
        """
        self.soon(self.follow)
        self.soon(self._show_bottom)
        if self._when_in_front is not None:
            self.soon(self._when_in_front)
            self._when_in_front = None

    def _show_bottom(self) -> None:
        self.bottom.sync()

    def when_in_front(self, act: Callable[[], object]) -> None:
        """Call `act` now if the screen is in front, else when it comes to the front next."""
        if self.app.screen is self:
            act()
        else:
            self._when_in_front = act

    def go_back(self) -> bool:
        """Go back one step inside the screen; return False if the screen itself is to be left.

        This base class returns False.
        """
        return False

    def holds_back(self) -> bool:
        """Return whether the screen has changes that could not be saved; if so, ask about them.

        This base class returns False.
        """
        return False

    def leave(self) -> None:
        """Keep what the app is to remember of this screen, when the user leaves the screen.

        By default do nothing.
        """

    def followed(self) -> list[Path]:
        """Return the files and directories to watch, none by default.

        `follow` is called when one of them changes.
        """
        return []

    def follow(self) -> None:
        """Read the files again and show them as they are now; by default do nothing."""

    def retranslate(self) -> None:
        """Show all texts again in the current language, also those read from files."""
        self.follow()
        super().retranslate()

    def open(self, place: Place, *, instead: bool = False) -> None:
        """Open the screen that shows `place`; with `instead` it replaces this screen.

        If it cannot be opened, show why in the bottom row.
        """
        try:
            host_of(self).open(place, instead=instead)
        except CspTuiError as error:
            self.say(self.message_of(error))

    def go_to(self, place: Place) -> bool:  # noqa: ARG002
        """Show `place` if it is a part of this screen; return whether it is.

        This base class returns False.
        """
        return False

    def message_of(self, error: CspTuiError) -> str:
        """Return the message to show for an error: its own text.

        A screen with a key that helps against the error overrides this, to name the key.
        """
        return str(error)

    def say(self, sentence: str) -> None:
        """Show `sentence` in the bottom row until the next key."""
        self.bottom.say(sentence)

    def refuses_marks(self, action_id: str, marked: Collection[str]) -> bool:
        """Return whether rows other than the current one are marked; if so, refuse the action.

        The bottom row then says that the action is for one row only, and how to unmark rows.

        Args:
            action_id: the action that the user has asked for.
            marked: the keys of the marked rows.
        """
        if not set(marked) - {self.rows.key}:
            return False
        key = key_of(self.ACTIONS, action_id)
        sentence = _("{key} is for one row: end the marks first ({none}).")
        self.say(sentence.format(key=key, none=key_of(self.ACTIONS, "show-all")))
        return True

    def ask(self, questions: Sequence[Question], then: Callable[..., object]) -> None:
        """Ask `questions` in the bottom row; then call `then` with one argument for each answer.

        If the user cancels, `then` is not called.
        """
        self.run_worker(self._wait_for(self.bottom.ask(questions), then))

    def converse(self, talk: Talk[None]) -> None:
        """Run `talk` in the bottom row: ask each question that it yields.

        The talk ends early if the user cancels a question.
        """
        self.bottom.converse(talk)

    def ask_name_again(
        self, ask: Callable[[str, str], Talk[None]], name: str, error: CspTuiError
    ) -> None:
        """Ask for a `name` that could not be saved, as soon as no other question is open.

        Args:
            ask: returns the talk from the name and what is shown before the question.
            name: the name, which is in the field again.
            error: why it could not be saved.
        """
        lead = _("Not saved: {why}.").format(why=error.short.rstrip("."))
        self.bottom.converse_when_free(ask(name, lead))

    async def _wait_for(
        self, answers: Future[list[str] | None], then: Callable[..., object]
    ) -> None:
        if (given := await answers) is not None:
            then(*given)

    def action_search_list(self) -> None:
        """Ask for a search text, underline it, and put the cursor on the next row that contains it.

        The text of the last search is offered; an empty text ends the search.
        """
        self.ask([Question(_("Search"), self._search_text)], self._search)

    def _search(self, text: str) -> None:
        self._search_text = text
        self.rows.highlight(text)
        self.show_search()
        if text:
            self._find(1)

    def show_search(self) -> None:
        """Show the search text, which has changed; by default do nothing."""

    def matches(self, text: str) -> list[str]:
        """Return the keys of the rows that contain `text`, from the first row on."""
        return self.rows.holding(text)

    def match_place(self, text: str) -> str:
        """Return the end of the message "match 2 of 5" for a match that is cut off on the screen.

        It is a colon and the part of the current row that contains `text`; "" if `text` is visible,
        or not in the row.
        """
        hidden = self.rows.cut_off(text)
        return _(": {text}").format(text=hidden) if hidden else ""

    def action_next_match(self) -> None:
        """Put the cursor on the next row that contains the search text.

        If there is no search text or no such row, say so.
        """
        self._find(1)

    def action_previous_match(self) -> None:
        """Put the cursor on the previous row that contains the search text.

        If there is no search text or no such row, say so.
        """
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
        """Return what the user can do after a search without a match, as the end of a sentence."""
        return _("/ searches again.")
