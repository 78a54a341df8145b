"""The runs of a partner: their order, what a new one is called, how one ends, what came before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import chain, count

from csp_tui.core.base.clock import local_day, to_milliseconds
from csp_tui.core.base.days import short_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.ids import LONGEST
from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import UNTOUCHED, ItemProgress, Partner, Run, Status
from csp_tui.core.runs.anniversary import anniversary, known_since, year_of

COMPLETED, ABANDONED = OUTCOMES = (N_("completed"), N_("abandoned"))

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def in_order(partner: Partner) -> list[str]:
    """Return the keys of the partner's runs: the open ones as in the file, then the closed."""
    runs = partner.runs.values()
    closed = sorted((run.closed, run.key) for run in runs if run.closed)
    return [run.key for run in runs if not run.closed] + [key for _day, key in reversed(closed)]


def of_checklist(partner: Partner, checklist_id: str) -> list[Run]:
    """Return the partner's runs of one checklist, the oldest first."""
    found = (run for run in partner.runs.values() if run.checklist == checklist_id)
    return sorted(found, key=lambda run: run.started or _LONG_AGO)


def new_key(partner: Partner, checklist: Checklist, today: date) -> str:
    """Return the key of the next run of a checklist: its id, then ``-2`` and so on.

    A yearly one is called by the year of the anniversary for which it is: ``keep-direct-2027``.
    """
    year = f"-{_year(partner, checklist, today)}" if checklist.is_yearly else ""
    endings = chain([year], (f"{year}-{number}" for number in count(2)))
    keys = (checklist.id[: LONGEST - len(ending)] + ending for ending in endings)
    return next(key for key in keys if key not in partner.runs)


def _year(partner: Partner, checklist: Checklist, today: date) -> int:
    """Return the year that is next to be gone through; one that was abandoned still is."""
    known = of_checklist(partner, checklist.id)
    taken = {year_of(run.key) for run in known if not (run.closed and run.outcome == ABANDONED)}
    if partner.anniversary is None:
        return next(year for year in count(today.year) if year not in taken)
    return anniversary(partner.anniversary, today, known_since(partner), taken).year


def outcome_of(text: str) -> str:
    """Return the outcome that a word means, or the start of one; raises UsageError."""
    word = text.strip().casefold()
    for outcome in OUTCOMES:
        if word and outcome.startswith(word):
            return outcome
    message = _("the outcome is {one} or {other}")
    raise UsageError(message.format(one=COMPLETED, other=ABANDONED))


def close(run: str, outcome: str, now: datetime) -> Change:
    """End a run; nothing of it is lost, and it can be opened again."""
    return Change(Act.CLOSE, {"closed": to_milliseconds(now), "outcome": outcome}, run)


def reopen(run: str) -> Change:
    """Open a closed run again."""
    return Change(Act.REOPEN, {"closed": None, "outcome": None}, run)


def ending(run: Run, today: date) -> str:
    """Return when and how a run was closed, ``closed 23 Nov: completed``; nothing where it runs."""
    if run.closed is None:
        return ""
    day = short_day(local_day(run.closed), today)
    if not run.outcome:
        return _("closed {day}").format(day=day)
    return _("closed {day}: {outcome}").format(day=day, outcome=_(run.outcome))


def last_time(partner: Partner, run: Run, item: Item) -> ItemProgress | None:
    """Return what the newest earlier run of the same checklist has recorded of an item."""
    runs = of_checklist(partner, run.checklist)
    keys = [each.key for each in runs]
    earlier = runs[: keys.index(run.key)] if run.key in keys else runs
    for other in reversed(earlier):
        for key in (item.id, *item.replaces):
            progress = other.items.get(key, UNTOUCHED)
            if progress.status != Status.TODO or progress.evidence or progress.note:
                return progress
    return None
