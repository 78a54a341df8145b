"""A partner that is erased on one machine: the others are asked, and may keep it."""

from __future__ import annotations

import json

import pytest

from .sides import is_news, remote_history, settle, values


@pytest.fixture(autouse=True)
def _erased(partner, amira, sides) -> None:
    """Let Amira erase the partner, which the others still have."""
    for side in sides.values():
        side.moment.advance(seconds=1)
    assert amira("purge", partner, "--yes").code in (0, 1)
    assert amira("sync").code == 0


def test_the_others_are_told_who_erased_it_and_when_and_how_to_answer(partner, ben, cleo):
    ben("note", partner, "first", "one")
    ben("note", partner, "first", "two")
    for _ in range(2):
        answer = ben("sync")
        assert answer.code == 1
        assert "Amira" in answer.err
        assert "2026-11-23" in answer.err
        assert f"csp-tui --data {ben.data} purge {partner} erases it here, too" in answer.err
        assert (
            f"csp-tui --data {ben.data} sync --keep {partner} keeps it on all machines"
            in answer.err
        )
        assert "2 lines of its history here were not known there" in answer.err
    assert "not known there" not in cleo("sync").err
    assert cleo("verify", "--remote").code == 1


def test_who_agrees_is_asked_no_more(partner, amira, ben, remote):
    assert ben("purge", partner, "--yes").code in (0, 1)
    for side in (ben, amira, ben):
        answer = side("sync")
        assert (answer.code, is_news(answer)) == (0, False)
    assert len(remote_history(remote, partner)) == 1
    assert ben("verify", "--remote").code == 0


def test_who_keeps_it_sends_all_lines_again_and_the_others_go_on(partner, ben, cleo, remote):
    cleo("note", partner, "second", "of Cleo")
    assert ben("sync", "--keep", "Contoso").code == 0
    assert {*ben.history(partner)} == {*remote_history(remote, partner)}
    answer = cleo("sync")
    assert (answer.code, "erased" in answer.err) == (0, False)
    assert ben("sync").code == 0
    assert values(ben, partner) == values(cleo, partner)
    assert [line["do"] for line in ben.lines(partner)].count("keep") == 1
    assert ben("verify", "--remote").code == 0


def test_who_erased_it_is_told_that_it_was_kept_and_stays_without_it(partner, amira, ben, remote):
    assert ben("sync", "--keep", partner).code == 0
    kept = remote_history(remote, partner)
    answer = amira("sync")
    assert answer.code == 0
    assert "Ben" in answer.err
    assert f"csp-tui --data {amira.data} sync --keep {partner} brings it back here" in answer.err
    assert "brings it back" not in amira("sync").err
    assert amira("partners").out == ""
    ben("note", partner, "first", "goes on")
    ben("sync")
    assert "brings it back" in amira("sync").err
    assert {*kept} < {*remote_history(remote, partner)}


def test_who_erased_it_gets_it_back_and_works_on(partner, amira, ben, cleo, remote, sides):
    ben("note", partner, "first", "kept")
    assert ben("sync", "--keep", partner).code == 0
    answer = amira("sync", "--keep", partner)
    assert (answer.code, "put back" in answer.err) == (0, False)
    assert amira.item(partner, "first")["note"] == "kept"
    assert amira("note", partner, "second", "again").code == 0
    settle(sides)
    lines = amira.lines(partner)
    assert len({(line["w"], line["n"]) for line in lines}) == len(lines)
    for side in sides.values():
        assert values(side, partner) == values(amira, partner)
        assert {*side.history(partner)} == {*remote_history(remote, partner)}
        for words in (("verify",), ("verify", "--remote")):
            assert side(*words).code == 0


def test_what_was_kept_can_be_erased_again_by_somebody_who_knows_it(partner, amira, ben, remote):
    assert ben("sync", "--keep", partner).code == 0
    assert amira("sync", "--keep", partner).code == 0
    assert amira("purge", partner, "--yes").code in (0, 1)
    assert amira("sync").code == 0
    answer = ben("sync")
    assert (answer.code, "not known there" in answer.err) == (1, False)
    assert len(remote_history(remote, partner)) == 1
    assert ben("sync", "--keep", partner).code == 0
    assert len(remote_history(remote, partner)) > 1


def test_a_purge_that_did_not_know_of_the_keeping_does_not_undo_it(partner, ben, cleo, remote):
    assert cleo("purge", partner, "--yes").code in (0, 1)
    assert ben("sync", "--keep", partner).code == 0
    assert "Ben" in cleo("sync").err
    assert ben("sync").code == 0
    assert {*ben.history(partner)} == {*remote_history(remote, partner)}


def test_an_archived_partner_can_be_kept_too(partner, ben, remote):
    ben("archive", partner)
    assert ben("sync", "--keep", partner).code == 0
    assert ben.place(partner) != ben.data
    assert {*ben.history(partner)} == {*remote_history(remote, partner)}


def test_a_dry_run_of_keeping_writes_and_sends_nothing(partner, ben, remote):
    before = ben.history(partner)
    answer = ben("sync", "--dry-run", "--keep", partner)
    assert (answer.code, f"sent: {partner}" in answer.out) == (0, True)
    assert ben.history(partner) == before
    assert len(remote_history(remote, partner)) == 1


def test_what_cannot_be_kept_is_said(partner, amira, ben):
    assert ben("sync", "--keep", "nobody").code == 3
    answer = amira("sync", "--keep", partner)
    assert (answer.code, "nobody has kept it" in answer.err) == (1, True)


def test_the_line_that_stays_names_how_far_the_history_went(partner, amira, ben):
    (line,) = amira.lines(partner)
    last = {each["w"]: each["n"] for each in ben.lines(partner)}
    assert {writer: int(head.split()[0]) for writer, head in line["heads"].items()} == last
    assert amira("purge", partner, "--yes").code in (0, 1)
    (again,) = amira.lines(partner)
    assert json.dumps(again["heads"]) == json.dumps(line["heads"])


def test_whoever_erased_it_may_think_better_of_it_before_it_is_sent(partner, ben, cleo, remote):
    assert cleo("sync", "--keep", partner).code == 0
    assert ben("sync").code == 0
    assert ben("purge", partner, "--yes").code in (0, 1)
    assert ben("sync", "--keep", partner).code == 0
    assert values(ben, partner) == values(cleo, partner)
    assert len(remote_history(remote, partner)) > 1
    assert (ben("sync").code, cleo("sync").code) == (0, 0)
