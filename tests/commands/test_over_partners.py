"""``--all``: one act over many partners, asked once, and taken back by ``undo --last``."""

from __future__ import annotations

import json
import re
import shlex
import tomllib

import pytest

from .conftest import start_mini
from .meanwhile import answer_meanwhile
from .test_bulk_and_dry_run import digests

CHASED = ("chase", "--all", "--item", "register", "--for", "Microsoft")


def recorded(home, partner_id, item="register"):
    text = (home.data / "partners" / f"{partner_id}.toml").read_text()
    return tomllib.loads(text)["checklists"]["mini"].get("items", {}).get(item, {})


@pytest.fixture
def three(home, call, once):
    """Contoso and Fabrikam wait for Microsoft since long, Litware for the bank."""
    return once("three that wait", lambda: make_three(home, call))


def make_three(home, call) -> list[str]:
    found = [start_mini(home, call)]
    for name, owner in (("Fabrikam", "ben"), ("Litware", "amira")):
        found.append(call("add", name, "--owner", owner).out.strip())
        call("start", found[-1], "mini")
    for partner_id, whom in zip(found, ("Microsoft", "Microsoft credit", "Bank"), strict=True):
        waits = ("--for", whom, "--since", "2026-01-05", "--chase", "2026-01-12")
        assert call("wait", partner_id, "register", *waits).code == 0
    return found


def test_all_that_wait_for_a_party_are_chased_at_once_and_undone_at_once(call, three, home):
    before = [recorded(home, each) for each in three]
    answer = call(*CHASED, "--yes")
    assert answer.code == 0
    assert "2 items of 2 partners" in answer.err
    assert ["chased" in recorded(home, each) for each in three] == [True, True, False]
    answer = call("undo", "--last")
    assert answer.code == 0
    assert answer.out.count("chased Register the company") == 2
    assert [recorded(home, each) for each in three] == before


def test_the_act_of_many_waits_behind_a_later_step_of_one(call, three, home):
    call(*CHASED, "--yes")
    call("note", three[2], "register", "asked the bank")
    assert call("undo", "--last").code == 0
    assert "note" not in recorded(home, three[2])
    assert ["chased" in recorded(home, each) for each in three[:2]] == [True, True]
    assert call("undo", "--last").code == 0
    assert ["chased" in recorded(home, each) for each in three[:2]] == [False, False]


def test_a_partner_that_somebody_has_worked_on_since_stays_and_is_named(
    call, three, home, monkeypatch
):
    call(*CHASED, "--yes")
    monkeypatch.setenv("CSP_TUI_REVIEWER", "ben")
    assert call("chase", three[1], "register", "--chase", "+30").code == 0
    monkeypatch.delenv("CSP_TUI_REVIEWER")
    answer = call("undo", "--last")
    assert answer.code == 2
    assert re.search(r"Fabrikam stays as it is: since then \S+ has changed register", answer.err)
    assert "chased" not in recorded(home, three[0])
    assert "chased" in recorded(home, three[1])


def test_a_dry_run_writes_nothing_and_says_what_is_left_out(call, three, home):
    call("tick", three[1], "register", "--yes")
    before = digests(home)
    answer = call("chase", "--all", "--item", "register", "--dry-run")
    assert answer.code == 0
    assert answer.err.count("left out:") == 1
    assert 'left out: Fabrikam, register: "Register the company" is not waiting' in answer.err
    assert "dry run: nothing was written" in answer.err
    assert "undo" not in answer.err
    assert "Contoso Ltd" in answer.out
    assert "Litware" in answer.out
    assert digests(home) == before


def test_of_much_that_is_left_out_the_most_frequent_is_named_and_the_rest_counted(call, demo):
    answer = call("chase", "--all", "--filter", "all", "--dry-run")
    *told, more, _changed, _dry = answer.err.splitlines()
    assert [each.startswith("csp-tui: left out, ") for each in told] == [True] * 3
    assert "it is for each customer" in told[0]
    assert re.fullmatch(r"csp-tui: [0-9]{2,} more are left out", more)


def test_a_dry_run_of_undo_last_says_what_would_be_taken_back(call, three, home):
    call(*CHASED, "--yes")
    before = digests(home)
    answer = call("undo", "--last", "--dry-run")
    assert answer.out.count("chase") == 2
    assert digests(home) == before


def test_a_script_is_not_asked_and_changes_nothing(call, three, home):
    before = digests(home)
    answer = call(*CHASED)
    assert answer.code == 2
    assert "2 items of 2 partners would change; say --yes" in answer.err
    assert digests(home) == before


def test_the_question_names_item_and_number(call, in_terminal, three, home):
    shown = in_terminal(*CHASED, typed="n\n", code=2)
    assert 'chase "Register the company" of 2 partners? y/N' in shown
    assert "chased" not in recorded(home, three[0])
    in_terminal(*CHASED, typed="y\n")
    assert "chased" in recorded(home, three[0])
    words = ["tick", "--all", "--filter", "to-do"]
    shown = in_terminal(*words, typed="y\n", code=2, columns=300)
    assert 'One way: 3 of 6 are final outside csp-tui: "Sign the contract".' in shown
    assert "tick 6 items of 3 partners? To tick, type 3, how many are one way:" in shown
    assert recorded(home, three[0], "sign").get("status") != "done"
    in_terminal(*words, typed="3\n", columns=300)
    assert recorded(home, three[0], "sign")["status"] == "done"
    assert call("untick", three[1], "sign", "--yes").code == 0
    noted = ("note", "--all", "--item", "sign", "-")
    assert "y/N" in in_terminal(*noted, given="from a pipe", typed="n\n", code=2, columns=300)
    shown = in_terminal("tick", "--all", "--item", "sign", typed="n\n", code=2, columns=300)
    assert 'Left out: 2. tick "Sign the contract" of 1 partner? To tick, type 1,' in shown
    words = ("--lang", "fr", "chase", "--all", "--filter", "waiting")
    shown = in_terminal(*words, typed="n\n", code=2, columns=300)
    assert "chase «\u00a0Register the company\u00a0»" in shown


@pytest.mark.parametrize(
    ("words", "item", "key", "value"),
    [
        ("tick --all --item register --yes", "register", "status", "done"),
        ("wait --all --item region --for Ben --yes", "region", "waiting_for", "Ben"),
        ("na --all --item region --reason none --yes", "region", "reason", "none"),
        ("refuse --all --item region --reason no --yes", "region", "status", "refused"),
        ("set --all --filter waiting --owner chloe --yes", "register", "owner", "chloe"),
        ("note --all --item register outage --yes", "register", "note", "outage"),
        ("evidence --all --item register PLA --yes", "register", "evidence", "PLA"),
    ],
)
def test_every_command_on_items_works_over_all_partners(call, three, home, words, item, key, value):
    answer = call(*words.split())
    assert answer.code == 0, answer.err
    assert [recorded(home, each, item).get(key) for each in three] == [value] * 3
    assert call("undo", "--last").code == 0
    assert all(recorded(home, each, item).get(key) != value for each in three)


def test_items_are_set_to_do_again_only_where_they_are_not(call, three, home):
    call("untick", three[0], "register")
    answer = call("untick", "--all", "--item", "register", "--yes")
    assert "left out: Contoso Ltd, register: it is to do" in answer.err
    assert [recorded(home, each).get("status", "todo") for each in three] == ["todo"] * 3


def test_owner_and_role_narrow_as_in_next(call, three, home):
    assert call("chase", "--all", "--filter", "chase", "--owner", "amira", "--yes").code == 0
    assert ["chased" in recorded(home, each) for each in three] == [False, False, True]
    assert call("chase", "--all", "--filter", "chase", "--role", "finance", "--yes").code == 3
    assert call("set", "--all", "--owned-by", "amira", "--owner", "zoe", "--yes").code == 0
    assert [recorded(home, each).get("owner") for each in three] == [None, None, "zoe"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("tick --all --yes", 2, "say which items of all partners"),
        ("tick contoso --all --item register", 2, "or --all with --item"),
        ("tick", 2, "name a partner and its items, or say --all"),
        ("chase contoso --filter waiting --for bank", 2, "together with --all: --for\n"),
        ("tick contoso register --owner zoe --mine", 2, "not allowed with argument"),
        ("tick contoso register --owner zoe --role finance", 2, "--all: --owner, --role\n"),
        ("wait contoso sign --for ben --waits-for bank", 2, "with --all: --waits-for\n"),
        ("set contoso register --owner ben --owned-by zoe", 2, "with --all: --owned-by\n"),
        ("note contoso sign hello --mine --item sign", 2, "with --all: --item, --mine\n"),
        ("evidence contoso sign seen --view mine", 2, "together with --all: --view\n"),
        ("edit contoso --filter late --owner zoe", 2, "together with --all: --filter\n"),
        ("chase --all --item sign --yes", 3, "no partner has an item to change"),
        ("chase --all --item frob --yes", 3, "frob"),
        ("undo contoso --last", 2, "say --last alone"),
        ("undo", 2, "or say --last"),
        (
            "edit contoso fabrikam --owner zoe",
            2,
            ": fabrikam; quote a text of several words; --all",
        ),
        ("note contoso register asked the bank", 2, ": the bank; quote a text of several words"),
        ('edit contoso ""', 2, 'arguments: ""; see'),
    ],
)
def test_what_cannot_be_meant_is_refused(call, three, home, words, code, message):
    before = digests(home)
    answer = call(*shlex.split(words))
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err
    assert digests(home) == before


def test_an_unreadable_partner_is_told_and_the_others_go_on(call, three, home):
    (home.data / "partners" / f"{three[0]}.toml").write_text("name = ")
    answer = call(*CHASED, "--yes")
    assert answer.code == 0
    assert three[0] in answer.err
    assert "chased" in recorded(home, three[1])


def test_programs_read_what_came_of_each_partner(call, three):
    found = json.loads(call(*CHASED, "--yes", "--json").out)
    assert [each["partner"] for each in found["partners"]] == three[:2]
    assert len({each["changes"][0]["step"] for each in found["partners"]}) == 1
    assert (found["left_out"], found["failed"]) == ([], [])
    undone = json.loads(call("undo", "--last", "--json").out)
    assert [each["partner"] for each in undone["partners"]] == sorted(three[:2])


def owners(home, ids):
    texts = ((home.data / "partners" / f"{each}.toml").read_text() for each in ids)
    return [tomllib.loads(text).get("owner", "") for text in texts]


def test_the_owner_of_chosen_partners_is_changed_at_once_and_undone_at_once(call, three, home):
    before = owners(home, three)
    assert before[1:] == ["ben", "amira"]
    answer = call("edit", "--all", "--owned-by", "BEN", "--owner", "chloe", "--yes")
    assert (answer.code, answer.out) == (0, "Fabrikam: Owner: chloe\n")
    assert owners(home, three) == [before[0], "chloe", "amira"]
    chosen = ("--search", "microsoft register", "--owner", "chloe", "--region", "EU/EFTA")
    answer = call("edit", "--all", *chosen, "--yes")
    assert "2 partners; csp-tui undo --last takes it back" in answer.err
    assert owners(home, three) == ["chloe", "chloe", "amira"]
    assert call("undo", "--last").code == 0
    assert owners(home, three) == [before[0], "chloe", "amira"]
    answer = call("edit", "--all", "--owner", "", "--yes", "--json")
    assert [each["partner"] for each in json.loads(answer.out)["failed"]] == []
    assert owners(home, three) == ["", "", ""]


def test_who_was_given_the_owner_while_the_question_stood_is_left_out(
    fork, call, three, home, monkeypatch
):
    answer_meanwhile(monkeypatch, lambda: fork("edit", three[1], "--owner", "chloe"))
    answer = call("edit", "--all", "--owner", "chloe")
    assert answer.code == 0
    assert answer.lines == ["Contoso Ltd: Owner: chloe", "Litware: Owner: chloe"]
    assert "left out: Fabrikam: it was so already" in answer.err
    assert "2 partners; csp-tui undo --last takes it back" in answer.err
    assert owners(home, three) == ["chloe"] * 3


def test_who_was_chased_while_the_question_stood_is_not_counted(fork, call, three, monkeypatch):
    answer_meanwhile(monkeypatch, lambda: fork("chase", three[1], "register"))
    answer = call(*CHASED)
    assert (answer.code, len(answer.lines)) == (0, 1)
    assert "left out: Fabrikam, register: it was so already" in answer.err
    assert "1 item of 1 partner; csp-tui undo --last takes it back" in answer.err
    call("undo", "--last")
    answer_meanwhile(monkeypatch, lambda: fork("chase", three[0], "register"))
    none = call(*CHASED)
    assert ("0 items of 0 partners\n" in none.err, none.out) == (True, "")


def test_an_edit_of_all_asks_with_the_number_and_names_who_is_left_out(call, three, home):
    home.put(f"partners/{three[0]}.toml", "broken")
    before = digests(home)
    answer = call("edit", "--all", "--owner", "ben", "--dry-run")
    assert answer.code == 0
    assert answer.out == "would be Litware: Owner: ben\n"
    assert "1 partner\n" in answer.err
    assert "undo" not in answer.err
    assert "left out: Fabrikam: it was so already" in answer.err
    assert f"left out: {three[0]}.toml: " in answer.err
    assert call("edit", "--all", "--owner", "ben", "--yes").code == 0
    for number in range(2):
        call("add", f"Part {number}", "--owner", "ben")
    none = call("edit", "--all", "--owner", "ben", "--yes")
    assert none.code == 3
    assert "out, 4: Fabrikam; Litware; Part 0 and 1 more: it was so already" in none.err
    before = digests(home)
    answer = call("edit", "--all", "--owner", "zoe")
    assert answer.code == 2
    assert "4 partners would change; say --yes, or --dry-run to see them" in answer.err
    assert digests(home) == before
    for wrong in (("--all", "--name", "X"), ("--all",), (three[1], "--all", "--owner", "x")):
        assert call("edit", *wrong, "--yes").code == 2
    assert call("edit", "--owner", "x").code == 2
    assert call("edit", "--all", "--search", "nobody", "--owner", "x", "--yes").code == 3
    assert digests(home) == before
