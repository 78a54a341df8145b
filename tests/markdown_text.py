"""What a reader of rendered Markdown sees: CommonMark with the tables, strikes and links of GFM."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token


class _Parser(MarkdownIt):
    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - the parser's own name
        """Show an address as it is written; this parser alone would decode it."""
        return link


PARSER = _Parser("commonmark").enable(["table", "strikethrough"])
PARSER.enable("linkify").options["linkify"] = True


@lru_cache(maxsize=1)  # what is asked of one text comes in a row
def _parsed(markdown: str) -> list[Token]:
    return PARSER.parse(markdown)


def _every(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _every(token.children or [])


def texts_of(markdown: str) -> list[str]:
    """Return the text of each paragraph, heading and cell, without the marks."""
    blocks = (each for each in _parsed(markdown) if each.type in ("inline", "code_block"))
    return [
        "".join(part.content for part in _every([block]) if part.type in ("text", "code_inline"))
        if block.type == "inline"
        else f"CODE {block.content}"
        for block in blocks
    ]


def marks_of(markdown: str) -> Counter[str]:
    """Return how often each mark and block comes, texts and plain web addresses aside."""
    tokens = [
        each
        for each in _every(_parsed(markdown))
        if each.type not in ("text", "inline") and not each.type.startswith("link")
    ]
    return Counter(each.type for each in tokens)


def linked(markdown: str) -> list[str]:
    """Return the address of each link."""
    opened = (each for each in _every(_parsed(markdown)) if each.type == "link_open")
    return [str(each.attrs["href"]) for each in opened]
