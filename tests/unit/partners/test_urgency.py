"""The runs of all partners in order of urgency, in groups."""

from __future__ import annotations

from datetime import date

from csp_tui.core.base import language
from csp_tui.core.base.actor import Actor
from csp_tui.core.partners.filters import Viewer
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.partners.sieve import Sieve
from csp_tui.core.partners.urgency import Group, by_urgency, heading

TODAY = date(2026, 11, 28)


def run(key: str = "demo", **values) -> RunSummary:
    return RunSummary(key, "Demo", "2026-08", checklist=key, total=10, **values)


def due(day: str, key: str = "demo") -> RunSummary:
    item = ("item", "todo", "", day, "", "", "")
    return run(key, items_text=(item,), due_text=(day, "Pack"))


PARTNERS = [
    PartnerSummary("a", "ready", (run(ready="Pack", ready_count=1),)),
    PartnerSummary("b", "both", (run("one", waiting=1), due("2026-11-20", "two"))),
    PartnerSummary("c", "no list"),
    PartnerSummary("d", "later", (due("2026-11-10"),)),
    PartnerSummary("e", "soon", (due("2026-12-01"),)),
    PartnerSummary("f", "to close", (run(is_to_close=True),)),
    PartnerSummary("g", "zz.toml", error="unreadable"),
    PartnerSummary("h", "done", (run(outcome="completed"),)),
    PartnerSummary("i", "changed", (run(rules_changed=1),)),
]


def test_each_run_is_in_its_group_and_what_is_latest_comes_first():
    sieve = Sieve(PARTNERS, Viewer(Actor("amira", "bastion"), TODAY))
    found = by_urgency(PARTNERS, sieve)
    assert [(group, [row.name for row, _run in runs]) for group, runs in found.items()] == [
        (Group.LATE, ["later", "both"]),
        (Group.WEEK, ["soon"]),
        (Group.CONFIRM, ["changed"]),
        (Group.CLOSE, ["to close"]),
        (Group.READY, ["ready"]),
        (Group.WAITING, ["both"]),
        (Group.NO_LIST, ["no list"]),
        (Group.NOTHING, ["done"]),
        (Group.UNREADABLE, ["zz.toml"]),
    ]
    assert [found[group][-1][1].key for group in (Group.LATE, Group.WAITING)] == ["two", "one"]
    reversed_list = by_urgency(PARTNERS, sieve, is_reversed=True)
    assert [*reversed_list.items()] == [(each, found[each][::-1]) for each in [*found][::-1]]


def test_a_heading_agrees_with_its_number_in_french():
    assert [heading(Group.READY, count) for count in (1, 2)] == ["1 Ready", "2 Ready"]
    language.use("fr")
    assert [heading(Group.READY, count) for count in (1, 2)] == ["1 Faisable", "2 Faisables"]
    assert [heading(Group.UNREADABLE, count) for count in (1, 2)] == ["1 Illisible", "2 Illisibles"]
    assert [heading(Group.LATE, count) for count in (1, 2)] == ["1 En retard", "2 En retard"]
