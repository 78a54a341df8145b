"""``history``, ``undo --line`` and ``show --as-of``: what was, and taking it back line by line."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta

import pytest
from conftest import Answer

from csp_tui.cli.arguments.parser import build_parser
from csp_tui.cli.commands import customers, history, item_status, item_texts, partner_steps, show
from csp_tui.cli.output.output import open_output
from csp_tui.cli.session import Session
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.workplace.workplace import open_workplace


@pytest.fixture
def on(call, capsys: pytest.CaptureFixture[str]):
    """Returns what runs commands on a day of 2026; each look at the clock is a second later."""

    def on_day(month: int, day: int):
        now = [datetime(2026, month, day, 9, tzinfo=UTC)]

        def look() -> datetime:
            now[0] += timedelta(seconds=1)
            return now[0]

        def call_then(*words: str) -> Answer:
            capsys.readouterr()
            args = build_parser().parse_args(words)
            session = Session(args, os.environ, open_output(plain=args.plain))
            session.workplace = open_workplace(os.environ, clock=look)
            code, err = 0, ""
            try:
                for module in (customers, history, item_status, item_texts, partner_steps, show):
                    if args.command in module.COMMANDS:
                        code = module.COMMANDS[args.command](session)
            except CspTuiError as error:
                code, err = error.exit_code, str(error)
            captured = capsys.readouterr()
            return Answer(code, captured.out, captured.err + err)

        return call_then

    return on_day


def line_of(call, partner: str, item: str) -> str:
    return call("history", partner, item).rows[-1][0]


def test_each_history_line_begins_with_its_name(call, mini):
    rows = call("history", mini).rows
    assert [re.fullmatch(r"[a-z0-9]{8}:(\d+)", row[0])[1] for row in rows] == ["1", "2"]
    plain = call("history", mini, "--plain").lines
    assert f"line: {rows[0][0]}" in plain
    assert "what: started Mini checklist" in plain


def test_a_bulk_and_an_undo_are_described_in_words(call, mini):
    call("tick", mini, "register", "region")
    call("undo", mini)
    shown = call("history", mini, "--plain").out
    assert "what: ticked Register the company\npart of: 2 at once\n" in shown
    assert re.search(r"what: took back: ticked Register the company of \d+ \w\w\w\n", shown)


def test_one_line_of_a_bulk_is_taken_back(call, mini):
    call("tick", mini, "register", "region")
    answer = call("undo", mini, "--line", line_of(call, mini, "region"))
    assert answer.out.startswith("taken back: ticked Regional office named - Contoso Ltd: 1/3")
    assert "[x]\tregister" in call("show", mini).out
    assert "[ ]\tregion" in call("show", mini).out
    assert call("undo", mini).out.startswith("taken back: took back Regional office named")
    assert "2/3" in call("show", mini).out


def test_another_persons_line_needs_a_yes(call, mini, home):
    call("tick", mini, "register")
    home.config.parent.mkdir(parents=True)
    home.config.write_text('reviewer = "Amira K."\n')
    line = line_of(call, mini, "register")
    refused = call("undo", mini, "--line", line)
    assert refused.code == 2
    assert "This is a change of " in refused.err
    assert "ticked Register the company). To take it back anyway, say --yes" in refused.err
    assert call("undo", mini, "--line", line, "--yes").code == 0
    assert "0/3" in call("show", mini).out
    again = call("undo", mini, "--line", line, "--yes")
    assert (again.code, "has changed register" in again.err) == (2, True)


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("nonsense", 3, 'there is no history line "nonsense"'),
        ("abcdefgh:1", 3, "there is no history line"),
        ("", 3, "history prints them, like k3v9q2mx:12"),
    ],
)
def test_an_unknown_line_is_refused(call, mini, line, code, message):
    answer = call("undo", mini, "--line", line)
    assert (answer.code, message in answer.err) == (code, True)


def test_a_first_line_is_not_taken_back(call, mini):
    line = call("history", mini).rows[0][0]
    answer = call("undo", mini, "--line", line)
    told = "adding a partner is not taken back; archive puts it away"
    assert (answer.code, told in answer.err) == (2, True)


def test_taking_back_the_line_that_added_a_customer_archives_it(call, mini, home):
    call("customer", "add", mini, "Fourth Coffee")
    line = call("history", mini).rows[-1][0]
    assert call("undo", mini, "--line", line).code == 0
    (file,) = (home.data / "customers" / mini).iterdir()
    assert "archived = " in file.read_text()
    assert call("undo", mini).code == 0
    assert "archived = " not in file.read_text()


def test_what_stood_at_the_end_of_a_day_is_shown(home, on):
    call = on(10, 1)
    home.put("checklists/mini/2026-01.toml", MINI_RULE)
    partner = call("add", "Contoso Ltd").out.strip()
    call("start", partner, "mini")
    call = on(10, 5)
    call("tick", partner, "register", "--on", "2026-10-04")
    call("evidence", partner, "register", "Extract of October")
    call = on(10, 9)
    call("evidence", partner, "register", "Extract of November")
    call("untick", partner, "register")
    call("wait", partner, "sign", "--for", "the board")

    then = call("show", partner, "--as-of", "2026-10-05").out
    assert f"Contoso Ltd ({partner}), as of 2026-10-05" in then
    assert "1/2" in then
    assert "waiting" not in then
    assert "[x]\tregister" in then
    item = call("show", partner, "--item", "register", "--as-of", "2026-10-05").out
    assert "as of\t2026-10-05" in item
    assert "evidence\tExtract of October" in item
    assert "ticked against\tIt stands in the register" in item
    assert "0/2" in call("show", partner, "--as-of", "2026-10-04").out
    assert "0/2, required 0/2, 1 waiting" in call("show", partner, "--as-of", "today").out
    plain = call("show", partner, "--plain", "--as-of", "2026-10-05").out
    assert "as of: 2026-10-05" in plain
    assert "state: done\nticked against: It stands in the register" in plain


def test_a_past_wording_is_shown_if_it_has_changed_since(home, on):
    call = on(10, 1)
    path = home.put("checklists/mini/2026-01.toml", MINI_RULE)
    partner = call("add", "Contoso Ltd").out.strip()
    call("start", partner, "mini")
    call("tick", partner, "register")
    call = on(10, 9)
    path.write_text(MINI_RULE.replace("It stands in", "It is entered in"))
    then = call("show", partner, "--as-of", "2026-10-01").out
    assert "ticked against: It stands in the register" in then
    item = call("show", partner, "--item", "register", "--as-of", "2026-10-01").out
    assert "rule\tIt is entered in the register" in item
    assert "ticked against\tIt stands in the register" in item


def test_a_day_without_a_year_is_a_past_one(home, on):
    call = on(10, 5)
    home.put("checklists/mini/2026-01.toml", MINI_RULE)
    partner = call("add", "Contoso Ltd").out.strip()
    call("start", partner, "mini")
    call = on(11, 29)
    call("tick", partner, "register")
    assert "[ ]\tregister" in call("show", partner, "--as-of", "5 nov").out
    answer = call("show", partner, "--as-of", "5 dec")
    assert (answer.code, "on 2025-12-05 there was nothing" in answer.err) == (3, True)


def test_a_day_of_which_nothing_is_known_is_refused(home, on):
    call = on(10, 5)
    home.put("checklists/mini/2026-01.toml", MINI_RULE)
    partner = call("add", "Contoso Ltd").out.strip()
    home.put("partners/hand.toml", 'format = 1\nname = "Hand made"\n')
    for who, when, code, message in (
        (partner, "2026-10-04", 3, "was added on 2026-10-05; on 2026-10-04 there was nothing"),
        (partner, "2026-10-06", 2, "2026-10-06 is in the future; today is 2026-10-05"),
        (partner, "soon", 2, '"soon" is no date'),
        (partner, "", 2, "--as-of needs a date"),
        ("hand", "2026-10-04", 3, "Hand made has no history"),
    ):
        answer = call("show", who, "--as-of", when)
        assert (answer.code, message in answer.err) == (code, True), answer
    call = on(10, 6)
    answer = call("show", partner, "--as-of", "2026-10-05")
    assert (answer.code, "no checklist was started by then" in answer.err) == (0, True)


def test_a_change_made_outside_is_noted_as_perhaps_older(home, on):
    call = on(10, 1)
    home.put("checklists/mini/2026-01.toml", MINI_RULE)
    partner = call("add", "Contoso Ltd").out.strip()
    call("start", partner, "mini")
    call("tick", partner, "register")
    call = on(10, 9)
    path = home.progress_file()
    path.write_text(path.read_text().replace('status = "done"', 'status = "refused"'))
    answer = call("show", partner, "--as-of", "2026-10-01")
    assert "1/2" in answer.out
    assert "a change made outside csp-tui was first seen, which may be older" in answer.err


MINI_RULE = """\
format = 1
title = "Mini checklist"

[[sections]]
id = "first"
title = "First things"

[[sections.items]]
id = "register"
title = "Register the company"
rule = "It stands in the register"

[[sections.items]]
id = "sign"
title = "Sign the contract"
"""


def test_the_customers_are_shown_as_of_a_day_too(on):
    monday, later = on(3, 2), on(3, 9)
    partner = monday("add", "Contoso").out.strip()
    monday("start", partner, "transition-to-indirect")
    for name in ("Alpine", "Bellows"):
        monday("customer", "add", partner, name)
    tick = ("tick", partner, "customer-consent", "--yes", "--customer")
    monday(*tick, "alpine")
    later(*tick, "bellows")
    later("customer", "add", partner, "Coho")
    later("evidence", partner, "customer-consent", "mail 12", "--customer", "alpine")
    assert "2/3\tcustomer-consent" in later("show", partner).out
    then = ("--as-of", "2026-03-02")
    assert "1/2\tcustomer-consent" in later("show", partner, *then).out
    assert "For each customer: customers 0/2" in later("show", partner, *then).out
    alpine = later("show", partner, "--customer", "alpine", *then)
    assert "[x]\tcustomer-consent" in alpine.out
    assert "mail 12" not in alpine.out
    item = ("--item", "customer-consent", "--customer", "bellows")
    assert later("show", partner, *item, *then).lines[0].startswith("[ ] ")
    assert later("show", partner, *item).lines[0].startswith("[x] ")
    assert later("show", partner, "--customer", "coho", *then).code == 3


def test_a_customer_of_whom_nothing_is_known_of_that_day_is_named_and_left_out(on, home):
    monday, later = on(3, 2), on(3, 9)
    partner = monday("add", "Contoso").out.strip()
    monday("start", partner, "transition-to-indirect")
    home.put(f"customers/{partner}/coho.toml", 'format = 1\nname = "Coho"\n')
    home.put(f"customers/{partner}/broken.toml", "format = 1\nname =")
    answer = later("show", partner, "--as-of", "2026-03-02")
    assert answer.code == 0
    assert "0/0\tcustomer-consent" in answer.out
    assert "the state on 2026-03-02 of 2 customers is not known, left out: " in answer.err
    assert "Coho" in answer.err
    assert "broken.toml" in answer.err
