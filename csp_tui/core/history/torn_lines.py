"""Tells lines that a crash has cut off at the end of a history from damaged lines."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.disk import toml
from csp_tui.core.disk.files import read_file
from csp_tui.core.history.line import HistoryLine, decode_line


def heads_in(path: Path) -> Mapping[str, object]:
    """Return the table ``[history]`` of a progress file; empty if it cannot be read."""
    with contextlib.suppress(CspTuiError):
        heads = toml.parse(toml.decode(read_file(path)[0], path), path).get("history")
        return heads if isinstance(heads, dict) else {}
    return {}


def without_torn_step(lines: list[bytes]) -> list[bytes]:
    """Return the lines without a last step that lacks some of its lines."""
    with contextlib.suppress(ValueError, IndexError):
        last = decode_line(lines[-1])
        count, most = 0, min(last.of, len(lines))
        while count < most and decode_line(lines[-count - 1]).step == last.step:
            count += 1
        if count < last.of:
            del lines[-count:]
    return lines


def without_torn_write(lines: list[bytes]) -> list[bytes]:
    """Return the lines without a last write in which a crash has left a block of zeros.

    All lines of one write have the same stamp, and no two writes of a writer share one. Zeros
    anywhere else are damage, and stay where they are with all that was written after them.
    """
    end = len(lines)
    last = decoded(lines[-1]) if lines else None
    if last is not None:
        of_last_write = takewhile(
            lambda line: line is not None and (line.writer, line.at) == (last.writer, last.at),
            map(decoded, reversed(lines)),
        )
        end -= sum(1 for _line in of_last_write)
    start = end
    while start and b"\0" in lines[start - 1]:
        start -= 1
    return lines[:start] if start < end else lines


def decoded(raw: bytes) -> HistoryLine | None:
    """Return the history line of these bytes; None for a damaged one."""
    try:
        return decode_line(raw)
    except ValueError:
        return None
