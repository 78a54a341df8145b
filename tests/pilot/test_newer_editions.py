"""A run on an older edition: what differs in the newest, confirming, and moving there."""

from __future__ import annotations

import fcntl

from csp_tui.core.runs import item_changes, partner_runs

from .helpers import DIRECT, INDIRECT, add_partner, at_the_app, items, progress

REVENUE = "USD 300,000 of CSP revenue"
REVENUE_NOW = "USD 1M in trailing-12-month CSP revenue"

OWN = """\
format = 1
title = "Move to indirect, our way"

[[sections]]
id = "begin"
title = "Begin"

[[sections.items]]
id = "board"
title = "Board asked"
"""

STILL = "Still true under the new rule"


def ticked_in(workplace, edition="2020-10", *ids, run=DIRECT):
    """A partner that has ticked some items of an edition."""
    partner = add_partner(workplace, "Contoso", run, edition=edition)
    checklist = workplace.library.get(run, edition)
    changes = [item_changes.tick(run, checklist.by_id[each]) for each in ids]
    return workplace.store.change(partner.id, changes).partner if ids else partner


def recorded(workplace):
    """What the only partner's file says, but for the bookkeeping of the history."""
    found = progress(workplace)
    run = found["checklists"][DIRECT]
    return run["edition"], {key: each for key, each in run["items"].items() if each}


async def test_a_tick_under_an_older_edition_stays_done_with_a_quiet_word_on_the_newer_rule(
    workplace,
):
    ticked_in(workplace, "2020-10", "revenue-ttm", "endorsement")
    async with at_the_app(workplace) as seat:
        await seat.see(r"2020-10<  newest 2026-08  source is 6 years old")
        await seat.see(r"\[x\] USD 300,000 .* reworded in 2[0-9-]+$")
        await seat.see(r"2/17 .*1 reworded")
        assert "[?]" not in seat.text
        assert "endorsement" not in seat.text
        await seat.go_to(REVENUE)
        await seat.see(r"Newer +2026-08: CSP revenue billed over 12 months is USD 1,000,000")
        await seat.press("f", "e")
        await seat.see("only reworded: 1 of 17")


async def test_a_closed_run_is_never_marked(workplace):
    partner = ticked_in(workplace, "2020-10", "revenue-ttm")
    workplace.store.change(partner.id, [partner_runs.close(DIRECT, "abandoned", workplace.clock())])
    async with at_the_app(workplace) as seat:
        await seat.see(r"\[x\] USD 300,000")
        assert "reworded" not in seat.text
        assert "2020-10<" not in seat.text
        assert not workplace.overview.rows()[0].runs[0].newer


async def test_a_moved_run_keeps_what_is_unchanged_asks_again_shows_what_is_new_and_undo_returns(
    workplace,
):
    ticked_in(workplace, "2020-10", "revenue-ttm", "endorsement", "support-first-line")
    before = recorded(workplace)
    async with at_the_app(workplace) as seat:
        await seat.see("2020-10<")
        await seat.press("E")
        await seat.see("Move to the newest edition +1 run: y moves")
        await seat.see("2020-10 to 2026-08")
        await seat.see("1 asked again, 5 with another rule, 35 new, 6 gone, 5 carried")
        await seat.see(rf"{REVENUE_NOW}  \(was done\)")
        await seat.see("was CSP revenue over 12 months is USD 300,000")
        await seat.see("is  CSP revenue billed over 12 months is USD 1,000,000")
        await seat.press("y")
        await seat.see("Moved 1 run to 2026-08. u undoes.")
        await seat.see(r"3/37 .*1 to confirm: f x")
        await seat.go_to(REVENUE_NOW)
        assert seat.current.startswith("[?] USD 1M")
        await seat.see("Was +CSP revenue over 12 months is USD 300,000 or more")
        assert items(workplace)["endorsement"]["status"] == "done"
        await seat.press("u")
        await seat.see("Undone: enroll-direct: edition is .* again")
        await seat.see("2020-10<  newest 2026-08")
    assert recorded(workplace) == before


async def test_space_on_a_changed_rule_asks_and_yes_confirms_with_both_wordings_in_the_history(
    workplace,
):
    partner = ticked_in(workplace, "2020-10", "revenue-ttm")
    async with at_the_app(workplace) as seat:
        await seat.press("E")
        await seat.see("y moves")
        await seat.press("y")
        await seat.see("Moved 1 run")
        await seat.go_to(REVENUE_NOW)
        await seat.see("^ space confirm ")
        await seat.press("space")
        await seat.see_asked(STILL)
        await seat.press("ctrl+g")
        assert seat.current.startswith("[?]")
        await seat.press("space")
        await seat.answer(STILL, "y")
        await seat.see(r"> +\[x\] USD 1M")
        await seat.wait_for_save()
    newest = workplace.library.get(DIRECT, "2026-08").by_id["revenue-ttm"]
    assert items(workplace)["revenue-ttm"]["fingerprint"] == newest.fingerprint
    rules = [line.rule for line in workplace.store.history(partner.id).lines() if line.rule]
    assert rules == ["CSP revenue over 12 months is USD 300,000 or more", newest.wording]


async def test_no_reopens_and_keeps_the_evidence(workplace):
    partner = ticked_in(workplace, "2020-10", "revenue-ttm")
    item = workplace.library.get(DIRECT, "2020-10").by_id["revenue-ttm"]
    workplace.store.change(
        partner.id, [item_changes.edit("evidence", DIRECT, item, evidence="USD 400k")]
    )
    async with at_the_app(workplace) as seat:
        await seat.press("E")
        await seat.see("y moves")
        await seat.press("y")
        await seat.see("Moved 1 run")
        await seat.go_to(REVENUE_NOW)
        await seat.press("space")
        await seat.answer(STILL, "n")
        await seat.see(r"> +\[ \] USD 1M")
        await seat.wait_for_save()
    kept = items(workplace)["revenue-ttm"]
    assert (kept["status"], kept["evidence"]) == ("todo", "USD 400k")


async def test_t_confirms_under_the_newest_edition_without_moving_and_a_move_then_carries_it(
    workplace,
):
    ticked_in(workplace, "2020-10", "revenue-ttm")
    async with at_the_app(workplace) as seat:
        await seat.go_to(REVENUE)
        await seat.press("t")
        await seat.answer(STILL, "y")
        await seat.wait_for_save()
        await seat.see_gone(" reworded")
        assert seat.current.startswith("[x] USD 300,000")
        await seat.press("t")
        await seat.see("Nothing to confirm")
        await seat.press("E")
        await seat.see("y moves")
        await seat.press("y")
        await seat.see("Moved 1 run")
        await seat.see("1/37")
        assert "[?]" not in seat.text


async def test_the_partners_say_who_is_behind_and_marked_ones_are_moved_together(workplace):
    for name, edition in (("Adatum", "2018-12"), ("Contoso", "2020-10"), ("Fabrikam", "2026-08")):
        add_partner(workplace, name, DIRECT, edition=edition)
    add_partner(workplace, "Northwind", INDIRECT, edition="2021-10")
    own = workplace.places.data / "checklists" / INDIRECT / "2026-11.toml"
    own.parent.mkdir(parents=True)
    own.write_text(OWN)
    async with at_the_app(workplace) as seat:
        await seat.see(r"Partners.*  4 .*3 outdated \(<\)")
        await seat.see("Adatum .* Enroll direct<")
        await seat.see("Fabrikam .* Enroll direct$")
        await seat.press("m", "m")
        await seat.see("^ Partners .*2 marked")
        await seat.press("E")
        await seat.see("2 runs: y moves")
        await seat.see("Adatum .*2018-12 to 2026-08")
        await seat.press("y")
        await seat.see("Moved 2 runs to 2026-08")
        await seat.see(r"Partners.*  4 .*1 outdated \(<\)")
        await seat.press("f", "e")
        await seat.see("1 of 4  on an older edition")
        assert "Northwind" in seat.text
        assert "Contoso" not in seat.text
        await seat.press("u")
        await seat.see("Undone for 2 partners")
        await seat.see("3 of 4  on an older edition")
        await seat.press("*", "E")
        await seat.see("3 runs: y moves")
        await seat.press("y")
        await seat.see("Moved 3 runs, each to its newest edition. u undoes.")
        await seat.press("u")
        await seat.see("Undone for 3 partners")
        await seat.see("3 of 4  on an older edition")
        await seat.go_to("Adatum")
        await seat.press("E")
        await seat.see("1 run: y moves")
        await seat.press("y")
        await seat.see("Moved 1 run to 2026-08")
        await seat.see("^> Contoso")
        await seat.press("u")
        await seat.see("Undone for 1 partner")


async def test_partners_are_sorted_by_the_oldest_edition(workplace):
    for name, edition in (("Adatum", "2026-08"), ("Contoso", "2020-10"), ("Fabrikam", "2018-12")):
        add_partner(workplace, name, DIRECT, edition=edition)
    async with at_the_app(workplace) as seat:
        await seat.press("s", "e")
        await seat.see("^ Partners.*  3 .*oldest edition first")
        assert [line[2:].split()[0] for line in seat.lines[2:5]] == [
            "Fabrikam",
            "Contoso",
            "Adatum",
        ]
        shown = [line.split()[-1] for line in seat.lines[2:5]]
        assert shown == ["2018-12", "2020-10", "2026-08"]


async def test_on_the_newest_edition_there_is_nothing_to_move(workplace):
    add_partner(workplace, "Contoso", DIRECT, edition="2026-08")
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso")
        await seat.press("E")
        await seat.see_asked("Nothing to move: Enroll direct of Contoso is on the newest edition")


async def test_the_key_that_moves_is_offered_only_where_it_moves_something(workplace):
    add_partner(workplace, "Contoso", DIRECT, edition="2026-08")
    add_partner(workplace, "Fabrikam", DIRECT, edition="2018-12")
    async with at_the_app(workplace, (120, 24)) as seat:
        await seat.go_to("Contoso")
        await seat.see("P report  [?] help")
        await seat.go_to("Fabrikam")
        await seat.see("P report  E newest edition  [?] help")
        await seat.go_to("Contoso")
        await seat.see("P report  [?] help")
        await seat.press("m")
        await seat.see("D archive  m unmark")
        await seat.press("m")
        await seat.see("D archive  E newest edition  m unmark")
        await seat.press("ctrl+g")
        for name, ends in (("Contoso", "H history  [?] help"), ("Fabrikam", "E newest edition  ")):
            await seat.go_to(name)
            await seat.press("enter", "z")
            await seat.see(f"^ z unfold .*{ends}")
            await seat.press("q")


async def test_a_rule_of_the_same_words_shows_what_else_differs(workplace):
    ticked_in(workplace, "2018-12", "managed-service")
    async with at_the_app(workplace) as seat:
        await seat.see("2018-12<")
        await seat.press("E")
        await seat.see(r"\(was done\)\n +was required\n +is  recommended$")


async def test_a_busy_partner_is_named_and_the_other_marked_ones_are_moved(workplace):
    busy = add_partner(workplace, "Adatum", DIRECT, edition="2018-12")
    add_partner(workplace, "Contoso", DIRECT, edition="2020-10")
    lock = (workplace.places.locks / f"{busy.id}.lock").open("r+")
    fcntl.flock(lock, fcntl.LOCK_EX)
    async with at_the_app(workplace) as seat:
        await seat.see("2 outdated")
        await seat.press("m", "m", "E")
        await seat.see("2 runs: y moves")
        await seat.press("y")
        await seat.see("Not all runs are moved: this partner is being changed by")
        await seat.see("1 outdated")
    lock.close()


async def test_a_move_that_is_saved_behind_the_help_closes_its_preview_after_it(workplace):
    add_partner(workplace, "Contoso", DIRECT, edition="2020-10")
    async with at_the_app(workplace) as seat:
        await seat.press("E")
        await seat.see("1 run: y moves")
        await seat.save_behind_help("y")
        await seat.press("q")
        await seat.see("Moved 1 run to 2026-08. u undoes.")
        await seat.see("^ 0/37")
