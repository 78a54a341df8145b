"""Texts: made harmless for terminals and files, measured and cut in terminal cells.

Harmful characters are those that could drive a terminal or disguise a text: control characters
except tab and newline, marks of writing direction, lone surrogates.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from csp_tui.core.base.glyphs import glyphs

# C0 except tab and newline, DEL, C1, bidi controls, line and paragraph separators, lone surrogates.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


_BLANKS = re.compile(r"[^\S\xa0\u202f]+")
"""Blanks at which a line may be broken: not those that hold words together."""

_JOINING = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
"""Joiners, choices between text and emoji, and skin tones."""

_MARKUP = r"([\\`*_<>\[\]|#~$])"
_ENTITY = r"&(?=#?\w+(;|\Z))"
_BLOCK = r"\A(\d*)([-+.)])(?=[\s-]|\Z)"
"""What begins a list or draws a line, at the start of a text."""
_ADDRESS = r"(?a)(https?://[\w.~:/?#@!$&'()*+,=%-]*[\w/])"
_LINKED = r"(?i)(://|(?<=mailto):|(?<=xmpp):|(?<=www)\.)"
"""What makes a renderer take the words around it as an address, backslashes included."""


def _shown(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return "^" + chr(code + 0x40)
    return "^?" if code == 0x7F else f"<U+{code:04X}>"


def visible(text: str) -> str:
    """Return `text` with harmful characters spelled out, such as ``^[``; tabs and newlines stay."""
    if text.isprintable():  # then it holds no control character, separator or bidi control
        return text
    return _HARMFUL.sub(_shown, text)


def visible_line(text: str) -> str:
    """Return `text` on one line with each harmful character spelled out.

    Tabs and newlines become spaces.
    """
    if text.isprintable():
        return text
    return visible(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def storable(text: str) -> str:
    """Return typed or imported `text` without harmful characters; tabs and newlines stay.

    The line ends CRLF and CR become LF.
    """
    return _HARMFUL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def storable_line(text: str) -> str:
    """Return `text` on one line without harmful characters, and without doubled blanks."""
    return " ".join(storable(text).split())


def plain_markdown(text: str) -> str:
    """Return `text` on one line as Markdown that renders as the text.

    Harmful characters are written out, as :func:`visible_line` does. Characters that mean something
    in Markdown get a backslash in front. A web address is between ``<`` and ``>``, so that it can
    be copied both from the Markdown and from the rendered page.
    """
    parts = re.split(_ADDRESS, visible_line(text).strip())
    shown = (f"<{part}>" if place % 2 else _escaped(part) for place, part in enumerate(parts))
    return re.sub(_BLOCK, r"\1\\\2", "".join(shown))


def _escaped(text: str) -> str:
    return re.sub(_LINKED, r"\\\1", re.sub(_ENTITY, r"\\&", re.sub(_MARKUP, r"\\\1", text)))


def laid_out(text: str) -> str:
    """Return `text` as it is drawn and measured: all terminals give this form the same width.

    A letter and its accents become one character. What changes or joins emoji (such as skin tones)
    is removed, since terminals differ in how wide they draw the result. What is stored stays as it
    is.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _JOINING.sub("", text))


@lru_cache(4096)
def char_width(char: str) -> int:
    """Return how many terminal cells `char` takes: 0, 1 or 2."""
    if char < "\u0300":
        return 1
    from csp_tui.core.base.cell_widths import STARTS, WIDTHS

    return int(WIDTHS[bisect(STARTS, ord(char)) - 1])


def width(text: str) -> int:
    """Return how many terminal cells `text` takes."""
    return len(text) if text.isascii() else sum(map(char_width, laid_out(text)))


def cut(text: str, cells: int) -> str:
    """Return `text` cut to at most `cells` cells; ``…`` at the end marks a cut. "" for no cells."""
    text = laid_out(text)
    if width(text) <= cells:
        return text
    if cells <= 0:
        return ""
    kept, used = [], 0
    for char in text:
        used += char_width(char)
        if used > cells - 1:
            break
        kept.append(char)
    return "".join(kept) + glyphs().cut


_WHOLE_NAME = 22
"""Cells from which on the beginning of a name tells it from others."""


def cut_middle(text: str, cells: int) -> str:
    """Return `text` cut to at most `cells` cells in its middle, where ``…`` marks the cut.

    More is left of its end: names that begin alike, as of branches of one company, differ there.
    """
    text = laid_out(text)
    if width(text) <= cells:
        return text
    end, used = "", 0
    for char in reversed(text):
        used += char_width(char)
        if used > cells * 2 // 3:
            break
        end = char + end
    while end and not char_width(end[0]):  # a mark whose letter is cut off
        end = end[1:]
    end = end.lstrip()
    return cut(text, cells - width(end)) + end


def cut_name(text: str, cells: int) -> str:
    """Return a name cut to at most `cells` cells: at its end, but in its middle if they are few."""
    return cut(text, cells) if cells >= _WHOLE_NAME else cut_middle(text, cells)


def pad_name(text: str, cells: int) -> str:
    """Return a name as `cut_name` does, filled with blanks to exactly `cells` cells."""
    return pad(cut_name(text, cells), cells)


def fitting(texts: Sequence[str], cells: int) -> list[str]:
    """Return as many of the first `texts` as fit into `cells` terminal cells side by side.

    Nothing is put between them.
    """
    return [
        text for end, text in zip(accumulate(map(width, texts)), texts, strict=True) if end <= cells
    ]


def pad(text: str, cells: int) -> str:
    """Return `text` cut, or filled with blanks, to exactly `cells` terminal cells."""
    text = cut(text, cells)
    return text + " " * (cells - width(text))


def wrap(text: str, cells: int) -> list[str]:
    """Return `text` broken into lines of at most `cells` terminal cells, at blanks if possible.

    Each newline starts a line. Doubled and outer blanks are dropped. An empty text is one empty
    line. Less than one cell counts as one.
    """
    cells = max(1, cells)
    lines: list[str] = []
    for paragraph in laid_out(text).split("\n"):
        line, used = "", 0
        for word in filter(None, _BLANKS.split(paragraph)):
            size = width(word)
            if line and used + 1 + size > cells:
                lines.append(line)
                line, used = "", 0
            if size > cells:
                *pieces, word = _pieces(word, cells)
                lines += pieces
                size = width(word)
            line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
        lines.append(line)
    return lines


def _pieces(word: str, cells: int) -> list[str]:
    """Return `word` in pieces of at most `cells` cells, but of one character at least."""
    if word.isascii():
        return [word[start : start + cells] for start in range(0, len(word), cells)]
    pieces, start, used = [], 0, 0
    for index, char in enumerate(word):
        if used + char_width(char) > cells and index > start:
            pieces.append(word[start:index])
            start, used = index, 0
        used += char_width(char)
    return [*pieces, word[start:]]


def fold(text: str) -> str:
    """Return `text` in a form for comparing texts regardless of case and character width."""
    return unicodedata.normalize("NFKC", text).casefold()
