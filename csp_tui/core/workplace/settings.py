"""Settings from ``config.toml``; all are optional, and flags and variables override them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from csp_tui.core.base.errors import InvalidFileError, NotFoundError
from csp_tui.core.base.language import LANGUAGES, _
from csp_tui.core.base.text import storable_line
from csp_tui.core.disk import toml
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file

NAME = "config.toml"


class Settings(NamedTuple):
    """The user's settings; the defaults suit a terminal over SSH."""

    reviewer: str = ""
    """The user's name, recorded in the history with the login; ``CSP_TUI_REVIEWER`` overrides."""
    theme: str = "ansi-dark"
    """The name of a theme of Textual; ``CSP_TUI_THEME`` overrides."""
    mouse: bool = False
    """Whether the app, not the terminal, gets the mouse; ``--mouse`` overrides."""
    plain: bool = False
    """Whether commands print plain words without alignment; ``--plain`` overrides."""
    language: str = ""
    """Code of the language; empty for the locale's. ``--lang`` and ``CSP_TUI_LANG`` override."""
    mail_from: str = ""
    """The address from which ``digest`` writes; empty for the user's on this machine."""
    sync_every: int = 0
    """Minutes after which the full screen syncs by itself, and when it is left; 0: never."""
    trouble: str = ""
    """A sentence on a key in the file that is no setting; empty if there is no such key."""


_NAMES = ("reviewer", "theme", "mouse", "plain", "language", "mail_from")
_SYNC_EVERY = "sync.every"
_ALL_NAMES = (*_NAMES, _SYNC_EVERY)
_MOST_MINUTES = 24 * 60


def read_settings(config: Path, environ: Mapping[str, str]) -> Settings:
    """Return the settings in the directory `config`; those that its file lacks have their defaults.

    ``CSP_TUI_REVIEWER`` and ``CSP_TUI_THEME`` in `environ` override the reviewer and the theme.

    Raises:
        InvalidFileError: the file is unreadable, or a setting has a value that it cannot have.
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
    values["sync_every"] = _sync_every(path, text, data.get("sync", {}))
    for name in ("reviewer", "theme"):
        values[name] = storable_line(environ.get(f"CSP_TUI_{name.upper()}") or values[name])
    return Settings(**values, trouble=_trouble(text, data))


def _sync_every(path: Path, text: str, table: object) -> int:
    """Return the minutes that the table `sync` of the file sets; raise as `read_settings` does."""
    minutes = table.get("every", 0) if isinstance(table, dict) else None
    if type(minutes) is not int or not 0 <= minutes <= _MOST_MINUTES:
        message = _("{name} must be a number of minutes, at most {most}, or 0 for never")
        line = toml.LineFinder(text).line(_SYNC_EVERY)
        message = message.format(name=_SYNC_EVERY, most=_MOST_MINUTES)
        raise InvalidFileError(path, message, line)
    return minutes


def _trouble(text: str, data: Mapping[str, object]) -> str:
    """Return a sentence on the first key of the file that is no setting; "" if all are settings.

    Args:
        text: the content of the file, in which the line of the key is looked up.
        data: the keys and values of the file.
    """
    sync = data.get("sync")
    names = [key for key in data if key != "sync"]
    names += [f"sync.{key}" for key in sync] if isinstance(sync, dict) else []
    unknown = next((key for key in names if key not in _ALL_NAMES), None)
    if unknown is None:
        return ""
    line = toml.LineFinder(text).line(unknown)
    from csp_tui.core.base.near import choices_hint

    message = _('{file}: there is no setting "{name}"; {hint}')
    if line:
        message = _('{file}, line {line}: there is no setting "{name}"; {hint}')
    hint = choices_hint(unknown, _ALL_NAMES)
    return message.format(file=NAME, line=line, name=unknown, hint=hint)


def keep_language(config: Path, code: str) -> Path:
    """Write the language `code` into the settings file in `config`, and change nothing else.

    The file is made if it does not exist.

    Returns:
        The path of the settings file, with symbolic links resolved.

    Raises:
        InvalidFileError: the file cannot be read, or its ``language`` is not on one plain line.
        WriteError: the settings could not be written.
    """
    path = config / NAME
    path = path.resolve() if path.is_symlink() else path  # a user may keep the file elsewhere
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
