"""The help screen: keys, where the data is, and advice for work over SSH."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding

from csp_tui import __version__
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import visible_line, wrap
from csp_tui.core.describe.item import MARKS, WORDS
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.keys.all_keys import (
    ANYWHERE,
    ARCHIVE,
    CUSTOMER_ITEMS,
    CUSTOMERS,
    FACTS,
    HISTORY,
    IMPORT,
    MOVE,
    MOVING,
    NEXT,
    PARTNERS,
    PORTFOLIO,
    RUN,
    START,
    Action,
)
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.text_lines import ScrolledLines

GROUPS: Sequence[tuple[str, Sequence[Action]]] = (
    (N_("In every list"), MOVE),
    (N_("Partners"), PARTNERS),
    (N_("Portfolio"), PORTFOLIO),
    (N_("Archived partners"), ARCHIVE),
    (N_("Partners or customers to import"), IMPORT),
    (N_("Moving to another edition"), MOVING),
    (N_("Checklist of a partner"), RUN),
    (N_("Next"), NEXT),
    (N_("Facts"), FACTS),
    (N_("Customers"), CUSTOMERS),
    (N_("Items of each customer"), CUSTOMER_ITEMS),
    (N_("Starting a checklist"), START),
    (N_("History"), HISTORY),
    (N_("Everywhere"), ANYWHERE),
)

SSH = (
    N_(
        "Selecting text: the mouse is left to your terminal, so select and copy as usual "
        "(start with --mouse to give it to csp-tui)."
    ),
    N_(
        "Links: ctrl-click or cmd-click the address if your terminal knows links; y sends it to "
        "your terminal's clipboard; o prints it for terminals that know neither, such as PuTTY."
    ),
    N_('In tmux, copying needs "set -s set-clipboard on".'),
    N_("On a slow line, connect with ssh -C: it compresses what the screen sends."),
    N_("What can be done here can be done by plain commands, too: csp-tui --help."),
    N_(
        "csp-tui is not Microsoft's and gives no legal advice: Partner Center and the signed "
        "agreements prevail."
    ),
)


class HelpScreen(ListScreen):
    """Shows the keys of every screen, where the data is, and advice for work over SSH.

    Args:
        workplace: gives the paths of data and settings.
        at: the actions of the screen from which the help was opened; they are shown first.
    """

    AUTO_FOCUS = "ScrolledLines"
    BINDINGS = [Binding("escape", "app.go_back", "back", show=False)]

    def __init__(self, workplace: Workplace, at: Sequence[Action] = ()) -> None:
        super().__init__()
        self._workplace = workplace
        self._at = at

    def compose(self) -> ComposeResult:
        """Yield the scrolling text and the bottom row."""
        yield ScrolledLines()
        yield BottomRow(hint_line(("down", N_("more")), ("pgdn", N_("a page")), ("q", N_("back"))))

    def on_mount(self) -> None:
        """Show the text."""
        self.soon(self._show)

    def on_resize(self) -> None:
        """Wrap the text to the new width."""
        self.soon(self._show)

    def _show(self) -> None:
        text = self.query_one(ScrolledLines)
        text.show(self._lines(max(20, text.size.width - 2)))

    def _lines(self, cells: int) -> list[Line]:
        places = self._workplace.places
        lines: list[Line] = [((f" csp-tui {__version__}", Tone.STRONG),), ()]
        for title, actions in sorted(GROUPS, key=lambda group: group[1] is not self._at):
            lines.append(((f" {_(title)}", Tone.STRONG),))
            for action in actions:
                lines.append(((f"   {action.shown:<9}", Tone.KEY), (_(action.title), Tone.TEXT)))
            lines.append(())
        lines.append(((f" {_('Marks')}", Tone.STRONG),))
        for status, mark in MARKS.items():
            lines.append(((f"   {mark:<9}", Tone.TEXT), (_(WORDS[status]), Tone.TEXT)))
        lines += [(), ((f" {_('Where things are')}", Tone.STRONG),)]
        for label, path in ((_("data"), places.data), (_("settings"), places.config)):
            for number, part in enumerate(wrap(visible_line(str(path)), cells - 12)):
                shown = "" if number else label
                lines.append(((f"   {shown:<9}", Tone.QUIET), (part, Tone.TEXT)))
        lines += [(), ((f" {_('Over SSH')}", Tone.STRONG),)]
        for sentence in SSH:
            lines += [((f"   {each}", Tone.TEXT),) for each in wrap(_(sentence), cells - 3)]
        return lines
