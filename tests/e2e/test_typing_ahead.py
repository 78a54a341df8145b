"""Keys that come in one packet, as a slow line and a quick typist send them."""

from __future__ import annotations

from typing import Any

from .conftest import Place, Start

DIRECT, FIFTH = "enroll-direct", "accounts-receivable"


def items_of(place: Place) -> dict[str, Any]:
    found: dict[str, Any] = place.progress["checklists"][DIRECT].get("items", {})
    return found


def done_in(place: Place) -> list[str]:
    return [key for key, item in items_of(place).items() if item["status"] == "done"]


def test_commands_typed_ahead_act_one_after_the_other(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.settle()
    terminal.press(*" j j j kk")
    terminal.wait_for("^ 4/11")
    terminal.press("space", "q")
    terminal.wait_for("^> Contoso .* 3/11[< ]")
    done = ["mpn-id", "support-first-line", "managed-service"]
    terminal.wait_until(lambda: done_in(place) == done)


def test_keys_typed_while_the_app_starts_take_effect(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.press(" j ")
    terminal.wait_for("^ 2/11")
    terminal.press("q")
    terminal.wait_for("^ Partners.*  1")
    terminal.press("q")
    assert terminal.wait_exit() == 0


def test_the_app_outlives_keys_that_come_while_screens_open_and_close(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.settle()
    for _ in range(3):
        terminal.press("?q" * 40)
        terminal.settle()
    terminal.wait_for("Contoso › Enroll")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0


def test_keys_typed_ahead_of_a_screen_act_in_it(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    place.add("Fabrikam", DIRECT)
    terminal = start()
    terminal.wait_for("^ Partners.*  2")
    terminal.settle()
    terminal.press("enter", *"j?qj?qj?qj", *"q", "enter", *"]qqq")
    assert terminal.wait_exit() == 0


def test_keys_typed_ahead_of_a_return_act_in_the_screen_below(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.settle()
    terminal.press(*" j?q j?q j?q j?q j")
    terminal.wait_for("^ 5/11")
    done = ["mpn-id", "endorsement", "support-first-line", "managed-service", FIFTH]
    terminal.wait_until(lambda: done_in(place) == done)


def test_a_reason_typed_ahead_of_its_prompt_goes_into_the_prompt(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.settle()
    terminal.press(*"-no such thing", "enter")
    terminal.wait_for("^ 0/10 .*1 n/a")
    terminal.wait_for("saved ..:..")
    assert items_of(place)["mpn-id"]["reason"] == "no such thing"


def test_all_answers_to_the_three_questions_may_be_typed_ahead(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.settle()
    terminal.press("w", "ctrl+u", "Ben", "enter", "261100", "enter", "enter")
    terminal.wait_for(r"^> \[~\] .*  Ben")
    terminal.wait_for("saved ..:..")
    assert items_of(place)["mpn-id"]["case"] == "261100"


def test_editing_keys_act_in_the_order_in_which_they_were_typed(start: Start):
    terminal = start()
    terminal.wait_for("No partner yet")
    terminal.press("a")
    terminal.wait_for("Name of the partner:")
    terminal.press("x", "ctrl+u", *"abx", "backspace", "c", "left", "left", "Z")
    terminal.wait_for("Name of the partner: aZbc +enter")


def test_tab_typed_ahead_in_the_form_parts_the_fields(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.press("e")
    terminal.wait_for("Asked for")
    terminal.settle()
    terminal.press("PLA", "tab", "2026-10-31", *["tab"] * 4, "ben", "tab", "note", "ctrl+s")
    terminal.wait_for(r"Evidence +PLA \(as of 31 Oct( 2026)?\)")
    terminal.wait_for("saved ..:..")
    item = items_of(place)["mpn-id"]
    assert (item["owner"], item["note"]) == ("ben", "note")


def test_a_paste_that_comes_with_the_keys_before_it_goes_where_they_led(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.settle()
    terminal.press("e", "tab", "tab", "\x1b[200~no/such/file\x1b[201~")
    terminal.wait_for("File +no/such/file")
    terminal.press("ctrl+g", "y", "-", "\x1b[200~a reason\x1b[201~", "enter")
    terminal.wait_for("^ 0/10 .*1 n/a")
    terminal.wait_for("saved ..:..")
    assert items_of(place)["mpn-id"]["reason"] == "a reason"


def test_what_is_typed_ahead_in_a_note_stands_as_it_was_typed(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.settle()
    keys = ["shift+tab", *"abd", "left", "c", "home", "1", "end", "ctrl+u", *"ok", "tab", *"PLA"]
    terminal.press("e", *keys, "ctrl+s")
    terminal.wait_for("saved ..:..")
    item = items_of(place)["mpn-id"]
    assert (item["note"], item["evidence"]) == ("ok", "PLA")
