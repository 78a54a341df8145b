"""The clock of the demo."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from csp_tui.core.base.clock import local_day

_MORNING = 8


class Calendar:
    """A clock that is set to a working hour some days ago, and at the end to now."""

    def __init__(self, now: datetime) -> None:
        self._end = now
        self._moment = now

    @property
    def today(self) -> date:
        """The day on which the demo ends."""
        return local_day(self._end)

    def now(self) -> datetime:
        """Return the moment to which the clock is set."""
        return self._moment

    def set(self, days_ago: int) -> None:
        """Set the clock to a working hour so many days ago, Friday for a weekend; with 0 to now."""
        self._moment = self._end
        if days_ago > 0:
            day = self._end.astimezone() - timedelta(days=days_ago)
            day -= timedelta(days=max(0, day.weekday() - 4))
            minute = days_ago * 7 % 60
            self._moment = day.replace(hour=_MORNING + days_ago % 9, minute=minute)

    def day(self, offset: int) -> date:
        """Return a day before (negative) or after today."""
        return self.today + timedelta(days=offset)
