"""`join`: two partners that are the same one, added on two machines."""

from __future__ import annotations


def test_what_only_the_other_has_is_taken_over_and_the_other_is_archived(home, call, mini):
    one = call("add", "Contoso", "--region", "EU").out.strip()
    two = call("add", "Kontoso", "--owner", "ben", "--region", "US").out.strip()
    for partner in (one, two):
        call("start", partner, "mini")
    call("note", one, "region", "ours")
    call("note", two, "region", "theirs")
    call("tick", two, "register", "--yes")
    call("customer", "add", two, "Coho")
    answer = call("join", one, two, "--yes")
    assert answer.code == 0
    text = (home.data / "partners" / f"{one}.toml").read_text()
    assert ('owner = "ben"' in text, 'region = "EU"' in text) == (True, True)
    assert ('note = "ours"' in text, 'status = "done"' in text) == (True, True)
    assert len(list((home.data / "customers" / one).iterdir())) == 1
    assert (home.data / "archive/partners" / f"{two}.toml").exists()
    assert call("verify").code == 0
    assert call("undo", one).code == 0
    assert 'status = "done"' not in (home.data / "partners" / f"{one}.toml").read_text()


def test_a_partner_is_not_joined_to_itself_and_nothing_without_a_yes(call, mini):
    one = call("add", "Contoso").out.strip()
    two = call("add", "Kontoso").out.strip()
    assert call("join", one, one, "--yes").code == 2
    assert call("join", one, two).code == 2
    assert call("join", one, two, "--dry-run").code == 0
    assert len(call("partners").rows) == 3


def test_it_is_told_what_is_done_where_the_other_cannot_be_archived(home, call):
    one = call("add", "Contoso").out.strip()
    two = call("add", "Kontoso", "--owner", "ben").out.strip()
    path = home.put(f"archive/partners/{two}.toml", 'format = 1\nname = "Someone"\n')
    answer = call("join", one, two, "--yes")
    assert answer.code == 2
    assert f"{one} has got what it lacks, but {two} is not archived: the arch" in answer.err
    assert 'owner = "ben"' in (home.data / "partners" / f"{one}.toml").read_text()
    path.unlink()
    command = answer.err.rpartition(": csp-tui ")[2]
    assert call(*command.split()).code == 0
