"""Every screen as plain text; a change of wording or layout shows up as a difference."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pilot.helpers import (
    DIRECT,
    INDIRECT,
    NEW,
    OLD,
    FakeClock,
    Seat,
    add_partner,
    at_the_app,
    workplace_in,
)

from csp_tui.core import acts, demo
from csp_tui.core.paths import Places
from csp_tui.core.workplace import Workplace

from .conftest import SCREENS, Compare

SIZES = [(80, 24), (120, 40)]
VERSION = re.compile(r"csp-tui \d+\.\d+\.\d+\S*")
SHOWN = Places(
    data=Path("/home/amira/.local/share/csp-tui"),
    cache=Path("/home/amira/.cache/csp-tui"),
    config=Path("/home/amira/.config/csp-tui"),
    shipped=Path("/home/amira/checklists"),
)

Fill = Callable[[Workplace], object]
Go = Callable[[Seat], Awaitable[None]]


def contoso(workplace: Workplace) -> None:
    add_partner(workplace, "Contoso [UK] Ltd", DIRECT, edition=NEW)


def two_runs(workplace: Workplace) -> None:
    add_partner(workplace, "Contoso [UK] Ltd", DIRECT, INDIRECT, edition=OLD)


def every_state(workplace: Workplace) -> None:
    partner = add_partner(workplace, "Contoso [UK] Ltd", DIRECT, edition=NEW)
    item = workplace.library.get(DIRECT, NEW).by_id
    changed = replace(item["reseller-tenure"], rule="USD 300,000 in twelve months")
    day = date(2026, 11, 14)
    for change in (
        acts.tick(DIRECT, item["anniversary-recorded"], date(2026, 9, 1)),
        acts.not_applicable(DIRECT, item["regions-listed"], "one region only"),
        acts.wait(DIRECT, item["tpd-advice"], "Microsoft TPD", day, date(2026, 11, 20), "2611"),
        acts.wait(DIRECT, item["go-no-go"], "the board", day, date(2026, 12, 1)),
        acts.refuse(DIRECT, item["tenant-chosen"], "Microsoft said no [by mail]"),
        acts.tick(DIRECT, changed),
        acts.edit("set", DIRECT, item["partner-id"], due=date(2027, 3, 1), owner="ben"),
        acts.edit(
            "evidence",
            DIRECT,
            item["tenant-chosen"],
            evidence="Letter of 20 November",
            note="Ask again in spring.\nBen knows whom.",
        ),
    ):
        workplace.store.change(partner.id, [change])


async def stay(seat: Seat) -> None:
    await seat.press("down", "up")


async def to_refused(seat: Seat) -> None:
    await seat.go_to("Tenant for direct bill chosen")
    await seat.see("Reason")


async def to_full_detail(seat: Seat) -> None:
    await seat.go_to("USD 1M in trailing")
    await seat.press("enter")
    await seat.see("Need")


async def to_waiting_prompt(seat: Seat) -> None:
    await seat.press("w")
    await seat.see("^ Waiting for: ")


async def to_form(seat: Seat) -> None:
    await seat.press("e")
    await seat.see("Asked for")


async def to_filled_form(seat: Seat) -> None:
    await to_refused(seat)
    await to_form(seat)


async def to_starting(seat: Seat) -> None:
    await seat.press("q", "s")
    await seat.see("start a checklist")
    await seat.see("2018-12 started")


async def to_help(seat: Seat) -> None:
    await seat.press("?")
    await seat.see("In every list")


async def to_end_of_help(seat: Seat) -> None:
    await to_help(seat)
    await seat.press("G")


def customers(workplace: Workplace) -> None:
    """The partner of the demo with customers in every state, alone."""
    demo.fill(workplace)
    for partner_id in workplace.store.partner_ids():
        if not partner_id.startswith("woodgrove"):
            workplace.places.progress_file(partner_id).unlink()


async def to_customers(seat: Seat) -> None:
    await seat.press("c", "4")
    await seat.see("4 Your GDAP set up")


async def to_customer(seat: Seat) -> None:
    await to_customers(seat)
    await seat.press("f", "enter")
    await seat.see("For each customer")


async def to_items_for_each(seat: Seat) -> None:
    await seat.go_to("Your GDAP set up")
    await seat.see("State +done for")


STATES: dict[str, tuple[Fill, Go]] = {
    "first-start": (lambda _: None, stay),
    "partners": (demo.fill, stay),
    "run-fresh": (contoso, stay),
    "run-every-state": (every_state, to_refused),
    "full-detail": (contoso, to_full_detail),
    "waiting-prompt": (contoso, to_waiting_prompt),
    "edit-form-empty": (contoso, to_form),
    "edit-form-filled": (every_state, to_filled_form),
    "run-for-each": (customers, to_items_for_each),
    "customers": (customers, to_customers),
    "customer": (customers, to_customer),
    "start": (two_runs, to_starting),
    "help": (lambda _: None, to_help),
    "help-end": (lambda _: None, to_end_of_help),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("state", STATES)
async def test_the_screen_is_as_its_file_shows(
    tmp_path: Path, compare: Compare, state: str, size: tuple[int, int]
):
    fill, go = STATES[state]
    workplace = workplace_in(tmp_path / "data", FakeClock(), is_demo=fill is demo.fill)
    fill(workplace)
    async with at_the_app(replace(workplace, places=SHOWN), size) as seat:
        await go(seat)
        await seat.pilot.pause(0.2)
        lines = [
            re.sub(r"csp-tui \d+\.\d+\.\d+\S*", "csp-tui VERSION", each) for each in seat.lines
        ]
    assert str(tmp_path) not in "".join(lines)
    compare(f"{state}-{size[0]}x{size[1]}", lines)


def test_every_file_belongs_to_a_screen():
    wanted = {f"{state}-{columns}x{rows}.txt" for state in STATES for columns, rows in SIZES}
    assert {path.name for path in SCREENS.iterdir()} == wanted
