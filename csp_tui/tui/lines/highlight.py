"""Show why a row was found: the words that match underlined, and the text that has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.language import _
from csp_tui.core.base.search import NamedText, best_match, search_form
from csp_tui.core.base.text import cut, pad, visible_line, width
from csp_tui.tui.lines.row import Row
from csp_tui.tui.lines.tone import Line, Link, Span, Tone

_REASON = 28
"""Cells that a text gets behind a row which is full."""
_GAP = "  "


def with_reason(row: Row, words: Sequence[str], texts: Iterable[NamedText], cells: int) -> Row:
    """Return `row` with the text for which it was found, unless it shows all `words`.

    Of `texts`, that is the one with most of the words that the row does not show. If none has any
    of them, the row is returned as it is. The text replaces the parts of the row that `less` and
    `less_parts` name. If they name none, it follows the line, which is cut to make room.

    Args:
        row: the row, which was found by `words`.
        words: the words, in the form for searching.
        texts: the texts in which they were searched.
        cells: the width of the row.
    """
    seen = search_form(cut(row.text, cells).removesuffix(glyphs().cut))
    unseen = [word for word in words if word not in seen]
    found = best_match(unseen, texts) if unseen else None
    if found is None:
        return row
    label, text = _("{label}: ").format(label=_(found[0])), visible_line(found[1])
    after: Line = ()
    if row.less is None:
        label = f"{_GAP}{label}"
        wanted = min(_REASON, width(label) + width(text) + 1)
        room = max(wanted, cells - width(row.text.rstrip()))
        before = _cut_line(row.line, cells - room)
    else:
        end = row.less + row.less_parts
        before, after = row.line[: row.less], row.line[end:]
        room = cells - sum(width(text) for text, _tone in before)
        replaced = "".join(text for text, _tone in row.line[row.less : end])
        room = width(replaced) if after else room
        indent = len(replaced) - len(replaced.lstrip())
        over = indent + width(label) + width(text) - room
        label = " " * max(min(indent, len(_GAP)), indent - max(0, over)) + label
    text = _around(text, unseen, room - width(label))
    text = pad(text, room - width(label)) if after else text
    return row._replace(line=(*before, (label, Tone.QUIET), (text, Tone.TEXT), *after))


def _cut_line(line: Line, cells: int) -> Line:
    """Return `line` cut to `cells` cells, with ``…`` where text is missing."""
    kept: Line = ()
    for text, tone in line:
        shown = cut(text.rstrip(), cells)
        shown += " " * min(width(text) - width(shown), cells - width(shown))
        kept += ((shown, tone),)
        cells -= width(shown)
    return kept


def _around(text: str, words: Sequence[str], cells: int) -> str:
    """Return the part of `text` to show in `cells` cells, with a match in sight.

    A match is one of `words` in the text. The part is the start of the text if that has the first
    match, or if there is no match.
    """
    places = (place for word in words for place in _places(text, word))
    begin, end = min(places, default=(0, 0))
    if width(text) <= cells or width(text[:end]) < cells:
        return cut(text, cells)
    start = min(begin, max(0, min(end - cells * 2 // 3, len(text) - cells + 1)))
    start = text.find(" ", start, begin) + 1 or start
    return cut(f"{glyphs().cut}{text[start:]}", cells)


def highlighted(line: Line, words: Sequence[str]) -> Line:
    """Return `line` with each match of a word underlined; case and accents do not matter.

    Args:
        line: the line.
        words: the words, in the form for searching.
    """
    return tuple(part for span in line for part in _parts(span, words))


def _parts(span: Span, words: Sequence[str]) -> Iterator[Span]:
    text, tone = span
    end = 0
    places = sorted(each for word in words for each in _places(text, word))
    for start, stop in places:
        if stop <= end:
            continue
        if start > end:
            yield text[end:start], tone
        yield (
            text[max(start, end) : stop],
            tone if isinstance(tone, Link) else tone | Tone.MATCH,
        )
        end = stop
    if end < len(text):
        yield text[end:], tone


def _places(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield where `word`, in the form for searching, matches in `text`.

    Each match has its first index in `text`, and the index behind its last character. Case and
    accents do not matter.
    """
    form = [search_form(char) for char in text]
    origin = [index for index, each in enumerate(form) for _char in each]
    for match in re.finditer(re.escape(word), "".join(form)):
        yield origin[match.start()], origin[match.end() - 1] + 1
