"""Decodes a file with a list or table that a user gives, whichever program wrote it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.language import _

LARGEST = 4 * 1024 * 1024
"""Bytes; a larger list or table is refused."""

_PAGE = re.compile(r"\s*<(!doctype html|html|\?xml)\b", re.IGNORECASE)
"""How a web page begins, or the XML of an Excel before 2007; portals call both ``.xls``."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class GivenText:
    """The text of a file, without a byte order mark, and with line feeds as line ends."""

    text: str
    line_not_utf_8: int = 0
    """Number of the first line that is not UTF-8, counted from 1; 0 if the text is UTF-8."""


def text_of(content: bytes, path: Path) -> GivenText:
    """Return the text of the file at `path`, whose bytes are `content`.

    It is decoded as UTF-16 if it starts with a byte order mark of UTF-16, else as UTF-8, else as
    Windows-1252. The line ends CRLF and CR become LF. A byte order mark is removed, and so is
    Ctrl-Z at the end, which DOS programs write.

    Raises:
        InvalidFileError: the file is larger than 4 MiB, is in none of these encodings, is not a
            text, or is a web page.
    """
    if len(content) > LARGEST:
        message = _("is larger than {size} MiB; import it in parts")
        raise InvalidFileError(path, message.format(size=LARGEST // 1024 // 1024))
    text, line = _decoded(content, path)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (place := text.find("\0")) >= 0:
        what = _("a NUL character, so this is no text; save it as CSV UTF-8, Markdown or JSON")
        raise InvalidFileError(path, what, text.count("\n", 0, place) + 1)
    if _PAGE.match(text):
        what = _("is a web page or XML; open it in Excel and save it as an Excel workbook (.xlsx)")
        raise InvalidFileError(path, what)
    if (end := text.rstrip()).endswith("\x1a"):
        text = end.rstrip("\x1a")
    return GivenText(text, line)


def _decoded(content: bytes, path: Path) -> tuple[str, int]:
    encoding = "utf-16" if content.startswith(_UTF_16) else "utf-8-sig"
    try:
        return content.decode(encoding), 0
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise InvalidFileError(path, _("is broken UTF-16; save it as CSV UTF-8")) from error
        first = len(content[: error.start].splitlines() or [b""])
        line = first + content[: error.start].endswith((b"\n", b"\r"))
    try:
        return content.decode("cp1252"), line
    except UnicodeDecodeError as error:
        what = _("this is neither UTF-8 nor Windows-1252; save it as UTF-8")
        raise InvalidFileError(path, what, line) from error
