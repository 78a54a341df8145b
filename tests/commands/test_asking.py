"""What a command asks before it acts: facts, order, one-way doors; and what --yes answers."""

from __future__ import annotations

import io
import tomllib

import pytest

FACTS = """\
format = 1
title = "Facts checklist"

[[facts]]
id = "sells-azure"
question = "Does the partner sell Azure?"

[[sections]]
id = "first"
title = "First things"

[[sections.items]]
id = "plan"
title = "Azure plan bought"
when = "sells-azure"

[[sections.items]]
id = "noted"
title = "No Azure noted"
when = "!sells-azure"
"""

FOR_EACH = """\
format = 1
title = "{title}"

[[sections]]
id = "each"
title = "Each customer"
per = "customer"

[[sections.items]]
id = "{id}-agreed"
title = "{title} agreed"

[[sections.items]]
id = "{id}-moved"
title = "{title} moved"
irreversible = true
"""


@pytest.fixture
def for_each(home, call) -> str:
    """Return the id of a partner with two customers and two runs that are for each of them."""
    partner_id = call("add", "Contoso Ltd").out.strip()
    for name in ("seats", "servers"):
        text = FOR_EACH.format(id=name, title=name.capitalize())
        home.put(f"checklists/{name}/2026-01.toml", text)
        assert call("start", partner_id, name).code == 0
    for customer in ("Alpine Ski House", "Bellows College"):
        assert call("customer", "add", partner_id, customer).code == 0
    return partner_id


@pytest.fixture
def asking(home, call) -> str:
    """Return the id of a partner whose checklist asks a fact."""
    home.put("checklists/asking/2026-01.toml", FACTS)
    partner_id = call("add", "Contoso Ltd", "--company", "Contoso").out.strip()
    assert call("start", partner_id, "asking").code == 0
    return partner_id


def item(home, run: str, key: str):
    return tomllib.loads(home.progress_file().read_text())["checklists"][run]["items"][key]


def test_without_a_terminal_a_doubtful_tick_is_refused_with_one_sentence(call, mini, home):
    before = home.progress_file().read_bytes()
    answer = call("tick", mini, "sign")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        'csp-tui: Open before it: "Register the company". One way: this is final '
        "outside csp-tui. Nothing was ticked; --yes ticks anyway\n"
    )
    assert home.progress_file().read_bytes() == before


def test_yes_ticks_out_of_order_and_records_it(call, mini, home):
    assert call("tick", mini, "sign", "--yes").code == 0
    assert item(home, "mini", "sign")["out_of_order"] is True
    assert "[x]\tsign\tSign the contract\tout of order" in call("show", mini).out
    shown = call("show", mini, "--item", "sign").out
    assert "out of order\tticked before what it comes after" in shown
    call("tick", mini, "register")
    call("untick", mini, "sign")
    call("tick", mini, "sign", "--yes")
    assert "out_of_order" not in item(home, "mini", "sign")


def test_items_that_are_ticked_together_are_in_order(call, mini, home):
    assert call("tick", mini, "sign", "register", "--yes").code == 0
    assert "out_of_order" not in item(home, "mini", "sign")
    assert call("tick", mini, "sign", "register").out.startswith("already [x] Sign the contract")


def test_on_a_terminal_the_order_and_then_the_one_way_door_are_asked(in_terminal, mini, home):
    shown = in_terminal("tick", mini, "sign", typed="maybe\ny\ncontoso LTD\n", columns=200)
    assert 'Open before it: "Register the company". Tick anyway? y/N' in shown
    assert "answer y or n" in shown
    assert f"To tick, type {mini} or the name:" in shown
    assert "[x] Sign the contract" in shown
    assert item(home, "mini", "sign")["status"] == "done"


@pytest.mark.parametrize(
    ("items", "customer", "asked"),
    [
        (
            ["seats-moved", "servers-moved"],
            "alpine",
            '"Seats moved", "Servers moved". To tick, type 2,',
        ),
        (
            ["seats-moved"],
            "alpine",
            "this is final outside csp-tui. Tick for Alpine Ski House? y/N",
        ),
        (["seats-agreed", "seats-moved"], "all", '1 of 4 is final outside csp-tui: "Seats moved".'),
        (
            ["seats-agreed", "servers-moved"],
            "all",
            '2 of 4 are final outside csp-tui: "Servers moved". To tick, type 2, how many',
        ),
    ],
    ids=[
        "one customer in two runs",
        "one customer",
        "one has passed it",
        "both, in one of their runs",
    ],
)
def test_a_one_way_door_is_asked_for_those_who_would_pass_it(
    in_terminal, call, for_each, items, customer, asked
):
    call("tick", for_each, "seats-moved", "--customer", "bellows", "--yes")
    words = ["tick", for_each, *items, "--customer", customer]
    assert asked in in_terminal(*words, typed="n\n", code=2, columns=200)


@pytest.mark.parametrize("typed", ["n\n", "\n", "\x04", "y\n\n", "y\ny\n"])
def test_without_a_yes_nothing_is_ticked(in_terminal, mini, home, typed):
    before = home.progress_file().read_bytes()
    assert "nothing was ticked" in in_terminal("tick", mini, "sign", typed=typed, code=2)
    assert home.progress_file().read_bytes() == before


def test_a_tick_of_what_was_refused_is_asked_with_the_reason(call, in_terminal, mini, home):
    call("refuse", mini, "register", "--reason", "limit 0")
    answer = call("tick", mini, "register")
    assert answer.err == ("csp-tui: Refused: limit 0. Nothing was ticked; --yes ticks anyway\n")
    several = call("tick", mini, "register", "region")
    assert 'Refused: "Register the company".' in several.err
    assert item(home, "mini", "register")["reason"] == "limit 0"
    shown = in_terminal("tick", mini, "register", typed="y\n")
    assert "Refused: limit 0. Tick anyway? y/N" in shown
    assert item(home, "mini", "register")["status"] == "done"


@pytest.mark.parametrize("typed", ["contoso-ltd", "Contoso Ltd", "{id}"])
def test_a_purge_takes_the_name_that_it_shows_and_the_id(in_terminal, mini, home, typed):
    shown = in_terminal("purge", mini, typed=f"{typed.format(id=mini)}\n", columns=200)
    assert f"This erases Contoso Ltd with its history for good. Type {mini} or the name:" in shown
    assert f"erased: {mini}" in shown


def test_a_purge_takes_no_other_answer(in_terminal, mini, home):
    assert "nothing was erased" in in_terminal("purge", mini, typed="y\n", code=2)
    assert home.progress_file().exists()


def test_a_fact_is_asked_on_a_terminal_and_rules_the_item_out(in_terminal, call, asking, home):
    shown = in_terminal("tick", asking, "plan", typed="n\n", code=2, columns=200)
    assert "Does the partner sell Azure? y, n, or enter:" in shown
    assert '"Azure plan bought" does not apply: no to: Does the partner sell Azure?' in shown
    assert tomllib.loads(home.progress_file().read_text())["facts"] == {"sells-azure": False}
    assert "[-]\tplan\tAzure plan bought\tno to: Does the partner sell Azure?" in (
        call("show", asking).out
    )
    for command in (
        ["wait", "--for=Ben"],
        ["na", "--reason=x"],
        ["refuse", "--reason=x"],
        ["tick"],
    ):
        answer = call(command[0], asking, "plan", *command[1:])
        assert answer.code == 2
        assert "does not apply: no to" in answer.err


def test_without_an_answer_a_fact_stays_unknown(in_terminal, call, asking, home):
    in_terminal("tick", asking, "plan", typed="\n")
    assert call("tick", asking, "noted").code == 0
    assert "facts" not in tomllib.loads(home.progress_file().read_text())


def test_facts_are_listed_answered_and_forgotten(call, asking):
    assert call("fact", asking).rows == [
        ["not known", "sells-azure", "2", "Does the partner sell Azure?"]
    ]
    answered = call("fact", asking, "sells", "no")
    assert answered.out.startswith("no: Does the partner sell Azure? - Contoso Ltd: 0/1")
    assert call("fact", asking, "does the partner").rows[0][0] == "no"
    assert "nothing to change" in call("fact", asking, "sells-azure", "no").out
    assert call("history", asking).rows[-1][3:] == [
        *("fact", "", "", "Does the partner sell Azure?", "answer none -> no"),
    ]
    assert "taken back: answered Does the partner sell Azure?" in call("undo", asking).out
    call("fact", asking, "sells-azure", "yes")
    assert call("fact", asking, "sells-azure", "unknown", "--plain").out.splitlines()[:3] == [
        "fact: sells-azure",
        "question: Does the partner sell Azure?",
        "answer: not known",
    ]


def test_a_fact_of_a_partner_without_a_checklist_is_answered_without_counts(call, home):
    home.put("partners/fox.toml", 'format = 1\nname = "Fox"\n\n[facts]\nsells-azure = true\n')
    assert call("fact", "fox", "sells-azure", "no").out.startswith("no: sells-azure - Fox (saved ")


def test_an_unknown_fact_and_a_wrong_answer_are_refused(call, asking, mini):
    assert "there is no fact" in call("fact", asking, "sells-cars", "yes").err
    answer = call("fact", asking, "sells-azure", "maybe")
    assert answer.code == 2
    assert 'there is no answer "maybe"; it is one of yes, no, unknown' in answer.err
    assert "no item depends on a fact" in call("fact", mini).err


@pytest.mark.parametrize(
    "command", [["wait", "--for=Ben"], ["na", "--reason=none"], ["refuse", "--reason=no"]]
)
def test_a_done_item_gets_another_state_only_after_a_yes(call, in_terminal, mini, home, command):
    act, option = command
    call("tick", mini, "register")
    answer = call(act, mini, "register", "region", option)
    assert answer.code == 2
    assert answer.err.startswith(
        'csp-tui: Done: "Register the company". Nothing was changed; --yes'
    )
    shown = in_terminal(act, mini, "register", option, typed="n\n", code=2)
    assert 'Done: "Register the company". Take the tick off? y/N' in shown
    assert item(home, "mini", "register")["status"] == "done"
    assert call(act, mini, "register", option, "--yes").code == 0
    assert item(home, "mini", "register")["status"] != "done"


def test_a_one_way_item_that_is_done_for_the_last_customer_alone_is_named(call, for_each):
    for item, customer in (("agreed", "alpine"), ("agreed", "bellows"), ("moved", "bellows")):
        call("tick", for_each, f"seats-{item}", "--customer", customer, "--yes")
    words = ("na", for_each, "seats-agreed", "seats-moved", "--customer=all", "--reason=none")
    assert call(*words).err == (
        'csp-tui: Done, one way: "Seats moved" (+1 more). Nothing was changed; --yes unticks\n'
    )
    call("untick", for_each, "seats-moved", "--customer", "bellows")
    assert call(*words).err == (
        'csp-tui: Done: "Seats agreed". Nothing was changed; --yes unticks\n'
    )


def test_a_note_whose_bytes_are_no_text_is_refused_and_not_stored_without_them(
    call, mini, home, monkeypatch
):
    latin = io.TextIOWrapper(io.BytesIO(b"caf\xe9"), "utf-8", errors="surrogateescape")
    monkeypatch.setattr("sys.stdin", latin)
    answer = call("note", mini, "register", "-")
    assert (answer.code, answer.out) == (2, "")
    assert "standard input is no text in the terminal's encoding" in answer.err
    assert "note =" not in home.progress_file().read_text()
