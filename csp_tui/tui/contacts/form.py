"""The form for a contact: name, role, mail, phone and link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual.widget import Widget

from csp_tui.core.base.language import N_, _
from csp_tui.core.progress.contact_fields import LABELS, parse_value, parse_values
from csp_tui.core.progress.model import Contact
from csp_tui.tui.base.form import FormScreen, labels_width
from csp_tui.tui.widgets.form_field import NAME, WORD, FormField

ABOUT = {
    "name": N_("The person's name; every list shows it."),
    "role": N_("What the person does, such as CFO or billing."),
    "mail": N_("The mail address, such as jane@contoso.com."),
    "phone": N_("The phone number, as you dial it."),
    "link": N_("A page of the person: a profile, a chat, a calendar. It begins with https://."),
}
_CELLS = {"phone": WORD, "link": 0}


class ContactForm(FormScreen[dict[str, str]]):
    """Lets the user edit a contact, and returns the changed texts by field.

    Args:
        names: the names for the title: of the partner or customer, and last of the contact.
        contact: the contact; an empty one to add.
        typed_before: the texts by field that were typed before and could not be saved.
        trouble: a sentence on why they could not be saved.
    """

    AUTO_FOCUS = "#name"

    def __init__(
        self,
        names: Sequence[str],
        contact: Contact,
        typed_before: Mapping[str, str],
        trouble: str = "",
    ) -> None:
        super().__init__(names, typed_before, trouble)
        self._contact = contact

    def fields(self) -> Iterable[Widget]:
        """Yield a field for each value."""
        labels = {key: _(label) for key, label in LABELS.items()}
        for key, label in labels.items():
            before = getattr(self._contact, key)
            yield FormField(
                label,
                self._typed.get(key, before),
                cells=_CELLS.get(key, NAME),
                labels=labels_width(labels.values()),
                about=_(ABOUT[key]),
                before=before,
                id=key,
            )

    def action_save_form(self) -> None:
        """Close the form with the changed texts, or None if nothing has changed.

        If a text is not valid, show why and do not close the form.
        """

        def parse(key: str, text: str) -> object:
            return parse_values({key: text}) if key == "name" else parse_value(key, text)

        if self.parsed(LABELS, parse) is not None:
            before = {key: getattr(self._contact, key) for key in LABELS}
            texts = {key: self.text(key) for key in LABELS}
            self.dismiss({key: text for key, text in texts.items() if text != before[key]} or None)
