"""Underline the search text in a line."""

from __future__ import annotations

from collections.abc import Iterator

from csp_tui.core.base.text import fold
from csp_tui.tui.lines.tone import Line, Link, Span, Tone


def highlighted(line: Line, text: str) -> Line:
    """Return `line` with each match of `text` underlined; case and accents are ignored.

    If `text` is "", nothing is underlined.
    """
    needle = fold(text)
    return tuple(part for span in line for part in _parts(span, needle))


def _parts(span: Span, needle: str) -> Iterator[Span]:
    text, tone = span
    end = 0
    for start, stop in _places(text, needle):
        if start > end:
            yield text[end:start], tone
        yield text[start:stop], tone if isinstance(tone, Link) else tone | Tone.MATCH
        end = stop
    if end < len(text):
        yield text[end:], tone


def _places(text: str, needle: str) -> Iterator[tuple[int, int]]:
    """Yield start and end index in `text` of each match of the folded `needle`.

    Folding (small letters, no accents) may change the length of `text`; the indexes are of the
    unfolded text.
    """
    folded = [fold(char) for char in text]
    origin = [index for index, each in enumerate(folded) for _ in each]
    whole = "".join(folded)
    at = whole.find(needle)
    while at >= 0 and needle:
        last = at + len(needle)
        yield origin[at], origin[last - 1] + 1
        at = whole.find(needle, last)
