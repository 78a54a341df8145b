"""Numbers as the language that is spoken writes them; files and JSON keep their own form."""

from __future__ import annotations

from csp_tui.core.base.language import SOURCE, current

_SIGNS = {SOURCE: (",", ".", "%"), "fr": ("\u00a0", ",", "\u00a0%")}
"""What stands between thousands, before decimals, and behind hundredths."""


def number(value: float, decimals: int = 0) -> str:
    """Return ``12,345.6``, in French ``12 345,6`` with blanks that no line breaks at."""
    thousands, point, _percent = _SIGNS[current()]
    whole, _dot, rest = f"{value:,.{decimals}f}".partition(".")
    return whole.replace(",", thousands) + (point + rest if rest else "")


def share(part: float, decimals: int = 0) -> str:
    """Return a part of one in hundredths: ``12%``, in French ``12 %``."""
    return number(part * 100, decimals) + _SIGNS[current()][2]
