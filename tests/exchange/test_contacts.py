"""Contacts that are added, changed and removed on two machines that do not know of each other."""

from __future__ import annotations

import json

import pytest

from .sides import Side, settle
from .test_conflicts import at_once, conflict_of


def contacts(side: Side, partner: str) -> dict[str, dict[str, str]]:
    """Return the contacts of a partner by name, as a side's file has them."""
    tables = ((key, table) for key, table in side.table(partner).items() if "contact-" in key)
    return {table["name"]: table for _key, table in tables if table}


@pytest.fixture
def jane(sides, partner, amira):
    made = amira("contact", "add", partner, "Jane", "--mail", "jane@contoso.com").out.strip()
    settle(sides)
    return made


def test_of_two_that_are_added_both_stay(sides, partner, amira, ben):
    amira("contact", "add", partner, "Jane", "--mail", "jane@contoso.com")
    ben("contact", "add", partner, "Jane", "--phone", "1")
    ben("contact", "add", partner, "Bo")
    settle(sides)
    for side in sides.values():
        tables = side.table(partner).items()
        assert sorted(table["name"] for key, table in tables if "contact-" in key) == [
            "Bo", "Jane", "Jane",
        ]  # fmt: skip


def test_of_two_changes_of_one_contact_the_later_stands_whole(sides, partner, amira, ben, jane):
    """So no name ever stands beside the mail of somebody else."""
    first = ["contact", "edit", partner, jane, "--name", "Bo", "--mail", "bo@contoso.com"]
    second = ["contact", "edit", partner, jane, "--phone", "1"]
    what, kept, fell = conflict_of(at_once(first, amira, second, ben))
    assert what == "conflict: Contoso: Bo"
    assert 'name "Jane", mail "jane@contoso.com", phone "1"' in kept
    assert 'name "Bo", mail "bo@contoso.com"' in fell
    settle(sides)
    for side in sides.values():
        wanted = {"name": "Jane", "mail": "jane@contoso.com", "phone": "1"}
        assert contacts(side, partner) == {"Jane": wanted}


def test_one_that_was_removed_and_changed_can_be_put_back(sides, partner, amira, ben, jane):
    removed = ["contact", "remove", partner, jane]
    changed = ["contact", "edit", partner, jane, "--phone", "1"]
    found = conflict_of(at_once(changed, amira, removed, ben))
    assert found[0] == "conflict: Contoso: Jane"
    settle(sides)
    assert not contacts(amira, partner)
    (conflict,) = json.loads(ben("conflicts", partner, "--json").out)["conflicts"]
    assert ben("conflicts", partner, "--take", conflict["fell"]["line"]).code == 0
    settle(sides)
    wanted = {"name": "Jane", "mail": "jane@contoso.com", "phone": "1"}
    assert all(contacts(side, partner) == {"Jane": wanted} for side in sides.values())


def test_an_edit_by_hand_and_a_change_elsewhere_clash_like_others(sides, partner, amira, ben, jane):
    path = amira.file(partner)
    path.write_text(path.read_text().replace("jane@contoso.com", "j.doe@contoso.com"))
    ben("contact", "edit", partner, jane, "--role", "CFO")
    ben("sync")
    ben.moment.advance(minutes=1)
    answer = amira("sync")
    settle(sides)
    assert "conflict: Contoso: Jane" in answer.out
    for side in sides.values():
        wanted = {"name": "Jane", "mail": "j.doe@contoso.com"}
        assert contacts(side, partner) == {"Jane": wanted}


def test_what_does_not_touch_a_contact_does_not_clash(sides, partner, amira, ben, jane):
    ben("edit", partner, "--note", "two\nlines")
    amira("contact", "edit", partner, jane, "--role", "CFO")
    amira("sync")
    assert "conflict" not in ben("sync").out
    settle(sides)
    for side in sides.values():
        assert side.table(partner)["note"] == "two\nlines"
        assert contacts(side, partner)["Jane"]["role"] == "CFO"
