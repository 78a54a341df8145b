"""A report as a folder: what is written where, what is replaced, and what stays."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest

from . import samples


@pytest.fixture
def folder(home) -> Path:
    """The folder to write into; it is not there yet."""
    return home.path / "pages"


@pytest.fixture
def write(call, folder):
    """Return what writes the report on all into the folder."""

    def written(*words: str):
        return call("report", "--all", "--output", f"{folder}/", *words)

    return written


def links(path: Path) -> list[str]:
    return re.findall(r'href="([^"#:]+)"', path.read_text())


def test_there_is_a_page_for_each_partner_and_one_that_leads_to_them(write, folder, demo):
    answer = write()
    assert (answer.code, answer.out) == (0, f"{folder / 'index.html'}\n")
    assert "written: 10 pages, " in answer.err
    names = {each.name for each in folder.iterdir()}
    assert set(links(folder / "index.html")) == names - {"index.html"}
    assert len(names) == 10
    for name in names - {"index.html"}:
        page = (folder / name).read_text()
        assert links(folder / name) == ["index.html"]
        assert page.count('<section class="partner"') == 1
        assert page.rstrip().endswith("</html>")
    (contoso,) = folder.glob("partner-contoso-*.html")
    assert "<h1>Contoso [UK] Ltd</h1>" in contoso.read_text()


def test_pages_are_for_the_owner_alone(write, folder, demo):
    write()
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (folder / "index.html").chmod(0o644)
    write("--yes")
    assert stat.S_IMODE((folder / "index.html").stat().st_mode) == 0o600


def test_a_folder_with_something_in_it_is_not_touched_unasked(write, folder, demo):
    folder.mkdir()
    assert write().code == 0
    before = {each: each.read_bytes() for each in folder.iterdir()}
    answer = write()
    assert (answer.code, answer.out) == (2, "")
    assert "is not empty; --yes replaces the pages of a report in it" in answer.err
    assert {each: each.read_bytes() for each in folder.iterdir()} == before


def test_what_is_not_in_the_report_stays_and_old_pages_are_named(call, write, folder, demo):
    write()
    (folder / "notes.txt").write_text("mine")
    (folder / "sub").mkdir()
    (tailspin,) = folder.glob("partner-tailspin-*.html")
    old = tailspin.read_bytes()
    assert call("archive", "tailspin").code == 0
    answer = write("--yes")
    assert answer.code == 0
    assert (
        f"1 page of an earlier report stays, of a partner that is not in this one: {tailspin.name}"
        in answer.err
    )
    assert tailspin.read_bytes() == old
    assert tailspin.name not in links(folder / "index.html")
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_link_in_place_of_a_page_is_not_followed_and_nothing_is_replaced(write, folder, demo):
    write()
    outside = folder.parent / "outside"
    outside.write_text("kept")
    (page,) = folder.glob("partner-wingtip-*.html")
    page.unlink()
    page.symlink_to(outside)
    before = {each: each.lstat().st_mtime_ns for each in folder.iterdir()}
    answer = write("--yes")
    assert answer.code == 6
    assert "is not a regular file" in answer.err
    assert outside.read_text() == "kept"
    assert {each: each.lstat().st_mtime_ns for each in folder.iterdir()} == before


def test_no_id_of_a_partner_is_taken_for_the_summary(write, folder, home):
    home.put("checklists/long/1.toml", samples.checklist())
    home.put("partners/index.toml", samples.partner("Index Ltd"))
    write()
    assert sorted(os.listdir(folder)) == ["index.html", "partner-index.html"]
    assert "<h1>Index Ltd</h1>" in (folder / "partner-index.html").read_text()


def test_an_unreadable_partner_has_no_page_and_stands_in_the_summary(write, folder, home, demo):
    home.put("partners/broken.toml", "format = \n")
    answer = write()
    assert answer.code == 0
    assert "broken is left out" in answer.err
    assert not (folder / "partner-broken.html").exists()
    assert "Unreadable (1)" in (folder / "index.html").read_text()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--format", "md"), 2, "a folder holds HTML pages"),
        (("--json",), 2, "a folder holds HTML pages"),
        (("--csv", "excel"), 2, "a folder holds HTML pages"),
        (("--format", "xlsx"), 2, "a folder holds HTML pages"),
        (("--summary",), 2, "a folder has a page for each partner"),
    ],
)
def test_what_a_folder_cannot_hold_is_told(write, folder, demo, words, code, told):
    answer = write(*words)
    assert (answer.code, told in answer.err, folder.exists()) == (code, True, False)


def test_the_directories_kept_here_are_never_written_into(call, home, demo):
    (home.path / "by-link").symlink_to(home.data / "history")
    for place in (home.data / "partners", home.data / "archive", home.path / "by-link"):
        answer = call("report", "--all", "--output", f"{place}/", "--yes")
        assert (answer.code, "where csp-tui keeps its own files" in answer.err) == (2, True)
    assert not [*home.data.rglob("*.html")]


def test_a_file_in_place_of_the_folder_is_told(write, folder, demo):
    folder.write_text("kept")
    for words in ((), ("--yes",)):
        answer = write(*words)
        assert (answer.code, answer.err.count("\n")) in ((4, 1), (6, 1))
    assert folder.read_text() == "kept"


def test_in_an_ssh_session_the_line_that_fetches_the_folder_is_told(
    write, folder, demo, monkeypatch
):
    monkeypatch.setenv("SSH_CONNECTION", "10.9.9.9 50000 10.0.0.5 22")
    assert "scp -r " in write().err


def test_several_partners_are_a_folder_too(call, folder, demo):
    assert call("report", "contoso", "fabrikam", "--output", f"{folder}/").code == 0
    assert len(links(folder / "index.html")) >= 2
    assert len([*folder.iterdir()]) == 3
