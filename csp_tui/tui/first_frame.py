"""The first frame: the partners on the screen before Textual is imported.

Importing Textual is nearly all of what a start costs. The rows of the first screen stand in the
cache, so they are drawn at once; the app then draws the same over them and takes the keys that
were typed meanwhile.
"""

from __future__ import annotations

import contextlib
import os
import sys
import termios
from collections.abc import Mapping, Sequence
from itertools import groupby
from types import TracebackType
from typing import Any, Self

from csp_tui.core.clock import Clock, local_day
from csp_tui.core.library import Library
from csp_tui.core.overview import known_rows
from csp_tui.core.paths import find_places
from csp_tui.core.settings import read_settings
from csp_tui.tui import partners_text
from csp_tui.tui.hints import fitted_hints
from csp_tui.tui.row import Cell, cells
from csp_tui.tui.tone import Line, Tone

ALTERNATE_SCREEN = "\x1b[?1049h"
_OPENED = f"{ALTERNATE_SCREEN}\x1b[?25l\x1b[2J"
_CLOSED = "\x1b[?1049l\x1b[?25h"
_HEAD = 2
_LEAST_ROWS = 5
_ATTRIBUTES = {"bold": "1", "dim": "2", "underline": "4", "reverse": "7"}
_COLOURS = {"cyan": "36", "yellow": "33"}
_INPUT, _LOCAL = 0, 3
"""Places in what `tcgetattr` returns."""

Attributes = list[Any]


class FirstFrame:
    """Lines on the screen until the app takes over; where it never does, all is as before.

    Args:
        lines: what to show, from the top; nothing is touched where there is nothing.
        columns: cells of a line.
        has_colours: whether colours may be sent besides attributes.
    """

    def __init__(
        self, lines: Sequence[Line] = (), columns: int = 0, *, has_colours: bool = True
    ) -> None:
        self._lines = lines
        self._columns = columns
        self._has_colours = has_colours
        self._before: Attributes | None = None

    @property
    def is_up(self) -> bool:
        """Whether it stands on the screen and nobody has taken over."""
        return self._before is not None

    def __enter__(self) -> Self:
        if self._lines:
            with contextlib.suppress(termios.error, OSError):
                self._before = termios.tcgetattr(sys.stdin.fileno())
                _set_attributes(_without_echo(self._before))
                _send(_OPENED + self._drawn())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._before is not None:
            with contextlib.suppress(termios.error, OSError):
                _send(_CLOSED)
            with contextlib.suppress(termios.error, OSError):
                _set_attributes(self._before)

    def hand_over(self) -> Attributes | None:
        """Leave screen and keyboard to the app; return how the line was before, to restore it."""
        before, self._before = self._before, None
        return before

    def _drawn(self) -> str:
        lines = enumerate(map(self._line, self._lines), 1)
        return "".join(f"\x1b[{number};1H{line}" for number, line in lines if line)

    def _line(self, line: Line) -> str:
        return "".join(
            self._painted("".join(text for text, _ in group), tone)
            for tone, group in groupby(cells(line, self._columns), key=_tone)
        )

    def _painted(self, text: str, tone: object) -> str:
        words = tone.value.split() if isinstance(tone, Tone) and tone is not Tone.TITLE else ()
        known = {**_ATTRIBUTES, **_COLOURS} if self._has_colours else _ATTRIBUTES
        codes = ";".join(known[word] for word in words if word in known)
        return f"\x1b[{codes}m{text}\x1b[m" if codes else text


def first_frame(environ: Mapping[str, str], data: str | None, clock: Clock) -> FirstFrame:
    """Return the partners as the cache has them; an empty frame where it has not all of them.

    Raises:
        UsageError, InvalidFileError: the app cannot be opened either.
    """
    places = find_places(environ, data)
    if not read_settings(places.config, environ).theme.startswith("ansi-"):
        return FirstFrame()  # the theme has a ground of its own, which only the app knows
    size = os.get_terminal_size(sys.stdout.fileno())
    rows = known_rows(places, Library(places.shipped, places.own_checklists), clock)
    if rows is None or len(rows) < 2 or size.lines < _LEAST_ROWS:
        return FirstFrame()
    today = local_day(clock())
    fit = partners_text.columns(rows, size.columns, today)
    room = size.lines - _HEAD - 1
    listed = partners_text.rows(rows[:room], fit, today)[:room]
    lines = [
        *partners_text.head(rows, rows, "", today, fit),
        *(row.drawn(is_current=number == 0) for number, row in enumerate(listed)),
        *[()] * (room - len(listed)),
        fitted_hints(size.columns, partners_text.HINTS),
    ]
    return FirstFrame(lines, size.columns, has_colours=not environ.get("NO_COLOR"))


def _tone(cell: Cell) -> object:
    return cell[1]


def _without_echo(attributes: Attributes) -> Attributes:
    """Return the line's attributes as the app's own driver sets them: keys are kept as they are."""
    changed = attributes.copy()
    changed[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    flow = termios.IXON | termios.IXOFF
    changed[_INPUT] &= ~(flow | termios.ICRNL | termios.INLCR | termios.IGNCR)
    return changed


def _set_attributes(attributes: Attributes) -> None:
    termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, attributes)


def _send(text: str) -> None:
    """Write where the app will: on standard error."""
    left = memoryview(text.encode())
    while left:
        left = left[os.write(sys.stderr.fileno(), left) :]
