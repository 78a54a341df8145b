"""The bottom row of every screen: key hints, messages, and questions with a line to type in.

It is always there, so that a question does not change the layout. A talk is a generator that
yields questions, is sent the answers, and does what follows from them.
"""

from __future__ import annotations

from asyncio import Future, get_running_loop
from collections.abc import Sequence

from textual.binding import Binding
from textual.widget import Widget

from csp_tui.core.base.asking import Question, Talk
from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line
from csp_tui.tui.lines.hints import Hint, fitted_hints
from csp_tui.tui.lines.tone import Line, Span, Tone
from csp_tui.tui.widgets.field import Field


class BottomRow(Field, can_focus=False):
    """Shows key hints, or a message until the next key, or a question with a line to type in."""

    BINDINGS = [Binding("ctrl+g,escape", "cancel_prompt", "cancel", show=False, id="cancel-prompt")]

    def __init__(self, hints: Sequence[Hint]) -> None:
        super().__init__(id="bottom")
        self._hints = hints
        self._message: Line | None = None
        self._question: Question | None = None
        self._talk: Talk[None] | None = None
        self._future: Future[list[str] | None] | None = None
        self._focused: Widget | None = None

    @property
    def is_editing(self) -> bool:
        """Whether a question is open."""
        return self._question is not None

    def line(self, y: int) -> Line:
        """Return the line to draw: the open question, else the message, else the key hints."""
        if self.is_editing:
            return super().line(y)
        return self._message or fitted_hints(self.size.width, self._hints)

    def note(self) -> Span:
        """Return what the typed answer means, if the question says so."""
        return (self._question.meaning(self.value) if self._question else "", Tone.QUIET)

    def set_hints(self, hints: Sequence[Hint]) -> None:
        """Show these key hints from now on."""
        self._hints = hints
        self.sync()

    def clear(self) -> None:
        """Remove the message, so that the key hints show again."""
        if self._message is not None:
            self._message = None
            self.sync()

    def say(self, sentence: str, tone: Tone = Tone.STRONG) -> None:
        """Show `sentence` as a message in place of the key hints."""
        self._message = ((f" {visible_line(sentence)}", tone),)
        self.sync()

    def ask(self, questions: Sequence[Question]) -> Future[list[str] | None]:
        """Ask `questions` one after the other; the next opens at once, so that no key is lost.

        Returns:
            A future of the answers; of None if the user cancels or a question is open already.
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

    def submit(self) -> None:
        """Check the typed answer; go on with the next question, or ask again with what is wrong."""
        if self._question is None:
            return
        if trouble := self._question.check(self.value):
            label = _("{question} ({trouble}): ").format(
                question=self._question.label, trouble=trouble
            )
            self.edit(f" {label}", self.value)
        else:
            self._go_on(self.value)

    def action_cancel_prompt(self) -> None:
        """Close the question without an answer, and end the talk."""
        if self._talk is not None:
            self._talk.close()
        self._close()
        if self._future is not None and not self._future.done():
            self._future.set_result(None)

    def _go_on(self, answer: str | None) -> None:
        """Send `answer` to the talk, or begin it if None, and ask its next question."""
        assert self._talk is not None
        try:
            question = next(self._talk) if answer is None else self._talk.send(answer)
        except StopIteration:
            self._close()
            return
        if self._question is None:
            self._focused = self.screen.focused
            self._message = None
            self.can_focus = True
            self.screen.set_focus(self, scroll_visible=False)
        self._question = question
        lead = f" {question.lead}" if question.lead else ""
        label = _("{question}: ").format(question=question.label)
        self.edit(f" {label}", question.value, is_offer=True, lead=lead)

    def _close(self) -> None:
        """Close the question, and return the focus to the widget that had it before."""
        self._talk = None
        if self._question is None:
            return
        self._question = None
        self.can_focus = False
        self.screen.set_focus(self._focused, scroll_visible=False)
        self.sync()


def _in_turn(questions: Sequence[Question], future: Future[list[str] | None]) -> Talk[None]:
    answers: list[str] = []
    for question in questions:
        answers.append((yield question))
    if not future.done():
        future.set_result(answers)
