"""Keep the lines of the first frame in the cache, so that the next start shows them at once."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from csp_tui import __version__
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.language import current
from csp_tui.core.checklists.library import Library
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.row_cache import Source
from csp_tui.tui.lines.tone import Line, Tone

_FORMAT = 3


class KeptFrame:
    """The cache file of the lines; they are valid if all that they depend on is unchanged.

    Args:
        path: the cache file, which may be deleted at any time.
        sources: the partners' files as they are now.
        library: the checklists that the runs go through.
        today: the current day.
        size: columns and lines of the terminal.
        chosen: what decides which partners the list shows, and in which order.
    """

    def __init__(
        self,
        path: Path,
        sources: Iterable[Source],
        library: Library,
        today: date,
        size: tuple[int, int],
        chosen: Sequence[object],
    ) -> None:
        state = repr([(each.id, each.stamp) for each in sources])
        digest = hashlib.sha256(state.encode()).hexdigest()
        depends = [glyphs().cut, today.isoformat(), *size, library.signature(), digest, *chosen]
        self._path = path
        self._signature = json.loads(json.dumps([_FORMAT, __version__, current(), *depends]))

    def lines(self) -> list[Line] | None:
        """Return the lines from the top; None if there is no cache file or it is not valid now."""
        try:
            kept = json.loads(read_file(self._path)[0])
            if kept["signature"] != self._signature:
                return None
            return [
                tuple((str(text), Tone(number)) for text, number in line) for line in kept["lines"]
            ]
        except (CspTuiError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def keep(self, lines: Sequence[Line]) -> None:
        """Write `lines` to the cache file for the next start; ignore failure."""
        kept: dict[str, Any] = {"signature": self._signature}
        kept["lines"] = [
            [(text, tone.value) for text, tone in each if isinstance(tone, Tone)] for each in lines
        ]
        with contextlib.suppress(CspTuiError):
            make_directory(self._path.parent)
            replace_file(self._path, json.dumps(kept).encode())
