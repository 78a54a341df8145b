"""What is most urgent in a run, in the words of the list of partners.

The column *Now* says it in a few cells, *Next* names what it is about, *Waits for* says whom.
The yearly clock belongs to the partner; it counts for the first of its open runs.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import NamedTuple

from csp_tui.core.base.day_words import due_day, late_by, mend_day, point_day
from csp_tui.core.base.days import short_weekday
from csp_tui.core.base.language import _, pgettext
from csp_tui.core.base.text import width
from csp_tui.core.partners.clock_words import mend_until, next_t
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.runs.anniversary import points
from csp_tui.core.runs.item_summary import ItemSummary
from csp_tui.core.runs.step_groups import SOON, Days, State, StepGroup, is_overdue

_LEAST = 10
_CHASE_ON, _WHOM = map(ItemSummary._fields.index, ("chase_on", "whom"))


def cells() -> int:
    """Return the most cells of the words of *Now* in the current language: 10, in French 11."""
    words = _("confirm {count}").format(count=9), late_by(99)
    return max(_LEAST, *map(width, words))


class Kind(IntEnum):
    """What is to be done in a run, from the most urgent to the least."""

    MEND = 0
    LAPSED = 1
    LATE = 2
    CHASE = 3
    DUE = 4
    CLOCK = 5
    CONFIRM = 6
    CLOSE = 7
    REFUSED = 8
    READY = 9
    WAITING = 10
    NO_LIST = 11
    NOTHING = 12
    UNREADABLE = 13

    @property
    def is_late(self) -> bool:
        """Whether a day is over by which something was to be done."""
        return self <= Kind.LATE

    @property
    def is_soon(self) -> bool:
        """Whether something is to be chased now, or a due day or point of the clock is near."""
        return Kind.LATE < self <= Kind.CLOCK


class Now(NamedTuple):
    """The most urgent thing of a run, or of a partner without runs."""

    kind: Kind
    number: int = 0
    """The days that it is late or, to mend it, are left; or else how many items it is."""
    day: date | None = None
    """The day by which it is to be done; None if there is none, or if it is late."""
    subject: str = ""
    """What it is: the title of an item, or what happens on a day of the yearly clock."""
    whom: str = ""
    """For whom the item waits."""
    point: str = ""
    """The point of the yearly clock, such as ``T-30``; "" for an item."""

    @property
    def rank(self) -> tuple[int, int]:
        """A sort key that puts the most urgent first.

        Of what is to be mended, that comes first for which the fewest days are left; of what is
        late, that which is late longest.
        """
        if self.kind is Kind.MEND:
            return self.kind, self.number
        return self.kind, -self.number if self.kind.is_late else 0

    def words(self, today: date) -> str:
        """Return the words of the column *Now*, such as ``27 d late``, ``mend Fri`` or ``chase 2``.

        A number for which the column has no room is left out; a day is then its weekday. "" if
        nothing is open.
        """
        words = self._in_words(today)
        if width(words) <= cells():
            return words
        if self.kind is Kind.LATE:
            return _("late")
        if self.day is not None:
            form = f"{self.point} {{day}}" if self.point else pgettext("column", "due {day}")
            form = pgettext("column", "mend {day}") if self.kind is Kind.MEND else form
            return form.format(day=short_weekday(self.day))
        return words.replace(str(self.number), "").strip()

    def _in_words(self, today: date) -> str:
        """Return the words of the column *Now*, even if there is no room for all of them."""
        if self.kind is Kind.LATE:
            return late_by(self.number)
        numbered = {
            Kind.CHASE: _("chase {count}"),
            Kind.CONFIRM: _("confirm {count}"),
            Kind.REFUSED: _("refused {count}"),
            Kind.READY: _("ready {count}"),
            Kind.WAITING: _("waiting {count}"),
        }
        if self.kind in numbered:
            return numbered[self.kind].format(count=self.number)
        if self.kind is Kind.MEND and self.day is not None:
            if self.number < SOON:
                return mend_day(self.day, today)
            left = _("{count} d").format(count=self.number)
            return pgettext("column", "mend {day}").format(day=left)
        if self.day is not None:
            if self.point:
                return point_day(self.point, self.day, today)
            return due_day(self.day, today)
        plain = {
            Kind.LAPSED: pgettext("column", "lapsed?"),
            Kind.CLOSE: pgettext("column", "close it"),
            Kind.NO_LIST: pgettext("column", "no list"),
            Kind.UNREADABLE: pgettext("column", "unreadable"),
        }
        return plain.get(self.kind, "")

    @property
    def what(self) -> str:
        """The text of the column *Next*: the subject, after ``missed:`` if it is a missed check."""
        if self.kind not in (Kind.MEND, Kind.LAPSED):
            return self.subject
        return _("missed: {what}").format(what=self.subject)

    def sentence(self, today: date) -> str:
        """Return what *Now* and *Next* say as one text: ``27 d late: Credit check passed``.

        What is ready is only named; of an idle or unreadable run it is why, and of a partner
        without runs that one is to be started.
        """
        if self.kind is Kind.NO_LIST:
            return _("start a checklist")
        words = "" if self.kind in (Kind.READY, Kind.UNREADABLE) else self._in_words(today)
        if not (words and self.subject):
            return words or self.subject
        return _("{label}: {value}").format(label=words, value=self.subject)


def now_of(row: PartnerSummary, run: RunSummary | None, today: date) -> Now:
    """Return what is most urgent in `run`, one of the runs of the partner `row`.

    `run` is None for a partner without runs. An item is late from the day after its due day, or
    more than 7 days (`REMINDER`) after its day to chase: that day is only one's own reminder. The
    yearly check is missed from the day after T. While that can be mended, it comes first of all; it
    counts only for the run that `bears_clock` chooses. If nothing is late, to chase or near, it is
    the first thing to do, or why there is none; for an unreadable partner or run it is the error.
    """
    if row.error or (run is not None and run.error):
        error = row.error or (run.error if run else "")
        prefix = _("unreadable, {why}").format(why="")
        return Now(Kind.UNREADABLE, subject=error.removeprefix(prefix))
    found = [of_clock(row, today) if bears_clock(row, run) else None]
    if run is not None and not run.outcome:
        found += [to_chase(run, today), to_do(run, today)]
    if urgent := [each for each in found if each is not None]:
        return min(urgent, key=lambda now: now.rank)
    if run is None:
        return Now(Kind.NO_LIST, subject=_("enter starts a checklist"))
    return _unhurried(run, today)


def bears_clock(row: PartnerSummary, run: RunSummary | None) -> bool:
    """Return whether the yearly clock of the partner counts for `run`, so that it counts only once.

    It counts for the first open run, or the first run if all are closed; for None if the partner
    has no run. False if the month of T is not known. Where a filter has left only some runs in
    `row`, it counts for the first of these.
    """
    if not row.month:
        return False
    first = next((each for each in row.runs if not each.outcome), None)
    return run is (first or next(iter(row.runs), None))


def of_clock(row: PartnerSummary, today: date) -> Now | None:
    """Return what is urgent by the yearly clock: a missed T, or a point up to T within a week.

    None if there is neither, or T is not known.
    """
    t = next_t(row, today)
    if t is None:
        return None
    left = (t - today).days
    if left > _FIRST_POINT + SOON:
        return None
    known = points(row.clock_model)
    if left < 0:
        meaning = next(_(point.meaning) for point in known if not point.days)
        until = mend_until(row, today)
        if until is None:
            return Now(Kind.LAPSED, -left, subject=meaning)
        return Now(Kind.MEND, (until - today).days, until, meaning)
    for point in known:
        if 0 <= left + point.days <= SOON and point.days <= 0:
            day = point.day(t)
            return Now(Kind.CLOCK, day=day, subject=_(point.meaning), point=point.name)
    return None


_FIRST_POINT = 90
"""Days before T of the first point of the yearly clock."""


def to_chase(run: RunSummary, today: date) -> Now | None:
    """Return the item of an open run with the earliest day to chase; None if none is to chase."""
    last, _due = Days.of(today).texts
    found = [
        (each.chase_on_text, run.title_of(each), each.whom)
        for each in run.batches
        if "" < each.chase_on_text <= last
    ]
    if run.chase_text and run.chase_text[0] <= last:
        own, title = run.chase_text
        whom = next((each[_WHOM] for each in run.items_text if each[_CHASE_ON] == own), "")
        found.append((own, title, whom))
    if not found:
        return None
    text, title, whom = min(found)
    day = date.fromisoformat(text)
    if is_overdue(day, today):
        return Now(Kind.LATE, (today - day).days, subject=title, whom=whom)
    return Now(Kind.CHASE, run.number_in(StepGroup.CHASE, today), subject=title, whom=whom)


def to_do(run: RunSummary, today: date) -> Now | None:
    """Return the item of an open run with the earliest due day; None if none is due in a week."""
    _chase, last = Days.of(today).texts
    found = [(b.due_text, run.title_of(b)) for b in run.batches if "" < b.due_text <= last]
    if run.due_text and run.due_text[0] <= last:
        found.append((run.due_text[0], run.due_text[1]))
    if not found:
        return None
    text, title = min(found)
    day = date.fromisoformat(text)
    if day < today:
        return Now(Kind.LATE, (today - day).days, subject=title)
    return Now(Kind.DUE, day=day, subject=title)


def to_confirm(run: RunSummary, _today: date) -> Now | None:
    """Return the first ticked item of an open run whose rule has changed; None if there is none."""
    number = run.count_changed()
    return Now(Kind.CONFIRM, number, subject=run.first_changed) if number else None


def to_take_up(run: RunSummary, _today: date) -> Now | None:
    """Return the first refused item of an open run; None if there is none."""
    number = run.count_refused()
    return Now(Kind.REFUSED, number, subject=run.first_refused) if number else None


def _unhurried(run: RunSummary, today: date) -> Now:
    """Return the first thing to do in a run without anything late, to chase or due.

    If nothing is to be done, return why.
    """
    if run.outcome:
        return Now(Kind.NOTHING, subject=_("closed: {outcome}").format(outcome=_(run.outcome)))
    if changed := to_confirm(run, today):
        return changed
    if run.is_to_close:
        return Now(Kind.CLOSE, subject=_("complete"))
    if refused := to_take_up(run, today):
        return refused
    days = Days.of(today)
    ready = [batch for batch in run.batches if batch.group(days) is StepGroup.READY]
    if run.ready or ready:
        number = run.ready_count + sum(len(batch.members) for batch in ready)
        return Now(Kind.READY, number, subject=run.ready or run.title_of(ready[0]))
    if number := run.count_waiting():
        waits = ((run.title_of(b), b.whom) for b in run.batches if b.state_text == State.WAITING)
        title, whom = run.waits or next(waits, ("", ""))
        return Now(Kind.WAITING, number, subject=title, whom=whom)
    return Now(Kind.NOTHING, subject=run.why_nothing)
