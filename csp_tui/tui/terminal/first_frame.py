"""The first frame: the list of partners, shown before Textual is imported.

Importing Textual takes nearly all the time of a start. So the lines of the first screen are shown
before; the app then draws the same over them and reads the keys that were typed meanwhile. The
frame is kept for the next start, which shows it again if nothing has changed. If the rows are not
in the cache, some partners are shown without a cursor while all are read.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from csp_tui.core.base.actor import current_actor
from csp_tui.core.base.clock import Clock
from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.terminal_size import bounded
from csp_tui.core.checklists.library import Library
from csp_tui.core.disk.places import find_places
from csp_tui.core.disk.row_cache import partner_sources
from csp_tui.core.workplace.settings import NAME as SETTINGS
from csp_tui.core.workplace.settings import read_settings
from csp_tui.core.workplace.views import PARTNERS, View, last_view, view_file
from csp_tui.tui.lines.row import cells
from csp_tui.tui.lines.tone import ON_DARK, ON_LIGHT, WITHOUT_COLOURS, Line, Palette, words_of
from csp_tui.tui.terminal.first_lines import fresh_lines
from csp_tui.tui.terminal.kept_frame import keep_frame, state_of
from csp_tui.tui.terminal.shown_frame import ShownFrame

if TYPE_CHECKING:
    from csp_tui.core.partners.rows import PartnerSummary
    from csp_tui.core.workplace.workplace import Workplace

_LEAST_ROWS = 5
_CODES = {"bold": "1", "dim": "2", "underline": "4", "reverse": "7"}
_CODES |= {"red": "31", "yellow": "33", "blue": "34", "cyan": "36", "on_yellow": "43"}


def show_first_frame(
    frame: ShownFrame,
    environ: Mapping[str, str],
    data: str | None,
    clock: Clock,
    workplace: Callable[[], Workplace],
) -> None:
    """Show the list of partners: their rows from the cache; if it lacks some, from their files.

    Show nothing if there are fewer than two partners, if their directory cannot be read, if the
    screen is too small, or if the theme has its own background. While the user looks at the frame,
    it is kept for the next start, or the partners that it lacks are read.

    Args:
        frame: shows the lines.
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
    if not settings.theme.startswith("ansi-"):
        return  # other themes have a background, whose colour only the app knows
    size = os.terminal_size(bounded(*os.get_terminal_size(sys.stdout.fileno())))
    paths = (
        *(places.partners, places.customers, places.own_checklists, places.shipped),
        *(places.config / SETTINGS, view_file(places, PARTNERS)),
    )
    kept_with = [str(path) for path in paths]
    state = ""
    with contextlib.suppress(OSError):
        state, _written = state_of(kept_with, environ)
    try:
        sources = partner_sources(places)
    except InvalidFileError:
        return
    if len(sources) < 2 or size.lines < _LEAST_ROWS:
        return
    library, view = Library(places.shipped, places.own_checklists), View()
    with contextlib.suppress(InvalidFileError):
        view = last_view(places, PARTNERS)
    actor = current_actor(settings.reviewer)
    make = _maker(workplace)
    lines, rows = fresh_lines(places, library, clock, make, sources, size, view, actor)
    palette = ON_LIGHT if settings.theme == "ansi-light" else ON_DARK
    if environ.get("NO_COLOR"):
        palette = WITHOUT_COLOURS
    painted = _painted(lines, size.columns, palette)
    frame.show(painted)
    if frame.is_up and rows is None:
        workplace().overview.rows()  # slower later, beside threads of the app
    elif frame.is_up and state and data is None and all(row.is_lasting for row in rows or ()):
        keep_frame(environ, kept_with, state, painted)


def _maker(workplace: Callable[[], Workplace]) -> Callable[[str], PartnerSummary]:
    """Return a function that reads a partner's summary; it makes the workplace when called."""
    return lambda partner_id: workplace().overview.row(partner_id)


def _painted(lines: Sequence[Line], columns: int, palette: Palette) -> str:
    """Return the text that draws `lines` from the top of an empty screen."""
    drawn = ("".join(_painted_cells(line, columns, palette)) for line in lines)
    return "".join(f"\x1b[{number};1H{line}" for number, line in enumerate(drawn, 1) if line)


def _painted_cells(line: Line, columns: int, palette: Palette) -> Iterator[str]:
    for tone, group in groupby(cells(line, columns), key=itemgetter(1)):
        words = words_of(tone, palette).replace("on ", "on_").split()
        codes = ";".join(_CODES[word] for word in words)
        text = "".join(text for text, _ in group)
        yield f"\x1b[{codes}m{text}\x1b[m" if codes else text
