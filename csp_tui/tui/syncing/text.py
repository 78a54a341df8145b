"""Texts on the exchange with other machines."""

from __future__ import annotations

from datetime import date, datetime

from csp_tui.core.base.clock import local_day
from csp_tui.core.base.days import short_day
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.exchange.last_sync import LastSync, SyncState
from csp_tui.tui.lines.tone import Span, Tone

_KEY = "X"
"""The key that shows the conflicts, in the list of partners."""


def ended(code: int, said: str, last: LastSync | None) -> str:
    """Return a sentence on a sync that has ended: what it did, or why it failed.

    Args:
        code: the exit code of its process.
        said: the first sentence that it has printed as a warning or error.
        last: what it did; None if that is not known, which counts as a failure.
    """
    if code not in (0, 1) or last is None or last.trouble:
        return _("Not synced: {why}").format(why=said)
    if said:
        return f"{result(last)}; {said}"
    return _("Synced: {what}").format(what=result(last))


def result(last: LastSync) -> str:
    """Return what a sync did, and when: ``2 sent, 3 came 10:42`` or ``nothing new 10:42``."""
    counts = [
        ngettext("{count} sent", "{count} sent", last.sent).format(count=last.sent),
        ngettext("{count} came", "{count} came", last.received).format(count=last.received),
    ]
    if not (last.sent or last.received):
        counts = [_("nothing new")]
    if last.left_alone:
        left = ngettext("{count} left alone", "{count} left alone", last.left_alone)
        counts.append(left.format(count=last.left_alone))
    return f"{', '.join(counts)} {last.at.astimezone():%H:%M}"


def head_end(state: SyncState | None, today: date, conflicts: int = 0) -> list[Span]:
    """Return what the title of a list says of the exchange with other machines.

    For example ``sync: 2 to send``, ``3 came 17:32``; the first of such words says that it is about
    syncing. The most urgent comes first: that the last sync failed, then how many conflicts there
    are, with the key that shows them. What came is not told after a failure. Empty if no sync has
    ended yet, nothing is to be sent and there are no conflicts.
    """
    last, found = state.last if state else None, list[Span]()
    if last and last.trouble:
        text = _("sync: failed") if last.has_answered else _("sync: no answer")
        found.append((text, Tone.STRONG))
    elif last and last.left_alone:
        text = ngettext("sync: {count} left alone", "sync: {count} left alone", last.left_alone)
        found.append((text.format(count=last.left_alone), Tone.STRONG))
    is_named = bool(found)
    if conflicts:
        text = ngettext("{count} conflict: {key}", "{count} conflicts: {key}", conflicts)
        found.append((text.format(count=conflicts, key=_KEY), Tone.STRONG))
    if state and state.to_send:
        text = ngettext("sync: {count} to send", "sync: {count} to send", state.to_send)
        if is_named:
            text = ngettext("{count} to send", "{count} to send", state.to_send)
        found.append((text.format(count=state.to_send), Tone.QUIET))
        is_named = True
    if last and not last.trouble:
        text = _("synced {time}")
        if last.received and is_named:
            text = ngettext("{count} came {time}", "{count} came {time}", last.received)
        elif last.received:
            text = ngettext("sync: {count} came {time}", "sync: {count} came {time}", last.received)
        text = text.format(count=last.received, time=_time(last.at, today))
        found.append((text, Tone.QUIET))
    return found


def _time(moment: datetime, today: date) -> str:
    """Return the local time of a moment that is today, else its day."""
    day = local_day(moment)
    return f"{moment.astimezone():%H:%M}" if day == today else short_day(day, today)
