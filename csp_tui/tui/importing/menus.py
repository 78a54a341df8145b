"""The menus of an import: the sheets of a workbook, and what a column holds."""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_lowercase

from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut, visible_line
from csp_tui.core.importing.columns import Map
from csp_tui.core.importing.table import ImportTable
from csp_tui.tui.lines.menu import Menu, MenuChoice, MenuTalk

_CELLS = 20
"""The greatest width of a value of a column, so that three of them have room in a row."""
_SHEET, _KEY, _NONE = "sheet ", "key ", "none"
"""What stands before the name of a sheet, or a key, in the answer of its choice."""


def sheets_of(table: ImportTable, choose: Callable[[str], object]) -> MenuTalk:
    """Return the menu of the sheets of a workbook; `choose` gets the name of the chosen one.

    If the user leaves, `choose` is not called.
    """
    choices = [
        MenuChoice("", each, is_on=each == table.sheet, answer=f"{_SHEET}{each}")
        for each in table.sheets
    ]
    answer = ""
    while not answer.startswith(_SHEET):
        answer = yield Menu(_("Read which sheet?"), choices, (("ctrl+g", _("as before")),))
        if answer == "ctrl+g":
            return
    choose(answer.removeprefix(_SHEET))


def columns_of_table(table: ImportTable, before: Map, then: Callable[[Map], object]) -> MenuTalk:
    """Return the menus that ask what each unrecognised column holds, or each that `before` names.

    A key has the same letter in all of them; ``=`` leaves out a column and all that would follow.
    At the end `then` is called with the map: by the name
    of each column asked for, the key that it holds, or "" to leave the column out. If the user
    leaves, `then` is not called.
    """
    said: dict[str, str] = {}
    asked = [name for name in table.names if name in before or name in table.unknown]
    pairs = zip(table.names, table.columns.keys, strict=False)
    known = {key for name, key in pairs if key in table.labels and name not in asked}
    letters = dict(zip(table.labels, ascii_lowercase, strict=False))
    for place, name in enumerate(asked):
        free = [key for key in table.labels if key not in {*known, *said.values()}]
        choices = [
            MenuChoice(
                letters.get(key, ""),
                _(table.labels[key]),
                is_on=before.get(name) == key,
                answer=f"{_KEY}{key}",
            )
            for key in free
        ]
        choices.append(MenuChoice("-", _("leave it out"), answer=_KEY))
        if (left := len(asked) - place) > 1:
            label = _("leave out all {count}").format(count=left)
            choices.append(MenuChoice("=", label, answer=_NONE))
        values = ", ".join(cut(visible_line(each), _CELLS) for each in table.samples(name))
        title = _('What does the column "{name}" hold?')
        if values:
            title = _('What does the column "{name}" hold? In it: {values}')
        title = title.format(name=visible_line(name), values=values)
        answer = ""
        while not answer.startswith((_KEY, _NONE)):
            answer = yield Menu(title, choices, (("ctrl+g", _("as before")),))
            if answer == "ctrl+g":
                return
        if answer == _NONE:
            said |= dict.fromkeys(asked[place:], "")
            break
        said[name] = answer.removeprefix(_KEY)
    then(said)
