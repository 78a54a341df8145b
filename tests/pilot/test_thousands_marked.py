"""Acts on all marked partners: no file is read while a key waits, and marks stay true."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import current_thread, main_thread

import pytest

from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.saving import file_watcher

from .helpers import DIRECT, Seat, add_partner, at_the_app
from .test_loading_partners import StandingClock

MANY = 501
"""More runs than are read while a key waits."""

RUN = f"""
[checklists.{DIRECT}]
edition = "2020-10"
started = 2026-11-20T10:42:03.512Z
"""

_opened: list[str] = []
"""The names of all files that the main thread, which takes the keys, has opened."""


def _note_opened(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and current_thread() is main_thread():
        _opened.append(Path(str(arguments[0])).name)


@pytest.fixture
def clock() -> Iterator[StandingClock]:
    found = StandingClock()
    yield found
    found.go_on()


@pytest.fixture(scope="module", autouse=True)
def _noting() -> None:
    sys.addaudithook(_note_opened)


async def mark_all(seat: Seat, count: int) -> None:
    await seat.see("^> ")
    await seat.press("g", "*")
    await seat.see(f"^ Partners .*{count} marked")


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("S", "^ Start a checklist for 5 partners"),
        ("C", "^ Close: 5 runs[?]"),
        ("D", "^ Archive: 5 partners[?]"),
        ("P", "Report of 5 partners to"),
        ("e", "^ 5 partners › data"),
    ],
)
async def test_what_is_asked_about_marked_partners_reads_none_of_their_files(
    workplace: Workplace, key, asked
):
    for number in range(5):
        add_partner(workplace, f"Partner {number}", DIRECT)
    async with at_the_app(workplace) as seat:
        await mark_all(seat, 5)
        _opened.clear()
        await seat.press(key)
        await seat.see(asked)
        assert not [name for name in _opened if name.startswith("partner-")]


async def test_a_partner_that_cannot_be_archived_holds_up_no_other_and_is_told(
    workplace: Workplace,
):
    for name in ("Contoso", "Fabrikam", "Trey"):
        add_partner(workplace, name, DIRECT)
    in_the_way = workplace.places.archived.history_file(workplace.store.partner_ids()[1])
    async with at_the_app(workplace) as seat:
        await mark_all(seat, 3)
        await seat.press("D")
        await seat.see("^ Archive: 3 partners[?]")
        in_the_way.parent.mkdir(parents=True)
        in_the_way.touch()
        await seat.press("y")
        await seat.see_asked(r"2 partners are archived: A shows the archive\. 1 stays: Fabrikam, ")
        await seat.see("1 marked")
        await seat.press("u")
        await seat.see(r"Brought back: Contoso, Trey\.$")
    assert len(workplace.store.partner_ids()) == 3


@pytest.fixture
def outdated(workplace: Workplace) -> None:
    """Add many partners with a run of an old edition."""
    workplace.places.partners.mkdir(parents=True)
    for number in range(MANY):
        path = workplace.places.progress_file(f"partner-{number:03}")
        path.write_text(f'format = 1\nname = "Partner {number:03}"\n{RUN}')


@pytest.mark.usefixtures("outdated")
async def test_the_preview_of_many_moves_is_read_while_keys_are_answered(
    workplace: Workplace, clock: StandingClock
):
    async with at_the_app(workplace) as seat:
        await mark_all(seat, MANY)
        clock.stand_after(10)
        await seat.press("E")
        await seat.see("^ Move to the newest edition  loading")
        await seat.press("y")
        await seat.see("being read; this key works after that")
        await seat.press("q")
        await seat.see(f"^ Partners .*{MANY} marked")
        clock.go_on()
        await seat.press("E")
        await seat.see(f"^ Move to the newest edition  {MANY} runs: y moves them")
        await seat.see("^> Partner 000  2020-10 to 2026-08")


@pytest.mark.usefixtures("outdated")
async def test_a_preview_that_has_nothing_to_move_says_so(
    workplace: Workplace, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(file_watcher, "PAUSE", 3600)  # before the list could notice
    async with at_the_app(workplace) as seat:
        await mark_all(seat, MANY)
        for number in range(MANY):
            path = workplace.places.progress_file(f"partner-{number:03}")
            path.write_text(f"{path.read_text()}closed = 2026-11-21T10:42:03.512Z\n")
        clock.stand_after(0)
        await seat.press("E")
        await seat.see("^ Move to the newest edition  loading")
        await seat.press("y")
        await seat.see("being read; this key works after that")
        clock.go_on()
        await seat.see("^ Nothing to move: every open run here is on the newest edition")
        assert "0 runs" not in seat.text
        await seat.press("j", "y")
        await seat.see("^ Nothing to move: every open run here is on the newest edition")
        await seat.press("j")
        await seat.see(r"^ \W+ help  q back, changing nothing$")


async def test_marks_that_are_set_while_an_act_is_saved_stay(workplace: Workplace):
    for name in ("Contoso", "Fabrikam", "Litware", "Trey"):
        add_partner(workplace, name, DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("m", "m", "C")
        await seat.see("^ Close: 2 runs[?]")
        with seat.app.saver.held():
            await seat.press("a")
            await seat.see_gone("2 marked")
            await seat.press("m")
            await seat.see("1 marked")
        await seat.see("2 runs closed. u undoes them all.")
        await seat.see("^ Partners .*1 marked")
        assert [line[2:9] for line in seat.lines if line[1:2] == "*"] == ["Litware"]
