"""The runs of a partner: their order, the key of a new run, closing and reopening, earlier runs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import chain, count

from csp_tui.core.base.clock import local_day, to_milliseconds
from csp_tui.core.base.days import short_day
from csp_tui.core.base.ids import LONGEST
from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import UNTOUCHED, ItemProgress, Partner, Run, Status
from csp_tui.core.runs.anniversary import anniversary, known_since, year_of

COMPLETED, ABANDONED = N_("completed"), N_("abandoned")

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def in_order(partner: Partner) -> list[str]:
    """Return the keys of the partner's runs: open ones as the file has them, then closed ones.

    Of the closed ones, the last closed is the first.
    """
    runs = partner.runs.values()
    closed = sorted((run.closed, run.key) for run in runs if run.closed)
    return [run.key for run in runs if not run.closed] + [key for _day, key in reversed(closed)]


def of_checklist(partner: Partner, checklist_id: str) -> list[Run]:
    """Return the partner's runs of one checklist, in the order in which they were started.

    A run without a recorded start comes first.
    """
    found = (run for run in partner.runs.values() if run.checklist == checklist_id)
    return sorted(found, key=lambda run: run.started or _LONG_AGO)


def new_key(partner: Partner, checklist: Checklist, today: date) -> str:
    """Return the key for a new run of a checklist: the checklist's id, with ``-2`` etc. if taken.

    The key of a yearly run holds the year of the T that it is for: ``keep-direct-2027``. The id is
    cut where the key would be longer than 64 characters.
    """
    year = f"-{_year(partner, checklist, today)}" if checklist.is_yearly else ""
    endings = chain([year], (f"{year}-{number}" for number in count(2)))
    keys = (checklist.id[: LONGEST - len(ending)] + ending for ending in endings)
    return next(key for key in keys if key not in partner.runs)


def _year(partner: Partner, checklist: Checklist, today: date) -> int:
    """Return the year of the T that a new run of a yearly checklist is for.

    That is the first T without a run of this checklist; an abandoned run does not count. If the
    month of T is not known, it is this year, or the next one without such a run.
    """
    known = of_checklist(partner, checklist.id)
    taken = {year_of(run.key) for run in known if not (run.closed and run.outcome == ABANDONED)}
    if partner.anniversary is None:
        return next(year for year in count(today.year) if year not in taken)
    return anniversary(partner.anniversary, today, known_since(partner), taken).year


def close(run: str, outcome: str, now: datetime) -> Change:
    """Return the change that closes a run; `outcome` is ``completed`` or ``abandoned``.

    A closed run keeps its items and can be opened again.
    """
    return Change(Act.CLOSE, {"closed": to_milliseconds(now), "outcome": outcome}, run)


def reopen(run: str) -> Change:
    """Return the change that opens a closed run again."""
    return Change(Act.REOPEN, {"closed": None, "outcome": None}, run)


def ending(run: Run, today: date) -> str:
    """Return when and how `run` was closed, as text; empty if it is open.

    For example ``closed 23 Nov: completed``.
    """
    if run.closed is None:
        return ""
    day = short_day(local_day(run.closed), today)
    if not run.outcome:
        return _("closed {day}").format(day=day)
    return _("closed {day}: {outcome}").format(day=day, outcome=_(run.outcome))


def earlier_progress(partner: Partner, run: Run, item: Item) -> ItemProgress | None:
    """Return the progress of `item` in the latest earlier run of the checklist that recorded any.

    It may be under the id of an item that `item` replaces. None if no earlier run has a status,
    evidence or note of it.
    """
    runs = of_checklist(partner, run.checklist)
    keys = [each.key for each in runs]
    earlier = runs[: keys.index(run.key)] if run.key in keys else runs
    for other in reversed(earlier):
        for key in (item.id, *item.replaces):
            progress = other.items.get(key, UNTOUCHED)
            if progress.status != Status.TODO or progress.evidence or progress.note:
                return progress
    return None
