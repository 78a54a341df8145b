"""The key hints of the screen Next that depend on the row under the cursor."""

from __future__ import annotations

from csp_tui.core.base.language import _, pgettext
from csp_tui.core.base.text import pad, width
from csp_tui.core.describe.steps_by_item import Steps
from csp_tui.core.runs.step_groups import MET, State
from csp_tui.tui.keys.key_words import key_words
from csp_tui.tui.lines.hints import Hint, tick_hint


def act_hints(steps: Steps, *, is_folded: bool = False) -> tuple[Hint, ...]:
    """Return the hints for what the keys do on a row with `steps`.

    On a row that the keys of items do not change, only ``enter`` is offered. The hints take as many
    cells on every row but those to confirm, so that moving on sends no other cell. In a list folded
    by item (`is_folded`), those of a row of several steps say that the keys act on all.
    """
    states = {each.state for each in steps if each.item is not None and not each.is_each}
    wait, chased, enter = _("wait"), pgettext("key hint", "chased"), pgettext("key hint", "open")
    tick = tick_hint(None)
    cells = max(width(wait), width(chased))
    if is_folded:
        all_wait, all_chased = pgettext("key hint", "all wait"), pgettext("key hint", "all chased")
        all_done = pgettext("key hint", "all done")
        done = all_done if len(steps) > 1 else _("done")
        tick = "space", pad(done, max(width(all_done), width(_("done"))))
        cells = max(cells, width(all_wait), width(all_chased))
        wait, chased = (all_wait, all_chased) if len(steps) > 1 else (wait, chased)
    if steps and not states:
        left_out = width(f" {key_words(tick[0])} {tick[1]}  w ") + cells + 1
        opened = _("customers") if len(steps) == 1 and steps[0].is_each else enter
        return (("enter", pad(opened, width(enter) + left_out)),)
    if len(steps) == 1 and states:
        (state,) = states
        tick = tick_hint(state) if state in MET else tick
    return (
        tick,
        ("w", pad(chased if states == {State.WAITING} else wait, cells)),
        ("enter", enter),
    )
