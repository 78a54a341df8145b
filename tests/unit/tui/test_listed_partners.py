"""The list of partners has the same rows, order and groups, whatever was shown before."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from random import Random

import pytest

from csp_tui.core.base.actor import Actor
from csp_tui.core.partners.filters import Viewer, filter_called
from csp_tui.core.partners.now import now_of
from csp_tui.core.partners.order import BY_NAME, ORDERS, in_order, waiting_since
from csp_tui.core.partners.rows import PartnerSummary, RunSummary, runs_of
from csp_tui.core.partners.sieve import Sieve
from csp_tui.core.partners.urgency import group_of_kind
from csp_tui.tui.partners.listed import Listed, listed
from csp_tui.tui.view_state import ViewState

TODAY = date(2026, 11, 28)
VIEWER = Viewer(Actor("amira", "bastion"), TODAY)
FILTERS = [
    *("mine", "due", "late", "refused", "no-checklist", "nothing-open", "unreadable"),
    *("owner amira", "checklist enroll", "checklist keep"),
]


def a_run(chance: Random, key: str) -> RunSummary:
    day = chance.choice(["", "2026-11-10", "2026-11-20", "2026-11-29", "2027-02-01"])
    owner = chance.choice(["", "amira", "jonas"])
    return RunSummary(
        key,
        key,
        chance.choice(["2026-01", "2026-08"]),
        checklist=key,
        total=10,
        done=chance.randint(0, 10),
        required_total=8,
        required_done=chance.randint(0, 8),
        waiting=chance.randint(0, 1),
        waiting_since_text=chance.choice(["", "2026-11-02", "2026-11-16"]),
        ready=chance.choice(["", "Pack"]),
        outcome=chance.choice(["", "", "", "completed"]),
        error=chance.choice(["", "", "", "", "", "unreadable"]),
        items_text=(("item", "todo", "", day, owner, "", ""),) if day or owner else (),
        due_text=(day, "Pack") if day else (),
    )


def a_partner(chance: Random, number: int) -> PartnerSummary:
    keys = chance.sample(["enroll", "keep", "move"], chance.randint(0, 3))
    return PartnerSummary(
        f"p{number:02}",
        chance.choice(["Contoso", "fabrikam", "Ärger", "Litware"]),
        tuple(a_run(chance, key) for key in keys),
        error=chance.choice([""] * 9 + ["unreadable"]),
        owner=chance.choice(["", "amira"]),
        month=chance.choice([0, 11, 12, 3]),
        known_since_text="2026-09-01",
    )


def waiting_key(pair: tuple[PartnerSummary, RunSummary | None]) -> tuple:
    """Return the key by which the runs are sorted whose items wait longest."""
    row, run = pair
    since = waiting_since(row._replace(runs=(run,))) if run else None
    place = row.runs.index(run) if run else 0
    return bool(row.error), since or date.max, row.name.casefold(), row.id, place


def plainly(found: list[PartnerSummary], order, *, is_reversed: bool) -> tuple:
    """Return the partners and runs that `listed` must return, sorted from the beginning."""
    pairs = runs_of(found)
    if order.name == "waiting":
        pairs.sort(key=waiting_key, reverse=is_reversed)
        return [*{row.id: row for row, _run in pairs}.values()], [(None, pairs)]
    if order.name != "urgency":
        shown = in_order(found, order, TODAY, is_reversed=is_reversed)
        return shown, [(None, runs_of(shown))]
    pairs.sort(
        key=lambda pair: (
            *now_of(*pair, TODAY).rank,
            *(pair[0].name.casefold(), pair[0].id, pair[1].key if pair[1] else ""),
        ),
        reverse=is_reversed,
    )
    groups = groupby(pairs, lambda pair: group_of_kind(now_of(*pair, TODAY).kind))
    runs = [(group, [*own]) for group, own in groups]
    return [*{row.id: row for row, _run in pairs}.values()], runs


@pytest.mark.parametrize("seed", range(20))
def test_rows_and_groups_are_those_of_a_list_that_is_sorted_from_the_beginning(seed):
    chance = Random(seed)
    rows = in_order([a_partner(chance, number) for number in range(40)], BY_NAME, TODAY)
    sieve, state = Sieve(rows, VIEWER), ViewState()
    numbers = set()
    for _ in range(30):
        chosen = [filter_called(each) for each in chance.sample(FILTERS, chance.randint(0, 2))]
        found = sieve.kept(chosen)
        if chance.random() < 0.5:  # narrowed by words
            found = [row for row in found if chance.random() < 0.5]
        state.partners_order = chance.choice(ORDERS)
        state.is_partners_order_reversed = chance.random() < 0.3
        shown: Listed = listed(found, state, sieve, (80, 24))
        expected = plainly(
            found, state.partners_order, is_reversed=state.is_partners_order_reversed
        )
        assert (shown.partners, [*shown.runs.items()]) == expected
        numbers.add(len(found))
    assert len(numbers) > 5


@pytest.mark.parametrize("seed", range(20))
def test_a_sieve_that_follows_another_keeps_counts_and_orders_the_same(seed):
    chance = Random(seed)
    rows = [a_partner(chance, number) for number in range(40)]
    sieve, state = Sieve(rows, VIEWER), ViewState()
    for _ in range(30):
        rows = [*rows]
        for place in chance.sample(range(len(rows)), chance.randint(0, 3)):
            rows[place] = a_partner(chance, place)._replace(id=rows[place].id)
        if chance.random() < 0.2:
            del rows[chance.randrange(len(rows))]
        if chance.random() < 0.2:
            chance.shuffle(rows)
        sieve, fresh = Sieve(rows, VIEWER, sieve), Sieve(rows, VIEWER)
        chosen = [filter_called(each) for each in chance.sample(FILTERS, chance.randint(0, 1))]
        assert sieve.kept(chosen) == fresh.kept(chosen)
        assert sieve.counts == fresh.counts
        assert sieve.is_for([*rows], VIEWER)
        state.partners_order = chance.choice(ORDERS)
        shown, expected = (
            listed(each.kept(chosen), state, each, (80, 24)) for each in (sieve, fresh)
        )
        assert shown[:2] == expected[:2]
