"""What a workbook is made of: sheets with one table each, and cells that say what they hold."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from csp_tui.core.runs.step_groups import StepGroup, is_overdue


class Kind(StrEnum):
    """What the cells of a column hold: it decides on their form, also that of cells still empty."""

    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"
    SHARE = "share"
    """A part of a whole, with a bar behind the number."""
    BAR = "bar"
    """A part of a whole, as a bar alone."""


class Toned(NamedTuple):
    """A text in words, in the colour of its `tone`: a state, or one of LATE, SOON and GOOD."""

    text: str
    tone: str


LATE, SOON, GOOD, QUIET = "late", "soon", "good", "quiet"
"""Tones beside those of the states: something is late, falls due, is in order, matters little."""


class Linked(NamedTuple):
    """A text that leads to a web address."""

    text: str
    url: str


class Late(NamedTuple):
    """A day that is shown as late."""

    day: date


def dated(day: date | None, today: date) -> date | Late | None:
    """Return `day` as a cell shows it: as late if it is before `today`; None for no day."""
    return Late(day) if day and day < today else day


def chased(day: date | None, today: date) -> date | Late | None:
    """Return a day to chase as a cell shows it: as late if it is over by a week; None for no day.

    See `step_groups.is_overdue`.
    """
    return Late(day) if day and is_overdue(day, today) else day


def tone_of_step(group: StepGroup | None, days: Collection[date | Late | None]) -> str:
    """Return the tone of a step in `group`, with the cells of its day to chase and its due day.

    A missed check is late. What is to chase or due is late if one of the days is, else soon. What
    is not yet to be done is quiet. Other steps have no tone: "".
    """
    if group is StepGroup.MISSED:
        return LATE
    if group in (StepGroup.CHASE, StepGroup.DUE):
        return LATE if any(isinstance(day, Late) for day in days) else SOON
    return QUIET if group is StepGroup.NOT_YET else ""


Cell = str | int | float | date | datetime | Toned | Linked | Late | None
"""What a cell holds; None and "" leave it empty."""
Row = Sequence[Cell]
"""The cells of a row, one for each column."""


class Column(NamedTuple):
    """A column of a table; a text longer than `widest` characters is broken into lines."""

    label: str
    kind: Kind = Kind.TEXT
    widest: int = 40
    is_turned: bool = False
    """Whether the head is written upwards, as that of a narrow column."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: lines of text, and below them a table."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    lead: Sequence[str] = ()
    """The lines above the table, the first of which is the title of the workbook."""
    frozen: int = 1
    """How many columns stay in sight when one scrolls to the right."""
    printed: int = 0
    """How many columns are printed, from the left; 0 for all of them."""
    is_for_import: bool = False
    """Whether the table is changed by hand and imported: then it keeps its empty columns, and what
    is typed into an empty cell keeps the form of its column."""

    def without_empty(self) -> Sheet:
        """Return the sheet without the columns in which no row has a value.

        `frozen` and `printed` count the same columns as before, without those. A sheet for import,
        or without rows, is returned as it is.
        """
        if self.is_for_import or not self.rows:
            return self
        places = range(len(self.columns))
        kept = [place for place in places if any(row[place] not in (None, "") for row in self.rows)]
        return replace(
            self,
            columns=[self.columns[place] for place in kept],
            rows=[[row[place] for place in kept] for row in self.rows],
            frozen=sum(place < self.frozen for place in kept),
            printed=sum(place < self.printed for place in kept),
        )


class About(NamedTuple):
    """What a workbook says of itself."""

    title: str
    foot: str
    """Stands at the foot of every printed page, beside the number of the page."""
    author: str
    made_at: datetime
