"""Check whether this terminal can show the full screen."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Mapping
from typing import TextIO

from csp_tui.cli.output.streams import is_terminal
from csp_tui.core.base.language import _


def why_unsuitable(environ: Mapping[str, str]) -> str | None:
    """Return why the full screen cannot be opened and what to do; None if it can be opened."""
    streams = {
        _("standard input"): sys.stdin,
        _("standard output"): sys.stdout,
        _("standard error"): sys.stderr,
    }
    for name, stream in streams.items():
        if not is_terminal(stream):
            message = _("{stream} is not a terminal; run it in one, without a pipe or redirection")
            return message.format(stream=name)
    term = environ.get("TERM", "")
    if not term or term == "dumb":
        what = _('TERM is "dumb"') if term else _("TERM is not set")
        message = _("{what}; set it to your terminal's type, such as TERM=xterm-256color")
        return message.format(what=what)
    for stream in (sys.stdout, sys.stderr):
        if not _is_utf8(stream):
            message = _("the encoding is {name}; set a UTF-8 locale, such as LC_ALL=C.UTF-8")
            return message.format(name=stream.encoding)
    return None


def _is_utf8(stream: TextIO) -> bool:
    try:
        return codecs.lookup(stream.encoding).name == "utf-8"
    except LookupError:
        return False
