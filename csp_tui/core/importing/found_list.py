"""A list that somebody already has, as it was read from a file: before it becomes a checklist."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from csp_tui.core.base.language import _
from csp_tui.core.base.text import storable, storable_line
from csp_tui.core.checklists.reader import is_safe_url

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
    losses: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What could not be carried and an example of it, with how often."""
    doubts: list[str] = field(default_factory=list)
    """What was skipped, or may be meant otherwise, with its line."""

    def lose(self, what: str, example: str = "", times: int = 1) -> None:
        """Note what cannot be carried."""
        self.losses[storable_line(what), storable_line(example)] += times

    def link(self, item: FoundItem, url: str, title: str = "") -> bool:
        """Add a link where it may be shown as one; say whether it was."""
        url = storable(url).strip()
        if not is_safe_url(url):
            self.lose(_("an address that is no link of the web"), url[:60])
            return False
        if url not in [each for each, _title in item.links]:
            item.links.append((url, storable_line(title)))
        return True


def told(losses: Counter[tuple[str, str]]) -> list[str]:
    """Return a sentence for each kind of loss, with how often it came; the first one as example."""
    counts, examples = Counter[str](), dict[str, str]()
    for (what, example), count in losses.items():
        counts[what] += count
        examples.setdefault(what, example)
    return [_sentence(what, count, examples[what]) for what, count in counts.items()]


def _sentence(what: str, count: int, example: str) -> str:
    told = _("{what} ({count}, first: {example})") if example else "{what} ({count})"
    return told.format(what=what, count=count, example=example)
