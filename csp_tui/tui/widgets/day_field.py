"""A field for a day, which shows behind the text which day it means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from csp_tui.core.base.days import whole_day
from csp_tui.core.base.errors import UsageError
from csp_tui.tui.lines.tone import Span, Tone
from csp_tui.tui.widgets.field import Field


class DayField(Field):
    """A field for a day; once it is left, it says what is wrong with the text, if anything is.

    Args:
        label: the text before it.
        value: the text to start with.
        read: returns the day that a text means; raises UsageError if it means none.
        id: the widget's id.
    """

    def __init__(
        self,
        label: str,
        value: str,
        read: Callable[[str], date | None],
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(label, value, id=id)
        self._read = read

    def note(self) -> Span:
        """Return the day that the text means; once the field is left, also why it means none."""
        try:
            day = self._read(self.value)
        except UsageError as error:
            return ("" if self.is_editing else error.short, Tone.STRONG)
        return ("" if day is None else whole_day(day), Tone.QUIET)
