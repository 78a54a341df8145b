"""Reading a checklist file: the model, or every problem with its line and key path."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from csp_tui.core import toml
from csp_tui.core.checklist import Checklist, Fact, Item, Link, Section
from csp_tui.core.checklist_cures import misplaced, missing, nearest, of_another_kind, valid_id
from csp_tui.core.checklist_keys import FORMAT, KIND_NAMES, SPEC, Key
from csp_tui.core.checklist_references import reference_problems
from csp_tui.core.errors import InvalidFileError
from csp_tui.core.files import read_file
from csp_tui.core.ids import is_id
from csp_tui.core.text import visible, visible_line

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
_LACKS_SCHEME = re.compile(r"(www\.|[\w-]+(\.[\w-]+)*\.(com|net|org|io|ms)(/|\Z))[^\s<>\"]*\Z")


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
    except InvalidFileError as error:
        return None, [Problem(path, error.line, "", error.what)]
    return parse_checklist(content, path, is_local=is_local)


def parse_checklist(
    content: bytes, path: Path, *, is_local: bool = False
) -> tuple[Checklist | None, list[Problem]]:
    """Return the checklist that the bytes of the file at `path` describe, and every problem."""
    try:
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
        place = visible_line(key)
        found = Problem(self.path, self._line(key), place, visible_line(what), severity)
        self.problems.append(found)

    def _line(self, key: str) -> int | None:
        self._finder = self._finder or toml.LineFinder(self._text)
        return self._finder.line(key)

    def checklist(self, data: toml.Table, is_local: bool) -> Checklist | None:
        file_format = data.get("format")
        if isinstance(file_format, int) and file_format > FORMAT:
            newer = f"is {file_format}, but this csp-tui knows {FORMAT}; install a newer csp-tui"
            self.problem("format", newer)
            return None
        self._keys("checklist", data, "")
        if file_format != FORMAT and isinstance(file_format, int):
            self.problem("format", f"must be {FORMAT}; write: format = {FORMAT}")
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
        for wrong in reference_problems(checklist, self._line):
            self.problem(*wrong)
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
            self._link(table) for table, _ in self._tables("link", data, "links", key)
        )
        values.setdefault("id", "")
        values.setdefault("title", "")
        return Item(**values)

    def _link(self, data: toml.Table) -> Link:
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
                    self.problem(place, f"is missing; {missing(name)}")
                continue
            if not key.is_tables:
                self._value(key, data[name], place)
        for name in data:
            if name not in spec:
                place = f"{parent}.{name}".lstrip(".")
                hint = misplaced(name, spec_name) or nearest(name, spec)
                self.problem(place, f"is not known and is ignored{hint}", WARNING)

    def _value(self, key: Key, value: Any, place: str) -> None:
        if not self._fits(key, value):
            unlike = of_another_kind(key.kind, value)
            self.problem(place, f"must be {KIND_NAMES[key.kind]}{unlike}")
        elif key.words and value not in key.words:
            words = ", ".join(f'"{word}"' for word in key.words)
            one_of = "one of " if len(key.words) > 1 else ""
            self.problem(place, f"must be {one_of}{words}{nearest(value, key.words)}")
        elif key.is_id and not is_id(value):
            what = "must be 1 to 64 of a-z, 0-9 and -, starting with a-z or 0-9"
            self.problem(place, f"{what}{valid_id(value)}")
        elif key.most is not None and not 0 <= value <= key.most:
            self.problem(place, f"must be a number from 0 to {key.most}")
        elif key.kind is str:
            self._text_value(key, value, place)

    def _text_value(self, key: Key, value: str, place: str) -> None:
        if key.longest and len(value) > key.longest:
            self.problem(place, f"has {len(value)} characters; at most {key.longest}", WARNING)
        elif not value.strip() and key.required:
            self.problem(place, "is empty; write a text between the quotation marks")
        elif not value.strip():
            self.problem(place, "is empty; write a text, or leave the line out", WARNING)
        elif key.is_url and not is_safe_url(value):
            what = "must start with https:// or http:// and hold no blanks or control characters"
            hint = f"; write: https://{value}" if _LACKS_SCHEME.match(value) else ""
            self.problem(place, f"{what}{hint}")
        elif value != visible(value):
            what = "holds control characters, which are shown like ^[; take them out"
            self.problem(place, what, WARNING)

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
        place = f"{parent}.{name}"
        if not all(isinstance(value, str) for value in values):
            self.problem(place, 'must be a list of item ids in quotes, such as ["first", "second"]')
            return ()
        for value in values:
            if name != "after" and not is_id(value):
                self.problem(place, f'"{value}" can be no id{valid_id(value)}', WARNING)
        return tuple(values)


def _header(place: str) -> str:
    return re.sub(r"\[\d+\]", "", place)
