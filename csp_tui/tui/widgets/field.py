"""A field: a label and a line of text to type in.

Textual's own input sends the whole screen again at every character; this one sends only the cells
that changed. Control characters, typed or pasted, are dropped.
"""

from __future__ import annotations

from textual.events import Key
from textual.geometry import Offset
from textual.message import Message

from csp_tui.core.base.text import char_width, cut, storable_line, visible_line, width
from csp_tui.tui.host import host_of
from csp_tui.tui.lines.prompt import ANSWER_ROOM
from csp_tui.tui.lines.tone import Line, Span, Tone
from csp_tui.tui.widgets.line_view import LineView

_KEYS = {
    "left": "left",
    "ctrl+b": "left",
    "right": "right",
    "ctrl+f": "right",
    "home": "first",
    "ctrl+a": "first",
    "end": "last",
    "ctrl+e": "last",
    "backspace": "delete_left",
    "ctrl+h": "delete_left",
    "delete": "delete_right",
    "ctrl+d": "delete_right",
    "ctrl+u": "delete_to_first",
    "ctrl+k": "delete_to_last",
    "ctrl+w": "delete_word",
}


_LEAST_NOTE = 12
"""With less room than so many cells, a note is left out instead of cut."""


class Field(LineView, can_focus=True):
    """A label and a line of text that can be edited while the field has the focus.

    Args:
        label: the words before the text.
        value: the text at first.
        id: the widget's id.
    """

    class Submitted(Message):
        """The user has pressed enter in the field."""

        def __init__(self, field: Field, value: str) -> None:
            super().__init__()
            self.field = field
            self.value = value

        @property
        def control(self) -> Field:
            """The field that posted the message."""
            return self.field

    class Edited(Message):
        """The text in the field has changed."""

    def __init__(self, label: str = "", value: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._label = label
        self._text = value
        self._cursor = len(value)
        self._left = 0
        self._is_offer = False

    @property
    def value(self) -> str:
        """The text, cleaned for storing: one line without control characters."""
        return storable_line(self._text)

    def edit(self, value: str, *, is_offer: bool = False) -> None:
        """Show another text, with the cursor at its end.

        Args:
            value: the text.
            is_offer: whether the first character that is typed replaces the text.
        """
        self._left = 0
        self._set(value, len(value))
        self._is_offer = is_offer

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Return whether `key` types a character here, so that it runs no action bound to it."""
        return self.has_focus and character is not None and character.isprintable()

    def take_key(self, event: Key) -> bool:
        """Insert a typed character or carry out an editing key; return False for other keys.

        Without the focus, do nothing and return False.
        """
        if not self.is_editing:
            return False
        if event.is_printable and event.character:
            self._insert(event.character)
        elif event.key == "enter":
            self.submit()
        elif event.key in _KEYS:
            self._edit(_KEYS[event.key])
        else:
            return False
        return True

    def take_paste(self, text: str) -> None:
        """Insert `text`, as one line, if the field has the focus."""
        if self.is_editing:
            self._insert(storable_line(host_of(self).cut_paste(text)))

    @property
    def is_editing(self) -> bool:
        """Whether keys edit the text: the field has the focus."""
        return self.has_focus

    def line(self, y: int) -> Line:
        """Return the line with label and text; rows below the first are empty."""
        label = cut(visible_line(self._label), max(0, self.size.width - ANSWER_ROOM))
        return () if y else self.typed_line(label, y)

    def typed_line(self, label: str, y: int) -> Line:
        """Return row `y` with a label and the text, scrolled so that the cursor is in sight."""
        before, under, after = self.around_cursor(max(4, self.size.width - width(label) - 1))
        note = self._shown_note(width(label + before + under + after))
        if not self.is_editing:
            return ((label, Tone.QUIET), (before + under + after, Tone.TEXT), note)
        position = width(label) + width(before)
        self.app.cursor_position = Offset(self.region.x + position, self.region.y + y)
        return (
            (label, Tone.STRONG),
            (before, Tone.TEXT),
            (under, Tone.CURSOR),
            (after, Tone.TEXT),
            note,
        )

    def around_cursor(self, room: int) -> tuple[str, str, str]:
        """Return the text before the cursor, the character under it, and the rest.

        The text before the cursor is cut at its start, so that it and the cursor fit into `room`
        cells. At the end of the text, a blank is under the cursor.
        """
        self._left = max(min(self._left, self._cursor), self._first_shown(room))
        before = visible_line(self._text[self._left : self._cursor])
        under = visible_line(self._text[self._cursor : self._cursor + 1]) or " "
        return before, under, visible_line(self._text[self._cursor + 1 :])

    def _first_shown(self, room: int) -> int:
        """Return the index of the first character to show, so that the cursor fits into `room`.

        `room` is in cells. As many characters before the cursor as possible are shown.
        """
        left, used = self._cursor, 0
        while left and (used := used + char_width(self._text[left - 1])) < room:
            left -= 1
        return left

    def note(self) -> Span:
        """Return a note to show behind the text, such as what the text means; here an empty one."""
        return ("", Tone.QUIET)

    def _shown_note(self, used: int) -> Span:
        """Return the note, cut so that it fits behind `used` cells; empty if it has no room."""
        text, tone = self.note()
        room = self.size.width - used - 2
        if not text or (width(text) > room and room < _LEAST_NOTE):
            return ("", tone)
        return (f"  {cut(visible_line(text), room)}", tone)

    def focus_changed(self) -> None:
        """Draw the field again, with the cursor if it has the focus."""
        self.sync()

    def submit(self) -> None:
        """Post `Submitted` with the text."""
        self.post_message(self.Submitted(self, self.value))

    def _edit(self, command: str) -> None:
        at, end = self._cursor, len(self._text)
        match command:
            case "left" | "right":
                self._set(self._text, at + (1 if command == "right" else -1))
            case "first" | "last":
                self._set(self._text, end if command == "last" else 0)
            case "delete_left":
                self._delete(max(0, at - 1), at)
            case "delete_right":
                self._delete(at, at + 1)
            case "delete_to_first":
                self._delete(0, at)
            case "delete_to_last":
                self._delete(at, end)
            case "delete_word":
                self._delete(self._text[:at].rstrip().rfind(" ") + 1, at)

    def _insert(self, text: str) -> None:
        if self._is_offer:
            self._set(text, len(text))
            return
        at = self._cursor
        self._set(self._text[:at] + text + self._text[at:], at + len(text))

    def _delete(self, start: int, end: int) -> None:
        self._set(self._text[:start] + self._text[end:], start)

    def _set(self, text: str, cursor: int) -> None:
        self._text = text
        self._cursor = min(max(0, cursor), len(text))
        self._is_offer = False
        self.sync()
        self.post_message(self.Edited())
