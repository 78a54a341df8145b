"""Reading a list from Markdown: headings are sections, task list items are items."""

from __future__ import annotations

import re
from pathlib import Path

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import storable, storable_line
from csp_tui.core.importing.found_list import FoundItem, FoundList

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*)$")
_TASK = re.compile(r"(\s*)(?:[-*+]|\d+[.)])\s+\[([ xX~-])\](?:\s+(.*))?$")
_FENCE = re.compile(r"\s*(```|~~~)")
_DEFINITION = re.compile(r" {0,3}\[([^\]]+)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?$")
_LINK = re.compile(
    r"(?<!!)\[([^\[\]]*)\]"  # what is shown
    r"(?:\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?[^)]{0,300}\)|\[([^\]]*)\])"
)
_BARE = re.compile(r"<?(https?://[^\s<>\"]+)>?")
_FRONT_MATTER = re.compile(r"---\n.*?\n(---|\.\.\.)\n", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_EMPHASIS = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\b__([^_]+)__\b")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!<>~|-])")


def read_markdown(text: str, path: Path) -> FoundList:
    """Return the list in a Markdown text.

    Raises:
        InvalidFileError: it has no task list item.
    """
    text = storable(text)
    end = text.rfind("-->") + 3  # beyond it no comment ends, so none is looked for
    text = _COMMENT.sub(_blank, text[:end]) + text[end:]
    front = _FRONT_MATTER.match(text)
    found = _Reader(_blank(front) + text[front.end() :] if front else text).read()
    if front:
        found.lose(_("the front matter of the Markdown"))
    if not found.items:
        what = _('this Markdown has no task list: items are lines such as "- [ ] Do this"')
        raise InvalidFileError(path, what)
    return found


def _blank(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")  # so that the lines keep their numbers


class _Reader:
    """Goes through the lines; text below an item that is indented belongs to it."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._found = FoundList()
        self._definitions: dict[str, str] = {}
        self._section = ""
        self._item: FoundItem | None = None
        self._indent = 0
        self._in_code = False
        self._summary: list[str] = []
        self._texts: dict[int, list[str]] = {}
        """The lines below each item, by the item's line."""

    def read(self) -> FoundList:
        """Return the list."""
        for line in self._lines:
            if match := _DEFINITION.match(line):
                self._definitions[match[1].casefold()] = match[2]
        for number, line in enumerate(self._lines, 1):
            self._take(number, line.expandtabs(4).rstrip())
        for item in self._found.items:
            item.detail = "\n".join(self._texts.get(item.line, ())).strip("\n")
        self._found.summary = storable_line(" ".join(self._summary))
        return self._found

    def _take(self, number: int, line: str) -> None:
        if _FENCE.match(line):
            self._in_code = not self._in_code
        elif self._in_code:
            self._add_text(number, line)
        elif heading := _HEADING.match(line):
            self._open(len(heading[1]), self._plain(heading[2].rstrip("# "), None))
        elif task := _TASK.match(line):
            self._add_item(number, len(task[1]), task[2], task[3] or "")
        elif not _DEFINITION.match(line):
            self._add_text(number, line)

    def _open(self, level: int, title: str) -> None:
        self._item = None
        if level == 1 and not self._found.title and not self._found.items:
            self._found.title = title
        else:
            self._section = title

    def _add_item(self, number: int, indent: int, mark: str, text: str) -> None:
        item = FoundItem("", self._section, line=number)
        item.title = self._plain(text, item)
        if not item.title:
            self._found.lose(_("an item without a text"), _("line {line}").format(line=number))
            return
        if mark != " ":
            self._found.lose(
                _("a tick; ticks belong to a partner"), _("line {line}").format(line=number)
            )
        self._item, self._indent = item, indent
        self._found.items.append(item)

    def _add_text(self, number: int, line: str) -> None:
        indent = len(line) - len(line.lstrip())
        if self._item is not None and (not line or indent > self._indent):
            text = self._plain(line, self._item, is_line=True)
            self._texts.setdefault(self._item.line, []).append(text)
        elif line and not self._found.items and not self._section:
            self._summary.append(self._plain(line, None))
        elif line:
            self._item = None
            self._found.lose(
                _("a line of text outside of the items"), _("line {line}").format(line=number)
            )

    def _plain(self, text: str, item: FoundItem | None, *, is_line: bool = False) -> str:
        """Return a text without its marks; its links go to the item."""

        def linked(match: re.Match[str]) -> str:
            label = match[1]
            url = match[2] or self._definitions.get((match[3] or label).casefold(), "")
            if not url:
                return match.group()
            if item is None:
                self._found.lose(_("a link outside of the items"), url[:60])
            else:
                self._found.link(item, url, _unmarked(label))
            return label

        text = _LINK.sub(linked, text)
        for bare in _BARE.finditer(text):
            if item is not None:
                self._found.link(item, _without_stops(bare[1]))
        text = _unmarked(_BARE.sub(r"\1", text))
        return text.strip() if is_line else storable_line(text)


def _without_stops(url: str) -> str:
    """Return an address in a text without what ends the sentence around it."""
    url = url.rstrip(".,;:!?'*_")
    return url[:-1] if url.endswith(")") and "(" not in url else url


def _unmarked(text: str) -> str:
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub(lambda match: match[match.lastindex or 0], text))
