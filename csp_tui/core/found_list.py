"""A list that somebody already has, as it was read from a file: before it becomes a checklist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from csp_tui.core.checklist_file import is_safe_url
from csp_tui.core.text import storable, storable_line

UNTITLED = "Items"
"""Title of the section for items that stand in none."""


@dataclass(slots=True)
class FoundItem:
    """One item of the list; all texts are storable."""

    title: str
    section: str = ""
    id: str = ""
    """What names it for good in its own list; empty where its text must do."""
    detail: str = ""
    values: dict[str, str] = field(default_factory=dict)
    """Other keys of an item: rule, need, role, evidence, doubt."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """Addresses, each with a title or nothing."""
    line: int = 0


@dataclass(slots=True)
class FoundList:
    """What a file holds, and what of it has no place in a checklist."""

    title: str = ""
    summary: str = ""
    source_date: str = ""
    items: list[FoundItem] = field(default_factory=list)
    losses: Counter[str] = field(default_factory=Counter)
    """What could not be carried, with how often."""

    def lose(self, what: str, times: int = 1) -> None:
        """Note what cannot be carried."""
        self.losses[storable_line(what)] += times

    def link(self, item: FoundItem, url: str, title: str = "") -> bool:
        """Add a link where it may be shown as one; say whether it was."""
        url = storable(url).strip()
        if not is_safe_url(url):
            self.lose(f"an address that is no link of the web (first: {url[:60]})")
            return False
        if url not in [each for each, _ in item.links]:
            item.links.append((url, storable_line(title)))
        return True


def told(losses: Counter[str]) -> list[str]:
    """Return a sentence for each kind of loss, with how often it came; the first one as example."""
    kinds: dict[str, list[str]] = {}
    for what in losses:
        kinds.setdefault(what.partition(" (first: ")[0], []).append(what)
    return [_sentence(kind, whats, losses) for kind, whats in kinds.items()]


def _sentence(kind: str, whats: Sequence[str], losses: Counter[str]) -> str:
    count = sum(losses[each] for each in whats)
    example = whats[0].removeprefix(f"{kind} (").removesuffix(")")
    return f"{kind} ({count}{f', {example}' if example != whats[0] else ''})"
