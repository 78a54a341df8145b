"""Broken files are named with line and reason, left as they are, and hinder nothing else."""

from __future__ import annotations

import pytest

from .samples import MINI

BROKEN = [
    ("format = 1\nname = \n", "line 2"),
    ("format = 1\nname = 'A'\n[checklists.x]\nedition = 7\n", "line 4: edition must be a text"),
    ("format = 9\nname = 'A'\n", "line 1: format is 9"),
    (
        'format = 1\n[checklists.m]\nedition = "1"\n[checklists.m.items.a]\nstatus = "don"\n',
        'line 5: status cannot be "don"; did you mean "done"?',
    ),
    ("", "format must be 1"),
]


@pytest.mark.parametrize(("text", "reason"), BROKEN)
def test_a_broken_partner_is_named_and_the_others_are_listed(call, home, mini, text, reason):
    path = home.put("partners/northwind.toml", text)
    answer = call("partners")
    assert answer.code == 0
    assert [row[1] for row in answer.rows] == [mini, "northwind"]
    assert reason in answer.rows[1][6]
    assert str(path) in answer.err
    assert reason in answer.err
    for args in (("show", "northwind"), ("tick", "northwind", "a"), ("start", "northwind", "mini")):
        failed = call(*args)
        assert failed.code == 4
        assert str(path) in failed.err
        assert failed.out == ""
    assert path.read_text() == text
    assert call("tick", mini, "register").code == 0


def test_a_file_that_is_not_utf_8_is_named_with_its_line(call, home):
    path = home.put("partners/northwind.toml", "")
    path.write_bytes(b'format = 1\nname = "caf\xe9"\n')
    assert "line 2: is not UTF-8 text" in call("partners").err
    assert path.read_bytes() == b'format = 1\nname = "caf\xe9"\n'


def test_a_broken_own_checklist_is_named_and_everything_else_works(call, home, mini):
    text = MINI.replace('title = "Sign the contract"', 'titel = "Sign the contract"')
    path = home.put("checklists/enroll-direct/2027-01.toml", text)
    for args in (("partners",), ("checklists",), ("start", mini, "enroll-direct")):
        answer = call(*args)
        assert answer.code == 0
        assert f"{path}, line " in answer.err
        assert "sections[0].items[2].title: is missing" in answer.err
    assert "edition 2026-08" in answer.out
    assert call("start", mini, "enroll-direct", "--edition", "2027-01").code == 4
    assert call("checklists", "enroll-direct").code == 0
    assert call("tick", mini, "register").code == 0
    assert path.read_text() == text


def test_a_checklist_that_breaks_later_leaves_the_other_runs_readable(call, home, mini):
    call("start", mini, "enroll-direct")
    path = home.data / "checklists/mini/2026-01.toml"
    path.write_text("format = 1\n")
    answer = call("show", mini)
    assert answer.code == 0
    assert "Enroll as a direct-bill partner" in answer.out
    assert str(path) in answer.err
    assert call("show", mini, "mini").code == 4
    assert call("tick", mini, "partner-id").code == 0
    assert call("tick", mini, "register").code == 4
    row = next(row for row in call("partners").rows if row[2] == "mini")
    assert "title: is missing" in row[6]


def test_a_missing_checklist_is_reported(call, home, mini):
    (home.data / "checklists/mini/2026-01.toml").unlink()
    assert 'no edition "2026-01" of the checklist "mini"' in call("partners").err
    assert call("show", mini).code == 3


def test_a_partner_file_whose_name_is_no_id_is_left_out_with_a_warning(call, home, mini):
    path = home.put("partners/Nord Wind.toml", "format = 1\n")
    answer = call("partners")
    assert len(answer.lines) == 1
    assert f"{path}: is left out" in answer.err


def test_a_file_in_place_of_the_partners_directory_is_reported(call, home):
    home.put("partners", "")
    answer = call("partners")
    assert answer.code == 4
    assert "not a directory" in answer.err


def test_lint_reports_every_problem_with_its_line(call, home):
    path = home.put(
        "checklists/mini/1.toml",
        MINI.replace('"register"]', '"registre"]').replace('"recommended"', '"recomended"'),
    )
    answer = call("lint")
    assert answer.code == 1
    assert answer.lines == [
        f'{path}:15: error: sections[0].items[1].need: must be one of "required", '
        '"recommended"; did you mean "recommended"?',
        f"{path}:20: error: sections[0].items[2].after: there is no item "
        '"registre"; did you mean "register"?',
    ]
    assert call("lint", str(path)).lines == answer.lines


def test_lint_takes_files_and_directories_and_names_what_is_missing(call, home, monkeypatch):
    assert call("lint").out == "no problems in 17 checklists and 17 translations\n"
    home.put("checklists/mini/1.toml", MINI)
    home.put("checklists/mini/1.old.toml", "titre = 1\n")
    home.put("checklists/other/1.toml", MINI.replace("need =", "ned ="))
    monkeypatch.chdir(home.data / "checklists" / "mini")
    assert call("lint", "1.toml").out == "no problems in 1 checklist\n"
    monkeypatch.chdir(home.data)
    answer = call("lint", "checklists")
    assert answer.code == 1
    assert answer.lines == [
        "checklists/other/1.toml:15: warning: sections[0].items[1].ned: is not known and is "
        'ignored; did you mean "need"?'
    ]
    answer = call("lint", "gone.toml", "checklists")
    assert answer.code == 3
    assert "gone.toml: no such file" in answer.err
    assert len(answer.lines) == 1


def test_lint_says_where_an_item_names_a_checklist_that_is_not_there(call, home):
    item = '[[sections.items]]\nid = "{0}"\ntitle = "{0}"\nstarts = "{1}"\n'
    text = 'format = 1\ntitle = "Own"\n[[sections]]\nid = "s"\ntitle = "S"\n'
    named = {"a": "keep-reseller", "b": "own", "c": "keep-resellr"}
    path = home.put(
        "checklists/own/1.toml", text + "".join(item.format(*each) for each in named.items())
    )
    for words in (["lint"], ["lint", str(path)]):
        answer = call(*words)
        assert answer.code == 1
        assert answer.lines == [
            f"{path}:17: warning: sections[0].items[2].starts: "
            'there is no checklist "keep-resellr"; did you mean "keep-reseller"?'
        ]


@pytest.mark.parametrize("name", ["empty", "x.fr.toml"])
def test_lint_of_a_directory_without_checklists_says_so(call, home, name):
    (home.path / name).mkdir()
    answer = call("lint", str(home.path / name))
    assert (answer.code, answer.out) == (3, "")
    assert answer.err == f"csp-tui: {home.path / name}: no checklist in this directory\n"
