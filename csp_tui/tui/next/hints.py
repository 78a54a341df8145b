"""The key hints of the screen Next that depend on the row under the cursor."""

from __future__ import annotations

from csp_tui.core.base.language import N_, _, pgettext
from csp_tui.core.base.text import pad, width
from csp_tui.core.describe.steps_by_item import Steps
from csp_tui.core.runs.step_groups import SETTLED, State
from csp_tui.tui.lines.hints import Hint, tick_hint


def act_hints(steps: Steps) -> tuple[Hint, ...]:
    """Return the hints for what the keys do on a row with `steps`.

    On a row that the keys of items do not change, only ``enter`` is offered. The hints take as many
    cells on every row but those to confirm, so that moving on sends no other cell.
    """
    states = {each.state for each in steps if each.item is not None and not each.is_each}
    wait, chased, enter = _("wait"), pgettext("key hint", "chased"), pgettext("key hint", "open")
    cells = max(width(wait), width(chased))
    if steps and not states:
        left_out = width(f" space {tick_hint(N_('done'))[1]}  w ") + cells + 1
        opened = _("customers") if len(steps) == 1 and steps[0].is_each else enter
        return (("enter", pad(opened, width(enter) + left_out)),)
    ticks = N_("done")
    if len(steps) == 1 and states:
        (state,) = states
        ticks = N_("todo") if state in SETTLED else ticks
        ticks = N_("confirm") if state == State.RULE_CHANGED else ticks
    return (
        tick_hint(ticks),
        ("w", pad(chased if states == {State.WAITING} else wait, cells)),
        ("enter", enter),
    )
