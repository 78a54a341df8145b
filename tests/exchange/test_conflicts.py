"""Changes that fell against others made at the same time: what is said, and the way back."""

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
            ["conflict: Contoso: Work", "kept: outcome completed, ", "kept: outcome abandoned, "],
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


@pytest.fixture
def fallen(partner, amira, ben) -> str:
    """Return the id of a line of Amira's that fell against one of Ben's."""
    at_once(["note", partner, "first", "1"], amira, ["note", partner, "first", "2"], ben)
    amira("sync")
    return line_of(amira)


def line_of(side: Side) -> str:
    """Return the id of the only line that fell."""
    (found,) = json.loads(side("conflicts", "--json").out)["conflicts"]
    return str(found["fell"]["line"])


def test_the_list_names_line_and_both_sides(sides, partner, amira, fallen):
    assert amira("note", partner, "second", "alone").code == 0
    settle(sides)
    for side in sides.values():
        (row,) = side("conflicts").lines
        cells = row.split("\t")
        assert cells[:5] == [fallen, partner, "work", "first", "First"]
        assert (cells[5], cells[8]) == ('note "2"', 'note "1"')
        assert [cell.split()[0] for cell in (cells[6], cells[9])] == ["Ben", "Amira"]
        plain = side("conflicts", partner, "--plain").lines
        assert plain[:4] == [f"line: {fallen}", "partner: Contoso", "run: work", "change: First"]


def test_the_other_value_is_put_back_for_everybody_and_undo_takes_that_back(
    sides, partner, ben, cleo, fallen
):
    cleo("sync")
    answer = cleo("conflicts", partner, "--take", fallen)
    assert answer.code == 0
    assert 'put back: First: note "1"' in answer.out
    settle(sides)
    for side in sides.values():
        assert side.item(partner, "first")["note"] == "1"
        assert side("conflicts").out == ""
        assert side("verify").code == 0
    last = ben.lines(partner)[-1]
    assert (last["as"], last["do"], len(last["over"])) == ("Cleo", "decide", 2)
    assert "taken back: decided the conflict about First" in cleo("undo", partner).out
    settle(sides)
    assert [side.item(partner, "first")["note"] for side in sides.values()] == ["2"] * 3
    assert {line_of(side) for side in sides.values()} == {fallen}
    ben("note", partner, "first", "3")
    settle(sides)
    assert all(side("conflicts").out == "" for side in sides.values())


def test_what_is_there_may_be_said_to_be_right(sides, partner, amira, fallen):
    amira("evidence", partner, "first", "before")
    answer = amira("conflicts", partner, "--keep", fallen)
    assert (answer.code, 'kept: First: note "2"' in answer.out) == (0, True)
    settle(sides)
    for side in sides.values():
        assert side.item(partner, "first")["note"] == "2"
        assert side("conflicts").out == ""


def test_that_what_is_there_is_right_is_taken_back_and_said_again(sides, partner, amira, fallen):
    amira("evidence", partner, "first", "before")
    amira("conflicts", partner, "--keep", fallen)
    for command, is_open in (("undo", True), ("redo", False), ("undo", True)):
        assert "decided the conflict about First" in amira(command, partner).out
        settle(sides)
        for side in sides.values():
            assert (fallen in side("conflicts").out) is is_open
            assert side.item(partner, "first") == {**side.item(partner, "first"), "note": "2"}
            assert side("verify").code == 0
    amira("undo", partner)
    assert "evidence" not in amira.item(partner, "first")
    amira("conflicts", partner, "--take", fallen)
    settle(sides)
    assert [side.item(partner, "first")["note"] for side in sides.values()] == ["1"] * 3
    assert all(side("conflicts").out == "" for side in sides.values())


def test_a_status_is_put_back_whole(sides, partner, amira, ben):
    refused = ["refuse", partner, "first", "--reason", "too dear"]
    amira("sync")
    at_once(refused, amira, ["tick", partner, "first", "--yes"], ben)
    expected = amira.item(partner, "first")
    ben("conflicts", partner, "--take", line_of(ben))
    settle(sides)
    assert [side.item(partner, "first") for side in sides.values()] == [expected] * 3


def test_a_chase_is_put_back_with_the_wait(sides, partner, amira, ben):
    amira("wait", partner, "first", "--for", "Microsoft")
    settle(sides)
    ticked = ["tick", partner, "first", "--yes"]
    at_once(ticked, amira, ["chase", partner, "first", "--chase", "2026-12-24"], ben)
    ben("conflicts", partner, "--take", line_of(ben))
    settle(sides)
    for side in sides.values():
        found = side.item(partner, "first")
        assert (found["status"], found["waiting_for"]) == ("waiting", "Microsoft")
        assert found["chase_on"].isoformat() == "2026-12-24"
        assert side("conflicts").out == ""


def test_a_start_in_which_somebody_worked_is_not_taken_back(sides, partner, amira, ben):
    amira("start", partner, "work", "--again")
    settle(sides)
    noted = ["note", partner, "first", "begun", "--run", "work-2"]
    at_once(noted, ben, ["undo", partner], amira)
    before = amira.history(partner)
    assert amira("conflicts", partner, "--take", line_of(amira)).code == 2
    assert amira.history(partner) == before
    assert amira("conflicts", partner, "--keep", line_of(amira)).code == 0
    settle(sides)
    for side in sides.values():
        assert side("conflicts").out == ""
        assert side.item(partner, "first", "work-2") == {"note": "begun"}


def test_a_line_that_did_not_fall_is_refused(partner, amira, ben, fallen):
    assert amira("conflicts", partner, "--take", "zzzzzzzz:1").code == 3
    assert amira("conflicts", "--take", fallen).code == 2
    assert amira("conflicts", partner, "--take", fallen).code == 0
    assert amira("conflicts", partner, "--take", fallen).code == 3
    assert amira("conflicts").code == 0


def test_the_conflicts_of_an_archived_partner_are_listed_and_decided(sides, partner, amira, ben):
    at_once(["note", partner, "first", "one"], amira, ["note", partner, "first", "two"], ben)
    assert ben("archive", partner).code == 0
    for listed in (ben("conflicts"), ben("conflicts", partner), ben("conflicts", "Contoso")):
        (row,) = listed.lines
        assert "First" in row
    take = ("conflicts", "Contoso", "--take", row.split("\t")[0])
    assert "First" in ben(*take, "--dry-run").out
    assert ben.item(partner, "first")["note"] == "two"
    assert ben(*take).code == 0
    assert ben.item(partner, "first")["note"] == "one"
    assert ben("conflicts").out == ""
    assert ben.place(partner) != ben.data
    settle(sides)
    assert amira.item(partner, "first")["note"] == "one"


def noted(side: Side) -> list[str]:
    """Return the partners that the notes of a side name, as those in which conflicts came up."""
    path = side.data / ".local/exchange/conflicts"
    return path.read_text().split() if path.exists() else []


def test_partners_with_conflicts_are_noted_until_all_are_decided(sides, partner, amira, ben):
    other = amira("add", "Fabrikam").out.strip()
    settle(sides)
    assert noted(ben) == []
    at_once(["note", partner, "first", "one"], amira, ["note", partner, "first", "two"], ben)
    amira("sync")
    assert [noted(amira), noted(ben)] == [[partner]] * 2
    ben("conflicts", partner, "--take", line_of(ben))
    settle(sides)
    at_once(["edit", other, "--owner", "a"], amira, ["edit", other, "--owner", "b"], ben)
    assert noted(ben) == [other]


def test_a_hand_over_and_a_new_copy_note_conflicts_too(partner, amira, ben, cleo, tmp_path):
    assert amira("note", partner, "first", "one").code == 0
    assert ben("note", partner, "first", "two").code == 0
    assert amira("export", partner, "--output", tmp_path / "1.zip").code == 0
    assert ben("import", "handover", tmp_path / "1.zip", "--yes").code == 0
    assert noted(ben) == [partner]
    ben("sync")
    cleo("sync")
    assert noted(cleo) == [partner]
    assert cleo("sync", "--dry-run").code == 0
