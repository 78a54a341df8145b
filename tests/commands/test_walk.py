"""``walk``: item by item on plain lines, for a screen reader and for scripts."""

from __future__ import annotations

import io
import subprocess
import sys
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from .meanwhile import answer_meanwhile
from .samples import MINI

EACH = (
    MINI
    + """
[[sections]]
id = "each"
title = "For each customer"
per = "customer"

[[sections.items]]
id = "told"
title = "Customer told"

[[sections.items]]
id = "moved"
title = "Customer moved"
after = ["told"]
irreversible = true
"""
)

FACTS = """\
format = 1
title = "Facts checklist"
facts = [{ id = "sells-azure", question = "Does the partner sell Azure?" }]

[[sections]]
id = "first"
title = "First things"
items = [
    { id = "plan", title = "Azure plan bought", when = "sells-azure" },
    { id = "noted", title = "Noted" },
]
"""


@pytest.fixture
def walk(call, monkeypatch) -> Callable[..., Any]:
    """Run the command with answers on its standard input, as a script gives them."""

    def with_answers(*args: str, answers: str = "") -> Any:
        monkeypatch.setattr("sys.stdin", io.StringIO(answers))
        return call("walk", *args)

    return with_answers


def items(home, run: str = "mini") -> dict[str, Any]:
    return tomllib.loads(home.progress_file().read_text())["checklists"][run].get("items", {})


def test_each_answer_is_saved_and_the_next_item_is_asked(walk, mini, home):
    answer = walk(mini, "--yes", answers="y 2026-01-05\nx no region\nw Ben\n")
    assert answer.code == 0
    assert "item 1 of 3: Register the company\nsection: First things\nstate: to do\n" in answer.out
    assert "done: Register the company. 1/3, required 1/2 (saved " in answer.out
    found = items(home)
    assert (found["register"]["status"], str(found["register"]["on"])) == ("done", "2026-01-05")
    assert found["region"]["reason"] == "no region"
    assert (found["sign"]["status"], found["sign"]["waiting_for"]) == ("waiting", "Ben")
    assert answer.out.endswith("End of the list.\n")


def test_it_starts_at_the_first_open_item_and_goes_on_there_the_next_time(walk, mini):
    first = walk(mini, answers="y\nq\n")
    assert 'csp-tui: left at "Regional office named"' in first.err
    assert f"csp-tui walk {mini} --from region goes on there" in first.err
    second = walk(mini)
    assert "item 2 of 3: Regional office named" in second.out
    assert "Register" not in second.out
    assert second.code == 0
    assert "the input has ended" in second.err


def test_it_starts_at_the_item_that_is_named_in_any_state(walk, mini):
    walk(mini, answers="o\n")  # the yes of a French user
    again = walk(mini, "--from", "register the", answers="t\n")
    assert "state: done" in again.out
    assert "to do: Register the company." in again.out
    assert again.out.count("item 1 of 3") == 2


def test_open_skips_settled_items(walk, mini):
    walk(mini, "--from", "region", answers="y\n")
    answer = walk(mini, "--open", answers="n\n")
    assert "item 1 of 3" in answer.out
    assert "item 2 of 3" not in answer.out
    assert "item 3 of 3: Sign the contract" in answer.out


def test_back_goes_back_and_at_the_first_item_stays(walk, mini):
    answer = walk(mini, answers="n\nb\nb\nn\n")
    numbers = [line[5] for line in answer.lines if line.startswith("item ")]
    assert numbers == ["1", "2", "1", "1", "2"]


def test_undo_takes_back_the_last_step_and_returns_to_its_item(walk, mini, home):
    answer = walk(mini, answers="y\nu\n")
    assert "taken back: ticked Register the company" in answer.out
    assert items(home)["register"].get("status", "todo") == "todo"
    assert answer.out.count("item 1 of 3") == 2


def test_evidence_note_links_and_detail_stay_at_the_item(walk, mini, home):
    answer = walk(mini, answers="e PLA 1234567\nnote Ben asked\nl\n?\nr limit 0\n")
    assert answer.code == 0
    found = items(home)["register"]
    assert (found["evidence"], found["note"]) == ("PLA 1234567", "Ben asked")
    assert (found["status"], found["reason"]) == ("refused", "limit 0")
    assert "no links" in answer.out
    assert "need: required" in answer.out
    assert answer.out.count("item 1 of 3") == 1


def test_a_waiting_item_is_chased(walk, mini, home):
    walk(mini, answers="w Microsoft\n")
    assert walk(mini, answers="w +3\n").code == 0
    assert "chased" in items(home)["register"]
    assert items(home)["register"]["waiting_for"] == "Microsoft"


def test_waiting_asks_for_whom_case_and_day(walk, mini, home):
    assert walk(mini, answers="w\n\n4711\n2099-01-01\n").code == 0
    found = items(home)["register"]
    assert (found["waiting_for"], found["case"]) == ("Microsoft", "4711")
    assert str(found["chase_on"]) == "2099-01-01"


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ("y\nn\ny\n", "One way: this is final outside csp-tui. Nothing was ticked"),
        ("n\nn\ny\n", 'Open before it: "Register the company". One way'),
        ("frob\n", '"frob" is no answer; answer one of: y t w'),
        ("x\n\n", "a reason is needed"),
        ("y 2099-01-01\n", "2099-01-01 is in the future"),
        ("w\nBen\n1\nsoon\n", '"soon" is no date'),
    ],
)
def test_a_script_ends_at_the_first_answer_that_cannot_be_done(walk, mini, answers, message):
    answer = walk(mini, answers=f"{answers}y\n")
    assert answer.code == 2
    assert message in answer.err
    assert "sign" not in answer.out.split("state: to do")[-1].splitlines()[0]


@pytest.mark.parametrize(
    ("answer", "state"), [("w them", "waiting"), ("r no", "refused"), ("x no", "not applicable")]
)
def test_a_done_item_gets_another_state_only_after_a_yes(
    walk, in_terminal, call, mini, home, answer, state
):
    call("tick", mini, "register")
    refused = walk(mini, "--from", "register", answers=f"{answer}\n")
    assert refused.code == 2
    assert "It is done; its evidence and note stay. Nothing was changed" in refused.err
    shown = in_terminal("walk", mini, "--from", "register", typed=f"{answer}\nn\nq\n", columns=200)
    assert f"note stay. Take the tick off and set {state}: Register the company" in shown
    assert items(home)["register"]["status"] == "done"
    in_terminal("walk", mini, "--from", "register", typed=f"{answer}\ny\nq\n")
    assert items(home)["register"]["status"] != "done"


def test_on_a_terminal_an_answer_that_cannot_be_done_is_asked_again(in_terminal, mini, home):
    shown = in_terminal("walk", mini, typed="frob\n\ny\nn\ny\ncontoso\nb\nn\ny\nContoso Ltd\n\x04")
    assert '"frob" is no answer' in shown
    assert "nothing was ticked: that is neither the partner's id nor its name" in shown
    assert items(home)["sign"]["status"] == "done"


def test_a_fact_is_asked_before_the_first_item_that_needs_it(home, call, in_terminal, walk):
    home.put("checklists/asking/2026-01.toml", FACTS)
    partner_id = call("add", "Contoso Ltd").out.strip()
    call("start", partner_id, "asking")
    assert "only if: yes to: Does the partner sell Azure?" in walk(partner_id).out
    shown = in_terminal("walk", partner_id, typed="n\nq\n")
    assert "Does the partner sell Azure? y, n, or enter:" in shown
    assert "item 2 of 2: Noted" in shown
    assert tomllib.loads(home.progress_file().read_text())["facts"] == {"sells-azure": False}


def test_customers_are_gone_through_one_after_the_other(home, call, walk):
    home.put("checklists/mini/2026-01.toml", EACH)
    partner_id = call("add", "Contoso Ltd").out.strip()
    call("start", partner_id, "mini")
    for name in ("Coho Winery", "Fourth Coffee"):
        call("customer", "add", partner_id, name)
    answer = walk(partner_id, "--customer", "all", "--yes", answers="y\ny\nn\ny\n")
    assert answer.code == 0
    assert "item 3 of 4: Customer told\nsection: For each customer\ncustomer: Fourth" in answer.out
    texts = [path.read_text() for path in sorted(home.data.glob("customers/*/*.toml"))]
    states = [tomllib.loads(text)["checklists"]["mini"]["items"] for text in texts]
    assert [{key: each["status"] for key, each in state.items()} for state in states] == [
        {"told": "done", "moved": "done"},
        {"moved": "done"},
    ]
    assert states[1]["moved"]["out_of_order"] is True
    assert "open" not in walk(partner_id, "--customer", "coho", "--from", "told").err


def test_the_command_that_goes_on_has_all_that_this_one_had(home, call, walk):
    home.put("checklists/mini/2026-01.toml", EACH)
    partner_id = call("add", "Contoso Ltd").out.strip()
    call("start", partner_id, "mini")
    call("start", partner_id, "mini", "--again")
    _first, second = tomllib.loads(home.progress_file().read_text())["checklists"]
    answer = walk(partner_id, "--open", "--yes", answers="q\n")
    again = f"csp-tui walk {partner_id} mini --from register --open --yes"
    assert f"{again} goes on there" in answer.err
    assert walk(*again.split()[2:]).code == 0

    ids = [call("customer", "add", partner_id, name).out.strip() for name in ("A", "B", "C")]
    words = (partner_id, second, "--customer", "all")
    assert f"walk {' '.join(words)} --from moved goes" in walk(*words, answers="n\n").err
    left = f"--customer {ids[1]} --customer {ids[2]}"
    answer = walk(*words, answers="n\nn\n")
    assert f"walk {partner_id} {second} {left} --from told goes on there" in answer.err


def test_the_command_that_goes_on_names_the_run_where_an_item_of_customers_is_called_alike(
    home, call, walk
):
    home.put("checklists/mini/2026-01.toml", EACH)
    home.put("checklists/alike/2026-01.toml", MINI.replace('"register"', '"moved"'))
    partner_id = call("add", "Contoso Ltd").out.strip()
    for each in ("alike", "mini"):
        call("start", partner_id, each)
    again = f"walk {partner_id} alike --from moved"
    assert f"csp-tui {again} goes on there" in walk(partner_id).err
    assert walk(*again.split()[1:]).code == 0


def test_a_run_whose_start_is_undone_meanwhile_ends_the_walk(fork, call, mini, monkeypatch):
    answer_meanwhile(monkeypatch, lambda: fork("undo", mini))
    answer = call("walk", mini)
    assert (answer.code, answer.err.count('csp-tui: Contoso Ltd has no run "mini"')) == (3, 1)


def test_walk_notes_that_nothing_is_open(walk, mini):
    walk(mini, "--yes", answers="y\ny\ny\n")
    answer = walk(mini)
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == (
        "csp-tui: nothing is open in Contoso Ltd; --from ITEM starts at any item\n"
    )


def test_a_closed_run_is_not_gone_through(walk, call, mini):
    call("close", mini, "--outcome", "abandoned")
    answer = walk(mini)
    assert answer.code == 2
    assert "is closed" in answer.err


def test_no_standard_input_at_all_leaves_cleanly(run, mini, home):
    answer = run("walk", mini)
    assert answer.returncode == 0
    assert "the input has ended" in answer.stderr
    assert items(home) == {}


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_a_closed_stream_does_not_crash(home, mini, closed):
    line = f'"{sys.executable}" -m csp_tui walk {mini} mini {closed}'
    done = subprocess.run(
        ["bash", "-c", line],
        env=home.env,
        input="n\nq\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "Traceback" not in done.stdout + done.stderr


def test_a_very_long_wrong_answer_is_not_repeated_whole(fork, mini):
    answer = fork("walk", mini, "mini", typed="a" * 1_000_000 + "\n")
    assert answer.returncode == 2
    assert "is no answer" in answer.stderr
    assert len(answer.stderr) < 1000


def test_reading_a_file_from_a_closed_input_is_refused(home, mini):
    for words in ("handover", "partners", "checklist"):
        line = f'"{sys.executable}" -m csp_tui import {words} - --yes <&-'
        done = subprocess.run(
            ["bash", "-c", line], env=home.env, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (2, "csp-tui: standard input is closed\n")
