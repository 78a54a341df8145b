"""What completion offers where files are odd; real shells are tried in ``tests/e2e``."""

from __future__ import annotations

import xlsxwriter


def test_a_run_with_an_edition_that_is_no_text_is_completed(call, home):
    runs = '[checklists.mini]\nchecklist = "mini"\nedition = 2026\n'
    home.put("partners/fox.toml", f'format = 1\nname = "Fox"\n\n{runs}')
    assert call("__complete", "fish", "csp-tui", "show", "fox", "m").out == "mini\t2026\n"


def test_a_broken_partner_is_completed_without_its_runs(call, home):
    home.put("partners/fox.toml", "damaged = ")
    assert call("__complete", "fish", "csp-tui", "show", "f").out == "fox\n"
    assert call("__complete", "fish", "csp-tui", "show", "fox", "").out == ""


def test_both_words_of_an_option_are_passed_over(call):
    line = ("csp-tui", "sync", "--take", "checklists/mini/2026-01.toml", "mine", "ADDRESS")
    assert "--dry-run" in call("__complete", "fish", *line, "--d").out


def test_the_sheets_of_a_workbook_are_offered(call, home):
    path = home.path / "waves.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Wave1", "Wave2", "Old"):
            book.add_worksheet(name)
        book.worksheets()[1].hide()
    line = ("csp-tui", "import", "partners", str(path), "--sheet")
    assert call("__complete", "fish", *line, "").out == "Wave1\nOld\n"
    assert call("__complete", "fish", *line, "W").out == "Wave1\n"
    path.write_bytes(path.read_bytes()[:200])
    assert call("__complete", "fish", *line, "").out == ""


def test_a_shell_that_passes_no_words_gets_none(call):
    answer = call("__complete", "zsh")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_owners_and_views_are_offered_as_they_are_written(call, home):
    mail = 'mail = "someone@example.com"'
    home.put("people.toml", f'format = 1\n[people.Amira]\n{mail}\n[people."Élodie"]\n{mail}\n')
    views = home.config.with_name("views.toml")
    views.parent.mkdir(parents=True)
    views.write_text('[partners.Late]\nfilters = ["chase"]\n[partners."a; b"]\nfilters = []\n')
    owners = ("csp-tui", "next", "--owner")
    for typed, offered in (("Am", "Amira"), ("am", "Amira"), ("é", "Élodie")):
        answer = call("__complete", "fish", *owners, typed)
        assert answer.out == f"{offered}\tsomeone@example.com\n"
    assert call("__complete", "fish", "csp-tui", "partners", "--view", "l").out == "Late\n"
    assert call("__complete", "fish", "csp-tui", "partners", "--view", "").out == "Late\n"
