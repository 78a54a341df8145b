"""The pages that the items of checklists come from, and when their wording was last checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from csp_tui.core.checklists.model import Checklist, Item, Link


class Statement(NamedTuple):
    """What an item of a checklist says, and a page that it comes from."""

    checklist: Checklist
    item: Item
    link: Link | None
    """None for an item that names no page: it is practice, not guidance."""


def statements(checklists: Iterable[Checklist]) -> Iterator[Statement]:
    """Yield each item once for each page that it names; once without a page if it names none."""
    for checklist in checklists:
        for item in checklist.items:
            for link in item.links or (None,):
                yield Statement(checklist, item, link)


def stale(found: Iterable[Statement], today: date, days: int) -> list[Statement]:
    """Return the statements that were last checked more than `days` days before `today`.

    Those that were never checked come first, then the others, the longest ago first. Statements
    without a page are left out, since there is nothing to check them against.
    """
    last = date.fromordinal(max(1, today.toordinal() - days))
    old = [
        each for each in found if each.link is not None and (each.item.checked or date.min) < last
    ]
    return sorted(old, key=lambda each: each.item.checked or date.min)
