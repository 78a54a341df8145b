"""A screen with its styles as text: below each row, a letter for how each cell is drawn."""

from __future__ import annotations

from collections.abc import Mapping

from pilot.helpers import Seat
from rich.style import Style

THEMES = ("dark", "light", "none")
"""The 16 colours on dark and on light ground, and no colours."""

LETTERS: Mapping[str, str] = {
    "": " ",
    "bold": "b",
    "dim": "d",
    "reverse": "x",
    "underline": "_",
    "bold underline": "B",
    "dim underline": "D",
    "bold cyan": "c",
    "bold cyan underline": "C",
    "bold blue": "l",
    "bold blue underline": "L",
    "bold red": "r",
    "bold red underline": "R",
    "yellow": "y",
    "yellow underline": "Y",
    "on yellow": "h",
    "on yellow underline": "H",
}
"""A letter for each style that the tokens of the three themes have, alone or in an underlined row.

Any other style is an error: no screen draws anything else.
"""

URGENT = "rRyYhH"
"""The letters of what is late or soon, with colours."""

Picture = Mapping[str, list[str]]
"""By theme, the rows of letters."""


async def picture_of(seat: Seat) -> Picture:
    """Return the letters of all rows of the screen in each theme; the screen stays as it is."""
    app, found = seat.app, {}
    for theme in ("dark", "none", "light"):  # each other theme lets all style sheets be read anew
        app.no_color = theme == "none"
        app.theme = "ansi-light" if theme == "light" else "ansi-dark"
        await seat.pilot.pause(0)
        for widget in app.screen.query("*"):
            widget.refresh()
        await seat.pilot.pause(0)
        strips = app.screen._compositor.render_strips()
        found[theme] = [
            "".join(_letter(each.style) * each.cell_length for each in line).rstrip()
            for line in strips
        ]
    return found


def _letter(style: Style | None) -> str:
    """Return the letter of a style; raise KeyError for one that no token has."""
    if style is None:
        return LETTERS[""]
    colours = (style.color, style.bgcolor)
    names = ["" if each is None or each.is_default else each.name for each in colours]
    words = [
        word for word in ("bold", "dim", "reverse", "italic", "strike") if getattr(style, word)
    ]
    words += [names[0]] if names[0] else []
    words += [f"on {names[1]}"] if names[1] else []
    return LETTERS[" ".join([*words, *(["underline"] if style.underline else [])])]


def drawn(lines: list[str], picture: Picture) -> list[str]:
    """Return each row of the screen and, below it, its letters: once where all themes agree."""
    shown = []
    for number, line in enumerate(lines):
        shown.append(f"      {line}".rstrip())
        rows = {theme: picture[theme][number] for theme in THEMES}
        if len(set(rows.values())) == 1:
            rows = {"all": rows["dark"]}
        shown += [f"{theme:5} {row}" for theme, row in rows.items() if row]
    return shown
