"""The rows of the first screen, kept in a cache so that a thousand files need no reading."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from csp_tui.core.clock import Clock
from csp_tui.core.counting import RunView
from csp_tui.core.directories import make_directory, refuse_link
from csp_tui.core.errors import CspTuiError, InvalidFileError, reason
from csp_tui.core.files import Version, read_file, replace_file, version_of
from csp_tui.core.ids import is_id
from csp_tui.core.library import Library
from csp_tui.core.paths import Places
from csp_tui.core.progress import Partner
from csp_tui.core.store import Store
from csp_tui.core.text import fold

CACHE_FORMAT = 2
_YOUNG = 2_000_000_000
"""Nanoseconds; a file changed less than this ago may change again within one time stamp."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run on the first screen."""

    key: str
    title: str
    edition: str
    done: int = 0
    total: int = 0
    waiting: int = 0
    ready: str = ""
    chase: tuple[tuple[str, str], ...] = ()
    """Day (ISO) and title of each waiting item."""
    due: tuple[tuple[str, str], ...] = ()
    refused: tuple[str, ...] = ()
    """Title of each refused item."""
    error: str = ""

    def next(self, today: date) -> str:
        """Return what is to do now: chase, due, or the first item that is ready."""
        if self.error:
            return self.error
        day = today.isoformat()
        if self.chase and self.chase[0][0] <= day:
            return f"chase: {self.chase[0][1]}"
        if self.due and self.due[0][0] <= day:
            return f"due: {self.due[0][1]}"
        if self.refused:
            return f"refused: {self.refused[0]}"
        if self.ready:
            return self.ready
        if self.waiting:
            return "waiting"
        return "complete" if self.done == self.total else "nothing open"

    def count_chase(self, today: date) -> int:
        """Return how many waiting items are to be chased by `today`."""
        return sum(day <= today.isoformat() for day, _ in self.chase)

    def count_due(self, today: date) -> int:
        """Return how many open items are due by `today`."""
        return sum(day <= today.isoformat() for day, _ in self.due)


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One partner on the first screen, or the reason why its file is unreadable."""

    id: str
    name: str
    runs: tuple[RunRow, ...] = ()
    error: str = ""


class Overview:
    """All partners at a glance.

    Args:
        places: where things are.
        store: reads the partners whose row is not cached.
        library: the checklists that the runs go through.
        clock: tells which files are too young to be trusted by their time stamp.
    """

    def __init__(self, places: Places, store: Store, library: Library, clock: Clock) -> None:
        self._places = places
        self._store = store
        self._library = library
        self._clock = clock

    def rows(self) -> list[PartnerRow]:
        """Return a row for every partner, by name."""
        cache = self._load_cache()
        used: dict[str, Any] = {}
        rows = []
        now = int(self._clock().timestamp() * 1_000_000_000)
        try:
            files = self._files()
        except InvalidFileError as error:
            name = self._places.partners.name
            return [PartnerRow(name, name, error=f"unreadable, {error.short}")]
        for partner_id, version in files:
            known = cache.get(partner_id)
            is_young = now - version.mtime_ns <= _YOUNG
            row = None if is_young else _decode(known, version)
            if row is not None:
                used[partner_id] = known
            else:
                row = self.row(partner_id)
                has_error = row.error or any(run.error for run in row.runs)
                if not is_young and not has_error:
                    used[partner_id] = [list(version), asdict(row)]
            rows.append(row)
        if used != cache:
            self._save_cache(used)
        return sorted(rows, key=lambda row: (fold(row.name), row.id))

    def row(self, partner_id: str) -> PartnerRow:
        """Return the row of one partner as its file stands now."""
        try:
            return self.row_of(self._store.load(partner_id))
        except InvalidFileError as error:
            return PartnerRow(partner_id, f"{partner_id}.toml", error=f"unreadable, {error.short}")
        except CspTuiError as error:
            return PartnerRow(partner_id, f"{partner_id}.toml", error=str(error))

    def row_of(self, partner: Partner) -> PartnerRow:
        """Return the row of a partner that has been read."""
        runs = tuple(self._run_row(partner, key) for key in partner.runs)
        return PartnerRow(partner.id, partner.name, runs)

    def _run_row(self, partner: Partner, key: str) -> RunRow:
        run = partner.runs[key]
        try:
            checklist = self._library.get(run.checklist, run.edition)
        except CspTuiError as error:
            return RunRow(key, run.checklist, run.edition, error=str(error))
        view = RunView(partner, run, checklist)
        counts = view.counts()
        ready = view.ready()
        return RunRow(
            key=key,
            title=checklist.title,
            edition=run.edition,
            done=counts.done,
            total=counts.total,
            waiting=counts.waiting,
            ready=ready.title if ready else "",
            chase=tuple((day.isoformat(), item.title) for day, item in view.to_chase()),
            due=tuple((day.isoformat(), item.title) for day, item in view.due()),
            refused=tuple(item.title for item in view.refused()),
        )

    def _files(self) -> list[tuple[str, Version]]:
        refuse_link(self._places.partners)
        try:
            with os.scandir(self._places.partners) as entries:
                return [
                    (entry.name[:-5], version_of(entry.stat(follow_symlinks=False)))
                    for entry in entries
                    if entry.name.endswith(".toml") and is_id(entry.name[:-5])
                ]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise InvalidFileError(self._places.partners, reason(error)) from error

    def _cache_file(self) -> Path:
        return self._places.cache_file("rows")

    def _signature(self) -> list[Any]:
        """Return what the rows depend on besides the partners' own files."""
        files = [
            (key, edition, self._library.version(key, edition))
            for key, editions in self._library.files().items()
            for edition in editions
        ]
        return json.loads(json.dumps([CACHE_FORMAT, files]))  # type: ignore[no-any-return]

    def _load_cache(self) -> dict[str, Any]:
        try:
            content = json.loads(read_file(self._cache_file())[0])
            if content["signature"] == self._signature():
                return dict(content["rows"])
        except (CspTuiError, ValueError, KeyError, TypeError, RecursionError):
            pass
        return {}

    def _save_cache(self, rows: dict[str, Any]) -> None:
        content = json.dumps({"signature": self._signature(), "rows": rows}).encode()
        with contextlib.suppress(CspTuiError):
            make_directory(self._places.cache)
            replace_file(self._cache_file(), content)


def _decode(known: Any, version: Version) -> PartnerRow | None:
    """Return the cached row of a file in this `version`; None where there is none to trust."""
    try:
        read_version, row = known
        if read_version != list(version):
            return None
        runs = tuple(_decode_run(run) for run in row["runs"])
        return PartnerRow(row["id"], row["name"], runs)
    except (TypeError, ValueError, KeyError):
        return None


def _decode_run(run: dict[str, Any]) -> RunRow:
    lists = {
        "chase": _pairs(run["chase"]),
        "due": _pairs(run["due"]),
        "refused": tuple(run["refused"]),
    }
    return RunRow(**{**run, **lists})


def _pairs(values: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((day, title) for day, title in values)
