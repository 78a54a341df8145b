"""The bottom row: key hints, messages, and short prompts without a change of layout."""

from __future__ import annotations

from asyncio import Future, get_running_loop
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.widget import Widget

from csp_tui.core.text import visible_line
from csp_tui.tui.tone import Line, Tone
from csp_tui.tui.widgets.field import Field


@dataclass(frozen=True, slots=True)
class Question:
    """A line of text to ask for.

    Args:
        label: what is asked.
        value: what stands in the prompt at first; the first character typed replaces it.
        check: returns what is wrong with an answer, or nothing; the prompt stays open meanwhile.
    """

    label: str
    value: str = ""
    check: Callable[[str], str] = lambda _: ""


class BottomRow(Field, can_focus=False):
    """Shows the keys; says a sentence until the next key; asks for lines of text."""

    BINDINGS = [Binding("ctrl+g,escape", "cancel_prompt", "cancel", show=False, id="cancel-prompt")]

    def __init__(self, hints: Line) -> None:
        super().__init__(id="bottom")
        self._hints = hints
        self._said: Line | None = None
        self._questions: list[Question] = []
        self._answers: list[str] = []
        self._future: Future[list[str] | None] | None = None
        self._focused: Widget | None = None

    @property
    def is_editing(self) -> bool:
        """Whether a prompt is open."""
        return bool(self._questions)

    def line(self, y: int) -> Line:
        """Return the prompt, the sentence or the keys."""
        if self.is_editing:
            return super().line(y)
        return self._hints if self._said is None else self._said

    def set_hints(self, hints: Line) -> None:
        """Show other keys from now on."""
        self._hints = hints
        self.sync()

    def clear(self) -> None:
        """Show the keys again."""
        if self._said is not None:
            self._said = None
            self.sync()

    def say(self, sentence: str, tone: Tone = Tone.STRONG) -> None:
        """Show a sentence in place of the keys."""
        self._said = ((f" {visible_line(sentence)}", tone),)
        self.sync()

    def ask(self, questions: Sequence[Question]) -> Future[list[str] | None]:
        """Open a prompt for each question in turn, at once, so that answers may be typed ahead.

        Returns:
            The answers, or None where the user cancels.
        """
        future: Future[list[str] | None] = get_running_loop().create_future()
        if self._questions:
            future.set_result(None)
            return future
        self._future, self._answers, self._questions = future, [], list(questions)
        self._focused = self.screen.focused
        self._said = None
        self.can_focus = True
        self.screen.set_focus(self, scroll_visible=False)
        self._open()
        return future

    def submit(self) -> None:
        """Take the typed line, and ask the next question."""
        question = self._questions[0]
        if trouble := question.check(self.value):
            self.edit(f" {question.label} ({trouble}): ", self.value)
            return
        self._answers.append(self.value)
        del self._questions[0]
        if self._questions:
            self._open()
        else:
            self._close(self._answers)

    def action_cancel_prompt(self) -> None:
        """Leave the prompt without an answer."""
        self._close(None)

    def _open(self) -> None:
        question = self._questions[0]
        self.edit(f" {question.label}: ", question.value, is_offer=True)

    def _close(self, answers: list[str] | None) -> None:
        self._questions.clear()
        self.can_focus = False
        self.screen.set_focus(self._focused, scroll_visible=False)
        self.sync()
        if self._future is not None and not self._future.done():
            self._future.set_result(answers)
