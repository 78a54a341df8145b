"""Start and close a checklist for all marked partners: one question, one undo."""

from __future__ import annotations

import re

from csp_tui.core.runs import customer_changes, item_changes, partner_runs
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, INDIRECT, Seat, add_partner, at_the_app, other_store, wait_until


async def mark_all(seat: Seat) -> None:
    await seat.see("^ Partners")
    await seat.press("g", "*")
    await seat.see("^ Partners .*3 marked")


def runs(workplace: Workplace) -> dict[str, list[str]]:
    """Return the keys of the open runs of each partner, by its name."""
    partners = [workplace.store.load(each) for each in workplace.store.partner_ids()]
    return {
        each.name: [key for key, run in each.runs.items() if not run.closed] for each in partners
    }


async def test_a_checklist_is_started_for_all_marked_partners_who_do_not_have_it(
    workplace: Workplace,
):
    add_partner(workplace, "Contoso", DIRECT)
    for name in ("Fabrikam", "Trey"):
        add_partner(workplace, name)
    async with at_the_app(workplace) as seat:
        await mark_all(seat)
        await seat.press("S")
        await seat.see("^ Start a checklist for 3 partners")
        (letter,) = re.findall("(.) Enroll direct", seat.text.split("Start a checklist")[1])
        await seat.press(letter)
        await seat.see("^ Start: Enroll as a .*, 2 partners[?]")
        await seat.see("Has it already: Contoso[.]")
        await seat.press("y")
        await seat.see("2 runs started. u undoes them all.")
        assert runs(workplace) == {each: [DIRECT] for each in ("Contoso", "Fabrikam", "Trey")}
        await seat.press("u")
        await seat.see("Undone for 2 partners.")
        await wait_until(seat.pilot, lambda: not runs(workplace)["Trey"])
        await mark_all(seat)
        await seat.press("S", letter, "n")
        await seat.see("Nothing was started.")
    assert runs(workplace) == {"Contoso": [DIRECT], "Fabrikam": [], "Trey": []}


def add_with_lost_edition(workplace: Workplace, name: str, more: str = "") -> None:
    """Add a partner with a run whose edition is not there."""
    path = workplace.places.progress_file(name.lower())
    path.parent.mkdir(parents=True, exist_ok=True)
    started = "started = 2026-11-20T10:42:03.512Z"
    run = f'[checklists.{DIRECT}]\nedition = "2001-01"\n{started}\n{more}'
    path.write_text(f'format = 1\nname = "{name}"\n{run}')


async def test_an_open_run_whose_edition_is_lost_is_one_that_a_partner_has_already(
    workplace: Workplace,
):
    add_with_lost_edition(workplace, "Contoso")
    add_partner(workplace, "Fabrikam")
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("*")
        await seat.see("^ Partners .*2 marked")
        await seat.press("S")
        await seat.see("^ Start a checklist for 2 partners")
        (letter,) = re.findall("(.) Enroll direct", seat.text.split("Start a checklist")[1])
        await seat.press(letter)
        await seat.see("^ Start: Enroll as a .*, 1 partner[?]")
        await seat.see("Has it already: Contoso[.]")


async def test_a_closed_run_whose_edition_is_lost_has_nothing_to_close(workplace: Workplace):
    closed = 'closed = 2026-11-21T10:42:03.512Z\noutcome = "completed"\n'
    add_with_lost_edition(workplace, "Contoso", closed)
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("C")
        await seat.see("^ No open run here")


async def test_runs_in_which_only_customers_are_incomplete_are_named_apart(workplace: Workplace):
    made = [add_partner(workplace, name, INDIRECT) for name in ("Contoso", "Fabrikam", "Trey")]
    checklist = workplace.view(made[0], INDIRECT).checklist
    ticks = [item_changes.tick(INDIRECT, each) for each in checklist.own_items]
    workplace.store.change(made[1].id, [*ticks, customer_changes.add("alpine", "Alpine")])
    workplace.store.change(made[2].id, ticks)
    async with at_the_app(workplace) as seat:
        await mark_all(seat)
        await seat.press("C")
        await seat.see("^ Close: 3 runs[?]")
        await seat.see(r"Required items are open: Contoso\. Customers are not complete: Fabrikam\.")


async def test_the_runs_of_all_marked_rows_are_closed_and_opened_again_by_one_undo(
    workplace: Workplace,
):
    for name in ("Contoso", "Fabrikam"):
        add_partner(workplace, name, DIRECT)
    add_partner(workplace, "Trey")
    async with at_the_app(workplace) as seat:
        await mark_all(seat)
        await seat.press("C")
        await seat.see("^ Close: 2 runs[?]")
        await seat.see("Required items are open: Contoso, Fabrikam[.]")
        await seat.press("a")
        await seat.see("2 runs closed. u undoes them all.")
        outcomes = [
            workplace.store.load(each).runs[DIRECT].outcome
            for each in workplace.store.partner_ids()[:2]
        ]
        assert outcomes == ["abandoned"] * 2
        await seat.press("u")
        await seat.see("Undone for 2 partners.")
    assert runs(workplace) == {"Contoso": [DIRECT], "Fabrikam": [DIRECT], "Trey": []}


async def test_only_runs_that_were_closed_by_it_are_counted(workplace: Workplace):
    moment = workplace.clock()
    at = workplace.with_parts(clock=lambda: moment)
    for name in ("Contoso", "Fabrikam"):
        add_partner(at, name, DIRECT)
    async with at_the_app(at) as seat:
        await seat.press("*", "C")
        await seat.see("^ Close: 2 runs[?]")
        first = at.store.load(at.store.partner_ids()[0])
        close = partner_runs.close(DIRECT, "abandoned", moment)
        other_store(at).change(first.id, [close])
        await seat.press("a")
        await seat.see("1 run closed. u undoes that.")


async def test_a_row_without_a_run_has_nothing_to_close(workplace: Workplace):
    for name in ("Contoso", "Trey"):
        add_partner(workplace, name)
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("C")
        await seat.see("No open run here")
