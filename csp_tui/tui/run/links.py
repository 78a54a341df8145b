"""Print the links of items outside the full screen."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line
from csp_tui.core.checklists.model import Item
from csp_tui.tui.host import Host


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
