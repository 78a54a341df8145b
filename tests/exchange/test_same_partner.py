"""A partner that two people have added, each on a machine of their own."""

from __future__ import annotations

import pytest

from .sides import settle, values


def test_the_same_partner_added_twice_is_offered_for_joining(amira, ben, partner):
    one = amira("add", "Nordwind", "--region", "EU").out.strip()
    two = ben("add", "Nordwind", "--owner", "ben").out.strip()
    amira("sync")
    said = ben("sync").err
    assert "have the same name" in said
    assert {one, two} <= set(said.replace(",", " ").split())
    assert ben("join", one, two, "--yes").code == 0
    ben("sync")
    assert amira("sync").code == 0
    assert values(amira, one) == values(ben, one)
    assert amira("partners").out.count("Nordwind") == 1
    assert "have the same name" not in amira("sync").err


def test_all_who_are_offered_the_joining_keep_the_one_that_was_added_first(
    sides, amira, ben, cleo, partner
):
    second = ben("add", "Nordwind").out.strip()
    ben.moment.advance(minutes=-1)
    first = amira("add", "Nordwind").out.strip()
    amira.moment.advance(minutes=2)
    said = [side("sync").err for side in (ben, amira, ben, cleo)]
    offered = [each.partition("join ")[2].split() for each in said]
    assert offered == [[], [first, second], [first, second], [first, second]]
    for side in (amira, ben):
        assert side("join", first, second, "--yes").code == 0
        amira.moment.advance(minutes=1)
    settle(sides)
    for side in sides.values():
        assert side("partners").out.count("Nordwind") == 1


def test_of_three_with_one_name_the_added_one_is_offered_for_joining(amira, ben, partner):
    own = {ben("add", "Nordwind", "--again").out.strip() for _ in range(2)}
    ben.moment.advance(seconds=1)
    new = amira("add", "Nordwind").out.strip()
    amira("sync")
    said = ben("sync").err
    offered = said[said.index("join ") :].split()[1:3]
    assert offered[0] in own
    assert offered[1] == new


@pytest.mark.parametrize(
    ("option", "one", "two", "word"),
    [
        ("--partner-id", "1234567", " 1234567", "PartnerID"),
        ("--tenant", "nord.onmicrosoft.com", "Nord.onmicrosoft.com", "tenant"),
    ],
)
def test_partners_of_one_id_of_microsoft_are_offered_once(
    amira, ben, partner, option, one, two, word
):
    first = amira("add", "Nordwind", option, one).out.strip()
    second = ben("add", "Nordwind GmbH", option, two).out.strip()
    amira("sync")
    said = ben("sync").err
    assert said.count(f"have the same {word}") == 1
    assert {first, second} <= set(said.replace(",", " ").split())
    assert "have the same" not in ben("sync").err


def test_partners_that_are_the_same_in_all_are_offered_once(amira, ben, partner):
    for side in (amira, ben):
        side("add", "Nordwind", "--partner-id", "1234567", "--tenant", "nord.example")
    amira("sync")
    assert ben("sync").err.count("have the same") == 1


def test_an_empty_id_is_no_id(amira, ben, partner):
    amira("add", "Nordwind", "--tenant", "")
    ben("add", "Fabrikam", "--tenant", "")
    amira("sync")
    assert "have the same" not in ben("sync").err
