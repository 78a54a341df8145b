"""Names and texts that would drive the terminal or leave the data directory."""

from __future__ import annotations

import re
import tomllib

import pytest
from hostile import CONTROLS, DRIVING, MARKUP, SIZES
from hostile import escaped as in_toml

HOSTILE = [
    "".join(CONTROLS[:11]),
    "".join(CONTROLS[11:]),
    "".join(MARKUP),
    *SIZES,
    "../../etc/passwd",
    "tab\tand\nline",
    "-rf",
    '"""\\',
]

READING = [
    ("partners",),
    ("partners", "--plain"),
    ("show", "{id}"),
    ("show", "{id}", "--plain"),
    ("show", "{id}", "--item", "register"),
    ("history", "{id}"),
    ("history", "{id}", "--plain"),
    ("report", "{id}"),
    ("report", "{id}", "--format", "html"),
]


def outside(home):
    return {path for path in home.files() if not path.is_relative_to(home.data)}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_typed_name_is_cleaned_and_stays_in_the_data_directory(call, home, name):
    before = outside(home)
    answer = call("add", f"--company={name}", "--", name)
    assert answer.code == 0
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}\n", answer.out)
    stored = tomllib.loads(home.progress_file().read_text())
    assert not DRIVING.search(stored["name"] + stored["company"])
    assert ("was cleaned" in answer.err) == (stored["name"] != name)
    assert not DRIVING.search(answer.err)
    assert not DRIVING.search(call("show", stored["name"]).out)
    assert {path for path in outside(home) if "cache" not in path.parts} == before


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_texts_are_cleaned_before_they_are_stored(call, home, mini, text):
    call("note", mini, "register", "--", text)
    call("evidence", mini, "register", "--", text)
    call("set", mini, "register", f"--owner={text}")
    call("refuse", mini, "region", f"--reason={text}")
    call("wait", mini, "sign", f"--for={text}", f"--case={text}")
    items = tomllib.loads(home.progress_file().read_text())["checklists"]["mini"]["items"]
    texts = [value for item in items.values() for value in item.values() if type(value) is str]
    assert len(texts) > 8
    assert not any(DRIVING.search(each) for each in texts)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_file_made_by_hand_cannot_drive_the_terminal(call, home, text):
    escaped = in_toml(text)
    home.put(
        "checklists/own/1.toml",
        f'format = 1\ntitle = "{escaped}"\n[[facts]]\nid = "f"\nquestion = "{escaped}"\n'
        f'[[sections]]\nid = "s"\ntitle = "{escaped}"\n[[sections.items]]\nid = "register"\n'
        f'title = "{escaped}"\nrule = "{escaped}"\nwhen = "f"\n'
        f'[[sections.items.links]]\nurl = "https://example.com"\ntitle = "{escaped}"\n',
    )
    home.put(
        "partners/evil.toml",
        f'format = 1\nname = "{escaped}"\n[checklists.own]\nedition = "1"\n'
        f'[checklists.own.items.register]\nstatus = "waiting"\nwaiting_for = "{escaped}"\n'
        f'chase_on = 2026-01-01\nnote = "{escaped}"\nby = "{escaped}"\nowner = "{escaped}"\n',
    )
    before = (home.data / "partners/evil.toml").read_bytes()
    for args in [*READING, ("checklists",), ("checklists", "own"), ("lint",)]:
        answer = call(*(each.format(id="evil") for each in args))
        assert answer.code in (0, 1), answer.err
        assert not DRIVING.search(answer.out + answer.err)
    assert (home.data / "partners/evil.toml").read_bytes() == before


def test_a_hostile_name_takes_one_line_of_a_list(call, home):
    home.put("partners/evil.toml", 'format = 1\nname = "A\\nB\\tC\\r\\u2028D"\n')
    assert len(call("partners").lines) == 1
    assert len(call("partners").rows[0]) == 9


@pytest.mark.parametrize("word", [*HOSTILE, "../partners/x", "/etc/passwd", "\x00", "."])
def test_a_hostile_word_finds_nothing_and_is_harmless(call, home, mini, word):
    for args in (
        ("show", "--", word),
        ("show", "--", mini, word),
        ("tick", "--", mini, word),
        ("start", "--", mini, word),
        ("start", mini, "mini", f"--edition={word}"),
        ("checklists", "--", word),
    ):
        answer = call(*args)
        assert answer.code in (2, 3)
        assert not DRIVING.search(answer.out + answer.err)
        assert answer.err.count("\n") == 1


def test_a_symbolic_link_is_not_followed_out_of_the_directory(call, home, mini, tmp_path):
    target = tmp_path / "elsewhere.toml"
    target.write_text('format = 1\nname = "Elsewhere"\n')
    (home.data / "partners" / "linked.toml").symlink_to(target)
    assert call("show", "linked").code == 4
    answer = call("partners")
    assert answer.code == 0
    assert "symbolic link" in answer.err
    assert target.read_text() == 'format = 1\nname = "Elsewhere"\n'


def test_arguments_that_are_no_valid_text_do_no_harm(run, mini):
    answer = run("add", b"caf\xe9".decode("utf-8", "surrogateescape"))
    assert answer.returncode == 0
    assert run("show", b"\xff\xfe".decode("utf-8", "surrogateescape")).returncode == 3
