"""A question at the bottom of a screen is whole, at every size."""

from __future__ import annotations

import pytest

from csp_tui.core.base.text import width
from csp_tui.tui.lines.prompt import ANSWER_ROOM, MOST_ROWS, message_rows, question_rows

TITLE = "Direct-bill agreement accepted by the signatory of the company"
ONE_WAY = f'One way: this is final outside csp-tui. Tick "{TITLE}" for Coho Winery? y/N: '
SIZES = [(80, 24), (60, 20), (40, 12), (20, 5)]


def joined(rows: list[str]) -> str:
    return " ".join(" ".join(rows).split())


def test_a_question_that_fits_takes_one_row():
    assert question_rows(" Close it? y/N: ", [], "", 80, 24) == [" Close it? y/N: "]
    exact = "x" * (80 - 2 - ANSWER_ROOM)
    assert question_rows(exact, [], "", 80, 24) == [f" {exact} "]
    assert len(question_rows(f"{exact} x", [], "", 80, 24)) == 2


@pytest.mark.parametrize(("columns", "most"), SIZES)
def test_warning_and_keys_are_whole_and_leave_room_for_the_answer(columns: int, most: int):
    rows = question_rows(ONE_WAY, [TITLE, "Coho Winery"], "", columns, most)
    assert joined(rows).startswith("One way: this is final outside csp-tui. Tick")
    assert joined(rows).endswith("? y/N:")
    assert len(rows) <= (most if columns == 20 else MOST_ROWS)
    assert all(width(row) <= columns for row in rows)
    assert width(rows[-1]) + ANSWER_ROOM <= columns


@pytest.mark.parametrize("columns", [80, 60])
def test_names_are_whole_where_three_rows_hold_them(columns: int):
    rows = question_rows(ONE_WAY, [TITLE, "Coho Winery"], "", columns, 24)
    assert joined(rows) == ONE_WAY.strip()


def test_only_names_are_cut_where_three_rows_do_not_hold_them():
    rows = question_rows(ONE_WAY, [TITLE, "Coho Winery"], "", 40, 12)
    before, _, after = ONE_WAY.partition(TITLE)
    assert joined(rows).startswith(before)
    assert joined(rows).endswith(f"…{after.rstrip()}")


def test_a_question_without_names_takes_more_rows_before_it_is_cut():
    question = (
        "Do customers hold prepaid commitments, reservations or savings plans? y, n, or enter: "
    )
    rows = question_rows(question, [], "", 20, 12)
    assert joined(rows) == question.strip()
    assert joined(question_rows(question, [], "", 20, 3)).endswith("y, n, or enter:")


def test_what_is_offered_is_seen_whole():
    rows = question_rows("Chase again on, chased today already: ", [], "2026-11-30", 50, 12)
    assert width(rows[-1]) + width("2026-11-30") < 50


def test_a_message_takes_the_rows_that_it_may_and_is_cut_after_them():
    sentence = " ".join(["word"] * 30)
    assert message_rows("All is  saved.", 80, 3) == [" All is  saved."]
    assert joined(message_rows(sentence, 80, 3)) == sentence
    assert len(message_rows(sentence, 40, 9)) == MOST_ROWS
    assert [row[-1] for row in message_rows(sentence, 40, 2)] == ["d", "…"]
    assert len(message_rows(sentence, 40, 0)) == 1


def test_a_name_of_any_length_is_cut_at_once():
    name = "word " * 4_000
    rows = question_rows(f"Refused: {name}. Tick anyway? y/N: ", [name], "", 80, 24)
    assert len(rows) == MOST_ROWS
    assert joined(rows).endswith("Tick anyway? y/N:")
