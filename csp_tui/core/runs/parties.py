"""Whom items wait for: which names stand for one party."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from csp_tui.core.base.text import fold


def is_part_of(whom: str, party: str) -> bool:
    """Return whether the name `whom` is `party` or begins with its words; case does not matter.

    ``Microsoft credit`` is part of ``microsoft``. `party` is a text as `fold` returns it.
    """
    name = fold(whom)
    return name == party or name.startswith(f"{party} ")


def parties(names: Iterable[str]) -> dict[str, str]:
    """Return, for each of `names` as `fold` returns it, the name of the party to count it under.

    Names with the same first word, such as "Microsoft credit" and "Microsoft vetting", are one
    party, "Microsoft", if that word begins with a capital. Any other name is a party of its own.
    Case does not matter.
    """
    known = {fold(name): name for name in names}
    companies = Counter(map(_company, known.values()))
    company_of = {key: _company(name) for key, name in known.items()}
    found = {k: company_of[k] if companies[company_of[k]] > 1 else n for k, n in known.items()}
    spelled: dict[str, str] = {}
    return {key: spelled.setdefault(fold(party), party) for key, party in found.items()}


def _company(whom: str) -> str:
    """Return the first of several words if it begins with a capital, else all of `whom`."""
    first, _space, rest = whom.partition(" ")
    return first if rest and first[:1].isupper() else whom
