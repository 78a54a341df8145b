from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from csp_tui.core.base.clock import from_stamp, stamp, to_milliseconds
from csp_tui.core.base.days import add_business_days
from csp_tui.core.base.ids import is_id, new_id
from csp_tui.core.base.text import (
    cut,
    laid_out,
    pad,
    storable,
    storable_line,
    visible,
    visible_line,
    width,
    wrap,
)

# Every character, those that drive a terminal more often than by chance, lone surrogates too.
any_char = st.one_of(
    st.characters(exclude_categories=[]),
    st.sampled_from(
        "\x00\x07\x08\t\n\r\x1b\x7f\x85\x90\x9b\x9d\u061c\u200e\u2028\u202e\u2066\ud800"
    ),
    st.sampled_from("漢字é\u0301\u200b\U0001f44d ab"),
)
any_text = st.text(any_char, max_size=40)
shown_text = any_text.map(visible_line)


def is_harmful(char: str) -> bool:
    code = ord(char)
    return (
        (code < 0x20 and char not in "\t\n")
        or 0x7F <= code <= 0x9F
        or char in "\u061c\u200e\u200f"
        or 0x2028 <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or 0xD800 <= code <= 0xDFFF
    )


@given(any_text)
def test_nothing_that_is_shown_or_stored_can_drive_a_terminal(text):
    for cleaned in (visible(text), storable(text)):
        assert not any(map(is_harmful, cleaned))
        cleaned.encode()


@given(any_text)
def test_cleaning_twice_changes_nothing_more(text):
    assert visible(visible(text)) == visible(text)
    assert storable(storable(text)) == storable(text)
    assert storable_line(storable_line(text)) == storable_line(text)


@given(any_text)
def test_a_line_is_one_line(text):
    assert not set("\n\t\r") & set(visible_line(text) + storable_line(text))


@given(any_text)
def test_harmless_text_is_not_touched(text):
    if not any(map(is_harmful, text)):
        assert visible(text) == storable(text) == text


@given(shown_text, st.integers(-2, 60))
def test_cut_and_pad_keep_to_the_width(text, cells):
    assert width(cut(text, cells)) <= max(0, cells)
    assert width(pad(text, cells)) == max(0, cells)
    if width(text) <= cells:
        assert cut(text, cells) == laid_out(text)


@given(any_text.map(visible), st.integers(2, 60))
def test_wrap_keeps_to_the_width_and_loses_no_character(text, cells):
    lines = wrap(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", laid_out(text))


@given(any_text, st.binary(min_size=4, max_size=4))
def test_a_name_always_gives_an_id(name, random):
    assert is_id(new_id(name, lambda count: random[:count]))


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC)),
    st.integers(-23, 23),
)
def test_a_stamp_reads_back_and_sorts_like_the_moment(moment, hours):
    later = moment + timedelta(hours=hours)
    assert from_stamp(stamp(moment)) == to_milliseconds(moment)
    assert (stamp(moment) < stamp(later)) == (to_milliseconds(moment) < to_milliseconds(later))


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(1, 40))
def test_business_days_end_on_a_weekday_and_count_the_weekdays_between(day, count):
    end = add_business_days(day, count)
    between = [day + timedelta(days=each) for each in range(1, (end - day).days + 1)]
    assert sum(each.weekday() < 5 for each in between) == count
    assert end.weekday() < 5
