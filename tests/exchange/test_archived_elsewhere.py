"""A partner that somebody else has archived leaves the list by a sync, which says so."""

from __future__ import annotations

import re

from .sides import settle

SHOWS = "partners --archived or the key A shows them"


def test_a_partner_that_was_changed_here_meanwhile_does_not_leave_silently(
    sides, partner, amira, ben
):
    assert ben("archive", partner).code == 0
    assert ben("sync").code == 0
    assert amira("note", partner, "first", "mine").code == 0
    answer = amira("sync")
    assert answer.code == 0
    assert re.search(r"archived by Ben \(\S+\) while changed here: Contoso; csp-tui", answer.err)
    assert SHOWS in answer.err
    assert amira.place(partner) != amira.data
    assert amira.item(partner, "first")["note"] == "mine"
    listed = amira("partners", "--archived")
    assert "Contoso" in listed.out
    settle(sides)
    assert "archived by" not in amira("sync").err


def test_partners_that_somebody_has_archived_are_named_with_who_did_it(sides, partner, amira, ben):
    for name in ("Alpine", "Bellows", "Coho", "Dune"):
        amira("add", name)
    settle(sides)
    for name in ("Alpine", "Bellows", "Coho", "Dune"):
        assert ben("archive", name).code == 0
    ben("sync")
    told = amira("sync").err
    assert re.search(r"archived by Ben \(\S+\): Alpine, Bellows, Coho and 1 more; csp-tui", told)
    assert ben("unarchive", "Dune").code == 0
    ben("sync")
    assert "archived by" not in amira("sync").err


def test_an_archived_partner_that_was_never_here_is_not_told(sides, partner, amira, ben, cleo):
    amira("add", "Alpine")
    amira("archive", "Alpine")
    amira("sync")
    assert "archived by" not in ben("sync").err
