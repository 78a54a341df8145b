"""Texts on the exchange with other machines."""

from __future__ import annotations

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.exchange.last_sync import LastSync
from csp_tui.tui.lines.tone import Tone


def ended(code: int, said: str, last: LastSync | None) -> tuple[str, Tone]:
    """Return a sentence on a sync that has ended, and how to show it.

    Args:
        code: the exit code of its process.
        said: the first sentence that it has printed as a warning or error.
        last: what it did.
    """
    if code not in (0, 1) or last is None or last.trouble:
        return _("Not synced: {why}").format(why=said), Tone.ALERT
    if said:
        return f"{result(last)}; {said}", Tone.ALERT
    return _("Synced: {what}").format(what=result(last)), Tone.STRONG


def result(last: LastSync) -> str:
    """Return what a sync did: ``2 sent, 3 came 10:42``."""
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
