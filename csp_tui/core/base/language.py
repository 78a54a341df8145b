"""The language that is spoken: texts are English in the code, and translated where they are shown.

A text is marked by the call that translates it, ``_("done")``; one that stands in a table, which
is made when the module is imported, is marked by ``N_("done")`` and translated at its use. Values
come in by name, after the translation: ``_("chase {day}").format(day=day)``. English opens no
file; the catalogue of another language is read once.
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
"""Every language that is spoken, by its code, as its speakers call it."""

VARIABLE = "CSP_TUI_LANG"

_DOMAIN = "csp_tui"
_spoken = SOURCE
_catalogue: NullTranslations | None = None


def use(code: str) -> None:
    """Translate texts into a language, one of LANGUAGES, from now on."""
    global _spoken, _catalogue
    _catalogue = None if code == SOURCE else _read(code)
    _spoken = code


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Translate texts into a language, one of LANGUAGES, during the block."""
    before = _spoken
    use(code)
    try:
        yield
    finally:
        use(before)


def current() -> str:
    """Return the code of the language that is spoken."""
    return _spoken


def _(message: str) -> str:
    """Return a text in the language that is spoken."""
    return message if _catalogue is None or not message else _catalogue.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the text that goes with a count, in the language that is spoken."""
    if _catalogue is None:
        return one if count == 1 else many
    return _catalogue.ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """Return a text that means something else elsewhere, in the language that is spoken."""
    return message if _catalogue is None else _catalogue.pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - the usual name
    """Mark a text that is translated where it is used."""
    return message


def of_variable(environ: Mapping[str, str]) -> str:
    """Return the code of the language that CSP_TUI_LANG names; empty where it is not set.

    Raises:
        LookupError: csp-tui has no such language; with the message for the user.
    """
    name = environ.get(VARIABLE, "")
    code = _code(name)
    if name and code not in LANGUAGES:
        message = _('there is no language "{name}"; it is one of {known}')
        message = message.format(name=name, known=", ".join(LANGUAGES))
        raise LookupError(f"{VARIABLE}: {message}")
    return code


def of_locale(environ: Mapping[str, str]) -> str:
    """Return the language of the user's locale, as gettext reads it, or nothing.

    ``LANGUAGE`` lists the wanted ones, the best first; without a locale nobody asks for it.
    """
    variables = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next(filter(None, map(environ.get, variables)), "")
    if _code(locale) in ("", "c", "posix"):
        return ""
    wanted = (environ.get("LANGUAGE") or locale).split(":")
    return next((code for code in map(_code, wanted) if code in LANGUAGES), "")


def _code(name: str) -> str:
    """Return the language of a locale's name: ``fr`` of ``fr_CA.UTF-8``."""
    return name.replace(".", "_").replace("@", "_").replace("-", "_").partition("_")[0].lower()


_SIGNS = {SOURCE: (",", ".", "%"), "fr": ("\u00a0", ",", "\u00a0%")}
"""For each language: the sign between thousands, the decimal point, the per cent sign."""


def number(value: float, decimals: int = 0) -> str:
    """Return ``12,345.6``; in French ``12 345,6`` with no-break spaces.

    For people only: files and JSON have numbers in a form of their own.
    """
    thousands, point, _percent = _SIGNS[_spoken]
    whole, _dot, rest = f"{value:,.{decimals}f}".partition(".")
    return whole.replace(",", thousands) + (point + rest if rest else "")


def share(part: float, decimals: int = 0) -> str:
    """Return a fraction of one in per cent: ``12%``; in French ``12 %``."""
    return number(part * 100, decimals) + _SIGNS[_spoken][2]


@cache
def _read(code: str) -> NullTranslations:
    """Return a catalogue; where none was built (a bare checkout) everything stays English."""
    from gettext import GNUTranslations, NullTranslations  # late: English does without

    path = Path(__file__).parents[2] / "locale" / code / "LC_MESSAGES" / f"{_DOMAIN}.mo"
    try:
        with path.open("rb") as file:
            return GNUTranslations(file)
    except FileNotFoundError:
        return NullTranslations()
