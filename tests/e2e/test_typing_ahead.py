"""Keys that come in one packet, as a slow line and a quick typist send them."""

from __future__ import annotations

from .conftest import Place, Start

DIRECT = "enroll-direct"
AHEAD_PATIENCE = 2
AHEAD = "keys that lead somewhere are handled later than the characters typed after them"


def test_commands_typed_ahead_act_one_after_the_other(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso > Enroll")
    terminal.settle()
    terminal.press(*" j j j kk")
    terminal.wait_for("^ 4/11")
    terminal.press("space", "q")
    terminal.wait_for("^> Contoso .* 3/11 ")
    terminal.settle()
    items = place.progress["checklists"][DIRECT]["items"]
    assert [key for key, item in items.items() if item["status"] == "done"] == [
        "mpn-id",
        "support-first-line",
        "managed-service",
    ]


def test_keys_typed_while_the_app_starts_take_effect(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.press(" j ")
    terminal.wait_for("^ 2/11")
    terminal.press("q")
    terminal.wait_for("^ Partners  1")
    terminal.press("q")
    assert terminal.wait_exit() == 0


def test_keys_typed_ahead_of_a_screen_act_in_it(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    place.add("Fabrikam", DIRECT)
    terminal = start()
    terminal.wait_for("^ Partners  2")
    terminal.settle()
    terminal.press("j", "enter", *"j q", "k", "enter", *" ?q ")
    terminal.wait_for("^ Contoso > Enroll", AHEAD_PATIENCE)
    terminal.wait_for(r"^> \[ \] Active MPN ID")
    terminal.press(*"q]qq")
    assert terminal.wait_exit(5) == 0


def test_a_reason_typed_ahead_of_its_prompt_goes_into_the_prompt(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso > Enroll")
    terminal.settle()
    terminal.press(*"-no such thing", "enter")
    terminal.wait_for("^ 0/10 .*1 n/a", AHEAD_PATIENCE)
    assert place.progress["checklists"][DIRECT]["items"]["mpn-id"]["reason"] == "no such thing"


def test_all_answers_to_the_three_questions_may_be_typed_ahead(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso > Enroll")
    terminal.settle()
    terminal.press("w", "ctrl+u", "Ben", "enter", "261100", "enter", "enter")
    terminal.wait_for(r"^> \[~\] .*\(Ben, chase", AHEAD_PATIENCE)
    terminal.settle()
    assert place.progress["checklists"][DIRECT]["items"]["mpn-id"]["case"] == "261100"


def test_editing_keys_act_in_the_order_in_which_they_were_typed(start: Start):
    terminal = start()
    terminal.wait_for("No partner yet")
    terminal.press("a")
    terminal.wait_for("Name of the partner:")
    terminal.press("x", "ctrl+u", *"abx", "backspace", "c", "left", "left", "Z")
    terminal.wait_for("Name of the partner: aZbc$", AHEAD_PATIENCE)


def test_tab_typed_ahead_in_the_form_parts_the_fields(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso > Enroll")
    terminal.press("e")
    terminal.wait_for("Asked for")
    terminal.settle()
    terminal.press("PLA", "tab", "2026-10-31", "tab", "tab", "tab", "ben", "tab", "note", "ctrl+s")
    terminal.wait_for(r"Evidence +PLA \(as of 2026-10-31\)", AHEAD_PATIENCE)
    item = place.progress["checklists"][DIRECT]["items"]["mpn-id"]
    assert (item["owner"], item["note"]) == ("ben", "note")
