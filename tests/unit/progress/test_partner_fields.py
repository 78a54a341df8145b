from __future__ import annotations

import pytest

from csp_tui.core.base import language
from csp_tui.core.base.errors import UsageError
from csp_tui.core.progress.partner_fields import parse_model, parse_month, parse_value, typed


@pytest.mark.parametrize("text", ["3", "03", "mar", "March", " MARCH ", "ｍａｒ"])  # noqa: RUF001
def test_a_month_is_a_number_or_a_name(text):
    assert parse_month(text) == 3


@pytest.mark.parametrize("text", ["0", "13", "-1", "x", "٣", "9" * 5000, "00013"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(UsageError, match="is no month"):
        parse_month(text)


@pytest.mark.parametrize(
    "text",
    [
        *("2019-03-17", "17.03.2019", "17.3.19", "17/03/2019", "3/17/2019", "3/3/2020", "2019-03"),
        *("03/2019", "Mar-19", "Mar 2019", "17-Mar-2019", "March 17, 2019", "mars 2019"),
        *("5 march", "2019-03-17 00:00:00", "2019-03-17T08:30", "2019-03-17T00:00:00Z"),
        *("2019-03-17T00:00:00.000+01:00", "3/17/2019 12:00:00 AM", "3/17/19", "17/03/19"),
    ],
)
def test_of_a_date_the_month_counts(text):
    assert parse_month(text) == 3


@pytest.mark.parametrize(
    ("text", "month"),
    [("Sept. 2019", 9), ("févr-19", 2), ("avr.", 4), ("1er juil. 2019", 7), ("Jui 2019", None)],
)
def test_the_name_of_a_month_may_be_cut_short_unless_two_begin_so(text, month):
    if month:
        assert parse_month(text) == month
        return
    with pytest.raises(UsageError, match="is no month"):
        parse_month(text)


@pytest.mark.parametrize("text", ["friday", "today", "+5", "31/31/2019", "13/2020", "2019", "Q2"])
def test_what_is_a_date_in_no_month_for_sure_is_refused(text):
    with pytest.raises(UsageError, match="is no month"):
        parse_month(text)


def test_a_date_that_may_be_in_two_months_is_refused():
    with pytest.raises(UsageError, match=r"may be 5 Jan 2027 .* or 1 May 2027"):
        parse_month("05/01/2027")
    with pytest.raises(UsageError, match="may be 5 Jan 2027"):
        parse_month("05/01/27")
    language.use("fr")
    assert [parse_month("05/01/2027"), parse_month("05/01/27")] == [1, 1]


def test_an_empty_text_takes_a_value_away_but_never_the_name():
    assert parse_value("anniversary", " ") is None
    assert parse_value("model", "") is None
    assert parse_value("owner", "\x1b") is None
    with pytest.raises(UsageError, match="needs a name"):
        parse_value("name", " \x07 ")


def test_a_model_may_be_typed_with_a_blank():
    assert parse_model("Direct bill") == "direct-bill"


@pytest.mark.parametrize("text", ["Indirect", "indirect reseller", "RESELLER", "revendeur"])
def test_a_model_may_be_typed_by_one_word(text):
    assert [parse_model(text), parse_model("direct")] == ["indirect-reseller", "direct-bill"]
    with pytest.raises(UsageError, match="is no model"):
        parse_model("Indirect provider")


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_is_shown_as_it_can_be_typed(month):
    assert parse_month(typed(month)) == month


def test_a_month_has_the_name_of_the_language_that_is_spoken():
    language.use("fr")
    assert [typed(8), parse_month("Août"), parse_month("August")] == ["août", 8, 8]
    assert [parse_month("aout"), parse_month("FEVRIER")] == [8, 2]
    with pytest.raises(UsageError, match="vouliez-vous dire «\u00a0Février\u00a0»"):
        parse_month("fevrir")
