"""Changes that fell against others made at the same time: what a sync says of them."""

from __future__ import annotations

import json

import pytest

from .sides import Answer, Side, settle


def at_once(first: list[str], amira: Side, second: list[str], ben: Side) -> Answer:
    """Let two people act, neither knowing of the other; return what the second one's sync says."""
    assert amira(*first).code == 0
    ben.moment.advance(minutes=2)
    assert ben(*second).code == 0
    assert amira("sync").code == 0
    return ben("sync")


def conflict_of(answer: Answer) -> list[str]:
    """Return the lines about the only conflict of an answer."""
    start = next(n for n, line in enumerate(answer.lines) if line.startswith("conflict"))
    assert len([line for line in answer.lines if line.startswith("conflict")]) == 1
    return [line.strip() for line in answer.lines[start : start + 3]]


def test_the_values_are_said_with_who_and_when(partner, amira, ben):
    refused = ["refuse", partner, "first", "--reason", "too dear"]
    ticked = ["tick", partner, "first", "--yes", "--on", "2026-11-20"]
    what, kept, fell = conflict_of(at_once(refused, amira, ticked, ben))
    assert what == "conflict: Contoso: First"
    assert kept.startswith("kept: status done, on 2026-11-20, of Ben (")
    assert fell.startswith('not kept: status refused, reason "too dear", of Amira (')
    assert ben.clock().astimezone().strftime("%Y-%m-%d %H:%M") in kept


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (
            ["edit", "{}", "--owner", "amira"],
            ["edit", "{}", "--owner", "ben"],
            ["conflict: Contoso", 'owner "ben"', 'owner "amira"'],
        ),
        (
            ["fact", "{}", "large", "yes"],
            ["fact", "{}", "large", "no"],
            ["conflict: Contoso: Is it large?", "answer no", "answer yes"],
        ),
        (
            ["note", "{}", "second", "new"],
            ["note", "{}", "second", ""],
            ["conflict: Contoso: Second", "note none", 'note "new"'],
        ),
        (
            ["close", "{}", "--outcome", "abandoned"],
            ["close", "{}", "--outcome", "completed", "--yes"],
            ["conflict: Contoso: Work", "outcome completed", "outcome abandoned"],
        ),
    ],
    ids=["partner", "fact", "removed", "run"],
)
def test_whatever_was_changed_is_named(sides, partner, amira, ben, first, second, words):
    amira("note", partner, "second", "old")
    settle(sides)
    one, two = ([word.format(partner) for word in each] for each in (first, second))
    found = conflict_of(at_once(one, amira, two, ben))
    assert all(word in line for line, word in zip(found, words, strict=True)), found
    assert [line.split(": ")[0] for line in found] == ["conflict", "kept", "not kept"]


def test_a_chase_of_an_item_that_was_done_before_is_said(sides, partner, amira, ben):
    amira("wait", partner, "first", "--for", "Microsoft")
    settle(sides)
    ticked = ["tick", partner, "first", "--yes"]
    chased = ["chase", partner, "first", "--chase", "2026-12-24"]
    found = conflict_of(at_once(ticked, amira, chased, ben))
    assert found[1].startswith("kept: status done")
    assert "of Amira" in found[1]
    assert "chase on 2026-12-24" in found[2]
    assert "of Ben" in found[2]


def test_a_start_that_was_taken_back_while_somebody_worked_is_said(sides, partner, amira, ben):
    amira("start", partner, "work", "--again")
    settle(sides)
    noted = ["note", partner, "first", "begun", "--run", "work-2"]
    found = conflict_of(at_once(noted, ben, ["undo", partner], amira))
    assert "Work" in found[0]
    assert found[1].startswith('kept: edition "2026-01"')
    assert found[2].startswith("not kept: edition none, of Amira")


def test_programs_get_both_lines(sides, partner, amira, ben):
    at_once(["note", partner, "first", "1"], amira, ["note", partner, "first", "2"], ben)
    (found,) = json.loads(amira("sync", "--json").out)["conflicts"]
    assert (found["partner"], found["name"], found["title"]) == (partner, "Contoso", "First")
    sides_of = [(found[key]["as"], found[key]["to"]["note"]) for key in ("stands", "fell")]
    assert sides_of == [("Ben", "2"), ("Amira", "1")]


def test_what_somebody_changed_knowing_both_is_no_conflict(sides, partner, amira, ben):
    at_once(["note", partner, "first", "1"], amira, ["note", partner, "first", "2"], ben)
    ben("note", partner, "first", "3")
    ben("sync")
    assert "conflict" not in amira("sync").out
