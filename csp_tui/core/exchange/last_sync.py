"""What the last sync of a data directory did, and what the next one would send.

Each sync writes it beside its notes, also one that failed. It names no partner, so that erasing one
need not look here.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from csp_tui.core.base.clock import from_stamp, stamp
from csp_tui.core.base.errors import MALFORMED, CspTuiError
from csp_tui.core.care.archive import archived_workplace
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.places import Places
from csp_tui.core.exchange.git_address import kept_address, without_password
from csp_tui.core.exchange.notes import Notes, States
from csp_tui.core.exchange.sync_places import last_sync_file
from csp_tui.core.workplace.workplace import Workplace


@dataclass(frozen=True, slots=True)
class LastSync:
    """What the last sync did, as the file on it says."""

    at: datetime
    """When it ended."""
    by: str
    """Login of who synced."""
    host: str
    """Machine of who synced."""
    sent: int = 0
    """Partners and checklists that were sent."""
    received: int = 0
    """Partners of which changes came, and checklists that came."""
    left_alone: int = 0
    """Partners and checklists that were neither sent nor taken in."""
    trouble: str = ""
    """A sentence on why the sync failed; empty if it did not."""
    has_answered: bool = True
    """Whether the remote has answered."""


def keep_last_sync(places: Places, last: LastSync) -> None:
    """Write what the last sync did to its file, for `read_last_sync`.

    A group may read the file, so no password of an address gets into it. If it cannot be written,
    nothing happens, since it is only shown.
    """
    path = last_sync_file(places)
    trouble = without_password(last.trouble)
    content = json.dumps({**asdict(last), "at": stamp(last.at), "trouble": trouble}).encode()
    with contextlib.suppress(CspTuiError):
        make_directory(path.parent)
        replace_file(path, content)


def read_last_sync(places: Places) -> LastSync | None:
    """Return what the last sync did; None if there was none, or its file is unreadable."""
    with contextlib.suppress(CspTuiError, *MALFORMED):
        found = json.loads(read_file(last_sync_file(places))[0])
        last = LastSync(**{**found, "at": from_stamp(found["at"])})
        defaults = asdict(LastSync(last.at, "", ""))
        if all(type(value) is type(defaults[name]) for name, value in asdict(last).items()):
            return last
    return None


@dataclass(frozen=True, slots=True)
class SyncState:
    """What is known of the exchange with other machines without asking the remote."""

    address: str
    """The address of the remote, without a name and password in it."""
    last: LastSync | None
    """The last sync; None before the first."""
    to_send: int
    """How many partners have a file that was changed since the remote had all lines of it."""


def known_state(workplace: Workplace) -> SyncState | None:
    """Return what is known of syncing with the remote that was named last, without asking it.

    None if no remote was ever named, or if the files about it cannot be read.
    """
    with contextlib.suppress(CspTuiError):
        if address := kept_address(workplace.places):
            return sync_state(workplace, address)
    return None


def sync_state(workplace: Workplace, address: str) -> SyncState:
    """Return the last sync, and how many partners are to be sent to the remote at `address`.

    Archived partners count, too, and so does a partner that the last sync left alone. No file of a
    partner is opened.

    Raises:
        InvalidFileError: the partners cannot be listed.
    """
    notes = Notes(workplace.places, address)
    to_send = 0
    for at in (workplace, archived_workplace(workplace)):
        states = States(at.places)
        ids = at.store.partner_ids()
        to_send += sum(not notes.is_unchanged(each, states.of(each)) for each in ids)
    return SyncState(without_password(address), read_last_sync(workplace.places), to_send)
