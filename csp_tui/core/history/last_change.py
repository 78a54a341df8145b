"""When a partner or one of its customers was changed last, by the history."""

from __future__ import annotations

import contextlib

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.history.log import History

_LAST = 100
"""Lines at the end of a history that are looked at: those that a sync adds may be older."""


def last_change(history: History) -> str:
    """Return the time stamp of the newest line; "" if there is none, or the file is unreadable."""
    with contextlib.suppress(CspTuiError):
        lines = history.encoded()[-_LAST:]
        # Taking the bytes is quicker than decoding lines, and a stamp is of one length.
        return max((line.partition(b'"at":"')[2][:24] for line in lines), default=b"").decode()
    return ""
