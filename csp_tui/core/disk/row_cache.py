"""A cache of rows: values that are made from a file and kept until the file changes."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from csp_tui.core.base.clock import Clock
from csp_tui.core.base.errors import CspTuiError, InvalidFileError, NotFoundError, reason
from csp_tui.core.base.ids import is_id
from csp_tui.core.disk.directories import make_directory, refuse_link
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.in_place import append_to_file
from csp_tui.core.disk.second_process import in_second_process, is_worth_it

if TYPE_CHECKING:
    from csp_tui.core.disk.places import Places

YOUNG = 2_000_000_000
"""Nanoseconds: a file that changed more recently may change again within the same time stamp."""

_FEW = 4
"""The cache file is written anew once it has more than one outdated row to so many others."""

_TOGETHER = 2_000
"""So many rows are made, in about a second, and then added to the cache file."""

_LARGEST = 256 * 1024 * 1024
"""Bytes of a cache file that is read; ten thousand partners have some 10 MB."""


_MALFORMED = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What a line of the cache file can raise that no csp-tui of this format has written."""


class CachedRow(Protocol):
    """A named tuple that a `RowCache` can hold: its values can be written as JSON."""

    @property
    def is_lasting(self) -> bool:
        """Whether the row may be cached; False for a row with an error: it is made again."""


Row = TypeVar("Row", bound=CachedRow)


class Source(NamedTuple):
    """The file that a row is made from.

    `id` is the file's name without its ending; `stamp` differs whenever the file has changed;
    `changed_ns` is when it last changed, in nanoseconds since 1970.
    """

    id: str
    stamp: tuple[int, ...]
    changed_ns: int


class RowCache(Generic[Row]):
    """The cached rows of one directory, in memory and in a cache file.

    The cache file has lines of JSON, each with some rows; of a row that is in several, the last
    counts. At the first call of `rows`, a line is added for each 2,000 rows that are made, so that
    those of a start that is cut off are there at the next. Rows made later stay in memory only,
    since making a few again at the next start costs less than writing at each change. The file is
    written anew when a source has gone.

    Args:
        path: the cache file; it may be deleted at any time.
        clock: returns the present, to find files that changed too recently for their time stamp
            to be trusted.
        decode: returns the row that JSON values, which it may change, stand for; raises TypeError,
            ValueError or LookupError for values of another form.
    """

    def __init__(self, path: Path, clock: Clock, decode: Callable[[Any], Row]) -> None:
        self._path = path
        self._clock = clock
        self._decode = decode
        self._signature: Any = None
        self._written = 0.0
        """The number of rows in the cache file, outdated ones too; infinite for a damaged file."""
        self._rows: dict[str, tuple[tuple[int, ...], Row]] = {}

    def rows(
        self,
        signature: Any,
        sources: Sequence[Source],
        read: Callable[[str], Row],
        most: int | None = None,
        told: Callable[[int, int], object] = lambda _known, _all: None,
    ) -> list[Row]:
        """Return a row for each file in `sources`; call `read` only for rows that are not cached.

        A file that changed less than two seconds ago is always read: see YOUNG. A row that is not
        lasting (`is_lasting`) is made anew each time.

        Args:
            signature: a JSON value of all that rows depend on besides their files, such as the
                language; rows cached under another signature are not used.
            sources: the files; the rows are returned in their order.
            read: returns the row of the file with the given id, by reading the file.
            most: how many rows may be made by `read`; None for any number.
            told: is called with the number of rows known so far, and that of all rows, each time
                that some more are made.

        Raises:
            LookupError: more than `most` rows are not cached.
        """
        signature = json.loads(json.dumps(signature))
        is_first, young = self._signature != signature, _young_from(self._clock())
        before = self._load(signature) if is_first else self._rows
        kept: dict[str, tuple[tuple[int, ...], Row]] = {}
        lacking = []
        for each in sources:
            entry = before.get(each.id)
            if entry is not None and entry[0] == each.stamp and each.changed_ns < young:
                kept[each.id] = entry
            else:
                lacking.append(each)
        if most is not None and len(lacking) > most:
            raise LookupError
        self._signature, self._rows = signature, kept
        made: dict[str, Row] = {}
        for start in range(0, len(lacking), _TOGETHER):
            if start:
                told(len(sources) - len(lacking) + start, len(sources))
            some = lacking[start : start + _TOGETHER]
            rows = self._made([each.id for each in some], read)
            lasting = {
                each.id: (each.stamp, row)
                for each, row in zip(some, rows, strict=True)
                if each.changed_ns < young and row.is_lasting
            }
            made.update(zip((each.id for each in some), rows, strict=True))
            kept.update(lasting)
            if is_first and lasting:
                self._add(lasting)
        if before.keys() - {each.id for each in sources}:
            self._save()
        return [made[each.id] if each.id in made else kept[each.id][1] for each in sources]

    def _made(self, ids: Sequence[str], read: Callable[[str], Row]) -> list[Row]:
        """Return the row that `read` makes for each id, in the order of `ids`.

        From 200 rows on, a second process makes half of them, if one can be started.
        """
        if not is_worth_it(len(ids)):
            return [*map(read, ids)]
        first, second = ids[: len(ids) // 2], ids[len(ids) // 2 :]
        with in_second_process(lambda: json.dumps([*map(read, second)]).encode()) as result:
            rows = [*map(read, first)]
            others = result()
        return [*rows, *(map(self._decode, json.loads(others)) if others else map(read, second))]

    def _load(self, signature: Any) -> dict[str, tuple[tuple[int, ...], Row]]:
        """Return stamp and row of each file that the cache file has; of a malformed line, some."""
        rows: dict[str, tuple[tuple[int, ...], Row]] = {}
        self._written = 0
        try:
            encoded = read_file(self._path, largest=_LARGEST)[0]
        except NotFoundError:
            return rows
        except CspTuiError:
            self._written = inf
            return rows
        for line in encoded.split(b"\n"):
            try:
                content = json.loads(line)
                self._written += len(content["rows"])
                if content["signature"] == signature:
                    for key, (stamp, row) in content["rows"].items():
                        rows[key] = tuple(stamp), self._decode(row)
            except _MALFORMED:
                self._written = inf
        return rows

    def _add(self, rows: Mapping[str, Any]) -> None:
        """Add rows to the cache file, or write it anew if too many in it are outdated."""
        self._written += len(rows)
        if (self._written - len(self._rows)) * _FEW > len(self._rows):
            self._save()
            return
        line = _line(self._signature, rows)
        with contextlib.suppress(CspTuiError):
            make_directory(self._path.parent)
            append_to_file(self._path, line if self._written == len(rows) else b"\n" + line)

    def _save(self) -> None:
        self._written = len(self._rows)
        with contextlib.suppress(CspTuiError):
            make_directory(self._path.parent)
            replace_file(self._path, _line(self._signature, self._rows))


def _line(signature: Any, rows: Mapping[str, Any]) -> bytes:
    return json.dumps({"signature": signature, "rows": rows}).encode()


def progress_sources(directory: Path) -> list[Source]:
    """Return a Source for each progress file in `directory`, whose name is an id and ``.toml``.

    The list is empty if the directory does not exist.

    Raises:
        InvalidFileError: `directory` is a symbolic link, or cannot be read.
    """
    refuse_link(directory)
    found = []
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                name = entry.name
                if name.endswith(".toml") and is_id(name[:-5]):
                    try:
                        now = entry.stat(follow_symlinks=False)
                    except FileNotFoundError:  # purged in this moment
                        continue
                    changed = now.st_mtime_ns
                    stamp = (now.st_ino, now.st_size, changed, now.st_ctime_ns)
                    found.append(Source(name[:-5], stamp, changed))
            return found
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InvalidFileError(directory, reason(error)) from error


def partner_sources(places: Places) -> list[Source]:
    """Return a Source for each partner's own progress file.

    Its `stamp` and `changed_ns` also change when a progress file of the partner's customers
    changes.

    Raises:
        InvalidFileError: the directory of these files is a symbolic link, or cannot be read.
    """
    sources = progress_sources(places.partners)
    states: dict[str, tuple[int, int, int, int]] = {}
    with contextlib.suppress(OSError), os.scandir(places.customers) as entries:
        states = {each.name: _state_of(each) for each in entries}
    if not states:
        return sources
    return [
        Source(each.id, (*each.stamp, *state), max(each.changed_ns, *state[:2]))
        if (state := states.get(each.id))
        else each
        for each in sources
    ]


def _state_of(directory: os.DirEntry[str]) -> tuple[int, int, int, int]:
    """Return four numbers; at least one changes when a file in `directory` changes.

    They are the time when the directory was modified, the latest time when a file was modified, the
    size of all files in bytes, and the latest time when the status of a file changed. All times are
    in nanoseconds. The first number is not enough, since an editor may write into a file in place.
    """
    newest = size = status = 0
    with contextlib.suppress(OSError), os.scandir(directory) as entries:
        for each in entries:
            now = each.stat(follow_symlinks=False)
            newest, size = max(newest, now.st_mtime_ns), size + now.st_size
            status = max(status, now.st_ctime_ns)
    return directory.stat().st_mtime_ns, newest, size, status


def is_old(changed_ns: int, now: datetime) -> bool:
    """Return whether a file that last changed at `changed_ns` did so more than YOUNG ago.

    One that changed later may change again within the same time stamp, unnoticed.

    Args:
        changed_ns: nanoseconds since 1970.
        now: the moment just before the file is read.
    """
    return changed_ns < _young_from(now)


def _young_from(now: datetime) -> int:
    """Return the time, in nanoseconds since 1970, from which on a change is YOUNG or younger."""
    return int(now.timestamp() * 1_000_000_000) - YOUNG
