from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from csp_tui.core.checklists.model import Checklist, Item, Section
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.customers.urgency import pressing
from csp_tui.core.progress.model import Partner, Run
from csp_tui.core.runs.item_summary import ItemText
from csp_tui.core.runs.view import RunView

TODAY = date(2026, 11, 23)
ITEMS = (Item("moved", "Moved", need="required"), Item("asked", "Asked", need="recommended"))
VIEW = RunView(
    Partner("contoso", "Contoso"),
    Run("move", "move", "2026-08"),
    Checklist("move", "2026-08", "Move", (Section("each", "Each", ITEMS, "customer"),), Path()),
)


def in_days(count: int) -> str:
    return (TODAY + timedelta(days=count)).isoformat()


def waits(chase: int, due: int | None = None) -> ItemText:
    until = "" if due is None else in_days(due)
    return ("consent", "waiting", in_days(chase), until, "", "Microsoft", "")


def due(count: int) -> ItemText:
    return ("moved", "todo", "", in_days(count), "", "", "")


def customer(*items: ItemText, planned: str = "", states: str = "tt", **more: str):
    return CustomerSummary(
        *("coho", "Coho"),
        planned_text=planned,
        states_text={"move": states},
        items_text={"move": items},
        **more,
    )


@pytest.mark.parametrize(
    ("row", "words", "is_late"),
    [
        (customer(waits(-8)), "8 d late", True),
        (customer(waits(-7)), "chase 16 Nov", False),
        (customer(waits(0)), "chase today", False),
        (customer(due(-1), waits(-3)), "1 d late", True),
        (customer(due(-2), waits(-9)), "9 d late", True),
        (customer(due(1), waits(-1)), "chase 22 Nov", False),
        (customer(waits(-3, due=-2)), "2 d late", True),
        (customer(due(4)), "due Fri", False),
        (customer(planned=in_days(-3)), "plan late", True),
        (customer(planned=in_days(-3), states="td"), "plan late", True),
        (customer(planned=in_days(1)), "plan Tue", False),
    ],
)
def test_the_most_urgent_day_is_said(row: CustomerSummary, words: str, is_late: bool):
    found = pressing(row, VIEW, TODAY)
    assert found is not None
    assert (found.words(TODAY), found.is_late) == (words, is_late)


@pytest.mark.parametrize(
    "row",
    [
        customer(),
        customer(due(8), waits(1)),
        customer(planned=in_days(-3), states="dd"),
        customer(planned=in_days(-3), states="dt"),
        customer(planned=in_days(3), states="dt"),
        customer(planned=in_days(3), states="nn"),
        customer(planned=in_days(3), states="nt"),
        customer(planned=in_days(8)),
        customer(waits(-8), archived_text="2026-11-01"),
        customer(waits(-8), error="unreadable"),
    ],
)
def test_nothing_presses(row: CustomerSummary):
    assert pressing(row, VIEW, TODAY) is None


def test_nothing_presses_in_a_closed_run():
    assert pressing(customer(waits(-8)), VIEW, TODAY) is not None
    closed = replace(VIEW, run=replace(VIEW.run, closed=datetime(2026, 11, 20, tzinfo=UTC)))
    assert pressing(customer(waits(-8)), closed, TODAY) is None
