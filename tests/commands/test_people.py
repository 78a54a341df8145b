"""``people``: who gets a digest, where and in which language."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor

import pytest

from csp_tui.core.base.address import is_address, local_address
from csp_tui.core.base.errors import BusyError

TEAM = """\
# our team
format = 1

# she is the boss
[people.amira]
mail = "amira@example.com"   # private
phone = "1234"

# Ben is new
[people.ben]
mail = "ben@example.com"
language = "fr"
"""


def test_people_are_added_changed_and_listed(call, home):
    answer = call("people", "set", "amira", "--mail", "amira@example.com", "--language", "fr")
    assert (answer.code, answer.lines) == (0, ["set: amira, amira@example.com, français"])
    assert call("people", "set", "Ben Okafor", "--mail", "ben@example.com").code == 0
    assert call("people", "set", "AMIRA", "--language", "").code == 0
    assert (home.data / "people.toml").read_text() == (
        'format = 1\n\n[people.amira]\nmail = "amira@example.com"\n\n'
        '[people."Ben Okafor"]\nmail = "ben@example.com"\n'
    )
    answer = call("people")
    assert answer.rows == [
        ["amira", "amira@example.com", ""],
        ["Ben Okafor", "ben@example.com", ""],
    ]
    assert (answer.code, answer.err) == (0, "")
    people = json.loads(call("people", "--json").out)["people"]
    assert people[0] == {"name": "amira", "mail": "amira@example.com", "language": ""}


def test_owners_without_an_address_are_listed_once_with_the_cure(call, mini):
    assert call("edit", mini, "--owner", "chloe").code == 0
    assert call("set", mini, "register", "--owner", "dan").code == 0
    call("add", "Fabrikam", "--owner", "Chloe")
    answer = call("people")
    assert answer.rows == [["chloe", "", ""], ["dan", "", ""]]
    assert "without an address: chloe, dan; give one by csp-tui people set" in answer.err


def test_who_owns_only_customers_or_items_is_listed_too(call, demo):
    call("customer", "edit", "woodgrove", "coho", "--owner", "zoe")
    call("set", "contoso", "credit-approval", "--owner", "yann")
    names = [name for name, _mail, _language in call("people").rows]
    assert {"amira", "yann", "zoe"} <= set(names)


def test_a_change_keeps_remarks_order_and_unknown_keys(call, home):
    path = home.put("people.toml", TEAM)
    assert call("people", "set", "amira", "--mail", "a@example.org", "--language", "fr").code == 0
    assert path.read_text() == TEAM.replace("amira@example.com", "a@example.org").replace(
        'phone = "1234"\n', 'phone = "1234"\nlanguage = "fr"\n'
    )


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("amira", TEAM[: TEAM.index("[people.amira]")] + TEAM[TEAM.index("# Ben") :]),
        ("ben", TEAM[: TEAM.index("[people.ben]")]),
    ],
)
def test_a_person_is_removed_and_nothing_else(call, home, name, left):
    path = home.put("people.toml", TEAM)
    assert call("people", "remove", name.upper()).code == 0
    assert path.read_text() == left


def test_the_last_person_can_go_and_come_back(call, home):
    call("people", "set", "amira", "--mail", "amira@example.com")
    assert call("people", "remove", "amira").code == 0
    assert (home.data / "people.toml").read_text() == "format = 1\n\n"
    assert call("people", "set", "amira", "--mail", "amira@example.com").code == 0


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(call, home):
    path = home.put("people.toml", TEAM)
    answer = call("people", "set", "chloe", "--mail", "c@example.com", "--dry-run")
    assert answer.lines == ["would be set: chloe, c@example.com"]
    assert "nothing was written" in answer.err
    assert call("people", "remove", "ben", "--dry-run").lines == ["would be removed: ben"]
    assert path.read_text() == TEAM
    assert not (home.data / ".local").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (["set", "amira"], 2, "say --mail, --language, or both"),
        (["set", "amira", "--mail", "amira"], 2, "no mail address; write it like"),
        (["set", "amira", "--mail", "a@b.c\nBcc: x@y.z"], 2, "no mail address"),
        (["set", "amira", "--language", "de"], 2, 'no language "de"; it is one of en, fr'),
        (["set", " \x1b ", "--mail", "a@b.c"], 2, "a person needs a name"),
        (["remove", "amirra"], 3, 'no person "amirra"; did you mean "amira"?'),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(call, home, arguments, code, why):
    path = home.put("people.toml", TEAM)
    answer = call("people", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert why in answer.err
    assert path.read_text() == TEAM


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("people = ", 1, "is not TOML"),
        ("format = 2\n", 1, "install a newer one"),
        ("[people.amira]\n", 1, "format must be 1"),
        ("format = 1\npeople = 5\n", 2, "people must be tables, such as [people.amira]"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line_and_stays(call, home, text, line, why):
    path = home.put("people.toml", text)
    for words in (["people"], ["people", "set", "a", "--mail", "a@b.c"], ["people", "remove", "a"]):
        answer = call(*words)
        assert (answer.code, answer.out) == (4, "")
        assert f"{path}, line {line}: " in answer.err
        assert why in answer.err
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("table", "line", "why"),
    [
        ("mail = 5", 4, "amira: mail must be a text in quotes"),
        ('mail = "a b@c"', 4, 'amira: "a b@c" is no mail address; write it like'),
        ('language = "de"', 4, 'amira: there is no language "de"; it is one of en, fr'),
    ],
)
def test_a_wrong_person_leaves_the_others_and_can_be_mended_by_command(
    call, home, table, line, why
):
    path = home.put("people.toml", f"format = 1\n\n[people.amira]\n{table}\n\n[people.ben]\n")
    answer = call("people")
    assert (answer.code, answer.rows) == (0, [["ben", "", ""]])
    assert f"{path}, line {line}: {why}" in answer.err
    key = table.split()[0]
    value = {"mail": "a@example.com", "language": "fr"}[key]
    assert call("people", "set", "amira", f"--{key}", value).code == 0
    assert call("people").rows[0][0] == "amira"


def test_a_person_that_is_no_table_is_named(call, home):
    path = home.put("people.toml", 'format = 1\n\n[people]\namira = "a@b.c"\n')
    assert f"{path}, line 4: amira: it must be a table" in call("people").err
    answer = call("people", "set", "amira", "--mail", "a@b.c")
    assert (answer.code, "amira: it must be a table" in answer.err) == (4, True)


def test_verify_names_what_is_wrong_with_people(call, home):
    home.put("people.toml", TEAM)
    assert call("verify").code == 0
    path = home.put("people.toml", TEAM.replace("ben@example.com", "ben"))
    answer = call("verify")
    assert answer.code == 1
    assert f'{path}, line 11: ben: "ben" is no mail address' in answer.out
    assert json.loads(call("verify", "--json").out)["people_problems"] == [answer.lines[-1]]
    path.write_text("people = ")
    assert call("verify").code == 1


def test_a_name_from_the_file_does_not_drive_the_terminal(call, home):
    home.put("people.toml", 'format = 1\n\n[people."a\\u001b[31m\\u202eb"]\nmail = "a@b.c"\n')
    answer = call("people")
    assert "\x1b" not in answer.out
    assert "\u202e" not in answer.out


def test_the_file_is_private_but_shared_where_the_directory_is(call, home):
    call("people", "set", "amira", "--mail", "a@b.c")
    path = home.data / "people.toml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.unlink()
    home.data.chmod(0o2770)
    call("people", "set", "amira", "--mail", "a@b.c")
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    path.chmod(0o640)
    call("people", "set", "amira", "--mail", "d@b.c")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_nobody_is_lost_where_several_are_set_at_the_same_time(home):
    names = [f"owner-{number}" for number in range(6)]
    words = [sys.executable, "-m", "csp_tui", "people", "set"]

    def set_one(name: str) -> int:
        command = [*words, name, "--mail", f"{name}@example.com"]
        while (code := subprocess.call(command, env=home.env)) == BusyError.exit_code:
            pass  # on a slow machine, the others may take longer than a command waits
        return code

    with ThreadPoolExecutor(len(names)) as pool:
        assert [*pool.map(set_one, names)] == [0] * len(names)
    known = tomllib.loads((home.data / "people.toml").read_text())["people"]
    assert set(known) == set(names)
    assert list((home.data / ".local" / "locks").iterdir()) == []


def test_a_symbolic_link_is_not_followed(call, home):
    target = home.path / "elsewhere.toml"
    target.write_text(TEAM)
    (home.data / "people.toml").symlink_to(target)
    assert call("people").code == 4
    assert call("people", "set", "amira", "--mail", "x@y.z").code == 4
    assert target.read_text() == TEAM


def test_no_report_takes_the_place_of_the_file(call, home):
    home.put("people.toml", TEAM)
    call("add", "Contoso")
    place = str(home.data / "people.toml")
    answer = call("report", "contoso", "--format", "md", "--output", place, "--yes")
    assert (answer.code, "own files" in answer.err) == (2, True)


@pytest.mark.parametrize("text", ["a@b.c", "o'brien+csp@mail.example.co", "root@localhost"])
def test_these_are_addresses(text):
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "a", "@b.c", "a@", "a@b@c", "a b@c.d", "-t@b.c", "a@b.c\n", "a@b.c,d@e.f"),
        *("a@b..c", ".a@b.c", "a@-b.c", "é@b.c", "a@é.c", "Amira <a@b.c>", "a@b.c (x)"),
        *(f"{'a' * 65}@b.c", f"a@{'b.' * 130}c", '"a b"@c.d', "a@[127.0.0.1]"),
    ],
)
def test_these_are_no_addresses(text):
    assert not is_address(text)


@pytest.mark.parametrize(
    ("login", "host", "address"),
    [
        ("amira", "csp.example.com", "amira@csp.example.com"),
        ("uid 1234", "host_1", "uid-1234@host-1"),
        ("DOM\\amira\n", "", "DOM-amira@localhost"),
        ("é", "-", "nobody@localhost"),
    ],
)
def test_everybody_has_a_local_address(login, host, address):
    assert local_address(login, host) == address
    assert is_address(address)
