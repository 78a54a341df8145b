"""Writes the table of the cells that characters take, as the library that draws measures them.

Run it from the project's root after a new version of that library:
``.venv/bin/python tools/make_cell_widths.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import fill

from rich.cells import get_character_cell_size

TABLE = Path(__file__).resolve().parent.parent / "csp_tui" / "core" / "base" / "cell_widths.py"
FIRST = 0x300
"""All printable characters before it take one cell."""


def table() -> str:
    """Return the source of the module with the table."""
    starts: list[str] = []
    widths = ""
    for code in range(FIRST, sys.maxunicode + 1):
        cells = str(get_character_cell_size(chr(code), "latest"))
        if widths[-1:] != cells:
            starts.append(f"{code:#x},")
            widths += cells
    rows = [f'    "{widths[at : at + 90]}"' for at in range(0, len(widths), 90)]
    numbers = fill(" ".join(starts), 100, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(
        (
            '"""How many cells characters take; written by tools/make_cell_widths.py."""',
            "",
            "# fmt: off",
            "STARTS = (",
            numbers,
            ")",
            '"""Code points from which on characters take another number of cells than before."""',
            "",
            "WIDTHS = (",
            *rows,
            ")",
            '"""The cells from each of them on."""',
            "",
        )
    )


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
