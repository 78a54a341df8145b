"""Copy a text of an item to the terminal's clipboard, or show it, or links, to be selected.

Not every terminal takes a text into its clipboard (OSC 52), and none says whether it did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line
from csp_tui.core.checklists.model import Item
from csp_tui.core.describe.copied import can_be_chased, chase_text, item_text, open_items_text
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.host import Host, host_of
from csp_tui.tui.lines.menu import Menu, MenuChoice, MenuTalk

_SHOW = "s"
"""The key that shows the texts instead of copying them, or copies them again."""
_CHASE = "c"
"""The key of the text to chase with."""


class _Text(NamedTuple):
    """A text that can be copied: its key and words in the menu, and what makes it."""

    key: str
    words: str
    make: Callable[[], str]


def copy_menu(
    screen: ListScreen, item: Item, view: RunView | None, workplace: Workplace
) -> MenuTalk:
    """Return the menu that asks which text on an item to copy, and copies or shows it.

    Args:
        screen: the screen on whose bottom row the menu is shown.
        item: the item.
        view: the run that the item is in, or one customer's part of it; None for an item of several
            partners or customers, of which only link and title can be copied.
        workplace: knows the current day, and the user, who asks in a text to chase with.
    """
    texts = {each.key: each for each in _texts(item, view, workplace)}
    is_shown = False
    while True:
        lead = _("Show, to select with the mouse: {title}") if is_shown else _("Copy: {title}")
        other = _("copy instead") if is_shown else _("show it instead")
        key = yield Menu(
            lead.format(title=item.title),
            [MenuChoice(each.key, each.words) for each in texts.values()],
            ((_SHOW, other), ("ctrl+g", _("leave"))),
        )
        if key == "ctrl+g":
            return
        if key == _SHOW:
            is_shown = not is_shown
        elif key in texts:
            _give(screen, texts[key], is_shown=is_shown)
            return
        elif key == _CHASE:
            screen.say(_why_no_chase(item, view))
            return


def _texts(item: Item, view: RunView | None, workplace: Workplace) -> Iterator[_Text]:
    if item.links:
        yield _Text("y", _("the link"), lambda: item.links[0].url)
    yield _Text("t", _("the title"), lambda: visible_line(item.title))
    if view is None:
        return
    yield _Text("i", _("the whole item"), lambda: item_text(view, item, today))
    today, asker = workplace.today, workplace.actor.names[0]
    if view.partner.id:
        yield _Text("o", _("all that is open"), lambda: open_items_text(view, today))
    if can_be_chased(view, item):
        yield _Text(_CHASE, _("a text to chase with"), lambda: chase_text(view, item, asker))


def _why_no_chase(item: Item, view: RunView | None) -> str:
    """Return why there is no text to chase with for an item of `view`, as a sentence.

    A run without a partner is only read.
    """
    if view is None or not view.partner.id or view.is_for_each(item):
        return _("A text to chase with is for one partner or customer: open the item there.")
    return _("No text to chase with: {item} is not waiting. w sets it waiting.").format(
        item=visible_line(item.title)
    )


def _give(screen: ListScreen, text: _Text, *, is_shown: bool) -> None:
    """Copy `text`, and say so; if `is_shown`, print it instead, until a key is pressed."""
    if is_shown:
        select = _("Select with the mouse. Any key goes back.")
        screen.call_later(host_of(screen).print_page, f"\n{text.make().rstrip()}\n\n{select}\n")
        return
    screen.app.copy_to_clipboard(text.make())
    sentence = _("Sent to your terminal's clipboard. If it did not arrive, press y {keys}.")
    screen.say(sentence.format(keys=f"{_SHOW} {text.key}"))


def print_links(host: Host, items: Sequence[Item]) -> None:
    """Leave the full screen, print the links of `items`, and come back at any key.

    For terminals that have neither links (OSC 8) nor a clipboard (OSC 52), such as PuTTY.
    """
    lines: list[str] = []
    for item in items:
        links = dict.fromkeys(visible_line(link.url) for link in item.links)
        lines += ["", visible_line(item.title), "", *(links or [_("This item has no link.")])]
    lines += ["", _("Select with the mouse. Any key goes back."), ""]
    host.print_page("\n".join(lines))
