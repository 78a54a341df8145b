"""Reads a checklist file into the model, and finds every problem in it, with line and key path."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import _
from csp_tui.core.checklists.advice import nearest, valid_id
from csp_tui.core.checklists.keys import SPEC
from csp_tui.core.checklists.model import Checklist, Fact, Item, Link, Section
from csp_tui.core.checklists.references import reference_problems
from csp_tui.core.checklists.table_reader import ERROR as ERROR
from csp_tui.core.checklists.table_reader import WARNING as WARNING
from csp_tui.core.checklists.table_reader import Problem as Problem
from csp_tui.core.checklists.table_reader import TableReader, doubt_of_url
from csp_tui.core.checklists.table_reader import is_safe_url as is_safe_url
from csp_tui.core.disk import toml
from csp_tui.core.disk.files import read_file


def read_checklist(
    path: Path, *, is_local: bool = False, follow_links: bool = False
) -> tuple[Checklist | None, list[Problem]]:
    """Return the checklist in the file at `path`, and all problems of the file.

    The checklist is None if a problem is an error. Its id is the name of the directory, its edition
    the name of the file.

    Args:
        path: the file.
        is_local: whether the checklist is one of the user's own.
        follow_links: whether a symbolic link is followed; if not, it is a problem.

    Raises:
        NotFoundError: there is no such file.
    """
    try:
        content, _version = read_file(path, follow_links=follow_links)
    except InvalidFileError as error:
        return None, [Problem(path, error.line, "", error.what)]
    return parse_checklist(content, path, is_local=is_local)


def unknown_lists(
    checklist: Checklist, known: Iterable[str], *, follow_links: bool = False
) -> list[Problem]:
    """Return a problem for each item that names a checklist to start which is not in `known`.

    Empty if there is none. With `follow_links`, the file of `checklist` may be a symbolic link.

    Raises:
        NotFoundError, InvalidFileError: the file of `checklist` cannot be read any more.
    """
    ids, path = {*known, checklist.id}, checklist.path
    if all(item.starts in ids for item in checklist.items if item.starts):
        return []
    text = toml.decode(read_file(path, follow_links=follow_links)[0], path)
    reader = _Reader(path, text, SPEC)
    for s, section in enumerate(checklist.sections):
        for i, item in enumerate(section.items):
            if item.starts and item.starts not in ids:
                message = _('there is no checklist "{id}"').format(id=item.starts)
                place = f"sections[{s}].items[{i}].starts"
                reader.add_problem(place, message + nearest(item.starts, ids), WARNING)
    return reader.problems


def parse_checklist(
    content: bytes, path: Path, *, is_local: bool = False
) -> tuple[Checklist | None, list[Problem]]:
    """Return the checklist that `content` of the file at `path` describes, and all problems.

    The checklist is None if a problem is an error. `is_local` is whether it is one of the user's
    own.
    """
    try:
        text = toml.decode(content, path)
        data = toml.parse(text, path)
    except InvalidFileError as error:
        return None, [Problem(path, error.line, "", error.what)]
    reader = _Reader(path, text, SPEC)
    checklist = reader.checklist(data, is_local)
    if any(problem.severity == ERROR for problem in reader.problems):
        checklist = None
    return checklist, reader.sorted_problems


class _Reader(TableReader):
    """Makes a `Checklist` of the parsed file, and collects its problems."""

    def checklist(self, data: toml.Table, is_local: bool) -> Checklist | None:
        if not self._has_known_format(data):
            return None
        self._keys("checklist", data, "")
        facts = tuple(
            Fact(self._text_of(each, "id"), self._text_of(each, "question"))
            for each, _place in self._tables("fact", data, "facts", "")
        )
        sections = tuple(
            self._section(table, key)
            for table, key in self._tables("section", data, "sections", "")
        )
        if doubt := doubt_of_url(self._text_of(data, "source"), ""):
            self.add_problem("source", doubt, WARNING)
        checklist = Checklist(
            id=self.path.parent.name,
            edition=self.path.stem,
            title=self._text_of(data, "title"),
            sections=sections,
            path=self.path,
            summary=self._text_of(data, "summary"),
            source=self._text_of(data, "source"),
            source_date=self._text_of(data, "source_date"),
            facts=facts,
            is_yearly=data.get("yearly") is True,
            is_local=is_local,
        )
        for wrong in reference_problems(checklist, self._line):
            self.add_problem(*wrong)
        return checklist

    def _section(self, data: toml.Table, key: str) -> Section:
        since = data.get("per_since")
        return Section(
            id=self._text_of(data, "id"),
            title=self._text_of(data, "title"),
            items=tuple(
                self._item(table, place)
                for table, place in self._tables("item", data, "items", key)
            ),
            per=self._text_of(data, "per"),
            per_since=since if type(since) is date else None,
        )

    def _item(self, data: toml.Table, key: str) -> Item:
        keys = SPEC["item"]
        values: dict[str, Any] = {
            name: value
            for name, value in data.items()
            if (spec := keys.get(name)) and spec.kind is not list and self._fits(spec, value)
        }
        for name in ("after", "replaces", "related"):
            if name in data:
                values[name] = self._ids(data[name], f"{key}.{name}", is_here=name == "after")
        values["links"] = tuple(
            self._link(table, place) for table, place in self._tables("link", data, "links", key)
        )
        values.setdefault("id", "")
        values.setdefault("title", "")
        return Item(**values)

    def _link(self, data: toml.Table, key: str) -> Link:
        link = Link(**{name: self._text_of(data, name) for name in SPEC["link"]})
        if doubt := doubt_of_url(link.url, link.publisher):
            self.add_problem(f"{key}.url", doubt, WARNING)
        return link

    def _ids(self, values: Any, place: str, *, is_here: bool) -> tuple[str, ...]:
        """Return the ids in `values`, the value at the key path `place`.

        With `is_here` they are ids of this file, which `reference_problems` checks.
        """
        if not isinstance(values, list):
            return ()
        if not all(isinstance(value, str) for value in values):
            message = _('must be a list of item ids in quotes, such as ["first", "second"]')
            self.add_problem(place, message)
            return ()
        for value in values:
            if not is_here and not is_id(value):
                message = _('"{id}" can be no id').format(id=value)
                self.add_problem(place, message + valid_id(value), WARNING)
        return tuple(values)
