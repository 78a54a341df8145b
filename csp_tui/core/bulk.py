"""Acts on several items at once: one step, which sets a status and never toggles item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from csp_tui.core import acts
from csp_tui.core.changes import Change
from csp_tui.core.checklist import Item
from csp_tui.core.counting import RunView
from csp_tui.core.progress import Status


def are_done(view: RunView, items: Sequence[Item]) -> bool:
    """Say whether all of `items` are done, against the rule as it is now."""
    return all(
        view.progress(item).status == Status.DONE and not view.rule_changed(item) for item in items
    )


def tick_question(view: RunView, items: Sequence[Item]) -> str:
    """Return what to ask before `items` are ticked, or unticked where all are done."""
    things = count_of(items)
    if are_done(view, items):
        return f"Set {things} to do again?"
    open_ones = [item for item in items if view.progress(item).status != Status.DONE]
    warnings = [
        f"{number} {words}"
        for number, words in (
            (sum(item.irreversible for item in open_ones), "one way"),
            (len(_out_of_order(view, items)), "not yet"),
            (sum(map(view.rule_changed, items)), "with a changed rule"),
        )
        if number
    ]
    told = f" ({', '.join(warnings)})" if warnings else ""
    return f"Set {things} done{told}?"


def count_of(items: Sequence[Item]) -> str:
    """Return ``5 items``."""
    return f"{len(items)} {'item' if len(items) == 1 else 'items'}"


def tick(view: RunView, items: Sequence[Item]) -> list[Change]:
    """Set all items done."""
    early = _out_of_order(view, items)
    changes = []
    for item in items:
        change = acts.tick(view.run.key, item)
        is_early = {"out_of_order": True} if item in early else {}
        changes.append(replace(change, to={**change.to, **is_early}))
    return changes


def untick(view: RunView, items: Sequence[Item]) -> list[Change]:
    """Set all items to do again; their evidence and notes stay."""
    return [acts.untick(view.run.key, item) for item in items]


def wait(
    view: RunView, items: Sequence[Item], whom: str, case: str, chase_on: date, today: date
) -> list[Change]:
    """Set all items waiting for the same; who waits already keeps the day since when."""
    changes = []
    for item in items:
        progress = view.progress(item)
        since = progress.since if progress.status == Status.WAITING else None
        changes.append(acts.wait(view.run.key, item, whom, since or today, chase_on, case))
    return changes


def chase_day(items: Sequence[Item], today: date) -> date:
    """Return the first day on which one of `items` is to be chased if all wait from today."""
    return min(acts.chase_day(item, today) for item in items)


def _out_of_order(view: RunView, items: Sequence[Item]) -> list[Item]:
    """Return the items that are open and have prerequisites which stay open."""
    return [
        item
        for item in items
        if view.progress(item).status != Status.DONE
        and any(each not in items for each in view.missing(item))
    ]
