"""The app is left open over midnight: what depends on the day turns without a key."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from csp_tui.core.runs import customer_changes, item_changes
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.saving import file_watcher

from .helpers import INDIRECT, NEW, FakeClock, add_partner, at_the_app

LAST, FIRST = date(2026, 11, 30), date(2026, 12, 1)
"""The last day of a month, and the day after."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    monkeypatch.setattr(file_watcher, "PAUSE", 0.05)  # so midnight is seen soon
    return FakeClock(datetime(2026, 11, 30, 23, 58, tzinfo=UTC))


@pytest.fixture
def contoso(workplace: Workplace) -> None:
    """A partner with an item to chase on the first, and customers planned for both days."""
    partner = add_partner(workplace, "Contoso", INDIRECT, edition=NEW)
    item = workplace.library.get(INDIRECT, NEW).by_id["tpd-advice"]
    changes = [
        item_changes.edit_partner(partner, anniversary="February"),
        item_changes.wait(INDIRECT, item, "Microsoft", LAST, FIRST),
        customer_changes.add("alpine", "Alpine Ski House", planned=FIRST),
        customer_changes.add("coho", "Coho Winery", planned=LAST),
    ]
    workplace.store.change(partner.id, changes)
    add_partner(workplace, "Fabrikam")


@pytest.mark.parametrize(
    ("keys", "evening", "morning"),
    [
        pytest.param("", "^ Partners .* 1 this week$", "^ Partners .* 1 to chase$", id="counts"),
        pytest.param("", " Feb +63 d ", " Feb +62 d ", id="clock"),
        pytest.param("enter", " until Tue ", " chase today ", id="run"),
        pytest.param("v", "^  until Tue ", "^  chase today ", id="next"),
        pytest.param("p", "30 Nov 2026$", "1 Dec 2026$", id="portfolio"),
        pytest.param("c", " plan today ", " plan late ", id="customers"),
        pytest.param("c f s", "this week: 2 of 2", "this week: 1 of 2", id="customers' filter"),
    ],
)
@pytest.mark.usefixtures("contoso")
async def test_at_midnight_what_depends_on_the_day_turns_without_a_key(
    workplace: Workplace, clock: FakeClock, keys: str, evening: str, morning: str
):
    async with at_the_app(workplace, (100, 30)) as seat:
        await seat.press(*keys.split())
        await seat.see(evening)
        clock.now = datetime(2026, 12, 1, tzinfo=UTC)
        await seat.see(morning)


@pytest.mark.parametrize(
    ("keys", "tabs"),
    [
        pytest.param("enter g e", 3, id="item"),
        pytest.param("v j e", 3, id="next"),
        pytest.param("c e", 4, id="customer"),
    ],
)
@pytest.mark.usefixtures("contoso")
async def test_in_a_form_left_open_over_midnight_today_is_the_new_day(
    workplace: Workplace, clock: FakeClock, keys: str, tabs: int
):
    async with at_the_app(workplace, (100, 30)) as seat:
        await seat.press(*keys.split())
        await seat.see("ctrl[+]s save")
        clock.now = datetime(2026, 12, 1, tzinfo=UTC)
        await seat.press(*["tab"] * tabs, "ctrl+u", *"today")
        await seat.see("today +Tue 1 Dec 2026, today")
        await seat.press("ctrl+s")
        await seat.see_gone("ctrl[+]s save")
    data = workplace.places.data
    files = [*data.glob("partners/contoso*.toml"), *data.glob("customers/contoso*/alpine.toml")]
    assert any(" = 2026-12-01\n" in path.read_text() for path in files)
