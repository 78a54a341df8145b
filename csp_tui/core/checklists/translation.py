"""Translations of an edition: its texts in another language, in a file in the same directory.

A text that the translation lacks is shown as the edition has it. A tick keeps the edition's own
text, whatever the language on the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from csp_tui.core.base.errors import InvalidFileError, NotFoundError
from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.advice import nearest
from csp_tui.core.checklists.file_names import edition_path, language_in_name
from csp_tui.core.checklists.keys import KIND_NAMES, SPEC, TRANSLATION
from csp_tui.core.checklists.model import Checklist, Item, Section
from csp_tui.core.checklists.reader import read_checklist
from csp_tui.core.checklists.table_reader import WARNING, Problem, TableReader
from csp_tui.core.disk import toml
from csp_tui.core.disk.files import read_file

Texts = dict[str, Any]
"""Translated texts by their keys in the file, such as ``title``."""

_DATES = "dates"
_NAMES = {"fact": N_("fact"), "section": N_("section"), "item": N_("item")}
_TEXTS = {
    table: [name for name, key in keys.items() if key.kind is str and not key.is_id]
    for table, keys in TRANSLATION.items()
}
"""For each kind of table: the keys that hold a text to translate."""


def read_translation(
    path: Path, checklist: Checklist, *, follow_links: bool = False
) -> tuple[Checklist, list[Problem]]:
    """Return `checklist` with the texts of its translation at `path`, and that file's problems.

    A translation that cannot be read or parsed changes no text. With `follow_links`, its file may
    be a symbolic link.

    Raises:
        NotFoundError: there is no such file.
    """
    try:
        content, _version = read_file(path, follow_links=follow_links)
    except InvalidFileError as error:
        return checklist, [Problem(path, error.line, "", error.what)]
    return parse_translation(content, path, checklist)


def translated_edition(translation: Path, *, follow_links: bool = False) -> Checklist:
    """Return the edition that the file `translation` translates: the one beside it.

    With `follow_links`, the file of the edition may be a symbolic link.

    Raises:
        InvalidFileError: the edition is not there, or has an error.
    """
    edition = edition_path(translation)
    try:
        checklist, _problems = read_checklist(edition, follow_links=follow_links)
    except NotFoundError as error:
        what = _("translates {file}, which is not there").format(file=edition.name)
        raise InvalidFileError(translation, what) from error
    if checklist is None:
        what = _("translates {file}, which cannot be used; mend that first")
        raise InvalidFileError(translation, what.format(file=edition.name))
    return checklist


def parse_translation(
    content: bytes, path: Path, checklist: Checklist
) -> tuple[Checklist, list[Problem]]:
    """Return `checklist` with the texts that `content` of the file at `path` gives, and problems.

    A translation that cannot be parsed changes no text.
    """
    try:
        text = toml.decode(content, path)
        data = toml.parse(text, path)
    except InvalidFileError as error:
        return checklist, [Problem(path, error.line, "", error.what)]
    reader = _Reader(path, text, checklist)
    return reader.translated(data), reader.sorted_problems


class _Reader(TableReader):
    """Puts the texts of a translation into a checklist, and collects where the two do not match."""

    def __init__(self, path: Path, text: str, checklist: Checklist) -> None:
        super().__init__(path, text, TRANSLATION)
        self._checklist = checklist
        self._code = language_in_name(path)

    def translated(self, data: toml.Table) -> Checklist:
        """Return the checklist with the texts of the parsed translation `data`.

        It is unchanged if the format is newer than known.
        """
        checklist = self._checklist
        if not self._has_known_format(data):
            return checklist
        self._keys("checklist", data, "")
        sections = self._tables("section", data, "sections", "")
        items = [
            each
            for table, place in sections
            for each in self._tables("item", table, "items", place)
        ]
        of_facts = self._texts("fact", self._tables("fact", data, "facts", ""), checklist.facts)
        of_sections = self._texts("section", sections, checklist.sections)
        of_items = self._texts("item", items, list(checklist.items))
        dates = self._dates(data)
        return replace(
            checklist,
            **self._compared("checklist", data, "", checklist),
            source_date=dates.get(checklist.source_date, checklist.source_date),
            facts=tuple(replace(each, **of_facts[each.id]) for each in checklist.facts),
            sections=tuple(
                _section(each, of_sections[each.id], of_items, dates) for each in checklist.sections
            ),
            language=self._code,
        )

    def _misplaced(self, name: str, spec_name: str) -> str:
        if name in SPEC[spec_name]:
            return _("; it is as the edition says in every language, so take it out")
        return ""

    def _texts(
        self, table: str, found: list[tuple[toml.Table, str]], models: Iterable[Any]
    ) -> dict[str, Texts]:
        """Return the translated texts of each model, by its id; an empty dict where there are none.

        Adds a problem for each model that is not translated, is translated twice, or does not
        exist.

        Args:
            table: ``fact``, ``section`` or ``item``.
            found: the tables of that kind in the translation, each with its key path.
            models: the facts, sections or items of the edition.
        """
        by_id = {each.id: each for each in models}
        texts: dict[str, Texts] = {}
        for data, place in found:
            key = self._text_of(data, "id")
            if key in texts:
                message = _('"{id}" is translated already; take one out').format(id=key)
                self.add_problem(f"{place}.id", message, WARNING)
            elif key in by_id:
                texts[key] = self._compared(table, data, place, by_id[key])
            elif key:
                message = _('the edition has no {table} "{id}"')
                message = message.format(table=_(_NAMES[table]), id=key) + nearest(key, by_id)
                self.add_problem(f"{place}.id", message, WARNING)
        for key in by_id:
            if key not in texts:
                texts[key] = {}
                message = _('the {table} "{id}" is not translated').format(
                    table=_(_NAMES[table]), id=key
                )
                self.add_problem("", message, WARNING)
        return texts

    def _compared(self, table: str, data: toml.Table, place: str, model: Any) -> Texts:
        """Return the texts in `data`, which translates the `model` (an item, section, fact ...).

        Adds a problem for each text that only one of the two has. `place` is the key path of
        `data`.
        """
        texts = {}
        for name in _TEXTS[table]:
            key = f"{place}.{name}".lstrip(".")
            is_wanted, text = bool(getattr(model, name)), self._text_of(data, name).strip()
            if text and not is_wanted:
                self.add_problem(key, _("the edition has none here; take it out"), WARNING)
            elif text:
                texts[name] = data[name]
            elif is_wanted and name not in data:
                message = _('is not translated; write: {name} = "..."').format(name=name)
                self.add_problem(key, message, WARNING)
        return texts

    def _dates(self, data: toml.Table) -> Texts:
        """Return the translations of dates that hold words, by the date in the edition.

        Adds a problem for each date that is not translated, or that the edition does not have.
        """
        found = data.get(_DATES, {})
        known = dict.fromkeys(_dates_in_words(self._checklist))
        texts = {}
        for date, text in found.items() if isinstance(found, dict) else ():
            place = f"{_DATES}.{date}"
            if not isinstance(text, str):
                self.add_problem(place, _("must be {kind}").format(kind=_(KIND_NAMES[str])))
            elif date not in known:
                what = _("no date of the edition reads so") + nearest(date, known)
                self.add_problem(place, what, WARNING)
            else:
                texts[date] = text
        for date in known:
            if date not in texts:
                what = _('"{date}" is not translated; write below [{table}]: "{date}" = "..."')
                self.add_problem(_DATES, what.format(date=date, table=_DATES), WARNING)
        return texts


def _section(section: Section, own: Texts, items: dict[str, Texts], dates: Texts) -> Section:
    translated = tuple(_item(each, items[each.id], dates) for each in section.items)
    return replace(section, **own, items=translated)


def _item(item: Item, texts: Texts, dates: Texts) -> Item:
    links = tuple(replace(each, date=dates.get(each.date, each.date)) for each in item.links)
    return replace(item, **texts, links=links, own=item)


def _dates_in_words(checklist: Checklist) -> Iterator[str]:
    """Yield the dates in the checklist that hold words, such as ``undated``.

    They are the dates of the pages and documents that it comes from or has links to. A date comes
    as often as the checklist has it.
    """
    dates = [checklist.source_date]
    dates += [link.date for item in checklist.items for link in item.links]
    yield from (each for each in dates if any(map(str.isalpha, each)))
