"""One line of the history: a change, who made it and when, written as JSON.

The *writer* of a line is the data directory in which it was written, named by a random id. A writer
counts its lines, and each holds the hash of the writer's line before, so that missing and altered
lines are found. The *head* of a writer is the number and the hash of its last line. A progress file
holds the heads up to which it includes the history.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import Any

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import from_stamp, stamp
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.sha256 import sha256_of
from csp_tui.core.progress.change import Change, from_json, to_json
from csp_tui.core.progress.model import RULE_KEY, Value

VERSION = 2
_HEAD = re.compile(r"([0-9]{1,15}) ([0-9a-f]*)\Z")
_SHORT = 16
"""Digits of an identity by which a line names another one that it replaces."""
_MOST_LINES = 100_000
_MOST_REPLACED = 64
_MOST_REMEMBERED = 4096
"""Bytes; a longer line is decoded anew each time, so that long ones fill no memory."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change as the history records it; `before` and `after` hold the values it changed."""

    writer: str
    count: int
    """The number of the line among the lines of its writer, from 1."""
    at: datetime
    """The order stamp: later than that of every line that the line replaces, whatever the clock
    said."""
    by: str
    host: str
    step: str
    """Id of the step; all lines of one step share it."""
    do: str
    reviewer: str = ""
    undoes: str = ""
    """What this line takes back; see `undone`."""
    run: str = ""
    item: str = ""
    part: str = ""
    customer: str = ""
    before: Mapping[str, Value] = field(default_factory=dict)
    after: Mapping[str, Value] = field(default_factory=dict)
    rule: str = ""
    prev: str = ""
    """Hash of the line before by the same writer; empty for the writer's first line."""
    clock: datetime | None = None
    """What the writer's clock said, where that is not `at`."""
    of: int = 1
    """How many lines the step has; if the file has fewer of them, a crash cut the step off."""
    kept: Mapping[str, Value] = field(default_factory=dict)
    """The values that the line leaves as they are, of those that belong to the changed ones. In the
    file they are called ``with``."""
    over: tuple[str, ...] = ()
    """The short identities of the lines that this one replaces; of a detail, the line that it is
    about."""
    moves: Mapping[str, str] = field(default_factory=dict)
    """Of a run that was moved to another edition: the new id of each item that has one, by its old
    id. What was recorded of the old item, or will be, counts for the new one, too."""
    heads: Mapping[str, str] = field(default_factory=dict)
    """Of a purge: the heads of the history that was erased, by writer."""
    version: int = VERSION
    """Version of the line's form; lines of version 1 hold neither `kept` nor `over`."""
    read_from: bytes = field(default=b"", repr=False, compare=False)
    """The bytes that the line was read from, which are kept since they may hold keys of a newer
    csp-tui; empty for a new line."""
    _identity: str = field(default="", init=False, repr=False, compare=False)

    @property
    def id(self) -> str:
        """The id of the line, from its writer and number: ``k3v9q2mx:12``.

        It is unique in its partner's history, unless the writer has forked.
        """
        return f"{self.writer}:{self.count}"

    @property
    def identity(self) -> str:
        """The hash of the line's bytes; after a fork two lines may share their id, never this."""
        if not self._identity:
            object.__setattr__(self, "_identity", digest(self.encode()))
        return self._identity

    @property
    def short_identity(self) -> str:
        """The beginning of the identity, by which other lines name this one in `over`."""
        return self.identity[:_SHORT]

    @property
    def undone(self) -> tuple[str, str]:
        """What this line takes back: an id and a short identity, both empty for nothing.

        An id without a colon names a step, and the identity is that of its first line. An id with a
        colon names a single line. Earlier versions wrote no identity; it is empty then.
        """
        name, _colon, short = self.undoes.rpartition(":")
        return (name, short) if name and len(short) == _SHORT else (self.undoes, "")

    @property
    def when(self) -> datetime:
        """The time of the change by the clock of its writer.

        This time is shown, and decides to which day the change belongs.
        """
        return self.clock or self.at

    @property
    def change(self) -> Change:
        """The change that the line records."""
        return Change(
            self.do,
            self.after,
            self.run,
            self.item,
            self.rule,
            self.part,
            self.customer,
            self.moves,
        )

    @property
    def who(self) -> str:
        """Who made the change: the reviewer with the login in brackets, or the login alone."""
        return Actor(self.by, self.host, self.reviewer).who

    def is_about(self, customer: str) -> bool:
        """Return whether the line changes, or may change, the file of a customer.

        An empty `customer` means the partner's own file. A line that moves items to other ids is
        about every file.
        """
        return self.customer == customer or bool(self.moves)

    def encode(self) -> bytes:
        """Return the bytes of the line in the file, without the line end.

        A line that was read keeps the bytes that it was read from.
        """
        if self.read_from:
            return self.read_from
        values: dict[str, Any] = {
            "v": self.version,
            "w": self.writer,
            "n": self.count,
            "at": stamp(self.at),
            "clock": stamp(self.clock) if self.clock else None,
            "by": self.by,
            "as": self.reviewer,
            "host": self.host,
            "step": self.step,
            "of": self.of if self.of > 1 else None,
            "undoes": self.undoes,
            "do": self.do,
            "run": self.run,
            "item": self.item,
            "customer": self.customer,
            "part": self.part,
            "from": to_json(self.before),
            "to": to_json(self.after),
            "with": to_json(self.kept) or None,
            "over": list(self.over) or None,
            "moves": dict(self.moves) or None,
            "heads": dict(self.heads) or None,
            "rule": self.rule,
            "prev": self.prev,
        }
        kept = {key: value for key, value in values.items() if value not in ("", None)}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def decode_line(line: bytes) -> HistoryLine:
    """Return the history line whose bytes in the file are `line`.

    Raises:
        ValueError: `line` is no history line.
    """
    return _remembered(line) if len(line) <= _MOST_REMEMBERED else _decoded(line)


def _decoded(line: bytes) -> HistoryLine:
    try:
        values = json.loads(line)
        if not is_id(values["w"]) or values["w"] == RULE_KEY:  # a file has both in one table
            raise ValueError("no history line: its writer is no id")
        customer = intern(str(values.get("customer", "")))
        if customer and not is_id(customer):
            raise ValueError("no history line: its customer is no id")
        if values.get("part") in ("checklists", "history"):
            raise ValueError("no history line: its part holds no values")
        if b"\\ud" in line.lower():  # half a character, which no file can hold
            json.dumps(values, ensure_ascii=False).encode()
        of, over = int(values.get("of", 1)), values.get("over", [])
        if not (0 < of <= _MOST_LINES and isinstance(over, list) and len(over) <= _MOST_REPLACED):
            raise ValueError("no history line: it is about too many others")
        return HistoryLine(
            writer=intern(str(values["w"])),
            count=int(values["n"]),
            at=from_stamp(values["at"]),
            by=intern(str(values["by"])),
            host=intern(str(values.get("host", ""))),
            step=str(values["step"]),
            do=intern(str(values["do"])),
            reviewer=intern(str(values.get("as", ""))),
            undoes=str(values.get("undoes", "")),
            run=intern(str(values.get("run", ""))),
            item=intern(str(values.get("item", ""))),
            part=intern(str(values.get("part", ""))),
            customer=customer,
            before=from_json(values.get("from", {})),
            after=from_json(values.get("to", {})),
            rule=intern(str(values.get("rule", ""))),
            prev=str(values.get("prev", "")),
            clock=from_stamp(values["clock"]) if "clock" in values else None,
            of=of,
            kept=from_json(values.get("with", {})),
            over=tuple(str(each)[:_SHORT] for each in over),
            moves={str(old): str(new) for old, new in values.get("moves", {}).items()},
            heads={str(writer): str(text) for writer, text in values.get("heads", {}).items()},
            version=int(values.get("v", 1)),
            read_from=line,
        )
    except (KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise ValueError(f"no history line: {error}") from error


_remembered = lru_cache(maxsize=256)(_decoded)
"""An exchange looks at the same lines several times: to check, to compare and to fold them.

A line takes some 2 kB; what many lines have in common, such as names, is kept once (`intern`)."""


def digest(encoded: bytes) -> str:
    """Return the hash of an encoded line, as the writer's next line holds it in ``prev``."""
    return sha256_of(encoded)


def head(line: HistoryLine) -> str:
    """Return the head that names `line`, its number and hash, as progress files hold it."""
    return f"{line.count} {digest(line.encode())}"


def parse_heads(text: str) -> list[tuple[int, str]]:
    """Return number and hash of each history line that `text` names, such as ``12 9f3a...``.

    There are several, with commas between them, where a writer's lines have forked. What is no head
    is left out.
    """
    matches = (_HEAD.match(each.strip()) for each in text.split(","))
    return [(int(match[1]), match[2]) for match in matches if match]


def last_number(heads: str) -> int:
    """Return the greatest line number in the heads of one writer; 0 if `heads` has no head."""
    return max((count for count, _hash in parse_heads(heads)), default=0)
