"""A terminal with a user before it: a real pty, a screen model, and the answers of xterm."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

import pyte
from commands.forked import code_of, start_forked

PATIENCE = 120.0
"""Seconds after which what was waited for is said to be missing."""

QUIET = 0.3
"""Seconds of rest after which the screen has settled; a list follows what is typed after 0.25."""

_LOOK = 0.02
"""Seconds after which to look again whether the command has done something."""

KEYS = {
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "pgup": b"\x1b[5~",
    "pgdn": b"\x1b[6~",
    "enter": b"\r",
    "tab": b"\t",
    "shift+tab": b"\x1b[Z",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "space": b" ",
    "escape": b"\x1b",
    "backspace": b"\x7f",
    **{f"ctrl+{letter}": bytes([ord(letter) & 0x1F]) for letter in "acdegkpqsuwz"},
}

_SEQUENCE = re.compile(
    rb"\x1b\[(?P<csi>[<=>?]*)(?P<params>[0-9:;]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    rb"|\x1b\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    rb"|\x1b[PX^_][^\x1b]*\x1b\\"
    rb"|\x1b[ -/]+[0-~]"
    rb"|\x1b[0-OQ-WYZ\\`-~]"
)
_BEGUN = re.compile(
    rb"\x1b(?:\[[<=>?]*[0-9:;]*[ -/]*|\][^\x07\x1b]*\x1b?|[PX^_][^\x1b]*|[ -/]*)?\Z"
)
_DRAWN = re.compile(rb"\x1b\[\?2004h(?s:.*)\x1b\[\d+;\d+H")
"""The app takes the terminal, then draws: each picture ends with a move of the cursor."""
_MOUSE = {9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016}


class Forked:
    """The command in a child of this process, asked as a `subprocess.Popen` is."""

    def __init__(
        self, words: Sequence[str], env: Mapping[str, str], cwd: Path, terminal: int
    ) -> None:
        def lead() -> None:
            os.setsid()
            fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)

        self.pid = start_forked(words, env, cwd, (terminal, terminal, terminal), lead)
        self.returncode: int | None = None
        self._end = os.pidfd_open(self.pid)

    def poll(self) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            if not select.select([self._end], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("csp-tui", timeout or 0)
            self.returncode = code_of(self.pid)
            os.close(self._end)
        return self.returncode

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Terminal:
    """A command in a terminal of its own; it is ended when the block is left.

    Args:
        command: the command and its arguments; if `is_forked`, the arguments alone.
        env: its whole environment.
        size: columns and rows.
        cwd: where it is started.
        is_controlling: whether a hang-up also sends SIGHUP.
        is_forked: run it in a child of this process, which has no start to pay for.
    """

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        size: tuple[int, int] = (80, 24),
        cwd: Path | None = None,
        *,
        is_controlling: bool = True,
        is_forked: bool = False,
    ) -> None:
        self._screen = pyte.Screen(*size)
        self._stream = pyte.Stream(self._screen)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._tail = b""
        self._keyboards = 0
        self.raw = bytearray()
        self.modes: dict[int, bool] = {}
        self.ever: set[int] = set()
        self.links: list[str] = []
        self.clipboard: list[bytes] = []
        self.titles: list[bytes] = []
        self._master, slave = os.openpty()
        self._set_size(size)
        self._name = os.ttyname(slave)
        self.attributes_before = termios.tcgetattr(slave)
        self.process: subprocess.Popen[bytes] | Forked
        if is_forked:
            self.process = Forked(command, env, cwd or Path(), slave)
        else:
            own = (lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if is_controlling else None
            self.process = subprocess.Popen(
                command,
                env=dict(env),
                cwd=cwd,
                stdin=slave,
                stdout=slave,
                stderr=slave,
                start_new_session=True,
                preexec_fn=own,
            )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        if self._master >= 0:
            self.hang_up()

    # The user

    def press(self, *keys: str) -> None:
        """Send keys in one write, as a paste of keys or a slow line hands them over.

        Names of keys as in :data:`KEYS`; anything else is typed as it stands.
        """
        self.send(b"".join(KEYS.get(key, key.encode()) for key in keys))

    def type(self, *keys: str) -> None:
        """Press keys one after the other, each after the one before was answered."""
        for key in keys:
            self.press(key)
            self.settle(0.03)

    def paste(self, text: str) -> None:
        """Paste as a terminal with bracketed paste does."""
        self.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def answer(self, question: str, text: str | None = None) -> None:
        """Wait for a prompt in the bottom row and answer it; without a text as it is offered."""
        self.wait_for(rf"^ {re.escape(question)}.*:")
        if text is not None:
            self.type("ctrl+u")
            self.paste(text)
        self.press("enter")

    def send(self, data: bytes) -> None:
        """Send bytes to the command."""
        os.write(self._master, data)

    def resize(self, size: tuple[int, int]) -> None:
        """Change the window's size."""
        self._screen.resize(size[1], size[0])
        self._set_size(size)

    def hang_up(self) -> None:
        """Drop the line."""
        os.close(self._master)
        self._master = -1

    @contextlib.contextmanager
    def without_output(self) -> Iterator[None]:
        """During the block, take no output of the command, as a line that is held up."""
        line = os.open(self._name, os.O_RDWR | os.O_NOCTTY)
        try:
            termios.tcflow(line, termios.TCOOFF)
            yield
            termios.tcflow(line, termios.TCOON)
        finally:
            os.close(line)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the command."""
        self.process.send_signal(number)

    # The screen

    @property
    def lines(self) -> list[str]:
        """The screen, line by line."""
        rows = (self._screen.buffer[y] for y in range(self._screen.lines))
        columns = range(self._screen.columns)
        return ["".join(row[x].data for x in columns).rstrip() for row in rows]

    @property
    def text(self) -> str:
        """The screen."""
        return "\n".join(self.lines)

    @property
    def current(self) -> str:
        """The row under the cursor of the list, without the mark in front."""
        return next((line[2:].strip() for line in self.lines if line.startswith("> ")), "")

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the terminal's own cursor."""
        return self._screen.cursor.x, self._screen.cursor.y

    @property
    def has_mouse(self) -> bool:
        """Whether the mouse was ever taken from the terminal."""
        return bool(self.ever & _MOUSE)

    @property
    def is_restored(self) -> bool:
        """Whether screen, cursor, paste mode, keyboard and line discipline are as before.

        A terminal with one screen alone shows nothing of the app's any more.
        """
        is_erased = self.raw.count(b"\x1b[?1049l") == self.raw.count(b"\x1b[2J\x1b[?1049l")
        on = {mode for mode, is_on in self.modes.items() if is_on}
        is_quiet = on <= {7, 25} and self.modes.get(25, True) and not self._keyboards
        return is_quiet and is_erased and self.is_line_restored

    @property
    def is_line_restored(self) -> bool:
        """Whether the line discipline is as before: keys are echoed."""
        attributes: list[object] = termios.tcgetattr(self._master)
        return attributes == self.attributes_before

    def wait_for(self, pattern: str, patience: float = PATIENCE) -> re.Match[str]:
        """Wait until the screen shows something that matches `pattern`."""
        compiled = re.compile(pattern, re.MULTILINE)
        deadline = monotonic() + patience
        while not (match := compiled.search(self.text)):
            if not self._read(deadline - monotonic()) and self._is_over(deadline):
                raise AssertionError(f"{pattern!r} is not on the screen:\n{self.text}")
        return match

    def wait_until(self, is_so: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Wait, reading what comes, until what the command does elsewhere is there."""
        deadline = monotonic() + patience
        while not is_so():
            assert monotonic() < deadline, self.text
            self._read(0.02)

    def wait_for_app(self, patience: float = PATIENCE) -> None:
        """Wait until the app itself has drawn, over the first frame if there is one, and rests."""
        deadline = monotonic() + patience
        while not _DRAWN.search(self.raw):
            if not self._read(deadline - monotonic()) and self._is_over(deadline):
                raise AssertionError(f"the app has drawn nothing:\n{self.text}")
        self.settle()

    def settle(self, quiet: float = QUIET, patience: float = PATIENCE) -> int:
        """Read until the command rests: nothing came and it did nothing for `quiet` seconds.

        Return the bytes.
        """
        count = 0
        deadline = monotonic() + patience
        runs, quiet_since = self._runs(), monotonic()
        while (now := monotonic()) < min(deadline, quiet_since + quiet):
            came = self._read(min(deadline, quiet_since + quiet, now + _LOOK) - now)
            count += came
            runs, before = self._runs(), runs
            if came or runs != before or runs is None:
                quiet_since = monotonic()
        return count

    def _runs(self) -> int | None:
        """Return how often the threads of the command and of its children have run by now.

        None if one is to run: on a busy machine it may have to wait longer for its turn than any
        time of silence. Where there is no /proc, 0.
        """
        runs, processes = 0, [self.process.pid]
        with contextlib.suppress(OSError):  # it has ended meanwhile
            for process in processes:
                for task in Path(f"/proc/{process}/task").iterdir():
                    if (task / "stat").read_text().rpartition(")")[2].split()[0] in ("R", "D"):
                        return None
                    runs += int((task / "schedstat").read_text().split()[2])
                    processes += map(int, (task / "children").read_text().split())
        return runs

    def _is_over(self, deadline: float) -> bool:
        """Return whether nothing more is to be waited for: the command has ended, or it is late."""
        return monotonic() >= deadline or self.process.poll() is not None

    def wait_exit(self, patience: float = PATIENCE) -> int:
        """Wait until the command is gone, reading what it still says; return its exit code."""
        deadline = monotonic() + patience
        while self.process.poll() is None:
            if monotonic() >= deadline:
                raise AssertionError(f"still running:\n{self.text}")
            if self._master < 0 or not self._read(0.02):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(0.02)
        while self._master >= 0 and self._read(0.02):
            pass
        return self.process.returncode

    def _set_size(self, size: tuple[int, int]) -> None:
        packed = struct.pack("HHHH", size[1], size[0], 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, packed)

    def _read(self, patience: float) -> int:
        """Read once, for at most `patience` seconds; return how many bytes came."""
        if not select.select([self._master], [], [], max(0.0, patience))[0]:
            return 0
        try:
            data = os.read(self._master, 65536)
        except OSError:  # nobody holds the other end
            return 0
        self.raw += data
        self._take(data)
        return len(data)

    def _take(self, data: bytes) -> None:
        """Draw `data`, without what pyte does not know, and answer what it asks."""
        data = self._tail + data
        begun = _BEGUN.search(data)
        self._tail = data[begun.start() :] if begun else b""
        data = data[: len(data) - len(self._tail)]
        at = 0
        for match in _SEQUENCE.finditer(data):
            self._draw(data[at : match.start()])
            at = match.end()
            if match["osc"] is not None:
                self._take_command(match["osc"])
            elif match["final"] and (match["csi"] or match["between"]):
                self._take_private(match)
            else:
                self._draw(match[0])
        self._draw(data[at:])

    def _draw(self, data: bytes) -> None:
        self._stream.feed(self._decode(data))

    def _take_command(self, command: bytes) -> None:
        kind, _, rest = command.partition(b";")
        if kind == b"8" and (link := rest.partition(b";")[2].decode()):
            self.links.append(link)
        elif kind == b"52":
            self.clipboard.append(rest)
        elif kind in (b"0", b"1", b"2"):
            self.titles.append(rest)

    def _take_private(self, match: re.Match[bytes]) -> None:
        params = [int(each) for each in match["params"].split(b";") if each.isdigit()]
        if match["final"] == b"u" and match["csi"] in (b">", b"<"):
            self._keyboards += 1 if match["csi"] == b">" else -1
        if match["csi"] != b"?" or not params:
            return
        if match["between"] == b"$" and match["final"] == b"p":
            state = 2 if params[0] == 2026 else 0
            self.send(b"\x1b[?%d;%d$y" % (params[0], state))
        elif match["final"] in b"hl":
            is_on = match["final"] == b"h"
            for mode in params:
                self.modes[mode] = is_on
                if is_on:
                    self.ever.add(mode)
                if mode == 1049:
                    self._screen.erase_in_display(2)
