"""``calendar``: the days of partners as an iCalendar file, read by two other programs' readers."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

import hostile
import ics
import pytest
import vobject

from csp_tui.core.base.days import add_business_days

from .samples import change_at_the_same_time

INDIRECT = "transition-to-indirect"
TODAY = date.today()
SOON, LATER = (add_business_days(TODAY, count) for count in (3, 30))


class Entry(NamedTuple):
    """What a reader knows of an event."""

    title: str
    first: date
    end: date
    sequence: int


def by_vobject(text: str) -> dict[str, Entry]:
    known = vobject.readOne(text).contents.get("vevent", [])
    return {
        each.uid.value: Entry(
            each.summary.value, each.dtstart.value, each.dtend.value, int(each.sequence.value)
        )
        for each in known
    }


def by_ics(text: str) -> dict[str, Entry]:
    found = {}
    for each in ics.Calendar(text).events:
        (number,) = (int(line.value) for line in each.extra if line.name == "SEQUENCE")
        assert each.all_day
        found[each.uid] = Entry(each.name, each.begin.date(), each.end.date(), number)
    return found


@pytest.fixture
def read(call) -> Callable[..., dict[str, Entry]]:
    """Run ``calendar`` with these arguments and return the entries, by UID, as both readers do."""

    def entries(*args: str) -> dict[str, Entry]:
        answer = call("calendar", *args)
        assert answer.code == 0
        found = by_vobject(answer.out)
        assert by_ics(answer.out) == found
        return found

    return entries


def properties(call: Callable[..., Any], name: str, *args: str) -> list[str]:
    """Return the values of a property as they stand in the unfolded lines of the file."""
    text = call("calendar", *args).out.replace("\r\n ", "")
    return [line.partition(":")[2] for line in text.split("\r\n") if re.match(f"{name}[;:]", line)]


def titles(entries: dict[str, Entry]) -> list[str]:
    return sorted(entry.title for entry in entries.values())


@pytest.fixture
def contoso(call, mini) -> str:
    assert call("wait", mini, "register", "--for", "Bank", "--chase", str(SOON)).code == 0
    assert call("set", mini, "region", "--due", str(LATER)).code == 0
    return mini


@pytest.fixture
def waves(call) -> str:
    partner_id = call("add", "Fabrikam", "--owner", "ben").out.strip()
    call("start", partner_id, INDIRECT)
    for name in ("Alpine", "Bellows", "Coho", "Delta"):
        call("customer", "add", partner_id, name)
    plan(call, partner_id, LATER)
    return partner_id


def plan(call: Callable[..., Any], partner_id: str, day: date) -> None:
    words = ("--all", "--planned", str(day), "--per-week", "3", "--yes")
    assert call("customer", "edit", partner_id, *words).code == 0


def test_what_is_to_chase_and_due_is_a_whole_day_each(read, contoso):
    one_day = timedelta(days=1)
    assert sorted(read().values()) == [
        Entry("Chase Bank: Register the company (Contoso Ltd)", SOON, SOON + one_day, 3),
        Entry("Due: Regional office named (Contoso Ltd)", LATER, LATER + one_day, 3),
    ]


def test_a_file_taken_in_again_changes_its_entries_and_loses_what_is_done(read, call, contoso):
    before = read()
    assert read() == before
    assert call("chase", contoso, "register", "--chase", str(LATER)).code == 0
    assert call("tick", contoso, "region").code == 0
    after = read()
    (uid,) = after
    assert after[uid].first == LATER
    assert before[uid].first == SOON
    assert after[uid].sequence > before[uid].sequence
    (gone,) = before.keys() - after.keys()
    assert call("untick", contoso, "region").code == 0
    again = read()
    assert again[gone].sequence > before[gone].sequence
    assert again[uid] == after[uid]
    assert call("edit", contoso, "--name", "Contoso SARL").code == 0
    renamed = read()
    assert all(renamed[each].sequence > again[each].sequence for each in again)
    assert titles(renamed)[0] == "Chase Bank: Register the company (Contoso SARL)"
    assert call("contact", "add", contoso, "Jane", "--phone", "12").code == 0
    with_contact = read()
    assert all(with_contact[each].sequence > renamed[each].sequence for each in renamed)
    descriptions = properties(call, "DESCRIPTION", "--no-reminders")
    assert all("\\nContact: Jane\\, 12" in each for each in descriptions)


def test_the_stamps_are_those_of_the_last_change(call, contoso, home):
    call("note", contoso, "register", "asked twice")
    history = (home.data / "history" / f"{contoso}.jsonl").read_text().splitlines()
    about = {"register": json.loads(history[-1]), "region": json.loads(history[-2])}
    assert [line["item"] for line in about.values()] == [*about]
    stamps = [re.sub(r"[-:]|[.]\d+", "", line["at"]) for line in about.values()]
    assert properties(call, "LAST-MODIFIED") == properties(call, "DTSTAMP") == stamps


def test_the_days_around_the_anniversary_are_those_of_the_model(read, call, contoso):
    month = str((TODAY + timedelta(days=150)).month)
    call("edit", contoso, "--anniversary", month, "--model", "direct-bill")
    clock = read("--group", "clock")
    t = next(each.first for each in clock.values() if each.title.startswith("T Contoso"))
    days = {each.title.split()[0]: (each.first - t).days for each in clock.values()}
    assert days == {"T-90": -90, "T-60": -60, "T-30": -30, "T": 0, "T+30": 30, "T+60": 60}
    call("edit", contoso, "--model", "indirect-reseller")
    reseller = read("--group", "clock")
    assert len(reseller) == 5
    last = max(reseller.values(), key=lambda each: each.first)
    assert "last day, as far as known" in last.title
    assert (last.first + timedelta(days=1)).day == 1
    assert last.first.month == t.month
    assert {"T-90", "T-60", "T-30", "T"} < {each.title.split()[0] for each in reseller.values()}
    links = properties(call, "URL", "--group", "clock")
    assert all("indirect-reseller" in each for each in links)
    assert len(links) == 5


def test_a_completed_year_gives_way_to_the_next(read, call, contoso):
    month = str((TODAY + timedelta(days=150)).month)
    call("edit", contoso, "--anniversary", month, "--model", "direct-bill")
    before = read("--group", "clock")
    call("start", contoso, "keep-direct")
    assert call("close", contoso, "keep-direct", "--outcome", "completed", "--yes").code == 0
    after = read("--group", "clock")
    assert before.keys().isdisjoint(after)
    years = [
        {each.first.year for each in entries.values() if each.title.startswith("T Contoso")}
        for entries in (before, after)
    ]
    assert [year + 1 for year in years[0]] == [*years[1]]


def test_a_change_that_a_sync_brings_late_raises_the_number_too(read, home, call, contoso):
    before = read("--group", "due")
    change_at_the_same_time(home)
    (after,) = read("--group", "due").values()
    (first,) = before.values()
    assert after.sequence == first.sequence + 2


def test_a_wave_is_one_entry_that_moves_with_its_customers(read, call, waves):
    planned = read("--group", "planned")
    assert sorted(planned.values()) == [
        Entry("Planned: Alpine; Bellows; Coho (Fabrikam)", LATER, LATER + timedelta(days=1), 9),
        Entry("Planned: Delta (Fabrikam)", LATER + timedelta(days=7), LATER + timedelta(days=8), 9),
    ]
    texts = properties(call, "DESCRIPTION", "--group", "planned", "--no-reminders")
    assert ["\\nChecklist: To indirect\\n" in each for each in texts] == [True, True]
    plan(call, waves, LATER + timedelta(days=1))
    moved = read("--group", "planned")
    assert moved.keys() == planned.keys()
    for uid, entry in moved.items():
        assert entry.first == planned[uid].first + timedelta(days=1)
        assert entry.sequence > planned[uid].sequence
    assert call("customer", "edit", waves, "delta", "--name", "Delta AG").code == 0
    call("customer", "edit", waves, "coho", "--term-end", str(SOON), "--owner", "amira")
    assert titles(read("--group", "term-end")) == ["Term ends: Coho (Fabrikam)"]
    assert titles(read()) == [
        "Planned: Alpine; Bellows (Fabrikam)",
        "Planned: Coho (Fabrikam)",
        "Planned: Delta AG (Fabrikam)",
        "Term ends: Coho (Fabrikam)",
    ]
    assert call("customer", "archive", waves, "delta").code == 0
    assert "Planned: Delta AG (Fabrikam)" not in titles(read())


def test_a_customer_for_whom_all_is_done_leaves_and_the_wave_stays_the_same(read, call, waves):
    before = read("--group", "planned")
    for filter_ in ("to-do", "waiting"):
        call("tick", waves, "--customer", "alpine", "--filter", filter_, "--yes")
    after = read("--group", "planned")
    assert after.keys() == before.keys()
    assert "Planned: Bellows; Coho (Fabrikam)" in titles(after)
    assert all(after[each].sequence > before[each].sequence for each in after)


def test_customers_to_chase_on_one_day_are_one_entry(read, call, waves):
    words = ("--customer", "alpine", "--customer", "bellows", "--for", "Their admin")
    words += ("--case", "4711")
    assert call("wait", waves, "gdap-own", *words, "--chase", str(SOON), "--yes").code == 0
    item = ("Chase Their admin: Your GDAP set up: Alpine; Bellows (Fabrikam)",)
    for _cold_and_then_from_the_cache in range(2):
        assert titles(read("--group", "chase")) == [*item]
    (description,) = properties(call, "DESCRIPTION", "--group", "chase", "--no-reminders")
    assert "Customer: Alpine\\nCustomer: Bellows\\n" in description
    assert "Owner: ben\\n" in description
    assert "Case: 4711\\n" in description
    assert "https://" in description


def test_only_what_is_asked_for_is_in_the_file(read, call, contoso, waves, home):
    assert titles(read("--group", "due", "--group", "chase", contoso)) == titles(read(contoso))
    assert len(read(contoso)) == 2
    assert len(read("contoso", "fabrikam")) == 4
    assert titles(read("--owner", "Ben")) == titles(read("fabrikam"))
    assert titles(read("--for", "bank")) == titles(read("--group", "chase", "contoso"))
    assert titles(read("--role", "finance")) == []
    assert titles(read("--filter", "owner ben")) == titles(read("fabrikam"))
    assert titles(read("--checklist", "mini")) == titles(read("contoso"))
    assert titles(read("--search", "bank")) == titles(read("contoso"))
    views = home.config.parent / "views.toml"
    views.parent.mkdir(parents=True, exist_ok=True)
    views.write_text(
        '[next.chases]\nfilters = ["chase"]\n\n[next.bens]\nfilters = ["owner ben"]\n\n'
        '[partners.waves]\nfilters = ["owner ben"]\n'
    )
    assert titles(read("--view", "chases")) == titles(read("--group", "chase"))
    assert titles(read("--view", "bens")) == titles(read("--view", "waves")) != []
    assert call("calendar", "--view", "nobody").code == 3


def test_reminders_are_for_days_to_come_and_can_be_left_out(call, contoso):
    assert properties(call, "TRIGGER") == ["PT9H", "-P6DT15H", "PT9H"]
    assert properties(call, "TRIGGER", "--no-reminders") == []
    past = str(TODAY - timedelta(days=10))
    call("set", contoso, "region", "--due", past)
    assert properties(call, "TRIGGER", "--group", "due") == []
    assert len(properties(call, "UID", "--group", "due")) == 1


def test_every_host_with_the_same_data_writes_the_same_file(call, contoso, waves, home):
    here = call("calendar").out
    copy = home.path / "copy"
    shutil.copytree(home.data, copy)
    shutil.rmtree(copy / ".local")
    assert call("calendar", "--data", str(copy)).out == here
    for cached in (home.path / "cache").rglob("*rows*"):
        cached.unlink()
    assert call("calendar").out == here


def test_the_head_names_the_calendar_and_says_how_often_to_look(call, contoso):
    text = call("calendar", "contoso").out
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    for line in ("X-WR-CALNAME:csp-tui Contoso Ltd", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"):
        assert f"\r\n{line}\r\n" in text
    for name, value in (("TRANSP", "TRANSPARENT"), ("STATUS", "CONFIRMED")):
        assert properties(call, name) == [value] * 2


def test_the_words_are_in_the_language_of_the_user(read, call, contoso):
    french = titles(read("--lang", "fr"))
    assert french[0].startswith("Relancer Bank\xa0: Register the company (Contoso Ltd)")
    assert properties(call, "CATEGORIES", "--lang", "fr") == ["À relancer", "Échéance"]
    assert read("--lang", "fr").keys() == read().keys()


def test_a_file_is_replaced_only_when_told_and_keeps_its_mode(call, contoso, home):
    path = home.path / "days.ics"
    first = call("calendar", "--output", str(path))
    assert first.lines == [str(path)]
    assert "kB" in first.err or "bytes" in first.err
    assert "2 days in the calendar" in first.err
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    before = path.read_bytes()
    call("tick", contoso, "region")
    assert call("calendar", "--output", str(path)).code == 2
    assert path.read_bytes() == before
    assert call("calendar", "--output", str(path), "--yes", "--quiet").err == ""
    assert path.read_bytes() == call("calendar").out.encode() != before
    assert path.stat().st_mode & 0o777 == 0o644
    assert call("calendar", "--output", "-").out.encode() == path.read_bytes()
    own = home.data / "partners" / "days.ics"
    assert call("calendar", "--output", str(own)).code == 2
    assert call("calendar", "--output", str(home.path / "no" / "x.ics")).code == 6
    assert not list(home.path.glob(".days.ics*"))


def test_nothing_to_do_is_an_empty_calendar(read, call, mini):
    assert read() == {}
    assert "0 days in the calendar" in call("calendar").err
    assert call("calendar", "--json").code == 2


INJECTING = ("a\r\nATTACH:evil\r\nEND:VEVENT", "x\nURL:evil;,\\", "é" * 40 + "株" * 40)


def test_no_text_gets_out_of_its_line(read, call, home, contoso):
    before = read()
    path = home.data / "partners" / f"{contoso}.toml"
    written = path.read_text()
    for text in (*hostile.TEXTS, *INJECTING):
        quoted = "".join(f"\\U{ord(each):08X}" for each in text)
        named = written.replace('name = "Contoso Ltd"', f'name = "N{quoted}"\nowner = "O{quoted}"')
        path.write_text(named.replace('waiting_for = "Bank"', f'waiting_for = "W{quoted}"'))
        entries = read()
        assert entries.keys() == before.keys()
        assert all(each.title.startswith(("Chase W", "Due: R")) for each in entries.values())
        assert all(len(each.title) < 500 for each in entries.values())
        raw = call("calendar").out
        for line in raw.split("\r\n"):
            assert len(line.encode()) <= 75
            assert not hostile.DRIVING.search(line)
            assert "\n" not in line
            assert not line.startswith(("ATTACH", "URL:evil"))
        assert raw.count("\r\nEND:VEVENT\r\n") == 2


def test_a_damaged_history_and_an_unreadable_partner_stop_nobody(read, call, contoso, waves, home):
    history = home.data / "history" / f"{contoso}.jsonl"
    lines = history.read_text().splitlines()
    history.write_text("\n".join(["damaged", *lines[1:]]) + "\n")
    assert len(read()) == 4
    (home.data / "partners" / f"{waves}.toml").write_text("name = ")
    answer = call("calendar")
    assert answer.code == 0
    assert waves in answer.err
    assert len(read()) == 2
