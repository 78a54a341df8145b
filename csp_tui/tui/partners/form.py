"""The form for a partner's data with its yearly clock, and the fields of one for several partners.

The yearly clock counts days to the partner's anniversary, such as ``T-90``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from textual.binding import Binding
from textual.widget import Widget

from csp_tui.core.base.days import short_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import pad, width, wrap
from csp_tui.core.partners.clock_words import clock_lines
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.progress.model import Partner
from csp_tui.core.progress.partner_fields import (
    ANNIVERSARIES,
    LABELS,
    cleaned,
    parse_model,
    parse_month,
    parse_value,
    typed,
)
from csp_tui.tui.base.form import FormScreen, label_of, labels_width
from csp_tui.tui.base.form_for_many import FieldForMany
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.form_field import NAME, WORD, FormField
from csp_tui.tui.widgets.note_area import NoteArea
from csp_tui.tui.widgets.scrolled_lines import ScrolledLines

ABOUT = {
    "name": N_("As you call the partner; every list shows it."),
    "company": N_("The company that the tenant belongs to, if it has several."),
    "partner_id": N_("Microsoft's PartnerID of the location, as in Partner Center."),
    "tenant": N_("The tenant's domain, such as contoso.onmicrosoft.com."),
    "region": N_("The CSP region that the tenant sells in."),
    "owner": N_("Who looks after the partner: a login or a name."),
    "model": N_("How the partner sells: indirect reseller or direct bill."),
    "anniversary": N_("The month of the first CSP onboarding of the tenant: 3, Mar or March."),
}
_CELLS = {"name": NAME, "company": NAME, "tenant": NAME}
_POINT = 7


class EditPartnerScreen(FormScreen[dict[str, str]]):
    """Lets the user edit a partner's data, and returns the changed texts by field.

    Args:
        partner: the partner as read from its file.
        row: the partner's summary, from which the yearly clock is worked out.
        today: the current day.
        typed_before: the texts by field that were typed before and could not be saved.
        trouble: a sentence on why they could not be saved.
    """

    CSS_PATH = ["../base/form.tcss", "form.tcss"]
    BINDINGS = [
        Binding("pagedown", "scroll_clock(True)", show=False),
        Binding("pageup", "scroll_clock(False)", show=False),
    ]
    OTHER_ROWS = 12
    AUTO_FOCUS = "#name"

    def __init__(
        self,
        partner: Partner,
        row: PartnerSummary,
        today: date,
        typed_before: Mapping[str, str],
        trouble: str = "",
    ) -> None:
        super().__init__((partner.name, partner.id), typed_before, trouble)
        self._partner = partner
        self._row = row
        self._today = today

    def fields(self) -> Iterable[Widget]:
        """Yield a field for each value, and the yearly clock.

        The yearly clock counts the days to the partner's anniversary.
        """
        labels = {key: label_of(label) for key, label in LABELS.items()}
        room = labels_width(labels.values())
        del labels["note"]
        for key, label in labels.items():
            before = self._before(key)
            yield FormField(
                label,
                self._typed.get(key, before),
                cells=_CELLS.get(key, WORD),
                labels=room,
                means=_meaning_in(key),
                about=_(ABOUT[key]),
                before=before,
                id=key,
            )
        yield self.note_row(self._typed.get("note", self._before("note")), room)
        yield ScrolledLines(id="clock")

    def on_field_edited(self) -> None:
        """Show the yearly clock for the anniversary and model that are typed now."""
        self._show_clock()

    def _before(self, key: str) -> str:
        """Return the text that the field `key` had when the form opened."""
        return cleaned(key, typed(getattr(self._partner, key), key))

    def text(self, key: str) -> str:
        """Return the text that is typed in the field `key` now, or as the note."""
        is_note = key == "note"
        return cleaned(key, self.query_one(NoteArea).text) if is_note else super().text(key)

    def _show(self) -> None:
        super()._show()
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
        self._show_hints()

    def action_scroll_clock(self, is_down: bool) -> None:
        """Scroll the yearly clock a page down or up, whatever field has the focus."""
        clock = self.query_one("#clock", ScrolledLines)
        (clock.action_move_page_down if is_down else clock.action_move_page_up)()

    def on_scrolled_lines_scrolled(self) -> None:
        """Say how many lines of the yearly clock are still out of sight."""
        self._show_hints()

    def _show_hints(self) -> None:
        hidden = self.query_one("#clock", ScrolledLines).more_below
        more = ngettext("{count} more line", "{count} more lines", hidden).format(count=hidden)
        keys = self.hints
        if hidden:
            keys = (("tab", N_("field")), ("pgdn", more), *keys[1:])
        self.query_one(BottomRow).set_hints(keys)

    def _clock_lines(self) -> list[tuple[str, str]]:
        """Return the lines of the yearly clock, which counts days to the typed anniversary.

        Returns:
            A label and a text for each line; no line if the typed anniversary or model is not
            valid.
        """
        try:
            month = parse_month(self.text("anniversary"))
            model = parse_model(self.text("model"))
        except UsageError:
            return []
        row = self._row._replace(month=month or 0, model=model)
        return clock_lines(row, self._today, lambda day: short_day(day, self._today))

    def action_save_form(self) -> None:
        """Close the form with the changed texts, or None if nothing has changed.

        If a text is not valid, show why and do not close the form.
        """
        if self.parsed(LABELS, parse_value) is not None:
            texts = {key: self.text(key) for key in LABELS}
            changed = {key: text for key, text in texts.items() if text != self._before(key)}
            self.dismiss(changed or None)


def fields_of_partners(rows: Sequence[PartnerSummary]) -> list[FieldForMany]:
    """Return the fields owner, model and anniversary, each with what the partners have in it now.

    `rows` are the summaries of the partners.
    """

    def field(key: str, values: Iterable[str | int]) -> FieldForMany:
        now = [typed(each or None, key) for each in values]
        label, about = label_of(LABELS[key]), _(ABOUT[key])
        return FieldForMany(key, label, about, now, _meaning_in(key), WORD)

    return [
        field("owner", (row.owner for row in rows)),
        field("model", (row.model for row in rows)),
        field("anniversary", (row.month for row in rows)),
    ]


def _meaning_in(key: str) -> Callable[[str], str]:
    """Return a function that says what a text typed in the field `key` means.

    The function returns the value as it is written in full; "" if the text is empty or is that
    already. It raises UsageError if the text is not valid.
    """

    def means(text: str) -> str:
        value = typed(parse_value(key, text), key) if text else ""
        return "" if value == text else value

    return means
