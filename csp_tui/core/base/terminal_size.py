"""The largest size of a terminal that is believed, whoever names a larger one.

Drawing takes time and memory for each cell, so a wrong size could take all of both.
"""

from __future__ import annotations

from collections.abc import MutableMapping

MOST_COLUMNS = 1000
MOST_LINES = 300

_VARIABLES = {"COLUMNS": MOST_COLUMNS, "LINES": MOST_LINES}


def bounded(columns: int, lines: int) -> tuple[int, int]:
    """Return `columns` and `lines` of a terminal, but at most 1000 columns and 300 lines.

    csp-tui draws on no more.
    """
    return min(columns, MOST_COLUMNS), min(lines, MOST_LINES)


def drop_impossible_sizes(environ: MutableMapping[str, str]) -> None:
    """Remove ``COLUMNS`` and ``LINES`` from `environ` where they are no possible terminal size.

    ``COLUMNS`` stays if it is a number from 1 to 1000, ``LINES`` if it is one from 1 to 300.
    """
    for name, most in _VARIABLES.items():
        value = environ.get(name, "")
        if not (value.isdecimal() and len(value) < 5 and 0 < int(value) <= most):
            environ.pop(name, None)
