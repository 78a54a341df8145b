"""Checks each table of a parsed checklist or translation, and collects the problems."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible, visible_line
from csp_tui.core.checklists.advice import misplaced, missing, nearest, of_another_kind, valid_id
from csp_tui.core.checklists.keys import FORMAT, KIND_NAMES, Key
from csp_tui.core.disk import toml

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file; a checklist with warnings only can still be used."""

    path: Path
    line: int | None
    key: str
    what: str
    severity: str = ERROR

    @property
    def is_error(self) -> bool:
        """Whether the checklist cannot be used because of this problem."""
        return self.severity == ERROR

    def __str__(self) -> str:
        place = f"{self.path}:{self.line or 1}: {self.severity}: "
        return f"{place}{self.key}: {self.what}" if self.key else f"{place}{self.what}"


_URL = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f<>\"]+\Z")
_AUTHORITY = re.compile(r"https?://([^/?#]*)")
_HOST = re.compile(r"(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]+)?\Z", re.IGNORECASE)
_HOSTS = {
    "microsoft": (
        *("microsoft.com", "microsoftonline.com", "office.com", "live.com", "aka.ms"),
        "portal.azure.com",
    ),
}
"""Of publishers that many vouch for: domains in which nobody else can have a host."""
_LACKS_SCHEME = re.compile(r"(www\.|[\w-]+(\.[\w-]+)*\.(com|net|org|io|ms)(/|\Z))[^\s<>\"]*\Z")


def is_safe_url(url: str) -> bool:
    """Return whether `url` may be shown as a link: http(s), no blanks or control characters."""
    return _URL.match(url) is not None and url == visible_line(url)


def doubt_of_url(url: str, publisher: str) -> str:
    """Return why the address `url` may lead elsewhere than it seems to.

    There is doubt if the address names a user, if its host has letters that look like others, or if
    its host is not the publisher's. The hosts are known for a few publishers only. Empty without
    doubt, and for an address that may not be shown as a link.
    """
    found = _AUTHORITY.match(url)
    if not found or not is_safe_url(url):
        return ""
    _user, at, host = found[1].rpartition("@")
    host = host.lower()
    if at:
        return _('leads to "{host}"; what is before the @ is only a user').format(host=host)
    if not _HOST.match(host) or "xn--" in host:
        return _('the host "{host}" has other letters than a-z, which may look alike').format(
            host=host
        )
    word = publisher.lower().partition(" ")[0]
    name = host.partition(":")[0].rstrip(".")
    own = _HOSTS.get(word, ())
    if own and not any(f".{name}".endswith(f".{each}") for each in own):
        return _('"{host}" is no host of {publisher}').format(host=host, publisher=publisher)
    return ""


class TableReader:
    """Checks the tables of a parsed file and collects its problems.

    Args:
        path: the file.
        text: the text of the file, to find the lines of problems.
        spec: the allowed keys, by kind of table and name.
    """

    def __init__(self, path: Path, text: str, spec: Mapping[str, Mapping[str, Key]]) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._text = text
        self._spec = spec
        self._finder: toml.LineFinder | None = None

    @property
    def sorted_problems(self) -> list[Problem]:
        """Every problem in the order of the lines; first those whose line is not known."""
        return sorted(self.problems, key=lambda each: each.line or 0)

    def add_problem(self, key: str, what: str, severity: str = ERROR) -> None:
        """Add a problem: `what` is wrong at the key path `key`, which is "" for the whole file."""
        place = visible_line(key)
        found = Problem(self.path, self._line(key), place, visible_line(what), severity)
        self.problems.append(found)

    def _line(self, key: str) -> int | None:
        self._finder = self._finder or toml.LineFinder(self._text)
        return self._finder.line(key)

    def _has_known_format(self, data: toml.Table) -> bool:
        """Return whether this csp-tui can read the file: its key `format` is not newer than known.

        Adds a problem for any number, newer or older, that is not the known one. A key that is
        missing or no number is passed over here.
        """
        known = data.get("format")
        if isinstance(known, int) and known > FORMAT:
            newer = _("is {number}, but this csp-tui knows {known}; install a newer csp-tui")
            self.add_problem("format", newer.format(number=known, known=FORMAT))
            return False
        if known != FORMAT and isinstance(known, int):
            message = _("must be {number}; write: format = {number}")
            self.add_problem("format", message.format(number=FORMAT))
        return True

    def _tables(
        self, spec: str, data: toml.Table, name: str, parent: str
    ) -> list[tuple[toml.Table, str]]:
        if name not in data:
            return []
        tables = data[name]
        place = f"{parent}.{name}".lstrip(".")
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            message = _("must be tables, each starting with [[{name}]]")
            self.add_problem(place, message.format(name=_header(place)))
            return []
        found = [(table, f"{place}[{index}]") for index, table in enumerate(tables)]
        for table, key in found:
            self._keys(spec, table, key)
        return found

    def _keys(self, spec_name: str, data: toml.Table, parent: str) -> None:
        spec = self._spec[spec_name]
        for name, key in spec.items():
            if name not in data:
                if key.required:
                    place = f"{parent}.{name}".lstrip(".")
                    self.add_problem(place, _("is missing; {cure}").format(cure=missing(name)))
            elif not key.is_tables:
                self._value(key, data[name], f"{parent}.{name}".lstrip("."))
        for name in data:
            if name not in spec:
                place = f"{parent}.{name}".lstrip(".")
                hint = self._misplaced(name, spec_name) or nearest(name, spec)
                self.add_problem(place, _("is not known and is ignored") + hint, WARNING)

    def _misplaced(self, name: str, spec_name: str) -> str:
        """Return advice on where the key `name` belongs.

        It continues a sentence: ``; it belongs to [[sections.items]]``. The key was found in a
        table of the kind `spec_name`, such as ``item``, where it is not allowed. "" if no kind of
        table has such a key, and for ``id`` in a link.
        """
        return misplaced(name, spec_name)

    def _value(self, key: Key, value: Any, place: str) -> None:
        if not self._fits(key, value):
            unlike = of_another_kind(key.kind, value)
            message = _("must be {kind}").format(kind=_(KIND_NAMES[key.kind]))
            self.add_problem(place, message + unlike)
        elif key.words and value not in key.words:
            words = ", ".join(f'"{word}"' for word in key.words)
            message = _("must be one of {words}") if len(key.words) > 1 else _("must be {words}")
            self.add_problem(place, message.format(words=words) + nearest(value, key.words))
        elif key.is_id and not is_id(value):
            message = _("must be 1 to 64 of a-z, 0-9 and -, starting with a-z or 0-9")
            self.add_problem(place, message + valid_id(value))
        elif key.most is not None and not 0 <= value <= key.most:
            self.add_problem(place, _("must be a number from 0 to {most}").format(most=key.most))
        elif key.kind is str:
            self._text_value(key, value, place)

    def _text_value(self, key: Key, value: str, place: str) -> None:
        if key.longest and len(value) > key.longest:
            message = _("has {count} characters; at most {most}")
            self.add_problem(place, message.format(count=len(value), most=key.longest), WARNING)
        elif not value.strip() and key.required:
            self.add_problem(place, _("is empty; write a text between the quotation marks"))
        elif not value.strip():
            self.add_problem(place, _("is empty; write a text, or leave the line out"), WARNING)
        elif key.is_url and not is_safe_url(value):
            what = _("must start with https:// or http:// and hold no blanks or control characters")
            if _LACKS_SCHEME.match(value):
                what += _("; write: {url}").format(url=f"https://{value}")
            self.add_problem(place, what)
        elif value != visible(value):
            what = _("holds control characters, which are shown like ^[; take them out")
            self.add_problem(place, what, WARNING)

    @staticmethod
    def _fits(key: Key, value: Any) -> bool:
        if key.kind is date:
            return type(value) is date
        return isinstance(value, key.kind) and (key.kind is bool or not isinstance(value, bool))

    @staticmethod
    def _text_of(data: toml.Table, name: str) -> str:
        value = data.get(name, "")
        return value if isinstance(value, str) else ""


def _header(place: str) -> str:
    return re.sub(r"\[\d+\]", "", place)
