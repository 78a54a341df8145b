"""``next``: what can or must be done now, in every way of printing it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csp_tui.core.base.days import short_day

TODAY = date.today()
LONG_AGO = (TODAY - timedelta(days=9)).isoformat()
SAID = short_day(TODAY - timedelta(days=9), TODAY)


@pytest.fixture
def two(call, mini):
    """Contoso, amira's, and Fabrikam, ben's; both have started the mini checklist."""
    other = call("add", "Fabrikam SARL", "--owner", "ben").out.strip()
    call("start", other, "mini")
    return mini, other


def groups_and_items(answer):
    return [(row[0], row[1], row[4]) for row in answer.rows]


def test_for_one_partner_all_steps_are_listed(call, mini):
    answer = call("next", "contoso")
    assert groups_and_items(answer) == [
        ("ready", "Contoso Ltd", "register"),
        ("ready", "Contoso Ltd", "region"),
        ("not-yet", "Contoso Ltd", "sign"),
    ]
    assert answer.rows[2] == [
        "not-yet",
        "Contoso Ltd",
        mini,
        "mini",
        "sign",
        "Sign the contract",
        "",
        "required",
        "",
        "",
        "one way; not yet: Register the company",
    ]
    assert (answer.code, answer.err) == (0, "")
    assert call("next", "contoso", "--lang", "fr").rows[2][-1].startswith("irréversible")


def test_over_all_partners_the_first_ready_step_is_listed_and_the_others_are_counted(call, two):
    answer = call("next")
    assert groups_and_items(answer) == [
        ("ready", "Contoso Ltd", "register"),
        ("ready", "Fabrikam SARL", "register"),
    ]
    assert answer.err == "csp-tui: left out: 2 ready, 2 not yet; --all shows them\n"
    assert len(call("next", "--all").rows) == 6
    assert call("next", "--all").err == ""
    assert call("next", "--quiet").err == ""


def test_steps_to_chase_say_for_whom_and_how_late(call, two):
    mini, other = two
    since = ("--for", "Microsoft", "--since", LONG_AGO, "--chase", LONG_AGO)
    call("wait", other, "register", *since)
    call("wait", mini, "register", "--for", "the board", "--chase", TODAY.isoformat())
    call("wait", other, "region", "--for", "Microsoft", "--chase", TODAY.isoformat())
    call("wait", mini, "region", *since)
    answer = call("next", "--group", "chase")
    assert [(row[1], row[-2], row[-1]) for row in answer.rows] == [
        ("Contoso Ltd", LONG_AGO, "Microsoft, 9 d late; recommended"),
        ("Fabrikam SARL", LONG_AGO, "Microsoft, 9 d late"),
        ("Contoso Ltd", TODAY.isoformat(), "the board, chase today"),
        ("Fabrikam SARL", TODAY.isoformat(), "Microsoft, chase today; recommended"),
    ]


def test_what_is_due_soon_is_listed_with_its_day(call, mini):
    day = TODAY + timedelta(days=3)
    call("set", mini, "region", "--due", day.isoformat(), "--owner", "chloe")
    (row,) = call("next", "--group", "due").rows
    assert call("next", "--group", "chase", "--group", "due").rows == [row]
    assert row[8:] == [
        "chloe",
        day.isoformat(),
        f"due {short_day(day, TODAY)}; recommended; owner chloe",
    ]


def test_a_role_gets_all_that_it_can_do_now(call, home):
    call("add", "Contoso")
    call("start", "contoso", "enroll-direct")
    answer = call("next", "--role", "finance")
    assert answer.rows
    assert {row[6] for row in answer.rows} == {"finance"}
    assert "not-yet" not in {row[0] for row in answer.rows}
    wrong = call("next", "--role", "finanse")
    assert wrong.code == 2
    assert 'did you mean "finance"?' in wrong.err


def test_an_owner_gets_their_own_steps_in_upper_or_lower_case(call, two, monkeypatch):
    assert {row[1] for row in call("next", "--owner", "BEN").rows} == {"Fabrikam SARL"}
    answer = call("next", "--owner", "chloe")
    assert answer.code == 0
    assert answer.out == ""
    assert '"chloe" owns nothing that is open; owners are: ben' in answer.err
    assert call("next", "--mine").rows == []
    monkeypatch.setenv("CSP_TUI_REVIEWER", "Ben")
    assert {row[1] for row in call("next", "--mine").rows} == {"Fabrikam SARL"}
    assert call("next", "--mine", "--owner", "ben").code == 2


def test_one_item_is_listed_with_its_state_in_every_partner(call, two):
    call("tick", "contoso", "register")
    answer = call("next", "--item", "Register the")
    assert groups_and_items(answer) == [
        ("ready", "Fabrikam SARL", "register"),
        ("done", "Contoso Ltd", "register"),
    ]
    unknown = call("next", "--item", "registre")
    assert unknown.code == 3
    assert "did you mean register (Register the company)?" in unknown.err


def test_nothing_to_do_is_said_and_is_no_error(call, home):
    for args in ((), ("--plain",), ("--markdown",)):
        answer = call("next", *args)
        assert (answer.code, answer.out, answer.err) == (0, "", "csp-tui: nothing to do now\n")
    call("add", "Contoso")
    assert "no checklist is started; type: csp-tui start contoso-" in call("next", "contoso").err


def test_an_unreadable_partner_is_named_and_the_others_are_listed(call, two, home):
    home.put("partners/broken.toml", "format = 1\nname =")
    answer = call("next")
    assert answer.code == 0
    assert len(answer.rows) == 2
    assert "broken.toml" in answer.err
    assert call("next", "broken").code == 4


def test_plain_output_has_one_fact_a_line(call, mini):
    call("wait", mini, "register", "--for", "Microsoft", "--since", LONG_AGO, "--chase", LONG_AGO)
    facts = call("next", "contoso", "--plain").out.split("\n\n")
    assert facts[0].splitlines() == [
        "what: to chase",
        "partner: Contoso Ltd",
        f"id: {mini}",
        "item: Register the company",
        "item id: register",
        "run: mini",
        "state: waiting",
        "waiting for: Microsoft",
        f"chase on: {LONG_AGO}",
        "need: required",
    ]
    assert "open before it: Register the company" in facts[2]
    assert "one way: cannot be taken back" in facts[2]


def test_markdown_is_a_task_list_under_the_partners(call, two, home):
    call("add", "A [link](http://x) <b>")
    call("start", "a [link", "mini")
    days = ("--since", LONG_AGO, "--chase", LONG_AGO)
    call("wait", two[0], "register", "--for", "Microsoft", "--case", "4711", *days)
    lines = call("next", "--markdown").lines
    assert lines[:4] == [
        "## Contoso Ltd",
        "",
        "- [ ] **chase:** Register the company "
        f"(waiting for Microsoft, to chase since {SAID}; case 4711)",
        "- [ ] **ready:** Regional office named (recommended)",
    ]
    assert r"## A \[link\](<http://x>) \<b\>" in lines
    assert "- [ ] **ready:** Register the company (owner ben)" in lines
    one = call("next", "contoso", "--markdown")
    assert "not yet" not in one.out
    assert "left out: 1 not yet" in one.err


def test_in_a_terminal_it_is_grouped_and_fits_the_width(in_terminal, call, two):
    days = ("--since", LONG_AGO, "--chase", LONG_AGO)
    call("wait", two[0], "register", "--for", "Microsoft", "--case", "4711", *days)
    for columns in (60, 80):
        lines = in_terminal("next", columns=columns).splitlines()
        assert max(map(len, lines)) <= columns
    assert lines[:5] == [
        "To chase (1)",
        "  Contoso Ltd    [~] Register the company (Microsoft, 9 d late; case 4711)",
        "",
        "Ready (2)",
        "  Fabrikam SARL  [ ] Register the company",
    ]
    alone = in_terminal("next", "contoso").splitlines()
    assert alone[1] == "  [~] Register the company (Microsoft, 9 d late; case 4711)"


def test_the_yearly_clock_is_listed(call, home):
    home.put("partners/a.toml", f'format = 1\nname = "A"\nanniversary = {TODAY.month}\n')
    rows = call("next").rows
    group = "clock" if TODAY.day == 1 else "missed"
    assert rows[0][:5] == [group, "A", "a", "", "T"]
    assert call("next", "--group", "clock").rows[0] == rows[0]
    assert rows[0][-1] in ("official", "reported")


def test_what_drives_a_terminal_is_shown_as_text(call, home):
    from .samples import MINI

    home.put("checklists/mini/2026-01.toml", MINI.replace("Sign the", r"Sign\u001b[2J the"))
    call("add", "Contoso")
    call("start", "contoso", "mini")
    for args in ((), ("--plain",), ("--markdown", "--all")):
        out = call("next", "contoso", *args).out
        assert "\x1b" not in out
        assert "Sign^" in out


def test_what_waits_for_a_party_is_listed_in_any_case_and_before_its_day_to_chase(call, two):
    mini, other = two
    call("wait", mini, "register", "--for", "Microsoft", "--since", LONG_AGO, "--chase", LONG_AGO)
    call("wait", mini, "region", "--for", "the board")
    call("wait", other, "region", "--for", "Microsoft", "--chase", "+5")
    assert groups_and_items(call("next", "--for", "microsoft")) == [
        ("chase", "Contoso Ltd", "register"),
        ("not-yet", "Fabrikam SARL", "region"),
    ]
    call("wait", other, "region", "--for", "Microsoft credit", "--chase", "+5", "--yes")
    assert ("not-yet", "Fabrikam SARL", "region") in groups_and_items(
        call("next", "--for", "microsoft")
    )
    call("wait", other, "region", "--for", "Microsoft", "--chase", "+5", "--yes")
    nobody = call("next", "--for", "Micro")
    assert nobody.rows == []
    assert 'waits for "Micro"; waited for: Microsoft, the board' in nobody.err


def test_partners_and_next_take_the_same_names_for_one_party(call, two):
    mini, other = two
    call("wait", mini, "register", "--for", "Microsoft credit team")
    call("wait", other, "register", "--for", "the board of Fabrikam")
    for whom, found in {
        "microsoft": [mini],
        "Microsoft Credit": [mini],
        "microsoft credit team": [mini],
        "the board": [other],
        "micro": [],
        "credit": [],
    }.items():
        assert [row[2] for row in call("next", "--for", whom).rows] == found, whom
        kept = call("partners", "--filter", f"for {whom}").rows
        assert [row[1] for row in kept] == found, whom


def test_by_item_lists_once_what_several_partners_have_to_do(call, two):
    mini, other = two
    call("start", call("add", "Litware").out.strip(), "mini")
    since = ("--for", "Microsoft", "--since", LONG_AGO, "--chase", LONG_AGO)
    call("wait", "contoso", "register", *since)
    call("wait", "litware", "register", "--for", "Microsoft", "--chase", TODAY.isoformat())
    answer = call("next", "--by-item")
    rows = {(row[0], row[2]): row for row in answer.rows}
    assert rows["chase", "register"][1] == "2"
    assert rows["chase", "register"][6].split()[0] == mini
    assert rows["chase", "register"][7] == "Microsoft, up to 9 d late"
    assert rows["ready", "register"][1:3] == ["1", "register"]
    assert rows["ready", "register"][6] == other
    assert rows["ready", "region"][1] == "3"
    assert "left out: 3 not yet" in answer.err
    assert ("not-yet", "sign") in {(r[0], r[2]) for r in call("next", "--by-item", "--all").rows}


def test_by_item_parts_an_item_by_whom_it_waits_for(call, two):
    mini, other = two
    litware = call("add", "Litware").out.strip()
    call("start", litware, "mini")
    for partner, whom in ((mini, "Microsoft credit"), (other, "the board"), (litware, "Microsoft")):
        call("wait", partner, "region", "--for", whom, "--chase", "+5")
    rows = [row for row in call("next", "--by-item", "--all").rows if row[2] == "region"]
    assert [row[6].split() for row in rows] == [[mini, litware], [other]]
    assert [row[7].partition(",")[0] for row in rows] == ["Microsoft", "the board"]


def test_a_row_of_several_says_for_whom_it_waits_and_the_most_urgent_day_once(call, two):
    today, days = (TODAY, TODAY), (TODAY, TODAY - timedelta(days=9))
    for chase_on, said in ((today, "Microsoft, chase today"), (days, "Microsoft, up to 9 d late")):
        for partner, day in zip(two, chase_on, strict=True):
            since = ("--since", (TODAY - timedelta(days=20)).isoformat())
            words = ("region", "--for", "Microsoft", *since, "--chase", day.isoformat())
            assert call("wait", partner, *words, "--yes").code == 0
        (row,) = call("next", "--by-item", "--group", "chase").rows
        assert row[7].split("; ")[0] == said
        assert row[7].count("today") + row[7].count("late") == 1


def test_by_item_prints_groups_on_a_terminal_and_facts_in_plain_words(call, in_terminal, two):
    lines = in_terminal("next", "--by-item", columns=80).splitlines()
    assert lines[0] == "Ready (4)"
    assert lines[1].startswith("  2 partners  [ ] Register the company")
    facts = call("next", "--by-item", "--plain").out
    assert "partners: 2 partners" in facts
    assert "ids: contoso" in facts


@pytest.mark.parametrize("other", [["--json"], ["--markdown"], ["--item", "sign"]])
def test_by_item_refuses_json_markdown_and_an_item(call, two, other):
    answer = call("next", "--by-item", *other)
    assert (answer.code, answer.out) == (2, "")
    assert "--by-item alone" in answer.err


def test_where_nothing_is_the_users_own_it_says_whose_there_is(call, demo):
    answer = call("next", "--mine")
    assert (answer.code, answer.out) == (0, "")
    assert "owns nothing that is open; owners are: amira, ben" in answer.err
