"""Kept views: their file, which users may edit, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from csp_tui.core.base.errors import InvalidFileError, NotFoundError
from csp_tui.core.workplace.views import (
    CUSTOMERS,
    NAME,
    NEXT,
    PARTNERS,
    View,
    checked,
    keep_view,
    view_called,
    views_of,
)

MONDAY = View(("chase", 'for "Zoë" \\ Co'), "urgency", True, "4711")


def test_a_view_is_kept_and_read_and_replaced_and_all_else_stays(tmp_path: Path):
    config = tmp_path / "new"
    assert views_of(config, PARTNERS) == {}
    keep_view(config, PARTNERS, "Monday [chase].", MONDAY)
    assert views_of(config, PARTNERS) == {"Monday [chase].": MONDAY}
    path = config / NAME
    by_hand = '# mine\n[next.plain]  # by hand\nfilters = ["mine"]\nfuture = 1\n\n'
    path.write_text(by_hand + path.read_text() + "\n[customers]\n# end\n")
    keep_view(config, PARTNERS, "Monday [chase].", View(("due",)))
    assert path.read_text().startswith(by_hand)
    assert "# end" in path.read_text()
    assert views_of(config, PARTNERS) == {"Monday [chase].": View(("due",))}
    keep_view(config, NEXT, "plain", View(("for Ben",)))
    assert views_of(config, NEXT) == {"plain": View(("for Ben",))}
    assert views_of(config, CUSTOMERS) == {}


def test_a_view_that_cannot_be_read_says_why_and_hides_no_other(tmp_path: Path):
    (tmp_path / NAME).write_text(
        '[partners.good]\nfilters = ["due"]\n\n[partners.bad]\nfilters = "due"\n'
        "[partners.odd]\nother_way = 1\n"
    )
    found = views_of(tmp_path, PARTNERS)
    assert found["good"] == View(("due",))
    assert "line 4" in str(found["bad"])
    assert 'view "bad": filters must be a list of texts' in str(found["bad"])
    assert "other_way must be true or false" in str(found["odd"])
    assert view_called(tmp_path, [NEXT, PARTNERS], " GOOD ") == (PARTNERS, View(("due",)))
    with pytest.raises(InvalidFileError, match="bad"):
        view_called(tmp_path, [PARTNERS], "bad")
    with pytest.raises(NotFoundError, match='did you mean "good"'):
        view_called(tmp_path, [PARTNERS], "goood")
    keep_view(tmp_path, PARTNERS, "new", MONDAY)
    assert [*views_of(tmp_path, PARTNERS)] == ["good", "bad", "odd", "new"]


def test_a_file_that_is_no_toml_is_an_error_and_stays_as_it_is(tmp_path: Path):
    path = tmp_path / NAME
    path.write_text("[partners\n")
    with pytest.raises(InvalidFileError, match="line 1"):
        views_of(tmp_path, PARTNERS)
    with pytest.raises(InvalidFileError):
        keep_view(tmp_path, PARTNERS, "x", MONDAY)
    assert path.read_text() == "[partners\n"


def test_a_view_in_an_inline_table_is_left_to_the_user(tmp_path: Path):
    path = tmp_path / NAME
    path.write_text('partners = {x = {filters = ["due"]}}\n')
    assert views_of(tmp_path, PARTNERS) == {"x": View(("due",))}
    before = path.read_bytes()
    with pytest.raises(InvalidFileError):
        keep_view(tmp_path, PARTNERS, "x", MONDAY)
    assert path.read_bytes() == before


def test_a_word_that_no_filter_has_is_an_error_that_names_view_and_word(tmp_path: Path):
    def called(name: str) -> str:
        if name == "lost":
            raise LookupError(name)
        return name

    assert checked(tmp_path, "v", ["due", "mine"], called) == ["due", "mine"]
    with pytest.raises(InvalidFileError, match='view "v": there is no filter or order "lost"'):
        checked(tmp_path, "v", ["due", "lost"], called)
