"""The driver through which Textual reads and writes the terminal.

Textual's own driver wakes ten times a second, waits twice for its thread at the end, fails at a
byte that is not UTF-8, and loops when its input ends. This one sleeps until there is input.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual._time import get_time
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import AppBlur, AppFocus, Paste
from textual.message import Message

from csp_tui.tui.terminal.first_frame import ALTERNATE_SCREEN, FirstFrame

if TYPE_CHECKING:
    from textual.app import App

READ_SIZE = 4096


class PasteFinder:
    """Separates bracketed pastes from keys: to Textual's parser an escape in a paste is a key."""

    START, END = "\x1b[200~", "\x1b[201~"

    def __init__(self) -> None:
        self._pasted: str | None = None

    def split(self, text: str) -> Iterator[tuple[str, bool]]:
        """Yield the pieces of `text`, each with True if it is a paste, False if it is keys.

        A paste that has not ended is kept until a later call has its end.
        """
        while text:
            if self._pasted is None:
                typed, start, text = text.partition(self.START)
                if typed:
                    yield typed, False
                if start:
                    self._pasted = ""
            else:
                collected = self._pasted + text
                pasted, end, text = collected.partition(self.END)
                if not end:
                    self._pasted = collected
                    return
                self._pasted = None
                yield pasted, True


@runtime_checkable
class HasFirstFrame(Protocol):
    """The app as the driver sees it."""

    first_frame: FirstFrame
    """The lines that are on the screen before the app draws."""


class QuietDriver(LinuxDriver):
    """A driver that waits for input without polling and ends the app when its input ends.

    Bytes that are not UTF-8 become replacement characters.
    """

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        self._may_stop = signal.getsignal(signal.SIGTSTP) is not signal.SIG_IGN
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._wake_pipe: tuple[int, int] | None = None
        host: object = app
        assert isinstance(host, HasFirstFrame)
        self._first_frame = host.first_frame

    @property
    def can_suspend(self) -> bool:
        """Whether there is a shell that takes the terminal if the app stops, and continues it.

        There is none if the app was started without a shell, as in ``ssh host csp-tui``, or if
        the shell has ended. The system would then not stop the app, or nobody could continue it.
        """
        session = os.getsid(0)
        return self._may_stop and os.getpgrp() != session == os.getsid(os.getppid())

    def stop_job(self) -> None:
        """Leave the terminal to the shell and stop, until the shell brings the job back.

        The whole job is stopped, with a program around the app such as `sudo`. The handlers of
        SIGTSTP and SIGTTOU must be the system's own.
        """
        self.suspend_application_mode()
        os.kill(0, signal.SIGTSTP)
        while self._is_in_background() and self.can_suspend:
            os.kill(0, signal.SIGTTOU)
        self.resume_application_mode()

    def _is_in_background(self) -> bool:
        with contextlib.suppress(OSError):
            return os.tcgetpgrp(self.fileno) != os.getpgrp()
        return False

    def start_application_mode(self) -> None:
        """Set the terminal up for the app; the first frame stays until the app draws over it."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        before = self._first_frame.hand_over()
        if before is not None:
            self.attrs_before = before

    def write(self, data: str) -> None:
        """Write `data`; while the first frame is shown, drop the command that clears the screen."""
        if data != ALTERNATE_SCREEN or not self._first_frame.is_up:
            super().write(data)

    def disable_input(self) -> None:
        """Stop reading keys: wake the thread that reads, so that it ends at once."""
        if self._wake_pipe is not None:
            os.write(self._wake_pipe[1], b"x")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read keys and pastes in this thread until the app leaves or the input ends."""
        waker, _ = self._wake_pipe = os.pipe()
        selector = selectors.DefaultSelector()
        selector.register(self.fileno, selectors.EVENT_READ)
        selector.register(waker, selectors.EVENT_READ)
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        pastes = PasteFinder()
        try:
            while not self.exit_event.is_set():
                # Until some time has passed, a lone escape may be the start of a key's sequence.
                due = parser._timeout_time
                pause = None if due is None else max(0.0, due - get_time())
                for key, _ in selector.select(pause):
                    if key.fd == waker:
                        return
                    content = self._read()
                    if not content:
                        self._app.call_later(self._app.exit)
                        return
                    for text, is_pasted in pastes.split(decode(content)):
                        if is_pasted:
                            self.process_message(Paste(text))
                            continue
                        # Enter that was typed before the driver started comes as a line feed.
                        for event in parser.feed(text.replace("\n", "\r")):
                            self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
        finally:
            wake_pipe, self._wake_pipe = self._wake_pipe, None
            selector.close()
            for descriptor in wake_pipe:
                os.close(descriptor)

    def process_message(self, message: Message) -> None:
        """Pass `message` to the app; drop messages on the window's focus, which cause a redraw."""
        if not isinstance(message, (AppFocus, AppBlur)):
            super().process_message(message)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, READ_SIZE)
        except OSError:
            return b""
