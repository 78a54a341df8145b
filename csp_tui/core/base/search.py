"""Searching texts for words: all must be there; case and accents do not matter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

NamedText = tuple[str, str]
"""What a text is, as an English word such as ``note``, and the text."""


def search_form(text: str) -> str:
    """Return `text` in small letters without accents: the form in which texts are searched."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a typed search, each once, as `search_form` returns them."""
    return tuple(dict.fromkeys(search_form(text).split()))


def has_all(form: str, words: Iterable[str]) -> bool:
    """Return whether each of `words` is in `form`, a text as `search_form` returns it.

    A word may be part of a longer one. Without words the answer is True.
    """
    return all(word in form for word in words)


def joined_form(texts: Iterable[NamedText]) -> str:
    """Return all `texts` as one text, each on a line of its own, in the form for searching."""
    return search_form("\n".join(text for _name, text in texts))


def best_match(words: Sequence[str], texts: Iterable[NamedText]) -> NamedText | None:
    """Return the text that has the most of `words`; of several, the first.

    `words` are as `words_of` returns them. None if no text has any of them.
    """
    found, most = None, 0
    for named in texts:
        form = search_form(named[1])
        number = sum(word in form for word in words)
        if number > most:
            found, most = named, number
    return found
