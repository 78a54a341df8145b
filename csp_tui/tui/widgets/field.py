"""A line of text to type in.

Textual's own input lays the whole screen out anew at every character, which sends the screen
again; this one sends the cells that changed. It takes no control characters, typed or pasted.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding
from textual.events import Key, Paste
from textual.geometry import Offset
from textual.message import Message

from csp_tui.core.text import storable_line, visible_line, width
from csp_tui.tui.tone import Line, Tone
from csp_tui.tui.widgets.line_view import LineView

_KEYS = (
    ("enter", "submit_field"),
    ("left,ctrl+b", "go_left"),
    ("right,ctrl+f", "go_right"),
    ("home,ctrl+a", "go_first"),
    ("end,ctrl+e", "go_last"),
    ("backspace,ctrl+h", "delete_left"),
    ("delete,ctrl+d", "delete_right"),
    ("ctrl+u", "delete_to_first"),
    ("ctrl+k", "delete_to_last"),
    ("ctrl+w", "delete_word"),
)


class Field(LineView, can_focus=True):
    """A label and a line of text that can be edited while the field has the focus.

    Args:
        label: what stands in front.
        value: the text to start with.
        id: the widget's id.
    """

    BINDINGS = [Binding(keys, action, show=False) for keys, action in _KEYS]

    @dataclass
    class Submitted(Message):
        """Enter was pressed."""

        field: Field
        value: str

        @property
        def control(self) -> Field:
            """The field that sent it."""
            return self.field

    def __init__(self, label: str = "", value: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._label = label
        self._text = value
        self._cursor = len(value)
        self._left = 0

    @property
    def value(self) -> str:
        """The text as it may be stored."""
        return storable_line(self._text)

    def edit(self, label: str, value: str) -> None:
        """Put another label and text in."""
        self._label = label
        self._left = 0
        self._set(value, len(value))

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Say whether a key is typed text here and no command."""
        return self.has_focus and character is not None and character.isprintable()

    def on_key(self, event: Key) -> None:
        """Insert a typed character."""
        if self.is_editing and event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self._insert(event.character)

    def on_paste(self, event: Paste) -> None:
        """Insert a pasted text, on one line."""
        if self.is_editing:
            event.stop()
            self._insert(storable_line(event.text))

    @property
    def is_editing(self) -> bool:
        """Whether keys go into the text."""
        return self.has_focus

    def line(self, y: int) -> Line:
        """Return label and text, scrolled so that the cursor is in sight."""
        if y:
            return ()
        label = visible_line(self._label)
        room = max(4, self.size.width - width(label) - 1)
        self._left = min(self._left, self._cursor)
        while width(self._text[self._left : self._cursor]) >= room:
            self._left += 1
        before = visible_line(self._text[self._left : self._cursor])
        under = visible_line(self._text[self._cursor : self._cursor + 1]) or " "
        after = visible_line(self._text[self._cursor + 1 :])
        if not self.is_editing:
            return ((label, Tone.QUIET), (before + under + after, Tone.NORMAL))
        position = width(label) + width(before)
        self.app.cursor_position = Offset(self.region.x + position, self.region.y)
        return (
            (label, Tone.STRONG),
            (before, Tone.NORMAL),
            (under, Tone.CURSOR),
            (after, Tone.NORMAL),
        )

    def focus_changed(self) -> None:
        """Show or hide the cursor."""
        self.sync()

    def action_submit_field(self) -> None:
        """Hand the text over."""
        self.post_message(self.Submitted(self, self.value))

    def action_go_left(self) -> None:
        """Move a character left."""
        self._set(self._text, self._cursor - 1)

    def action_go_right(self) -> None:
        """Move a character right."""
        self._set(self._text, self._cursor + 1)

    def action_go_first(self) -> None:
        """Move to the start."""
        self._set(self._text, 0)

    def action_go_last(self) -> None:
        """Move to the end."""
        self._set(self._text, len(self._text))

    def action_delete_left(self) -> None:
        """Delete the character left of the cursor."""
        self._delete(max(0, self._cursor - 1), self._cursor)

    def action_delete_right(self) -> None:
        """Delete the character under the cursor."""
        self._delete(self._cursor, self._cursor + 1)

    def action_delete_to_first(self) -> None:
        """Delete everything left of the cursor."""
        self._delete(0, self._cursor)

    def action_delete_to_last(self) -> None:
        """Delete everything from the cursor on."""
        self._delete(self._cursor, len(self._text))

    def action_delete_word(self) -> None:
        """Delete the word left of the cursor."""
        start = self._text[: self._cursor].rstrip().rfind(" ") + 1
        self._delete(start, self._cursor)

    def _insert(self, text: str) -> None:
        at = self._cursor
        self._set(self._text[:at] + text + self._text[at:], at + len(text))

    def _delete(self, start: int, end: int) -> None:
        self._set(self._text[:start] + self._text[end:], start)

    def _set(self, text: str, cursor: int) -> None:
        self._text = text
        self._cursor = min(max(0, cursor), len(text))
        self.sync()
