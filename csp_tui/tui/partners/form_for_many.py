"""The fields of the form for data of several partners."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csp_tui.core.base.language import N_, _
from csp_tui.core.progress.model import Partner
from csp_tui.core.progress.partner_fields import LABELS, parse_value, typed
from csp_tui.tui.base.form import label_of
from csp_tui.tui.base.form_for_many import FieldForMany
from csp_tui.tui.widgets.form_field import WORD

ABOUT = {
    "owner": N_("Who looks after the partner: a login or a name."),
    "model": N_("How the partner sells: indirect reseller or direct bill."),
    "anniversary": N_("The month of the first CSP onboarding of the tenant: 3, Mar or March."),
}


def fields_of_partners(partners: Sequence[Partner]) -> list[FieldForMany]:
    """Return the fields owner, model and anniversary, each with what `partners` have in it now."""

    def field(key: str) -> FieldForMany:
        now = [typed(getattr(each, key) or None, key) for each in partners]
        label, about = label_of(LABELS[key]), _(ABOUT[key])
        return FieldForMany(key, label, about, now, meaning_in(key), WORD)

    return [field(key) for key in ABOUT]


def meaning_in(key: str) -> Callable[[str], str]:
    """Return a function that says what a text typed in the field `key` means.

    The function returns the value as it is written in full; "" if the text is empty or is that
    already. It raises UsageError if the text is not valid.
    """

    def means(text: str) -> str:
        value = typed(parse_value(key, text), key) if text else ""
        return "" if value == text else value

    return means
