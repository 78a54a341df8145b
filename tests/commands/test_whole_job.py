"""A partner taken through a checklist by commands alone, from nothing to the proof."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta

from csp_tui.core.base.days import add_business_days

TODAY = date.today()


def test_a_partner_is_taken_through_a_checklist(run, home):
    added = run("add", "Contoso [UK] Ltd", "--region", "EU/EFTA", "--owner", "amira")
    assert added.returncode == 0
    partner_id = added.stdout.strip()
    assert partner_id.startswith("contoso-uk-ltd-")
    assert "Contoso [UK] Ltd" in added.stderr

    started = run("start", "contoso", "enroll-direct")
    assert "started: Enroll as a direct-bill partner, edition 2026-08" in started.stdout

    ticked = run("tick", "contoso", "partner-id", "12 months", "--on", "2026-09-01")
    assert ticked.stdout.startswith(
        "[x] Partner programme active in the region; 12 months as a transacting reseller - "
        "Contoso [UK] Ltd: 2/"
    )
    assert ", required 2/" in ticked.stdout
    assert " (saved " in ticked.stdout
    run("wait", "contoso", "credit-approval", "--for", "Microsoft", "--case", "2611230040001234")
    run("evidence", "contoso", "partner-id", "PLA 1234567", "--as-of", "2026-08-31")

    shown = run("show", partner_id)
    assert ", 1 waiting" in shown.stdout
    assert "[x]\tpartner-id\tPartner programme active in the region" in shown.stdout

    item = run("show", "contoso", "--item", "partner-id")
    assert "evidence\tPLA 1234567" in item.stdout
    assert "as of\t2026-08-31" in item.stdout

    shown = run("history", "contoso", "credit-approval").stdout
    assert 'status to do -> waiting, waiting for none -> "Microsoft"' in shown
    assert tomllib.loads(home.progress_file().read_text())["owner"] == "amira"


def test_the_list_of_partners_shows_counts_and_the_next_step(call, mini):
    call("tick", mini, "region")
    (row,) = call("partners").rows
    assert row == [
        "Contoso Ltd",
        mini,
        "Mini checklist",
        "2026-01",
        "1/3",
        "0",
        "Register the company",
        "",
        "",
    ]


def test_untick_keeps_evidence_and_note(call, mini):
    call("tick", mini, "register")
    call("evidence", mini, "register", "extract 12")
    call("note", mini, "register", "seen by Ben")
    assert call("untick", mini, "register").out.startswith("[ ] Register the company - ")
    shown = call("show", mini, "--item", "register").out
    assert "evidence\textract 12" in shown
    assert "note\tseen by Ben" in shown


def test_a_repeated_tick_changes_nothing_and_says_so(call, mini, home):
    call("tick", mini, "register")
    before = home.progress_file().read_bytes()
    answer = call("tick", mini, "register")
    assert answer.code == 0
    assert "already [x] Register the company" in answer.out
    assert "nothing to change" in answer.out
    assert home.progress_file().read_bytes() == before


def test_one_command_prints_what_was_new_and_what_was_not(call, mini):
    call("tick", mini, "register")
    out = call("tick", mini, "register", "region", "region").out
    assert "already [x] Register the company; [x] Regional office named - Contoso Ltd: 2/3" in out


def test_waiting_presets_the_day_to_chase(call, mini, home):
    call("wait", mini, "register", "--for", "the registry")
    item = tomllib.loads(home.progress_file().read_text())["checklists"]["mini"]["items"]
    assert item["register"]["since"] == TODAY
    assert item["register"]["chase_on"] == add_business_days(TODAY, 5)


def test_waiting_again_keeps_since_and_moves_the_day_to_chase(call, mini, home):
    start = TODAY - timedelta(days=30)
    call("wait", mini, "register", "--for", "them", "--since", start.isoformat(), "--case", "7")
    call("wait", mini, "register", "--for", "them")
    item = tomllib.loads(home.progress_file().read_text())["checklists"]["mini"]["items"]
    assert item["register"]["since"] == start
    assert item["register"]["case"] == "7"
    assert item["register"]["chase_on"] == add_business_days(TODAY, 5)


def test_refused_and_not_applicable_items_show_their_reason(call, mini):
    assert call("refuse", mini, "sign", "--reason", "limit 0").out.startswith("[!] Sign the")
    assert call("na", mini, "region", "--reason", "one office").out.startswith("[-] Regional")
    out = call("show", mini).out
    assert "[!]\tsign\tSign the contract\tlimit 0; one way; not yet: Register the company" in out
    assert "[-]\tregion\tRegional office named\tone office; recommended" in out
    assert "0/2, required 0/2, 1 refused, 1 not applicable" in out


def test_new_evidence_drops_the_day_of_the_old(call, mini):
    call("evidence", mini, "register", "41 points", "--as-of", "2026-01-31")
    call("evidence", mini, "register", "72 points")
    assert "as of" not in call("show", mini, "--item", "register").out


def test_a_note_is_read_from_standard_input_and_taken_away_with_an_empty_text(fork, call, mini):
    answer = fork("note", mini, "register", "-", typed="asked twice\nno answer\n")
    assert answer.returncode == 0
    assert "note\tasked twice no answer" in call("show", mini, "--item", "register").out
    call("note", mini, "register", "")
    assert "note" not in call("show", mini, "--item", "register").out


def test_owner_and_due_date_are_set_together_and_separately(call, mini):
    call("set", mini, "register", "--owner", "ben", "--due", "2099-03-01")
    assert "due 1 Mar 2099; owner ben" in call("show", mini).out
    call("set", mini, "register", "--due", "")
    out = call("show", mini).out
    assert "owner ben" in out
    assert "due" not in out


def test_all_items_of_a_command_are_one_step_to_undo_and_redo(call, mini):
    call("tick", mini, "register", "region")
    undone = call("undo", mini)
    assert "taken back: ticked Register the company; ticked Regional office named" in undone.out
    assert "0/3" in undone.out
    redone = call("redo", mini)
    assert "done again: ticked Register the company" in redone.out
    assert "2/3" in redone.out
    assert "taken back: ticked Register" in call("undo", mini).out


def test_a_tick_out_of_order_and_a_one_way_tick_are_noted(call, mini):
    err = call("tick", mini, "sign", "--yes").err
    assert '"Sign the contract" is ticked before "Register the company", which is open' in err
    assert "one way" in err
    assert "one way: unticking it here undoes nothing there" in call("untick", mini, "sign").err
    assert call("tick", mini, "sign", "--yes", "--quiet").err == ""


def test_history_is_printed_oldest_first_and_by_item(call, mini):
    call("tick", mini, "register")
    call("note", mini, "region", "later")
    rows = call("history", mini).rows
    assert [row[3] for row in rows] == ["add", "start", "tick", "note"]
    assert rows[2][5:] == ["register", "Register the company", "status to do -> done"]
    (only,) = call("history", mini, "Regional").rows
    assert only[-1] == 'note none -> "later"'


def test_history_shows_an_item_that_the_edition_no_longer_has(call, mini, home):
    call("tick", mini, "region")
    path = home.data / "checklists/mini/2026-01.toml"
    path.write_text(path.read_text().replace('"region"', '"office"'))
    (only,) = call("history", mini, "region").rows
    assert only[5:] == ["region", "region", "status to do -> done"]


def test_a_comment_added_by_hand_survives_the_next_tick(call, mini, home):
    call("tick", mini, "register")
    path = home.progress_file()
    text = path.read_text().replace('status = "done"', 'status = "done"   # seen it myself')
    path.write_text("# call Ben first\n" + text)
    call("tick", mini, "region")
    written = path.read_text()
    assert written.startswith("# call Ben first\n")
    assert 'status = "done"   # seen it myself' in written
    assert "2/3" in call("show", mini).out


def test_a_reviewer_from_the_settings_is_named_beside_the_login(call, home, mini):
    home.config.parent.mkdir(parents=True)
    home.config.write_text('reviewer = "Amira K."\n')
    call("tick", mini, "register")
    assert call("history", mini).rows[-1][2].startswith("Amira K. (")
