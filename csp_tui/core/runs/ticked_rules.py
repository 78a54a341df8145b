"""The rules that items were ticked against, in full, looked up in the history."""

from __future__ import annotations

from dataclasses import replace

from csp_tui.core.progress.model import Status
from csp_tui.core.runs.step_groups import State
from csp_tui.core.runs.view import RunView
from csp_tui.core.store.store import Store


def ticked_wordings(store: Store, view: RunView) -> dict[str, str]:
    """Return the full text of the rule that each done item was ticked against, by item id.

    Ticks made in an earlier edition, under an id that the item replaces, are found too. An item is
    left out if the history does not hold its tick, or not the rule's text.

    Raises:
        InvalidFileError: the history cannot be read.
    """
    wanted = {
        (key, view.progress(item).fingerprint): item.id
        for item in view.checklist.items
        if view.progress(item).status == Status.DONE
        for key in (item.id, *item.replaces)
    }
    customer = view.customer_id
    return {
        wanted[place]: line.rule
        for line in store.history(view.partner.id).readable_lines()
        if line.rule and (line.run, line.customer) == (view.run.key, customer)
        for place in [(line.item, str(line.after.get("fingerprint")))]
        if place in wanted
    }


def with_wordings(store: Store, view: RunView) -> RunView:
    """Return `view` with the full text of the rules that its items were ticked against.

    If no rule has changed since, `view` is returned as it is.

    Raises:
        InvalidFileError: the history cannot be read.
    """
    if State.RULE_CHANGED not in view.states.values():
        return view
    return replace(view, ticked=ticked_wordings(store, view))
