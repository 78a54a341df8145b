"""The shell that the app was started from: ctrl+z leaves the terminal to it until ``fg``."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from csp_tui.core.disk.locks import none_held
from csp_tui.tui.saving.saver import Saver
from csp_tui.tui.terminal.driver import QuietDriver

if TYPE_CHECKING:
    from textual.app import App

_PATIENCE = 1.0
"""Seconds to wait for what is being saved; the rest of a long act is saved after `fg`."""


class Shell:
    """Stops the app for the shell, and sets the terminal up again when the shell continues it.

    Args:
        app: the app that uses the terminal.
        saver: waits while the app is stopped, since a stopped process must hold no lock.
        stop: called when the terminal's own signal asks the app to stop.
    """

    def __init__(self, app: App[int], saver: Saver, stop: Callable[[], object]) -> None:
        self._app = app
        self._saver = saver
        self._stop_asked = stop

    def listen(self) -> None:
        """Handle the signals by which a shell stops the app and continues it."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTSTP, self._stop_asked)
        loop.add_signal_handler(signal.SIGCONT, self._take_terminal_again)

    def stop(self) -> bool:
        """Leave the terminal to the shell until it continues the app, then draw again.

        Returns:
            Whether there is a shell; without one, nothing happens.
        """
        driver = self._app._driver
        if not isinstance(driver, QuietDriver) or not driver.has_shell:
            return False
        with self._at_rest():  # the screen stays while it waits
            driver.suspend_application_mode()
            goes_on = self._stop_job(driver)
        if goes_on:
            driver.resume_application_mode()
        self._draw_again()
        return True

    def print_page(self, text: str) -> bool:
        """Leave the full screen, print `text`, and come back at any key.

        At ctrl+z, leave the terminal to the shell; print `text` again when it brings the app back.

        Returns:
            False if ctrl+z was pressed and there is no shell, or the app is to end instead of
            coming back; else True.
        """
        from csp_tui.tui.terminal.page import CTRL_Z, show_page

        driver = self._app._driver
        if not isinstance(driver, QuietDriver):
            return True
        may_stop = True
        with self._app.suspend():
            while may_stop and CTRL_Z in show_page(text):
                may_stop = driver.has_shell and self._stop_at_rest(driver)
        return may_stop

    @contextmanager
    def _at_rest(self) -> Iterator[None]:
        """Return a context manager; in its block nothing is saved, and no lock is held.

        A process that is stopped must hold no lock: others would wait for it.
        """
        with self._saver.held(_PATIENCE), none_held():
            yield

    def _stop_at_rest(self, driver: QuietDriver) -> bool:
        with self._at_rest():
            return self._stop_job(driver)

    def _stop_job(self, driver: QuietDriver) -> bool:
        """Stop until the shell brings the app back; return whether the app goes on."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTSTP, signal.SIGCONT):
            loop.remove_signal_handler(number)
        goes_on = driver.stop_job()
        self.listen()
        return goes_on

    def _take_terminal_again(self) -> None:
        """Set up the terminal again: others may have used it while the process was stopped."""
        driver = self._app._driver
        if isinstance(driver, QuietDriver):
            driver.suspend_application_mode()
            driver.resume_application_mode()
            self._draw_again()

    def _draw_again(self) -> None:
        """Send the whole screen to the terminal again."""
        self._app.screen.refresh(layout=True)
