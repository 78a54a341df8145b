"""A run that is moved to a new edition on one machine, and worked in on another."""

from __future__ import annotations

import pytest

from .sides import CHECKLIST, Side, settle, values

NEWER = CHECKLIST.replace('id = "second"', 'id = "renamed"\nreplaces = ["second"]').replace(
    'id = "moved"', 'id = "each-renamed"\nreplaces = ["moved"]'
)


@pytest.fixture
def newer(sides, amira, partner) -> None:
    """A new edition, on every side, in which two items have other ids."""
    for side in sides.values():
        (side.data / "checklists" / "work" / "2027-01.toml").write_text(NEWER)


def item(side: Side, partner: str, name: str, customer: str = "") -> dict[str, object]:
    return values(side, partner)[customer].get(f"checklists.work.items.{name}", {})


@pytest.mark.usefixtures("newer")
def test_what_was_recorded_elsewhere_of_the_old_item_counts_for_the_new_one(
    sides, partner, amira, ben
):
    customer = amira("customer", "add", partner, "Coho").out.strip()
    amira("note", partner, "second", "before")
    settle(sides)
    assert amira("migrate", partner, "--yes").code == 0
    assert item(amira, partner, "renamed")["note"] == "before"
    ben("tick", partner, "second", "--yes")
    ben("tick", partner, "moved", "--customer", customer, "--yes")
    ben("note", partner, "second", "after")
    settle(sides)
    for side in sides.values():
        assert item(side, partner, "renamed")["note"] == "after"
        assert item(side, partner, "renamed")["status"] == "done"
        assert item(side, partner, "each-renamed", customer)["status"] == "done"
    assert "id: renamed\nstate: done" in amira("show", partner, "--plain").out
    amira("note", partner, "renamed", "last")
    settle(sides)
    assert item(ben, partner, "renamed")["note"] == "last"
    assert amira("conflicts", partner).out == ""


@pytest.mark.usefixtures("newer")
def test_two_who_move_the_same_run_do_no_harm(sides, partner, amira, ben):
    amira("note", partner, "second", "one")
    settle(sides)
    for side in (amira, ben):
        assert side("migrate", partner, "--yes").code == 0
    ben("note", partner, "renamed", "two")
    settle(sides)
    assert {str(item(side, partner, "renamed")["note"]) for side in sides.values()} == {"two"}
    assert all(side("verify", "--remote").code == 0 for side in sides.values())


@pytest.mark.usefixtures("newer")
def test_a_conflict_about_the_old_item_is_one_about_the_new_one(sides, partner, amira, ben):
    ben("note", partner, "second", "one")
    amira("note", partner, "second", "two")
    assert amira("migrate", partner, "--yes").code == 0
    settle(sides)
    fallen, *more = amira("conflicts", partner).lines
    assert more == []
    other = "one" if item(amira, partner, "renamed")["note"] == "two" else "two"
    assert amira("conflicts", partner, "--take", fallen.split("\t")[0]).code == 0
    settle(sides)
    for side in sides.values():
        assert item(side, partner, "renamed")["note"] == other
        assert side("conflicts").out == ""


@pytest.mark.usefixtures("newer")
def test_an_undo_names_and_changes_the_new_item_and_never_what_others_did_there(
    sides, partner, amira, ben
):
    amira("note", partner, "second", "one")
    settle(sides)
    assert ben("migrate", partner, "--yes").code == 0
    settle(sides)
    taken = amira("undo", partner)
    assert (taken.code, "taken back: set the note of Second" in taken.out) == (0, True)
    assert amira.lines(partner)[-1]["item"] == "renamed"
    assert "note" not in item(amira, partner, "renamed")
    assert amira("redo", partner).code == 0
    assert item(amira, partner, "renamed")["note"] == "one"
    settle(sides)
    ben("note", partner, "renamed", "two")
    settle(sides)
    refused = amira("undo", partner)
    assert (refused.code, "since then Ben" in refused.err, "renamed" in refused.err) == (
        2,
        True,
        True,
    )
    assert item(amira, partner, "renamed")["note"] == "two"


@pytest.mark.usefixtures("newer")
def test_a_tick_of_the_old_item_elsewhere_is_named_where_undo_is_refused(
    sides, partner, amira, ben
):
    assert amira("migrate", partner, "--yes").code == 0
    amira("note", partner, "renamed", "one")
    ben.moment.advance(seconds=1)
    ben("note", partner, "second", "two")
    settle(sides)
    refused = amira("undo", partner)
    assert (refused.code, "since then Ben" in refused.err) == (2, True)


@pytest.mark.usefixtures("newer")
def test_after_the_move_is_undone_an_undo_is_about_the_old_item_again(sides, partner, amira, ben):
    amira("note", partner, "second", "one")
    settle(sides)
    ben("migrate", partner, "--yes")
    assert ben("undo", partner).code == 0
    settle(sides)
    assert amira("undo", partner).code == 0
    assert amira.lines(partner)[-1]["item"] == "second"
    assert "note" not in item(amira, partner, "second")
