from __future__ import annotations

import pytest

from csp_tui.core.base.errors import InvalidFileError, NotFoundError
from csp_tui.core.checklists.library import Library

from ..helpers import CHECKLIST, put


@pytest.fixture
def own(places):
    """Puts a checklist into the user's own directory."""
    return lambda name, text=CHECKLIST: put(places.own_checklists / f"{name}.toml", text)


def test_a_shipped_checklist_is_found_by_id_and_edition(library):
    checklist = library.get("demo", "2026-08")
    assert (checklist.title, checklist.is_local) == ("Demo checklist", False)
    assert library.editions("demo") == ["2026-08"]
    assert library.problems() == []


def test_an_own_edition_of_the_same_name_wins_and_is_marked(library, own):
    own("demo/2026-08", CHECKLIST.replace("Demo checklist", "My demo"))
    checklist = library.get("demo", "2026-08")
    assert (checklist.title, checklist.is_local) == ("My demo", True)
    assert [each.title for each in library.newest()] == ["My demo"]


def test_own_checklists_stand_beside_the_shipped_ones(library, own):
    own("mine/1")
    own("demo/2027-01")
    assert list(library.files()) == ["demo", "mine"]
    assert library.editions("demo") == ["2026-08", "2027-01"]
    assert not library.get("demo", "2026-08").is_local
    assert library.get("mine", "1").is_local


def test_the_newest_edition_is_the_last_one_as_text(library, own):
    own("demo/2018-12")
    own("demo/2026-11")
    assert library.editions("demo") == ["2018-12", "2026-08", "2026-11"]
    assert [each.edition for each in library.newest()] == ["2026-11"]


def test_a_broken_own_checklist_is_reported_and_the_others_can_be_used(library, own):
    path = own("demo/2027-01", CHECKLIST.replace('need = "recommended"', 'need = "recomended"'))
    assert [(each.path, each.line) for each in library.problems()] == [(path, 26)]
    with pytest.raises(InvalidFileError, match='did you mean "recommended"') as caught:
        library.get("demo", "2027-01")
    assert (caught.value.path, caught.value.line) == (path, 26)
    assert [each.edition for each in library.newest()] == ["2026-08"]


def test_a_broken_own_edition_hides_the_shipped_one_and_says_so(library, own):
    own("demo/2026-08", "format = 1\ntitle")
    with pytest.raises(InvalidFileError, match="line 2: is not TOML"):
        library.get("demo", "2026-08")
    assert list(library.newest()) == []
    assert len(library.problems(own_only=True)) == 1


def test_a_warning_leaves_a_checklist_usable(library, own):
    own("demo/2027-01", CHECKLIST.replace("title = ", "titel = 1\ntitle = ", 1))
    assert library.get("demo", "2027-01").title == "Demo checklist"
    assert [each.severity for each in library.problems()] == ["warning"]


def test_a_changed_file_is_read_again(library, own):
    path = own("demo/2027-01")
    first = library.get("demo", "2027-01")
    assert library.get("demo", "2027-01") is first
    own("demo/2027-01", CHECKLIST.replace("Demo checklist", "Mended checklist"))
    assert library.get("demo", "2027-01").title == "Mended checklist"
    path.write_text("broken")
    with pytest.raises(InvalidFileError):
        library.get("demo", "2027-01")
    own("demo/2027-01")
    assert library.problems() == []


def test_a_file_that_is_taken_away_is_gone(library, own):
    path = own("demo/2027-01")
    assert library.get("demo", "2027-01").is_local
    path.unlink()
    with pytest.raises(NotFoundError):
        library.get("demo", "2027-01")


@pytest.mark.parametrize(
    ("checklist", "edition"),
    [
        ("none", "2026-08"),
        ("demo", "1999-01"),
        ("demo", "../demo/2026-08"),
        ("..", "2026-08"),
        ("demo/../demo", "2026-08"),
        ("demo", ""),
        ("demo", "x" * 300),
        ("demo", "2026\0-08"),
        ("", ""),
    ],
)
def test_what_is_not_there_is_not_found(library, checklist, edition):
    with pytest.raises(NotFoundError, match="there is no edition"):
        library.get(checklist, edition)


def test_translations_and_other_files_are_no_editions(library, places, own):
    for name in ("2026-08.fr.toml", "notes.txt", ".2026-08.toml.swp", "2026-08.toml~"):
        put(places.own_checklists / "demo" / name, "x")
    put(places.own_checklists / "README.toml", "x")
    put(places.own_checklists / "Not An Id" / "1.toml", CHECKLIST)
    assert library.files().keys() == {"demo"}
    assert library.editions("demo") == ["2026-08"]


def test_a_link_out_of_the_directory_is_told_and_not_followed(library, places, tmp_path):
    secret = put(tmp_path / "secret.toml", CHECKLIST)
    link = places.own_checklists / "demo" / "2027-01.toml"
    link.parent.mkdir(parents=True)
    link.symlink_to(secret)
    with pytest.raises(InvalidFileError, match="symbolic link"):
        library.get("demo", "2027-01")


def test_no_directory_is_an_empty_library(tmp_path):
    library = Library(tmp_path / "none", tmp_path / "neither")
    assert library.files() == {}
    assert list(library.newest()) == []
    assert library.problems() == []
