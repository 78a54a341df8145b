"""A change made while a clock was ahead does not date what follows it, and can be mended."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, date, datetime, timedelta

import pytest

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import system_clock
from csp_tui.core.disk.places import find_places
from csp_tui.core.progress.change import Change
from csp_tui.core.runs import item_changes
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import open_workplace

from .samples import MINI

AHEAD, AGO = timedelta(days=40), timedelta(days=-10)


@pytest.fixture
def store_at(home):
    """Returns a store whose clock is apart from the present by a time."""

    def open_store(apart: timedelta) -> Store:
        places = find_places(home.env, str(home.data))
        return Store(places, lambda: system_clock() + apart, Actor("ben", "b"))

    return open_store


@pytest.fixture
def ticked_ahead(home, store_at) -> str:
    """Return a partner of ten days ago; its item "register" was ticked with the clock ahead."""
    home.put("checklists/mini/2026-01.toml", MINI)
    checklist = open_workplace(home.env, str(home.data)).library.get("mini", "2026-01")
    partner = store_at(AGO).add_partner("Contoso Ltd").partner
    store_at(AGO).change(partner.id, [item_changes.start(partner, checklist, system_clock() + AGO)])
    ticked = item_changes.tick("mini", checklist.by_id["register"])
    store_at(AHEAD).change(partner.id, [ticked])
    return partner.id


def recorded(home) -> dict[str, datetime]:
    """Return when each item of the only partner was recorded, from its file."""
    run = tomllib.loads(home.progress_file().read_text())["checklists"]["mini"]
    return {key: each["at"] for key, each in run["items"].items()}


def done_then(call, partner: str) -> int:
    """Return how many items were done nine days ago, as the past shows it."""
    day = (datetime.now().astimezone() + AGO).date() + timedelta(days=1)
    shown = call("show", partner, "--as-of", day.isoformat(), "--json")
    assert shown.code == 0, shown.err
    return sum(item["status"] == "done" for item in json.loads(shown.out)["runs"][0]["items"])


def test_what_follows_a_change_ahead_of_the_clock_has_its_own_time(
    call, home, store_at, ticked_ahead
):
    checklist = open_workplace(home.env, str(home.data)).library.get("mini", "2026-01")
    store_at(AGO).change(ticked_ahead, [item_changes.tick("mini", checklist.by_id["sign"])])
    assert done_then(call, ticked_ahead) == 1
    answer = call("tick", ticked_ahead, "region")
    assert (answer.code, "A clock was ahead" in answer.err) == (0, False)
    assert recorded(home)["region"] <= datetime.now(UTC)
    assert recorded(home)["register"] > datetime.now(UTC)
    lines = json.loads(call("history", ticked_ahead, "--json").out)["lines"]
    assert datetime.fromisoformat(lines[-1]["at"]) <= datetime.now(UTC)
    assert date.today().isoformat() in call("history", ticked_ahead).lines[-1]


def test_what_replaces_a_change_ahead_of_the_clock_is_later_and_shows_its_own_time(
    call, home, ticked_ahead
):
    answer = call("untick", ticked_ahead, "register")
    assert (answer.code, "A clock was ahead" in answer.err) == (0, True)
    assert recorded(home)["register"] <= datetime.now(UTC)
    ahead, last = json.loads(call("history", ticked_ahead, "--json").out)["lines"][-2:]
    assert last["at"] > ahead["at"]
    assert datetime.fromisoformat(last["clock"]) <= datetime.now(UTC)
    assert date.today().isoformat() in call("history", ticked_ahead).lines[-1]
    assert call("clock", "--mend").code == 0
    assert call("clock").code == 0


def test_what_replaces_one_of_two_changes_ahead_of_the_clock_tells_of_the_other(
    call, store_at, ticked_ahead
):
    store_at(AHEAD).change(ticked_ahead, [Change("note", {"note": "ahead"}, "mini", "sign")])
    assert "A clock was ahead" not in call("note", ticked_ahead, "region", "later").err
    day = (datetime.now().astimezone() + AHEAD).date()
    answer = call("untick", ticked_ahead, "register")
    assert f"A clock was ahead: changes to Contoso Ltd are dated up to {day}. To" in answer.err


def test_a_change_ahead_of_the_clock_is_found_and_mended(call, home, ticked_ahead):
    call("tick", ticked_ahead, "region")
    found = call("clock")
    assert found.code == 1
    assert found.out.startswith(f"{ticked_ahead}: 1 change is ahead of the clock, up to ")
    assert "clock --mend gives them the present time" in found.err
    before = home.progress_file().read_bytes()
    assert call("clock", "--mend", "--dry-run").code == 0
    assert home.progress_file().read_bytes() == before
    mended = call("clock", ticked_ahead, "--mend")
    assert (mended.code, mended.out) == (0, f"given the present time: 1 change to {ticked_ahead}\n")
    assert recorded(home)["register"] <= datetime.now(UTC)
    assert call("clock").code == 0
    assert "A clock was ahead" not in call("note", ticked_ahead, "region", "later").err
    assert call("verify").code == 0


def test_the_command_says_its_findings_as_json(call, ticked_ahead):
    answer = json.loads(call("clock", "--json").out)
    assert [each["partner"] for each in answer["partners"]] == [ticked_ahead]
    assert answer["partners"][0]["is_mended"] is False
    assert json.loads(call("clock", "--mend", "--json").out)["partners"][0]["is_mended"] is True
    assert json.loads(call("clock", "--json").out)["partners"] == []


def test_a_damaged_partner_does_not_keep_the_others_from_being_mended(
    call, home, store_at, ticked_ahead
):
    other = store_at(AHEAD).add_partner("A Fabrikam").partner.id
    (home.data / "partners" / f"{other}.toml").write_text("damaged = ")
    answer = call("clock", "--mend")
    assert answer.code == 4
    assert f"{other}.toml, line 1" in answer.err
    assert answer.out == f"given the present time: 1 change to {ticked_ahead}\n"
