"""The form of an item: evidence, dates, note, owner, due."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from csp_tui.core.acts import parse_day
from csp_tui.core.errors import UsageError
from csp_tui.core.progress import ItemProgress
from csp_tui.core.text import storable, storable_line, visible_line
from csp_tui.tui.screens.list_screen import hint_line
from csp_tui.tui.screens.quiet_screen import QuietScreen
from csp_tui.tui.tone import Tone
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.field import Field
from csp_tui.tui.widgets.text_lines import TextLines

Values = dict[str, str | date | None]

TEXTS = (("evidence", "Evidence"), ("owner", "Owner"))
DATES = (("as_of", "As of"), ("on", "True since"), ("due", "Due"))
HINTS = hint_line(
    ("tab", "next field"),
    ("ctrl+s", "save"),
    ("ctrl+g", "cancel"),
    ("", "dates: 2026-11-30 or today"),
)


class CleanTextArea(TextArea):
    """A text of several lines that takes no control characters, typed or pasted."""

    def edit(self, edit: Edit) -> EditResult:
        """Drop what could drive a terminal before it enters the text."""
        edit.text = storable(edit.text)
        return super().edit(edit)


class EditScreen(QuietScreen[Values | None]):
    """Asks for everything that may be written down of an item; returns what is to be set.

    Args:
        title: the item's title.
        progress: what is recorded now.
        proof: what the checklist asks for as evidence.
        today: the day that ``today`` means.
    """

    CSS_PATH = "edit.tcss"
    BINDINGS = [
        Binding("ctrl+s", "save_form", "save", show=False, id="save-form"),
        Binding("ctrl+g,escape", "leave_form", "cancel", show=False, id="leave-form"),
    ]
    AUTO_FOCUS = "#evidence"

    def __init__(self, title: str, progress: ItemProgress, proof: str, today: date) -> None:
        super().__init__()
        self._title = title
        self._progress = progress
        self._proof = proof
        self._today = today

    def compose(self) -> ComposeResult:
        """A row for each field."""
        yield TextLines(id="head")
        with Container(id="form"):
            for name, label in (TEXTS[0], *DATES, TEXTS[1]):
                yield Field(f" {label:<12}", self._text_of(name), id=name)
            with Horizontal(id="note-row"):
                yield TextLines(id="note-label", classes="label")
                yield CleanTextArea(
                    storable(self._progress.note), id="note", compact=True, tab_behavior="focus"
                )
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Write the labels."""
        self.query_one(CleanTextArea).cursor_blink = False
        self.soon(self._show)

    def _show(self) -> None:
        title = ((f" {visible_line(self._title)}", Tone.STRONG),)
        proof = f" Asked for: {visible_line(self._proof)}" if self._proof else ""
        self.query_one("#head", TextLines).show([title, ((proof, Tone.QUIET),)])
        self.query_one("#note-label", TextLines).show([((" Note", Tone.QUIET),)])

    def _text_of(self, name: str) -> str:
        value = getattr(self._progress, name)
        return value.isoformat() if isinstance(value, date) else value or ""

    def on_field_submitted(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_save_form(self) -> None:
        """Return what was changed, if every date is one."""
        values: Values = {name: self.query_one(f"#{name}", Field).value for name, _ in TEXTS}
        for name, label in DATES:
            field = self.query_one(f"#{name}", Field)
            try:
                values[name] = parse_day(field.value, self._today)
            except UsageError as error:
                field.focus()
                self.query_one(BottomRow).say(f"{label}: {error}", Tone.ALERT)
                return
        values["note"] = self.query_one(CleanTextArea).text
        changed = {
            name: value for name, value in values.items() if (value or None) != self._before(name)
        }
        self.dismiss(changed or None)

    def _before(self, name: str) -> str | date | None:
        """Return what a field held, as it could be typed."""
        value: str | date | None = getattr(self._progress, name)
        if isinstance(value, str):
            value = storable(value).strip() if name == "note" else storable_line(value)
        return value or None

    def action_leave_form(self) -> None:
        """Return nothing."""
        self.dismiss(None)
