"""The language that texts for users are shown in. The code holds them in English.

``_("done")`` marks a text for the catalogue of translations and translates it. A text in a table
that is made when a module is imported is only marked, by ``N_("done")``, and translated where it is
used. Values are put in by name after the translation: ``_("chase {day}").format(day=day)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

SOURCE = "en"
"""The language of the code."""

LANGUAGES = {SOURCE: "English", "fr": "français"}
"""Every language that texts can be shown in: code and name, such as ``fr`` and ``français``."""

VARIABLE = "CSP_TUI_LANG"

_DOMAIN = "csp_tui"
_spoken = SOURCE
_catalogue: NullTranslations | None = None


def use(code: str) -> None:
    """Make the language `code`, one of LANGUAGES, the current language of this process."""
    global _spoken, _catalogue
    _catalogue = None if code == SOURCE else _read(code)
    _spoken = code


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Make the language `code`, one of LANGUAGES, the current language during the block."""
    before = _spoken
    use(code)
    try:
        yield
    finally:
        use(before)


def current() -> str:
    """Return the code of the current language."""
    return _spoken


def _(message: str) -> str:
    """Return the English text `message` in the current language."""
    return message if _catalogue is None or not message else _catalogue.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return `one` or `many`, as `count` demands, in the current language."""
    if _catalogue is None:
        return one if count == 1 else many
    return _catalogue.ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """Return `message` in the current language, by its translation for `context`.

    For English words that need different translations in different places.
    """
    return message if _catalogue is None else _catalogue.pgettext(context, message)


def in_every_language(message: str, context: str = "") -> list[str]:
    """Return the English text `message` in every language of LANGUAGES, without doubles.

    With a `context`, by its translations for that one, as `pgettext` returns them.
    """
    catalogues = [_read(code) for code in LANGUAGES if code != SOURCE]
    others = [
        each.pgettext(context, message) if context else each.gettext(message) for each in catalogues
    ]
    return list(dict.fromkeys((message, *others)))


def N_(message: str) -> str:  # noqa: N802 - the usual name
    """Mark a text for translation, and return it unchanged."""
    return message


def of_variable(environ: Mapping[str, str]) -> str:
    """Return the code of the language that the variable CSP_TUI_LANG names; empty if it is not set.

    Raises:
        LookupError: csp-tui has no such language; its text is the message for the user.
    """
    name = environ.get(VARIABLE, "")
    code = _code(name)
    if name and code not in LANGUAGES:
        message = _('there is no language "{name}"; it is one of {known}')
        message = message.format(name=name, known=", ".join(LANGUAGES))
        raise LookupError(f"{VARIABLE}: {message}")
    return code


def of_locale(environ: Mapping[str, str]) -> str:
    """Return the code of the first language that the user prefers and csp-tui has.

    The locale is the first of LC_ALL, LC_MESSAGES and LANG that is set. As in gettext, ``LANGUAGE``
    (``fr:en``, the preferred language first) comes before it. "" if csp-tui has none of these
    languages, or the locale is C or not set; LANGUAGE then does not count.
    """
    variables = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next(filter(None, map(environ.get, variables)), "")
    if _code(locale) in ("", "c", "posix"):
        return ""
    wanted = (environ.get("LANGUAGE") or locale).split(":")
    return next((code for code in map(_code, wanted) if code in LANGUAGES), "")


def _code(name: str) -> str:
    """Return the language code of a locale: ``fr`` of ``fr_CA.UTF-8``."""
    return name.replace(".", "_").replace("@", "_").replace("-", "_").partition("_")[0].lower()


_SIGNS = {SOURCE: (",", "."), "fr": ("\u00a0", ",")}
"""For each language: thousands separator and decimal separator."""


def number(value: float, decimals: int = 0) -> str:
    """Return `value` as people write it: ``12,345.6``; in French ``12 345,6`` with no-break spaces.

    Only for texts that people read: in files and JSON numbers are the same in every language.
    """
    thousands, point = _SIGNS[_spoken]
    whole, _dot, rest = f"{value:,.{decimals}f}".partition(".")
    return whole.replace(",", thousands) + (point + rest if rest else "")


def item_count(count: int) -> str:
    """Return a number of items in words: ``3 items``."""
    return ngettext("{count} item", "{count} items", count).format(count=count)


def partner_count(count: int) -> str:
    """Return a number of partners in words: ``3 partners``."""
    return ngettext("{count} partner", "{count} partners", count).format(count=count)


def customer_count(count: int) -> str:
    """Return a number of customers in words: ``3 customers``."""
    return ngettext("{count} customer", "{count} customers", count).format(count=count)


@cache
def _read(code: str) -> NullTranslations:
    """Return the compiled translations into the language `code`; empty if there are none."""
    from gettext import GNUTranslations, NullTranslations  # late: English does without

    path = Path(__file__).parents[2] / "locale" / code / "LC_MESSAGES" / f"{_DOMAIN}.mo"
    try:
        with path.open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:
        return NullTranslations()
