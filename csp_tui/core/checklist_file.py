"""Reading a checklist file: the model, or every problem with its line and key path."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from csp_tui.core import toml
from csp_tui.core.checklist import Checklist, Fact, Item, Link, Section
from csp_tui.core.checklist_keys import FORMAT, KIND_NAMES, SPEC, Key
from csp_tui.core.errors import InvalidFileError
from csp_tui.core.files import read_file
from csp_tui.core.ids import is_id
from csp_tui.core.text import visible_line

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file; a warning leaves the checklist usable."""

    path: Path
    line: int | None
    key: str
    what: str
    severity: str = ERROR

    @property
    def is_error(self) -> bool:
        """Whether the checklist cannot be used because of it."""
        return self.severity == ERROR

    def __str__(self) -> str:
        place = f"{self.path}:{self.line or 1}: {self.severity}: "
        return f"{place}{self.key}: {self.what}" if self.key else f"{place}{self.what}"


_URL = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f<>\"]+\Z")


def is_safe_url(url: str) -> bool:
    """Say whether `url` may be shown as a link: http or https, no blanks, nothing that drives."""
    return _URL.match(url) is not None and url == visible_line(url)


def read_checklist(
    path: Path, *, is_local: bool = False, follow_links: bool = False
) -> tuple[Checklist | None, list[Problem]]:
    """Return the checklist at `path` and every problem; None where one of them is an error.

    The checklist's id is the name of the directory, its edition the name of the file.

    Raises:
        NotFoundError: there is no such file.
    """
    try:
        content, _ = read_file(path, follow_links=follow_links)
        text = toml.decode(content, path)
        data = toml.parse(text, path)
    except InvalidFileError as error:
        return None, [Problem(path, error.line, "", error.what)]
    reader = _Reader(path, text)
    checklist = reader.checklist(data, is_local)
    if any(problem.severity == ERROR for problem in reader.problems):
        checklist = None
    return checklist, sorted(reader.problems, key=lambda each: each.line or 0)


class _Reader:
    """Walks the parsed table, collects problems and builds the model."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._text = text
        self._finder: toml.LineFinder | None = None

    def problem(self, key: str, what: str, severity: str = ERROR) -> None:
        self._finder = self._finder or toml.LineFinder(self._text)
        line = self._finder.line(key)
        found = Problem(self.path, line, visible_line(key), visible_line(what), severity)
        self.problems.append(found)

    def checklist(self, data: toml.Table, is_local: bool) -> Checklist | None:
        file_format = data.get("format")
        if isinstance(file_format, int) and file_format > FORMAT:
            newer = f"is {file_format}, but this csp-tui knows {FORMAT}; install a newer csp-tui"
            self.problem("format", newer)
            return None
        self._keys("checklist", data, "")
        if file_format != FORMAT and isinstance(file_format, int):
            self.problem("format", f"must be {FORMAT}")
        facts = tuple(
            Fact(self._text_of(each, "id"), self._text_of(each, "question"))
            for each, _ in self._tables("fact", data, "facts", "")
        )
        sections = tuple(
            self._section(table, key)
            for table, key in self._tables("section", data, "sections", "")
        )
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
        self._check_references(checklist)
        return checklist

    def _section(self, data: toml.Table, key: str) -> Section:
        return Section(
            id=self._text_of(data, "id"),
            title=self._text_of(data, "title"),
            items=tuple(
                self._item(table, place)
                for table, place in self._tables("item", data, "items", key)
            ),
            per=self._text_of(data, "per"),
        )

    def _item(self, data: toml.Table, key: str) -> Item:
        values: dict[str, Any] = {
            name: data[name]
            for name, spec in SPEC["item"].items()
            if name in data and spec.kind is not list and self._fits(spec, data[name])
        }
        for name in ("after", "replaces", "related"):
            values[name] = self._ids(data, name, key)
        values["links"] = tuple(
            self._link(table, place) for table, place in self._tables("link", data, "links", key)
        )
        values.setdefault("id", "")
        values.setdefault("title", "")
        return Item(**values)

    def _link(self, data: toml.Table, key: str) -> Link:
        url = self._text_of(data, "url")
        if url and not is_safe_url(url):
            self.problem(
                f"{key}.url",
                "must start with https:// or http:// and hold no blanks or control characters",
            )
        return Link(**{name: self._text_of(data, name) for name in SPEC["link"]})

    def _tables(
        self, spec: str, data: toml.Table, name: str, parent: str
    ) -> list[tuple[toml.Table, str]]:
        tables = data.get(name, [])
        place = f"{parent}.{name}".lstrip(".")
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            if name in data:
                self.problem(place, f"must be tables, each starting with [[{_header(place)}]]")
            return []
        found = [(table, f"{place}[{index}]") for index, table in enumerate(tables)]
        for table, key in found:
            self._keys(spec, table, key)
        return found

    def _keys(self, spec_name: str, data: toml.Table, parent: str) -> None:
        spec = SPEC[spec_name]
        for name, key in spec.items():
            place = f"{parent}.{name}".lstrip(".")
            if name not in data:
                if key.required:
                    self.problem(place, "is missing")
                continue
            if not key.is_tables:
                self._value(key, data[name], place)
        for name in data:
            if name not in spec:
                place = f"{parent}.{name}".lstrip(".")
                self.problem(place, f"is not known and is ignored{_nearest(name, spec)}", WARNING)

    def _value(self, key: Key, value: Any, place: str) -> None:
        if not self._fits(key, value):
            self.problem(place, f"must be {KIND_NAMES[key.kind]}")
        elif key.words and value not in key.words:
            words = ", ".join(f'"{word}"' for word in key.words)
            self.problem(place, f"must be one of {words}{_nearest(value, key.words)}")
        elif key.is_id and not is_id(value):
            self.problem(place, "must be 1 to 64 of a-z, 0-9 and -, starting with a-z or 0-9")
        elif key.longest and len(value) > key.longest:
            self.problem(place, f"has {len(value)} characters; at most {key.longest}", WARNING)
        elif key.required and key.kind is str and not value.strip():
            self.problem(place, "is empty")

    @staticmethod
    def _fits(key: Key, value: Any) -> bool:
        if key.kind is date:
            return type(value) is date
        return isinstance(value, key.kind) and (key.kind is bool or not isinstance(value, bool))

    @staticmethod
    def _text_of(data: toml.Table, name: str) -> str:
        value = data.get(name, "")
        return value if isinstance(value, str) else ""

    def _ids(self, data: toml.Table, name: str, parent: str) -> tuple[str, ...]:
        values = data.get(name, [])
        if not isinstance(values, list):
            return ()
        if not all(isinstance(value, str) for value in values):
            self.problem(f"{parent}.{name}", "must be a list of item ids in quotes")
            return ()
        return tuple(values)

    def _check_references(self, checklist: Checklist) -> None:
        if not is_id(checklist.id):
            self.problem("", f'the directory name "{checklist.id}" must be an id')
        facts = self._unique((each.id, f"facts[{i}]") for i, each in enumerate(checklist.facts))
        self._unique((each.id, f"sections[{i}]") for i, each in enumerate(checklist.sections))
        places = [
            (item, f"sections[{s}].items[{i}]")
            for s, section in enumerate(checklist.sections)
            for i, item in enumerate(section.items)
        ]
        seen = self._unique((item.id, place) for item, place in places)
        for item, place in places:
            fact = item.when.removeprefix("!")
            if item.when and fact not in facts:
                self.problem(f"{place}.when", f'there is no fact "{fact}"{_nearest(fact, facts)}')
            for wanted in item.after:
                if wanted not in seen:
                    hint = _nearest(wanted, seen)
                    self.problem(f"{place}.after", f'there is no item "{wanted}"{hint}')
        self._check_order(checklist, seen)

    def _unique(self, ids: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Return where each id stands first; an id that comes again is a problem."""
        seen: dict[str, str] = {}
        for each, place in ids:
            if each and each in seen:
                self.problem(f"{place}.id", f'"{each}" is already the id of {seen[each]}')
            seen.setdefault(each, place)
        return seen

    def _check_order(self, checklist: Checklist, places: dict[str, str]) -> None:
        done: set[str] = set()
        pending = [item for item in checklist.items if item.after]
        done.update(item.id for item in checklist.items if not item.after)
        while pending:
            ready = [
                item for item in pending if all(i in done or i not in places for i in item.after)
            ]
            if not ready:
                pending = _waited_for(pending)
                names = ", ".join(item.id for item in pending)
                place = f"{places[pending[0].id]}.after"
                self.problem(place, f"these items wait for one another: {names}")
                return
            done.update(item.id for item in ready)
            pending = [item for item in pending if item.id not in done]


def _waited_for(items: list[Item]) -> list[Item]:
    """Return those of `items`, all waiting, that others of them wait for in turn."""
    while True:
        wanted = {each for item in items for each in item.after}
        kept = [item for item in items if item.id in wanted]
        if len(kept) == len(items):
            return kept
        items = kept


def _header(place: str) -> str:
    return re.sub(r"\[\d+\]", "", place)


def _nearest(word: str, known: Any) -> str:
    found = difflib.get_close_matches(word, list(known), n=1) if isinstance(word, str) else []
    return f'; did you mean "{found[0]}"?' if found else ""
