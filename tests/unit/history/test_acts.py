from __future__ import annotations

from csp_tui.core.history.acts import MEANINGS, Act, meaning_of


def test_every_act_has_its_meaning():
    assert list(MEANINGS) == list(Act)


def test_the_name_of_an_act_in_a_file_finds_its_meaning():
    assert meaning_of("tick").words == "ticked"
    assert meaning_of("purge").why_not_reverted == "what was erased is gone for good"


def test_an_act_of_a_newer_version_is_a_plain_change():
    assert meaning_of("teleport") == meaning_of("set")
