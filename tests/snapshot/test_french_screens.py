"""The main screens in French: nothing is left in English, and nothing is cut that matters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pilot.helpers import Seat, fill_with_invented

from csp_tui.core.base import language

from .conftest import SCREENS, Compare
from .test_screens import (
    Fill,
    Go,
    contoso,
    customers,
    every_state,
    screen_lines,
    stay,
    to_conflicts,
    with_conflicts,
    with_history,
)

SIZE = (80, 24)


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    language.use("fr")
    yield
    language.use(language.SOURCE)


async def go_down_to(seat: Seat, title: str) -> None:
    """Put the cursor on the row that holds `title`, which is among the next forty."""
    for _row in range(40):
        if title in seat.current:
            return
        await seat.press("down")
    pytest.fail(f"there is no row with {title}")


async def to_refused(seat: Seat) -> None:
    await seat.press("g")
    await go_down_to(seat, "Locataire de la facturation")
    await seat.see("Refusé  +Microsoft")


async def to_full_detail(seat: Seat) -> None:
    await go_down_to(seat, "Une désignation Partenaire")
    await seat.press("enter")
    await seat.see("Exigence")


async def to_portfolio(seat: Seat) -> None:
    await seat.see("Partenaires  9")
    await seat.press("p")
    await seat.see("Rubrique atteinte")
    await seat.press("G")
    await seat.see("Fait ces quatre dernières semaines")
    await seat.press("g", "j")


async def to_next(seat: Seat) -> None:
    await seat.press("v")
    await seat.see("À relancer")


async def to_customers(seat: Seat) -> None:
    await seat.press("c", "4")
    await seat.see("4 GDAP du revendeur")


async def to_help(seat: Seat) -> None:
    await seat.press("?")
    await seat.see("^ (DÉMO  )?Aide  ")


async def to_menu(seat: Seat) -> None:
    await seat.press("f")
    await seat.see("Filtrer les partenaires")


async def to_form(seat: Seat) -> None:
    await to_refused(seat)
    await seat.press("e")
    await seat.see("^ Preuve|^> Preuve")


async def to_prompt(seat: Seat) -> None:
    await seat.press("g", "w", "enter", "enter")
    await seat.see("Relancer le")


async def to_question(seat: Seat) -> None:
    await go_down_to(seat, "Évaluation des capacités")
    await seat.press("space")
    await seat.see("Cocher")


async def to_one_way(seat: Seat) -> None:
    await go_down_to(seat, "Demande de facturation directe")
    await seat.press("space", *"cont")
    await seat.see("Tapez contoso")


async def to_history(seat: Seat) -> None:
    await seat.press("g", "H")
    await seat.see("historique, 19 changements")
    await seat.press("j", "j")


STATES: dict[str, tuple[Fill, Go]] = {
    "first-start": (lambda _: None, stay),
    "partners": (fill_with_invented, stay),
    "menu": (fill_with_invented, to_menu),
    "run": (every_state, to_refused),
    "full-detail": (contoso, to_full_detail),
    "form": (every_state, to_form),
    "prompt": (contoso, to_prompt),
    "question": (contoso, to_question),
    "one-way": (contoso, to_one_way),
    "history": (with_history, to_history),
    "next": (fill_with_invented, to_next),
    "portfolio": (fill_with_invented, to_portfolio),
    "conflicts": (with_conflicts, to_conflicts),
    "customers": (customers, to_customers),
    "help": (fill_with_invented, to_help),
}


@pytest.mark.parametrize("state", STATES)
async def test_the_screen_is_as_its_file_shows(tmp_path: Path, compare: Compare, state: str):
    compare(f"fr/{state}", await screen_lines(tmp_path, *STATES[state], SIZE))


def test_every_file_belongs_to_a_screen():
    assert {path.stem for path in (SCREENS / "fr").iterdir()} == {*STATES}
