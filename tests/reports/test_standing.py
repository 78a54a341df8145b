"""Where a partner stands comes first in its report: what is required, late, waited for."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest

from csp_tui.core.base.days import short_day

TODAY = date.today()
CHECKLIST = """\
format = 1
title = "A short list"
[[sections]]
id = "all"
title = "All of it"
[[sections.items]]
id = "one"
title = "The first thing"
need = "required"
[[sections.items]]
id = "two"
title = "The second thing"
need = "required"
[[sections.items]]
id = "three"
title = "The third thing"
need = "recommended"
role = "finance"
"""


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def partner(*items: str, more: str = "") -> str:
    lines = ["format = 1", 'name = "Contoso"', more, "[checklists.short]", 'edition = "1"', *items]
    return "\n".join(lines) + "\n"


def item(name: str, status: str, **values: str) -> str:
    days = ("since", "chase_on", "due")
    shown = (f"{key} = {text if key in days else repr(text)}" for key, text in values.items())
    return "\n".join([f"[checklists.short.items.{name}]", f'status = "{status}"', *shown])


@pytest.fixture
def standing(call, home):
    """Return what writes a partner and returns where it stands, as JSON has it."""

    def of(*items: str, more: str = ""):
        home.put("checklists/short/1.toml", CHECKLIST)
        home.put("partners/contoso.toml", partner(*items, more=more))
        return json.loads(call("report", "contoso", "--json").out)["partners"][0]["standing"]

    return of


def test_it_stands_before_what_is_open(call, standing):
    standing(
        item("one", "done"),
        item(
            "two", "waiting", waiting_for="Microsoft", since=ago(20), chase_on=ago(9), case="4711"
        ),
        item("three", "todo", due=ago(-3)),
    )
    lines = call("report", "contoso").lines
    start, end = (
        lines.index("### Where it stands"),
        lines.index("### What is open, and who holds it"),
    )
    assert lines[start + 2 : end - 1] == [
        "- A short list: 1 of 2 required done, 1 left",
        "- Late:",
        "  - The second thing (Microsoft): 9 days late",
        "- Waited for:",
        "  - Microsoft: 1 item, for 20 days",
        "- Next dates:",
        f"  - {ago(-3)} due: The third thing",
    ]
    page = call("report", "contoso", "--format", "html").out
    before, opened = page.split("What is open, and who holds it</h2>")
    assert "9 days late" in before
    assert "; case 4711</p></td><td>Microsoft</td><td></td>" in opened
    assert f'<td><span class="day">{ago(-3)}</span></td>' in opened


def test_nothing_to_tell_is_told_in_words(call, standing):
    found = standing(item("one", "done"), item("two", "done"))
    assert found == {"late": [], "waited_for": [], "dates": []}
    told = call("report", "contoso").out
    for each in ("all 2 required done", "Nothing is late.", "Nobody is waited for."):
        assert each in told
        assert each in call("report", "contoso", "--format", "html").out


@pytest.mark.parametrize(
    ("status", "days_ago", "late"),
    [
        ("waiting", {"chase_on": 7}, []),
        ("waiting", {"chase_on": 8}, [8]),
        ("todo", {"chase_on": 8}, []),
        ("todo", {"due": 0}, []),
        ("todo", {"due": 1}, [1]),
        ("refused", {"due": 1}, [1]),
        ("waiting", {"chase_on": 2, "due": 5}, [5]),
        ("waiting", {"chase_on": 9, "due": -5}, [9]),
        ("done", {"due": 30}, []),
    ],
)
def test_what_is_late_is_what_the_portfolio_counts(call, standing, status, days_ago, late):
    values = {key: ago(days) for key, days in days_ago.items()}
    why = {"reason": "no"} if status == "refused" else {}
    found = standing(item("one", status, **values, **why))["late"]
    assert [each["days"] for each in found] == late
    assert json.loads(call("portfolio", "--json").out)["late"] == len(late)


def test_a_yearly_check_that_was_missed_is_late(call, standing):
    month = (TODAY - timedelta(days=1)).month
    home_is = f"anniversary = {month}\nmodel = 'direct-bill'"
    run = f"started = {ago(90)}T09:00:00.000Z"
    (found,) = standing(run, more=home_is)["late"]
    until = short_day(date.fromisoformat(found["until"]), TODAY)
    assert re.match(rf"T(\+30)? on [^:]+: mend until {until}: ", found["title"])
    assert "days late" not in call("report", "contoso").out
    assert json.loads(call("portfolio", "--json").out)["late"] == 1


def test_the_next_dates_are_the_first_three_and_today_counts(call, standing, home):
    home.put("customers/contoso/alpine.toml", f'format = 1\nname = "Alpine"\nplanned = {ago(-2)}\n')
    home.put("customers/contoso/bell.toml", f'format = 1\nname = "B"\nterm_end = {ago(-900)}\n')
    found = standing(
        item("one", "todo", due=ago(0)),
        item("two", "todo", due=ago(0)),
        item("three", "waiting", waiting_for="ann", chase_on=ago(-1)),
    )["dates"]
    assert found == [
        {"day": ago(0), "what": "due: The first thing, and 1 more"},
        {"day": ago(-1), "what": "chase: The third thing"},
        {"day": ago(-2), "what": "1 customer planned"},
    ]


def test_a_day_in_the_past_is_told_as_it_was(call, demo):
    now, then = (
        json.loads(call("report", "tailspin", "--json", *words).out)["partners"][0]["standing"]
        for words in ((), ("--as-of", ago(2)))
    )
    assert [each["days"] for each in then["late"]] == [each["days"] - 2 for each in now["late"]]
    assert all(each["day"] >= ago(2) for each in then["dates"])


def test_it_reads_in_french_with_blanks_that_do_not_break(call, standing):
    standing(item("one", "waiting", waiting_for="Microsoft", since=ago(20), chase_on=ago(9)))
    told = call("report", "contoso", "--lang", "fr").out
    assert "- A short list\u00a0: 0 point obligatoire fait sur 2, reste 2" in told
    assert "  - The first thing (Microsoft)\u00a0: 9\u00a0jours de retard" in told
    assert "  - Microsoft\u00a0: 1 point, depuis 20\u00a0jours" in told
