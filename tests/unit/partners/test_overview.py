from __future__ import annotations

import binascii
import contextlib
import json
import os
import sys
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from csp_tui.core.customers.customers import Customers
from csp_tui.core.disk.cache_erasing import forget_cached
from csp_tui.core.partners.now import now_of
from csp_tui.core.partners.overview import Overview
from csp_tui.core.progress.change import Change
from csp_tui.core.runs import customer_changes, item_changes
from csp_tui.core.runs.step_groups import StepGroup

from ..helpers import CHECKLIST, put

TODAY = date(2026, 11, 23)
CHECKSUM = len(" 12345678")
"""Bytes at the end of a line of the cache."""


def overview_of(places, store, library, clock):
    customers = Customers(places, store, library, clock)
    return Overview(places, lambda: store, library, clock, lambda: customers)


@pytest.fixture
def overview(places, open_store, library, clock):
    return overview_of(places, open_store(), library, clock)


@pytest.fixture
def age(clock):
    """Gives a file a time stamp, counted in seconds back from the clock."""

    def set_age(path: Path, seconds: float) -> None:
        moment = int((clock.now - timedelta(seconds=seconds)).timestamp() * 1_000_000_000)
        os.utime(path, ns=(moment, moment))

    return set_age


@pytest.fixture
def cache(places):
    """Finds the cache file."""
    return lambda: next(iter(places.cache.iterdir()))


_OPENED: list[str] = []
sys.addaudithook(lambda event, args: _OPENED.append(str(args[0])) if event == "open" else None)


def is_read(path: Path, act: Callable[[], object]) -> bool:
    """Say whether `act` opens the file at `path`, which is named from its open directory."""
    _OPENED.clear()
    act()
    opened = [Path(each).name for each in _OPENED]
    return (path.parent.name, path.name) in pairwise(opened)


def next_of(overview, today: date = TODAY) -> str:
    """Return what the first partner's first run says is next."""
    row = overview.rows()[0]
    return now_of(row, row.runs[0], today).sentence(today)


def test_a_row_tells_how_far_a_run_is_and_what_is_next(overview, store, contoso, demo):
    store.change(contoso, [item_changes.tick("demo", demo.by_id["membership"])])
    (row,) = overview.rows()
    assert (row.id, row.name, row.error) == (contoso, "Contoso [UK] Ltd", "")
    (run,) = row.runs
    assert (run.key, run.title, run.edition) == ("demo", "Demo checklist", "2026-08")
    assert (run.done, run.total, run.waiting) == (1, 5, 0)
    assert next_of(overview) == "Revenue counted"


def test_what_is_next_is_late_then_due_then_ready(overview, store, contoso, demo):
    membership, revenue = demo.by_id["membership"], demo.by_id["revenue"]
    store.change(contoso, [item_changes.edit("set", "demo", revenue, due=TODAY)])
    assert next_of(overview) == "due today: Revenue counted"
    chase_on = TODAY + timedelta(days=1)
    store.change(contoso, [item_changes.wait("demo", membership, "Microsoft", TODAY, chase_on)])
    (run,) = overview.rows()[0].runs
    assert [run.number_in(each, TODAY) for each in (StepGroup.CHASE, StepGroup.DUE)] == [0, 1]
    assert next_of(overview) == "due today: Revenue counted"
    assert next_of(overview, chase_on) == "1 d late: Revenue counted"
    assert run.number_in(StepGroup.CHASE, chase_on) == 1


def test_the_last_change_is_any_of_the_partner_or_a_customer(overview, store, contoso, clock):
    for change in (
        Change("edit", {"note": "asked"}),
        customer_changes.add("coho", "Coho Winery"),
        Change("edit", {"note": "called"}, customer="coho"),
    ):
        clock.now += timedelta(days=40)
        saved = store.change(contoso, [change])
        assert overview.rows()[0].changed == saved.lines[-1].at


def test_a_run_without_anything_open_is_to_be_closed(overview, store, contoso, demo):
    store.change(contoso, [item_changes.tick("demo", item) for item in demo.items])
    assert next_of(overview) == "close it: complete"
    waits = [item_changes.wait("demo", item, "M", TODAY, date(2027, 1, 1)) for item in demo.items]
    store.change(contoso, waits)
    assert next_of(overview).startswith("waiting 5: ")


def test_partners_stand_in_the_order_of_their_names(overview, store):
    for name in ("Zebra", "émile", "adatum", "Wingtip"):
        store.add_partner(name)
    assert [row.name for row in overview.rows()] == ["adatum", "Wingtip", "Zebra", "émile"]


def test_a_partner_without_a_run_has_a_row(overview, store):
    store.add_partner("Contoso")
    assert overview.rows()[0].runs == ()


def test_no_partner_is_no_row(overview):
    assert overview.rows() == []


def test_a_broken_file_has_its_reason_in_its_row_and_the_others_stand(overview, places, contoso):
    put(places.partners / "northwind.toml", "format = 1\nname\n")
    put(places.partners / "tailspin.toml", b"\xff")
    (places.partners / "wide-world.toml").mkdir()
    (places.partners / "adatum.toml").symlink_to("northwind.toml")
    errors = {row.id: row.error for row in overview.rows()}
    assert errors.pop(contoso) == ""
    assert errors["northwind"].startswith("unreadable, line 2: is not TOML: Expected '='")
    assert errors["tailspin"] == "unreadable, line 1: is not UTF-8 text; save it as UTF-8"
    assert errors["wide-world"] == "unreadable, is not a regular file"
    assert "symbolic link" in errors["adatum"]
    assert {row.name for row in overview.rows()} >= {"northwind.toml", "tailspin.toml"}


def test_a_run_of_a_missing_or_broken_checklist_has_its_reason_in_its_row(overview, places, file):
    file.write_text(file.read_text().replace('"2026-08"', '"1999-01"'))
    assert 'no edition "1999-01"' in next_of(overview)
    put(places.own_checklists / "demo" / "1999-01.toml", "format = 1\ntitle\n")
    assert "line 2: is not TOML" in next_of(overview)
    file.write_text(file.read_text().replace('"1999-01"', '"' + "x" * 300 + '"'))
    assert "there is no edition" in overview.rows()[0].runs[0].error


def test_rows_from_the_cache_equal_fresh_ones(
    overview, places, open_store, library, clock, age, demo, cache
):
    store = open_store()
    for name in ("Contoso", "[/x] \x1b 漢字", "Adatum"):
        partner = store.add_partner(name).partner
        store.change(partner.id, [item_changes.start(partner, demo, clock())])
        wait = item_changes.wait("demo", demo.by_id["membership"], "M", TODAY, TODAY)
        store.change(
            partner.id, [wait, item_changes.edit("set", "demo", demo.by_id["revenue"], due=TODAY)]
        )
        age(places.progress_file(partner.id), 60)
    fresh = overview.rows()
    assert len(json.loads(cache().read_bytes()[:-CHECKSUM])["stamps"]) == 3
    assert overview.rows() == fresh
    known = overview_of(places, open_store(), library, clock).rows()
    assert json.dumps(known) == json.dumps(fresh)  # JSON knows lists only


def test_a_later_start_adds_to_the_cache_only_what_has_changed(
    overview, places, open_store, library, clock, age, cache
):
    def again():
        return overview_of(places, open_store(), library, clock)

    files = [places.progress_file(f"p-{number}") for number in range(6)]
    for file in files:
        age(put(file, 'format = 1\nname = "Old"\n'), 60)
    overview.rows()
    path, before = cache(), cache().read_bytes()
    age(put(files[5], 'format = 1\nname = "New"\n'), 50)
    fresh = again().rows()
    assert [row.name for row in fresh] == ["New", *["Old"] * 5]
    added = cache().read_bytes().removeprefix(before)
    assert b'"New"' in added
    assert b'"Old"' not in added
    assert not is_read(files[5], again().rows)
    forget_cached(places.cache, {"p-5"})
    assert not path.exists()
    path.write_bytes(before + added[:-1])  # as a crash in the middle of writing leaves it
    assert is_read(files[5], again().rows)
    assert not is_read(files[5], again().rows)
    for number in range(20):
        age(put(files[5], f'format = 1\nname = "{number}"\n'), 40 - number)
        assert again().rows()[-1].name == "Old"
        assert cache().stat().st_size < 3 * len(before)


def test_an_old_file_that_did_not_move_is_not_read_again(overview, file, age):
    age(file, 60)
    assert is_read(file, overview.rows)
    assert not is_read(file, overview.rows)


def test_a_file_changed_in_place_with_its_old_size_and_time_is_read_again(overview, file, age):
    age(file, 60)
    overview.rows()
    status = file.stat()
    file.write_text(file.read_text().replace("Contoso", "Fabrika"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert overview.rows()[0].name == "Fabrika [UK] Ltd"


def test_a_young_file_is_always_read(overview, file, age):
    age(file, 1)
    overview.rows()
    assert is_read(file, overview.rows)


def test_a_row_of_a_file_that_was_young_is_not_trusted_later(overview, file, age, clock):
    age(file, 1)
    overview.rows()
    clock.advance(hours=1)
    assert is_read(file, overview.rows)


def test_a_file_from_the_future_is_always_read(overview, file, age):
    age(file, -3600)
    overview.rows()
    assert is_read(file, overview.rows)


def test_a_change_is_seen_at_once(overview, store, contoso, demo, file, age):
    age(file, 60)
    assert overview.rows()[0].runs[0].done == 0
    store.change(contoso, [item_changes.tick("demo", demo.by_id["membership"])])
    assert overview.rows()[0].runs[0].done == 1


def test_a_partner_that_is_taken_away_leaves_no_row(overview, places, contoso, file, age, cache):
    age(file, 60)
    overview.rows()
    file.unlink()
    places.history_file(contoso).unlink()
    assert overview.rows() == []
    assert json.loads(cache().read_bytes()[:-CHECKSUM])["rows"] == []


def test_a_changed_checklist_is_seen_in_the_rows(overview, places, file, age):
    age(file, 60)
    assert overview.rows()[0].runs[0].total == 5
    more = '\n[[sections.items]]\nid = "more"\ntitle = "More"\n'
    put(places.shipped / "demo" / "2026-08.toml", CHECKLIST + more)
    assert overview.rows()[0].runs[0].total == 6


def test_an_own_edition_that_appears_is_seen_in_the_rows(overview, places, file, age):
    age(file, 60)
    overview.rows()
    text = CHECKLIST.replace("Demo checklist", "My demo")
    put(places.own_checklists / "demo" / "2026-08.toml", text)
    assert overview.rows()[0].runs[0].title == "My demo"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_a_broken_cache_file_is_ignored_and_mended(
    overview, places, open_store, library, clock, file, age, cache, content
):
    age(file, 60)
    fresh = overview.rows()
    good = cache().read_bytes()
    cache().write_bytes(content)
    assert overview_of(places, open_store(), library, clock).rows() == fresh
    assert cache().read_bytes() == good


def test_a_cache_in_which_a_byte_is_another_one_is_ignored_and_mended(
    overview, places, open_store, library, clock, file, age, cache
):
    age(file, 60)
    fresh = overview.rows()
    good = cache().read_bytes()
    for place in range(0, len(good), 41):
        cache().write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        assert overview_of(places, open_store(), library, clock).rows() == fresh
        assert cache().read_bytes() == good


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content.clear(),
        lambda content: content.update(stamps=5),
        lambda content: content["stamps"].clear(),
        lambda content: content.update(rows=None),
        lambda content: content["rows"].clear(),
        lambda content: content["rows"].append([[], ""]),
        lambda content: content["rows"].append([["unknown"], ""]),
        lambda content: content["rows"][2].pop(),
        lambda content: content["rows"][2][2].pop(),
        lambda content: content["rows"][0].clear(),
    ],
    ids=range(10),
)
def test_a_cache_of_another_shape_is_ignored_and_mended(
    overview, places, open_store, library, clock, file, age, cache, spoil
):
    age(file, 60)
    fresh = overview.rows()
    good = cache().read_bytes()
    content = json.loads(good[:-CHECKSUM])
    spoil(content)
    encoded = json.dumps(content).encode()
    cache().write_bytes(encoded + f" {binascii.crc32(encoded):08x}".encode())
    assert overview_of(places, open_store(), library, clock).rows() == fresh
    assert cache().read_bytes() == good


def test_a_cache_that_cannot_be_written_hinders_nothing(overview, places, file, age):
    age(file, 60)
    put(places.cache, "a file where the directory should be")
    assert len(overview.rows()) == 1


def test_the_cache_is_for_the_owner_alone(overview, file, age, cache):
    age(file, 60)
    overview.rows()
    assert cache().stat().st_mode & 0o777 == 0o600
    assert cache().parent.stat().st_mode & 0o777 == 0o700


def test_two_data_directories_do_not_share_rows(
    overview, places, open_store, library, clock, file, age
):
    age(file, 60)
    overview.rows()
    other = type(places)(
        places.data.with_name("other"), places.cache, places.config, places.shipped
    )
    assert overview_of(other, open_store(at=other), library, clock).rows() == []
    assert len(overview.rows()) == 1


def test_a_refused_item_is_what_the_row_tells_before_what_is_ready(overview, store, contoso, demo):
    store.change(contoso, [item_changes.refuse("demo", demo.by_id["membership"], "limit 0")])
    run = overview.rows()[0].runs[0]
    assert run.count_refused() == 1
    assert next_of(overview) == f"refused 1: {demo.by_id['membership'].title}"
    assert overview.rows()[0].runs[0] == run


def test_a_file_that_goes_while_the_list_is_made_takes_no_other_with_it(
    overview, store, contoso, places, monkeypatch
):
    gone = store.add_partner("Gone").partner.id
    scandir = os.scandir

    @contextlib.contextmanager
    def scan(path):
        with scandir(path) as entries:
            found = list(entries)
            places.progress_file(gone).unlink()
            places.history_file(gone).unlink()
            yield iter(found)

    monkeypatch.setattr(os, "scandir", scan)
    assert [row.id for row in overview.rows()] == [contoso]
