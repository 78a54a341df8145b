from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

TREE = Path(__file__).resolve().parents[2]

FRENCH, ENGLISH = "Listes de contrôle pour les partenaires", "Checklists for partners"


def test_a_flag_names_the_language(run):
    for args in (("--lang=fr", "--help"), ("--lang", "fr", "--help")):
        answer = run(*args)
        assert FRENCH in answer.stdout
    assert re.search(r"^usage.: csp-tui", answer.stdout)
    assert "afficher cette aide et quitter" in answer.stdout
    assert "afficher cette aide et quitter" in run("partners", "--lang", "fr", "--help").stdout


@pytest.mark.parametrize(
    ("env", "told"),
    [
        ({}, ENGLISH),
        ({"CSP_TUI_LANG": "fr"}, FRENCH),
        ({"CSP_TUI_LANG": "fr_CA.UTF-8"}, FRENCH),
        ({"LC_ALL": "fr_FR.UTF-8"}, FRENCH),
        ({"LC_ALL": "", "LC_MESSAGES": "fr_FR.UTF-8", "LANG": "en_GB.UTF-8"}, FRENCH),
        ({"LC_ALL": "", "LANG": "fr_BE"}, FRENCH),
        ({"LC_ALL": "de_DE.UTF-8"}, ENGLISH),
        ({"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de:fr:en"}, FRENCH),
        ({"LC_ALL": "C.UTF-8", "LANGUAGE": "fr"}, ENGLISH),
        ({"LC_ALL": "fr_FR.UTF-8", "CSP_TUI_LANG": "en"}, ENGLISH),
    ],
)
def test_without_a_flag_the_variable_or_the_locale_tells(run, env, told):
    assert told in run("--help", env=env).stdout


def test_the_settings_win_over_the_locale_and_lose_to_the_variable(run, home):
    home.config.parent.mkdir(parents=True)
    home.config.write_text('language = "fr"\n')
    assert FRENCH in run("--help", env={"LC_ALL": "en_GB.UTF-8"}).stdout
    assert ENGLISH in run("--help", env={"CSP_TUI_LANG": "en"}).stdout
    assert ENGLISH in run("--lang", "en", "--help").stdout


def test_a_language_that_nobody_speaks_is_refused(run, home):
    for args, env in ((("--lang", "xx", "info"), {}), (("info",), {"CSP_TUI_LANG": "xx"})):
        answer = run(*args, env=env)
        assert answer.returncode == 2
        assert answer.stderr.count("\n") == 1
        assert '"xx"; it is one of en, fr' in answer.stderr
    home.config.parent.mkdir(parents=True)
    home.config.write_text('theme = "ansi-dark"\nlanguage = "xx"\n')
    answer = run("info")
    assert answer.returncode == 4
    assert 'language must be one of "en", "fr"' in answer.stderr
    assert "line 2" in answer.stderr


def test_english_costs_nothing_at_the_start():
    code = """
import sys
from csp_tui.core import language
language.use("en")
assert language._("done") == "done"
assert language.ngettext("day", "days", 2) == "days"
assert "gettext" not in sys.modules
language.use("fr")
assert "gettext" in sys.modules
"""
    subprocess.run([sys.executable, "-S", "-c", code], cwd=TREE, check=True, timeout=30)
