"""A list of items as it was read from a file, before it becomes a checklist."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from csp_tui.core.base.language import _
from csp_tui.core.base.text import storable, storable_line
from csp_tui.core.checklists.reader import is_safe_url

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<=[,;|])(?=https?://)", re.IGNORECASE)
"""The place between two addresses that no blank separates."""

_STOPS = ".,;:!?|>]\"'*_"

UNTITLED = "Items"
"""Title of the section for items that have no section."""


@dataclass(slots=True)
class FoundItem:
    """One item of the list; its texts hold no harmful characters."""

    title: str
    section: str = ""
    id: str = ""
    """The item's id in the list; empty if the list gives none."""
    detail: str = ""
    values: dict[str, str] = field(default_factory=dict)
    """Values of other keys of an item: rule, need, role, evidence, doubt."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """The links as pairs of address and title; a title may be empty."""
    line: int = 0


@dataclass(slots=True)
class FoundList:
    """The list that was read from a file, with notes on what a checklist cannot hold of it."""

    title: str = ""
    summary: str = ""
    source_date: str = ""
    items: list[FoundItem] = field(default_factory=list)
    losses: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What was left out: kind and example, and how often."""
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What was changed to fit a checklist: kind and example, and how often."""
    doubts: list[str] = field(default_factory=list)
    """Sentences on what was skipped, or may have been misread, with its line."""

    def lose(self, what: str, example: str = "", times: int = 1) -> None:
        """Note that `times` things of the kind `what` are left out; `example` is one of them."""
        self.losses[storable_line(what), storable_line(example)] += times

    def alter(self, what: str, example: str = "") -> None:
        """Note that a thing of the kind `what`, the `example`, is changed."""
        self.changes[storable_line(what), storable_line(example)] += 1

    def link(self, item: FoundItem, url: str, title: str = "") -> bool:
        """Add a link to `item`, unless it has the address already.

        An address that is not of the web is noted as left out.

        Returns:
            Whether `item` has the link now.
        """
        url = storable(url).strip()
        if not is_safe_url(url):
            self.lose(_("an address that is no link of the web"), url[:60])
            return False
        if url not in [each for each, _title in item.links]:
            item.links.append((url, storable_line(title)))
        return True

    def link_all(self, item: FoundItem, text: str) -> None:
        """Add every web address in `text` as a link to `item`; note the other words as left out."""
        words = _BETWEEN.sub(" ", storable(text)).split()
        urls = [word.lstrip("<([\"'") for word in words]
        links = [without_stops(url) for url in urls if _ADDRESS.match(url)]
        rest = [word for word, url in zip(words, urls, strict=True) if not _ADDRESS.match(url)]
        for url in links:
            self.link(item, url)
        if rest and links:
            self.lose(_("a remark beside an address"), " ".join(rest))
        elif rest:
            self.lose(_("an address that is no link of the web"), " ".join(rest)[:60])


def without_stops(url: str) -> str:
    """Return `url` without punctuation at its end that belongs to the sentence around it.

    A closing bracket stays if `url` has the opening one.
    """
    surplus = url.count(")") - url.count("(")
    end = len(url)
    while end and (url[end - 1] in _STOPS or (url[end - 1] == ")" and surplus > 0)):
        surplus -= url[end - 1] == ")"
        end -= 1
    return url[:end]


def sentences(noted: Counter[tuple[str, str]]) -> list[str]:
    """Return a sentence for each kind of note: how often it was noted, and its first example.

    `noted` has the number of notes for each pair of kind and example; the example may be "", and is
    then not told. Empty without notes.
    """
    counts, examples = Counter[str](), dict[str, str]()
    for (what, example), count in noted.items():
        counts[what] += count
        examples.setdefault(what, example)
    return [_sentence(what, count, examples[what]) for what, count in counts.items()]


def _sentence(what: str, count: int, example: str) -> str:
    message = _("{what} ({count}, first: {example})") if example else "{what} ({count})"
    return message.format(what=what, count=count, example=example)
