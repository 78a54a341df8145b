"""Reads a list from Markdown: headings become sections, task list items (``- [ ]``) items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import storable, storable_line
from csp_tui.core.importing.csv_table import Problem
from csp_tui.core.importing.found_list import FoundItem, FoundList, without_stops
from csp_tui.core.importing.markdown_blocks import (
    Block,
    Token,
    line_of,
    parse_markdown,
    without_front_matter,
)

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_COMMENTED = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])\s+\[[ xX]\]\s", re.MULTILINE)


def read_markdown(text: str, path: Path) -> FoundList:
    """Return the list in the Markdown `text` of the file at `path`.

    Raises:
        InvalidFileError: the text has no task list item, or is nested too deeply.
    """
    text, has_front_matter = without_front_matter(storable(text))
    found = _Reader().read(parse_markdown(text, path))
    if has_front_matter:
        found.lose(_("the front matter of the Markdown"))
    if not found.items:
        what = _('this Markdown has no task list: items are lines such as "- [ ] Do this"')
        raise InvalidFileError(path, what)
    return found


class _Reader:
    """Makes a list of items from Markdown blocks. Blocks inside a task become its item's detail."""

    def __init__(self) -> None:
        self._found = FoundList()
        self._headings: list[tuple[str, str]] = [("", "")]
        """Each heading that may become a section, with the title of the heading it is under."""
        self._above: dict[str, str] = {}
        """The headings that the current block is under, by their tag: ``h2`` ..."""
        self._sections: list[int] = []
        """For each item, the index in `_headings` of its section."""
        self._summary: list[str] = []

    def read(self, blocks: Sequence[Block]) -> FoundList:
        """Return the list of items in `blocks`."""
        self._take_all(blocks, None)
        self._found.summary = storable_line(" ".join(self._summary))
        self._name_sections()
        return self._found

    def _name_sections(self) -> None:
        """Set the section of each item to the heading above the item; "" without one.

        If several sections have the same heading, the next higher heading is put before it.
        """
        titles = Counter(self._headings[place][0] for place in set(self._sections))
        for item, place in zip(self._found.items, self._sections, strict=True):
            title, above = self._headings[place]
            item.section = f"{above} / {title}" if above and titles[title] > 1 else title

    def _take_all(self, blocks: Sequence[Block], item: FoundItem | None) -> None:
        for block in blocks:
            self._take(block, item)

    def _take(self, block: Block, item: FoundItem | None) -> None:
        if block.type == "heading" and item is None:
            self._open(block)
        elif block.type in ("paragraph", "heading"):
            self._take_text(block, item)
        elif block.type in ("bullet_list", "ordered_list"):
            for each in block.inside:
                self._take_entry(each, item)
        elif block.type in ("fence", "code_block"):
            what = _("a line of code outside of the items")
            self._add(item, storable(block.token.content).rstrip("\n"), block, what=what)
        elif block.type == "html_block":
            self._take_html(block)
        elif block.type == "table":
            self._take_table(block, item)
        else:
            self._take_all(block.inside, item)

    def _open(self, heading: Block) -> None:
        title = storable_line(self._plain(heading.inline, None))
        tag = heading.token.tag
        if tag == "h1" and not self._found.title and not self._found.items:
            self._found.title = title
            return
        self._above = {key: each for key, each in self._above.items() if key < tag}
        self._headings.append((title, "".join([*self._above.values()][-1:])))
        self._above[tag] = title

    def _take_text(self, block: Block, item: FoundItem | None) -> None:
        text = self._plain(block.inline, item)
        if item is None and not self._found.items and len(self._headings) == 1:
            self._summary.append(text)
        else:
            self._add(item, text, block, gap="\n\n")

    def _take_entry(self, entry: Block, item: FoundItem | None) -> None:
        """Read an entry of a list: a task becomes a new item, other text is added to `item`.

        If `item` is None, other text is noted as left out.
        """
        first = entry.inside[0] if entry.inside else None
        is_text = first is not None and first.type == "paragraph"
        if first is None or not is_text:
            self._take_all(entry.inside, item)
            return
        text = first.inline
        if "box" in text.meta:
            item = self._new_item(text, text.meta["box"])
        elif text.meta and item is None:
            self._lose(_("a box that is neither [ ] nor [x]"), text)
        else:
            lead = f"{entry.token.info}{entry.token.markup}" if entry.token.info else "-"
            self._add(item, f"{lead} {self._plain(text, item)}", first)
        self._take_all(entry.inside[1:], item)

    def _new_item(self, text: Token, mark: str) -> FoundItem | None:
        """Add an item for a task to the list and return it.

        Its title ends at the first line break; what follows is its detail. None, and a note, if the
        task has no text. `mark` is the character in the task's box; a tick is noted as left out.
        """
        item = FoundItem("", line=line_of(text))
        title, _newline, item.detail = self._plain(text, item).partition("\n")
        item.title = storable_line(title)
        return self._keep(item, text, mark)

    def _keep(self, item: FoundItem, place: Token, mark: str) -> FoundItem | None:
        if not item.title:
            self._lose(_("an item without a text"), place)
            return None
        if mark != " ":
            self._lose(_("a tick; ticks belong to a partner"), place)
        self._found.items.append(item)
        self._sections.append(len(self._headings) - 1)
        return item

    def _take_table(self, table: Block, outer: FoundItem | None) -> None:
        """Read a table: each row with a task box becomes an item, other rows are added to `outer`.

        `outer` is the item that the table is inside of. For a table outside of items it is None,
        and the other rows are noted as left out. If no row has a box, the header is one of the
        other rows.
        """
        header, *rows = [row for part in table.inside for row in part.inside]
        names = [storable_line(self._plain(cell.inline, outer)) for cell in header.inside]
        tasks = [row for row in rows if any(cell.inline.meta for cell in row.inside)]
        for row in rows if tasks else [header, *rows]:
            if row in tasks:
                self._take_row(row, names)
            else:
                texts = (self._plain(cell.inline, outer) for cell in row.inside)
                self._add(outer, " | ".join(texts), row)

    def _take_row(self, row: Block, names: Sequence[str]) -> None:
        """Add an item for a row with a task box.

        The item's title is the text in the cell with the box; if that is empty, the row's first
        text. The other texts become its detail, each after the name of its column, which is in
        `names`. A row without any text is noted as left out.
        """
        item = FoundItem("", line=line_of(row.token))
        texts = [storable_line(self._plain(cell.inline, item)) for cell in row.inside]
        boxes = [place for place, cell in enumerate(row.inside) if cell.inline.meta]
        filled = [place for place in (*boxes, *range(len(texts))) if texts[place]]
        if filled:
            item.title = texts[filled[0]]
        others = [place for place in range(len(texts)) if texts[place] and place != filled[0]]
        item.detail = "\n".join(
            f"{names[place]}: {texts[place]}" if names[place] else texts[place] for place in others
        )
        self._keep(item, row.token, row.inside[boxes[0]].inline.meta["box"])

    def _take_html(self, block: Block) -> None:
        """Note that a block of HTML is left out.

        If the block is a comment, only the tasks in it are noted; a comment that is never closed is
        noted as a doubt.
        """
        html = block.token.content.strip()
        end = html.rfind("-->")
        if html.startswith("<!--") and end < 0:
            self._found.doubts.append(
                str(
                    Problem(
                        line_of(block.token), "", _("a comment is opened here and never closed")
                    )
                )
            )
        elif not (html.startswith("<!--") and end == len(html) - 3):
            self._lose(_("a block of HTML"), block.token)
        elif boxes := len(_COMMENTED.findall(html)):
            self._lose(_("a task in a comment"), block.token, boxes)

    def _add(
        self, item: FoundItem | None, text: str, block: Block, gap: str = "\n", what: str = ""
    ) -> None:
        """Add a text to the detail of `item`; without an item, note the text as left out.

        Args:
            item: the item that the text is inside of; None for a text outside of items.
            text: the text, without Markdown marks.
            block: the block that the text comes from.
            gap: what to put between the detail so far and `text`.
            what: the kind of text to name in the note; empty for a line of text.
        """
        if item is not None:
            item.detail = f"{item.detail}{gap if item.detail else ''}{text}"
            return
        first, end = block.token.map or (0, 1)
        what = what or _("a line of text outside of the items")
        self._lose(what, block.token, end - first)

    def _lose(self, what: str, place: Token, times: int = 1) -> None:
        self._found.lose(what, _("line {line}").format(line=line_of(place)), times)

    def _plain(self, text: Token, item: FoundItem | None) -> str:
        """Return a text without Markdown marks and HTML tags; add its links to `item`.

        Only forced line breaks stay, others become blanks. With None as `item`, links are noted as
        left out. Of an image, only its text is kept.
        """
        parts: list[str] = []
        address, label = "", 0
        for token in text.children or ():
            if token.type == "link_open":
                address, label = str(token.attrs.get("href", "")), len(parts)
            elif token.type == "link_close":
                self._link(item, address, "".join(parts[label:]))
                address = ""
            elif token.type == "image":
                line = _("line {line}").format(line=line_of(text))
                self._found.alter(_("an image; its text is used instead"), line)
                parts.append(self._plain(token, None))
            elif token.type == "softbreak":
                parts.append(" ")
            elif token.type == "hardbreak" or _BREAK.fullmatch(token.content):
                parts.append("\n")
            elif token.type != "html_inline":
                parts.append(token.content)
                if token.type == "text" and not address and item is not None:
                    for found in _ADDRESS.finditer(token.content):
                        self._found.link(item, without_stops(found[0]))
        return storable("".join(parts)).strip()

    def _link(self, item: FoundItem | None, address: str, label: str) -> None:
        if item is None:
            self._found.lose(_("a link outside of the items"), address[:60])
        else:
            self._found.link(item, address, "" if label == address else label)
