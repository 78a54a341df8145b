"""Command lines that are shown to the user to be typed."""

from __future__ import annotations

_data = ""


def use_data(directory: str | None) -> None:
    """Name the data directory `directory` in each command line from now on.

    It is what ``--data`` of this process has; None or "" if it has none, and none is named then.
    """
    global _data
    _data = directory or ""


def command_line(words: str) -> str:
    """Return the command line ``csp-tui words`` to show, with the ``--data`` of this process.

    So it reads and changes the same files when it is typed. `words` are quoted for a shell already.
    """
    if not _data:
        return f"csp-tui {words}"
    from shlex import quote

    return f"csp-tui --data {quote(_data)} {words}"
