"""Ids: the names of partners, runs, items and checklists in files and commands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST = 64
"""The longest id, in characters."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"

RandomBytes = Callable[[int], bytes]


def is_id(text: str) -> bool:
    """Return whether `text` has the form of an id: ``[a-z0-9][a-z0-9-]{0,63}``."""
    return _ID.match(text) is not None


def random_id(length: int, random_bytes: RandomBytes) -> str:
    """Return `length` random letters and digits, none that looks like another (as 0 and o do)."""
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in random_bytes(length))


def new_id(name: str, random_bytes: RandomBytes) -> str:
    """Return a new id: `name` in small letters, digits and hyphens, then four random characters.

    Of the name at most 40 characters are used; if no letter or digit is left of it, the id begins
    with ``partner-``. The random end makes ids differ where two machines add the same name.
    """
    return f"{slug(name) or 'partner'}-{random_id(4, random_bytes)}"


def readable(partner_id: str) -> str:
    """Return a partner's id without the random end that :func:`new_id` gave it.

    A last part of four characters that may be random is taken for such an end, even if it is a
    word: ``contoso-east`` becomes ``contoso``.
    """
    name, _dash, end = partner_id.rpartition("-")
    is_random = len(end) == 4 and all(each in _ALPHABET for each in end)
    return name if name and is_random else partner_id


def slug(text: str, longest: int = 40) -> str:
    """Return `text` as the start of an id: small letters, digits and hyphens, at most `longest`.

    Letters lose their accents; each run of other characters becomes one hyphen. "" if no letter a-z
    or digit is left.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")
