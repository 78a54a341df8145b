"""A cache of rows: values that are made from a file and kept until the file changes."""

from __future__ import annotations

import contextlib
import json
from binascii import crc32
from collections.abc import Callable, Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from csp_tui.core.base.clock import Clock
from csp_tui.core.base.errors import MALFORMED, CspTuiError, NotFoundError
from csp_tui.core.disk.columns import Shape, packed, unpacked
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.file_stamps import Source, young_from
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.in_place import append_to_file
from csp_tui.core.disk.second_process import in_second_process, is_worth_it

_FEW = 4
"""The cache file is written anew once it has more than one outdated row to so many others."""

_MOST_LINES = 50
"""A cache file of so many lines is written anew: each takes as long to read as some seven rows."""

_TOGETHER = 2_000
"""So many rows are made, in about a second, and then added to the cache file."""

_CHECKSUM = 9
"""Bytes of the checksum at the end of a line, with the blank before it."""

_LARGEST = 256 * 1024 * 1024
"""Bytes of a cache file that is read; ten thousand partners have some 5 MB."""


class CachedRow(Protocol):
    """A named tuple that a `RowCache` can hold: its values can be written as JSON."""

    @property
    def id(self) -> str:
        """The id of the source that the row is made from."""

    @property
    def is_lasting(self) -> bool:
        """Whether the row may be cached; False for a row with an error: it is made again."""


Row = TypeVar("Row", bound=CachedRow)


class RowCache(Generic[Row]):
    """The cached rows of one directory, in memory and in a cache file.

    A cache file of another user, or that others may write, is not read. It has lines of JSON, each
    with some rows as columns, and a checksum; of a row that is in several, the last counts. At the
    first call of `rows`, a line is added for each 2,000 rows that are made, so that those of a
    start that is cut off are there at the next. Rows made later stay in memory only, since making a
    few again at the next start costs less than writing at each change. The file is written anew
    when a source has gone, and when it has many outdated rows or lines.

    Args:
        path: the cache file; it may be deleted at any time.
        clock: returns the present, to find files that changed too recently for their time stamp
            to be trusted.
        shape: what the rows are.
    """

    def __init__(self, path: Path, clock: Clock, shape: Shape) -> None:
        self._path = path
        self._clock = clock
        self._shape = shape
        self._signature: Any = None
        self._written = 0.0
        """The number of rows in the cache file, outdated ones too; infinite for a damaged file."""
        self._lines = 0
        """The number of lines in the cache file."""
        self._rows: dict[str, tuple[tuple[int, ...], Row]] = {}

    def rows(
        self,
        signature: Any,
        sources: Sequence[Source],
        read: Callable[[str], Row],
        most: int | None = None,
        on_progress: Callable[[int, int], object] = lambda _known, _all: None,
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
            on_progress: called each time that some more rows are made, with the number of rows
                known so far and that of all.

        Raises:
            LookupError: more than `most` rows are not cached.
        """
        signature = json.loads(json.dumps(signature))
        is_first, young = self._signature != signature, young_from(self._clock())
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
                on_progress(len(sources) - len(lacking) + start, len(sources))
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
        with in_second_process(
            lambda: json.dumps(packed(map(read, second), self._shape)).encode()
        ) as result:
            rows = [*map(read, first)]
            others = result()
        if not others:
            return [*rows, *map(read, second)]
        return [*rows, *unpacked(json.loads(others), self._shape)]

    def _load(self, signature: Any) -> dict[str, tuple[tuple[int, ...], Row]]:
        """Return stamp and row of each file that the cache file has; of a malformed line, some."""
        rows: dict[str, tuple[tuple[int, ...], Row]] = {}
        self._written, self._lines = 0, 0
        try:
            encoded = read_file(self._path, largest=_LARGEST, is_own=True)[0]
        except NotFoundError:
            return rows
        except CspTuiError:
            self._written = inf
            return rows
        for line in encoded.split(b"\n"):
            self._lines += 1
            try:
                content = json.loads(_checked(line))
                self._written += len(content["stamps"])
                if content["signature"] == signature:
                    made = unpacked(content["rows"], self._shape)
                    for stamp, row in zip(content["stamps"], made, strict=True):
                        rows[row.id] = tuple(stamp), row
            except MALFORMED:  # another version of csp-tui has written it
                self._written = inf
        return rows

    def _add(self, rows: Mapping[str, tuple[tuple[int, ...], Row]]) -> None:
        """Add rows to the cache file; write it anew if many are outdated, or it has many lines."""
        self._written += len(rows)
        is_outdated = (self._written - len(self._rows)) * _FEW > len(self._rows)
        if is_outdated or self._lines >= _MOST_LINES:
            self._save()
            return
        line = self._line(rows)
        with contextlib.suppress(CspTuiError):
            make_directory(self._path.parent)
            append_to_file(self._path, b"\n" + line if self._lines else line)
            self._lines += 1

    def _save(self) -> None:
        self._written, self._lines = len(self._rows), 1
        with contextlib.suppress(CspTuiError):
            make_directory(self._path.parent)
            replace_file(self._path, self._line(self._rows))

    def _line(self, rows: Mapping[str, tuple[tuple[int, ...], Row]]) -> bytes:
        """Return a line of the cache file with some rows; `cached_names` reads how it starts."""
        columns = packed((row for _stamp, row in rows.values()), self._shape)
        stamps = [stamp for stamp, _row in rows.values()]
        content = {"rows": columns, "stamps": stamps, "signature": self._signature}
        encoded = json.dumps(content).encode()
        return encoded + _checksum(encoded)


def _checksum(encoded: bytes) -> bytes:
    return f" {crc32(encoded):08x}".encode()


def _checked(line: bytes) -> bytes:
    """Return a line of a cache file without its checksum; raise ValueError if that is wrong."""
    encoded = line[:-_CHECKSUM]
    if _checksum(encoded) != line[-_CHECKSUM:]:
        raise ValueError(line[:_CHECKSUM])
    return encoded
