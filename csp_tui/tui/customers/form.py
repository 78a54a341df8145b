"""The form for a customer's name, tenant, owner and dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from textual.widget import Widget

from csp_tui.core.base.days import parse_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import storable_line
from csp_tui.core.progress.model import Customer
from csp_tui.core.runs.customer_changes import LABELS
from csp_tui.tui.base.form import FormScreen, label_of, labels_width
from csp_tui.tui.run.item_form import EMPTY, HOW_DAYS_ARE_TYPED, Values, day_meant
from csp_tui.tui.widgets.form_field import DAY, NAME, WORD, FormField
from csp_tui.tui.widgets.note_area import NoteArea

_DATES = ("planned", "term_end")
ABOUT = {
    "name": N_("As you call the customer; every list shows it."),
    "tenant": N_("The tenant's domain, such as coho.onmicrosoft.com."),
    "tenant_id": N_("Microsoft's id of the tenant, as in Partner Center's list of customers."),
    "owner": N_("Who looks after the customer: a login or a name."),
    "planned": N_("The day its wave starts."),
    "term_end": N_("The day its subscriptions run out."),
}


class EditCustomerScreen(FormScreen[Values]):
    """Lets the user edit a customer's data, and returns the changed values.

    Args:
        names: the names of the partner and of the customer, for the title.
        customer: the customer as read from its file.
        today: returns the current day; the form may stay open over midnight.
    """

    OTHER_ROWS = 3
    AUTO_FOCUS = "#name"

    def __init__(self, names: Sequence[str], customer: Customer, today: Callable[[], date]) -> None:
        super().__init__(names)
        self._customer = customer
        self._today = today

    def fields(self) -> Iterable[Widget]:
        """Yield a field for each value, and the note."""
        labels = {key: label_of(label) for key, label in LABELS.items()}
        room = labels_width(labels.values())
        for key, label in labels.items():
            is_day = key in _DATES
            days = f"{_(HOW_DAYS_ARE_TYPED)} {_(EMPTY)}" if is_day else ""
            yield FormField(
                label,
                self._before(key),
                cells=DAY if is_day else WORD if key == "owner" else NAME,
                labels=room,
                means=day_meant(self._today) if is_day else None,
                about=f"{_(ABOUT[key])} {days}",
                id=key,
            )
        yield self.note_row(self._customer.note, room)

    def _before(self, key: str) -> str:
        """Return the text that the field `key` had when the form opened."""
        value = getattr(self._customer, key)
        return value.isoformat() if isinstance(value, date) else storable_line(value or "")

    def _value(self, key: str, text: str) -> str | date | None:
        if key == "name" and not text:
            raise UsageError(_("a customer needs one"))
        return parse_day(text, self._today()) if key in _DATES else text

    def action_save_form(self) -> None:
        """Close the form with the changed values, or None if nothing has changed.

        If a value is not valid, show why and do not close the form.
        """
        found = self.parsed(LABELS, self._value)
        if found is None:
            return
        values = {key: found[key] for key in LABELS if self.text(key) != self._before(key)}
        note = self.query_one(NoteArea)
        if note.is_changed:
            values["note"] = note.text
        self.dismiss(values or None)
