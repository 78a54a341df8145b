"""The bottom row: key hints, messages, questions, menus, and what narrows a list."""

from __future__ import annotations

from asyncio import Future, get_running_loop
from collections import deque
from collections.abc import Sequence

from textual.binding import Binding
from textual.events import Key, Resize
from textual.geometry import Offset
from textual.timer import Timer
from textual.widget import Widget

from csp_tui.core.base.asking import Question, Talk
from csp_tui.core.base.language import _
from csp_tui.tui.lines.hints import Hint, fitted_hints
from csp_tui.tui.lines.menu import MORE, Menu, MenuTalk, menu_answer, menu_pages, menu_rows
from csp_tui.tui.lines.narrowing import Narrowing, narrowing_row
from csp_tui.tui.lines.prompt import MOST_ROWS, message_rows, question_rows
from csp_tui.tui.lines.tone import Line, Span, Tone
from csp_tui.tui.widgets.field import Field

TYPING_REST = 0.25
"""Seconds without a key after which a list is narrowed to what was typed."""


class BottomRow(Field, can_focus=False):
    """Shows the keys, a message until the next key, a question, a menu, or what narrows a list.

    What is longer than the row covers rows above it; nothing is moved.
    """

    BINDINGS = [Binding("ctrl+g,escape", "cancel_prompt", "cancel", show=False, id="cancel-prompt")]

    def __init__(self, hints: Sequence[Hint]) -> None:
        super().__init__(id="bottom")
        self._hints = hints
        self._message: str | None = None
        self._label = ""
        self._rows: list[str] = []
        self._question: Question | None = None
        self._talk: Talk[None] | None = None
        self._future: Future[list[str] | None] | None = None
        self._focused: Widget | None = None
        self._waiting: deque[Talk[None]] = deque()
        self._menu: Menu | None = None
        self._menu_talk: MenuTalk | None = None
        self._page = 0
        self._narrowing: Narrowing | None = None
        self._rest: Timer | None = None

    @property
    def is_editing(self) -> bool:
        """Whether a question or menu is open, or a list is being narrowed."""
        return any(each is not None for each in (self._question, self._menu, self._narrowing))

    def line(self, y: int) -> Line:
        """Return row `y` of the menu, question or message; if there is none, the key hints."""
        if self._menu is not None:
            if y == 0:  # so that a screen reader reads the title
                self.app.cursor_position = Offset(self.region.x, self.region.y)
            drawn = self._menu_rows()
            return drawn[y] if y < len(drawn) else ()
        if self._narrowing is not None:
            typed = self.typed_line(" /", y)
            return narrowing_row(typed, self._narrowing.counts(), self.size.width)
        if not self._rows:
            return fitted_hints(self.size.width, self._hints)
        row = self._rows[y] if y < len(self._rows) else ""
        if self.is_editing and y == len(self._rows) - 1:
            return self.typed_line(row, y)
        return ((row, Tone.STRONG),)

    def sync(self) -> None:
        """Cover as many rows as are needed, and redraw the cells that have changed."""
        self._fit()
        super().sync()

    def on_resize(self, _event: Resize) -> None:
        """Wrap the question or message again; the base class then redraws everything."""
        self._fit()

    def _fit(self) -> None:
        """Wrap the question or message into rows, and cover as many rows above as it needs."""
        columns = self.size.width
        if self._menu is not None:
            self._take_rows(len(self._menu_rows()))
            return
        if self._narrowing is not None:
            self._rows = []
        elif self._question is not None:
            text = f"{self._question.lead} {self._label}"
            names, offer = self._question.names, self._question.value
            if offer and (meaning := self._question.meaning(offer)):
                offer = f"{offer}   {meaning}"
            most = self.screen.size.height
            self._rows = question_rows(text, names, offer, columns, most)
        elif self._message is not None:
            self._rows = message_rows(self._message, columns, self._message_room())
        else:
            self._rows = []
        self._take_rows(max(1, len(self._rows)))

    def _take_rows(self, count: int) -> None:
        if self.styles.height is None or self.styles.height.value != count:
            self.styles.height = count
            self.styles.margin = (1 - count, 0, 0, 0)

    def _message_room(self) -> int:
        """Return how many rows a message may take.

        They are a fifth of the screen at most, and do not cover the current row of a list. Without
        such a row they are `MOST_ROWS` at most.
        """
        at, height = self.app.cursor_position.y, self.screen.size.height
        return min(height // 5, height - 1 - at if at < self.region.y else MOST_ROWS)

    def note(self) -> Span:
        """Return what the typed answer means; empty if the question does not explain it."""
        return (self._question.meaning(self.value) if self._question else "", Tone.QUIET)

    def set_hints(self, hints: Sequence[Hint]) -> None:
        """Show these key hints from now on."""
        self._hints = hints
        self.sync()

    def clear(self) -> None:
        """Remove the message, if there is one, so that the key hints show again."""
        if self._message is not None:
            self._message = None
            self.sync()

    def say(self, sentence: str) -> None:
        """Show a message in place of the keys until `clear` is called."""
        self._message = sentence
        self.sync()

    def say_of_input(self, sentence: str) -> None:
        """Show a sentence about typed or pasted text.

        If a question is open, the sentence is shown in front of it, else as a message.
        """
        if self._question is not None:
            question = _("{question}: ").format(question=self._question.label)
            self._label = f"{sentence} {question}"
            self.sync()
        else:
            self.say(sentence)

    def ask(self, questions: Sequence[Question]) -> Future[list[str] | None]:
        """Ask `questions` one after the other; each opens at once, so that no key is lost.

        Returns:
            A future that gets the answers, or None if the user cancels or a question is open
            already.
        """
        future: Future[list[str] | None] = get_running_loop().create_future()
        if self.is_editing:
            future.set_result(None)
            return future
        self._future = future
        self.converse(_in_turn(questions, future))
        return future

    def converse(self, talk: Talk[None]) -> None:
        """Run `talk`: ask the questions that it yields; do nothing if a question is open already.

        The next question opens at once, so that keys typed ahead answer it.
        """
        if self.is_editing:
            return
        self._talk = talk
        self._go_on(None)

    def converse_when_free(self, talk: Talk[None]) -> None:
        """Run `talk`; if a question is open, as soon as it is closed."""
        if self.is_editing:
            self._waiting.append(talk)
        else:
            self.converse(talk)

    def submit(self) -> None:
        """Check the typed answer; go on with the next question, or ask again with what is wrong.

        If a list is being narrowed, end that; the list stays narrowed to what was typed.
        """
        if self._narrowing is not None:
            self._narrow()
            self._end_narrowing()
        if self._question is None:
            return
        if trouble := self._question.check(self.value):
            self._label = _("{question} ({trouble}): ").format(
                question=self._question.label, trouble=trouble
            )
            self.edit(self.value)
        else:
            self._go_on(self.value)

    def action_cancel_prompt(self) -> None:
        """Close the question without an answer, and end the talk; the future of `ask` gets None.

        If a list is being narrowed, show all its rows.
        """
        if self._narrowing is not None:
            narrowing = self._narrowing
            self._end_narrowing()
            narrowing.show_all()
            return
        if self._talk is not None:
            self._talk.close()
        self._close()
        if self._future is not None and not self._future.done():
            self._future.set_result(None)

    def narrow(self, narrowing: Narrowing) -> None:
        """Let the user type what narrows a list; the list follows once typing rests.

        Nothing happens if a question or menu is open already.
        """
        if self.is_editing:
            return
        self._take_focus()
        self.edit(narrowing.text, is_offer=bool(narrowing.text))
        self._narrowing = narrowing
        self.sync()

    def _set(self, text: str, cursor: int) -> None:
        before = self.value
        super()._set(text, cursor)
        if self._narrowing is not None and self.value != before:
            if self._rest is not None:
                self._rest.stop()
            self._rest = self.set_timer(TYPING_REST, self._narrow)

    def _narrow(self) -> None:
        """Narrow the list to what is typed, unless it is narrowed to that already."""
        if self._narrowing is not None and self._rest is not None:
            self._rest.stop()
            self._rest = None
            self._narrowing.narrow(self.value)
            self.sync()

    def _end_narrowing(self) -> None:
        self._narrowing = None
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        self._return_focus()
        self.sync()
        if self._waiting:
            self.converse(self._waiting.popleft())

    def _take_focus(self) -> None:
        """Take the keys, and remember the widget that had them."""
        self._focused, self._message = self.screen.focused, None
        self.can_focus = True
        self.screen.set_focus(self, scroll_visible=False)

    def _return_focus(self) -> None:
        self.can_focus = False
        self.screen.set_focus(self._focused, scroll_visible=False)

    def choose(self, talk: MenuTalk) -> None:
        """Open the menus of `talk` one after the other, and send it what the user chooses in each.

        Nothing happens if a question or menu is open already.
        """
        if self.is_editing:
            return
        self._menu_talk, self._message = talk, None
        self._focused = self.screen.focused
        self.can_focus = True
        self._show_menu(next(talk, None))
        if self._menu is not None:
            self.screen.set_focus(self, scroll_visible=False)

    def _menu_rows(self) -> list[Line]:
        assert self._menu is not None
        return menu_rows(self._menu, self.size.width, self.screen.size.height, self._page)

    def _show_menu(self, menu: Menu | None) -> None:
        """Show `menu`; if it is None, close the menu and return the focus."""
        if menu is None or self._menu is None or menu.title != self._menu.title:
            self._page = 0
        self._menu = menu
        if menu is None:
            self._menu_talk = None
            self._return_focus()
        self.sync()
        if menu is None and self._waiting:
            self.converse(self._waiting.popleft())

    def take_key(self, event: Key) -> bool:
        """Give a key to the open menu, and return True.

        If no menu is open, type the key as a field does, and return whether it has a meaning there.
        """
        if self._menu is None or self._menu_talk is None:
            return super().take_key(event)
        size = (self.size.width, self.screen.size.height)
        pages = menu_pages(self._menu, *size)
        if event.key == MORE and pages > 1:
            self._page = (self._page + 1) % pages
            self.sync()
            return True
        is_seen = event.is_printable and event.character
        key = (event.character if is_seen else event.key) or ""
        answer = menu_answer(self._menu, *size, self._page, key)
        try:
            menu = self._menu_talk.send("ctrl+g" if answer == "escape" else answer)
        except StopIteration:
            menu = None
        self._show_menu(menu)
        return True

    def take_paste(self, text: str) -> None:
        """Insert `text` into the answer; a menu drops it."""
        if self._menu is None:
            super().take_paste(text)

    def _go_on(self, answer: str | None) -> None:
        """Send `answer` to the talk, and ask its next question; if there is none, close.

        None in place of an answer begins the talk.
        """
        assert self._talk is not None
        try:
            question = next(self._talk) if answer is None else self._talk.send(answer)
        except StopIteration:
            self._close()
            return
        if self._question is None:
            self._take_focus()
        self._question = question
        self._label = _("{question}: ").format(question=question.label)
        self.edit(question.value, is_offer=not question.is_typed)

    def _close(self) -> None:
        """Close the question, and return the focus to the widget that had it before.

        Then run the talk that has waited longest for this, if any.
        """
        self._talk = None
        if self._question is None:
            return
        self._question = None
        self._return_focus()
        self.sync()
        if self._waiting:
            self.converse(self._waiting.popleft())


def _in_turn(questions: Sequence[Question], future: Future[list[str] | None]) -> Talk[None]:
    answers: list[str] = []
    for question in questions:
        answers.append((yield question))
    if not future.done():
        future.set_result(answers)
