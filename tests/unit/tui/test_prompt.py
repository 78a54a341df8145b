"""A question at the bottom of a screen is whole, at every size."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from csp_tui.core.base.asking import YES_NO, Question
from csp_tui.core.base.text import width
from csp_tui.tui.lines.prompt import (
    ANSWER_ROOM,
    MOST_ROWS,
    cells_of,
    keys_behind,
    message_rows,
    prompt_row,
    question_rows,
)
from csp_tui.tui.lines.tone import Line, Tone

TITLE = "Direct-bill agreement accepted by the signatory of the company"
LEAD = "One way: this is final outside csp-tui."
ONE_WAY = Question(
    "",
    lead=LEAD,
    names=(TITLE, "Coho Winery"),
    title=f"ONE WAY: {TITLE}, Coho Winery?",
    keys=YES_NO,
)
NAME = Question("Name")
SIZES = [(80, 24), (60, 20), (40, 12), (20, 12)]


def texts(rows: Sequence[Line]) -> list[str]:
    return ["".join(text for text, _tone in row) for row in rows]


def joined(rows: Sequence[Line]) -> str:
    return " ".join(" ".join(texts(rows)).split())


@pytest.mark.parametrize(("columns", "most"), SIZES)
def test_title_consequence_and_keys_are_whole(columns: int, most: int):
    rows = question_rows(ONE_WAY, "", columns, most)
    assert joined(rows).startswith("ONE WAY: ")
    assert joined(rows).endswith(f"Coho Winery? {LEAD} y yes n no")
    assert len(rows) <= (7 if columns == 20 else MOST_ROWS)
    assert all(width(row) <= columns for row in texts(rows))


@pytest.mark.parametrize(("columns", "most"), SIZES)
def test_the_title_is_reversed_over_the_whole_width_and_nothing_else_is(columns: int, most: int):
    reversed_rows = [row for row in question_rows(ONE_WAY, "", columns, most) if is_reversed(row)]
    assert all(width(text) == columns for text in texts(reversed_rows))
    assert joined(reversed_rows).endswith("Coho Winery?")


def is_reversed(row: Line) -> bool:
    return any(tone is Tone.CURSOR for _text, tone in row)


def test_names_are_whole_where_a_row_holds_them_and_no_other_word_is_ever_cut():
    assert joined(question_rows(ONE_WAY, "", 100, 24)).startswith(ONE_WAY.title)
    (title, _lead, _keys) = texts(question_rows(ONE_WAY, "", 60, 24))
    assert title.startswith(" ONE WAY: Direct-bill agreement")
    assert title.rstrip().endswith("…, Coho Winery?")


def test_a_question_without_names_takes_more_rows_before_it_is_cut():
    fact = "Do customers hold prepaid commitments, reservations or savings plans?"
    question = Question("", lead="It decides.", title=fact, keys=YES_NO)
    assert joined(question_rows(question, "", 20, 12)) == f"{fact} It decides. y yes n no"
    assert joined(question_rows(question, "", 20, 3)).endswith("plans? It decides. y yes n no")


def test_a_name_of_any_length_is_cut_at_once():
    name = "word " * 4_000
    lead = f"Refused: {name}. u takes it back."
    rows = question_rows(ONE_WAY._replace(lead=lead, names=[name]), "", 100, 24)
    assert len(rows) == MOST_ROWS
    assert joined(rows).endswith("u takes it back. y yes n no")


def test_a_prompt_is_one_row_that_leaves_room_for_the_answer():
    assert texts(question_rows(NAME, "Name: ", 80, 24)) == [" Name: "]
    exact = "x" * (80 - 2 - ANSWER_ROOM)
    assert texts(question_rows(NAME, exact, 80, 24)) == [
        *(" enter go on  ctrl+g leave ", f" {exact} "),
    ]
    assert len(question_rows(NAME, f"{exact} x", 80, 24)) == 2


def test_what_is_offered_is_seen_whole():
    question = Question("Chase again on", "2026-11-30")
    rows = question_rows(question, "Chase again on, chased today already: ", 50, 12)
    assert width(texts(rows)[-1]) + width("2026-11-30") < 50


@pytest.mark.parametrize(("columns", "behind"), [(80, "enter go on ctrl+g leave"), (40, "")])
def test_the_field_of_a_prompt_is_underlined_up_to_its_keys(columns: int, behind: str):
    typed = (("too sm", Tone.FIELD), (" ", Tone.CURSOR))
    hints = keys_behind(columns - len(" Refused as: "), "too sm", "")
    row = prompt_row(" Refused as: ", typed, "", hints, columns)
    (field,) = (text for text, tone in row[3:] if tone is Tone.FIELD)
    assert joined([row]) == f"Refused as: too sm {behind}".strip()
    assert len(field) == columns - len(" Refused as: too sm ") - (cells_of(hints) or 1)


@pytest.mark.parametrize(("columns", "typed"), [(40, ""), (80, "word " * 9)])
def test_where_the_keys_have_no_room_behind_the_field_they_stand_above_it(columns, typed):
    question = Question("Not applicable because")
    rows = question_rows(question, "Not applicable because: ", columns, 12, typed)
    shown = ["".join(text for text, _tone in row).strip() for row in rows]
    assert shown == ["enter go on  ctrl+g leave", "Not applicable because:"]


def test_what_a_typed_day_means_stands_between_the_field_and_the_keys():
    typed = (("2026-11-30", Tone.FIELD), (" ", Tone.CURSOR))
    row = prompt_row(" Chase on: ", typed, "Mon, in 5 working days", keys_behind(50, "", ""), 80)
    assert joined([row]).startswith("Chase on: 2026-11-30 Mon, in 5 working days enter go on")


def test_a_message_takes_the_rows_that_it_may_and_is_cut_after_them():
    sentence = " ".join(["word"] * 30)
    assert message_rows("All is  saved.", 80, 3) == [" All is  saved."]
    assert " ".join(" ".join(message_rows(sentence, 80, 3)).split()) == sentence
    assert len(message_rows(sentence, 40, 9)) == MOST_ROWS
    assert [row[-1] for row in message_rows(sentence, 40, 2)] == ["d", "…"]
    assert len(message_rows(sentence, 40, 0)) == 1
