"""``diff`` and ``migrate``: what differs between editions, and moving a run from one to another."""

from __future__ import annotations

import fcntl
import json
import shutil
import tomllib

import pytest

OLD = """\
format = 1
title = "Mini checklist"

[[sections]]
id = "one"
title = "One"

[[sections.items]]
id = "same"
title = "Stays as it is"
rule = "It stays"

[[sections.items]]
id = "revenue"
title = "Revenue"
rule = "USD 300,000"

[[sections.items]]
id = "former"
title = "Former name"
rule = "The same fact"

[[sections.items]]
id = "gone"
title = "Not asked any more"
"""
NEW = """\
format = 1
title = "Mini checklist"

[[sections]]
id = "one"
title = "One"

[[sections.items]]
id = "same"
title = "Stays as it is, told better"
rule = "It stays"

[[sections.items]]
id = "revenue"
title = "Revenue"
rule = "USD 1,000,000"

[[sections.items]]
id = "renamed"
title = "Name of today"
rule = "The same fact"
replaces = ["former"]

[[sections.items]]
id = "fresh"
title = "Asked since this year"
"""


@pytest.fixture
def ticked(home, call) -> str:
    """A partner that has ticked everything of the older edition."""
    home.put("checklists/mini/2025-01.toml", OLD)
    partner = call("add", "Contoso Ltd").out.strip()
    call("start", partner, "mini")
    call("tick", partner, "same", "revenue", "former", "gone")
    call("evidence", partner, "former", "case 4711")
    home.put("checklists/mini/2026-01.toml", NEW)
    return partner


def items_of(home) -> dict[str, dict[str, object]]:
    run = tomllib.loads(home.progress_file().read_text())["checklists"]["mini"]
    return {"": {"edition": run["edition"]}, **run["items"]}


def test_diff_shows_both_rules_of_items_asked_again_and_what_is_new_or_gone(ticked, call):
    out = call("diff", "mini").out
    assert "2025-01 to 2026-01, 1 asked again, 1 new, 1 gone, 2 carried" in out
    assert "rule 2025-01\tUSD 300,000 (required)\nrule 2026-01\tUSD 1,000,000 (required)" in out
    assert "new\tAsked since this year (fresh)" in out
    assert "gone\tNot asked any more (gone)" in out
    assert "told better" not in out
    back = call("diff", "mini", "2026-01", "2025-01").out
    assert "2026-01 to 2025-01, 1 asked again" in back


def test_diff_of_a_checklist_with_one_edition_says_so(home, call):
    home.put("checklists/mini/2025-01.toml", OLD)
    answer = call("diff", "mini")
    assert (answer.code, "has no edition before 2025-01" in answer.err) == (3, True)


def test_a_dry_run_shows_what_becomes_of_each_item_and_changes_nothing(ticked, call, home):
    before = home.progress_file().read_bytes()
    answer = call("migrate", ticked, "--dry-run")
    assert "asked again: Revenue (was done)" in answer.out
    assert "gone: Not asked any more (was done)" in answer.out
    assert home.progress_file().read_bytes() == before


def test_both_rules_are_shown_in_the_users_language(ticked, call, home):
    for edition, rule in (("2025-01", "300 000 dollars"), ("2026-01", "1 000 000 dollars")):
        item = f'[[sections.items]]\nid = "revenue"\nrule = "{rule}"\n'
        text = f'format = 1\n\n[[sections]]\nid = "one"\n\n{item}'
        home.put(f"checklists/mini/{edition}.fr.toml", text)
    out = call("migrate", ticked, "--dry-run", "--lang", "fr").out
    assert "300 000 dollars" in out
    assert "1 000 000 dollars" in out
    assert "USD" not in out


def test_without_a_terminal_moving_needs_yes(ticked, call, home):
    before = home.progress_file().read_bytes()
    answer = call("migrate", ticked)
    assert (answer.code, "--yes" in answer.err) == (2, True)
    assert home.progress_file().read_bytes() == before


def test_a_moved_run_keeps_what_is_unchanged_asks_again_and_one_undo_brings_all_back(
    ticked, call, home
):
    before = items_of(home)
    assert call("migrate", ticked, "--yes").code == 0
    moved = items_of(home)
    assert moved[""]["edition"] == "2026-01"
    assert moved["renamed"] == before["former"]
    assert moved["renamed"]["evidence"] == "case 4711"
    shown = call("show", ticked).out
    assert "[x]\tsame" in shown
    assert "[x]\trenamed" in shown
    assert "[?]\trevenue" in shown
    assert "[ ]\tfresh" in shown
    assert call("undo", ticked).code == 0
    after = items_of(home)
    del after["renamed"]  # the old edition has no item of this id, so nobody sees it
    assert {key: values for key, values in after.items() if values} == before


def test_what_was_moved_and_taken_back_is_carried_again_when_it_is_moved_again(ticked, call, home):
    before = items_of(home)
    for words in (["migrate", ticked, "--yes"], ["undo", ticked], ["migrate", ticked, "--yes"]):
        assert call(*words).code == 0
    assert items_of(home)["renamed"] == before["former"]


def test_all_runs_of_a_checklist_are_moved_at_once(ticked, call, home):
    other = call("add", "Fabrikam").out.strip()
    call("start", other, "mini", "--edition", "2025-01")
    answer = call("migrate", "--all", "mini", "--yes")
    assert answer.code == 0
    assert answer.out.count("moved: ") == 2
    again = call("migrate", "--all", "mini", "--yes")
    assert (again.out, "nothing to move" in again.err) == ("", True)
    undone = call("undo", "--last")
    assert (undone.code, "Contoso Ltd" in undone.out, "Fabrikam" in undone.out) == (0, True, True)
    assert call("migrate", "--all", "mini", "--yes").out.count("moved: ") == 2


@pytest.mark.parametrize("how", ["--yes", "--dry-run"])
def test_an_unreadable_partner_is_reported_and_the_others_are_moved(ticked, call, home, how):
    other = call("add", "Fabrikam").out.strip()
    call("start", other, "mini", "--edition", "2025-01")
    path = home.data / "partners" / f"{other}.toml"
    path.write_text(path.read_text() + "oops = = 1\n")
    damaged = path.read_bytes()
    answer = call("migrate", "--all", "mini", how)
    assert answer.code == 4
    assert f"{other}.toml, line " in answer.err
    assert ("moved: " in answer.out) == (how == "--yes")
    assert path.read_bytes() == damaged


def test_a_run_that_cannot_be_read_is_reported_and_the_partners_other_runs_are_moved(
    ticked, call, home
):
    call("start", ticked, "mini", "--edition", "2025-01", "--again")
    path = home.progress_file()
    path.write_text(path.read_text().replace('edition = "2025-01"', 'edition = "2024-01"', 1))
    answer = call("migrate", "--all", "mini", "--yes")
    assert (answer.code, answer.out.count("moved: ")) == (3, 1)
    assert answer.err.startswith("csp-tui: Contoso Ltd: ")
    again = call("migrate", "--all", "mini", "--yes")
    assert (again.code, "nothing to move" in again.err) == (3, False)
    unknown = call("migrate", "--all", "mini", "--to", "1999")
    assert (unknown.code, unknown.err.count("there is no edition")) == (3, 1)
    shutil.rmtree(home.data / "checklists/mini")
    assert call("migrate", ticked, "mini").code == 3


@pytest.mark.parametrize("how", [["--yes"], ["--yes", "--json"]])
def test_a_busy_partner_is_left_out_and_the_others_are_moved(ticked, call, home, how):
    other = call("add", "Fabrikam").out.strip()
    call("start", other, "mini", "--edition", "2025-01")
    with (home.data / ".local" / "locks" / f"{ticked}.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = call("migrate", "--all", "mini", *how)
    assert answer.code == 5
    assert "Contoso Ltd: this partner is being changed by" in answer.err
    if "--json" in how:
        assert [each["partner"] for each in json.loads(answer.out)["moves"]] == [other]
    else:
        assert answer.out.count("moved: ") == 1
    rest = call("migrate", "--all", "mini", "--yes")
    assert (rest.code, rest.out.count("moved: ")) == (0, 1)
