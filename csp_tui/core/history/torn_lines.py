"""Tells lines that a crash has cut off at the end of a history from damaged lines."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from itertools import takewhile
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.disk import toml
from csp_tui.core.disk.files import read_file
from csp_tui.core.disk.places import Places
from csp_tui.core.history.line import HistoryLine, decode_line, last_number
from csp_tui.core.progress.model import heads_in


def _heads_of_file(path: Path) -> Mapping[str, str]:
    """Return the heads that the progress file at `path` holds; empty if it cannot be read."""
    with contextlib.suppress(CspTuiError):
        return heads_in(toml.parse(toml.decode(read_file(path)[0], path), path))
    return {}


def without_torn_step(lines: list[bytes]) -> list[bytes]:
    """Remove the last step from `lines` if some of its lines are lacking; return `lines`."""
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


def is_saved(lines: Sequence[bytes], places: Places, partner_id: str) -> bool:
    """Return whether the last of `lines` is, or may be, in the progress file that it is about.

    If so, no crash has cut that line off: progress files are written after the history. If neither
    the file nor its last good copy can be read, it may be in the file if earlier writes were about
    the same file: so damage never costs a line that is whole. False if the line is damaged or there
    is none.
    """
    last = decoded(lines[-1]) if lines else None
    if last is None:
        return False
    name = last.customer or partner_id
    file, copies = places.progress_file(partner_id), places.copies
    if last.customer:
        file = places.customer_file(partner_id, last.customer)
        copies /= partner_id
    paths = (file, copies / f"{name}.toml")
    known = [heads for path in paths if (heads := _heads_of_file(path))]
    if known:
        return any(last.count <= last_number(each.get(last.writer, "")) for each in known)
    others = (line for line in map(decoded, lines) if line and line.customer == last.customer)
    return any((line.writer, line.at) != (last.writer, last.at) for line in others)


def decoded(raw: bytes) -> HistoryLine | None:
    """Return the history line of these bytes; None for a damaged one."""
    try:
        return decode_line(raw)
    except ValueError:
        return None
