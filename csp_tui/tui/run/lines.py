"""The lines of the screen of a run below its head, as that screen and the first frame draw them."""

from __future__ import annotations

from csp_tui.core.base.language import N_, ngettext
from csp_tui.core.base.text import width
from csp_tui.core.checklists.model import Item
from csp_tui.core.runs.facts import is_undecided
from csp_tui.core.runs.gone_through import kept_in
from csp_tui.core.runs.step_groups import SETTLED
from csp_tui.core.runs.view import RunView
from csp_tui.tui.keys.all_keys import RUN
from csp_tui.tui.lines.frame import divider
from csp_tui.tui.lines.hints import Hint, hints_of, tick_hint
from csp_tui.tui.lines.tone import Line

WIDE = 100
"""Columns of the screen from which on the detail is beside the list."""

ROOMY_SCREEN = 34
"""Height of the screen, in rows, from which on sections have a blank row above them."""

HINTS = hints_of(
    RUN,
    tick_item=N_("done"),
    wait_item=N_("wait"),
    set_not_applicable=N_("n/a"),
    edit_item=N_("edit"),
    filter_list=N_("filter"),
    undo_step=N_("undo"),
    fold_section=N_("fold"),
    copy_item=N_("copy"),
    answer_facts=N_("facts"),
    show_next=N_("next"),
    next_run=N_("other list"),
    write_report=N_("report"),
    show_history=N_("history"),
    move_edition=N_("newest edition"),
    show_help=N_("help"),
    go_back=N_("back"),
)
_OF_ROWS = HINTS[4:]
"""The hints without those that change the item under the cursor."""
EACH_HINTS = (("enter", N_("customers")), *_OF_ROWS)
"""The hints on an item that is gone through for each customer, which these keys do not change."""
_FACTS, _FOLD, _MOVE = (
    next(hint for hint in HINTS if hint[1] == does)
    for does in (N_("facts"), N_("fold"), N_("newest edition"))
)
FOLDED_HINTS = (
    ("z", N_("unfold")),
    *(hint for hint in _OF_ROWS if hint[0] not in ("z", "y")),
)
"""The hints on a folded section."""


def hints_on(view: RunView, item: Item | None, *, is_whole: bool = True) -> tuple[Hint, ...]:
    """Return the hints of keys that do something while the cursor is on `item`.

    Where a fact decides whether the item applies, the key of the facts stands first of those that
    do not change it.

    Args:
        view: the run, or a customer's part of it.
        item: the item; None for a folded section or no row.
        is_whole: whether all items are shown; if not, no section can be folded.
    """
    first, hints = 0, FOLDED_HINTS
    if item is not None and view.is_for_each(item):
        first, hints = 1, EACH_HINTS
    elif item is not None:
        first = len(HINTS) - len(_OF_ROWS)
        hints = (tick_hint(view.state(item)), *HINTS[1:])
    idle = set[Hint]() if is_whole else {_FOLD}
    if view.customer or not (view.newer or kept_in(view)):
        idle.add(_MOVE)
    ahead: tuple[Hint, ...] = ()
    if item is not None and view.state(item) not in SETTLED and is_undecided(view, item):
        ahead = (_FACTS,)
    rest = (hint for hint in hints[first:] if hint not in {*idle, *ahead})
    return (*hints[:first], *ahead, *rest)


def divider_of(cells: int, position: tuple[int, int, int], hidden: int) -> Line:
    """Return the divider below the list of items, short enough to name the key of the detail.

    Args:
        cells: its width.
        position: the first and last visible row and the number of all, as `row.position` has
            them.
        hidden: how many lines of the detail are out of sight.
    """
    if not hidden:
        return divider(cells, *position)
    more = ngettext(
        "{count} more line of detail: enter", "{count} more lines of detail: enter", hidden
    )
    short = ngettext("{count} more line: enter", "{count} more lines: enter", hidden)
    long, shorter = (divider(cells, *position, each.format(count=hidden)) for each in (more, short))
    return long if sum(width(text) for text, _tone in long) <= cells else shorter
