"""What is told where an older state of a file, or of a whole directory, was put in place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from .play import replace_content


def test_an_older_file_is_made_again_and_it_is_said_once(partner, amira):
    path = amira.place(partner) / "partners" / f"{partner}.toml"
    amira("note", partner, "first", "one")
    before = path.read_bytes()
    amira("note", partner, "first", "two")
    path.write_bytes(before)
    answer = amira("note", partner, "second", "more")
    assert f"{path} was older than its history" in answer.err
    assert 'note = "two"' in path.read_text()
    assert "older" not in amira("note", partner, "second", "most").err


def copy_of(side, target):
    return Path(shutil.copytree(side.data, target, symlinks=True))


def test_a_directory_that_was_put_back_says_once_that_it_goes_on(partner, amira, tmp_path):
    kept = copy_of(amira, tmp_path / "kept")
    amira("note", partner, "first", "later")
    amira("sync")
    replace_content(kept, amira.data)
    said = amira("sync").err
    assert said.count("was put back from a backup, or copied") == 1
    assert "Nothing need be done" in said
    assert amira.item(partner, "first")["note"] == "later"
    amira("note", partner, "second", "on")
    assert "put back" not in amira("sync").err


def test_a_new_partner_of_the_own_writer_says_so_too(partner, amira, tmp_path):
    kept = copy_of(amira, tmp_path / "kept")
    amira("add", "Fabrikam")
    amira("sync")
    replace_content(kept, amira.data)
    answer = amira("sync", "--json")
    assert ["put back" in each for each in json.loads(answer.out)["remarks"]] == [True]
    assert json.loads(amira("sync", "--json").out)["remarks"] == []


def test_partners_and_history_of_a_backup_say_so_at_the_next_change(partner, amira, tmp_path):
    kept = copy_of(amira, tmp_path / "kept")
    amira("note", partner, "first", "later")
    for name in ("partners", "history"):
        shutil.rmtree(amira.data / name)
        shutil.copytree(kept / name, amira.data / name)
    assert "was put back from a backup, or copied" in amira("note", partner, "second", "on").err
    assert "put back" not in amira("note", partner, "second", "on and on").err


def test_a_history_that_alone_was_put_back_says_what_stays_and_what_comes(partner, amira, tmp_path):
    kept = copy_of(amira, tmp_path / "kept")
    amira("note", partner, "first", "later")
    amira("sync")
    shutil.rmtree(amira.data / "history")
    shutil.copytree(kept / "history", amira.data / "history")
    said = amira("sync").err
    assert said.count("the history was put back from a backup") == 1
    assert "or copied" not in said
    assert amira.item(partner, "first")["note"] == "later"
    assert "put back" not in amira("sync").err


def test_a_hand_over_shows_that_a_directory_was_put_back(partner, amira, ben, tmp_path):
    kept = copy_of(amira, tmp_path / "kept")
    amira("note", partner, "first", "later")
    amira("export", partner, "--output", tmp_path / "1.zip")
    replace_content(kept, amira.data)
    taken = amira("import", "handover", tmp_path / "1.zip", "--yes")
    assert taken.err.count("was put back from a backup, or copied") == 1
