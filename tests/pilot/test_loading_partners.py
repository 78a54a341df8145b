"""All partners are read anew, by a thread: the keys are answered meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, current_thread, main_thread

import pytest

from csp_tui.core.workplace.workplace import Workplace

from .helpers import (
    DIRECT,
    PATIENCE,
    FakeClock,
    Seat,
    add_partner,
    at_the_app,
)

QUICK = 2_100
"""More partners than are told of at once, and than are read while a key waits."""

CHECKLIST = """\
format = 1
title = "My own checklist"

[[sections]]
id = "one"
title = "One"

[[sections.items]]
id = "item"
title = "Only item"
"""

RUN = """
[checklists.own]
checklist = "own"
edition = "2026-01"
started = 2026-11-20T10:42:03.512Z
"""


class StandingClock(FakeClock):
    """Lets other threads, except the file watcher, look so many times; then they wait."""

    def __init__(self) -> None:
        super().__init__()
        self._looks = 0
        self._goes = Event()
        self.go_on()

    def stand_after(self, looks: int) -> None:
        self._looks = looks
        self._goes.clear()

    def go_on(self) -> None:
        self._goes.set()

    def __call__(self):
        if current_thread() is not main_thread() and current_thread().name != "file-watcher":
            self._looks -= 1
            if self._looks < 0:
                self._goes.wait(PATIENCE)
        return super().__call__()


@pytest.fixture
def clock() -> Iterator[StandingClock]:
    found = StandingClock()
    yield found
    found.go_on()


@pytest.fixture
def own(workplace: Workplace) -> Path:
    """Return the file of an own checklist with one item."""
    path = workplace.places.own_checklists / "own" / "2026-01.toml"
    path.parent.mkdir(parents=True)
    path.write_text(CHECKLIST)
    return path


@pytest.fixture
def many(workplace: Workplace, own: Path) -> None:
    """Add Contoso with a shipped checklist, and many others with the own one."""
    add_partner(workplace, "Contoso", DIRECT)
    for number in range(QUICK):
        path = workplace.places.progress_file(f"quick-{number:04}")
        path.write_text(f'format = 1\nname = "Quick {number:04}"\n{RUN}')


def save(path: Path, text: str) -> None:
    """Replace a file as a whole, as editors do: nobody reads a half of it."""
    new = path.with_name(f".{path.name}")
    new.write_text(text)
    new.replace(path)


async def choose(seat: Seat, letter: str) -> None:
    await seat.press("L")
    await seat.see("^ (Language|Langue)")
    await seat.press(letter)


def marked(seat: Seat) -> list[str]:
    return [line[2:12] for line in seat.lines if line[1:2] == "*"]


@pytest.mark.usefixtures("many")
async def test_a_change_of_language_tells_how_many_partners_are_read_and_answers_keys(
    workplace: Workplace, clock: StandingClock
):
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("j", "m", "m")
        await seat.see("^> Quick 0002")
        clock.stand_after(2_050)
        await choose(seat, "f")
        await seat.see(f"^ Partenaires  {QUICK + 1}  chargement, 2000 lus")
        assert "Quick" not in seat.text
        assert "Contoso" not in seat.text

        await seat.press("e")
        await seat.see("^ Les partenaires sont en cours de lecture")
        await seat.press("?")
        await seat.see("^ Aide")
        await seat.press("q", "v")
        await seat.see("^ À traiter  chargement, 2000 lus")
        await seat.press("space")
        await seat.see("^ Les partenaires sont en cours de lecture")
        await seat.press("q", "f")
        await seat.see("^ Les partenaires sont en cours de lecture")

        clock.go_on()
        await seat.see("^> Quick 0002")
        await seat.see_gone("sont en cours de lecture")
        await seat.see("^ Partenaires .* marqués.: 2")
        assert marked(seat) == ["Quick 0000", "Quick 0001"]
        await seat.see("^  Contoso .* faisable ")
        assert "chargement" not in seat.text


@pytest.mark.usefixtures("many")
async def test_keys_that_need_no_partner_are_answered_while_partners_are_read(
    workplace: Workplace, clock: StandingClock
):
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        clock.stand_after(2_050)
        await choose(seat, "f")
        await seat.see("^ Partenaires .*chargement, 2000 lus")
        for key, screen in (("p", "Portefeuille"), ("A", "Archivés"), ("X", "Conflits")):
            await seat.press(key)
            await seat.see(f"^ {screen}\\b")
            await seat.press("q")
            await seat.see("^ Partenaires .*chargement, 2000 lus")
        await seat.press("I")
        await seat.see("CSV ou Excel")
        await seat.press("ctrl+g", "a")
        await seat.answer("Nom du partenaire", "contoso")
        await seat.see("existe déjà.*: contoso")
        await seat.press("ctrl+u", *"Adatum", "enter")
        clock.go_on()
        await seat.see("^ Adatum")
        await seat.press("q")
        await seat.see("^> Adatum")
        await seat.see("^  Quick 0000 .* Only item")


@pytest.mark.usefixtures("many")
async def test_another_change_of_language_while_partners_are_read_shows_that_language_alone(
    workplace: Workplace, clock: StandingClock
):
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        clock.stand_after(2_050)
        await choose(seat, "f")
        await seat.see("chargement, 2000 lus")
        await choose(seat, "e")
        clock.go_on()
        await seat.see("^> Contoso .* ready ")
        await seat.see("^  Quick 0000 .* Only item")
        await seat.press("v")
        await seat.see("^ Next .* ready")
        assert "lus" not in seat.text


@pytest.mark.usefixtures("many")
async def test_a_checklist_changed_on_disk_leaves_the_rows_as_they_were_until_all_are_read(
    workplace: Workplace, clock: StandingClock, own: Path
):
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("j")
        clock.stand_after(2_050)
        save(own, CHECKLIST.replace("Only item", "Mended item"))
        await seat.see("^ Partners .* loading, 2000 read$")
        await seat.see("^> Quick 0000 .* Only item")
        await seat.press("j", "enter")
        await seat.see("^ Quick 0001 › ")
        await seat.see(r"\[ \] Mended item")
        await seat.press("q")
        await seat.see("^> Quick 0001 .* Only item")

        await seat.press("ctrl+p", *"quick 0003")
        await seat.see("The partners are being read, and found after that")
        clock.go_on()
        await seat.see("^ Partners\n> Quick 0003")
        await seat.press("ctrl+g")
        await seat.see("^> Quick 0001 .* Mended item")
        assert "loading" not in seat.text


@pytest.mark.usefixtures("many")
async def test_a_checklist_broken_on_disk_is_told_in_every_row_and_keys_are_answered(
    workplace: Workplace, own: Path
):
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        save(own, "format = 1\n")
        await seat.see("^  Quick 0000 .*title: is missing")
        await seat.see("^ Partners .* unreadable")
        await seat.press("p")
        await seat.see("^ Portfolio")
        save(own, CHECKLIST)
        await seat.press("q")
        await seat.see("^  Quick 0000 .* Only item")


@pytest.mark.usefixtures("many")
async def test_a_checklist_changed_again_while_partners_are_read_is_shown_as_it_is_now(
    workplace: Workplace, clock: StandingClock, own: Path
):
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        clock.stand_after(2_050)
        own.write_text(CHECKLIST.replace("Only item", "Mended item"))
        await seat.see("^ Partners .* loading, 2000 read$")
        await seat.press("j", "enter")
        await seat.see(r"\[ \] Mended item")
        own.write_text(CHECKLIST.replace("Only item", "Item mended again"))
        await seat.see(r"\[ \] Item mended again")
        await seat.press("q")
        await seat.see("^> Quick 0000 .* Only item")
        clock.go_on()
        await seat.see("^> Quick 0000 .* Item mended again")
        assert "loading" not in seat.text


@pytest.mark.usefixtures("many")
async def test_the_cursor_of_the_portfolio_stays_on_its_row_when_the_language_changes(
    workplace: Workplace, clock: StandingClock
):
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("p")
        await seat.see("^ .* 2 to 8 Nov$")
        await seat.press("j")
        await seat.see("^> .* nobody")
        clock.stand_after(2_050)
        await choose(seat, "f")
        await seat.see("^ Portefeuille  chargement, 2000 lus")
        clock.go_on()
        await seat.see("^> .* sans responsable")
        await seat.see("^ .* 2 au 8 nov.$")
        await seat.press("G")
        await seat.see("^> .* 23 au 29 nov.")
        clock.stand_after(2_050)
        await choose(seat, "e")
        await seat.see("^ Portfolio  loading, 2000 read")
        clock.go_on()
        await seat.see("^> .* 23 to 29 Nov")


@pytest.mark.usefixtures("many")
async def test_while_partners_are_read_the_pane_does_not_name_the_marked_ones_by_their_ids(
    workplace: Workplace, clock: StandingClock
):
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("slash", *"000", "enter", "m", "m")
        await seat.see("^ Quick 0000, Quick 0001$")
        clock.stand_after(2_050)
        await choose(seat, "f")
        await seat.see("^ Partenaires  2101  chargement, 2000 lus")
        assert "quick-" not in seat.text
        clock.go_on()
        await seat.see("^ Quick 0000, Quick 0001$")


@pytest.mark.usefixtures("many")
async def test_next_that_is_opened_while_partners_are_read_is_of_those_that_were_shown(
    workplace: Workplace, clock: StandingClock
):
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("slash", *"209", "enter")
        await seat.see("^ Partners .*12 of 2101 .*/209")
        clock.stand_after(2_050)
        await choose(seat, "f")
        await seat.see("^ Partenaires .*chargement, 2000 lus")
        await seat.press("v")
        await seat.see("^ À traiter .*chargement")
        clock.go_on()
        await seat.see("^ À traiter  avec «.209.»  12 faisables")
        await seat.see("^> .*Quick 0209")
