"""The bottom row: key hints, messages, questions, menus, and what narrows a list."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.events import Key, Resize
from textual.geometry import Offset
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from csp_tui.core.base.asking import Question, Talk
from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut, pad, visible_line, width
from csp_tui.tui.lines.hints import Hint, fitted_hints
from csp_tui.tui.lines.narrowing import Narrowing, narrowing_row
from csp_tui.tui.lines.prompt import (
    MOST_ROWS,
    cells_of,
    keys_behind,
    message_rows,
    prompt_row,
    question_rows,
)
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from csp_tui.tui.lines.menu import MenuTalk, OpenMenu

TYPING_REST = 0.25
"""Seconds without a key after which a list is narrowed to what was typed."""


class BottomRow(Field, can_focus=False):
    """Shows the keys, a message until the next key, a question, a menu, or what narrows a list.

    What is longer than the row covers rows above it; nothing is moved.
    """

    BINDINGS = [Binding("ctrl+g,escape", "cancel_prompt", "cancel", show=False, id="cancel-prompt")]

    class Turned(Message):
        """A question, a menu or the field that narrows has been opened or closed."""

    def __init__(self, hints: Sequence[Hint]) -> None:
        super().__init__(id="bottom")
        self._hints = hints
        self._message: str | None = None
        self._alert = ""
        self._label = ""
        self._rows: list[Line] = []
        self._question: Question | None = None
        self._talk: Talk[None] | None = None
        self._focused: Widget | None = None
        self._waiting: deque[Talk[None]] = deque()
        self._menu: OpenMenu | None = None
        self._narrowing: Narrowing | None = None
        self._rest: Timer | None = None

    @property
    def is_editing(self) -> bool:
        """Whether a question or menu is open, or a list is being narrowed."""
        return any(each is not None for each in (self._question, self._menu, self._narrowing))

    @property
    def has_typed(self) -> bool:
        """Whether a text is being typed: an answer, or what narrows a list."""
        return self.is_editing and bool(self.value)

    def line(self, y: int) -> Line:
        """Return row `y` of what is shown.

        That is the narrowing, the menu or the question that is open; else the message, the failure
        given to `alert`, or the keys.
        """
        if self._narrowing is not None:
            typed = self.typed_line(" /", y)
            return narrowing_row(typed, self._narrowing.counts(), self.size.width)
        if not self._rows:
            return fitted_hints(self.size.width, self._hints)
        if y >= len(self._rows):
            return ()
        if self._types and y == len(self._rows) - 1:
            ((label, _tone),) = self._rows[y]
            return self._answer_line(label, y)
        if y == 0 and self.is_editing and not self._types:  # so that a screen reader reads it
            self.app.cursor_position = Offset(self.region.x, self.region.y)
        return self._rows[y]

    @property
    def _types(self) -> bool:
        """Whether a question is open whose answer is typed."""
        return self._question is not None and not self._question.keys

    def _answer_line(self, label: str, y: int) -> Line:
        """Return row `y` with the label of a prompt, its field, and the keys behind it."""
        meaning = visible_line(self._question.meaning(self.value)) if self._question else ""
        room = self.size.width - width(label)
        hints = keys_behind(room, self.value, meaning)
        room -= cells_of(hints)
        before, under, after = self.around_cursor(max(4, room - 1))
        after = cut(after, max(0, room - width(before + under) - 1))
        position = Offset(self.region.x + width(label + before), self.region.y + y)
        self.app.cursor_position = position
        typed: Line = ((before, Tone.FIELD), (under, Tone.CURSOR), (after, Tone.FIELD))
        return prompt_row(label, typed, meaning, hints, self.size.width)

    def sync(self) -> None:
        """Cover as many rows as are needed, and redraw the cells that have changed."""
        self._fit()
        super().sync()

    def on_resize(self, _event: Resize) -> None:
        """Wrap the question or message again: it was drawn in the new width as it was before."""
        self.sync()

    def _fit(self) -> None:
        """Wrap the question or message into rows, and cover as many rows above as it needs."""
        columns, height = self.size.width, self.screen.size.height
        self._rows = []
        if self._menu is not None:
            self._rows = self._menu.rows(columns, height)
        elif self._question is not None:
            self._rows = question_rows(self._question, self._label, columns, height, self.value)
        elif self._message is not None and self._narrowing is None:
            rows = message_rows(self._message, columns, self._message_room())
            self._rows = [((row, Tone.STRONG),) for row in rows]
        elif self._alert and self._narrowing is None:
            rows = message_rows(self._alert, columns, self._message_room())
            self._rows = [((pad(row, columns), Tone.CURSOR),) for row in rows]
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

    def set_hints(self, hints: Sequence[Hint]) -> None:
        """Show these key hints from now on."""
        if hints != self._hints:
            self._hints = hints
            self.sync()

    def clear(self, sentence: str = "") -> None:
        """Remove the message, or only the message `sentence`, so that the key hints show again."""
        if self._message is not None and sentence in ("", self._message):
            self._message = None
            self.sync()

    def say(self, sentence: str) -> None:
        """Show a message in place of the keys until `clear` is called."""
        self._message = sentence
        self.sync()

    def say_also(self, sentence: str) -> None:
        """Show one more sentence behind the message, if there is one, parted by a full stop."""
        self.say(f"{self._message.rstrip('.')}. {sentence}" if self._message else sentence)

    def alert(self, sentence: str) -> None:
        """Show a failure reversed in place of the keys, until this is called with "".

        It takes the place of a message, too; a later message is shown in its place.
        """
        if sentence != self._alert:
            self._alert = sentence
            self._message = None if sentence else self._message
            self.sync()

    def say_of_input(self, sentence: str) -> None:
        """Show a sentence about typed or pasted text.

        If an answer is being typed, the sentence is shown in front of it, else as a message.
        """
        if self._question is not None:
            question = _("{question}: ").format(question=self._question.label)
            self._label = f"{sentence} {question}"
            self.sync()
        else:
            self.say(sentence)

    def converse(self, talk: Talk[None]) -> None:
        """Run `talk`: ask the questions that it yields, one after the other.

        The next question opens at once, so that keys typed ahead answer it. If a question or menu
        is open, or a list is being narrowed, `talk` is dropped: see `converse_when_free`.
        """
        if self.is_editing:
            return
        self._talk = talk
        self._go_on(None)

    def converse_when_free(self, talk: Talk[None]) -> None:
        """Run `talk`, now or as soon as nothing else is open.

        That is, no question and no menu, and no list is being narrowed.
        """
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
        if self._question is None or self._question.keys:
            return
        if trouble := self._question.check(self.value):
            self._label = _("{question} ({trouble}): ").format(
                question=self._question.label, trouble=trouble
            )
            self.edit(self.value)
        else:
            self._go_on(self.value)

    def action_cancel_prompt(self) -> None:
        """Close the question without an answer, and end the talk.

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
        self._end()

    def _end(self) -> None:
        """Give the focus back, show the row without a question, and run the waiting talks.

        The first of them that asks something keeps the others waiting.
        """
        self._return_focus()
        self.sync()
        while self._waiting and not self.is_editing:
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
        from csp_tui.tui.lines.menu import OpenMenu

        menu = OpenMenu(talk)
        if menu.is_over:
            return
        self._take_focus()
        self._menu = menu
        self.sync()

    def take_key(self, event: Key) -> bool:
        """Take a key as an answer to the menu or question, else type it; return whether it did.

        A question that keys answer drops the other characters, and `enter`.
        """
        is_seen = event.is_printable and event.character
        key = (event.character if is_seen else event.key) or ""
        if self._menu is not None:
            self._menu.press(key, self.size.width, self.screen.size.height)
            if self._menu.is_over:
                self._menu = None
                self._end()
            else:
                self.sync()
            return True
        if self._question is None or not self._question.keys:
            return super().take_key(event)
        if answer := self._question.answer_by(key):
            self._go_on(answer)
        return bool(answer or is_seen or key == "enter")

    def focus_changed(self) -> None:
        """Tell the screen that the keys go here now, or no longer."""
        super().focus_changed()
        self.post_message(self.Turned())

    def take_paste(self, text: str) -> None:
        """Insert `text` into what is typed; a menu, and a question that keys answer, drop it."""
        if self._narrowing is not None or self._types:
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
        """Close the question; then run the talks that wait for this."""
        self._talk = None
        if self._question is None:
            return
        self._question = None
        self._end()
