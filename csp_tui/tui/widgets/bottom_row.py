"""The bottom row: key hints, messages, and short prompts without a change of layout."""

from __future__ import annotations

from asyncio import Future, get_running_loop

from textual.binding import Binding

from csp_tui.core.text import visible_line
from csp_tui.tui.tone import Line, Tone
from csp_tui.tui.widgets.field import Field


class BottomRow(Field, can_focus=False):
    """Shows the keys; says a sentence until the next key; asks for a line of text."""

    BINDINGS = [Binding("ctrl+g,escape", "cancel_prompt", "cancel", show=False, id="cancel-prompt")]

    def __init__(self, hints: Line) -> None:
        super().__init__(id="bottom")
        self._hints = hints
        self._said: Line | None = None
        self._answer: Future[str | None] | None = None

    @property
    def is_editing(self) -> bool:
        """Whether a prompt is open."""
        return self._answer is not None

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

    async def ask(self, question: str, value: str = "") -> str | None:
        """Ask for a line of text; return it, or None where the user cancels."""
        if self._answer is not None:
            return None
        self._answer = get_running_loop().create_future()
        focused = self.screen.focused
        self._said = None
        self.can_focus = True
        self.focus(scroll_visible=False)
        self.edit(f" {question}: ", value)
        try:
            return await self._answer
        finally:
            self._answer = None
            self.can_focus = False
            self.screen.set_focus(focused, scroll_visible=False)
            self.sync()

    def action_submit_field(self) -> None:
        """Give the typed line to who asked."""
        self._settle(self.value)

    def action_cancel_prompt(self) -> None:
        """Leave the prompt without an answer."""
        self._settle(None)

    def _settle(self, answer: str | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(answer)
