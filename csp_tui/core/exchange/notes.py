"""What this data directory remembers of its last sync, so that the next one looks only at changes.

Nothing depends on these notes but speed: a partner without a note is compared line by line.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from csp_tui.core.base.errors import MALFORMED, CspTuiError
from csp_tui.core.base.sha256 import sha256_of
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import (
    Version,
    current_version,
    read_file,
    replace_file,
    version_of,
)
from csp_tui.core.disk.places import Places

_LARGEST = 256 * 1024 * 1024

SET_ASIDE = "set-aside"
"""Instead of git's hash of a history of which lines are set aside: each sync looks at it again."""


class Notes:
    """For each partner: git's hash of its history on the remote, and the state of its files here.

    A partner is noted only where the remote has all lines that are here. With git's hash it is
    noted only where both sides had the same lines, so that a note never says more than was taken
    in. Any change of a file here makes the note void, also a backup that is put back.

    Args:
        places: the directories of the app.
        address: the address of the remote; each remote has notes of its own.
    """

    def __init__(self, places: Places, address: str) -> None:
        name = sha256_of(address.encode())[:16]
        self._path = places.exchange / f"{name}.json"
        self._known: dict[str, list[str]] = {}
        with contextlib.suppress(CspTuiError, *MALFORMED):
            found = json.loads(read_file(self._path, largest=_LARGEST)[0])
            if isinstance(found, dict):
                self._known = {
                    key: each for key, each in found.items() if isinstance(each, list) and each
                }

    def is_same(self, partner_id: str, blob: str, state: str) -> bool:
        """Return whether neither side has changed since the partner was noted.

        `blob` is git's hash of its history on the remote now, `state` that of its files here.
        """
        return self._known.get(partner_id) == [blob, state]

    def is_unchanged(self, partner_id: str, state: str) -> bool:
        """Return whether the files here, in the given state, are as they were when noted.

        False for a partner that was never noted.
        """
        return self._known.get(partner_id, [""])[-1] == state

    def has_same_there(self, partner_id: str, blob: str) -> bool:
        """Return whether the remote's history, with the hash `blob`, is as it was when noted.

        False for a partner that was never noted.
        """
        return self._known.get(partner_id, [""])[:1] == [blob]

    def note(self, partner_id: str, blob: str, state: str) -> None:
        """Note that both sides have the same lines of a partner; `save` writes it to the disk.

        `blob` is git's hash of its history on the remote, `state` that of its files here. With
        SET_ASIDE for `blob`, the remote has other lines, too.
        """
        self._known[partner_id] = [blob, state]

    def forget(self, partner_id: str) -> None:
        """Remove the note of a partner, so that the next sync compares it line by line."""
        self._known.pop(partner_id, None)

    def save(self) -> None:
        """Write the notes to the disk; failure is ignored, as the next sync works without them."""
        with contextlib.suppress(CspTuiError):
            make_directory(self._path.parent)
            replace_file(self._path, json.dumps(self._known).encode())


class States:
    """The states of all partners' files, as they were when this object was made.

    For speed, the files of a partner's customers are looked at only when they are asked for.

    Args:
        places: the directories of the files.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self._histories = _versions_in(places.history)
        self._partners = _versions_in(places.partners)
        self._customers = _versions_in(places.customers)

    def has(self, partner_id: str) -> bool:
        """Return whether the partner had a progress file when this object was made."""
        return f"{partner_id}.toml" in self._partners

    def of(self, partner_id: str) -> str:
        """Return the state of the partner's files as they were when this object was made.

        The customers' files are looked at only now. The state is equal to what `state_of` returns
        if no file has changed since.
        """
        customers = partner_id in self._customers
        return state_with(
            self._histories.get(f"{partner_id}.jsonl"),
            self._partners.get(f"{partner_id}.toml"),
            _versions_in(self._places.customers_of(partner_id)) if customers else {},
        )


def state_of(places: Places, partner_id: str) -> str:
    """Return a short text that differs whenever a file of the partner here has changed."""
    return state_with(
        current_version(places.history_file(partner_id)),
        current_version(places.progress_file(partner_id)),
        _versions_in(places.customers_of(partner_id)),
    )


def state_with(
    history: Version | None, progress: Version | None, customers: Mapping[str, Version]
) -> str:
    """Return the state, as `state_of` does, of a partner whose files have these versions.

    `history` and `progress` are None where there is no such file; `customers` is by file name.
    """
    text = repr((history, progress, sorted(customers.items())))
    return sha256_of(text.encode())[:32]


def _versions_in(directory: Path) -> dict[str, Version]:
    """Return the version of each file in a directory by name; empty if it cannot be read."""
    found: dict[str, Version] = {}
    with contextlib.suppress(OSError), os.scandir(directory) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):  # it has gone meanwhile
                found[entry.name] = version_of(entry.stat(follow_symlinks=False))
    return found
