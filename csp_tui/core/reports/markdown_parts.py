"""Makes tables of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csp_tui.core.base.text import plain_markdown


def cells(texts: Iterable[str]) -> Iterable[str]:
    """Return `texts` as Markdown that shows them just as they are written."""
    return map(plain_markdown, texts)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table; the cells of its rows are Markdown already."""
    head = list(head)
    yield f"| {' | '.join(cells(head))} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
