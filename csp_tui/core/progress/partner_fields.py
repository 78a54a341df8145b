"""A partner's own data as users type it: labels, checks, and messages for mistakes."""

from __future__ import annotations

from collections.abc import Mapping

from csp_tui.core.base.days import month_name, plain_form
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _, in_every_language
from csp_tui.core.base.months import month_typed, month_words
from csp_tui.core.base.near import choices_hint, near_word, translated_choice
from csp_tui.core.base.text import fold, storable, storable_line
from csp_tui.core.progress.model import PARTNER_KEYS, Value

MODELS = {"indirect-reseller": N_("indirect reseller"), "direct-bill": N_("direct bill")}
"""The models, as files have them, with their names."""

_SHORT_MODELS = {
    "indirect-reseller": (N_("Indirect"), N_("Reseller")),
    "direct-bill": (N_("Direct"),),
}
"""What tables call the models, beside their names."""

LABELS = {
    "name": N_("Name"),
    "company": N_("Company"),
    "partner_id": N_("PartnerID"),
    "tenant": N_("Tenant"),
    "region": N_("Region"),
    "model": N_("Model"),
    "anniversary": N_("Anniversary"),
    "owner": N_("Owner"),
    "note": N_("Note"),
}
"""The label in forms of each key of a partner, such as ``partner_id``."""

ANNIVERSARIES = (
    N_(
        "Anniversary: the month of the first CSP onboarding of this tenant; the yearly check falls "
        "in it."
    ),
    N_("Not the renewal of the support plan, and not the billing date of the invoices."),
    N_(
        "Partner Center does not show it everywhere; where you do not find it, ask by support case."
    ),
)
"""Help on the anniversary: which date it is, with which two others it is confused, where it is."""


def parse_month(text: str) -> int | None:
    """Return the number of the month that a user typed as ``3``, ``Mar``, ``March`` or in a date.

    None if `text` is empty. The name may be in any language of csp-tui, the short one in English.

    Raises:
        UsageError: `text` is no month and no date, or a date that may be in two months.
    """
    word = plain_form(fold(storable_line(text)))
    if not word:
        return None
    if month := month_typed(text):
        return month
    names = month_words()
    near = near_word(word, names)
    message = _('"{text}" is no month; write it like 3 or March')
    if near:
        message = _('"{text}" is no month; did you mean "{near}"?')
    raise UsageError(
        message.format(text=storable_line(text), near=near and month_name(names[near]).capitalize())
    )


def parse_model(text: str) -> str:
    """Return the model that a user typed, as files have it: ``direct-bill``; "" if `text` is empty.

    The user may type it in English or in the current language, and as most tables have it, by one
    word: ``Direct``.

    Raises:
        UsageError: `text` is no model; the message names the models.
    """
    word = translated_choice(storable_line(text), MODELS)
    shorts = {
        fold(each): model
        for model, names in _SHORT_MODELS.items()
        for name in names
        for each in in_every_language(name)
    }
    word = shorts.get(fold(word), word)
    if not word or word in MODELS:
        return word
    message = _('"{text}" is no model; {hint}')
    hint = choices_hint(word, map(_, MODELS.values()))
    raise UsageError(message.format(text=storable_line(text), hint=hint))


def cleaned(key: str, text: str) -> str:
    """Return the typed `text` as a file holds it for `key`, without blanks at both ends.

    A note may have several lines, all else is on one line; harmful characters are left out. So are
    the blanks in a PartnerID that is a number, as spreadsheets show them.
    """
    if key == "note":
        return storable(text).strip()
    line = storable_line(text)
    digits = "".join(line.split())
    return digits if key == "partner_id" and digits.isdecimal() else line


def parse_value(key: str, text: str) -> Value:
    """Return the value of a partner's `key` that a user means by the typed `text`.

    Empty `text` gives None, which means that the key is to be removed; the name cannot be removed.

    Raises:
        UsageError: `key` cannot hold that text, or the name is empty.
    """
    if key == "anniversary":
        return parse_month(text)
    value = parse_model(text) if key == "model" else cleaned(key, text)
    if key == "name" and not value:
        raise UsageError(_("a partner needs a name"))
    return value or None


def parse_values(texts: Mapping[str, str]) -> dict[str, Value]:
    """Return a partner's values by key, made from the `texts` that a user typed for the keys.

    A key with empty text gets None, which removes it. Keys that no partner has are left out.

    Raises:
        UsageError: a key cannot hold its text, or the name is empty.
    """
    return {key: parse_value(key, texts[key]) for key in PARTNER_KEYS if key in texts}


def typed(value: Value, key: str = "") -> str:
    """Return a value as text for a form; None is "", a number from 1 to 12 the month's name.

    For the `key` ``model`` it is the name of the model in the current language.
    """
    if isinstance(value, int) and 1 <= value <= 12:
        return month_name(value)
    if key == "model" and value in MODELS:
        return _(MODELS[str(value)])
    return str(value) if value is not None else ""
