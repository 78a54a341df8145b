"""Look up ids and names for tab completion in the data directory, reading few files."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from csp_tui.cli.arguments.items import FILTERS
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.ids import is_id, slug
from csp_tui.core.base.language import SOURCE, _, current
from csp_tui.core.base.text import fold
from csp_tui.core.disk.places import Places, find_places
from csp_tui.core.progress.model import contact_of

_FREE_NAMES = frozenset({"VIEW", "OWNER", "SHEET"})
"""The kinds of words that are no ids: names as somebody wrote them, with capitals and accents."""


class Word(NamedTuple):
    """A word to offer (`value`), and the text that the shell shows beside it (`about`)."""

    value: str
    about: str = ""


class Names:
    """The ids and names in the data directory. Files that cannot be read are left out.

    Args:
        environ: the environment, which may name the data directory.
        values: the words that are typed already, by the ``dest`` of their argument.
        path: the name of the command, then of a command inside it: ``("customer", "add")``.
    """

    def __init__(
        self, environ: Mapping[str, str], values: Mapping[str, list[str]], path: tuple[str, ...]
    ) -> None:
        self._environ = environ
        self._values = values
        self._path = path

    def starting_with(self, kind: str, dest: str, word: str) -> Iterator[Word]:
        """Yield the words for an argument that start with `word` and are not typed already.

        Where no id starts with `word`, yield the one whose name does, unless several do. Of names
        without an id, such as those of owners and views, all that start so; capitals do not matter.

        Args:
            kind: the argument's metavar without brackets, such as ``PARTNER``; an unknown kind
                has no words.
            dest: the argument's ``dest``.
            word: the start of an id or of a name.
        """
        given = set(self._values.get(dest, ()))
        found = {
            "PARTNER": self.partners,
            "RUN": self.runs,
            "CHECKLIST": self.checklists,
            "ITEM": self.items,
            "CUSTOMER": self.customers,
            "C": self.customers,
            "CONTACT": self.contacts,
            "FACT": self.facts,
            "EDITION": self.editions,
            "E": self.editions,
            "OLD": self.editions,
            "NEW": self.editions,
            "DATE": lambda: [Word("today"), Word("tomorrow")],
            "NAME": self.filters,
            "VIEW": self.views,
            "OWNER": self.people,
            "SHEET": self.sheets,
        }.get(kind)
        if found is None or (kind == "NAME" and dest != "filter"):
            return
        known = [each for each in found() if each.value not in given]
        if kind == "C":
            known.append(Word("all", _("every active customer")))
        if kind in _FREE_NAMES:
            yield from (each for each in known if fold(each.value).startswith(fold(word)))
        else:
            yield from _fitting(known, word)

    def partners(self) -> list[Word]:
        """Return the ids of all partners, with their names as far as the cache has them."""
        names = self._partner_names
        return [Word(each, names.get(each, "")) for each in self._partner_ids]

    def sheets(self) -> list[Word]:
        """Return the sheets of the typed Excel workbook; empty without one."""
        from csp_tui.core.importing.sheet_names import sheet_names

        return [Word(each) for each in sheet_names(Path(self._values.get("file", [""])[0]))]

    def runs(self) -> list[Word]:
        """Return the keys of the runs of the typed partner, with their editions.

        Empty without a partner.
        """
        return [Word(key, str(run.get("edition", ""))) for key, run in self._runs.items()]

    def checklists(self) -> list[Word]:
        """Return the ids of all checklists."""
        roots = (self._places.shipped, self._places.own_checklists)
        return [Word(each) for each in sorted({key for root in roots for key in _ids_in(root)})]

    def editions(self) -> list[Word]:
        """Return the editions of the checklist that is typed.

        If no checklist is typed, those of the checklist of the typed run; without a run, those of
        all checklists that the typed partner runs; without a partner, none.
        """
        named = self._values.get("checklist") or self._values.get("all")
        keys = named or [str(run.get("checklist")) for run in self._chosen_runs]
        found = {each for key in keys for each in self._editions_of(key)}
        return [Word(each) for each in sorted(found)]

    def items(self) -> list[Word]:
        """Return the ids and titles of the items in the checklists that the typed partner runs.

        Without a partner on the line, those of all checklists.
        """
        return self._words(_titles)

    def facts(self) -> list[Word]:
        """Return the ids and questions of the facts in the checklists that the typed partner runs.

        Without a partner on the line, those of all checklists.
        """
        return self._words(_questions)

    def _words(self, texts_of: Callable[[dict[str, Any]], dict[str, str]]) -> list[Word]:
        """Return the ids that `texts_of` finds in checklists, with texts in the user's language.

        The checklists are those that the typed partner runs, or of the typed run alone; without a
        partner, the newest editions of all.

        Args:
            texts_of: takes a parsed checklist file and returns texts by id.
        """
        found: dict[str, str] = {}
        for path in self._checklist_paths():
            texts = texts_of(_read(path))
            if current() != SOURCE:
                translated = texts_of(_read(path.with_suffix(f".{current()}.toml")))
                texts |= {key: translated[key] for key in texts if translated.get(key)}
            found |= {key: text for key, text in texts.items() if key not in found}
        return [Word(key, text) for key, text in found.items()]

    def customers(self) -> list[Word]:
        """Return the ids of the customers of the typed partner; empty without a partner."""
        if self._partner is None:
            return []
        return [Word(each) for each in _progress_ids(self._places.customers_of(self._partner))]

    def contacts(self) -> list[Word]:
        """Return ids and names of the contacts of the typed partner, or of the typed customer.

        Empty without a partner.
        """
        if self._partner is None:
            return []
        path = self._places.progress_file(self._partner)
        if customer := (self._values.get("customer") or [""])[-1]:
            path = self._places.customers_of(self._partner) / f"{slug(customer)}.toml"
        known = ((contact_of(key), table) for key, table in _read(path).items())
        return [
            Word(each, str(table.get("name", "")))
            for each, table in known
            if is_id(each) and isinstance(table, dict) and table
        ]

    def filters(self) -> list[Word]:
        """Return the names of the filters on items."""
        return [Word(each) for each in FILTERS]

    def people(self) -> list[Word]:
        """Return the names of the people in ``people.toml``, with their addresses."""
        tables = _read(self._places.people).get("people")
        known = tables.items() if isinstance(tables, dict) else ()
        return [Word(k, str(t.get("mail", ""))) for k, t in known if isinstance(t, dict)]

    def views(self) -> list[Word]:
        """Return the names of the kept views of all lists; [] if their file is unreadable."""
        from csp_tui.core.workplace.views import CUSTOMERS, NEXT, PARTNERS, views_of

        config = self._places.config
        with contextlib.suppress(CspTuiError):
            return [
                Word(each)
                for kind in (PARTNERS, NEXT, CUSTOMERS)
                for each in views_of(config, kind)
            ]
        return []

    @cached_property
    def _places(self) -> Places:
        data = self._values.get("data")
        places = find_places(self._environ, data[-1] if data else None)
        return places.archived if self._path[:1] == ("unarchive",) else places

    @cached_property
    def _partner_ids(self) -> list[str]:
        return _progress_ids(self._places.partners)

    @cached_property
    def _partner_names(self) -> dict[str, str]:
        from csp_tui.core.partners.cached_names import cached_names

        return cached_names(self._places)

    @cached_property
    def _partner(self) -> str | None:
        """The id of the partner that is typed; None unless exactly one partner fits."""
        word = (self._values.get("partner") or [""])[0]
        if not word:
            return None
        if word in self._partner_ids:
            return word
        found = [*_fitting(self.partners(), word)]
        return found[0].value if len(found) == 1 else None

    @cached_property
    def _runs(self) -> dict[str, Any]:
        if self._partner is None:
            return {}
        found = _read(self._places.progress_file(self._partner)).get("checklists")
        if not isinstance(found, dict):
            return {}
        return {key: run for key, run in found.items() if isinstance(run, dict) and is_id(key)}

    @property
    def _chosen_runs(self) -> Iterable[dict[str, Any]]:
        key = (self._values.get("run") or [""])[-1]
        return [self._runs[key]] if key in self._runs else self._runs.values()

    def _checklist_paths(self) -> Iterator[Path]:
        if self._values.get("partner"):
            wanted = [(run.get("checklist"), run.get("edition")) for run in self._chosen_runs]
        else:
            newest = ((each.value, self._editions_of(each.value)) for each in self.checklists())
            wanted = [(key, editions[-1]) for key, editions in newest if editions]
        for key, edition in wanted:
            if is_id(str(key)) and "/" not in str(edition):
                own, shipped = self._places.own_checklists, self._places.shipped
                path = own / str(key) / f"{edition}.toml"
                yield path if path.exists() else shipped / str(key) / f"{edition}.toml"

    def _editions_of(self, key: str) -> list[str]:
        if not is_id(key):
            return []
        found: set[str] = set()
        for root in (self._places.shipped, self._places.own_checklists):
            names = (name.removesuffix(".toml") for name in _names(root / key) if ".toml" in name)
            found |= {name for name in names if "." not in name}
        return sorted(found)


def _fitting(known: Iterable[Word], word: str) -> Iterator[Word]:
    """Yield those of `known` whose id starts with `word`.

    All of them for an empty `word`. If no id starts with it, yield the one word whose `about`
    starts with `word`, unless several do. `word` may have capitals, accents and blanks; ids have
    none.
    """
    wanted = slug(word) if word else ""
    if word and not wanted and not fold(word):
        return
    by_id = [each for each in known if wanted and each.value.startswith(wanted)]
    if not word:
        yield from known
    elif by_id:
        yield from by_id
    else:
        by_name = [each for each in known if fold(each.about).startswith(fold(word))]
        if len(by_name) == 1:
            yield by_name[0]


def _progress_ids(directory: Path) -> list[str]:
    names = (name[:-5] for name in _names(directory) if name.endswith(".toml"))
    return [name for name in names if is_id(name)]


def _ids_in(directory: Path) -> list[str]:
    return [name for name in _names(directory) if is_id(name)]


def _names(directory: Path) -> list[str]:
    try:
        return sorted(os.listdir(directory))
    except OSError:
        return []


def _read(path: Path) -> dict[str, Any]:
    from csp_tui.core.disk.toml import decode, parse

    try:
        return parse(decode(path.read_bytes(), path), path)
    except (OSError, CspTuiError):
        return {}


def _titles(checklist: dict[str, Any]) -> dict[str, str]:
    sections = _tables(checklist.get("sections"))
    items = (item for section in sections for item in _tables(section.get("items")))
    return {str(item.get("id")): str(item.get("title", "")) for item in items}


def _questions(checklist: dict[str, Any]) -> dict[str, str]:
    facts = _tables(checklist.get("facts"))
    return {str(fact.get("id")): str(fact.get("question", "")) for fact in facts}


def _tables(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
