"""The rows of a menu: a title, choices in columns with their letters, and keys below them."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from csp_tui.core.base.glyphs import SIGNS, glyphs
from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut, pad, visible_line, width
from csp_tui.tui.keys.key_words import key_words
from csp_tui.tui.lines.tone import Line, Tone

MOST_ROWS = 8
"""Rows of a menu with its title and the keys in its last row."""
MORE = "space"
"""The key that shows the choices for which there was no room."""
ONE_MORE = "+"
"""An answer that was chosen by a capital, in a menu that is `for_several`, begins with this."""

_COLUMN = 26
"""The usual width of a column."""


@dataclass(frozen=True, slots=True)
class MenuChoice:
    """One choice of a menu.

    Args:
        key: the key that chooses it; "" for the next letter on its page, from ``a`` on.
        words: what it is.
        count: how many rows it gives; None to show no number.
        is_on: whether it is chosen now.
        answer: what the talk is sent when it is chosen; "" for the key.
    """

    key: str
    words: str
    count: int | None = None
    is_on: bool = False
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """What a menu shows.

    Args:
        title: what is chosen.
        choices: the choices, in the order of reading: down the columns.
        keys: other keys with their words, in the last row.
        note: words before these keys; "" for none.
        for_several: whether the capital of a choice's letter chooses it and asks for one more; the
            talk is then sent the answer with ONE_MORE before it.
    """

    title: str
    choices: Sequence[MenuChoice]
    keys: Sequence[tuple[str, str]] = ()
    note: str = ""
    for_several: bool = False


MenuTalk = Generator[Menu, str, None]
"""A generator that yields the menu to show, is sent the answer of the choice (else the key) that
was pressed, and ends the menu by ending itself."""


class OpenMenu:
    """An open menu: what it shows, and the talk that gets the answers.

    Args:
        talk: yields the first menu, and after each answer the next one.
    """

    def __init__(self, talk: MenuTalk) -> None:
        self._talk = talk
        self._page = 0
        self._menu = next(talk, None)

    @property
    def is_over(self) -> bool:
        """Whether the talk has ended, so that there is no menu any more."""
        return self._menu is None

    def rows(self, columns: int, height: int) -> list[Line]:
        """Return the rows to draw on a screen of `columns` times `height` cells; [] once over."""
        return [] if self._menu is None else menu_rows(self._menu, columns, height, self._page)

    def press(self, key: str, columns: int, height: int) -> None:
        """Take a key; do nothing if the menu is over already.

        Space turns to the next page if there are several. Any other key is sent to the talk as
        `menu_answer` translates it, escape as ``ctrl+g``. The next menu of the talk is then shown;
        if the talk ends, the menu is over.
        """
        if self._menu is None:
            return
        if key in (MORE, " ") and (pages := menu_pages(self._menu, columns, height)) > 1:
            self._page = (self._page + 1) % pages
            return
        answer = menu_answer(self._menu, columns, height, self._page, key)
        before = self._menu.title
        try:
            self._menu = self._talk.send("ctrl+g" if answer == "escape" else answer)
        except StopIteration:
            self._menu = None
        if self._menu is None or self._menu.title != before:
            self._page = 0


def menu_pages(menu: Menu, columns: int, height: int) -> int:
    """Return how many pages the choices take on a screen of `columns` times `height` cells."""
    return max(1, -(-len(menu.choices) // _per_page(menu, columns, height)))


def menu_answer(menu: Menu, columns: int, height: int, page: int, key: str) -> str:
    """Return what the talk of `menu` is sent for `key`, pressed on a page of the choices.

    The other arguments are those of `menu_rows`. A choice of another page is found by its own key;
    a key that chooses nothing is returned as it is.
    """
    on_page = _on_page(menu, columns, height, page)
    found = {
        letter: each.answer or each.key
        for letter, each in [*((each.key, each) for each in menu.choices), *on_page]
    }
    if menu.for_several and key not in found and key.lower() in found:
        return ONE_MORE + found[key.lower()]
    return found.get(key, key)


def menu_rows(menu: Menu, columns: int, height: int, page: int) -> list[Line]:
    """Return the rows of a menu: the title, the choices of a page, and the other keys.

    Args:
        menu: what to show.
        columns: cells of a row.
        height: rows of the screen.
        page: which page of the choices, from 0.
    """
    choices = _on_page(menu, columns, height, page)
    beside = _beside(columns)
    rows = max(1, -(-len(choices) // beside))
    cells = (columns - 1) // beside
    title = f" {visible_line(menu.title)}"
    lines: list[Line] = [((pad(cut(title, columns), columns), Tone.CURSOR),)]
    for number in range(rows):
        line: Line = ()
        for letter, choice in choices[number::rows]:
            line += _drawn(letter, choice, cells)
        lines.append(line)
    keys = list(menu.keys)
    if menu_pages(menu, columns, height) > 1:
        keys.insert(0, (MORE, _("the rest")))
    last: Line = ((f" {menu.note}  " if menu.note else " ", Tone.TEXT),)
    for key, words in keys:
        span: Line = ((key_words(key), Tone.KEY), (f" {words}  ", Tone.QUIET))
        if sum(width(text) for text, _tone in last + span) <= columns + 2:
            last += span
    return [*lines, last]


def _on_page(menu: Menu, columns: int, height: int, page: int) -> list[tuple[str, MenuChoice]]:
    """Return key and choice for each choice on a page; one without a key gets the next letter.

    The screen has `columns` times `height` cells; `page` counts from 0.
    """
    most = _per_page(menu, columns, height)
    choices = menu.choices[page * most : (page + 1) * most]
    letters = iter(ascii_lowercase)
    return [(each.key or next(letters), each) for each in choices]


def _drawn(letter: str, choice: MenuChoice, cells: int) -> Line:
    count = "" if choice.count is None else str(choice.count)
    room = cells - len("* k ") - len(count) - 2
    words = visible_line(choice.words).replace(SIGNS.cut, glyphs().cut)
    words = pad(cut(words, room), room)
    tone = Tone.STRONG if choice.is_on else Tone.TEXT
    return (
        (" *" if choice.is_on else "  ", Tone.ACCENT),
        (letter, Tone.KEY),
        (f" {words} ", tone),
        (f"{count} ", tone if choice.is_on else Tone.QUIET),
    )


def _beside(columns: int) -> int:
    """Return how many choices a row of the menu has room for; at least one."""
    return max(1, (columns - 1) // _COLUMN)


def _per_page(menu: Menu, columns: int, height: int) -> int:
    """Return how many choices a page holds; at most 26 if some have no key and get letters."""
    room = max(1, min(MOST_ROWS, height - 1) - 2) * _beside(columns)
    return room if all(each.key for each in menu.choices) else min(room, len(ascii_lowercase))
