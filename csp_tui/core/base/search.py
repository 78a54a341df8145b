"""Searching texts for words: all must be there; case and accents do not matter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


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
