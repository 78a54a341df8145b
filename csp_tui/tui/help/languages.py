"""The menu of the languages of the screen."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.core.base import language
from csp_tui.core.base.language import _
from csp_tui.tui.lines.menu import Menu, MenuChoice, MenuTalk


def language_menu(switch: Callable[[str], object]) -> MenuTalk:
    """Return the menu of languages, each by its own name; `switch` is called with the chosen code.

    The letter of a language is the first of its code.
    """
    now = language.current()
    choices = [
        MenuChoice(code[0], name, is_on=code == now, answer=code)
        for code, name in language.LANGUAGES.items()
    ]
    answer = ""
    while answer not in (*language.LANGUAGES, "ctrl+g", "enter"):
        answer = yield Menu(_("Language"), choices, (("ctrl+g", _("as before")),))
    if answer in language.LANGUAGES and answer != now:
        switch(answer)
