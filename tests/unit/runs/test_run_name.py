from __future__ import annotations

import pytest

from csp_tui.core.base.language import speaking
from csp_tui.core.runs.run_name import full_name, short_name, year

NAMES = [
    ("enroll-direct", "enroll-direct", "Enroll direct", "Devenir direct"),
    ("enroll-direct-2", "enroll-direct", "Enroll direct 2", "Devenir direct 2"),
    ("keep-direct-2027", "keep-direct", "Keep direct 2027", "Rester direct 2027"),
    ("keep-direct-2027-2", "keep-direct", "Keep direct 2027-2", "Rester direct 2027-2"),
    ("our-list-2027", "our-list", "Our list 2027", "Our list 2027"),
    ("by-hand", "keep-direct", "By hand", "By hand"),
    ("", "", "", ""),
]


@pytest.mark.parametrize(("key", "checklist", "english", "french"), NAMES)
def test_a_run_is_called_by_its_checklist_and_its_year(key, checklist, english, french):
    assert short_name(key, checklist) == english
    with speaking("fr"):
        assert short_name(key, checklist) == french


def test_the_year_is_never_cut_from_a_name():
    for cells in range(6, 20):
        assert short_name("keep-direct-2027", "keep-direct", cells).endswith(" 2027")
    assert short_name("keep-direct-2027", "keep-direct", 14) == "Keep dir. 2027"
    assert short_name("onboard-reseller", "onboard-reseller", 14) == "Onboard res."
    assert short_name("onboard-reseller", "onboard-reseller") == "Onboard reseller"
    title = "Keep the right to bill directly (yearly)"
    assert full_name(title, "keep-direct-2027", "keep-direct") == f"{title} 2027"


def test_runs_of_one_checklist_have_different_full_names():
    keys = ["keep-direct-2026", "keep-direct-2027", "keep-direct-2027-2", "by-hand", "keep-direct"]
    assert len({full_name("Keep", key, "keep-direct") for key in keys}) == len(keys)


def test_only_a_yearly_run_has_a_year():
    assert year("keep-direct-2027", "keep-direct") == 2027
    assert year("keep-direct-2027-2", "keep-direct") == 2027
    assert year("enroll-direct", "enroll-direct") is None
    assert year("enroll-direct-2", "enroll-direct") is None
    assert year("audit-2026", "audit-2026") is None
