"""The runs of all partners in order of urgency, in groups such as late, this week and ready."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from csp_tui.core.base.language import N_
from csp_tui.core.base.text import fold
from csp_tui.core.partners.now import Kind
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.partners.sieve import Sieve


class Group(StrEnum):
    """A group of runs in which the same is to be done, from the most urgent to the least."""

    LATE = "late"
    WEEK = "week"
    CONFIRM = "confirm"
    CLOSE = "close"
    READY = "ready"
    WAITING = "waiting"
    NO_LIST = "no-list"
    NOTHING = "nothing"
    UNREADABLE = "unreadable"


GROUP_TITLES = {
    Group.LATE: N_("Late"),
    Group.WEEK: N_("This week"),
    Group.CONFIRM: N_("To confirm"),
    Group.CLOSE: N_("To close"),
    Group.READY: N_("Ready"),
    Group.WAITING: N_("Waiting"),
    Group.NO_LIST: N_("No checklist"),
    Group.NOTHING: N_("Nothing open"),
    Group.UNREADABLE: N_("Unreadable"),
}
"""The heading of each group, to follow the number of its rows: ``142 Late``."""

_GROUPS = {
    Kind.LAPSED: Group.LATE,
    Kind.LATE: Group.LATE,
    Kind.CHASE: Group.WEEK,
    Kind.DUE: Group.WEEK,
    Kind.CLOCK: Group.WEEK,
    Kind.CONFIRM: Group.CONFIRM,
    Kind.CLOSE: Group.CLOSE,
    Kind.REFUSED: Group.READY,
    Kind.READY: Group.READY,
    Kind.WAITING: Group.WAITING,
    Kind.NO_LIST: Group.NO_LIST,
    Kind.NOTHING: Group.NOTHING,
    Kind.UNREADABLE: Group.UNREADABLE,
}


def group_of_kind(kind: Kind) -> Group:
    """Return the group of a run in which the most urgent thing is of this kind."""
    return _GROUPS[kind]


class UrgentRun(NamedTuple):
    """A run with its group and its partner; `run` is None for a partner without runs."""

    group: Group
    partner: PartnerSummary
    run: RunSummary | None


def by_urgency(
    partners: Sequence[PartnerSummary], sieve: Sieve, *, is_reversed: bool = False
) -> list[UrgentRun]:
    """Return the runs of `partners`, the most urgent first; a partner without runs is in it once.

    What is late longest comes first. The rest is sorted by what is to be done; then all by name.
    With `is_reversed`, the whole list is the other way round. The `sieve` has kept `partners`.
    """
    found = []
    for row in partners:
        for run in row.runs or (None,):
            now = sieve.now(row, run)
            key = (*now.rank, fold(row.name), row.id, run.key if run else "")
            found.append((key, UrgentRun(group_of_kind(now.kind), row, run)))
    return [each for _key, each in sorted(found, key=lambda pair: pair[0], reverse=is_reversed)]
