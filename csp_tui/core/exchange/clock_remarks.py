"""Names the machines whose clock is wrong, by the times of their commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from csp_tui.core.base.language import ngettext
from csp_tui.core.base.text import visible_line

_MOST_OFF = timedelta(minutes=5)
"""How far a clock may be off without being named."""


def clock_remarks(commits: Sequence[tuple[str, int]], now: datetime) -> list[str]:
    """Return a sentence for each committer whose clock is more than five minutes off.

    A clock is ahead if it has dated a commit later than `now`. It is behind if it has dated a
    commit earlier than the commit before. If a committer has several such commits, the sentence is
    about the oldest of them. Empty if all clocks are right.

    Args:
        commits: who made each commit, and when, in seconds since 1970; the newest first.
        now: the present by the clock here.
    """
    present, sentences = int(now.timestamp()), dict[str, str]()
    for number, (who, at) in enumerate(commits):
        before = commits[number + 1][1] if number + 1 < len(commits) else at
        if at - present > _MOST_OFF.total_seconds():
            sentences[who] = _ahead(who, at - present)
        elif min(before, present) - at > _MOST_OFF.total_seconds() and before > at:
            sentences[who] = _behind(who, min(before, present) - at)
    return [*sentences.values()]


def _ahead(who: str, seconds: int) -> str:
    minutes = round(seconds / 60)
    message = ngettext(
        "the clock of {who} is {count} minute ahead of the one here",
        "the clock of {who} is {count} minutes ahead of the one here",
        minutes,
    )
    return message.format(who=visible_line(who), count=minutes)


def _behind(who: str, seconds: int) -> str:
    minutes = round(seconds / 60)
    message = ngettext(
        "the clock of {who} is {count} minute behind that of others",
        "the clock of {who} is {count} minutes behind that of others",
        minutes,
    )
    return message.format(who=visible_line(who), count=minutes)
