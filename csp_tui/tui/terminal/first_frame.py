"""The first frame: the list of partners, shown before Textual is imported.

Importing Textual takes nearly all the time of a start. The lines of the first screen are kept in
the cache and drawn at once; the app then draws the same over them and reads the keys that were
typed meanwhile. If the cache is lost, some partners are shown without a cursor while all are read.
"""

from __future__ import annotations

import contextlib
import os
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from csp_tui.core.base.actor import current_actor
from csp_tui.core.base.clock import Clock, local_day
from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.terminal_size import bounded
from csp_tui.core.checklists.library import Library
from csp_tui.core.disk.places import find_places
from csp_tui.core.disk.row_cache import are_old, partner_sources
from csp_tui.core.workplace.settings import read_settings
from csp_tui.core.workplace.views import PARTNERS, View, last_view
from csp_tui.tui.lines.row import Cell, cells
from csp_tui.tui.lines.tone import (
    ON_DARK,
    ON_LIGHT,
    WITHOUT_COLOURS,
    Line,
    Link,
    Palette,
    Tone,
    words_of,
)
from csp_tui.tui.terminal.kept_frame import KeptFrame

if TYPE_CHECKING:
    from csp_tui.core.partners.rows import PartnerSummary
    from csp_tui.core.workplace.workplace import Workplace

ALTERNATE_SCREEN = "\x1b[?1049h"
_OPENED = f"{ALTERNATE_SCREEN}\x1b[?25l\x1b[2J"
_CLOSED = "\x1b[?1049l\x1b[?25h"
_LEAST_ROWS = 5
_CODES = {"bold": "1", "dim": "2", "underline": "4", "reverse": "7"}
_CODES |= {"red": "31", "yellow": "33", "blue": "34", "cyan": "36", "on_yellow": "43"}
_INPUT, _LOCAL = 0, 3
"""Indexes of the input and local flags in the list that `tcgetattr` returns."""

Attributes = list[Any]


class FirstFrame:
    """A context manager that shows lines on the terminal until the app draws over them.

    If the app never starts, the terminal is restored at the end of the block.

    Args:
        lines: the lines, from the top; if there are none, the terminal is not touched.
        columns: the width of the terminal in cells.
        palette: the style of each tone.
        then: work that `use_the_time` does after the lines are shown; None for no work.
    """

    def __init__(
        self,
        lines: Sequence[Line] = (),
        columns: int = 0,
        *,
        palette: Palette = WITHOUT_COLOURS,
        then: Callable[[], object] | None = None,
    ) -> None:
        self._lines = lines
        self._columns = columns
        self._palette = palette
        self._then = then
        self._before: Attributes | None = None

    @property
    def is_up(self) -> bool:
        """Whether the lines are on the screen and the app has not called `hand_over` yet."""
        return self._before is not None

    def __enter__(self) -> Self:
        if self._lines:
            with contextlib.suppress(termios.error, OSError):
                self._before = termios.tcgetattr(sys.stdin.fileno())
                _set_attributes(_without_echo(self._before))
                _send(_OPENED + self._drawn())
        return self

    def use_the_time(self) -> None:
        """If lines are shown, call `then`: work to do while the user looks at them."""
        if self.is_up and self._then is not None:
            self._then()

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
        """Leave the terminal to the app.

        Returns:
            The settings that the terminal had before, for the app to restore at its end; None if
            no lines were shown.
        """
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

    def _painted(self, text: str, tone: Tone | Link) -> str:
        words = words_of(tone, self._palette).replace("on ", "on_").split()
        codes = ";".join(_CODES[word] for word in words)
        return f"\x1b[{codes}m{text}\x1b[m" if codes else text


def first_frame(
    environ: Mapping[str, str],
    data: str | None,
    clock: Clock,
    workplace: Callable[[], Workplace],
) -> FirstFrame:
    """Return the first frame, with partners from the cache; if it lacks some, from their files.

    It has no lines if there are fewer than two partners, if their directory cannot be read, if
    the screen is too small, or if the theme has its own background.

    Args:
        environ: the environment.
        data: the data directory of the option ``--data``, or None.
        clock: returns the current time.
        workplace: makes the workplace; called only to read partners that the cache lacks.

    Raises:
        UsageError, InvalidFileError: the settings or the path of the data directory are not
            valid; the app cannot be opened, either.
    """
    places = find_places(environ, data)
    settings = read_settings(places.config, environ)
    theme, reviewer = settings.theme, settings.reviewer
    if not theme.startswith("ansi-"):
        return FirstFrame()  # other themes have a background, whose colour only the app knows
    size = os.terminal_size(bounded(*os.get_terminal_size(sys.stdout.fileno())))
    try:
        sources = partner_sources(places)
    except InvalidFileError:
        return FirstFrame()
    if len(sources) < 2 or size.lines < _LEAST_ROWS:
        return FirstFrame()
    today, library = local_day(clock()), Library(places.shipped, places.own_checklists)
    view = View()
    with contextlib.suppress(InvalidFileError):
        view = last_view(places, PARTNERS)
    kept = KeptFrame(places.cache_file("first"), sources, library, today, size, (*view, reviewer))
    lines = kept.lines() if are_old(sources, clock) else None
    then: Callable[[], object] | None = None
    if lines is None:
        from csp_tui.tui.terminal.first_lines import (
            fresh_lines,  # imported late: not needed if the cache has the lines
        )

        make = _maker(workplace)
        actor = current_actor(reviewer)
        lines, rows = fresh_lines(places, library, clock, make, sources, size, view, actor)
        if rows is None:
            then = workplace().overview.rows  # slower later, beside threads of the app
        elif all(row.is_lasting for row in rows):
            then = partial(kept.keep, lines)
    palette = ON_LIGHT if theme == "ansi-light" else ON_DARK
    if environ.get("NO_COLOR"):
        palette = WITHOUT_COLOURS
    return FirstFrame(lines, size.columns, palette=palette, then=then)


def _maker(workplace: Callable[[], Workplace]) -> Callable[[str], PartnerSummary]:
    """Return a function that reads a partner's summary; it makes the workplace when called."""
    return lambda partner_id: workplace().overview.row(partner_id)


def _tone(cell: Cell) -> Tone | Link:
    return cell[1]


def _without_echo(attributes: Attributes) -> Attributes:
    """Return a copy of `attributes` in which keys are neither echoed nor changed, as in the app."""
    changed = attributes.copy()
    changed[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    flow = termios.IXON | termios.IXOFF
    changed[_INPUT] &= ~(flow | termios.ICRNL | termios.INLCR | termios.IGNCR)
    return changed


def _set_attributes(attributes: Attributes) -> None:
    termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, attributes)


def _send(text: str) -> None:
    """Write `text` to standard error, to which the app writes, too."""
    left = memoryview(text.encode())
    while left:
        left = left[os.write(sys.stderr.fileno(), left) :]
