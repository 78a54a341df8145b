"""The clock of the demo, which can be set to earlier days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from csp_tui.core.base.clock import local_day

_MORNING = 8
_EVENING = 16


class DemoClock:
    """A clock for writing the demo's history: it can be set to a working hour some days ago."""

    def __init__(self, now: datetime) -> None:
        self._end = now
        self._moment = now

    @property
    def today(self) -> date:
        """The real present day."""
        return local_day(self._end)

    def now(self) -> datetime:
        """Return the moment that the clock is set to."""
        return self._moment

    def set(self, days_ago: int) -> None:
        """Set the clock to a working hour `days_ago` days before the present; 0 sets the present.

        If that day is at a weekend, the evening of the Friday before is taken.
        """
        self._moment = self._end
        if days_ago > 0:
            day = self._end.astimezone() - timedelta(days=days_ago)
            moved = max(0, day.weekday() - 4)
            hour = _EVENING + moved if moved else _MORNING + days_ago % 9
            day -= timedelta(days=moved)
            self._moment = day.replace(hour=hour, minute=days_ago * 7 % 60)

    def working_day(self, days_ago: int) -> date:
        """Return the day that `set` sets the clock to: `days_ago` days back, or a Friday before."""
        day = self.day(-days_ago)
        return day - timedelta(days=max(0, day.weekday() - 4)) if days_ago > 0 else day

    def day(self, offset: int) -> date:
        """Return the day `offset` days after the real present day; before it if negative."""
        return self.today + timedelta(days=offset)
