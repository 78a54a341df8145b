"""Ids: the names of partners, runs, items and checklists in files and commands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST = 64
"""Characters of an id at most."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"

RandomBytes = Callable[[int], bytes]


def is_id(text: str) -> bool:
    """Say whether `text` may be an id: ``[a-z0-9][a-z0-9-]{0,63}``."""
    return _ID.match(text) is not None


def random_id(length: int, random_bytes: RandomBytes) -> str:
    """Return `length` random characters that are not easily mistaken for one another."""
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in random_bytes(length))


def new_id(name: str, random_bytes: RandomBytes) -> str:
    """Return a new id: letters and digits of the name, then four random characters.

    Two hosts may add the same name, so the name alone is never the id, and the id
    never follows a change of name.
    """
    return f"{slug(name) or 'partner'}-{random_id(4, random_bytes)}"


def readable(partner_id: str) -> str:
    """Return an id without the random characters at its end, where it has any."""
    name, _dash, end = partner_id.rpartition("-")
    is_random = len(end) == 4 and all(each in _ALPHABET for each in end)
    return name if name and is_random else partner_id


def slug(text: str, longest: int = 40) -> str:
    """Return letters and digits of `text` as an id; empty where it has none of a-z and 0-9."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")
