"""What a test run inherits from whoever starts it, and how it is left behind."""

from __future__ import annotations

import os
import re
import signal
import time

PYTHONS_OWN = {signal.SIGPIPE, signal.SIGXFSZ}
"""Signals that Python itself ignores from its start."""

KEPT = {"PYTHONHOME", "PYTHONPATH", "CSP_TUI_COMMAND", "CSP_TUI_LONG", "CSP_TUI_FUZZ_SECONDS"}
KEPT |= {"CSP_TUI_EXCHANGE_RUNS"}
"""Variables that say where things are and how much to try."""

LEFT_BEHIND = re.compile(
    # the language, the terminal, the time zone
    r"LANG|LANGUAGE|LC_\w+|TERM|TERM_\w+|COLORTERM|COLORFGBG|NO_COLOR|\w*FORCE_COLOR|CLICOLOR"
    r"|COLUMNS|LINES|TMUX\w*|STY|VTE_VERSION|SSH_\w+|TZ|ESCDELAY"
    # the user and the programs that the user chose
    r"|USER|USERNAME|LOGNAME|EMAIL|MAIL|XDG_\w+|EDITOR|VISUAL|PAGER|LESS\w*|BROWSER|DISPLAY"
    r"|WAYLAND_DISPLAY|BASH_ENV|ENV|ZDOTDIR|POSIXLY_CORRECT|GROFF_\w+|MAN\w*"
    # settings of programs and libraries
    r"|CSP_TUI_\w+|TEXTUAL\w*|GIT_\w+|PYTHON\w+"
)
"""Names of the variables that could change what a test sees."""


def leave_behind() -> None:
    """Give this process and its children what no test depends on: the same wherever it runs.

    A job in the background, `nohup`, CI, a login shell and a bare `env -i` hand on other ignored
    signals, blocked signals, file modes and variables. Must be called in the main thread.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in signal.valid_signals() - PYTHONS_OWN:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.umask(0o022)
    for name in [*os.environ]:
        if LEFT_BEHIND.fullmatch(name) and name not in KEPT:
            del os.environ[name]
    os.environ["LC_ALL"] = "C.UTF-8"
    os.environ["TZ"] = "UTC"
    time.tzset()
