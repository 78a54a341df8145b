"""The rows of the contacts, and the lines of the pane below them. Widths are in cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut, pad, visible, visible_line, width, wrap
from csp_tui.core.checklists.table_reader import is_safe_url
from csp_tui.core.progress.contact_fields import LABELS
from csp_tui.core.progress.model import Contact
from csp_tui.tui.lines.tone import Line, Link, Tone

_COLUMNS = {"name": 28, "role": 20, "mail": 32, "phone": 20}
"""The columns, and the most cells of each."""
GAP = 2
"""Blanks between columns."""
_LEAST = 6
"""The least cells of a column that is wider; with less room it is left out."""


def columns(contacts: Sequence[Contact], cells: int) -> dict[str, int]:
    """Return the cells of each column that fits, by key of a contact, the name first.

    Columns in which no contact has a value are left out.
    """
    room, left = {}, cells - GAP
    for key, most in _COLUMNS.items():
        widest = max([width(_(LABELS[key])), *(width(getattr(each, key)) for each in contacts)])
        size = min(most, widest, left)
        if size < min(widest, _LEAST) or not any(getattr(each, key) for each in contacts):
            continue
        room[key] = size
        left -= size + GAP
    return room


def line_of(contact: Contact, room: Mapping[str, int]) -> Line:
    """Return the line of a contact: the value of each key in `room`, cut or filled to its width."""
    line: Line = ()
    for key, size in room.items():
        gap = " " * GAP if line else ""
        text = pad(visible_line(getattr(contact, key)), size)
        line += ((f"{gap}{text}", Tone.QUIET if key == "role" else Tone.TEXT),)
    return line


def detail(contact: Contact | None, note: str, cells: int) -> Iterator[Line]:
    """Yield the lines of the pane: each known value of a contact with its label, then the note.

    Without a contact, only the note is there; nothing is yielded if it is "", too.
    """
    labels = {key: _(label) for key, label in LABELS.items()}
    room = max(map(width, [*labels.values(), _("Note")])) + 2
    for key, label in labels.items():
        text = visible_line(getattr(contact, key)) if contact else ""
        if not text:
            continue
        tone: Tone | Link = Tone.STRONG if key == "name" else Tone.TEXT
        if key == "link" and is_safe_url(text):
            tone = Link(text)
        shown = cut(text, max(1, cells - room - 2))
        yield ((f" {pad(label, room)}", Tone.QUIET), (shown, tone))
    for number, part in enumerate(wrap(visible(note), max(1, cells - room - 2)) if note else ()):
        yield ((f" {pad('' if number else _('Note'), room)}", Tone.QUIET), (part, Tone.TEXT))
