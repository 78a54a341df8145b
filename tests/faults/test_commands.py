"""A command that dies, has no room or may write no more leaves each partner and file whole."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from csp_tui.core.exchange.handover_file import decode

from .helpers import child_environ, problems_of, temporary_files, values_of
from .scenarios import (
    CONTOSO,
    GOES_ON,
    HANDED,
    PAGES,
    REPORT,
    SCENARIOS,
    TOGETHER,
    note,
    open_store,
    places_in,
)
from .test_dying import A_DAY_AGO, Deaths
from .test_full_disk import LONG_NOTE
from .test_full_disk import disk as disk

OUTPUTS = ("export", "report")


def test_moving_many_partners_that_dies_at_any_call_leaves_each_moved_or_not_at_all(
    actor, tmp_path
):
    deaths = Deaths(actor, tmp_path, "migrate of all")
    old = {each: values_of(deaths.before, each) for each in TOGETHER}
    new = {each: values_of(deaths.whole, each) for each in TOGETHER}
    counts = set()
    for left in deaths:
        for each in TOGETHER:
            open_store(left).catch_up(each)
        found = {each: values_of(left, each) for each in TOGETHER}
        moved = [each for each in TOGETHER if found[each] == new[each]]
        assert all(found[each] == old[each] for each in TOGETHER if each not in moved)
        counts.add(len(moved))
        SCENARIOS["migrate of all"].act(left)
        assert {each: values_of(left, each) for each in TOGETHER} == new
        for each in TOGETHER:
            open_store(left).change(each, [GOES_ON])
        assert [problems_of(left, each) for each in TOGETHER] == [[], []]
        assert temporary_files(left) == []
    assert counts == {0, 1, 2}


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_file_that_is_written_elsewhere_is_whole_or_as_before_at_any_death(actor, tmp_path, name):
    deaths = Deaths(actor, tmp_path, name, fewest=1)
    ends = set()
    for left in deaths:
        ends.add(written(left, name))
        are_as_before(left, deaths)
        for hidden in left.glob(".*.tmp"):
            os.utime(hidden, (A_DAY_AGO, A_DAY_AGO))
        (left / HANDED).unlink(missing_ok=True)
        SCENARIOS[name].act(left)
        assert written(left, name) == "new"
        are_as_before(left, deaths)
        assert [*left.glob(".*.tmp")] == []
    assert ends == {"old", "new"}


def test_of_a_folder_each_page_is_whole_at_any_death_and_the_summary_is_the_last(actor, tmp_path):
    deaths = Deaths(actor, tmp_path, "pages", fewest=1)
    ends = set()
    for left in deaths:
        folder = left / PAGES
        texts = {each.name: each.read_text() for each in folder.glob("[!.]*")}
        old = {name for name, text in texts.items() if text == "as it was last month"}
        assert all(texts[name].rstrip().endswith("</html>") for name in texts.keys() - old)
        assert "notes.txt" in old
        if "index.html" not in old:
            assert old == {"notes.txt"}
        ends.add("index.html" in old)
        are_as_before(left, deaths)
        SCENARIOS["pages"].act(left)
        assert len([*folder.glob("partner-*.html")]) == 2
    assert ends == {True, False}


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_file_for_which_there_is_no_room_is_as_before(actor, disk, name):
    SCENARIOS[name].prepare(disk.root)
    before = values_of(disk.root, CONTOSO)
    ends = set()
    for room in range(8):
        disk.leave(room)
        answer = actor.act(disk.root, name)
        disk.empty()
        ends.add(answer.error)
        assert written(disk.root, name) == ("new" if answer.saved else "old")
        if not answer.saved:
            assert answer.sentence.endswith(": no space left on device")
        assert values_of(disk.root, CONTOSO) == before
        assert temporary_files(disk.root) == []
        shutil.rmtree(places_in(disk.root).data)
        SCENARIOS[name].prepare(disk.root)
        (disk.root / HANDED).unlink(missing_ok=True)
    assert ends == {"", "WriteError"}


def test_moving_many_partners_on_a_full_disk_names_those_that_stay(actor, disk):
    scenario = SCENARIOS["migrate of all"]
    counts = set()
    for room in range(10):
        scenario.prepare(disk.root)
        open_store(disk.root).change(TOGETHER[1], [note("member", LONG_NOTE)])
        old = {each: values_of(disk.root, each) for each in TOGETHER}
        disk.leave(room)
        answer = actor.act(disk.root, "migrate of all")
        disk.empty()
        stay = [each for each in TOGETHER if values_of(disk.root, each) == old[each]]
        assert answer.sentence.count("no space left on device") == len(stay)
        counts.add(len(stay))
        scenario.act(disk.root)
        for each in TOGETHER:
            assert values_of(disk.root, each) != old[each]
            assert problems_of(disk.root, each) == []
        assert temporary_files(disk.root) == []
        shutil.rmtree(places_in(disk.root).data)
    assert counts == {0, 1, 2}


def test_an_import_for_which_there_is_no_room_adds_nobody_and_says_why(disk):
    SCENARIOS["change of an item"].prepare(disk.root)
    before = open_store(disk.root).partner_ids()
    table = "name\n" + "".join(f"New {number}\n" for number in range(60))
    reasons = set()
    for room in (0, 3, 10, 30):
        disk.leave(room)
        done = command(disk.root, "import", "partners", "--yes", "-", given=table)
        disk.empty()
        assert done.returncode == 6
        reasons.add("no space left on device" in done.stderr)
        assert open_store(disk.root).partner_ids() == before
        assert temporary_files(disk.root) == []
    assert reasons == {True}


def written(root: Path, name: str) -> str:
    """Say which file a command has left: the old one or none, or the new one, whole."""
    if name == "report":
        text = (root / REPORT).read_text()
        assert text == "as it was last month" or text.rstrip().endswith("</html>")
        return "old" if text == "as it was last month" else "new"
    if not (root / HANDED).exists():
        return "old"
    assert decode((root / HANDED).read_bytes(), HANDED).partner_id == CONTOSO
    return "new"


def are_as_before(root: Path, deaths: Deaths) -> None:
    for each in TOGETHER:
        assert values_of(root, each) == values_of(deaths.before, each)
        assert problems_of(root, each) == []
    assert temporary_files(places_in(root).data) == []


def command(
    root: Path, *words: str, given: str = "", largest: int = resource.RLIM_INFINITY
) -> subprocess.CompletedProcess[str]:
    """Run a command on the data below `root`; it may write files of at most `largest` bytes."""
    return subprocess.run(
        [sys.executable, "-m", "csp_tui", *words],
        env={
            **child_environ(),
            "HOME": str(root),
            "CSP_TUI_DATA": str(places_in(root).data),
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "",
        },
        cwd=root,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)),
    )


LIMITS = (0, 30, 400)
"""Bytes that a file may have: less than those of a history, and of a report."""


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize(
    "words",
    [
        ("edit", CONTOSO, "--owner", "ben"),
        ("migrate", "--all", "demo", "--yes"),
        ("export", CONTOSO, "--output", str(HANDED)),
        ("report", CONTOSO, "--output", str(REPORT), "--yes"),
    ],
    ids=lambda words: words[0],
)
def test_a_limit_on_the_size_of_files_is_told_and_nothing_is_lost(tmp_path, words, limit):
    SCENARIOS["report"].prepare(tmp_path)
    before = {each: values_of(tmp_path, each) for each in TOGETHER}
    done = command(tmp_path, *words, largest=limit)
    assert (done.returncode, "moved" in done.stdout) == (6, False)
    # One sentence for each partner or file, and no word of Python's.
    assert {line.rpartition(": ")[2] for line in done.stderr.splitlines()} == {"file too large"}
    assert {each: values_of(tmp_path, each) for each in TOGETHER} == before
    assert [problems_of(tmp_path, each) for each in TOGETHER] == [[], []]
    assert (written(tmp_path, "report"), written(tmp_path, "export")) == ("old", "old")
    assert temporary_files(tmp_path) == []
