from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

MINE = """\
format = 1
title = "Things to do"

[[sections]]
id = "day"
title = "Day"

[[sections.items]]
id = "call"
title = "Call"
"""
MINE_IN_FRENCH = (
    MINE.replace("Things to do", "Choses à faire")
    .replace('"Day"', '"Jour"')
    .replace('"Call"', '"Appel"')
)
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
    ("env", "shown"),
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
def test_without_a_flag_the_variable_or_the_locale_names_the_language(fork, env, shown):
    assert shown in fork("--help", env=env).stdout


def test_the_settings_win_over_the_locale_and_lose_to_the_variable(fork, home):
    home.config.parent.mkdir(parents=True)
    home.config.write_text('language = "fr"\n')
    assert FRENCH in fork("--help", env={"LC_ALL": "en_GB.UTF-8"}).stdout
    assert ENGLISH in fork("--help", env={"CSP_TUI_LANG": "en"}).stdout
    assert ENGLISH in fork("--lang", "en", "--help").stdout


def test_an_unknown_language_is_refused(fork, home):
    for args, env in ((("--lang", "xx", "info"), {}), (("info",), {"CSP_TUI_LANG": "xx"})):
        answer = fork(*args, env=env)
        assert answer.returncode == 2
        assert answer.stderr.count("\n") == 1
        assert '"xx"; it is one of en, fr' in answer.stderr
    home.config.parent.mkdir(parents=True)
    home.config.write_text('theme = "ansi-dark"\nlanguage = "xx"\n')
    answer = fork("info")
    assert answer.returncode == 4
    assert 'language must be one of "en", "fr"' in answer.stderr
    assert "line 2" in answer.stderr


def test_english_does_not_load_gettext():
    code = """
import sys
from csp_tui.core.base import language
language.use("en")
assert language._("done") == "done"
assert language.ngettext("day", "days", 2) == "days"
assert "gettext" not in sys.modules
language.use("fr")
assert "gettext" in sys.modules
"""
    subprocess.run([sys.executable, "-S", "-c", code], cwd=TREE, check=True, timeout=300)


def test_checklists_speak_french_and_files_do_not(fork, home):
    """The rows of one language are not shown in another, though they are cached."""
    french = {"CSP_TUI_LANG": "fr"}
    fork("add", "Contoso")
    fork("start", "contoso", "enroll-direct", "--edition", "2018-12")
    old = 1_780_000_000
    os.utime(home.progress_file(), (old, old))
    for env, title in (
        ({}, "Enroll as a direct"),
        (french, "Devenir partenaire"),
        ({}, "Enroll as"),
    ):
        assert title in fork("partners", env=env).stdout
    assert "emplacement qui vend" in fork("show", "contoso", env=french).stdout
    answer = fork("tick", "contoso", "ID MPN actif", env=french)
    assert "emplacement qui vend" in answer.stdout
    assert fork("untick", "contoso", "mpn-id").returncode == 0
    assert fork("tick", "contoso", "Active MPN ID", env=french).returncode == 0
    (history,) = (home.data / "history").glob("*.jsonl")
    ticks = [json.loads(line) for line in history.read_text().splitlines()]
    ticks = [line for line in ticks if line["do"] == "tick"]
    assert len({line["rule"] for line in ticks}) == 1
    assert ticks[0]["rule"].startswith("A Microsoft Partner Network ID is active")
    assert len({line["to"]["fingerprint"] for line in ticks}) == 1


def test_counts_and_what_follows_a_semicolon_are_french(fork):
    fork("add", "Contoso")
    fork("start", "contoso", "enroll-direct", "--edition", "2018-12")
    fork("tick", "contoso", "mpn-id", "accounts-receivable", "managed-service")
    shown = fork("show", "contoso", env={"CSP_TUI_LANG": "fr"}).stdout
    assert "\u00a0; texte vérifié" in shown
    assert "3 règles plus récentes" in shown
    assert "nouveaux, " in fork("diff", "enroll-direct", env={"CSP_TUI_LANG": "fr"}).stdout
    told = fork("history", "contoso", env={"CSP_TUI_LANG": "fr"}).stdout
    assert "liste vide -> " in told
    assert "démarré le vide -> " in told


def test_json_is_english_but_finds_an_item_by_its_french_title(fork):
    french = {"CSP_TUI_LANG": "fr"}
    fork("add", "Contoso")
    fork("start", "contoso", "enroll-direct", "--edition", "2018-12")
    fork("start", "contoso", "transition-to-indirect")
    for word in ("ID MPN actif", "Active MPN ID", "mpn-id"):
        for command in (("tick", "--yes"), ("untick",)):
            answer = fork(*command, "contoso", word, "--json", env=french)
            assert answer.returncode == 0, answer.stderr
            assert "ID MPN actif" not in answer.stdout
    shown = fork("show", "contoso", "--item", "ID MPN actif", "--json", "--lang", "fr")
    assert json.loads(shown.stdout)["item"]["id"] == "mpn-id"
    for words in (
        ("next", "--item", "ID MPN actif"),
        ("customers", "contoso", "--item", "Accord du client"),
        ("show", "contoso", "Passer du modèle"),
        ("checklists", "Passer du modèle"),
        ("diff", "Passer du modèle", "2018-12", "2021-10"),
    ):
        answer = fork(*words, "--json", env=french)
        assert answer.returncode == 0, answer.stderr
    french_words = fork("next", "--item", "Active MPN ID", env=french)
    assert french_words.returncode == 0, french_words.stderr
    answer = fork("tick", "contoso", "ID MPN actif", "--json")
    assert answer.returncode != 0
    assert 'there is no item "ID MPN actif"' in answer.stderr


def test_the_users_own_translation_is_used_and_checked(fork, home):
    own = home.put("checklists/mine/1.toml", MINE)
    french = home.put("checklists/mine/1.fr.toml", MINE_IN_FRENCH)
    assert "Choses à faire" in fork("checklists", "mine", "--lang", "fr").stdout
    assert "Things to do" in fork("checklists", "mine").stdout
    answer = fork("lint", str(own), str(french))
    assert answer.stdout == "no problems in 1 checklist and 1 translation\n"
    french.write_text(MINE_IN_FRENCH.replace('"call"', '"cal"'))
    for args in ((), (str(french),), (str(home.data / "checklists"),)):
        answer = fork("lint", *args)
        assert answer.returncode == 1
        assert answer.stdout.splitlines() == [
            f'{french}:1: warning: the item "call" is not translated',
            f'{french}:9: warning: sections[0].items[0].id: the edition has no item "cal"; '
            'did you mean "call"?',
        ]
    own.unlink()
    answer = fork("lint", str(french))
    assert answer.stdout == f"{french}:1: error: translates 1.toml, which is not there\n"
