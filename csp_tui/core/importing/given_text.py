"""The text of a file that a user gives: a list or a table."""

from __future__ import annotations

from csp_tui.core.base.errors import UsageError


def utf8_text(content: bytes, told: str, **named: str) -> str:
    """Return the text in `content`, without a byte order mark.

    Raises:
        UsageError: it is no UTF-8; `told` says so, with the ``{line}`` and the other names in it.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(told.format(line=line, **named)) from error
