"""The rows around a list: title, heads, divider, hints."""

from __future__ import annotations

import pytest

from csp_tui.core.base.language import LANGUAGES, speaking
from csp_tui.core.runs.step_groups import State
from csp_tui.tui.customers import screen as customers_screen
from csp_tui.tui.keys.key_words import key_words
from csp_tui.tui.lines.frame import divider, mark_demo, pane_divider, ruled, title_row
from csp_tui.tui.lines.hints import Hint, fitted_hints, tick_hint, with_all
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.partners import screen as partners_screen
from csp_tui.tui.partners import text as partners_text
from csp_tui.tui.run import lines as run_lines

COUNTS = (("3 late", Tone.LATE), ("2 this week", Tone.SOON), ("6 to chase", Tone.TEXT))
END = (("not saved: 2", Tone.STRONG), ("2 to send", Tone.QUIET))


def text_of(line: Line) -> str:
    return "".join(text for text, _tone in line)


def test_a_title_has_names_counts_and_a_right_end_one_blank_from_the_edge():
    line = title_row(80, ["Partners", "Enroll direct"], COUNTS, END)
    begin = " Partners › Enroll direct  3 late  2 this week  6 to chase"
    assert text_of(line) == begin + "not saved: 2".rjust(79 - len(begin))
    assert line[0] == (" Partners", Tone.STRONG)
    assert dict(line)["3 late"] is Tone.LATE
    assert dict(line)["not saved: 2"] is Tone.STRONG


def test_all_of_the_right_end_is_shown_where_there_is_room():
    assert text_of(title_row(100, ["Next"], (), END)).endswith("  not saved: 2  2 to send")


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (46, "  3 late  2 this week  6 to chase"),
        (45, "  3 late  2 this week"),
        (30, "  3 late"),
        (20, ""),
    ],
)
def test_counts_that_do_not_fit_are_left_out_whole_from_the_right(cells: int, shown: str):
    assert text_of(title_row(cells, ["Contoso [UK]"], COUNTS)) == f" Contoso [UK]{shown}"


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (80, " Contoso [UK] Ltd › Enroll direct › Document pack complete"),
        (50, " Contoso [UK] Ltd › Enroll direct › Document pac…"),
        (40, " Contoso [UK] Ltd › Enroll … › Documen…"),
        (32, " Contoso… › Enroll … › Documen…"),
    ],
)
def test_the_last_name_is_cut_first_and_the_first_last(cells: int, shown: str):
    names = ("Contoso [UK] Ltd", "Enroll direct", "Document pack complete")
    assert text_of(title_row(cells, names)) == shown


def test_invented_partners_are_called_so_before_all():
    mark_demo(is_demo=True)
    line = title_row(80, ["Partners"])
    mark_demo(is_demo=False)
    assert text_of(line) == " DEMO  Partners"
    assert line[0][1] is Tone.STRONG


def test_heads_are_underlined_over_the_whole_row_and_keep_their_tones():
    line = ruled(((" Partner", Tone.QUIET), ("1 late", Tone.LATE)), 20)
    assert text_of(line) == " Partner1 late" + " " * 6
    assert [tone for _text, tone in line] == [
        Tone.QUIET | Tone.RULE,
        Tone.LATE | Tone.RULE,
        Tone.RULE,
    ]
    assert ruled((("too long", Tone.TEXT),), 3) == (("too long", Tone.RULE),)


@pytest.mark.parametrize(
    ("position", "note", "shown"),
    [
        ((10, 24, 54), "", "── 10-24 of 54 ─"),
        ((1, 12, 12), "", "── 12 rows ─"),
        ((1, 1, 1), "", "── 1 row ─"),
        ((1, 5, 9), "2 more lines", "── 1-5 of 9, 2 more lines ─"),
    ],
)
def test_the_divider_says_which_rows_are_visible(
    position: tuple[int, int, int], note: str, shown: str
):
    line = divider(40, *position, note)
    assert text_of(line) == shown.ljust(40, "─")
    assert {tone for _text, tone in line} == {Tone.QUIET}


def test_the_divider_of_a_pane_reverses_its_name():
    line = pane_divider(50, "Detail", 2, 1)
    assert text_of(line) == "── Detail  2 lines above, 1 line below ".ljust(50, "─")
    assert [text for text, tone in line if tone is Tone.CURSOR] == [" Detail "]


HINTS = [*((f"{key}", "act") for key in "abcdefghijklmnop"), ("?", "help"), ("q", "back")]


@pytest.mark.parametrize(("cells", "count"), [(200, 13), (120, 13), (119, 9), (80, 9), (51, 7)])
def test_hints_are_few_and_help_and_back_never_go(cells: int, count: int):
    line = fitted_hints(cells, HINTS)
    assert len(line) == 2 * count
    assert text_of(line).endswith(" ? help  q back ")
    assert [tone for _text, tone in line] == [Tone.KEY, Tone.QUIET] * count


MAY_GO = "z"
"""The one key that a language of longer words leaves to the help; undo stands before it."""


def keys(line: Line) -> list[str]:
    return [text.strip() for text, tone in line if tone is Tone.KEY]


@pytest.mark.parametrize(
    ("hints", "shown"),
    [
        (run_lines.HINTS, "space;w;-;e;f;u;?;q"),
        (customers_screen.HINTS, "space;left right;e;f;w;?;q"),
        (partners_text.HINTS, "enter;a;/;v;f;s;e;?;q"),
        (partners_screen.MARKED_HINTS, "e;S;C;ctrl+g;P;D;?;q"),
    ],
)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_screen_has_the_same_keys_in_80_columns_in_every_language(
    hints: tuple[Hint, ...], shown: str, code: str
):
    with speaking(code):
        ticks = hints[0][0] == "space"
        line = fitted_hints(80, (tick_hint(State.TODO), *hints[1:]) if ticks else hints)
        assert [key for key in keys(line) if key != MAY_GO] == [*map(key_words, shown.split(";"))]
    assert len(text_of(line)) <= 80


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("hints", [run_lines.HINTS, customers_screen.HINTS])
@pytest.mark.parametrize("settled", [State.DONE, State.NOT_APPLICABLE])
def test_a_settled_item_moves_no_hint(code: str, hints: tuple[Hint, ...], settled: State):
    with speaking(code):
        states = (State.TODO, settled)
        one, other = (fitted_hints(80, (tick_hint(state), *hints[1:])) for state in states)
        assert one != other
        assert len(text_of(one)) == len(text_of(other))
        assert one[2:] == other[2:]


@pytest.mark.parametrize(
    ("state", "english", "french"),
    [
        (State.TODO, "done", "fait"),
        (State.DONE, "todo", "décoche"),
        (State.NOT_APPLICABLE, "todo", "à faire"),
    ],
)
def test_the_hint_on_an_item_says_what_the_key_does_there(state: State, english: str, french: str):
    assert tick_hint(state)[1].strip() == english
    with speaking("fr"):
        assert tick_hint(state)[1].strip().replace("\xa0", " ") == french


def test_while_filters_are_on_the_second_hint_shows_all_again():
    assert keys(fitted_hints(80, with_all(HINTS, is_filtered=True)))[:3] == ["a", "ctrl+g", "b"]
    assert with_all(HINTS, is_filtered=False) == tuple(HINTS)
