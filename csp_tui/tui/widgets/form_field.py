"""A field of a form: a label, an underlined stretch to type in, and a note on what was typed."""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Offset

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut, pad, visible_line, width
from csp_tui.tui.lines.row import MARK, NO_MARK
from csp_tui.tui.lines.tone import Line, Span, Tone
from csp_tui.tui.widgets.field import Field

DAY, WORD, NAME = 10, 20, 40
"""Cells of a stretch for a day, for a login or another short word, and for a name."""


class FormField(Field):
    """A field of a form; the label is reversed while the keys go to it.

    Args:
        label: the words before the stretch.
        value: the text at first.
        cells: the width of the stretch; 0: up to the end of the row, without a note.
        labels: the width of the column of labels.
        means: returns what a text means, to be shown behind it; raises UsageError where the text
            is not valid, which is shown once the field is left. None: a text means itself.
        now: what stands in each of the things that the form is for; "" in a form for one thing,
            which shows what the text was before instead.
        about: sentences on what the field is for, and what may be typed.
        before: the text that counts as unchanged, if not `value`.
        id: the widget's id.
    """

    def __init__(
        self,
        label: str,
        value: str = "",
        *,
        cells: int = 0,
        labels: int = 0,
        means: Callable[[str], str] | None = None,
        now: str = "",
        about: str = "",
        before: str | None = None,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(label, value, id=id)
        self.label = label
        self.about = about
        self.before = self.value if before is None else before
        """The text that counts as unchanged."""
        self._cells = cells
        self._labels = labels
        self._means = means
        self._now = now

    @property
    def is_changed(self) -> bool:
        """Whether the field has another text than `before`."""
        return self.value != self.before

    def line(self, y: int) -> Line:
        """Return the line with the label, the stretch and the note; other rows are empty."""
        if y:
            return ()
        room = max(self._labels, width(self.label))
        lead: Line = (*label_line(self.label, room, self.is_editing), (" ", Tone.TEXT))
        used = sum(width(text) for text, _tone in lead)
        most = max(4, self.size.width - used - 1)
        cells = min(self._cells or most, most)
        stretch = self._stretch(cells, used, y)
        text, tone = self._shown_note(used + cells)
        is_beyond = sum(width(part) for part, _tone in stretch) > cells
        return (*lead, *stretch, (text[is_beyond:], tone))

    def _stretch(self, cells: int, at: int, y: int) -> Line:
        """Return the text in `cells` cells, scrolled so that the terminal's cursor is in sight.

        The stretch begins `at` cells from the left of row `y`. The cursor may be one cell beyond.
        """
        if not self.is_editing:
            text = visible_line(self._text)
            return ((pad(cut(text, cells), cells), Tone.FIELD),)
        before, under, after = self.around_cursor(cells + 1)
        self.app.cursor_position = Offset(self.region.x + at + width(before), self.region.y + y)
        left = cells - width(before + under)
        strong = Tone.FIELD | Tone.STRONG
        return (
            (before, strong),
            (under, Tone.CURSOR),
            (pad(cut(after, left), left) if left > 0 else "", strong),
        )

    def note(self) -> Span:
        """Return the note behind the text: what it means, and what was or is recorded.

        In a form for several things, that is what each of them has now; in another form, what the
        text was before, if it was changed. Once the field is left, a text that is not valid has the
        reason as its note, in bold.
        """
        try:
            meaning = self._means(self.value) if self._means else ""
        except UsageError as error:
            if not self.is_editing:
                return (error.short, Tone.STRONG)
            meaning = ""
        was = self._now
        if not was and self.before and self.is_changed:
            was = _("changed, was {value}").format(value=visible_line(self.before))
        return ("   ".join(filter(None, (meaning, was))), Tone.QUIET)


def label_line(label: str, cells: int, is_here: bool) -> Line:
    """Return the label of a field in `cells` cells; marked and reversed where the keys go to it."""
    shown = pad(visible_line(label), cells)
    if is_here:
        return (MARK, (shown, Tone.CURSOR))
    return (NO_MARK, (shown, Tone.QUIET))
