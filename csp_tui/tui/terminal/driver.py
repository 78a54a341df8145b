"""The driver through which Textual reads and writes the terminal.

Textual's own driver wakes ten times a second, waits twice for its thread at the end, fails at a
byte that is not UTF-8, and loops when its input ends. This one sleeps until there is input.
"""

from __future__ import annotations

import contextlib
import os
import select
import selectors
import signal
import termios
from codecs import getincrementaldecoder
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._time import get_time
from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver
from textual.events import AppBlur, AppFocus, Key, Paste
from textual.message import Message

from csp_tui.tui.terminal.shown_frame import ALTERNATE_SCREEN, ERASED, MAIN_SCREEN, ShownFrame
from csp_tui.tui.terminal.signals import HAS_COME, WAKING
from csp_tui.tui.terminal.terminal_input import TerminalInput

if TYPE_CHECKING:
    from textual.app import App

READ_SIZE = 4096

MOST_AHEAD = 64
"""After more events than this of one read, the app handles them before more is read."""

_MOMENT = 0.1
"""Seconds in which a signal that ends the app is noticed after the job is continued."""

PATIENCE = 1.0
"""Seconds to wait at most for an app that handles events slowly."""


@runtime_checkable
class HasFirstFrame(Protocol):
    """The app as the driver sees it."""

    first_frame: ShownFrame
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
        self._last_words: list[str] | None = None
        self._is_restored = False  # whether all that restores the terminal is sent
        self._picture = ""
        host: object = app
        assert isinstance(host, HasFirstFrame)
        self._first_frame = host.first_frame

    @property
    def has_shell(self) -> bool:
        """Whether a shell takes the terminal when the app stops, and can continue the app.

        There is none if the app was started without a shell, as in ``ssh host csp-tui``, or if
        the shell has ended. The system would then not stop the app, or nobody could continue it.
        """
        session = os.getsid(0)
        return self._may_stop and os.getpgrp() != session == os.getsid(os.getppid())

    def stop_job(self) -> bool:
        """Stop this job until the shell continues it.

        The app must have left the terminal before. The whole job is stopped, also a program around
        the app such as `sudo`. SIGTSTP and SIGTTOU must have the system's handlers.

        Returns:
            Whether the app goes on; if not, a signal that ends it has come.
        """
        os.kill(0, signal.SIGTSTP)
        while self._is_in_background() and self.has_shell:
            # A shell that leaves sends a signal before it continues the job. Stopped again at that
            # moment, the job would stay for ever.
            if HAS_COME.wait(_MOMENT):
                return False
            if self._is_in_background():
                os.kill(0, signal.SIGTTOU)
        return True

    def _is_in_background(self) -> bool:
        with contextlib.suppress(OSError):
            return os.tcgetpgrp(self.fileno) != os.getpgrp()
        return False

    def start_application_mode(self) -> None:
        """Set the terminal up for the app; the first frame stays until the app draws over it."""
        self._first_frame.stop_keys()
        self._is_restored = False
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._take_first_frame():
            self._watch_first_frame()

    def stop_application_mode(self) -> None:
        """Restore the terminal, and wait until it has taken all that does so."""
        super().stop_application_mode()
        self.close()
        self._is_restored = True

    def _take_first_frame(self) -> bool:
        """Take the terminal over from the first frame; return whether that was shown."""
        before = self._first_frame.before
        if before is not None:
            self.attrs_before = before  # first: a signal may end the app between both lines
            self._first_frame.hand_over()
        return before is not None

    def _watch_first_frame(self) -> None:
        """Also forget what the first frame was, where Textual has put other signal handlers."""
        resize = signal.getsignal(signal.SIGWINCH)

        def forget_and_resize(number: int, frame: FrameType | None) -> None:
            self._first_frame.forget()
            if callable(resize):
                resize(number, frame)

        signal.signal(signal.SIGWINCH, forget_and_resize)
        signal.signal(signal.SIGCONT, self._first_frame.forget)  # until the shell is listened to

    def restore_at_once(self, words: str = "") -> None:
        """Restore the terminal from another thread, whatever the app is doing, and print `words`.

        Nothing that the app draws reaches the terminal any more. If the terminal takes no output
        within ``PATIENCE / 4`` seconds, nothing is sent. A terminal that the app has restored
        already gets only `words`: to restore it twice would end a mode of the shell's.
        """
        if self.attrs_before is None:  # the app has not begun to take the terminal
            self._first_frame.close()
            return
        if self._is_restored:
            with contextlib.suppress(OSError):
                os.write(2, words.encode(errors="replace"))
            return
        assert self._file is not None
        with contextlib.suppress(OSError, termios.error):
            shown = self._file.fileno()
            terminal = os.dup(shown)
            os.dup2(os.open(os.devnull, os.O_WRONLY), shown)
            if self._writer_thread is not None and self._writer_thread.ident is not None:
                # It may be writing a picture; now it writes the rest to the null device.
                signal.pthread_kill(self._writer_thread.ident, WAKING)
            self._take_first_frame()
            termios.tcflush(terminal, termios.TCOFLUSH)
            self._last_words = ["\x1b\\\x1b[?2026l"]  # ends what was cut off
            self._disable_mouse_support()
            super().stop_application_mode()
            if select.select([], [terminal], [], PATIENCE / 4)[1]:
                os.write(terminal, "".join([*self._last_words, words]).encode(errors="replace"))

    def write(self, data: str) -> None:
        """Write `data`; while the first frame is shown, drop the command that clears the screen.

        The screen is erased before it is left: some terminals have no other to come back to.
        Once `restore_at_once` is called, `data` is only collected, for that method to send.
        A picture is written at once, not in three parts, each of which would wake the thread that
        writes.
        """
        if data == MAIN_SCREEN:
            data = ERASED + data
            self._first_frame.forget()
        if self._last_words is not None:
            self._last_words.append(data)
        elif data != ALTERNATE_SCREEN or not self._first_frame.is_up:
            self._picture += data
            if not self._picture.startswith(SYNC_START) or data == SYNC_END:
                picture, self._picture = self._picture, ""
                super().write(picture)

    def disable_input(self) -> None:
        """Stop reading keys: wake the thread that reads, so that it ends at once."""
        if self._wake_pipe is not None:
            os.write(self._wake_pipe[1], b"x")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read keys and pastes in this thread until the app leaves or the input ends.

        If the input ends, the app is told to leave.
        """
        waker, _ = self._wake_pipe = os.pipe()
        selector = selectors.DefaultSelector()
        selector.register(self.fileno, selectors.EVENT_READ)
        selector.register(waker, selectors.EVENT_READ)
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        typed = TerminalInput()
        try:
            self._take(parser, typed, decode(self._first_frame.take_typed()))
            while not self.exit_event.is_set():
                # Until some time has passed, a lone escape may be the start of a key's sequence.
                due = get_time() + ESCAPE_DELAY if typed.is_waiting else parser._timeout_time
                pause = None if due is None else max(0.0, due - get_time())
                ready = selector.select(pause)
                if not ready and typed.is_waiting:
                    self._take_keys(parser, typed.take_held())
                for key, _ in ready:
                    if key.fd == waker:
                        return
                    content = self._read()
                    if not content:
                        self._app.call_later(self._app.exit)
                        return
                    self._take(parser, typed, decode(content))
                for event in parser.tick():
                    self.process_message(event)
        finally:
            wake_pipe, self._wake_pipe = self._wake_pipe, None
            selector.close()
            for descriptor in wake_pipe:
                os.close(descriptor)

    def _take(self, parser: XTermParser, typed: TerminalInput, content: str) -> None:
        """Pass the keys and pastes in `content` to the app; after many, wait for the app."""
        count = 0
        for text, is_pasted in typed.split(content):
            if is_pasted:
                self.process_message(Paste(text))
            else:
                count += self._take_keys(parser, text)
        if count > MOST_AHEAD:
            self._wait_for_app()

    def _take_keys(self, parser: XTermParser, text: str) -> int:
        """Pass the keys that the terminal sent as `text` to the app; return how many they are."""
        if text == "\x1b":
            self.process_message(Key("escape", text))
            return 1
        count = 0
        # Enter that was typed before the driver started comes as a line feed.
        for count, event in enumerate(parser.feed(text.replace("\n", "\r")), 1):  # noqa: B007
            self.process_message(event)
        return count

    def _wait_for_app(self) -> None:
        """Wait until the app has handled all events or leaves, but at most `PATIENCE` seconds."""
        are_handled = Event()
        self._app.call_later(
            lambda: (self._app.focused or self._app.screen).call_later(are_handled.set)
        )
        deadline = get_time() + PATIENCE
        while not (are_handled.wait(0.05) or self.exit_event.is_set() or get_time() > deadline):
            pass

    def process_message(self, message: Message) -> None:
        """Pass `message` to the app; drop messages on the window's focus, which cause a redraw."""
        if not isinstance(message, (AppFocus, AppBlur)):
            super().process_message(message)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, READ_SIZE)
        except OSError:
            return b""
