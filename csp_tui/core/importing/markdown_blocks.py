"""Parses Markdown, as GitHub understands it, into blocks: paragraphs, lists, tables, code ..."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token as Token

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.language import _

_BOX = re.compile(r"\[([ xX~-])\](?:\s+|\Z)")
"""The box of a task, such as ``[ ]``, at the start of a list item or table cell."""
_ODD_BOX = re.compile(r"\[.?\](?![(\[:])")
_KEY = re.compile(r"[\w-]+\s*:")
_DEEPEST = 100
"""How deep blocks may be nested; deeper ones are an error."""
_DEEPEST_MARKS = 20
"""How deep marks such as ``**`` may be nested in a text; deeper ones stay plain text."""
_LONGEST = 20_000
"""Characters; in a longer text no marks are read."""


@dataclass(slots=True)
class Block:
    """A block of a Markdown text, with the blocks inside it."""

    token: Token
    inside: list[Block] = field(default_factory=list)

    @property
    def type(self) -> str:
        """The type of the block: ``paragraph``, ``bullet_list``, ``fence`` ..."""
        return self.token.type.removesuffix("_open")

    @property
    def inline(self) -> Token:
        """The token with the text of this paragraph, heading or table cell."""
        return self.inside[0].token


def line_of(token: Token) -> int:
    """Return the number of the first line of a block, counted from 1; 0 if it is not known."""
    return token.map[0] + 1 if token.map else 0


def without_front_matter(text: str) -> tuple[str, bool]:
    """Return `text` with its front matter replaced by blank lines, and whether it had any.

    Front matter is data between lines ``---`` at the start of the text; its first line is like
    ``key: value``. Lines keep their numbers. Front matter that is never closed stays.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---" or not _KEY.match("".join(lines[1:2])):
        return text, False
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            return "\n" * (number + 1) + "\n".join(lines[number + 1 :]), True
    return text, False


def parse_markdown(text: str, path: Path) -> list[Block]:
    """Return the blocks of the Markdown `text` of the file at `path`.

    The box of a task is removed from its text; its character is in the token's ``meta["box"]``.

    Raises:
        InvalidFileError: the blocks are nested too deeply.
    """
    tokens = _parser().parse(text)
    if deep := [each for each in tokens if each.level >= _DEEPEST - 1]:
        raise InvalidFileError(path, _("the list is nested too deeply"), line_of(deep[0]))
    return _tree(tokens)


def _tree(tokens: Sequence[Token]) -> list[Block]:
    root: list[Block] = []
    open_blocks = [root]
    for token in tokens:
        if token.nesting < 0:
            open_blocks.pop()
            continue
        block = Block(token)
        open_blocks[-1].append(block)
        if token.nesting > 0:
            open_blocks.append(block.inside)
    return root


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    parser.enable(["table", "strikethrough"])
    parser.core.ruler.at("inline", _read_marks)
    parser.validateLink = _take_every_address  # type: ignore[method-assign]
    parser.normalizeLink = _without_blanks  # type: ignore[method-assign]
    return parser


def _take_every_address(url: str) -> bool:  # noqa: ARG001
    """Return True for every link, so that one to a non-web address can be noted as left out."""
    return True


def _without_blanks(url: str) -> str:
    """Return `url` as its author wrote it, except for blanks, which become ``%20``."""
    return url.replace(" ", "%20")


def _read_marks(state: StateCore) -> None:
    """Remove the box from the text of each task, and parse the marks in every text.

    A text of more than _LONGEST (20,000) characters keeps its marks unread.
    """
    state.md.options["maxNesting"] = _DEEPEST_MARKS
    before = ["", ""]
    for token in state.tokens:
        if token.type == "inline":
            is_in_cell = before[-1] == "td_open"
            if is_in_cell or before == ["list_item_open", "paragraph_open"]:
                _take_box(token, is_in_cell=is_in_cell)
            if len(token.content) > _LONGEST:
                token.children = [Token("text", "", 0, content=token.content)]
            else:
                token.children = []
                state.md.inline.parse(token.content, state.md, state.env, token.children)
        before = [before[-1], token.type]


def _take_box(token: Token, *, is_in_cell: bool) -> None:
    if match := _BOX.match(token.content):
        token.meta["box"] = match[1]
        token.content = token.content[match.end() :]
    elif not is_in_cell and _ODD_BOX.match(token.content):
        token.meta["odd"] = True
