"""Text from outside in Markdown: nothing of it is taken for markup."""

from __future__ import annotations

import re

from csp_tui.core.base.text import visible_line

_MARKUP = re.compile(r"([\\`*_<>\[\]|#])")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def plain_markdown(text: str) -> str:
    """Return text on one line, in which nothing is taken for markup."""
    return _ENTITY.sub(r"\\&", _MARKUP.sub(r"\\\1", visible_line(text)))
