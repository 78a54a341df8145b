"""Find what can be opened by words of its name: partners, customers, items, checklists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, TypeVar

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.search import has_all, search_form, words_of
from csp_tui.core.checklists.library import Library
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.partners.rows import PartnerSummary

T = TypeVar("T")
MOST = 50
"""So many of a kind are found at most."""


class Kind(StrEnum):
    """The kind of something that was found; the order is that of the list.

    ITEM_HERE is an item of the partner who is open, ITEM one of another partner. ITEM_IN_ALL is an
    item of a newest edition, without a partner.
    """

    ITEM_HERE = "item-here"
    PARTNER = "partner"
    CUSTOMER = "customer"
    CONTACT = "contact"
    ITEM = "item"
    ITEM_IN_ALL = "item-in-all"
    CHECKLIST = "checklist"


class Found(NamedTuple):
    """Something that can be opened; the ids say what, and are "" where they do not apply."""

    kind: Kind
    name: str
    of: str
    """Where it belongs, in words, such as the partner and the title of the run."""
    partner: str = ""
    run: str = ""
    id: str = ""
    """The id of the customer, item or checklist."""


class Names:
    """The names of everything that can be opened, in the form for searching.

    Args:
        rows: the summaries of all partners.
        library: the checklists of their runs.
        here: the id of the partner whose items are found without its name; "" for none.
    """

    def __init__(self, rows: Sequence[PartnerSummary], library: Library, here: str = "") -> None:
        self._library = library
        self._here = here
        self._partners = [
            (search_form(f"{row.name}\n{row.company}\n{row.id}"), row) for row in rows
        ]
        self._customers = [
            (search_form(f"{found.name}\n{found.of}"), found)
            for row in rows
            for found in _customers(row)
        ]
        self._contacts = [
            (search_form(f"{text}\n{row.name}"), Found(Kind.CONTACT, text, row.name, row.id))
            for row in rows
            for text in row.contact_texts
        ]
        self._newest = list(library.newest())
        self._items_of = lru_cache(maxsize=None)(self._read_items)
        self._having = lru_cache(maxsize=256)(self._items_having)
        self._has_item = lru_cache(maxsize=256)(self._is_in_an_item)
        self._editions = {(run.checklist, run.edition) for row in rows for run in row.runs}

    def find(self, text: str) -> list[Found]:
        """Return what has all words of `text` in its name, at most MOST (50) a kind.

        Case and accents do not matter. For an item, customer or contact, some of the words may be
        in the name of its partner instead. The kinds come in the order of `Kind`, partners in the
        order in which they were given. Empty if `text` has no words.
        """
        words = words_of(text)
        if not words:
            return []
        kinds = (
            self._here_items(words),
            self._named_partners(words),
            _having_all(self._customers, words),
            _having_all(self._contacts, words),
            self._items_elsewhere(words),
            self._items_in_all(words),
            self._checklists(words),
        )
        return [found for kind in kinds for found in islice(kind, MOST)]

    def _here_items(self, words: tuple[str, ...]) -> Iterator[Found]:
        for form, row in self._partners:
            if row.id == self._here:
                yield from self._items_of_partner(
                    Kind.ITEM_HERE, row, _lacking(form, words) or words
                )

    def _named_partners(self, words: tuple[str, ...]) -> Iterator[Found]:
        for row in _having_all(self._partners, words):
            yield Found(Kind.PARTNER, row.name, _runs_of(row), row.id)

    def _items_elsewhere(self, words: tuple[str, ...]) -> Iterator[Found]:
        """Yield items by words: some are in the partner's name, the others in the item's title.

        At least one word must be in each. Items of the partner `here` are left out.
        """
        for form, row in self._partners:
            rest = _lacking(form, words)
            if len(rest) < len(words) and row.id != self._here and self._has_item(rest):
                yield from self._items_of_partner(Kind.ITEM, row, rest)

    def _items_of_partner(
        self, kind: Kind, row: PartnerSummary, words: tuple[str, ...]
    ) -> Iterator[Found]:
        for run in row.runs:
            of = run.title if kind is Kind.ITEM_HERE else f"{row.name}, {run.title}"
            for item in self._having(run.checklist, run.edition, words):
                yield Found(kind, item.title, of, row.id, run.key, item.id)

    def _items_in_all(self, words: tuple[str, ...]) -> Iterator[Found]:
        """Yield the items of the newest editions that have all words; each id only once."""
        seen = set[str]()
        for checklist in self._newest:
            for item in self._having(checklist.id, checklist.edition, words):
                if item.id not in seen:
                    seen.add(item.id)
                    yield Found(Kind.ITEM_IN_ALL, item.title, checklist.title, id=item.id)

    def _checklists(self, words: tuple[str, ...]) -> Iterator[Found]:
        for each in self._newest:
            if has_all(search_form(f"{each.title}\n{each.id}"), words):
                yield Found(Kind.CHECKLIST, each.title, each.edition, id=each.id)

    def checklist(self, checklist_id: str) -> Checklist:
        """Return the newest edition of the checklist with this id, which `find` has returned."""
        return next(each for each in self._newest if each.id == checklist_id)

    def item(self, item_id: str) -> Item:
        """Return the item with this id, which `find` has returned, as a newest edition has it."""
        return next(each.by_id[item_id] for each in self._newest if item_id in each.by_id)

    def _items_having(self, checklist: str, edition: str, words: Sequence[str]) -> list[Item]:
        return _having_all(self._items_of(checklist, edition), words)

    def _is_in_an_item(self, words: tuple[str, ...]) -> bool:
        """Return whether an item of any partner has all `words`; False if there are no words."""
        return bool(words) and any(self._having(*each, words) for each in self._editions)

    def _read_items(self, checklist: str, edition: str) -> list[tuple[str, Item]]:
        """Return the items of an edition, each after its titles in the form for searching.

        Empty if the edition is unreadable.
        """
        try:
            items = self._library.get(checklist, edition).items
        except CspTuiError:
            return []
        return [(search_form("\n".join(_titles(item))), item) for item in items]


def _having_all(named: Sequence[tuple[str, T]], words: Iterable[str]) -> list[T]:
    """Return the values of those pairs in `named` whose first part, a name, has all `words`.

    One word after the other is looked for: that is the fastest with thousands of names.
    """
    for word in words:
        named = [each for each in named if word in each[0]]
    return [each for _form, each in named]


def _lacking(form: str, words: Iterable[str]) -> tuple[str, ...]:
    return tuple([word for word in words if word not in form])


def _titles(item: Item) -> Iterable[str]:
    """Return the title of an item; if it is translated, also that in the edition's own language."""
    return (item.title, item.own.title) if item.own else (item.title,)


def _customers(row: PartnerSummary) -> Iterator[Found]:
    """Yield each active customer of a partner's runs once, with the first run that has it."""
    seen = set[str]()
    for run in row.runs:
        for customer, name in run.members:
            if customer not in seen:
                seen.add(customer)
                yield Found(Kind.CUSTOMER, name, row.name, row.id, run.key, customer)


def _runs_of(row: PartnerSummary) -> str:
    return ", ".join(run.title for run in row.runs) or row.error
