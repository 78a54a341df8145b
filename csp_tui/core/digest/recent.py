"""What was changed lately, read from the histories, and told in a line for each partner."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from datetime import date, datetime, time

from csp_tui.core.base.clock import local_day
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.describe.history import act, titles
from csp_tui.core.history.acts import meaning_of
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.portfolio.weeks import lines_not_undone
from csp_tui.core.workplace.workplace import Workplace

_MOST_NAMED = 4
"""Of more items that one person has changed in the same way, the others are counted."""


class RecentChanges:
    """The history lines since a day that were not taken back; each history is read only once.

    Args:
        workplace: the directory whose histories are read.
        since: the first day.
    """

    def __init__(self, workplace: Workplace, since: date) -> None:
        self._workplace = workplace
        self.since = since
        """The first day."""
        first = datetime.combine(since, time()).astimezone()
        self._first = int(first.timestamp()) * 10**9
        self._known: dict[str, list[HistoryLine]] = {}

    def of(self, partner_id: str) -> list[HistoryLine]:
        """Return the history lines of a partner since the first day, the oldest first.

        Changes that were undone, and those made outside csp-tui, are not among them. Empty without
        a history, or if it is unreadable.
        """
        if partner_id not in self._known:
            self._known[partner_id] = self._read(partner_id)
        return self._known[partner_id]

    def _read(self, partner_id: str) -> list[HistoryLine]:
        history = self._workplace.store.history(partner_id)
        version = history.version()
        if version is None or version.mtime_ns < self._first:  # most: it need not be read
            return []
        with contextlib.suppress(CspTuiError):
            found = [
                line
                for line in lines_not_undone(history, self.since)
                if local_day(line.when) >= self.since and not meaning_of(line.do).is_nobodys
            ]
            return sorted(found, key=lambda line: line.when)
        return []

    def sentences(self, partner_id: str, lines: Iterable[HistoryLine]) -> list[str]:
        """Return what `lines` of a partner did: a text for each person, in the order of the lines.

        For example ``ben: ticked Credit approval, Bank letter and 3 more; chased Company check``.
        Empty if the partner cannot be read.
        """
        done_by: dict[str, dict[str, dict[str, None]]] = {}
        try:
            title_of = titles(self._workplace, self._workplace.store.load(partner_id))
            for line in lines:
                done = done_by.setdefault(line.who, {})
                done.setdefault(act(line), {})[title_of(line)] = None
        except CspTuiError:
            return []
        return [
            _("{label}: {value}").format(
                label=who,
                value=_("; ").join(f"{each} {_names([*done[each]])}".rstrip() for each in done),
            )
            for who, done in done_by.items()
        ]


def _names(names: list[str]) -> str:
    """Return the names with commas between them; after four, only how many more there are."""
    text = ", ".join(names[:_MOST_NAMED])
    if len(names) <= _MOST_NAMED:
        return text
    left = len(names) - _MOST_NAMED
    message = ngettext("{names} and {count} more", "{names} and {count} more", left)
    return message.format(names=text, count=left)


IsOwn = Callable[[HistoryLine], bool]
"""A function that returns whether a history line is the reader's own act."""
