"""The terminal driver: idle it does nothing, it leaves at once, and survives bad bytes.

Textual's own driver wakes ten times a second, joins its thread twice at the end, fails at a byte
that is not UTF-8 and loops when its input ends. This one sleeps until there is input.
"""

from __future__ import annotations

import os
import selectors
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
    """Finds bracketed pastes, in which Textual's own parser takes an escape for a key."""

    START, END = "\x1b[200~", "\x1b[201~"

    def __init__(self) -> None:
        self._pasted: str | None = None

    def split(self, text: str) -> Iterator[tuple[str, bool]]:
        """Yield the pieces of `text` and whether each is a whole paste, without empty keys."""
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
    """The app, as the driver knows it."""

    first_frame: FirstFrame
    """What is on the screen before the app draws."""


class QuietDriver(LinuxDriver):
    """Waits for input without polling, replaces bad bytes, and ends the app at end of input."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._wake_pipe: tuple[int, int] | None = None
        host: object = app
        assert isinstance(host, HasFirstFrame)
        self._first_frame = host.first_frame

    def start_application_mode(self) -> None:
        """Take the terminal; the first frame stays until the app draws over it."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        before = self._first_frame.hand_over()
        if before is not None:
            self.attrs_before = before

    def write(self, data: str) -> None:
        """Write, but do not clear the screen while it shows the first frame."""
        if data != ALTERNATE_SCREEN or not self._first_frame.is_up:
            super().write(data)

    def disable_input(self) -> None:
        """Stop reading keys, at once."""
        if self._wake_pipe is not None:
            os.write(self._wake_pipe[1], b"x")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read keys until the app leaves or the terminal is gone."""
        waker, _ = self._wake_pipe = os.pipe()
        selector = selectors.DefaultSelector()
        selector.register(self.fileno, selectors.EVENT_READ)
        selector.register(waker, selectors.EVENT_READ)
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        pastes = PasteFinder()
        try:
            while not self.exit_event.is_set():
                # A lone escape may be the start of a sequence until some time has passed.
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
                        # Enter that was typed before the terminal was taken comes as a line feed.
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
        """Pass a message on, except on the window's focus, which would redraw the screen."""
        if not isinstance(message, (AppFocus, AppBlur)):
            super().process_message(message)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, READ_SIZE)
        except OSError:
            return b""
