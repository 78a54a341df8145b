"""The first frame: the list of partners, or the only one's run, shown before Textual is imported.

Importing Textual takes nearly all the time of a start. So the lines of the first screen are shown
before; the app then draws the same over them and reads the keys that were typed meanwhile. The
frame is kept for the next start, which shows it again if nothing has changed. If the rows are not
in the cache, some partners are shown without a cursor while all are read.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from time import sleep, time_ns
from typing import TYPE_CHECKING

from csp_tui.core.base import language
from csp_tui.core.base.actor import current_actor
from csp_tui.core.base.clock import Clock, local_day
from csp_tui.core.base.errors import CspTuiError, InvalidFileError
from csp_tui.core.base.terminal_size import bounded
from csp_tui.core.checklists.library import Library
from csp_tui.core.disk.places import Places, find_places
from csp_tui.core.partners.overview import Overview
from csp_tui.core.store.missing_files import ids_in, missing_partners
from csp_tui.core.workplace.settings import NAME as SETTINGS
from csp_tui.core.workplace.settings import read_settings
from csp_tui.core.workplace.views import PARTNERS, View, last_view, view_file
from csp_tui.tui.lines.row import cells
from csp_tui.tui.lines.tone import ON_DARK, ON_LIGHT, WITHOUT_COLOURS, Line, Palette, words_of
from csp_tui.tui.terminal.first_keys import FrameRow, rows_as_text
from csp_tui.tui.terminal.first_lines import ListLines, lines_while_loading, list_lines
from csp_tui.tui.terminal.kept_frame import TICK, frame_path, is_kept, keep_frame, state_of
from csp_tui.tui.terminal.shown_frame import ShownFrame

if TYPE_CHECKING:
    from csp_tui.core.partners.rows import PartnerSummary
    from csp_tui.core.workplace.workplace import Workplace

LEAST_ROWS = 5
"""Lines of the smallest terminal in which the first frame is shown."""

MOST_READ = 20
"""Partners that are read again, at the end, to keep the frame for the next start."""

_MOMENT = 0.1
"""Seconds between two looks at the keys."""

_CODES = {"bold": "1", "dim": "2", "underline": "4", "reverse": "7"}
_CODES |= {"red": "31", "yellow": "33", "blue": "34", "cyan": "36", "on_yellow": "43"}


class FirstFrame:
    """What the first frame looks like in this terminal.

    Args:
        environ: the environment.
        places: the paths of the data directory, the settings and the cache.
        clock: returns the current time.
        may_keep: whether a frame may be kept, for which the states of all files are looked at; with
            one partner they always are.

    Raises:
        InvalidFileError: the settings are not valid; the app cannot be opened, either.
        OSError: standard output is no terminal.
    """

    def __init__(
        self, environ: Mapping[str, str], places: Places, clock: Clock, *, may_keep: bool = True
    ) -> None:
        paths = (
            *(places.partners, places.customers, places.own_checklists, places.shipped),
            *(places.config / SETTINGS, view_file(places, PARTNERS)),
        )
        self._places = places
        of_one = self._of_only_one()
        self._sources = [str(path) for path in (*paths, *of_one)]
        self.size = os.terminal_size(bounded(*os.get_terminal_size(sys.stdout.fileno())))
        """The size of the terminal."""
        self._environ = environ
        self._is_plain = bool(environ.get("NO_COLOR"))
        self._today = local_day(clock())
        self._look(may_keep=may_keep or bool(of_one))
        self.library = Library(places.shipped, places.own_checklists)
        """The checklists that the runs go through."""

    def _of_only_one(self) -> list[Path]:
        """Return what the first screen depends on besides if there is one partner; else nothing."""
        spots = self._places.cache_file("spots")
        return [self._places.history, spots] if len(self._all_ids()) == 1 else []

    def _all_ids(self) -> list[str]:
        """Return the sorted ids of all partners; none if a file is missing beside a single one."""
        try:
            found = sorted(ids_in(self._places.partners))
        except InvalidFileError:
            return []
        is_alone = len(found) == 1
        return [] if is_alone and missing_partners(self._places, found) else found

    def _look(self, *, may_keep: bool = True) -> None:
        """Note the state of all files if a frame may be kept, and read the settings.

        What is read later, as the settings are, is at least as new as that state.
        """
        self._state, self._trusted, self._looked = "", 0, time_ns()
        if may_keep:
            with contextlib.suppress(OSError):
                self._state, self._trusted = state_of(self._sources, self._environ, self.size)
        self._settings = read_settings(self._places.config, self._environ)

    def look_after_writing(self) -> None:
        """Wait for at most 20 ms if a file was just written, so that the frame will be trusted."""
        pause = self._trusted - self._looked
        if 0 <= pause <= TICK:
            sleep((pause + 1) / 1_000_000_000)
            self._look()

    def partner_ids(self) -> list[str]:
        """Return the sorted ids of all partners, if what the app shows first can be the frame.

        Empty if there is no partner, if their directory cannot be read, if only one has a file and
        that of another is missing, if the screen is too small, or if the theme has its own
        background, whose colour only the app knows; with ``NO_COLOR`` none has.
        """
        has_ground = not (self._is_plain or self._settings.theme.startswith("ansi-"))
        if self.size.lines < LEAST_ROWS or has_ground:
            return []
        return self._all_ids()

    def of_run(self, workplace: Workplace, partner_id: str) -> str:
        """Return the frame with the run of the only partner, as escape sequences.

        "" if the partner has no run or cannot be read, or if the screen is too small for it.
        """
        from csp_tui.tui.terminal.first_run import only_run  # late: a list needs nothing of a run

        return self._painted(only_run(workplace, partner_id, self._today, self.size))

    def of_list(self, rows: Sequence[PartnerSummary]) -> ListLines:
        """Return the lines of the frame with the list of all partners."""
        view = View()
        with contextlib.suppress(InvalidFileError):
            view = last_view(self._places, PARTNERS)
        actor = current_actor(self._settings.reviewer)
        return list_lines(rows, self.library, self._today, self.size, view, actor)

    def painted(self, listed: ListLines) -> str:
        """Return the frame with the list of all partners, as escape sequences."""
        return self._painted(listed.drawn(range(listed.cursor, listed.cursor + 1)))

    def moves(self, listed: ListLines) -> str:
        """Return the rows of the frame that keys can reach, as `ShownFrame.moves` has them."""
        current, other = (
            [self._painted_line(line) for line in listed.drawn(numbers)]
            for numbers in (range(len(listed.rows)), ())
        )
        reached = [(y, key) for y, key in enumerate(listed.keys()) if key]
        return rows_as_text([FrameRow(y, key, current[y], other[y]) for y, key in reached])

    def while_loading(self, rows: Sequence[PartnerSummary], count: int, read: int = 0) -> str:
        """Return the frame with some of `count` partners, as escape sequences.

        `read` is how many of them have been read.
        """
        return self._painted(lines_while_loading(rows, count, read, self.size, self._today))

    def is_kept(self) -> bool:
        """Return whether the kept frame was made from the files and settings as they are now."""
        return is_kept(self._environ, self._state, self._trusted)

    def keep_list(self, painted: str, moves: str, rows: Sequence[PartnerSummary]) -> None:
        """Keep the frame with the list of `rows`, as `keep` does; not if one is unreadable."""
        if all(row.is_lasting for row in rows):
            self.keep(painted, moves)

    def keep(self, painted: str, moves: str = "") -> None:
        """Keep the frame for the next start.

        Do nothing if the state of the files is unknown, or if the next start would look for it in
        another cache directory or speak another language.
        """
        is_in_cache = Path(frame_path(self._environ)).parent == self._places.cache
        if self._state and is_in_cache and self._is_spoken_next():
            environ, sources = self._environ, self._sources
            keep_frame(environ, sources, self._state, self._looked, painted, moves)

    def _is_spoken_next(self) -> bool:
        """Return whether the next start speaks the language that is spoken now."""
        asked = language.of_variable(self._environ) or self._settings.language
        return language.current() == (asked or language.of_locale(self._environ) or language.SOURCE)

    def _painted(self, lines: Sequence[Line]) -> str:
        """Return the text that draws `lines` from the top of an empty screen."""
        drawn = enumerate(map(self._painted_line, lines), 1)
        return "".join(f"\x1b[{number};1H{line}" for number, line in drawn if line)

    def _painted_line(self, line: Line) -> str:
        palette = ON_LIGHT if self._settings.theme == "ansi-light" else ON_DARK
        if self._is_plain:
            palette = WITHOUT_COLOURS
        return "".join(_painted_cells(line, self.size.columns, palette))


def show_first_frame(
    frame: ShownFrame,
    environ: Mapping[str, str],
    data: str | None,
    clock: Clock,
    workplace: Callable[[], Workplace],
) -> None:
    """Show the list of partners, made from the cache, before Textual is imported.

    Partners that the cache lacks are read. If they are more than fit on the screen, only the first
    partners by id are shown, without a cursor, and the others are read while the user looks at
    them; the title tells how many are read. Otherwise the frame is kept for the next start, unless
    `data` is given or there was no cache. If there is one partner alone, its run is shown, and all
    keys are left to the app. Nothing is shown if `FirstFrame.partner_ids` is empty.

    Args:
        frame: shows the lines.
        environ: the environment.
        data: the data directory of the option ``--data``, or None.
        clock: returns the current time.
        workplace: makes the workplace; called only to read partners that the cache lacks.

    Raises:
        UsageError, InvalidFileError: the settings or the path of the data directory are not valid;
            the app cannot be opened, either.
        SystemExit: with code 0, if the user leaves by ``q`` or ctrl+q while partners are read.
    """
    places = find_places(environ, data)
    has_cache = os.path.exists(places.cache_file("rows"))  # noqa: PTH110  no access is no cache
    first = FirstFrame(environ, places, clock, may_keep=has_cache)
    ids, room = first.partner_ids(), first.size.lines
    if len(ids) == 1 and (painted := first.of_run(workplace(), ids[0])):
        frame.show(painted, first.size)
        frame.watch()
        if frame.is_up and data is None:
            first.keep(painted)
    if len(ids) < 2:
        return

    store, customers = (lambda: workplace().store), (lambda: workplace().customers)
    overview = Overview(places, store, first.library, clock, customers)
    rows = overview.rows_if_read(room) if has_cache or len(ids) <= room else None
    if rows is None:
        shown = [*map(workplace().overview.row, ids[:room])]

        def on_progress(read: int, count: int) -> None:
            frame.change(first.while_loading(shown, count, read))

        frame.show(first.while_loading(shown, len(ids)), first.size)
        frame.watch()
        if frame.is_up:
            with _left_by_key(frame):
                workplace().overview.rows(on_progress)  # slower later, beside threads of the app
        return
    listed = first.of_list(rows)
    painted = first.painted(listed)
    frame.show(painted, first.size)
    frame.watch()
    if frame.is_up:
        frame.moves = first.moves(listed)
        frame.answer_keys()
        if data is None:
            first.keep_list(painted, frame.moves, rows)


@contextlib.contextmanager
def _left_by_key(frame: ShownFrame) -> Iterator[None]:
    """During the block, raise SystemExit with code 0 once the first key is ``q`` or ctrl+q."""

    def look(*_signal: object) -> None:
        if frame.typed().startswith((b"q", b"\x11")):
            sys.exit(0)

    before = signal.signal(signal.SIGALRM, look)
    try:
        look()
        signal.setitimer(signal.ITIMER_REAL, _MOMENT, _MOMENT)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def keep_next_frame(environ: Mapping[str, str], workplace: Workplace) -> None:
    """Keep the frame for the next start, after the user has worked; ignore failure.

    Nothing is kept if the kept frame is still right, if the list of partners cannot be shown, or if
    more than MOST_READ (20) partners would have to be read again for it.
    """
    with contextlib.suppress(CspTuiError, OSError):
        first = FirstFrame(environ, workplace.places, workplace.clock)
        ids = first.partner_ids()
        if first.is_kept() or not ids:
            return
        first.look_after_writing()
        if len(ids) == 1:
            if painted := first.of_run(workplace, ids[0]):
                first.keep(painted)
            return
        rows = workplace.overview.rows_if_read(MOST_READ)
        if rows is not None:
            listed = first.of_list(rows)
            first.keep_list(first.painted(listed), first.moves(listed), rows)


def _painted_cells(line: Line, columns: int, palette: Palette) -> Iterator[str]:
    for tone, group in groupby(cells(line, columns), key=itemgetter(1)):
        words = words_of(tone, palette).replace("on ", "on_").split()
        codes = ";".join(sorted((_CODES[word] for word in words), key=int))  # as Textual has them
        text = "".join(text for text, _ in group)
        yield f"\x1b[{codes}m{text}\x1b[m" if codes else text
