"""What is told where an older state of a file was put in place."""

from __future__ import annotations


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
