"""Many items by a filter, what a command would do, and how long work shows that it goes on."""

from __future__ import annotations

import hashlib
import os
import tomllib

import pytest

from .samples import MINI


def digests(home) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.data.rglob("*"))
        if path.is_file()
    }


def items(home, run: str = "mini"):
    return tomllib.loads(home.progress_file().read_text())["checklists"][run].get("items", {})


def test_a_filter_chooses_the_items(call, mini, home):
    call("wait", mini, "register", "region", "--for", "Ben")
    answer = call("set", mini, "--filter", "waiting", "--owner", "amira")
    assert answer.code == 0
    assert {key: each["owner"] for key, each in items(home).items()} == {
        "register": "amira",
        "region": "amira",
    }
    assert call("undo", mini).code == 0
    assert "owner" not in items(home)["register"]


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("tick", "contoso"), 2, "name the items, or choose them with --filter"),
        (("tick", "contoso", "register", "--filter", "to-do"), 2, "not both"),
        (("chase", "contoso", "--filter", "chase"), 3, 'no item of Contoso Ltd is "chase"'),
        (("tick", "contoso", "--filter", "frob"), 2, 'there is no filter "frob"'),
        (("confirm", "contoso", "register"), 2, "has nothing to confirm"),
    ],
)
def test_a_filter_that_cannot_choose_is_refused_with_the_reason(call, mini, args, code, message):
    answer = call(*args)
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err


def test_confirm_ticks_against_the_rule_as_it_is_now(call, mini, home):
    call("tick", mini, "register", "--on", "2026-01-05")
    home.put("checklists/mini/2026-01.toml", MINI.replace("Register the company", "Register it"))
    assert "[?]" in call("show", mini).out
    assert call("confirm", mini, "--filter", "rule-changed").code == 0
    assert "[x]\tregister" in call("show", mini).out
    assert str(items(home)["register"]["on"]) == "2026-01-05"


def test_links_prints_addresses_alone(call, demo):
    found = call("links", "contoso", "partner-id")
    assert found.code == 0
    assert all(line.startswith("https://") for line in found.lines)
    assert call("show", "contoso", "--item", "partner-id", "--links").out == found.out


DRY = [
    "tick contoso partner-id --yes",
    "untick contoso partner-id",
    "wait contoso partner-id --for Ben --yes",
    "chase contoso --filter waiting",
    "na contoso partner-id --reason why --yes",
    "refuse contoso partner-id --reason why --yes",
    "note contoso partner-id text",
    "evidence contoso partner-id text",
    "set contoso --filter to-do --owner ben",
    "fact contoso sells-azure no",
    "add Somebody",
    "edit contoso --owner ben",
    "start northwind enroll-direct",
    "close contoso --outcome abandoned",
    "undo contoso",
    "archive contoso",
    "purge contoso --yes",
    "customer add woodgrove Somebody",
    "customer edit woodgrove coho --owner ben",
    "customer archive woodgrove coho",
    "tick woodgrove --customer all --filter to-do --yes",
]


@pytest.mark.parametrize("line", DRY)
def test_a_dry_run_says_what_would_be_done_and_writes_nothing(home, call, demo, line):
    before = digests(home)
    answer = call(*line.split(), "--dry-run")
    assert answer.code == 0, answer.err
    assert answer.out
    assert answer.err.endswith("csp-tui: dry run: nothing was written\n")
    assert "(saved" not in answer.out
    assert digests(home) == before
    assert not [each for each in (home.path / "tmp").iterdir() if each.name.startswith("csp-tui")]


def test_a_dry_run_leaves_nothing_in_the_cache(home, call, demo):
    def cached() -> set[str]:
        return {path.name for path in (home.path / "cache").rglob("*")}

    for path in home.data.rglob("*.toml"):  # young files are not kept there
        os.utime(path, (1_700_000_000, 1_700_000_000))
    line = ("close", "woodgrove", "--outcome", "abandoned", "--yes", "--dry-run")
    call(*line)  # what is read of the partner itself may be kept
    kept = cached()
    assert call(*line).code == 0
    assert cached() == kept


def test_a_dry_run_fails_where_the_command_would_fail(home, call, demo):
    answer = call("redo", "contoso", "--dry-run")
    assert answer.code == 2
    assert "dry run" not in answer.err


def test_a_fact_of_a_customer_is_answered_and_shown(home, call, demo):
    assert call("fact", "woodgrove", "sells-azure", "no", "--customer", "coho").code == 0
    (row,) = call("fact", "woodgrove", "sells-azure", "--customer", "coho").rows
    assert row[:3] == ["no", "sells-azure", "Coho Winery"]


TABLE = "name\n" + "\n".join(f"Partner {number:04}" for number in range(400)) + "\n"


def test_a_long_import_shows_on_a_terminal_how_far_it_is(home, call, in_terminal):
    path = home.path / "many.csv"
    path.write_text(TABLE)
    shown = in_terminal("import", "partners", str(path), "--yes")
    assert "\rimporting ##" in shown
    assert "/400" in shown


def test_in_a_pipe_there_is_no_bar(home, run):
    path = home.path / "many.csv"
    path.write_text(TABLE)
    answer = run("import", "partners", str(path), "--yes")
    assert "importing" not in answer.stderr
    assert "\r" not in answer.stderr
