"""Find the language that the user asks for, before any text is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from csp_tui.core.base import language
from csp_tui.core.base.errors import CspTuiError, UsageError

_asked = language.SOURCE


def speak(argv: Sequence[str], environ: Mapping[str, str]) -> None:
    """Switch all texts to the user's language.

    That is the language of ``--lang``, else of the environment variable, of the settings or of
    the locale.

    Raises:
        UsageError: the environment variable names a language that csp-tui does not have.
    """
    global _asked
    try:
        code = _flag(argv) or language.of_variable(environ)
    except LookupError as error:
        raise UsageError(str(error)) from error
    code = code or _setting(environ) or language.of_locale(environ)
    _asked = code or language.SOURCE
    language.use(_asked)


def asked() -> str:
    """Return the code of the language that the user asked for, such as ``fr``.

    With ``--json`` the output is English, but users still type titles in their own language.
    """
    return _asked


def _flag(argv: Sequence[str]) -> str:
    """Return the language of the last ``--lang`` before ``--``; "" if it is missing or unknown.

    The parser reports an unknown language.
    """
    named = ""
    for word, after in pairwise((*argv, "")):
        if word == "--":
            break
        if word == "--lang":
            named = after
        elif word.startswith("--lang="):
            named = word.partition("=")[2]
    return named if named in language.LANGUAGES else ""


def _setting(environ: Mapping[str, str]) -> str:
    """Return the language that the settings name; "" if they name none or are unreadable.

    The command itself reports unreadable settings.
    """
    from csp_tui.core.disk.places import find_places
    from csp_tui.core.workplace.settings import read_settings

    try:
        return read_settings(find_places(environ).config, environ).language
    except CspTuiError:
        return ""
