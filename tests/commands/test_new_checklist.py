from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

from .samples import MINI


def made(answer):
    assert answer.code == 0, answer.err
    return answer.lines[0]


def test_a_new_checklist_is_a_starter_that_lint_accepts_and_a_partner_can_start(call, home):
    answer = call("checklists", "new", "Leave a customer")
    path = made(answer)
    assert re.fullmatch(
        re.escape(f"{home.data}/checklists/leave-a-customer/") + r"\d{4}-\d\d\.toml", path
    )
    assert f"csp-tui lint {path}" in answer.err
    assert "csp-tui start PARTNER leave-a-customer" in answer.err
    assert call("lint", path).code == 0
    assert call("lint").out == "no problems in 18 checklists and 17 translations\n"
    text = open(path).read()  # noqa: PTH123, SIM115
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) <= 10
    assert tomllib.loads(text)["title"] == "Leave a customer"
    partner = call("add", "Contoso").out.strip()
    assert call("start", partner, "leave-a-customer").code == 0
    assert "Agreement signed" in call("show", partner).out


@pytest.mark.parametrize(("code", "title"), [("en", "Agreement signed"), ("fr", "Contrat signé")])
def test_every_commented_key_of_the_starter_can_be_used(call, home, code, title):
    path = made(call("--lang", code, "checklists", "new", "mine"))
    text = Path(path).read_text()
    assert f'title = "{title}"' in text
    text = re.sub(r'\["[a-z-]+"\]', "[]", text)
    home.put("checklists/mine/2.toml", re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE))
    answer = call("lint", str(home.data / "checklists/mine/2.toml"))
    assert answer.out == "no problems in 1 checklist\n"


def test_the_schema_that_the_first_line_names_is_beside_the_checklists(call, home):
    path = made(call("checklists", "new", "mine"))
    first = open(path).readline()  # noqa: PTH123, SIM115
    assert first == "#:schema ../checklist.schema.json\n"
    assert (home.data / "checklists" / "checklist.schema.json").is_file()


def test_title_and_edition_may_be_given(call, home):
    path = made(
        call("checklists", "new", "mine", "--edition", "v2", "--title", 'The "first"\x1b[2J')
    )
    assert path == str(home.data / "checklists" / "mine" / "v2.toml")
    with open(path, "rb") as file:  # noqa: PTH123
        assert tomllib.load(file)["title"] == 'The "first"[2J'


def test_a_further_edition_begins_as_a_copy_and_keeps_the_ticks(call, home):
    home.put("checklists/mini/2026-01.toml", MINI)
    partner = call("add", "Contoso").out.strip()
    call("start", partner, "mini")
    first = tomllib.loads(MINI)["sections"][0]["items"][0]["id"]
    assert call("tick", partner, first, "--yes").code == 0
    answer = call("checklists", "new", "mini", "--edition", "2026-02")
    assert Path(made(answer)).read_text() == MINI
    assert "it begins as a copy of 2026-01; an item keeps its ticks with its id" in answer.err
    assert call("migrate", partner, "mini", "--yes").code == 0
    assert f"[x]\t{first}" in call("show", partner).out
    path = made(call("checklists", "new", "mini", "--edition", "2026-03", "--title", 'My "own"'))
    changed = tomllib.loads(Path(path).read_text())
    assert changed.pop("title") == 'My "own"'
    assert changed == {key: value for key, value in tomllib.loads(MINI).items() if key != "title"}


@pytest.mark.parametrize("old", ['"""\nIn two\nlines"""', "'''It's\none'''  # so far", '"x"'])
def test_a_copy_gets_another_title_however_the_old_one_is_written(call, home, old):
    text = re.sub("(?m)^title = .*", lambda _old: f"title = {old}", MINI, count=1)
    home.put("checklists/mini/2026-01.toml", text)
    path = made(call("checklists", "new", "mini", "--edition", "2026-02", "--title", "Mine"))
    changed, before = tomllib.loads(Path(path).read_text()), tomllib.loads(text)
    assert changed == {**before, "title": "Mine"}


def test_a_further_edition_of_a_list_of_microsofts_begins_empty(call, home):
    path = made(call("checklists", "new", "enroll-direct", "--edition", "2030-01"))
    assert "agreement-signed" in Path(path).read_text()


def test_nothing_is_ever_overwritten(call, home):
    path = home.put("checklists/mini/2026-01.toml", MINI)
    answer = call("checklists", "new", "mini", "--edition", "2026-01")
    assert (answer.code, "exists already and is not changed" in answer.err) == (2, True)
    assert path.read_text() == MINI
    path.unlink()
    path.symlink_to(home.path / "elsewhere.toml")
    assert call("checklists", "new", "mini", "--edition", "2026-01").code == 2
    assert not (home.path / "elsewhere.toml").exists()


@pytest.mark.parametrize("name", ["mini", "enroll-direct"])
def test_an_edition_is_not_added_to_a_checklist_by_accident(call, home, name):
    home.put("checklists/mini/2026-01.toml", MINI)
    answer = call("checklists", "new", name)
    assert answer.code == 2
    assert f'there is a checklist "{name}" already' in answer.err
    assert "--edition" in answer.err
    made(call("checklists", "new", name, "--edition", "2020-01"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("new",), "name the new checklist: csp-tui checklists new NAME"),
        (("new", "日本"), "gives no id; name an id of a-z, 0-9 and -"),
        (("new", ""), "gives no id"),
        (("new", "../../etc"), ""),
        (("new", "mine", "--edition", "../x"), "is no id for an edition"),
        (("new", "enroll-direct", "--edition", ""), '"" is no id for an edition'),
        (("mini", "mine"), 'only "new" takes a name'),
        (("mini", "--title", "T"), "--title is for a new checklist"),
        (("--title", "T"), "--title is for a new checklist"),
    ],
)
def test_a_checklist_that_cannot_be_made_is_refused_with_one_sentence(call, home, arguments, words):
    home.put("checklists/mini/2026-01.toml", MINI)
    answer = call("checklists", *arguments)
    if words:
        assert (answer.code, answer.out) == (2, "")
        assert words in answer.err
        assert answer.err.count("\n") == 1
    else:  # harmless: an id is made of the letters
        assert answer.lines == [str(home.data / "checklists" / "etc" / answer.lines[0][-12:])]
    assert {each.name for each in home.path.iterdir()} <= {"data", "tmp", "cache", "config"}


def test_a_checklist_called_new_can_be_made_and_seen(call, home):
    made(call("checklists", "new", "new"))
    answer = call("checklists", "new")
    assert "Agreement signed" in answer.out
    assert "csp-tui checklists new NAME starts another" in answer.err
    assert call("checklists", "new", "--edition", "nope").code == 3


def test_new_files_are_private_and_a_link_is_not_followed(call, home, tmp_path):
    path = made(call("checklists", "new", "mine"))
    assert os.stat(path).st_mode & 0o777 == 0o600  # noqa: PTH116
    away = tmp_path / "away"
    away.mkdir()
    (home.data / "checklists" / "linked").symlink_to(away)
    assert call("checklists", "new", "linked").code == 4
    assert list(away.iterdir()) == []
