"""Directories of the version that wrote a line for each exchange: they come to the right values.

`before/make.py` made them; `before/right_values.py` says what must stand.
"""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from .before.right_values import values_of
from .sides import Moment, Side, bare_repository, git, is_news, remote_history, settle, values

BEFORE = Path(__file__).parent / "before"
RIGHT: dict[str, Any] = json.loads((BEFORE / "right_values.json").read_text())
STORY: dict[str, Any] = json.loads((BEFORE / "story.json").read_text())
NAMES = ("amira", "ben", "cleo")


def opened(root: Path, name: str, remote: Path) -> Side:
    """Return a side as it was, in its old place as far as it can tell."""
    side = Side(root, name, Moment(datetime.fromisoformat(STORY["now"])))
    shutil.copytree(BEFORE / name, side.data)
    local = (side.data / ".local").stat()
    writer = side.data / ".local/writer"
    writer.write_text(f"{writer.read_text().split()[0]} {local.st_dev}:{local.st_ino}\n")
    repository = bare_repository(side.data / ".local/sync.git")
    last = STORY["last"][name]
    git(repository, "fetch", "--quiet", str(remote), "csp-tui")
    git(repository, "update-ref", "refs/heads/csp-tui", last)
    git(repository, "config", "remote.origin.url", str(remote))
    return side


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    path = bare_repository(tmp_path / "remote.git")
    git(path, "fetch", "--quiet", str(BEFORE / "remote.bundle"), "csp-tui:csp-tui")
    return path


@pytest.fixture
def sides(tmp_path: Path, remote: Path) -> dict[str, Side]:
    found = {name: opened(tmp_path, name, remote) for name in NAMES}
    moment = Moment(datetime.fromisoformat(STORY["now"]))
    for side in found.values():
        side.moment = moment
    moment.advance(days=1)
    return found


def shown(side: Side) -> dict[str, Any]:
    """Return what the files of a side say, in the shape of `right_values.json`."""
    return {
        partner: {
            "archived": side.place(partner) != side.data,
            "tables": values(side, partner),
        }
        for partner in RIGHT
    }


def test_the_story_has_lines_of_exchanges_and_fields_with_an_older_value():
    for name in NAMES:
        side = Side(BEFORE, name)
        assert shown(side) != RIGHT
        assert any(line["do"] == "sync" for each in RIGHT for line in side.lines(each))


@pytest.mark.parametrize("order", [NAMES, NAMES[::-1]], ids=" ".join)
def test_after_syncs_every_side_has_the_latest_real_change_of_every_field(sides, remote, order):
    known = {p: {line for s in sides.values() for line in s.history(p)} for p in RIGHT}
    sent = {partner: set(remote_history(remote, partner)) for partner in RIGHT}
    in_order = {name: sides[name] for name in order}
    for answer in settle(in_order, 3):
        assert (answer.code, is_news(answer)) == (0, False)
    for side in sides.values():
        assert shown(side) == RIGHT
        assert side("verify").code == 0
    for partner in RIGHT:
        lines = set(sides["amira"].history(partner))
        assert known[partner] | sent[partner] <= lines
        assert lines == set(remote_history(remote, partner))
        assert all(set(side.history(partner)) == lines for side in sides.values())
        new = [json.loads(line) for line in lines - known[partner]]
        edited = [each for each in STORY["by_hand"] if each[0] == partner]
        assert [(each["do"], len(each["to"])) for each in new] == [("outside", 1)] * len(edited)


def test_a_copy_of_a_directory_comes_to_the_same(tmp_path, sides, remote):
    for side in sides.values():
        (side.data / ".local/writer").write_text("a5a5a5a5 1:1\n")
        shutil.rmtree(side.data / ".local/sync.git")
        assert side("sync", remote).code == 0
    for answer in settle(sides, 2):
        assert (answer.code, is_news(answer)) == (0, False)
    assert [shown(side) for side in sides.values()] == [RIGHT] * 3


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("partner", [each for each in RIGHT if not RIGHT[each]["archived"]])
def test_a_change_alone_puts_the_other_fields_right(sides, name, partner):
    side = sides[name]
    by_hand = STORY["by_hand"] if name == "ben" else []
    wanted = values_of(partner, by_hand, [name])["tables"]
    assert side("edit", partner, "--company", "Holding").code == 0
    wanted[""][""]["company"] = "Holding"
    assert values(side, partner) == wanted


def test_an_old_file_that_is_put_back_afterwards_is_no_edit(sides):
    settle(sides)
    side = sides["amira"]
    before = {partner: side.history(partner) for partner in RIGHT}
    for place in ("partners", "archive/partners", "customers"):
        shutil.copytree(BEFORE / "amira" / place, side.data / place, dirs_exist_ok=True)
    assert side("sync").code == 0
    assert shown(side) == RIGHT
    assert {partner: side.history(partner) for partner in RIGHT} == before
