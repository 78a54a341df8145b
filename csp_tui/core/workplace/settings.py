"""Settings from ``config.toml``; none is needed, and flags and variables override them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from csp_tui.core.base.errors import InvalidFileError, NotFoundError
from csp_tui.core.base.language import LANGUAGES, _
from csp_tui.core.base.text import storable_line
from csp_tui.core.disk import toml
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file

NAME = "config.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings; the defaults suit a terminal over SSH."""

    reviewer: str = ""
    """A name for the history beside the login; ``CSP_TUI_REVIEWER`` wins."""
    theme: str = "ansi-dark"
    """A theme of Textual; ``CSP_TUI_THEME`` wins."""
    mouse: bool = False
    """Whether the app uses the mouse, instead of the terminal; ``--mouse`` wins."""
    plain: bool = False
    """Whether commands print plain words without alignment; ``--plain`` wins."""
    language: str = ""
    """The language to speak, else that of the locale; ``--lang`` and ``CSP_TUI_LANG`` win."""
    trouble: str = ""
    """A sentence on a key of the file that is no setting; empty if all are."""


_NAMES = ("reviewer", "theme", "mouse", "plain", "language")


def read_settings(config: Path, environ: Mapping[str, str]) -> Settings:
    """Return the settings of the directory `config`, overridden by the environment.

    Raises:
        InvalidFileError: the file is unreadable or a setting is not what it should be.
    """
    path = config / NAME
    try:
        text = toml.decode(read_file(path, follow_links=True)[0], path)
        data = toml.parse(text, path)
    except NotFoundError:
        text, data = "", {}
    defaults = Settings()
    values = {}
    for name in _NAMES:
        kind = type(getattr(defaults, name))
        if name in data and type(data[name]) is not kind:
            message = _("{name} must be a text in quotes")
            if kind is bool:
                message = _("{name} must be true or false")
            line = toml.LineFinder(text).line(name)
            raise InvalidFileError(path, message.format(name=name), line)
        values[name] = data.get(name, getattr(defaults, name))
    if values["language"] not in ("", *LANGUAGES):
        known = ", ".join(f'"{code}"' for code in LANGUAGES)
        line = toml.LineFinder(text).line("language")
        raise InvalidFileError(path, _("language must be one of {known}").format(known=known), line)
    for name in ("reviewer", "theme"):
        values[name] = storable_line(environ.get(f"CSP_TUI_{name.upper()}") or values[name])
    return Settings(**values, trouble=_trouble(text, data))


def _trouble(text: str, data: Mapping[str, object]) -> str:
    """Return a sentence on the first key that is no setting, and which one may be meant."""
    unknown = next((key for key in data if key not in _NAMES), None)
    if unknown is None:
        return ""
    line = toml.LineFinder(text).line(unknown)
    message = _('{file}: there is no setting "{name}"; {hint}')
    if line:
        message = _('{file}, line {line}: there is no setting "{name}"; {hint}')
    return message.format(file=NAME, line=line, name=unknown, hint=nearest(unknown, _NAMES))


def nearest(word: str, known: Collection[str]) -> str:
    """Return a hint: the known word that may be meant, else all of them."""
    import difflib  # seldom needed

    near = difflib.get_close_matches(word, known, n=1)
    message = _('did you mean "{near}"?') if near else _("there are {known}")
    return message.format(near="".join(near), known=", ".join(known))


def keep_language(config: Path, code: str) -> Path:
    """Write the language into the settings of the directory `config`; change nothing else.

    Returns:
        The settings file, links resolved.

    Raises:
        InvalidFileError: the settings cannot be read.
        WriteError: they could not be written.
    """
    path = config / NAME
    path = path.resolve() if path.is_symlink() else path  # kept elsewhere, and linked here
    try:
        text = toml.decode(read_file(path)[0], path)
    except NotFoundError:
        text = ""
    lines = text.splitlines(keepends=True)
    spoken = f'language = "{code}"\n'
    if "language" in toml.parse(text, path):
        number = toml.LineFinder(text).line("language") or 1
        lines[number - 1] = spoken
    else:
        lines.insert(0, spoken)
    changed = "".join(lines)
    if toml.parse(changed, path).get("language") != code:
        raise InvalidFileError(path, _("holds the language in a way that only you can change"))
    make_directory(path.parent)
    replace_file(path, changed.encode())
    return path
