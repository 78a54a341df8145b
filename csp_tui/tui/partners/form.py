"""The form for a partner's data, with the yearly clock that follows from the anniversary.

The yearly clock counts days to the partner's anniversary, such as ``T-90``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from csp_tui.core.base.days import short_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import pad, storable_line, visible_line, width, wrap
from csp_tui.core.partners.clock_words import clock_lines
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.progress.model import Partner
from csp_tui.core.progress.partner_fields import (
    ANNIVERSARIES,
    LABELS,
    parse_model,
    parse_month,
    parse_value,
    typed,
)
from csp_tui.tui.base.form import FormScreen
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.field import Field
from csp_tui.tui.widgets.text_lines import ScrolledLines, TextLines

HINTS = (
    ("", N_("model: indirect-reseller or direct-bill")),
    ("tab", N_("field")),
    ("ctrl+s", N_("save")),
    ("ctrl+g", N_("cancel")),
)
_LABEL = 13
_POINT = 7


class DataField(Field):
    """A field that posts `Changed` when its text has changed."""

    class Changed(Message):
        """The text of the field has changed."""

    def _set(self, text: str, cursor: int) -> None:
        before = self.value
        super()._set(text, cursor)
        if self.value != before:
            self.post_message(self.Changed())


class EditPartnerScreen(FormScreen[dict[str, str]]):
    """Lets the user edit a partner's data, and returns the changed texts by field.

    Args:
        partner: the partner as read from its file.
        row: the partner's summary, from which the yearly clock is worked out.
        today: the current day.
        typed_before: the texts by field that were typed before and could not be saved.
        trouble: a sentence on why they could not be saved.
    """

    CSS_PATH = "form.tcss"
    AUTO_FOCUS = "#name"

    def __init__(
        self,
        partner: Partner,
        row: PartnerSummary,
        today: date,
        typed_before: Mapping[str, str],
        trouble: str = "",
    ) -> None:
        super().__init__()
        self._partner = partner
        self._row = row
        self._today = today
        self._typed = typed_before
        self._trouble = trouble

    def compose(self) -> ComposeResult:
        """Yield the title, a field for each value, the yearly clock and the bottom row.

        The yearly clock counts the days to the partner's anniversary.
        """
        yield TextLines(id="head")
        with Container(id="form"):
            labels = {key: _(label) for key, label in LABELS.items()}
            room = max(_LABEL, 1 + max(map(width, labels.values())))
            for key, label in labels.items():
                value = self._typed.get(key, self._before(key))
                yield DataField(f" {pad(label, room)}", value, id=key)
            yield ScrolledLines(id="clock")
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the title and the yearly clock, and why saving failed before."""
        if not self._typed:
            self.remember()
        self.soon(self._show)
        if self._trouble:
            self.soon(self._say, self._trouble)

    def on_resize(self) -> None:
        """Wrap the yearly clock to the new width."""
        self.soon(self._show)

    def on_data_field_changed(self) -> None:
        """Show the yearly clock for the anniversary and model that are typed now."""
        self._show_clock()

    def _before(self, key: str) -> str:
        """Return the text that the field `key` had when the form opened."""
        return storable_line(typed(getattr(self._partner, key)))

    def _text(self, key: str) -> str:
        return self.query_one(f"#{key}", Field).value

    def _show(self) -> None:
        name = visible_line(self._partner.name)
        head: Line = ((f" {name}", Tone.STRONG), (f"  {self._partner.id}", Tone.QUIET))
        self.query_one("#head", TextLines).show([head])
        self._show_clock()

    def _show_clock(self) -> None:
        pane = self.query_one("#clock", ScrolledLines)
        cells = max(20, pane.size.width - 2)
        facts = self._clock_lines()
        room = max([_POINT, *(width(name) + 1 for name, _text in facts)])
        kept = "\xa0" * 2  # blanks between the columns of a text, which `wrap` would merge
        lines: list[Line] = [
            (
                (f" {pad('' if number else name, room)}", Tone.QUIET),
                (part.replace(kept, "  "), Tone.TEXT),
            )
            for name, text in facts
            for number, part in enumerate(wrap(text.replace("  ", kept), cells - room))
        ]
        for sentence in ANNIVERSARIES:
            lines += [((f" {part}", Tone.QUIET),) for part in wrap(_(sentence), cells)]
        pane.show(lines)
        hidden = pane.more_below
        more = ngettext("field, {count} more line", "field, {count} more lines", hidden)
        hints = (HINTS[0], ("tab", more.format(count=hidden)), *HINTS[2:]) if hidden else HINTS
        self.query_one(BottomRow).set_hints(hints)

    def _clock_lines(self) -> list[tuple[str, str]]:
        """Return the lines of the yearly clock, which counts days to the typed anniversary.

        Returns:
            A label and a text for each line; no line if the typed anniversary or model is not
            valid.
        """
        try:
            month = parse_month(self._text("anniversary"))
            model = parse_model(self._text("model"))
        except UsageError:
            return []
        row = self._row._replace(month=month or 0, model=model)
        return clock_lines(row, self._today, lambda day: short_day(day, self._today))

    def action_save_form(self) -> None:
        """Close the form with the changed texts, or None if nothing has changed.

        If a text is not valid, show why and do not close the form.
        """
        texts = {key: self._text(key) for key in LABELS}
        for key, label in LABELS.items():
            try:
                parse_value(key, texts[key])
            except UsageError as error:
                self.query_one(f"#{key}", Field).focus()
                self._say(_("{label}: {why}").format(label=_(label), why=error))
                return
        changed = {key: text for key, text in texts.items() if text != self._before(key)}
        self.dismiss(changed or None)

    def _say(self, sentence: str) -> None:
        self.query_one(BottomRow).say(sentence)
