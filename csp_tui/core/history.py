"""The log of changes: append-only, one JSON object a line, each with the hash of the one before."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from csp_tui.core.changes import Change, from_json, to_json
from csp_tui.core.clock import from_stamp, stamp
from csp_tui.core.directories import make_directory, refuse_link
from csp_tui.core.errors import InvalidFileError, NotFoundError, WriteError
from csp_tui.core.files import (
    Version,
    append_to_file,
    current_version,
    cut_file,
    read_file,
    remove_file,
    replace_file,
)
from csp_tui.core.ids import is_id
from csp_tui.core.progress import Value

VERSION = 1
_HEAD = re.compile(r"([0-9]{1,15}) ([0-9a-f]*)\Z")
LARGEST = 1024 * 1024 * 1024
"""Bytes of a history file that is read."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change, as it stands in the history."""

    writer: str
    count: int
    """The writer's own count, from 1."""
    at: datetime
    by: str
    host: str
    step: str
    """All lines of one act share it."""
    do: str
    reviewer: str = ""
    undoes: str = ""
    """The step that this one takes back, or with a colon the id of the one line."""
    run: str = ""
    item: str = ""
    part: str = ""
    before: Mapping[str, Value] = field(default_factory=dict)
    after: Mapping[str, Value] = field(default_factory=dict)
    rule: str = ""
    prev: str = ""
    """SHA-256 of the line before by the same writer; empty for its first."""
    of: int = 1
    """How many lines the act has; with fewer, a crash has cut it off."""
    read_from: bytes = field(default=b"", repr=False, compare=False)
    """The line in the file, which may hold keys of a newer version; empty for a new line."""

    @property
    def id(self) -> str:
        """What names the line among those of its partner: ``k3v9q2mx:12``."""
        return f"{self.writer}:{self.count}"

    @property
    def change(self) -> Change:
        """What the line did."""
        return Change(self.do, self.after, self.run, self.item, self.rule, self.part)

    @property
    def who(self) -> str:
        """The reviewer, labelled with the login that vouches for it, or the login."""
        return f"{self.reviewer} ({self.by})" if self.reviewer else self.by

    def encode(self) -> bytes:
        """Return the line as it is written, or was read, without the line end."""
        if self.read_from:
            return self.read_from
        values: dict[str, Any] = {
            "v": VERSION,
            "w": self.writer,
            "n": self.count,
            "at": stamp(self.at),
            "by": self.by,
            "as": self.reviewer,
            "host": self.host,
            "step": self.step,
            "of": self.of if self.of > 1 else None,
            "undoes": self.undoes,
            "do": self.do,
            "run": self.run,
            "item": self.item,
            "part": self.part,
            "from": to_json(self.before),
            "to": to_json(self.after),
            "rule": self.rule,
            "prev": self.prev,
        }
        kept = {key: value for key, value in values.items() if value not in ("", None)}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def decode_line(line: bytes) -> HistoryLine:
    """Return the line that :meth:`HistoryLine.encode` wrote.

    Raises:
        ValueError: it is no such line.
    """
    try:
        values = json.loads(line)
        if not is_id(values["w"]):
            raise ValueError("no history line: its writer is no id")
        return HistoryLine(
            writer=str(values["w"]),
            count=int(values["n"]),
            at=from_stamp(values["at"]),
            by=str(values["by"]),
            host=str(values.get("host", "")),
            step=str(values["step"]),
            do=str(values["do"]),
            reviewer=str(values.get("as", "")),
            undoes=str(values.get("undoes", "")),
            run=str(values.get("run", "")),
            item=str(values.get("item", "")),
            part=str(values.get("part", "")),
            before=from_json(values.get("from", {})),
            after=from_json(values.get("to", {})),
            rule=str(values.get("rule", "")),
            prev=str(values.get("prev", "")),
            of=int(values.get("of", 1)),
            read_from=line,
        )
    except (KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise ValueError(f"no history line: {error}") from error


def digest(encoded: bytes) -> str:
    """Return the hash by which the next line names this one."""
    return hashlib.sha256(encoded).hexdigest()


def head(line: HistoryLine) -> str:
    """Return what the progress file holds for a writer: its last count and hash."""
    return f"{line.count} {digest(line.encode())}"


def parse_head(text: str) -> tuple[int, str]:
    """Return the count and hash of a head; (0, "") where it is none."""
    match = _HEAD.match(text)
    return (int(match[1]), match[2]) if match else (0, "")


class History:
    """The history file of one partner.

    Args:
        path: the file; it may not exist yet.
        aside: directory for a torn last line.
    """

    def __init__(self, path: Path, aside: Path) -> None:
        self._path = path
        self._aside = aside
        self._kept: tuple[Version, list[bytes]] | None = None

    def lines(self) -> list[HistoryLine]:
        """Return every line, the oldest first.

        Raises:
            InvalidFileError: a line is damaged, with its number.
        """
        found = []
        for number, line in enumerate(self.encoded(), 1):
            try:
                found.append(decode_line(line))
            except ValueError as error:
                raise InvalidFileError(self._path, "is no history line", number) from error
        return found

    def newest_first(self) -> Iterator[HistoryLine]:
        """Yield the lines from the last to the first; stops at a damaged one."""
        for line in reversed(self.encoded()):
            try:
                yield decode_line(line)
            except ValueError:
                return

    def beyond(self, heads: Mapping[str, str]) -> list[HistoryLine]:
        """Return the lines, the oldest first, that a progress file with these `heads` lacks.

        A file without any head has lost its table by hand; nothing is known to be missing.
        """
        found: list[HistoryLine] = []
        for line in self.newest_first() if heads else ():
            if line.count <= parse_head(heads.get(line.writer, ""))[0]:
                break
            found.append(line)
        return found[::-1]

    def heads(self) -> dict[str, str]:
        """Return the last count and hash of every writer."""
        found: dict[str, str] = {}
        for line in self.newest_first():
            found.setdefault(line.writer, head(line))
        return found

    def head_of(self, writer: str) -> tuple[int, str]:
        """Return the count and hash of a writer's last line; (0, "") where it has none."""
        for line in self.newest_first():
            if line.writer == writer:
                return line.count, digest(line.encode())
        return 0, ""

    def append(self, lines: list[HistoryLine]) -> int:
        """Add lines at the end, durably; return the file's size before.

        Raises:
            WriteError: nothing was added.
        """
        make_directory(self._path.parent)
        size = self._set_torn_tail_aside()
        added = b"".join(line.encode() + b"\n" for line in lines)
        append_to_file(self._path, added)
        version, kept = current_version(self._path), self._kept
        if kept and version and version[:2] == (kept[0].inode, size + len(added)):
            self._kept = (version, [*kept[1], *added.split(b"\n")[:-1]])
        return size

    def cut_back(self, size: int, lines: list[HistoryLine]) -> None:
        """Take away `lines`, added behind `size` bytes, as far as the disk allows."""
        version = current_version(self._path)
        if version is None or version.size != size + sum(len(each.encode()) + 1 for each in lines):
            return  # where locks do not hold, another writer's line may follow
        with contextlib.suppress(WriteError):
            if size:
                cut_file(self._path, size)
            else:
                remove_file(self._path)

    def encoded(self) -> list[bytes]:
        """Return the lines of all acts that are complete, as they stand in the file."""
        version = current_version(self._path)
        if self._kept is None or self._kept[0] != version:
            refuse_link(self._path.parent)
            try:
                content, version = read_file(self._path, largest=LARGEST)
            except NotFoundError:
                return []
            self._kept = (version, complete(content))
        return self._kept[1]

    def _set_torn_tail_aside(self) -> int:
        """Move an act that a crash has cut off out of the way; return the size without it."""
        whole = sum(len(line) + 1 for line in self.encoded())
        if (version := current_version(self._path)) is None or version.size == whole:
            return whole
        content, _ = read_file(self._path, largest=LARGEST)
        whole = sum(len(line) + 1 for line in complete(content))
        if whole < len(content):
            make_directory(self._aside)
            replace_file(self._aside / f"{self._path.stem}.{whole}.torn", content[whole:])
            cut_file(self._path, whole)
        return whole


def complete(content: bytes) -> list[bytes]:
    """Return the lines of a history without what a crash has torn: its last write, or a part."""
    lines = content.split(b"\n")
    lines.pop()
    if b"\0" in content:
        lines = _before_a_hole(lines)
    with contextlib.suppress(ValueError, IndexError):
        last = decode_line(lines[-1])
        count, most = 0, min(last.of, len(lines))
        while count < most and decode_line(lines[-count - 1]).step == last.step:
            count += 1
        if count < last.of:
            del lines[-count:]
    return lines


def _before_a_hole(lines: list[bytes]) -> list[bytes]:
    """Return the lines without a last write in which a crash has left a block of zeros.

    All lines of one write have the same stamp, and no two writes of a writer share one.
    """
    holes = [number for number, line in enumerate(lines) if b"\0" in line]
    if not holes:
        return lines
    after = lines[holes[-1] + 1 :]
    with contextlib.suppress(ValueError):
        if len({(line.writer, line.at) for line in map(decode_line, after)}) <= 1:
            del lines[holes[0] :]
    return lines
