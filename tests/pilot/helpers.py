"""A user at the full-screen app: presses keys, reads the screen, and nothing else."""

from __future__ import annotations

import atexit
import gc
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from asyncio import sleep
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any

from textual.app import App
from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.pilot import Pilot

from csp_tui.core.base import language
from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import Clock
from csp_tui.core.customers.customers import Customers
from csp_tui.core.demo import partners as demo
from csp_tui.core.exchange.sync_places import was_exchanged
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.partners.overview import Overview
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import item_changes
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace, open_workplace
from csp_tui.tui.app import CspTuiApp
from csp_tui.tui.lines.frame import mark_demo

PATIENCE = 120.0
"""Seconds after which what was waited for is said to be missing."""

AMIRA = Actor("amira", "host-a")
BEN = Actor("ben", "host-b")

CHARACTERS = {"enter": "\r", "tab": "\t", "space": " ", "escape": "\x1b", "backspace": "\x7f"}
"""What a terminal sends for keys that have a name."""

DIRECT, INDIRECT = "enroll-direct", "transition-to-indirect"
OLD, NEW = "2018-12", "2026-08"

_ENDED = count(1)
"""Numbers the apps that have ended."""
_SEVERAL = 40
"""Apps that are freed together: each time, Python looks at all that there is."""


class FakeClock:
    """Shows a set moment, a millisecond later at every look; threads may look while it is set."""

    def __init__(self, now: datetime = datetime(2026, 11, 23, 10, 42, 3, tzinfo=UTC)) -> None:
        self.now = now

    @property
    def now(self) -> datetime:
        """The moment of the last look, or the one that was set since."""
        return self._seen

    @now.setter
    def now(self, moment: datetime) -> None:
        self._seen, self._set = moment, (moment, count(1))

    def __call__(self) -> datetime:
        moment, looks = self._set
        seen = moment + timedelta(milliseconds=next(looks))
        self._seen = seen
        return seen


def counted_bytes() -> Callable[[int], bytes]:
    """Return a source of bytes that gives 0, 1, 2, … and so makes the same ids every time."""
    numbers = count()
    return lambda size: bytes(next(numbers) % 256 for _ in range(size))


def workplace_in(data: Path, clock: Clock, *, is_demo: bool = False) -> Workplace:
    """Return the workplace of a data directory, used by amira on host-a."""
    found = open_workplace({}, str(data), clock=clock, is_demo=is_demo)
    store = Store(found.places, clock, AMIRA, counted_bytes(), found.locks)
    customers = Customers(found.places, store, found.library, clock)
    overview = Overview(found.places, lambda: store, found.library, clock, lambda: customers)
    return found.with_parts(actor=AMIRA, store=store, overview=overview, customers=customers)


@cache
def _invented(_language: str) -> Path:
    """Return a data directory with the invented partners as of the beginning of a FakeClock.

    Their notes and whom they wait for are in the current language, `_language`.
    """
    directory = tempfile.mkdtemp(prefix="csp-tui-pilot-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    demo.fill(workplace_in(Path(directory, "data"), FakeClock()))
    return Path(directory, "data")


def fill_with_invented(workplace: Workplace) -> None:
    """Fill the data directory with the invented partners; they are made once a language."""
    shutil.copytree(_invented(language.current()), workplace.places.data, dirs_exist_ok=True)


def other_store(workplace: Workplace, actor: Actor = BEN) -> Store:
    """Return the store of another session on the same directory."""
    return Store(workplace.places, workplace.clock, actor)


def sync(workplace: Workplace, *words: str | Path) -> None:
    """Sync as another process of the same user does."""
    program = (sys.executable, "-P", "-m", "csp_tui")
    command = (*program, "--data", workplace.places.data, "sync", *words)
    subprocess.run(command, check=True, capture_output=True)


def changed_elsewhere(
    workplace: Workplace, partner_id: str, changes: Sequence[Change]
) -> list[HistoryLine]:
    """Make `changes` on another machine, which has all that is here, and return their lines."""
    places = replace(workplace.places, data=workplace.places.data.with_name("elsewhere"))
    shutil.copytree(workplace.places.data, places.data, ignore=shutil.ignore_patterns(".local"))
    store = Store(places, lambda: workplace.clock() - timedelta(hours=1), BEN)
    made = len(store.change(partner_id, changes).lines)
    lines = store.history(partner_id).lines()[-made:]
    shutil.rmtree(places.data)
    return lines


def add_partner(
    workplace: Workplace, name: str = "Contoso", *runs: str, edition: str = OLD
) -> Partner:
    """Add a partner and start some runs, as a session before did."""
    partner = workplace.store.add_partner(name).partner
    for run in runs:
        checklist = workplace.library.get(run, edition)
        change = item_changes.start(partner, checklist, workplace.clock())
        partner = workplace.store.change(partner.id, [change]).partner
    return partner


def progress(workplace: Workplace, partner_id: str = "") -> dict[str, Any]:
    """Return the progress file of a partner, or of the only one, as it is on the disk."""
    files = [workplace.places.progress_file(partner_id)] if partner_id else []
    files = files or list(workplace.places.partners.glob("*.toml"))
    assert len(files) == 1
    return tomllib.loads(files[0].read_text())


def items(workplace: Workplace, run: str = DIRECT) -> dict[str, Any]:
    """Return what the only partner's file says of the items of a run."""
    found: dict[str, Any] = progress(workplace)["checklists"][run].get("items", {})
    return found


def tree(directory: Path) -> dict[str, bytes]:
    """Return every file below a directory with its bytes."""
    files = (each for each in directory.rglob("*") if each.is_file())
    return {str(each.relative_to(directory)): each.read_bytes() for each in sorted(files)}


def screen_text(app: App[Any]) -> list[str]:
    """Return the lines that are on the screen; the one place that knows how Textual draws."""
    strips = app.screen._compositor.render_strips()
    return ["".join(strip.text for strip in line).rstrip() for line in strips]


async def wait_until(
    pilot: Pilot[Any], condition: Callable[[], object], patience: float = PATIENCE
) -> None:
    """Wait until `condition` holds; fail with the screen where it does not in time."""
    deadline = monotonic() + patience
    nap = 0.005  # seconds; a look takes processor time, too
    while not condition():
        if monotonic() > deadline:
            raise AssertionError("\n".join(["not in time; the screen:", *screen_text(pilot.app)]))
        await sleep(nap)
        nap = min(nap * 1.5, 0.05)


class Seat:
    """A user in front of the running app."""

    def __init__(self, app: CspTuiApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def lines(self) -> list[str]:
        """The screen, line by line."""
        return screen_text(self.app)

    @property
    def text(self) -> str:
        """The screen."""
        return "\n".join(self.lines)

    @property
    def bottom(self) -> str:
        """The last line: keys, a message or a prompt."""
        return self.lines[-1].strip()

    @property
    def current(self) -> str:
        """The row under the cursor, without the mark in front."""
        return next((line[2:].strip() for line in self.lines if line.startswith("> ")), "")

    async def press(self, *keys: str) -> None:
        """Press keys, named as Textual names them, each after the one before was handled.

        Textual's own pilot waits 40 ms and more at every key.
        """
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
            character = key if len(key) == 1 else CHARACTERS.get(key)
            self.app.post_message(Key(name, character))
            await self.pilot.pause(0)
            await self.pilot.pause(0)

    async def paste(self, text: str) -> None:
        """Paste a text, as a terminal with bracketed paste hands it over."""
        self.app.post_message(Paste(text))
        await self.pilot.pause(0)

    async def answer(self, question: str, text: str | None = None) -> None:
        """Wait for a question and answer it, with a key or a text.

        Without `text` what is offered is taken.
        """
        await self.see_asked(re.escape(question) + ".*(:( |$)| n (no|non|to do again))")
        if self.bottom.startswith(("y ", "c ")):
            assert text, f"a key is needed; the screen:\n{self.text}"
            await self.press(text)
            return
        if text is not None:
            await self.press("ctrl+u")
            await self.paste(text)
        await self.press("enter")

    async def see(self, pattern: str, patience: float = PATIENCE) -> None:
        """Wait until the screen shows something that matches `pattern`."""
        compiled = re.compile(pattern, re.MULTILINE)
        await wait_until(self.pilot, lambda: compiled.search(self.text), patience)

    async def see_asked(self, pattern: str) -> None:
        """Wait until a question or message matches, however many rows it takes."""
        compiled = re.compile(pattern)
        await wait_until(self.pilot, lambda: compiled.search(" ".join(self.text.split())))

    async def see_gone(self, pattern: str) -> None:
        """Wait until nothing on the screen matches `pattern`."""
        compiled = re.compile(pattern, re.MULTILINE)
        await wait_until(self.pilot, lambda: not compiled.search(self.text))

    async def narrow(self, text: str) -> None:
        """Narrow the list to the rows that have the words of `text`; "" shows all."""
        await self.press("/")
        await self.see_asked("enter keep|entrée garder")
        await self.press("ctrl+u")
        await self.paste(text)
        await self.press("enter")

    async def go_to(self, title: str) -> None:
        """Put the cursor on the row that holds `title`, by moving it."""
        if title not in self.current:
            await self.press("g")
        deadline = monotonic() + PATIENCE
        while True:
            lines = self.lines
            here = next(at for at, line in enumerate(lines) if line.startswith(">"))
            if title in lines[here]:
                return
            assert monotonic() < deadline, f"no row is {title}; the screen:\n{self.text}"
            place = next((at for at, line in enumerate(lines) if title in line), None)
            if place is None:
                await self.press("pagedown")
            else:  # half way at once: lines between may be headings, on which no cursor is
                key = "j" if place > here else "k"
                for _ in range((abs(place - here) + 1) // 2):
                    self.app.post_message(Key(key, key))
                await self.pilot.pause(0)
                await self.pilot.pause(0)

    async def rest(self) -> None:
        """Wait until all changes are saved, and what the screen says about that is there."""
        await wait_until(self.pilot, lambda: not self.app.saver.unsaved())
        await self.pilot.pause(0)
        await self.pilot.pause(0)

    async def wait_for_save(self) -> None:
        """Wait until the screen says that everything is on the disk."""
        await self.see(r"(saved|enreg\.) \d\d:\d\d")

    async def save_behind_help(self, key: str) -> None:
        """Press a key that saves something once, which is saved after the help has opened."""
        with self.app.saver.held():
            await self.press(key, "?")
            await self.see("^ Help  ")
        self.app.saver.finish()  # the messages of all jobs are posted then
        await self.pilot.pause(0)


def let_files_be_old(workplace: Workplace) -> None:
    """Date what was changed in the present of the machine before the present of the tests.

    Rows of files that have just changed are made anew each time that they are asked for.
    """
    if was_exchanged(workplace.places):
        return  # a sync notes when files were changed
    yesterday = FakeClock().now.timestamp() - 24 * 60 * 60
    for directory in (workplace.places.partners, workplace.places.customers):
        for path in (directory, *directory.rglob("*")):
            with suppress(FileNotFoundError):
                if path.lstat().st_mtime > yesterday:
                    os.utime(path, (yesterday, yesterday), follow_symlinks=False)


@asynccontextmanager
async def at_the_app(
    workplace: Workplace, size: tuple[int, int] = (80, 24), **start: str
) -> AsyncIterator[Seat]:
    """Run the app and sit down before it."""
    let_files_be_old(workplace)
    app = CspTuiApp(workplace, **start)
    try:
        async with app.run_test(size=size) as pilot:
            seat = Seat(app, pilot)
            await wait_until(pilot, lambda: seat.bottom)
            yield seat
            app.exit(0)  # as a key does; Textual's own end of a test takes the widgets away first
            await pilot.pause(0)
    finally:
        mark_demo(is_demo=False)
        _let_go_of_apps()


def _let_go_of_apps() -> None:
    """Free the apps that have ended, each time that there are several.

    An app that has started tells Python to keep all that exists for good, earlier apps, too.
    """
    gc.unfreeze()
    if next(_ENDED) % _SEVERAL == 0:
        gc.collect()


def harmful(text: str) -> Iterator[str]:
    """Yield the characters of `text` that could drive a terminal or turn its text round."""
    yield from re.findall(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", text
    )
