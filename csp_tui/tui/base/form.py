"""The base class of all forms: their keys, and the question before typed text is dropped."""

from __future__ import annotations

from textual.binding import Binding
from textual.screen import ScreenResultType

from csp_tui.core.base.asking import Talk, confirmed
from csp_tui.core.base.language import _
from csp_tui.tui.base.quiet_screen import QuietScreen
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.field import Field
from csp_tui.tui.widgets.note_area import NoteArea


class FormScreen(QuietScreen[ScreenResultType | None]):
    """A screen with fields. It returns the values to set, or None if the user cancels."""

    BINDINGS = [
        Binding("ctrl+s", "save_form", "save", show=False, id="save-form"),
        Binding("ctrl+g,escape", "leave_form", "cancel", show=False, id="leave-form"),
        Binding("tab", "next_field", show=False),
        Binding("shift+tab", "previous_field", show=False),
    ]
    _at_first: tuple[str, ...] = ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return False while the bottom row asks a question: the form's keys do nothing then.

        Otherwise return what Textual's own method returns.
        """
        if any(each.is_editing for each in self.query(BottomRow)):
            return False
        return super().check_action(action, parameters)

    def remember(self) -> None:
        """Keep the texts that the fields have now; if they differ later, something was typed."""
        self._at_first = self._typed_in()

    def _typed_in(self) -> tuple[str, ...]:
        fields = [each.value for each in self.query(Field) if not isinstance(each, BottomRow)]
        return (*fields, *(each.text for each in self.query(NoteArea)))

    def on_field_submitted(self) -> None:
        """Move the focus to the next field when enter is pressed in one."""
        self.focus_next()

    def action_next_field(self) -> None:
        """Move the focus to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Move the focus to the previous field."""
        self.focus_previous()

    def action_leave_form(self) -> None:
        """Close the form with the result None; ask first if something was typed."""
        if self._typed_in() == self._at_first:
            self.dismiss(None)
            return

        lead = _("None of it is saved; n goes back to the form.")

        def talk() -> Talk[None]:
            if (yield from confirmed(_("Drop what you typed?"), lead)):
                self.dismiss(None)

        self.query_one(BottomRow).converse(talk())
