from __future__ import annotations

import pytest

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.disk.places import find_places, shipped_checklists
from csp_tui.core.workplace.settings import Settings, read_settings

from ..helpers import ROOT, put


def test_no_setting_is_needed(tmp_path):
    assert read_settings(tmp_path, {}) == Settings()


def test_settings_are_read(tmp_path):
    put(
        tmp_path / "config.toml", 'reviewer = "Amira K."\nmouse = true\nplain = true\ntheme = "x"\n'
    )
    assert read_settings(tmp_path, {}) == Settings("Amira K.", "x", True, True)


def test_a_variable_wins_over_the_file_and_is_cleaned(tmp_path):
    put(tmp_path / "config.toml", 'reviewer = "Amira"\n')
    environ = {"CSP_TUI_REVIEWER": " Ben\x1b[31m ", "CSP_TUI_THEME": "nord"}
    settings = read_settings(tmp_path, environ)
    assert (settings.reviewer, settings.theme) == ("Ben[31m", "nord")


def test_what_is_no_setting_is_told_with_the_one_that_may_be_meant(tmp_path):
    put(tmp_path / "config.toml", 'mouse = true\ntehme = "nord"\n')
    settings = read_settings(tmp_path, {})
    assert settings.mouse
    assert settings.trouble == (
        'config.toml, line 2: there is no setting "tehme"; did you mean "theme"? '
        "It is one of reviewer, theme, mouse, plain, language, mail_from, sync.every"
    )


@pytest.mark.parametrize("text", ["sync.every = 10\n", "[sync]\nevery = 10\n"])
def test_minutes_between_syncs_are_read(tmp_path, text):
    put(tmp_path / "config.toml", text)
    assert read_settings(tmp_path, {}) == Settings(sync_every=10)


def test_a_key_beside_the_minutes_is_no_setting(tmp_path):
    put(tmp_path / "config.toml", "sync.evry = 10\n")
    settings = read_settings(tmp_path, {})
    assert settings.sync_every == 0
    assert 'line 1: there is no setting "sync.evry"; did you mean "sync.every"?' in settings.trouble


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\nmouse = 'yes'\n", 2, "mouse must be true or false"),
        ("theme = 1\n", 1, "theme must be a text in quotes"),
        ("theme\n", 1, "is not TOML"),
        ("\nsync.every = '10'\n", 2, "sync.every must be a number of minutes"),
        ("[sync]\nevery = -1\n", 2, "sync.every must be"),
        ("sync.every = 1441\n", 1, "at most 1440"),
        ("sync.every = true\n", 1, "sync.every must be"),
        ("sync = 10\n", 1, "sync.every must be"),
    ],
)
def test_a_wrong_setting_is_told_with_its_line(tmp_path, text, line, words):
    put(tmp_path / "config.toml", text)
    with pytest.raises(InvalidFileError, match=words) as caught:
        read_settings(tmp_path, {})
    assert caught.value.line == line


def test_the_settings_file_may_be_a_link_as_in_a_directory_of_dotfiles(tmp_path):
    real = put(tmp_path / "dotfiles" / "x.toml", "mouse = true\n")
    (tmp_path / "config.toml").symlink_to(real)
    assert read_settings(tmp_path, {}).mouse


def test_a_named_directory_wins_over_the_variable(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    environ = {"CSP_TUI_DATA": "/from/variable"}
    assert find_places(environ).data.as_posix() == "/from/variable"
    assert find_places(environ, "named").data == tmp_path / "named"
    assert find_places({}, "named").partners == tmp_path / "named" / "partners"


def test_the_shipped_checklists_are_found_in_the_source_tree():
    assert shipped_checklists() == ROOT / "checklists"
