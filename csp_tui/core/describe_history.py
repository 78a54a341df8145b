"""History lines in words: the same on the screen and in the plain commands."""

from __future__ import annotations

from datetime import date, datetime

from csp_tui.core.describe import WORDS
from csp_tui.core.history_line import HistoryLine
from csp_tui.core.progress import Status, Value

_SILENT = {"at", "by", "fingerprint"}
"""Keys that the line tells in other words."""

ACTS = {
    "add": "added the partner",
    "start": "started",
    "tick": "ticked",
    "untick": "reopened",
    "wait": "set waiting",
    "na": "set not applicable",
    "refuse": "set refused",
    "undo": "took back",
    "redo": "did again",
    "outside": "changed outside csp-tui, first seen by this login",
    "restore": "restored the last good copy",
    "purge": "erased the partner",
}

_CUSTOMER_ACTS = {
    "add": "added",
    "archive": "put away",
    "unarchive": "brought back",
    "fact": "answered",
}


def act(line: HistoryLine) -> str:
    """Return what was done, as a verb in the past: ``ticked``."""
    if line.customer and line.do in _CUSTOMER_ACTS:
        return _CUSTOMER_ACTS[line.do]
    return ACTS.get(line.do, "changed")


def about(title: str, customer: str) -> str:
    """Return what a line is about, with the name of the customer that it concerns, if any."""
    if not customer:
        return title
    return f"{title} for {customer}" if title else f"customer {customer}"


def told(line: HistoryLine) -> str:
    """Return each value that changed, from what to what."""
    changes = [
        f"{key.replace('_', ' ')} {_readable(key, line.before.get(key))} -> {_readable(key, value)}"
        for key, value in line.after.items()
        if key not in _SILENT
    ]
    if not changes and line.after:
        return "confirmed against the rule as it is now"
    return ", ".join(changes)


def moment(at: datetime) -> str:
    """Return date and time of `at` where the user is: ``2026-11-23 10:42:03``."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _readable(key: str, value: Value) -> str:
    if key == "status":
        words = {str(status): word for status, word in WORDS.items()}
        return words.get(str(value or Status.TODO), f'"{value}"')
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return f'"{value}"' if isinstance(value, str) else str(value)
