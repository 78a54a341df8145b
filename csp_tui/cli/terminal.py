"""Whether the full screen can be opened here."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Mapping
from typing import TextIO

from csp_tui.cli.streams import is_terminal


def why_unsuitable(environ: Mapping[str, str]) -> str | None:
    """Return why the full screen cannot be opened and what to do about it; None where it can."""
    streams = {
        "standard input": sys.stdin,
        "standard output": sys.stdout,
        "standard error": sys.stderr,
    }
    for name, stream in streams.items():
        if not is_terminal(stream):
            return f"{name} is not a terminal; run it in one, without a pipe or redirection"
    term = environ.get("TERM", "")
    if not term or term == "dumb":
        what = 'TERM is "dumb"' if term else "TERM is not set"
        return f"{what}; set it to your terminal's type, such as TERM=xterm-256color"
    for stream in (sys.stdout, sys.stderr):
        if not _is_utf8(stream):
            return f"the encoding is {stream.encoding}; set a UTF-8 locale, such as LC_ALL=C.UTF-8"
    return None


def _is_utf8(stream: TextIO) -> bool:
    try:
        return codecs.lookup(stream.encoding).name == "utf-8"
    except LookupError:
        return False
