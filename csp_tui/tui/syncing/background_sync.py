"""Sync in a process of its own, so that no key waits for git or for the network."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from tempfile import TemporaryFile
from threading import Thread
from typing import IO, TYPE_CHECKING

from textual.message import Message

from csp_tui.core.base.errors import CspTuiError, WriteError, reason
from csp_tui.core.base.language import _, current
from csp_tui.core.workplace.workplace import Workplace

if TYPE_CHECKING:
    from csp_tui.core.exchange.last_sync import SyncState

_MOST_READ = 65536
"""Bytes of what the process says that are read."""
_LEAD = "csp-tui: "
"""What each sentence of the process begins with."""


class SyncEnded(Message):
    """A message: a sync has ended.

    Args:
        code: the exit code of the process.
        said: the first sentence that it has printed as a warning or error; "" if all went well.
        is_asked: whether the user has asked for the sync by a key.
        state: the state of the exchange now; None if it cannot be read.
    """

    def __init__(self, code: int, said: str, is_asked: bool, state: SyncState | None) -> None:
        super().__init__()
        self.code = code
        self.said = said
        self.is_asked = is_asked
        self.state = state


class BackgroundSync:
    """Runs one sync at a time in a process of its own, which goes on when the app is left.

    Args:
        workplace: the data directory to sync.
        post: called in another thread with a message when a sync has ended.
    """

    def __init__(self, workplace: Workplace, post: Callable[[SyncEnded], object]) -> None:
        self._workplace = workplace
        self._post = post
        self.is_running = False

    def start(self, *, is_asked: bool) -> None:
        """Start a sync, unless one is running.

        Args:
            is_asked: whether the user has asked for it by a key.

        Raises:
            WriteError: no process can be started, or no thread that waits for it.
        """
        if self.is_running:
            return
        words = ("--data", str(self._workplace.places.data), "--lang", current(), "sync", "--quiet")
        said: IO[bytes] | None = None
        process: subprocess.Popen[bytes] | None = None
        try:
            said = TemporaryFile()  # noqa: SIM115 - no pipe, which would break when the app is left
            process = subprocess.Popen(
                (sys.executable, "-P", "-m", "csp_tui", *words),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                start_new_session=True,  # so that the end of the terminal does not end it
            )
            self.is_running = True
            waiting = (process, said, is_asked)
            Thread(target=self._wait, args=waiting, name="sync", daemon=True).start()
        except (OSError, RuntimeError) as error:
            self.is_running = False
            if process is not None:  # nobody would wait for it
                process.kill()
                process.wait()
            if said is not None:
                said.close()
            why = reason(error) if isinstance(error, OSError) else str(error)
            raise WriteError(_("no process can be started"), why) from error

    def start_unasked(self) -> bool:
        """Start a sync if a remote was ever named; return whether a sync is running now.

        Nobody waits for such a sync: if it cannot be started, that is not said.
        """
        from csp_tui.core.exchange.git_address import kept_address

        with suppress(CspTuiError):
            if kept_address(self._workplace.places):
                self.start(is_asked=False)
        return self.is_running

    def _wait(self, process: subprocess.Popen[bytes], said: IO[bytes], is_asked: bool) -> None:
        from csp_tui.core.exchange.last_sync import known_state

        code = process.wait()
        with said:
            said.seek(0)
            lines = said.read(_MOST_READ).decode("utf-8", "replace").splitlines()
        own = [line.removeprefix(_LEAD) for line in lines if line.startswith(_LEAD)]
        state = known_state(self._workplace)
        self.is_running = False
        self._post(SyncEnded(code, (own or lines[-1:] or [""])[0], is_asked, state))
