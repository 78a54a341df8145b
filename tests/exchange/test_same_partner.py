"""A partner that two people have added, each on a machine of their own."""

from __future__ import annotations

from .sides import values


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
