"""Parses TOML files, with the line of each error; all TOML files are parsed by this module."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line

Table = dict[str, Any]


def decode(content: bytes, path: Path) -> str:
    """Return the UTF-8 bytes `content` of the file at `path` as text without a byte order mark.

    Raises:
        InvalidFileError: the content is not UTF-8, or holds NUL bytes.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InvalidFileError(path, _("is UTF-16 text; save it as UTF-8"), 1)
    if b"\0" in content:
        raise InvalidFileError(
            path, _("holds NUL bytes, so it was damaged"), _line_of(content, b"\0")
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidFileError(path, _("is not UTF-8 text; save it as UTF-8"), line) from error


def parse(text: str, path: Path) -> Table:
    """Return the table that the TOML `text` of the file at `path` describes.

    Raises:
        InvalidFileError: `text` is not TOML; the error has the line and the parser's reason.
    """
    try:
        from tomli import loads  # late: the first frame reads no TOML
    except ImportError:  # pragma: no cover - the compiled parser is a dependency
        from tomllib import loads
    try:
        return loads(text)
    except RecursionError as error:
        raise InvalidFileError(path, _("is nested too deeply")) from error
    except ValueError as error:
        message = visible_line(str(error))
        match = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$").search(message)
        if match is None:
            if digits := re.search(r"[0-9_]{4300,}", text):
                line = text.count("\n", 0, digits.start()) + 1
                raise InvalidFileError(path, _("holds a number that is too long"), line) from error
            raise InvalidFileError(
                path, _("is not TOML: {reason}").format(reason=message)
            ) from error
        raise _not_toml(path, text, message[: match.start()], match[1]) from error


def _not_toml(path: Path, text: str, reason: str, line: str | None) -> InvalidFileError:
    """Return an error with the line of the mistake, the parser's reason and advice.

    Args:
        path: the file.
        text: its text.
        reason: the parser's message.
        line: the number of the line with the mistake; None if the parser noticed it only at the
            end of the text.
    """
    from csp_tui.core.disk import toml_advice  # late: its patterns take longer than all others

    lines = text.rstrip("\n").split("\n")
    number = min(int(line), len(lines)) if line else len(lines)
    number = number if line else toml_advice.opening_line(reason, text, number)
    cure = toml_advice.cure(reason, lines[number - 1])
    message = _("is not TOML: {reason}; {cure}") if cure else _("is not TOML: {reason}")
    return InvalidFileError(path, message.format(reason=reason, cure=cure), number)


def _line_of(content: bytes, needle: bytes) -> int:
    return content.count(b"\n", 0, content.index(needle)) + 1


class LineFinder:
    """Finds the line of a key such as ``sections[0].items`` in a TOML text, for error messages."""

    _HEADER = r"\s*(\[\[?)([^\]]+)\]\]?\s*(?:#.*)?$"
    _KEY = r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*="""
    _LAST_PART = r"(?s:\[\d+\]|\.?[^.\[\]]+|.)\Z"

    def __init__(self, text: str) -> None:
        self._lines: dict[str, int] = {}
        counts: dict[str, int] = {}
        headers, keys = re.compile(self._HEADER), re.compile(self._KEY)
        table, quotes = "", ""
        for number, line in enumerate(text.split("\n"), 1):
            if quotes:
                if line.count(quotes) % 2:
                    quotes = ""
                continue
            if header := headers.match(line):
                table = self._table(header[2], header[1] == "[[", counts)
                self._note(table, number)
                continue
            if key := keys.match(line):
                name = ".".join(part.strip().strip("\"'") for part in key[1].split("."))
                self._note(f"{table}.{name}".lstrip("."), number)
            for mark in ('"""', "'''"):
                if line.count(mark) % 2:
                    quotes = mark
                    break

    def _note(self, key: str, number: int) -> None:
        while key and key not in self._lines:
            self._lines[key] = number
            key = re.sub(self._LAST_PART, "", key)

    @staticmethod
    def _table(name: str, is_array: bool, counts: dict[str, int]) -> str:
        path = ""
        parts = [part.strip().strip("\"'") for part in name.split(".")]
        for position, part in enumerate(parts):
            path = f"{path}.{part}" if path else part
            if is_array and position == len(parts) - 1:
                counts[path] = counts.get(path, -1) + 1
                for deeper in [each for each in counts if each.startswith(f"{path}[")]:
                    if deeper.startswith(f"{path}[{counts[path]}]"):
                        counts.pop(deeper)
            if path in counts:
                path = f"{path}[{counts[path]}]"
        return path

    def line(self, key: str) -> int | None:
        """Return the number of the line that holds `key`, a path such as ``sections[0].title``.

        If the text lacks the key, return the line of the innermost table around it that the text
        has; None if the text has none of these tables.
        """
        while key:
            if key in self._lines:
                return self._lines[key]
            key = re.sub(self._LAST_PART, "", key)
        return None


def first_difference(meant: Any, written: Any, text: str, place: str = "") -> int | None:
    """Return the line in `text` of the first key whose value differs between two tables.

    None if `text` has neither the key nor a table around it. The two tables are `meant` and
    `written`; if they are inside other tables, `place` is the path to them, such as ``runs.a``.
    """
    if isinstance(meant, dict) and isinstance(written, dict):
        for key in [*meant, *(key for key in written if key not in meant)]:
            if meant.get(key) != written.get(key):
                deeper = f"{place}.{key}".lstrip(".")
                return first_difference(meant.get(key), written.get(key), text, deeper)
    return LineFinder(text).line(place)
