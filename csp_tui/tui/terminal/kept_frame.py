"""The first frame as it was drawn last time, kept in the cache. Imports nothing that takes time.

It is shown again only if all that it was made from is as it was then: the version of csp-tui, the
environment, the user, the size of the terminal, the day, and the state of each file that was read.
"""

from __future__ import annotations

import os
from binascii import crc32
from time import localtime

from csp_tui import __version__
from csp_tui.core.base.terminal_size import bounded
from csp_tui.tui.terminal.shown_frame import ShownFrame

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PREFIX = "frame-"
"""The start of the name of a file that keeps a frame."""

_PREFIXES = ("CSP_TUI_", "LC_", "PYTHON", "XDG_")
_NAMES = ("COLUMNS", "HOME", "LANG", "LANGUAGE", "LINES", "NO_COLOR", "TERM", "TZ")
TICK = 20_000_000
"""Nanoseconds after which a file gets another time stamp if it changes again.

Clocks of Linux for such stamps go on at least each 10 ms."""
_COARSE_TICK = 2_000_000_000
"""The same for a file system that has no stamps finer than `_COARSE`, such as FAT."""
_COARSE = 1_000_000
_FORMAT, _REGULAR, _WRITABLE_BY_OTHERS = 0o170000, 0o100000, 0o022
"""Bits of a file's mode."""


def frame_path(environ: Mapping[str, str]) -> str:
    """Return the path of the kept frame, whether there is one or not.

    Each value of ``CSP_TUI_DATA`` has its own. The directory is the one in ``XDG_CACHE_HOME``, else
    ``~/.cache``, on every system.
    """
    cache = environ.get("XDG_CACHE_HOME", "").strip() or f"{environ.get('HOME', '')}/.cache"
    number = crc32(os.fsencode(environ.get("CSP_TUI_DATA", "")))
    return f"{cache}/csp-tui/{PREFIX}{number:08x}"


def state_of(
    sources: Sequence[str], environ: Mapping[str, str], size: tuple[int, int]
) -> tuple[str, int]:
    """Return all that a frame depends on as one line, and from when on that can be trusted.

    Args:
        sources: the paths of files, and of directories of which all files count. One that does
            not exist counts, too: it may come to exist.
        environ: the environment.
        size: the columns and lines of the terminal.

    Returns:
        The line, and a time in nanoseconds since 1970; 0 if there is no file. The line differs
        whenever something has changed after that time. A change before it may be unnoticed.

    Raises:
        OSError: a directory cannot be read.
    """
    names = sorted(name for name in environ if name in _NAMES or name.startswith(_PREFIXES))
    files: list[tuple[str, tuple[int, ...]]] = []
    for source in sources:
        _add_files(source, files)
    times = [stamp[2] for _path, stamp in files]
    trusted = max((each + (TICK if each % _COARSE else _COARSE_TICK) for each in times), default=0)
    variables = [(name, environ[name]) for name in names]
    who = os.getuid(), os.uname().nodename
    return repr((__version__, tuple(size), localtime()[:3], who, variables, files)), trusted


def _add_files(path: str, files: list[tuple[str, tuple[int, ...]]]) -> None:
    """Add the path and the stamp of each file to `files`: of `path`, or of all below a directory.

    A stamp is inode, size, and the times when content and status changed; only zeros if there is
    nothing at `path`.
    """
    try:
        now = os.stat(path)
        if now.st_mode & _FORMAT == _REGULAR:
            stamp = now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns
            files.append((path, stamp))
            return
        with os.scandir(path) as entries:
            below = sorted(each.path for each in entries)
    except FileNotFoundError:
        files.append((path, (0, 0, 0, 0)))
        return
    for each in below:
        _add_files(each, files)


def show_kept_frame(environ: Mapping[str, str]) -> ShownFrame:
    """Show the kept frame if nothing that it depends on has changed; return it.

    Otherwise, and if there is no kept frame or no terminal, show nothing and return a frame that is
    not up.
    """
    frame = ShownFrame()
    try:
        if all(map(os.isatty, (0, 1, 2))):
            first, state, painted, moves = _read(frame_path(environ)).split("\n", 3)
            size = bounded(*os.get_terminal_size(1))
            looked, *sources = first.split("\0")
            found, trusted = state_of(sources, environ, size)
            if found == state and int(looked) > trusted:
                frame.show(painted, size)
                frame.moves = moves
    except (OSError, ValueError):  # no kept frame, or one that is damaged
        pass
    return frame


def is_kept(environ: Mapping[str, str], state: str, trusted: int) -> bool:
    """Return whether a frame is kept that was made in `state`, and can be trusted.

    Args:
        environ: the environment, which says where the file is.
        state: the line that `state_of` returned.
        trusted: the time that it returned.
    """
    try:
        first, found, _rest = _read(frame_path(environ)).split("\n", 2)
        return found == state and int(first.partition("\0")[0]) > trusted
    except (OSError, ValueError):
        return False


def _read(path: str) -> str:
    """Return the text of the file.

    Raise OSError or ValueError if it cannot be read, is another user's, or can be written by
    others.
    """
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), encoding="utf-8") as file:
        now = os.fstat(file.fileno())
        is_own = now.st_uid == os.geteuid() and not now.st_mode & _WRITABLE_BY_OTHERS
        if now.st_mode & _FORMAT != _REGULAR or not is_own:
            raise ValueError(path)
        return file.read()


def keep_frame(
    environ: Mapping[str, str],
    sources: Sequence[str],
    state: str,
    looked: int,
    painted: str,
    moves: str,
) -> None:
    """Write a frame to the cache for the next start; ignore failure.

    Nothing is written if the cache has no absolute path, or if a path in `sources` has a line
    break.

    Args:
        environ: the environment, which says where the file is.
        sources: the paths that the frame depends on.
        state: the line that `state_of` returned for them before they were read.
        looked: the time before that, in nanoseconds since 1970.
        painted: the lines with their escape sequences.
        moves: the rows that keys can reach, as `ShownFrame.moves` has them.
    """
    from pathlib import Path

    from csp_tui.core.base.errors import CspTuiError
    from csp_tui.core.disk.directories import make_directory
    from csp_tui.core.disk.files import replace_file

    path, first = Path(frame_path(environ)), "\0".join((str(looked), *sources))
    if "\n" in first or not path.is_absolute():
        return
    try:
        make_directory(path.parent)
        replace_file(path, f"{first}\n{state}\n{painted}\n{moves}".encode())
    except (CspTuiError, UnicodeError):  # a name that is no text
        return
