"""The runs of all partners in order of urgency, in groups such as late, this week and ready."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import fold
from csp_tui.core.partners.now import Kind
from csp_tui.core.partners.rows import PartnerRun, PartnerSummary
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


def heading(group: Group, count: int) -> str:
    """Return the heading of a group of `count` rows, with the number in front: ``142 Late``."""
    return f"{count} {group_title(group, count)}"


def group_title(group: Group, count: int) -> str:
    """Return the title of a group, such as ``Late``, in the form for `count` rows."""
    titles = {
        Group.LATE: _("Late"),
        Group.WEEK: _("This week"),
        Group.CONFIRM: _("To confirm"),
        Group.CLOSE: _("To close"),
        Group.READY: ngettext("Ready", "Ready", count),
        Group.WAITING: ngettext("Waiting", "Waiting", count),
        Group.NO_LIST: _("No checklist"),
        Group.NOTHING: _("Nothing open"),
        Group.UNREADABLE: ngettext("Unreadable", "Unreadable", count),
    }
    return titles[group]


def group_of_kind(kind: Kind) -> Group:
    """Return the group of a run in which the most urgent thing is of this kind."""
    return _GROUPS[kind]


def _group(kind: Kind) -> Group:
    if kind.is_late:
        return Group.LATE
    if kind.is_soon:
        return Group.WEEK
    return Group.READY if kind is Kind.REFUSED else Group[kind.name]


_GROUPS = {kind: _group(kind) for kind in Kind}


GroupedRuns = Mapping[Group | None, Sequence[PartnerRun]]
"""The runs of a list in its order, by their groups; all under None if the list has no groups."""


def by_urgency(
    partners: Sequence[PartnerSummary], sieve: Sieve, *, is_reversed: bool = False
) -> GroupedRuns:
    """Return the runs of `partners` by group, the most urgent first.

    A partner without runs is in the list once. What is late longest comes first. The rest is sorted
    by what is to be done, in the order of `now.Kind`. Runs that this does not tell apart are sorted
    by the partner's name. With `is_reversed`, the whole list is the other way round. `partners` are
    those that `sieve.kept` returned, or some of them.
    """

    def keyed(row: PartnerSummary) -> list[tuple[Any, PartnerRun]]:
        name = fold(row.name)
        return [
            ((*sieve.now(row, run).rank, name, row.id, run.key if run else ""), (row, run))
            for run in row.runs or (None,)
        ]

    runs = sieve.in_order("urgent-runs", partners, keyed)
    found: dict[Group | None, list[PartnerRun]] = {}
    start = 0
    for kind, group in _GROUPS.items():
        end = bisect_right(runs, kind, start, key=lambda each: sieve.now(*each).kind)
        if end > start:
            found.setdefault(group, []).extend(runs[start:end])
        start = end
    return {group: found[group][::-1] for group in reversed(found)} if is_reversed else found
