"""Menus: letters by page, and what a key chooses."""

from __future__ import annotations

import pytest

from csp_tui.tui.lines.menu import ONE_MORE, Menu, MenuChoice, menu_answer, menu_pages, menu_rows

WIDE, HIGH = 200, 24
VALUES = Menu(
    "Owners",
    [MenuChoice("", f"owner {number}", answer=f"owner {number}") for number in range(60)],
    for_several=True,
)


def test_more_values_than_letters_have_the_same_letters_again_on_each_page():
    assert menu_pages(VALUES, WIDE, HIGH) == 3
    assert [menu_answer(VALUES, WIDE, HIGH, page, "a") for page in range(3)] == [
        "owner 0",
        "owner 26",
        "owner 52",
    ]
    text = "".join(text for line in menu_rows(VALUES, WIDE, HIGH, 2) for text, _tone in line)
    assert "h owner 59" in text
    assert "owner 51" not in text


@pytest.mark.parametrize(
    ("key", "answer"), [("b", "owner 1"), ("B", f"{ONE_MORE}owner 1"), ("enter", "enter")]
)
def test_a_capital_asks_for_one_more_and_other_keys_stay_what_they_are(key: str, answer: str):
    assert menu_answer(VALUES, WIDE, HIGH, 0, key) == answer


def test_a_key_of_its_own_chooses_from_any_page_and_a_capital_is_itself_elsewhere():
    menu = Menu("Order", [MenuChoice(each, each) for each in "nuclpwestvxyz"])
    assert menu_pages(menu, 30, HIGH) > 1
    assert menu_answer(menu, 30, HIGH, 1, "n") == "n"
    assert menu_answer(menu, 30, HIGH, 0, "N") == "N"
