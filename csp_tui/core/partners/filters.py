"""The filters of the list of partners.

`cli.arguments.partners` repeats their names for ``--filter``, so that parsing a command line
imports little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.choice import Choice, ValueFilter, choice_named, value_asked
from csp_tui.core.base.clock import stamp
from csp_tui.core.base.day_words import month_from
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import fold, visible_line
from csp_tui.core.partners.clock_words import is_lapsed, is_near, next_t
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.runs.item_summary import ItemSummary
from csp_tui.core.runs.run_name import short_name
from csp_tui.core.runs.step_groups import SETTLED, Days, State, StepGroup


class Viewer(NamedTuple):
    """Who looks at the list, and on which day."""

    actor: Actor
    today: date


Filter = Choice[Callable[[PartnerSummary, RunSummary | None, Viewer], bool]]
"""A choice whose rule returns whether the filter keeps a run of a partner.

The run is None for a partner that is unreadable or has no run.
"""


IDLE = 30
"""Days without a change after which a partner counts as idle."""
COUNTED = "counted"
"""The first word of the names of filters that have no command: those of rows of the portfolio."""


def _is_mine(row: PartnerSummary, run: RunSummary | None, viewer: Viewer) -> bool:
    if viewer.actor.owns(row.owner):
        return True
    if run is None or run.outcome:
        return False
    open_owners = {each[_OWNER] for each in run.items_text if each[_STATE] not in SETTLED}
    return any(map(viewer.actor.owns, open_owners.union(batch.owner for batch in run.batches)))


def _has(group: StepGroup) -> Callable[[PartnerSummary, RunSummary | None, Viewer], bool]:
    """Return the rule that keeps open runs with an item in `group`, CHASE or DUE."""
    return lambda _row, run, viewer: bool(run and run.has_in(group, Days.of(viewer.today)))


def is_late(row: PartnerSummary, run: RunSummary | None, viewer: Viewer) -> bool:
    """Return whether something of a run is late, or the partner's yearly check was missed.

    An item of an open run is late after its due day, or more than REMINDER (7) days after its day
    to chase. For a closed run, or with None as the run, only the yearly check counts.
    """
    today = viewer.today
    day = next_t(row, today)
    if day is not None and day < today:
        return True
    over = Days.over(today)
    return bool(run and (run.has_in(StepGroup.CHASE, over) or run.has_in(StepGroup.DUE, over)))


def _is_idle(row: PartnerSummary, run: RunSummary | None, viewer: Viewer) -> bool:
    """Return whether `run` is open and its partner has been idle for IDLE (30) days.

    Idle means that nothing was changed, neither of the partner nor of its customers. False without
    a run, or if the checklist of `run` is unreadable.
    """
    if run is None or run.outcome or run.error:
        return False
    return row.changed_text < _idle_since(viewer.today)


@lru_cache(maxsize=4)
def _idle_since(today: date) -> str:
    """Return the time stamp of the local midnight that was IDLE days before `today`.

    A partner that was last changed before it is idle.
    """
    return stamp(datetime.combine(today - timedelta(days=IDLE), time()).astimezone(UTC))


def _has_nothing_open(_row: PartnerSummary, run: RunSummary | None, _viewer: Viewer) -> bool:
    """Return whether `run` is open, and no required item is left to do in it.

    Items of customers count, too. False without a run, or if its checklist is unreadable.
    """
    return bool(run and not (run.stage or run.outcome or run.error))


ALL: Filter = Choice("all", "", lambda _row, _run, _viewer: True)
FILTERS: tuple[Filter, ...] = (
    ALL,
    Choice("chase", N_("to chase"), _has(StepGroup.CHASE)),
    Choice("due", N_("due"), _has(StepGroup.DUE)),
    Choice("mine", N_("mine"), _is_mine),
    Choice("lapsed", N_("clock lapsed?"), lambda row, _run, viewer: is_lapsed(row, viewer.today)),
    Choice("refused", N_("refused"), lambda _row, run, _viewer: bool(run and run.count_refused())),
    Choice(
        "rule-changed",
        N_("rule changed"),
        lambda _row, run, _viewer: bool(run and run.count_changed()),
    ),
    Choice(
        "unreadable",
        N_("unreadable"),
        lambda row, run, _viewer: bool(
            row.error or row.unreadable_customers or (run and run.error)
        ),
    ),
    Choice("behind", N_("on an older edition"), lambda _row, run, _viewer: bool(run and run.newer)),
    Choice("late", N_("late"), is_late),
    Choice(
        "no-checklist",
        N_("no checklist"),
        lambda row, _run, _viewer: not (row.runs or row.error),
    ),
    Choice("within-30", N_("T within 30 d"), lambda row, _run, me: is_near(row, me.today, 30)),
    Choice("within-60", N_("T within 60 d"), lambda row, _run, me: is_near(row, me.today, 60)),
    Choice("within-90", N_("T within 90 d"), lambda row, _run, me: is_near(row, me.today, 90)),
    Choice("idle", N_("idle 30 d"), _is_idle),
    Choice("no-owner", N_("no owner"), lambda row, _run, _viewer: not row.owner),
    Choice("nothing-open", N_("all required done"), _has_nothing_open),
)


_MONTH = len("2026-12")
_A_MONTH = N_("say a month, such as 2026-12")


def _t_month(row: PartnerSummary, _run: RunSummary | None, today: date) -> list[str]:
    day = next_t(row, today)
    return [day.isoformat()[:_MONTH]] if day else []


def _planned_months(row: PartnerSummary, _run: RunSummary | None, _today: date) -> set[str]:
    return {day[:_MONTH] for day in row.planned_texts}


def _waited_for(_row: PartnerSummary, run: RunSummary | None, _today: date) -> list[str]:
    """Return for whom items of an open run wait, those of its customers included.

    Of a name such as "Microsoft credit", the first word is in the list, too, so that a menu offers
    "Microsoft"; not if the name begins with a small letter. Empty for a closed run or None.
    """
    if run is None or run.outcome:
        return []
    names = [each[_WHOM] for each in run.items_text if each[_STATE] == State.WAITING]
    names += [each.whom for each in run.batches if each.state_text == State.WAITING]
    first = [name.partition(" ")[0] for name in names if " " in name and name[0].isupper()]
    return [*names, *first]


_STATE, _OWNER, _WHOM = map(ItemSummary._fields.index, ("state", "owner", "whom"))


def _model(value: str) -> str:
    from csp_tui.core.progress.partner_fields import typed  # not for the first frame

    return visible_line(typed(value, "model"))


def _fits_model(value: str, wanted: str) -> bool:
    from csp_tui.core.base.near import translated_choice  # not for the first frame
    from csp_tui.core.progress.partner_fields import MODELS

    return value == wanted or translated_choice(wanted, MODELS) == value


def _fits_party(value: str, wanted: str) -> bool:
    from csp_tui.core.runs.parties import is_part_of  # not for the first frame

    return is_part_of(value, wanted)


Values = Callable[[PartnerSummary, RunSummary | None, date], Iterable[str]]
"""Returns the values of a run, or of a partner without runs, on a day."""

VALUE_FILTERS: tuple[ValueFilter[Values], ...] = (
    ValueFilter("owner", N_("owner"), N_("owner {value}"), lambda row, _run, _today: [row.owner]),
    ValueFilter("for", N_("waiting for"), N_("for {value}"), _waited_for, fits=_fits_party),
    ValueFilter(
        "stage",
        N_("stage"),
        N_("at {value}"),
        lambda _row, run, _today: [run.stage] if run else [],
    ),
    ValueFilter(
        "checklist",
        N_("checklist"),
        "{value}",
        lambda _row, run, _today: [run.checklist] if run else [],
        lambda value: short_name(value, value),
    ),
    ValueFilter(
        "model",
        N_("model"),
        "{value}",
        lambda row, _run, _today: [row.clock_model],
        _model,
        fits=_fits_model,
    ),
    ValueFilter("t", N_("T in"), N_("T in {value}"), _t_month, month_from, _A_MONTH),
    ValueFilter(
        "planned",
        N_("customers planned"),
        N_("customers planned {value}"),
        _planned_months,
        month_from,
        _A_MONTH,
    ),
)
"""What more a filter may ask for; its name is then of two words: ``owner amira``."""


def filter_called(name: str) -> Filter:
    """Return the filter with the name `name`, such as ``chase`` or ``owner amira``.

    Case does not matter.

    Raises:
        LookupError: there is no such filter, or no partner can have the value; if there is more to
            say, its text says why.
    """
    kind, value = value_asked(VALUE_FILTERS, name)
    if kind is None:
        return choice_named(FILTERS, name)
    if not kind.shown(value):
        raise LookupError(_(kind.hint))
    wanted, values = fold(value), kind.rule

    def keeps(row: PartnerSummary, run: RunSummary | None, viewer: Viewer) -> bool:
        return any(kind.fits(fold(each), wanted) for each in values(row, run, viewer.today))

    return Choice(f"{kind.name} {value}", f"{kind.name} {value}", keeps)


def title_of(chosen: Filter) -> str:
    """Return the words for a filter in the current language: ``to chase``, ``for Microsoft``.

    Empty for `ALL`.
    """
    kind, value = value_asked(VALUE_FILTERS, chosen.name)
    return kind.title_of(value) if kind else _(chosen.title)
