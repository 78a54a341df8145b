"""Many items by a filter, what a command would do, and how long work shows that it goes on."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from .known import COMMANDS
from .samples import MINI, change_ahead_of_the_clock, change_at_the_same_time


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


def test_a_filter_says_which_runs_it_has_not_looked_at(call, mini, home):
    call("start", mini, "enroll-direct")
    home.put("checklists/mini/2026-01.toml", "format = ")
    answer = call("set", mini, "--filter", "to-do", "--owner", "amira")
    assert answer.code == 0
    assert "mini/2026-01.toml" in answer.err
    assert items(home, "enroll-direct")
    assert call("close", mini, "enroll-direct", "--outcome", "abandoned").code == 0
    assert "is closed" in call("set", mini, "--filter", "to-do", "--owner", "ben").err


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("tick", "contoso"), 2, "name the items, or choose them with --filter"),
        (("tick", "contoso", "register", "--filter", "to-do"), 2, "not both"),
        (("chase", "contoso", "--filter", "chase"), 3, 'no item of Contoso Ltd is "to chase"'),
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


DRY = {
    "tick": ["tick contoso credit-approval", "tick woodgrove --customer all --filter to-do"],
    "untick": ["untick contoso partner-id"],
    "confirm": ["confirm proseware revenue-ttm"],
    "wait": ["wait contoso partner-id --for Ben"],
    "chase": ["chase contoso --filter waiting"],
    "na": ["na contoso partner-id --reason why"],
    "refuse": ["refuse contoso partner-id --reason why"],
    "note": ["note contoso partner-id text"],
    "evidence": ["evidence contoso partner-id text"],
    "set": ["set contoso --filter to-do --owner ben"],
    "fact": ["fact contoso sells-azure no", "fact woodgrove sells-azure no --customer coho"],
    "add": ["add Somebody"],
    "edit": ["edit contoso --owner ben"],
    "start": ["start northwind enroll-direct"],
    "close": ["close contoso --outcome completed", "close contoso --outcome abandoned"],
    "undo": ["undo contoso"],
    "redo": ["redo litware"],
    "archive": ["archive contoso"],
    "unarchive": ["unarchive tailspin"],
    "join": ["join contoso litware"],
    "restore": ["restore adatum"],
    "clock": ["clock --mend"],
    "conflicts": ["conflicts contoso --take 22222222:1", "conflicts contoso --keep 22222222:1"],
    "purge": ["purge contoso"],
    "contact add": ["contact add contoso Somebody", "contact add woodgrove Ann --customer coho"],
    "contact edit": ["contact edit contoso jane --role CFO"],
    "contact remove": ["contact remove contoso jane"],
    "customer add": ["customer add woodgrove Somebody"],
    "customer edit": ["customer edit woodgrove coho --owner ben"],
    "customer archive": ["customer archive woodgrove coho"],
    "customer unarchive": ["customer unarchive woodgrove vanarsdel"],
    "digest": ["digest --to a@example.com"],
    "people set": ["people set ben --mail b@example.com"],
    "people remove": ["people remove amira"],
    "import partners": ["import partners one.csv"],
    "import customers": ["import customers woodgrove one.csv"],
    "import checklist": ["import checklist list.md"],
    "import handover": ["import handover contoso.zip"],
    "sync": ["sync its.git"],
    "migrate": ["migrate litware enroll-direct"],
}
"""Lines that would change something, by command."""

ANSWERED = ("import partners", "import customers", "import handover", "migrate")
"""Commands that preview what they would do before they ask; a dry run ends after the preview."""


@pytest.fixture
def filled(home, call, invented, once, monkeypatch) -> None:
    """Leave something to do for every command among the invented partners."""
    monkeypatch.chdir(home.path)
    once("something for every command", lambda: fill(home, call, invented))


def fill(home, call, invented: Path) -> None:
    shutil.copytree(invented, home.data, dirs_exist_ok=True)
    (home.path / "one.csv").write_text("name\nAlpha Ltd\n")
    (home.path / "list.md").write_text("# List\n\n- [ ] Do it\n")
    subprocess.run(["git", "init", "--quiet", "--bare", "its.git"], check=True)
    change_ahead_of_the_clock(home)
    change_at_the_same_time(home)
    for line in (
        "contact add contoso Jane",
        "archive tailspin",
        "undo litware",
        "export contoso --output contoso.zip",
    ):
        assert call(*line.split()).code == 0
    home.put("people.toml", 'format = 1\n[people.amira]\nmail = "a@example.com"\n')
    (adatum,) = (home.data / "partners").glob("adatum*.toml")
    adatum.write_text("damaged = ")


def test_every_command_with_a_dry_run_is_tried():
    options = {
        name: [option for each in command._actions for option in each.option_strings]
        for name, command in COMMANDS.items()
    }
    assert {name for name in options if "--dry-run" in options[name]} == DRY.keys()


@pytest.mark.parametrize(("name", "line"), [(name, line) for name in DRY for line in DRY[name]])
def test_a_dry_run_only_says_what_would_be_done(home, call, filled, monkeypatch, name, line):
    before = digests(home)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    for stream in ("stdin", "stderr"):  # somebody could be asked
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    answer = call(*line.split(), "--dry-run")
    assert answer.code == (1 if name == "sync" else 0), (
        answer.err
    )  # it leaves the damaged one alone
    assert name in ANSWERED or "would" in answer.out + answer.err
    assert re.search("nothing was (written|changed)\n$|would be imported", answer.err) or (
        name == "import handover"
    )
    assert "(saved" not in answer.out
    assert "y/N" not in answer.err
    assert digests(home) == before
    assert not [each for each in (home.path / "tmp").iterdir() if each.name.startswith("csp-tui")]


def test_a_dry_run_says_what_the_command_would_ask(call, demo):
    answer = call("tick", "contoso", "solutions-designation", "--dry-run")
    assert "Refused: 41 points of 70 in Modern Work." in answer.err
    answer = call("wait", "contoso", "partner-id", "--for", "Ben", "--dry-run")
    assert 'Done: "' in answer.err
    answer = call("close", "contoso", "--outcome", "completed", "--dry-run")
    assert "required items are open" in answer.err


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


TABLE = "name\n" + "\n".join(f"Partner {number:04}" for number in range(1_200)) + "\n"


def test_a_long_import_shows_on_a_terminal_how_far_it_is(home, call, in_terminal):
    path = home.path / "many.csv"
    path.write_text(TABLE)
    shown = in_terminal("import", "partners", str(path), "--yes")
    assert "\rimporting ##" in shown
    assert "/1,200" in shown


def test_a_command_that_reads_very_many_partners_shows_on_a_terminal_how_far_it_is(
    home, call, monkeypatch
):
    (home.data / "partners").mkdir(parents=True)
    for number in range(2_001):
        path = home.data / "partners" / f"quick-{number}.toml"
        path.write_text(f'format = 1\nname = "Quick {number}"\n')
    seconds = count()
    passing = SimpleNamespace(monotonic=lambda: float(next(seconds)))
    monkeypatch.setattr("csp_tui.cli.output.progress_bar.time", passing)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    before, shown, removed, rest = call("partners", "--filter", "late").err.split("\r")
    assert (before, shown) == ("", "reading #######################- 2,000/2,001")
    assert (removed.strip(), rest) == ("", "csp-tui: 0 of 2001 partners\n")


def test_in_a_pipe_there_is_no_bar(home, run):
    path = home.path / "many.csv"
    path.write_text(TABLE)
    answer = run("import", "partners", str(path), "--yes")
    assert "importing" not in answer.stderr
    assert "\r" not in answer.stderr
