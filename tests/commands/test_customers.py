from __future__ import annotations

import json
import re

import pytest

INDIRECT = "transition-to-indirect"


@pytest.fixture
def contoso(call, once) -> str:
    def make() -> str:
        partner_id = call("add", "Contoso").out.strip()
        assert call("start", partner_id, INDIRECT).code == 0
        for name in ("Alpine Ski House", "Bellows College", "Coho Winery"):
            assert call("customer", "add", partner_id, name).code == 0
        return partner_id

    return once(__name__, make)


def test_the_matrix_is_a_table_with_a_sign_for_each_item(call, contoso):
    call("tick", contoso, "customer-consent", "--customer", "alpine", "--yes")
    call("wait", contoso, "gdap-own", "--customer", "coho", "--for", "the admin")
    call("set", contoso, "gdap-own", "--customer", "coho", "--due", "2026-11-20")
    rows = {row[0]: row[4:] for row in call("customers", contoso).rows}
    late, now = rows["Coho Winery"][1], json.loads(call("customers", contoso, "--json").out)
    assert [each["now"] for each in now["customers"]] == [
        *(None, None, {"day": "2026-11-20", "late": True}),
    ]
    assert re.fullmatch(r"\d+ d late", late)
    assert rows == {
        "Alpine Ski House": ["1/15", "", "x.............."],
        "Bellows College": ["0/15", "", "..............."],
        "Coho Winery": ["0/15", late, "...~..........."],
    }


@pytest.mark.parametrize(
    "words",
    [("tick", "customer-consent"), ("tick", "--filter", "to-do"), ("fact",), ("walk",)],
    ids=" ".join,
)
def test_all_customers_of_a_partner_without_an_active_one_are_refused_in_every_command(
    call, contoso, words
):
    for name in ("alpine", "bellows", "coho"):
        assert call("customer", "archive", contoso, name).code == 0
    answer = call(words[0], contoso, *words[1:], "--customer", "all")
    assert answer.code == 2
    assert answer.err.rstrip().endswith("Contoso has no active customer")


def test_a_run_with_customers_who_are_not_complete_is_closed_as_completed_only_if_asked(
    call, contoso, in_terminal
):
    items = json.loads(call("show", contoso, "--json").out)["runs"][0]["items"]
    assert call("tick", contoso, *(item["id"] for item in items), "--yes").code == 0
    line = ("close", contoso, "--outcome", "completed")
    refused = call(*line)
    assert refused.code == 2
    assert "3 customers are not complete; say --yes to close To indirect" in refused.err
    assert "3 customers are not complete" in call(*line, "--dry-run").err
    shown = in_terminal(*line, typed="n\n", code=2)
    assert "3 customers are not complete. Close To indirect as completed anyway? y/N" in shown
    assert call("customer", "archive", contoso, "alpine").code == 0
    assert "2 customers are not complete" in call(*line).err
    assert call(*line, "--yes").code == 0
    assert call("close", contoso, "--reopen").code == 0
    for name in ("bellows", "coho"):
        assert call("customer", "archive", contoso, name).code == 0
    assert call(*line).code == 0


def test_with_an_item_the_customers_who_lack_it_are_listed(call, contoso):
    call("tick", contoso, "gdap-own", "--customer", "alpine", "--yes")
    answer = call("customers", contoso, "--item", "your gdap")
    assert [row[:2] for row in answer.rows] == [["[ ]", "Bellows College"], ["[ ]", "Coho Winery"]]
    assert "done for 1 of 3, 2 lack it" in answer.err
    shown = json.loads(call("customers", contoso, "--item", "your gdap", "--json").out)["customers"]
    assert [each["items"] for each in shown] == [{"gdap-own": "to-do"}] * 2


def test_an_item_is_looked_for_in_all_runs_with_customers(call, contoso):
    assert call("start", contoso, "move-customers").code == 0
    item = "first-invoice"
    answer = call("customers", contoso, "--item", item, "--json")
    assert json.loads(answer.out)["run"] == "move-customers"
    edited = ("customer", "edit", contoso, "--all", "--item", item, "--owner", "ben", "--yes")
    assert call(*edited).code == 0
    assert call("customers", contoso, INDIRECT, "--item", item).code == 3
    assert "no item for each customer" in call("customers", contoso, "--item", "frob").err


def test_plain_names_the_state_of_each_item_in_words(call, contoso):
    lines = call("--plain", "customers", contoso, "--filter", "all").lines
    assert lines[:2] == ["customer: Alpine Ski House", f"id: {_id(call, contoso, 0)}"]
    assert "Your GDAP set up: to do" in lines


def test_customers_are_edited_put_away_and_brought_back(call, contoso):
    assert call("customer", "edit", contoso, "coho", "--planned", "2027-01-11").code == 0
    assert call("customers", contoso, "--sort", "planned").rows[0][:3:2] == [
        "Coho Winery",
        "2027-01-11",
    ]
    planned = ("--filter", "incomplete", "--filter", "planned 2027-01")
    assert [row[0] for row in call("customers", contoso, *planned).rows] == ["Coho Winery"]
    assert call("customers", contoso, *planned, "--filter", "complete").rows == []
    assert "archived: Coho Winery" in call("customer", "archive", contoso, "coho").out
    assert len(call("customers", contoso).rows) == 2
    assert [row[0] for row in call("customers", contoso, "--archived").rows] == ["Coho Winery"]
    assert call("customer", "unarchive", contoso, "coho").code == 0
    assert len(call("customers", contoso).rows) == 3
    assert call("customer", "edit", contoso, "coho").code == 2
    assert call("customer", "edit", contoso, "coho", "--planned", "soon").code == 2


def test_a_change_for_all_customers_is_one_step(call, contoso):
    answer = call("tick", contoso, "customer-consent", "--customer", "all", "--yes")
    assert answer.code == 0
    names = "Alpine Ski House, Bellows College, Coho Winery"
    assert answer.out.startswith(f"[x] Consent of the customer filed for {names} - Contoso: ")
    assert "taken back" in call("undo", contoso).out


def test_many_customers_are_counted_instead_of_named(call, contoso):
    call("customer", "add", contoso, "Lamna Healthcare")
    waiting = ("gdap-own", "--customer", "all", "--for", "them", "--chase", "2099-01-05")
    shown = call("wait", contoso, *waiting).out
    assert shown.startswith(
        "[~] Your GDAP set up for 4 customers (them, chase on 2099-01-05) - Contoso"
    )
    assert len(shown.splitlines()) == 1
    assert "already [~] Your GDAP set up for 4 customers" in call("wait", contoso, *waiting).out
    plain = call("wait", contoso, *waiting, "--plain").out
    assert plain.count("item: Your GDAP set up for ") == 4


def test_the_facts_of_customers_are_answered_and_win_over_the_partners(call, contoso, home):
    sells = ("fact", contoso, "sells-licences")
    call(*sells, "yes")
    coho = (*sells, "--customer", "coho")
    question = call(*sells).rows[0][3]
    assert call(*coho).rows == [["yes (the partner's)", "sells-licences", "Coho Winery", question]]
    answer = call(*coho[:3], "no", "--customer", "coho")
    assert answer.out.startswith(f"no: {question} - Coho Winery of Contoso (saved ")
    assert call(*coho).rows[0][0] == "no"
    why = call("tick", contoso, "licences-transferred", "--customer", "coho", "--yes").err
    assert f"csp-tui fact {contoso} sells-licences --customer coho-winery-" in why
    assert "customer: Coho Winery" in call(*sells, "yes", "--customer", "all", "--plain").out
    assert [row[0] for row in call(*sells, "--customer", "all").rows] == ["yes"] * 3
    assert call("undo", contoso).code == 0
    assert call(*coho).rows[0][0] == "no"
    assert "as the partner: " in call(*sells, "unknown", "--customer", "coho").out
    assert call(*coho).rows[0][0] == "yes (the partner's)"
    assert call(*sells, "--customer", "nobody").code == 3
    assert {row[4] for row in call("customers", contoso).rows} == {"0/15"}


def test_items_for_each_customer_need_a_customer_and_others_refuse_one(call, contoso):
    answer = call("tick", contoso, "customer-consent")
    assert (answer.code, "--customer" in answer.err) == (2, True)
    answer = call("tick", contoso, "anniversary-confirmed", "--customer", "coho")
    assert (answer.code, "is for the partner" in answer.err) == (2, True)
    assert call("tick", contoso, "customer-consent", "--customer", "nobody").code == 3


def test_show_prints_the_customers_part_of_a_run(call, contoso):
    call("evidence", contoso, "customer-consent", "mail 12", "--customer", "coho")
    answer = call("show", contoso, "--customer", "coho")
    assert "Contoso" in answer.lines[0]
    assert "> Coho Winery" in answer.lines[0]
    assert answer.lines[1] == "Move from direct bill to indirect reseller"
    assert len([line for line in answer.lines if line.startswith("[ ]")]) == 15
    item = call("show", contoso, "--customer", "coho", "--item", "customer-consent").rows
    assert ["evidence", "mail 12"] in item
    whole = call("show", contoso).out
    assert "For each customer: customers 0/3" in whole
    assert "0/3\tcustomer-consent" in whole


def test_the_history_names_the_customer(call, contoso):
    call("tick", contoso, "customer-consent", "--customer", "coho", "--yes")
    assert "Consent of the customer filed for Coho Winery" in call("history", contoso).lines[-1]


def test_an_import_is_previewed_and_made_in_one_step(call, contoso, tmp_path):
    table = tmp_path / "new.csv"
    table.write_text("name,term_end\nDelta,2027-03-31\nEcho,\n")
    command = ("import", "customers", contoso, str(table))
    before = call("customers", contoso).rows
    answer = call(*command, "--dry-run")
    assert (answer.code, "2 are new, 3 are not in the table; nothing was" in answer.err) == (
        0,
        True,
    )
    assert call(*command).code == 2
    assert call("customers", contoso).rows == before
    assert call(*command, "--yes").code == 0
    assert len(call("customers", contoso).rows) == 5
    answer = call(*command, "--yes")
    assert (answer.code, "2 were here already" in answer.err) == (0, True)
    assert len(call("customers", contoso).rows) == 5
    call("undo", contoso)
    assert call("customers", contoso).rows == before


def test_a_missing_file_is_not_found(call, contoso):
    assert call("import", "customers", contoso, "/nowhere.csv").code == 3


def test_an_unreadable_customer_is_named_and_hides_no_other(call, contoso, home):
    path = home.data / "customers" / contoso / f"{_id(call, contoso, 1)}.toml"
    path.write_text("format = 1\nname = 3\n")
    answer = call("customers", contoso)
    assert (answer.code, len(answer.rows)) == (0, 3)
    assert f"{path}: unreadable, line 2" in answer.err


@pytest.mark.parametrize("options", [(), ("--json",), ("--plain",)])
def test_a_run_and_the_partners_name_the_customers_that_cannot_be_read(
    call, contoso, home, options
):
    directory = home.data / "customers" / contoso
    broken, missing = (directory / f"{_id(call, contoso, place)}.toml" for place in (1, 2))
    broken.write_text("format = 1\nname = 3\n")
    missing.unlink()
    for words in (("show", contoso), ("show", contoso, INDIRECT), ("partners",)):
        answer = call(*words, *options)
        assert answer.code == 0
        assert f"{broken}: unreadable, line 2" in answer.err
        assert f"{missing}: the file is missing; restore brings it back" in answer.err
        assert "alpine" not in answer.err
    assert [row[0] for row in call("partners", "--filter", "unreadable").rows] == ["Contoso"]


def test_an_unreadable_customer_is_restored_and_that_undone(call, contoso, home):
    customer = _id(call, contoso, 1)
    path = home.data / "customers" / contoso / f"{customer}.toml"
    before = path.read_bytes()
    restore = ("restore", contoso, "--customer", customer)
    assert "is readable; nothing is restored" in call(*restore).err
    path.write_text("damaged")
    answer = call(*restore)
    assert answer.out == "restored: Bellows College, as csp-tui last wrote it\n"
    assert f"csp-tui restore {contoso} --customer {customer} --undo puts it back" in answer.err
    assert call("verify").code == 0
    assert path.read_bytes().startswith(before.partition(b"[history]")[0])
    assert call(*restore, "--undo").code == 0
    assert path.read_text() == "damaged"
    assert call(*restore).code == 0
    assert "taken back" in call("undo", contoso).out
    assert call("restore", contoso, "--customer", "nobody").code == 3


def test_a_partner_without_items_for_each_customer_says_so(call):
    partner_id = call("add", "Fabrikam").out.strip()
    call("start", partner_id, "enroll-direct", "--edition", "2020-10")
    answer = call("customers", partner_id)
    assert (answer.code, "no checklist with items for each customer" in answer.err) == (3, True)


def _id(call, partner_id: str, number: int) -> str:
    return str(call("customers", partner_id).rows[number][1])


def test_a_customer_that_a_script_adds_twice_is_there_once(call, contoso):
    add = ("customer", "add", contoso, " alpine  SKI House ")
    for words in (add, (*add, "--dry-run")):
        answer = call(*words)
        assert (answer.code, answer.out) == (2, "")
        assert 'there is a customer "Alpine Ski House" already (alpine-ski-house-' in answer.err
    call("customer", "archive", contoso, "alpine")
    assert call(*add).code == 2
    assert call(*add, "--again").code == 0
    assert len(call("customers", contoso).rows) == 3
