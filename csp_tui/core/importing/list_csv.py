"""Reads a list from a CSV table, whose columns are given or guessed, or from one item a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from unicodedata import combining

from csp_tui.core.base.errors import InvalidFileError, UsageError
from csp_tui.core.base.language import _, in_every_language
from csp_tui.core.base.text import fold, storable_line
from csp_tui.core.checklists.advice import nearest
from csp_tui.core.checklists.keys import SPEC
from csp_tui.core.importing.csv_table import SEPARATORS, CsvTable, Problem, Score
from csp_tui.core.importing.found_list import FoundItem, FoundList

KEYS = ("title", "section", "id", "detail", "rule", "need", "role", "evidence", "doubt", "link")
"""The keys of an item that a column can be for."""

_NAMES: dict[str, tuple[str, ...]] = {
    "title": (
        "title", "task", "task name", "item", "name", "action", "check", "step", "to do", "todo",
        "text", "requirement", "activity", "checklist item", "titel", "aufgabe", "recommendation",
        "titre", "tache", "nom de la tache", "nom", "point", "intitule", "libelle", "etape",
        "a faire", "controle", "activite", "recommandation", "exigence",
    ),
    "section": (
        "section", "area", "category", "group", "phase", "topic", "bucket", "workstream",
        "main area", "design area",
        "rubrique", "domaine", "categorie", "groupe", "theme", "volet", "compartiment",
        "nom du compartiment",
    ),
    "id": ("id", "guid", "key", "task id", "number", "no", "ref", "identifiant", "numero"),
    "detail": (
        "detail", "details", "description", "description (optional)", "notes", "note", "comment",
        "comments", "commentaire", "commentaires", "remarque", "remarques",
    ),
    "rule": (
        "rule", "norm", "criterion", "criteria", "acceptance criteria", "regle", "norme", "critere",
        "criteres",
    ),
    "need": (
        "need", "severity", "priority", "required", "mandatory", "importance",
        "gravite", "severite", "priorite", "exige", "requis", "obligatoire", "exigence",
    ),
    "role": ("role", "who", "qui"),
    "evidence": ("evidence", "proof", "preuve", "preuves", "a prouver"),
    "doubt": ("doubt", "doute"),
    "link": ("link", "links", "url", "source", "reference", "more info", "lien", "liens"),
}  # fmt: skip
"""By key, what its column is called, in English and French, as `_folded` returns it."""
_MORE_NAMES: dict[str, tuple[str, ...]] = {
    "part": ("sub area", "subarea", "subcategory", "sub category", "subsection"),
    "training": ("training",),
    "Pillar": ("waf pillar", "waf"),
    "Service": ("service", "services"),
}
"""Columns of Microsoft's review checklists that are read too, where the list has a section: a part
of the section, a second link, and what stands in the detail under the label that is the key."""
_NEEDS = {
    "recommended": (
        "recommended", "optional", "low", "no", "false", "could", "may",
        "bajo", "baja", "baixo", "baixa", "faible", "niedrig", "低い", "低", "낮다", "낮음",
        "recommandé", "recommandée", "facultatif", "facultative", "optionnel", "optionnelle",
        "basse", "non", "faux",
    ),
    "required": (
        "required", "mandatory", "high", "medium", "critical", "important", "urgent", "yes", "true",
        "must", "crítico", "crítica", "alto", "alta", "medio", "media", "médio", "média",
        "critique", "élevé", "élevée", "moyen", "moyenne", "kritisch", "hoch", "mittel", "重大",
        "高い", "高", "中程度", "中等", "中", "높다", "높음", "보통", "중간",
        "exigé", "exigée", "obligatoire", "requis", "requise", "haute", "importante", "oui", "vrai",
    ),
}  # fmt: skip
"""By need: the words for it in lists of other programs, and in the languages of Microsoft's."""
NEED_OF = {fold(word): need for need, words in _NEEDS.items() for word in words}
"""The need that a folded word means."""


def read_csv(
    read: Callable[[Score], CsvTable], path: Path, mapping: Mapping[str, str]
) -> FoundList:
    """Return the list in a table, or in a text with one item a line.

    If no row names known columns, the first row is the header in a table of several columns, in a
    workbook, or with a `mapping`. Otherwise each line is one item.

    Args:
        read: returns the table; called with the function that says how well a row fits a header.
        path: the file, to be named in errors.
        mapping: which column to read for a key of an item, like ``{"title": "Task"}``; columns for
            other keys are guessed from their names.

    Raises:
        InvalidFileError: the text is empty, has too many columns, or has a quote that is never
            closed.
        UsageError: a column in `mapping` does not exist, or no column holds the titles.
    """
    table = read(partial(_score, mapping))
    table.doubts += [Problem(line, "", what, table.sheet) for line, _place, what in table.faults]
    if table.broken:
        raise InvalidFileError(path, table.broken.what, table.broken.line)
    if not (table.header or table.rows):
        raise InvalidFileError(path, _("the table is empty"))
    if not table.header and (table.separator or table.sheet or mapping):
        table.header = table.rows.pop(0).cells
    if table.header:
        return _Table(table, _columns(table.header, mapping)).read()
    if any(separator in row.cells[0] for row in table.rows for separator in SEPARATORS):
        what = _("no line names columns that are known, so each line is one item, commas and all")
        table.doubts.append(Problem(1, "", what))
    return _Table(table, {"title": 0}).read()


def _folded(name: str) -> str:
    """Return `name` folded and without accents, with blanks where it has ``_`` or ``-``."""
    plain = (each for each in unicodedata.normalize("NFD", fold(name)) if not combining(each))
    return " ".join(re.split(r"[\s_-]+", "".join(plain)))


def _score(mapping: Mapping[str, str], names: Sequence[str]) -> int:
    """Return how well the column names `names` fit a header: the number of known ones.

    A column that the user gave in `mapping` counts twice. 0 if no column holds the titles.
    """
    folded = {_folded(name) for name in names}
    said = {_folded(column) for column in mapping.values()}
    titles = {_folded(mapping["title"])} if "title" in mapping else {*_NAMES["title"]}
    known = said.union(*_NAMES.values())
    return len(folded & known) + len(folded & said) if folded & titles else 0


def _columns(header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Return which column to read for each key of an item, as its index in `header`.

    `mapping` names the columns for some keys; those for other keys are guessed from their names.
    Where there is a column for the section, the keys of `_MORE_NAMES` are looked for, too. A key
    without a column is left out.

    Raises:
        UsageError: a column in `mapping` does not exist, or no column holds the titles.
    """
    folded = [_folded(each) for each in header]
    found: dict[str, int] = {}
    for key, column in mapping.items():
        if _folded(column) not in folded:
            message = _('the table has no column "{column}"; there are {known}')
            if near := nearest(column, header):
                message = _('the table has no column "{column}"{near}')
            if column in KEYS and _folded(key) in folded:
                near = f"{key}={column}"
                message = _('the table has no column "{column}"; did you mean --map {near}?')
            raise UsageError(message.format(column=column, near=near, known=", ".join(header)))
        found[key] = folded.index(_folded(column))
    for key, names in _NAMES.items():
        for name in names:
            if key not in found and name in folded and folded.index(name) not in found.values():
                found[key] = folded.index(name)
    for key, names in _MORE_NAMES.items() if "section" in found else ():
        for name in names:
            if name in folded:
                found.setdefault(key, folded.index(name))
    if "title" not in found:
        raise UsageError(
            _("say which column holds the titles, such as --map {map}; there are {known}").format(
                map=_as_word(f"{header[0]}=title"), known=", ".join(header)
            )
        )
    return found


def _as_word(text: str) -> str:
    return f'"{text}"' if " " in text else text


@cache
def _roles() -> dict[str, str]:
    """Return the roles, each by its folded names in every language."""
    return {
        fold(name).replace("-", " "): role
        for role in SPEC["item"]["role"].words
        for name in in_every_language(role.replace("-", " "))
    }


class _Table:
    """Makes a list of items from the rows of a table.

    Args:
        table: the table.
        columns: the index of the column for each key of an item.
    """

    def __init__(self, table: CsvTable, columns: Mapping[str, int]) -> None:
        self._table = table
        self._columns = columns
        self._found = FoundList(doubts=[str(each) for each in table.doubts])
        if {"part", "need"} <= columns.keys():  # a review checklist: its name is above the header
            self._take_title()

    def read(self) -> FoundList:
        """Return the list of items, with notes on the values that are left out."""
        for row in self._table.rows:
            self._take(row.line, row.cells)
        known = set(self._columns.values())
        for place, name in enumerate(self._table.header):
            count = sum(bool("".join(row.cells[place : place + 1])) for row in self._table.rows)
            if place not in known and count:
                self._found.lose(_('a value of the column "{name}"').format(name=name), times=count)
        return self._found

    def _take_title(self) -> None:
        """Take the last row above the header that has a single cell as the title of the list.

        The doubt about that row is dropped. Without such a row, the title is "".
        """
        filled = [[cell for cell in row.cells if cell.strip()] for row in self._table.above]
        titles = [cells[0] for cells in filled if len(cells) == 1]
        self._found.title = storable_line((titles or [""])[-1])
        doubts = [
            each for each in self._table.doubts if not each.what.endswith(f": {self._found.title}")
        ]
        self._found.doubts = [str(each) for each in doubts]

    def _take(self, line: int, row: Sequence[str]) -> None:
        cells = {key: row[at] for key, at in self._columns.items() if at < len(row)}
        title = storable_line(cells.get("title", ""))
        if not title:
            self._found.lose(_("a row without a title"), _("line {line}").format(line=line))
            return
        if self._table.header and any(row[len(self._table.header) :]):
            self._found.lose(
                _("a value beyond the last column"), _("line {line}").format(line=line)
            )
        parts = (storable_line(cells.get(key, "")) for key in ("section", "part"))
        section = " / ".join(filter(None, parts))
        labelled = [(key, storable_line(cells.get(key, ""))) for key in ("Pillar", "Service")]
        labels = ". ".join(f"{key}: {text}" for key, text in labelled if text)
        detail = "\n".join(filter(None, (cells.get("detail", ""), labels)))
        item = FoundItem(title, section, cells.get("id", ""), detail, line=line)
        for key in ("rule", "evidence", "doubt"):
            if value := storable_line(cells.get(key, "")):
                item.values[key] = value
        self._take_words(item, cells)
        for key in ("link", "training"):
            url = self._table.links.get((line, self._columns.get(key, -1)))
            if url and url not in cells.get(key, ""):
                self._found.link(item, url, cells.get(key, ""))
            else:
                self._found.link_all(item, cells.get(key, ""))
        self._found.items.append(item)

    def _take_words(self, item: FoundItem, cells: Mapping[str, str]) -> None:
        if word := fold(cells.get("need", "")):
            if need := NEED_OF.get(word):
                item.values["need"] = need
            else:
                self._found.lose(_("a need that is neither required nor recommended"), word)
        if word := fold(cells.get("role", "")):
            if role := _roles().get(word.replace("-", " ")):
                item.values["role"] = role
            else:
                self._found.lose(_("a role that csp-tui does not know"), word)
