"""Every screen as text, the main ones with styles; a change of look shows up as a difference."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from functools import partial
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
    changed_elsewhere,
    fill_with_invented,
    other_store,
    wait_until,
    workplace_in,
)

from csp_tui.core.disk.places import Places
from csp_tui.core.runs import facts, item_changes
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.widgets.row_list import REST

from .conftest import SCREENS, Compare
from .picture import URGENT, Picture, drawn, picture_of

SIZES = [(80, 24), (120, 40)]
SMALL = (60, 20)
ALSO_SMALL = ("run-filter", "run-marks", "partners", "partners-form")
PHONE = (40, 12)
ALSO_ON_PHONE = ("partners", "next", "portfolio")
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
    changed = replace(item["reseller-tenure"], rule="USD 300,000 in twelve months", own=None)
    day = date(2026, 11, 14)
    for change in (
        item_changes.tick(DIRECT, item["anniversary-recorded"], date(2026, 9, 1)),
        facts.answer_change("several-regions", known=False),
        item_changes.not_applicable(DIRECT, item["distributor-terms-read"], "no distributor"),
        item_changes.tick(DIRECT, item["distributor-customers-decided"], is_out_of_order=True),
        item_changes.wait(
            DIRECT, item["tpd-advice"], "Microsoft TPD", day, date(2026, 11, 20), "2611"
        ),
        item_changes.chase(DIRECT, item["tpd-advice"], date(2026, 11, 17), date(2026, 11, 20)),
        item_changes.wait(DIRECT, item["go-no-go"], "the board", day, date(2026, 12, 1)),
        item_changes.refuse(DIRECT, item["tenant-chosen"], "Microsoft said no [by mail]"),
        item_changes.tick(DIRECT, changed),
        item_changes.edit("set", DIRECT, item["partner-id"], due=date(2027, 3, 1), owner="ben"),
        item_changes.edit(
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
    await seat.press("g")
    await seat.go_to("Tenant for direct bill chosen")
    await seat.see("^.*Refused  +Microsoft")


async def to_filter(seat: Seat) -> None:
    await seat.press("f", "w")
    await seat.see("only waiting: 2 of 46")
    await seat.press("g")
    await seat.see("Microsoft's Technical")


async def to_marks(seat: Seat) -> None:
    await seat.press("g", "m", *"jjjjj", "M")
    await seat.see("7 marked")
    await seat.press("space")
    await seat.see("Tick: 2 items")


async def to_full_detail(seat: Seat) -> None:
    await seat.go_to("USD 1M in trailing")
    await seat.press("enter")
    await seat.see("Need")


async def to_fact_question(seat: Seat) -> None:
    await seat.go_to("Regions and their tenants")
    await seat.press("space")
    await seat.see("not known yet")


async def to_waiting_prompt(seat: Seat) -> None:
    await seat.go_to("Go or no-go")
    await seat.press("w")
    await seat.see("^ Waiting for: ")


async def to_form(seat: Seat) -> None:
    await seat.press("e")
    await seat.see("Asked for")


async def to_filled_form(seat: Seat) -> None:
    await to_refused(seat)
    await to_form(seat)


async def to_waiting_form(seat: Seat) -> None:
    await seat.go_to("Technical presales advice")
    await to_form(seat)


async def to_facts(seat: Seat) -> None:
    await seat.press("F")
    await seat.see("Only if yes")
    await seat.press("j", "n", "k")


async def to_order_question(seat: Seat) -> None:
    await seat.go_to("Capabilities assessment passed")
    await seat.press("space")
    await seat.see("Open before it")


async def to_one_way_question(seat: Seat) -> None:
    await seat.go_to("Direct-bill application submitted")
    await seat.press("space", *"cont")
    await seat.see("To go on type")


async def to_starting(seat: Seat) -> None:
    await seat.press("q", "S")
    await seat.see("start a checklist")
    await seat.see("started, 11 items")


async def to_portfolio(seat: Seat) -> None:
    await seat.see("Partners.*  9")
    await seat.press("p")
    await seat.see("Stage of Enroll")
    await seat.press("G")
    await seat.see("Done in the last four weeks")
    await seat.press("g", "j")


async def to_next(seat: Seat) -> None:
    await seat.press("v")
    await seat.see("To chase")


async def to_next_by_role(seat: Seat) -> None:
    await to_next(seat)
    await seat.press("f", "g")
    await seat.see("Next  for global admin")


async def to_walked_item(seat: Seat) -> None:
    await to_next(seat)
    await seat.press("j", "j", "j", "i")
    await seat.see("Done or not applicable")


async def to_help(seat: Seat) -> None:
    await seat.press("?")
    await seat.see("^ (DEMO  )?Help  ")


async def to_end_of_help(seat: Seat) -> None:
    await to_help(seat)
    await seat.press("G")


async def to_palette(seat: Seat) -> None:
    await seat.press("ctrl+p", *"credit")
    await seat.see("^> Go or no-go")


def with_history(workplace: Workplace) -> None:
    partner = add_partner(workplace, "Contoso [UK] Ltd", DIRECT, edition=NEW)
    items = list(workplace.library.get(DIRECT, NEW).items)
    ben, store = other_store(workplace), workplace.store
    ben.change(partner.id, [item_changes.tick(DIRECT, item) for item in items[:12]])
    note = "Ben asked twice, by mail and on the phone, and was told to ask again in spring. "
    store.change(partner.id, [item_changes.edit("note", DIRECT, items[0], note=note * 3)])
    store.change(partner.id, [item_changes.tick(DIRECT, items[13])])
    store.undo(partner.id)
    path = workplace.places.progress_file(partner.id)
    path.write_text(path.read_text().replace('status = "done"', 'status = "refused"', 1))
    due = item_changes.edit("set", DIRECT, items[2], owner="ben", due=date(2027, 3, 1))
    store.change(partner.id, [due])


async def to_history(seat: Seat) -> None:
    await seat.go_to("Anniversary month")
    await seat.press("H")
    await seat.see("history, 19 changes")
    await seat.press("j", "j")


async def to_item_history(seat: Seat) -> None:
    await to_history(seat)
    await seat.go_to("set the note of Anniversary")
    await seat.press("i", "j")
    await seat.see("3 changes of Anniversary")


def with_conflicts(workplace: Workplace) -> None:
    contoso = add_partner(workplace, "Contoso [UK] Ltd", DIRECT, edition=NEW)
    tailspin = add_partner(workplace, "Tailspin Toys", DIRECT, edition=NEW)
    relecloud = add_partner(workplace, "Relecloud")
    item = workplace.library.get(DIRECT, NEW).by_id
    credit, pack = item["credit-approval"], item["document-pack"]
    day = date(2026, 11, 23)
    waits = item_changes.wait(DIRECT, credit, "Microsoft credit", day, date(2026, 12, 1), "2611")
    note = "Ben asked twice, by mail and on the phone, and was told to ask again in spring. "
    for partner, there, here in (
        (relecloud, *(item_changes.edit_partner(relecloud, owner=n) for n in ("amira", "jonas"))),
        (tailspin, waits, item_changes.tick(DIRECT, credit, is_out_of_order=True)),
        (
            contoso,
            item_changes.edit("note", DIRECT, pack, note=note * 2),
            item_changes.edit("note", DIRECT, pack, note="Two papers come from the bank."),
        ),
    ):
        lines = changed_elsewhere(workplace, partner.id, [there])
        workplace.store.change(partner.id, [here])
        workplace.store.take_in(partner.id, partial(list, lines))


async def to_conflicts(seat: Seat) -> None:
    await seat.press("X")
    await seat.see("^ Con[a-z]+  3 ")
    await seat.press("j", "j", "k")
    await seat.see("^ (Kept|Gardé) .*(done|fait)")


async def to_no_conflicts(seat: Seat) -> None:
    await seat.press("q", "X")
    await seat.see("no conflicts")


async def to_partner_form(seat: Seat) -> None:
    await seat.go_to("Contoso")
    await seat.press("e")
    await seat.see("T-90")


async def to_partners_filter(seat: Seat) -> None:
    await seat.press("s", "c", "f", "c")
    await seat.see("to chase, by clock")


async def to_filter_menu(seat: Seat) -> None:
    await seat.press("f", "C")
    await seat.see("Filter the partners")


def customers(workplace: Workplace) -> None:
    """The partner of the demo with customers in every state, alone."""
    fill_with_invented(workplace)
    for partner_id in workplace.store.partner_ids():
        if not partner_id.startswith("woodgrove"):
            workplace.places.progress_file(partner_id).unlink()
            workplace.places.history_file(partner_id).unlink()


async def to_customers(seat: Seat) -> None:
    await seat.press("c", "4")
    await seat.see("4 Your GDAP set up")


async def to_customer(seat: Seat) -> None:
    await to_customers(seat)
    await seat.press("f", "n", "enter")
    await seat.see("For each customer")


async def to_items_for_each(seat: Seat) -> None:
    await seat.go_to("Your GDAP set up")
    await seat.see("Done +for ")


STATES: dict[str, tuple[Fill, Go]] = {
    "first-start": (lambda _: None, stay),
    "partners": (fill_with_invented, stay),
    "partners-form": (fill_with_invented, to_partner_form),
    "partners-filtered": (fill_with_invented, to_partners_filter),
    "partners-filter-menu": (fill_with_invented, to_filter_menu),
    "run-fresh": (contoso, stay),
    "run-every-state": (every_state, to_refused),
    "run-filter": (every_state, to_filter),
    "run-marks": (every_state, to_marks),
    "full-detail": (contoso, to_full_detail),
    "waiting-prompt": (contoso, to_waiting_prompt),
    "edit-form-empty": (contoso, to_form),
    "edit-form-filled": (every_state, to_filled_form),
    "edit-form-waiting": (every_state, to_waiting_form),
    "facts": (contoso, to_facts),
    "fact-question": (contoso, to_fact_question),
    "order-question": (contoso, to_order_question),
    "one-way-question": (contoso, to_one_way_question),
    "run-for-each": (customers, to_items_for_each),
    "customers": (customers, to_customers),
    "customer": (customers, to_customer),
    "start": (two_runs, to_starting),
    "history": (with_history, to_history),
    "history-item": (with_history, to_item_history),
    "next": (fill_with_invented, to_next),
    "portfolio": (fill_with_invented, to_portfolio),
    "conflicts": (with_conflicts, to_conflicts),
    "no-conflicts": (two_runs, to_no_conflicts),
    "next-by-role": (fill_with_invented, to_next_by_role),
    "next-item": (fill_with_invented, to_walked_item),
    "help": (lambda _: None, to_help),
    "help-end": (lambda _: None, to_end_of_help),
    "palette": (contoso, to_palette),
}
SCREENS_WANTED = [
    *((state, size) for state in STATES for size in SIZES),
    *((state, SMALL) for state in ALSO_SMALL),
    *((state, PHONE) for state in ALSO_ON_PHONE),
]


STYLED = (
    "first-start",
    "partners",
    "partners-filter-menu",
    "run-every-state",
    "run-marks",
    "waiting-prompt",
    "edit-form-filled",
    "one-way-question",
    "order-question",
    "customers",
    "history",
    "next",
    "portfolio",
    "conflicts",
    "help",
)
"""The states whose styles are kept, too: on dark and light ground, and without colours."""


@pytest.mark.parametrize(("state", "size"), SCREENS_WANTED, ids=lambda each: str(each))
async def test_the_screen_is_as_its_file_shows(
    tmp_path: Path, compare: Compare, state: str, size: tuple[int, int]
):
    fill, go = STATES[state]
    async with at_the_screen(tmp_path, fill, go, size) as (seat, lines):
        picture = await picture_of(seat)
    assert str(tmp_path) not in "".join(lines)
    assert_calm(lines, picture, is_matrix=state == "customers")
    name = f"{state}-{size[0]}x{size[1]}"
    compare(name, lines)
    if state in STYLED and size in SIZES:
        compare(f"styles/{name}", drawn(lines, picture))


def assert_calm(lines: list[str], picture: Picture, *, is_matrix: bool) -> None:
    """Check that one stretch of the screen is reversed, and that a row has one urgent word.

    The caret of a field, one cell, and the crossing of the matrix count apart; so do the rows of a
    title that is wrapped, and the head, which counts what is late and what is due this week.
    """
    for theme, rows in picture.items():
        reversed_rows = [row for row in rows if re.search("xx", row)]
        stretches = [each for row in rows for each in re.findall("xx+", row)]
        assert is_matrix or len(stretches) <= 1, (theme, reversed_rows, lines)
    for line, row in zip(lines[2:], picture["dark"][2:], strict=True):
        listed = row[: line.index("│")] if "│" in line else row
        assert len(re.findall(f"[{URGENT}]+", listed)) <= 1, (line, row)


async def screen_lines(tmp_path: Path, fill: Fill, go: Go, size: tuple[int, int]) -> list[str]:
    """Return the lines of a screen, where `go` leads to it in the data that `fill` makes."""
    async with at_the_screen(tmp_path, fill, go, size) as (_seat, lines):
        return lines


@asynccontextmanager
async def at_the_screen(
    tmp_path: Path, fill: Fill, go: Go, size: tuple[int, int]
) -> AsyncIterator[tuple[Seat, list[str]]]:
    """Sit down before a screen, with its lines; `go` leads to it in the data of `fill`."""
    workplace = workplace_in(tmp_path / "data", FakeClock(), is_demo=fill is fill_with_invented)
    fill(workplace)
    known = workplace.store.partner_ids()
    only = {"partner_id": known[0]} if len(known) == 1 else {}
    async with at_the_app(workplace.with_parts(places=SHOWN), size, **only) as seat:
        await go(seat)
        await wait_until(seat.pilot, lambda: not seat.app.partners_reader.is_reading)
        await seat.pilot.pause(REST)  # the detail follows
        await seat.pilot.pause(0)
        await seat.pilot.pause(0)
        yield seat, [VERSION.sub("csp-tui VERSION", each) for each in seat.lines]


def test_every_file_belongs_to_a_screen():
    wanted = {f"{state}-{columns}x{rows}.txt" for state, (columns, rows) in SCREENS_WANTED}
    assert {path.name for path in SCREENS.glob("*.txt")} == wanted
    styled = {f"{state}-{columns}x{rows}.txt" for state in STYLED for columns, rows in SIZES}
    assert {path.name for path in SCREENS.glob("styles/*.txt")} == styled
