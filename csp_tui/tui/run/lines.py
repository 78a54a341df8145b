"""The lines of the screen of a run below its head, as that screen and the first frame draw them."""

from __future__ import annotations

from csp_tui.core.base.language import N_, ngettext
from csp_tui.core.base.text import width
from csp_tui.core.checklists.model import Item
from csp_tui.core.runs.facts import is_undecided
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
    fold_section=N_("fold"),
    undo_step=N_("undo"),
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
_FACTS = next(hint for hint in HINTS if hint[1] == "facts")
"""The hint that stands before other keys of rows where a fact decides whether the item applies."""
FOLDED_HINTS = (
    ("z", N_("unfold")),
    *(hint for hint in _OF_ROWS if hint[0] not in ("z", "y")),
)
"""The hints on a folded section."""


def hints_on(view: RunView, item: Item | None) -> tuple[Hint, ...]:
    """Return the hints while the cursor is on `item`; None for a folded section or no row."""
    if item is None:
        return FOLDED_HINTS
    if view.is_for_each(item):
        hints, first = EACH_HINTS, 1
    else:
        hints = (tick_hint(view.state(item)), *HINTS[1:])
        first = len(HINTS) - len(_OF_ROWS)
    if view.state(item) in SETTLED or not is_undecided(view, item):
        return hints
    return (*hints[:first], _FACTS, *(hint for hint in hints[first:] if hint != _FACTS))


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
