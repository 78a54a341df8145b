"""``chase --text``: mails that ask where waiting items stand."""

from __future__ import annotations

import json
import os
import pwd
from datetime import date


def wait(call, partner: str, item: str) -> None:
    args = ("--for", "Microsoft", "--since", "2026-01-05", "--case", "2611")
    assert call("wait", partner, item, *args).code == 0


def test_a_mail_to_chase_with_is_printed_and_nothing_is_recorded(call, mini, home):
    wait(call, mini, "register")
    before = home.progress_file().read_bytes()
    answer = call("chase", mini, "register", "--text")
    assert (answer.code, answer.err) == (0, "")
    subject = 'Still open: "Register the company", Contoso Ltd, case 2611'
    assert answer.out.startswith(f"{subject}\n\nHello,\n\n")
    day = "Mon 5 Jan 2026"
    assert f'waiting for you since {day}, and "Register the company" is still open.\n' in answer.out
    assert home.progress_file().read_bytes() == before
    french = call("chase", mini, "register", "--text", "--lang", "fr")
    assert "Nous attendons votre réponse depuis le lun. 5 janv. 2026" in french.out


def test_the_user_asks_and_not_the_partner(call, mini, monkeypatch):
    wait(call, mini, "register")
    login = pwd.getpwuid(os.getuid()).pw_name
    assert call("chase", mini, "register", "--text").out.endswith(f"\nThank you\n{login}\n")
    monkeypatch.setenv("CSP_TUI_REVIEWER", "Amira K.")
    assert call("chase", mini, "register", "--text").out.endswith("\nThank you\nAmira K.\n")


def test_several_mails_are_parted_and_json_names_the_items(call, mini):
    for item in ("register", "region"):
        wait(call, mini, item)
    out = call("chase", mini, "--filter", "waiting", "--text").out
    assert [part.splitlines()[0] for part in out.split("\n---\n\n")] == [
        'Still open: "Register the company", Contoso Ltd, case 2611',
        'Still open: "Regional office named", Contoso Ltd, case 2611',
    ]
    texts = json.loads(call("chase", mini, "--filter", "waiting", "--text", "--json").out)["texts"]
    assert [(each["run"], each["item"], each["customer"]) for each in texts] == [
        ("mini", "register", ""),
        ("mini", "region", ""),
    ]
    assert texts[0]["text"].startswith('Still open: "Register the company"')


def test_what_does_not_wait_is_refused_or_left_out_of_all(call, mini):
    refused = call("chase", mini, "register", "--text")
    assert (refused.code, refused.out) == (2, "")
    assert '"Register the company" is not waiting' in refused.err
    nothing = call("chase", "--all", "--item", "register", "--text")
    assert (nothing.code, nothing.out) == (3, "")
    assert "no partner has an item that waits" in nothing.err
    wait(call, mini, "register")
    every = call("chase", "--all", "--for", "Microsoft", "--text")
    assert every.out.startswith('Still open: "Register the company", Contoso Ltd, case 2611\n')
    assert date.today().isoformat() not in every.out
