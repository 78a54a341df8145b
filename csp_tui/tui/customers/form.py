"""The form for a customer's name, tenant, owner and dates."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Container

from csp_tui.core.base.days import parse_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import storable_line, visible_line
from csp_tui.core.progress.model import Customer
from csp_tui.tui.base.form import FormScreen
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.run.item_form import HINTS, Values
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.day_field import DayField
from csp_tui.tui.widgets.field import Field
from csp_tui.tui.widgets.text_lines import TextLines

TEXTS = {"name": N_("Name"), "tenant": N_("Tenant"), "owner": N_("Owner")}
DATES = {"planned": N_("Planned"), "term_end": N_("Term end")}
LABELS = {**TEXTS, **DATES}


class EditCustomerScreen(FormScreen[Values]):
    """Lets the user edit a customer's data, and returns the changed values.

    Args:
        customer: the customer as read from its file.
        today: the day that a typed ``today`` means.
    """

    CSS_PATH = "form.tcss"
    AUTO_FOCUS = "#name"

    def __init__(self, customer: Customer, today: date) -> None:
        super().__init__()
        self._customer = customer
        self._today = today

    def compose(self) -> ComposeResult:
        """Yield the title, a field for each value, and the bottom row."""
        yield TextLines(id="head")
        with Container(id="form"):
            for key, label in LABELS.items():
                shown, value = f" {_(label):<12}", self._before(key)
                if key in DATES:
                    yield DayField(shown, value, self._day, id=key)
                else:
                    yield Field(shown, value, id=key)
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the title, and a sentence on what the two dates mean."""
        self.remember()
        self.soon(self._show)

    def _show(self) -> None:
        title = ((f" {visible_line(self._customer.name)}", Tone.STRONG),)
        days = _("Planned: the day its wave starts. Term end: when its subscriptions run out.")
        self.query_one("#head", TextLines).show([title, ((f" {days}", Tone.QUIET),)])

    def _day(self, text: str) -> date | None:
        return parse_day(text, self._today)

    def _before(self, key: str) -> str:
        """Return the text that the field `key` had when the form opened."""
        value = getattr(self._customer, key)
        return value.isoformat() if isinstance(value, date) else storable_line(value or "")

    def action_save_form(self) -> None:
        """Close the form with the changed values, or None if nothing has changed.

        If a value is not valid, show why and do not close the form.
        """
        texts = {key: self.query_one(f"#{key}", Field).value for key in LABELS}
        values: Values = {}
        for key, text in texts.items():
            try:
                value = self._day(text) if key in DATES else text
            except UsageError as error:
                self._refuse(key, str(error))
                return
            if key == "name" and not value:
                self._refuse(key, _("a customer needs one"))
                return
            if text != self._before(key):
                values[key] = value
        self.dismiss(values or None)

    def _refuse(self, key: str, why: str) -> None:
        self.query_one(f"#{key}", Field).focus()
        sentence = _("{label}: {why}").format(label=_(LABELS[key]), why=why)
        self.query_one(BottomRow).say(sentence)
