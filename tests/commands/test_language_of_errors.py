"""Errors in the language that is spoken: what is wrong, where, and what to do about it."""

from __future__ import annotations


def test_an_unreadable_file_is_reported_in_french(fork, home):
    home.put("partners/contoso.toml", 'format = 1\nname = "Contoso\n')
    shown = fork("show", "contoso", "--lang", "fr").stderr
    assert "partners/contoso.toml, ligne 2\u00a0: n\u2019est pas du TOML" in shown
    assert "fermez le texte" in shown


def test_a_mistyped_month_and_date_are_reported_in_french(fork):
    answer = fork("add", "Contoso", "--anniversary", "marsz", "--lang", "fr")
    assert answer.returncode == 2
    assert "n\u2019est pas un mois" in answer.stderr
    assert fork("add", "Contoso", "--anniversary", "août", "--lang", "fr").returncode == 0


def test_lint_speaks_french(fork, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('format = 1\ntitel = "x"\n')
    shown = fork("lint", str(path), "--lang", "fr").stdout
    assert "title: manque\u00a0; écrivez\u00a0: title = " in shown
    assert "vouliez-vous dire «\u00a0title\u00a0»\u00a0?" in shown
