"""The palette: find a command, partner, customer, item or checklist by words, and open it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.timer import Timer

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import LANGUAGES, N_, _, current
from csp_tui.core.base.search import has_all, search_form, words_of
from csp_tui.core.base.text import pad, visible_line
from csp_tui.core.partners.find import Found, Kind, Names
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.base.quiet_screen import QuietScreen
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.all_keys import ANYWHERE, Action
from csp_tui.tui.keys.key_words import key_words
from csp_tui.tui.keys.textual_bindings import method_name
from csp_tui.tui.lines.row import Row
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.places import (
    ContactsPlace,
    CustomersPlace,
    NextPlace,
    Place,
    ReadingPlace,
    RunPlace,
)
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.field import Field
from csp_tui.tui.widgets.row_list import RowList

REST = 0.25
"""Seconds after the last key until the list follows what is typed."""

_TITLES = {
    Kind.ITEM_HERE: N_("Items of this partner"),
    Kind.PARTNER: N_("Partners"),
    Kind.CUSTOMER: N_("Customers"),
    Kind.CONTACT: N_("Contacts"),
    Kind.ITEM: N_("Items of a partner"),
    Kind.ITEM_IN_ALL: N_("Items, in all partners"),
    Kind.CHECKLIST: N_("Checklists to read"),
}


class Entry(NamedTuple):
    """A row of the palette.

    The remark is the key of a command, or where a found name belongs, such as its partner.
    """

    group: str
    name: str
    remark: str
    act: Callable[[], object]


class PaletteScreen(QuietScreen[Callable[[], object]]):
    """Lists what has all typed words in its name, for the user to choose from.

    While nothing is typed, it lists the commands. The list follows when typing rests. The screen
    returns the function that opens or does what was chosen; None if the user leaves.

    Args:
        workplace: the store, the checklists and the rest.
        front: the screen from which the palette was opened; its commands are listed.
    """

    CSS_PATH = "palette.tcss"
    AUTO_FOCUS = "#find"
    BINDINGS = [
        Binding("ctrl+g,escape", "leave_palette", "cancel", show=False, id="leave-palette"),
        Binding("down", "move('down')", "down", show=False),
        Binding("up", "move('up')", "up", show=False),
        Binding("pagedown", "move('page_down')", "down", show=False),
        Binding("pageup", "move('page_up')", "up", show=False),
    ]

    def __init__(self, workplace: Workplace, front: Screen[object]) -> None:
        super().__init__()
        self._workplace = workplace
        self._front = front
        self._names: Names | None = None
        self._entries: Sequence[Entry] = ()
        self._text = ""
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Yield the field, the list and the bottom row."""
        yield Field(f" {_('Find')}  ", id="find")
        yield RowList()
        yield BottomRow(
            hint_line(("down", N_("next row")), ("enter", N_("open")), ("ctrl+g", N_("cancel")))
        )

    def on_mount(self) -> None:
        """Show the commands, then read the names of everything else."""
        self.soon(self._show)
        self.soon(self._read)

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        self.soon(self._show)

    @property
    def rows(self) -> RowList:
        """The list of what was found."""
        return self.query_one(RowList)

    def _read(self) -> None:
        reader = host_of(self).partners_reader
        if reader.look():
            here = self._front.partner_id if isinstance(self._front, ListScreen) else ""
            self._names = Names(reader.partners, self._workplace.library, here)
        if self._is_waiting:
            self._show(self.rows.key)

    @property
    def _is_waiting(self) -> bool:
        """Whether nothing but commands is found because a thread reads the partners."""
        return self._names is None and host_of(self).partners_reader.is_reading

    def take_partners(self) -> None:
        """Find all names once a thread has read the partners; the cursor stays on its row."""
        if self._names is None:
            self._read()
            if self._names is not None:
                self._show(self.rows.key)

    def on_field_edited(self) -> None:
        """Let the list follow what is typed once no key has come for `REST` seconds."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(REST, self._find)

    def on_field_submitted(self) -> None:
        """Let the list follow what was typed, and open its current row, if it has one."""
        self._find()
        if self.rows.key:
            self.dismiss(self._entries[int(self.rows.key)].act)

    def _find(self) -> None:
        text = self.query_one("#find", Field).value
        if text != self._text:
            self._text = text
            self._show()

    def _show(self, key: str = "") -> None:
        """List the commands and names that have all typed words.

        The cursor is on the row `key`, or on the first. If there are none, a row says so; if no
        words were typed, the first row says what to type. While a thread reads the partners, the
        last row says so.
        """
        self._entries = [*self._commands(), *self._found()]
        rows = list(_rows(self._entries, self.rows.size.width))
        if not self._text:
            rows.insert(0, _remark(_("Words of a command, partner, customer, item or checklist")))
        if self._is_waiting:
            rows.append(_remark(_("The partners are being read, and found after that.")))
        elif not rows:
            rows = [_remark(_("Nothing has all of these words."))]
        first = next((number for number, row in enumerate(rows) if row.key), 0)
        self.rows.show(rows, key, at=None if key else first)

    def action_move(self, way: str) -> None:
        """Move the cursor of the list, while the focus stays in the field.

        `way` is ``down``, ``up``, ``page_down`` or ``page_up``.
        """
        getattr(self.rows, f"action_move_{way}")()

    def action_leave_palette(self) -> None:
        """Go back without doing anything."""
        self.dismiss(None)

    def _commands(self) -> Iterator[Entry]:
        """Yield the commands, then the languages, whose titles have all typed words.

        The commands of the front screen come first, then those of every screen, except the one that
        opens the palette. The current language is left out.
        """
        own: tuple[Action, ...] = getattr(self._front, "ACTIONS", ())
        words, group = words_of(self._text), _("Commands")
        for action in (*own, *(each for each in ANYWHERE if each.id != "open-palette")):
            title = _(action.title)
            if has_all(search_form(title), words):
                node = self.app if action in ANYWHERE else self._front
                act = partial(node.run_action, method_name(action.id))
                yield Entry(group, f"{title[:1].upper()}{title[1:]}", key_words(action.shown), act)
        for code, name in LANGUAGES.items():
            title = _("Language: {name}").format(name=name)
            if code != current() and has_all(search_form(title), words):
                yield Entry(group, title, "", partial(host_of(self).switch_language, code))

    def _found(self) -> Iterator[Entry]:
        for found in self._names.find(self._text) if self._names else ():
            act = partial(self._open, found)
            yield Entry(_(_TITLES[found.kind]), found.name, found.of, act)

    def _open(self, found: Found) -> None:
        """Open what was found from the front screen, or show it there if it is a part of that."""
        place, front = self._place_of(found), self._front
        if isinstance(front, ListScreen):
            if not front.go_to(place):
                front.open(place)
            return
        try:
            host_of(front).open(place)
        except CspTuiError as error:
            for bottom in front.query(BottomRow):
                bottom.say(str(error))

    def _place_of(self, found: Found) -> Place:
        assert self._names is not None
        if found.kind is Kind.CUSTOMER:
            return CustomersPlace(found.partner, found.run, at=found.id)
        if found.kind is Kind.CONTACT:
            return ContactsPlace(found.partner)
        if found.kind is Kind.ITEM_IN_ALL:
            return NextPlace(item=self._names.item(found.id))
        if found.kind is Kind.CHECKLIST:
            return ReadingPlace(self._names.checklist(found.id))
        return RunPlace(found.partner, found.run, found.id)


def _remark(words: str) -> Row:
    return Row("", ((f" {words}", Tone.QUIET),))


def _rows(entries: Iterable[Entry], cells: int) -> Iterator[Row]:
    """Yield a heading for each group, and below it the rows of its entries.

    Args:
        entries: the entries; the key of the row of each is its index.
        cells: the width of the list.
    """
    room = max(24, cells * 3 // 5)
    group = ""
    for number, entry in enumerate(entries):
        if entry.group != group:
            group = entry.group
            yield Row("", ((f" {group}", Tone.STRONG),))
        remark = visible_line(entry.remark)
        yield Row(
            str(number),
            ((pad(visible_line(entry.name), room), Tone.TEXT), (f"  {remark}", Tone.QUIET)),
        )
