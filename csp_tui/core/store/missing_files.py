"""Which progress files there are, and which are missing though their history says they exist."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection
from pathlib import Path

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.ids import is_id
from csp_tui.core.disk.directories import list_directory
from csp_tui.core.disk.places import Places

SUFFIX = ".toml"
"""The ending of a progress file."""
_ENDING = ".jsonl"


def partner_ids(places: Places) -> list[str]:
    """Return the ids of all partners, sorted, without archived ones.

    A partner whose file is missing, though its history says that it exists, is among them.

    Raises:
        InvalidFileError: the directory cannot be listed.
    """
    found = ids_in(places.partners)
    return sorted([*found, *missing_partners(places, set(found))])


def ids_in(directory: Path) -> list[str]:
    """Return the ids of the progress files in `directory`; empty if it does not exist.

    Raises:
        InvalidFileError: the directory cannot be listed.
    """
    names = (name.removesuffix(SUFFIX) for name in list_directory(directory) if SUFFIX in name)
    return [name for name in names if is_id(name)]


def missing_partners(places: Places, found: Collection[str]) -> list[str]:
    """Return the ids of the partners whose progress file is missing.

    These partners have a history, but are neither archived nor erased: see `is_missing`. `found`
    are the ids of the partners that have a file. The result is not sorted. It is empty if the
    histories cannot be listed.
    """
    names: list[str] = []
    with contextlib.suppress(InvalidFileError):  # whoever needs the histories says why
        names = list_directory(places.history)
    ids = {name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)}
    return [each for each in ids.difference(found) if is_id(each) and is_missing(places, each)]


def missing_customers(places: Places, partner_id: str, found: Collection[str]) -> list[str]:
    """Return the ids of a partner's customers whose progress file is missing.

    Only customers with a good copy are found; the result is not sorted. It is empty if the copies
    cannot be listed.

    Args:
        places: the paths of the data directory.
        partner_id: the partner.
        found: the customers that have a file.
    """
    names: list[str] = []
    directory = places.copies / partner_id
    if os.path.lexists(directory):  # most partners have no customers
        with contextlib.suppress(InvalidFileError):
            names = list_directory(directory)
    ids = {name.removesuffix(".toml") for name in names if name.endswith(".toml")}
    lacking = [each for each in ids.difference(found) if is_id(each)]
    return [each for each in lacking if is_missing(places, partner_id, each)]


def is_missing(places: Places, partner_id: str, customer_id: str = "") -> bool:
    """Return whether a file that does not exist should exist: it was saved once.

    The caller has found that the file does not exist. It was saved if it has a good copy, or if its
    history has more than one step. A single step is no proof: a crash may have come after the
    history was written and before the file. False if the partner is archived, if the partner or
    customer was erased, or if the history is unreadable.
    """
    # Late: the list of partners is shown without reading any history.
    from csp_tui.core.history.acts import Act
    from csp_tui.core.history.log import History
    from csp_tui.core.store.good_copies import Copies

    if os.path.lexists(places.archived.progress_file(partner_id)):
        return False
    lines = History(places, partner_id).of(customer_id)
    with contextlib.suppress(InvalidFileError):
        last = next(lines, None)
        if last is None or last.do == Act.PURGE:
            return False
        has_copy = os.path.lexists(Copies(places.copies).path(partner_id, customer_id))
        return has_copy or any(line.step != last.step for line in lines)
    return False
