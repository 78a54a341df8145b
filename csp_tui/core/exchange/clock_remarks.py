"""Names the machines whose clock is wrong, by the times of their commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import visible_line

_MOST_OFF = timedelta(minutes=5)
"""How far a clock may be off without being named."""
_MINUTES_IN_HOUR, _MINUTES_IN_DAY = 60, 24 * 60


def clock_remarks(commits: Sequence[tuple[str, int]], now: datetime) -> list[str]:
    """Return a sentence for each committer whose clock is more than five minutes off.

    A clock is ahead if it has dated a commit later than `now`. It is behind if it has dated a
    commit earlier than the commit before. If a committer has several such commits, the sentence is
    about the oldest of them. Where several machines are ahead alike, one sentence says that the
    clock here is behind. Empty if all clocks are right.

    Args:
        commits: who made each commit, and when, in seconds since 1970; the newest first.
        now: the present by the clock here.
    """
    present, ahead, behind = int(now.timestamp()), dict[str, int](), dict[str, int]()
    for number, (who, at) in enumerate(commits):
        before = commits[number + 1][1] if number + 1 < len(commits) else at
        if at - present > _MOST_OFF.total_seconds():
            ahead[visible_line(who)] = at - present
        elif min(before, present) - at > _MOST_OFF.total_seconds() and before > at:
            behind[visible_line(who)] = min(before, present) - at
    message = _("the clock of {who} is {time} ahead of the one here")
    hosts = {who.rpartition(" at ")[2] for who in ahead}
    if len(hosts) > 1 and max(ahead.values()) - min(ahead.values()) <= _MOST_OFF.total_seconds():
        message = _(
            "the clock here is {time} behind those of {who}; if it is wrong, set it right and sync "
            "again"
        )
        ahead = {", ".join(sorted(hosts)): min(ahead.values())}
    found = [message.format(who=who, time=_time(seconds)) for who, seconds in ahead.items()]
    message = _("the clock of {who} is {time} behind that of others")
    return found + [message.format(who=who, time=_time(seconds)) for who, seconds in behind.items()]


def _time(seconds: int) -> str:
    """Return how long `seconds` are, in days or hours where these are about two or more."""
    minutes = round(seconds / 60)
    if (count := round(minutes / _MINUTES_IN_DAY)) > 1:
        return ngettext("{count} day", "{count} days", count).format(count=count)
    if (count := round(minutes / _MINUTES_IN_HOUR)) > 1:
        return ngettext("{count} hour", "{count} hours", count).format(count=count)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
