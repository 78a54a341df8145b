"""The base class of all forms: how they look, their keys, and what is asked before text is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal
from textual.screen import ScreenResultType
from textual.widget import Widget

from csp_tui.core.base.asking import Talk, confirmed
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.language import N_, _, pgettext
from csp_tui.core.base.text import cut, storable, visible_line, width, wrap
from csp_tui.tui.base.quiet_screen import QuietScreen
from csp_tui.tui.lines.frame import ruled, title_row
from csp_tui.tui.lines.hints import Hint, hint_line
from csp_tui.tui.lines.row import MARK
from csp_tui.tui.lines.tone import Line, Span, Tone
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.form_field import FormField, label_line
from csp_tui.tui.widgets.note_area import NoteArea
from csp_tui.tui.widgets.text_lines import TextLines

T = TypeVar("T")
LABELS = 11
"""The least width of the column of labels."""
ABOUT_NOTE = N_("Anything worth knowing, in as many lines as you like.")
_MOST_EXPLAINED = 2
"""The most rows that explain a field."""
AROUND = 6
"""Rows of a form beside its fields: the head, the explanation with its divider, the keys."""


class FormScreen(QuietScreen[ScreenResultType | None]):
    """A screen with fields. It returns the values to set, or None if the user cancels.

    A head says what the form is for and how many fields were changed. Below the fields, the one
    with the focus is explained in two rows.

    Args:
        names: the names in the title, from the outermost place to this one.
        typed: the texts by field that were typed before and could not be saved.
        trouble: a sentence on why they could not be saved, or on who is left out; "" for none.
    """

    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = "../base/form.tcss"
    BINDINGS = [
        Binding("ctrl+s", "save_form", "save", show=False, id="save-form"),
        Binding("ctrl+g,escape", "leave_form", "cancel", show=False, id="leave-form"),
        Binding("tab", "next_field", show=False),
        Binding("shift+tab", "previous_field", show=False),
    ]
    OTHER_ROWS = 1
    """Rows kept for what is above or below the fields, before blank rows part the fields."""
    _note_label: int
    """The width of the label of the note, in cells; set where there is a note."""

    def __init__(
        self, names: Sequence[str], typed: Mapping[str, str] | None = None, trouble: str = ""
    ) -> None:
        super().__init__()
        self._names = names
        self._typed = typed or {}
        self._trouble = trouble

    @property
    def lead(self) -> str:
        """The sentence below the title; "" for none."""
        return ""

    def fields(self) -> Iterable[Widget]:
        """Yield the fields, and what is between and below them; each subclass defines this."""
        raise NotImplementedError

    @property
    def hints(self) -> Sequence[Hint]:
        """The keys in the bottom row."""
        return hint_line(("tab", N_("next field")), ("ctrl+s", N_("save")), ("ctrl+g", N_("leave")))

    def compose(self) -> ComposeResult:
        """Yield the head, the fields, the explanation and the bottom row."""
        yield TextLines(id="head")
        with Container(id="form"):
            yield from self.fields()
        yield TextLines(id="about")
        yield BottomRow(self.hints)

    def on_mount(self) -> None:
        """Show the head and the explanation; if saving failed before, say why."""
        self.soon(self._show)
        if self._trouble:
            self.soon(self.say, self._trouble)

    def on_resize(self) -> None:
        """Fit the explanation, and put a blank row between the fields if the height allows."""
        about = self.query_one("#about")
        texts = [each.about for each in self.query(FormField)]
        rows = max(len(wrap(each, max(1, self.size.width - 2))) for each in texts)
        about.styles.height = 1 + min(rows, _MOST_EXPLAINED)
        room = self.size.height - AROUND - self.OTHER_ROWS
        self.set_class(room >= 2 * len(self.query(FormField)), "-roomy")
        self.soon(self._show)

    def watch_focused(self) -> None:
        """Explain the field that has the focus now."""
        if self.is_there:
            self.explain()

    def on_field_edited(self) -> None:
        """Show in the head how many fields were changed."""
        self._show_head()

    def on_text_area_changed(self) -> None:
        """Show in the head how many fields were changed."""
        self._show_head()

    def _show(self) -> None:
        self._show_head()
        self.explain()

    def _show_head(self) -> None:
        head = self.query_one("#head", TextLines)
        changed = self._changed()
        end = _("not saved: {count}").format(count=changed) if changed else ""
        title = title_row(head.size.width, self._names, (), [(end, Tone.STRONG)])
        lead: Line = ((f" {cut(visible_line(self.lead), head.size.width - 1)}", Tone.QUIET),)
        lines = [title, lead] if self.lead else [title]
        head.show([*lines[:-1], ruled(lines[-1], head.size.width)])
        head.styles.height = len(lines)

    def _changed(self) -> int:
        """Return how many fields were changed."""
        fields = sum(each.is_changed for each in self.query(FormField))
        return fields + sum(each.is_changed for each in self.query(NoteArea))

    def note_row(self, text: str, labels: int) -> Widget:
        """Return a labelled area for a note of several lines; a form has at most one.

        `text` is what it holds at first, without harmful characters; `labels` is the width, in
        cells, of the column of labels.
        """
        self._note_label = labels
        label = TextLines(id="note-label")
        label.styles.width = len(MARK[0]) + labels + 1
        return Horizontal(label, NoteArea(storable(text), _("Note"), _(ABOUT_NOTE)), id="note-row")

    def explain(self) -> None:
        """Show what the field that has the focus is for; if none has it, leave what is shown.

        The label of the note is marked if the note has the focus.
        """
        field = self.focused
        for note in self.query(NoteArea):
            label = label_line(note.label, self._note_label, field is note)
            self.query_one("#note-label", TextLines).show([label])
        if not isinstance(field, FormField | NoteArea):
            return
        about = self.query_one("#about", TextLines)
        cells, line = about.size.width, glyphs().line
        lead = f"{line * 2} {visible_line(field.label)} "
        divider: Span = (lead + line * max(0, cells - width(lead)), Tone.QUIET)
        rows = [((f" {part}", Tone.TEXT),) for part in wrap(field.about, max(1, cells - 2))]
        lines: list[Line] = [(divider,), *rows]
        about.show(lines)

    def say(self, sentence: str) -> None:
        """Show `sentence` in the bottom row until the next key."""
        self.query_one(BottomRow).say(sentence)

    def text(self, key: str) -> str:
        """Return the text that is typed in the field `key` now."""
        return self.query_one(f"#{key}", FormField).value

    def parsed(self, keys: Iterable[str], parse: Callable[[str, str], T]) -> dict[str, T] | None:
        """Return by key what `parse` makes of each key and the text typed in its field.

        If it raises UsageError for a field, move the focus there, show why, and return None.
        """
        found: dict[str, T] = {}
        for key in keys:
            try:
                found[key] = parse(key, self.text(key))
            except UsageError as error:
                self.refuse(key, error)
                return None
        return found

    def refuse(self, key: str, error: UsageError) -> None:
        """Move the focus to the field `key`, and show why its text cannot be saved."""
        field = self.query_one(f"#{key}", FormField)
        field.focus()
        self.say(_("{label}: {why}").format(label=field.label, why=error))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return False while the bottom row asks a question: the form's keys do nothing then.

        Otherwise return what Textual's own method returns.
        """
        if any(each.is_editing for each in self.query(BottomRow)):
            return False
        return super().check_action(action, parameters)

    def on_field_submitted(self) -> None:
        """Move the focus to the next field when enter is pressed in one."""
        self.focus_next()

    def action_next_field(self) -> None:
        """Move the focus to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Move the focus to the previous field."""
        self.focus_previous()

    def holds_back(self) -> bool:
        """Return whether something was typed; if so, ask whether to drop it."""
        has_typed = bool(self._changed())
        if has_typed:
            self.action_leave_form()
        return has_typed

    def action_leave_form(self) -> None:
        """Close the form with the result None; ask first if something was typed."""
        if not self._changed():
            self.dismiss(None)
            return

        lead = _("None of it is saved; n goes back to the form.")

        def talk() -> Talk[None]:
            if (yield from confirmed(_("Drop what you typed?"), lead)):
                self.dismiss(None)

        self.query_one(BottomRow).converse(talk())


def label_of(label: str) -> str:
    """Return the label of a field in the current language.

    A form has room for a word that tables and panes shorten: the French ``Responsable``.
    """
    return pgettext("form", "Owner") if label == "Owner" else _(label)


def labels_width(labels: Iterable[str]) -> int:
    """Return the width, in cells, of a column of labels: the widest of them, at least `LABELS`."""
    return max([LABELS, *map(width, labels)])
