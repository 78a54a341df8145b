"""The budgets: each measures what it is about and says what was reached."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from generate import main as generate
from generate import one_long_checklist
from measuring import (
    APP,
    HERE,
    PEERS,
    Home,
    Program,
    Result,
    Screen,
    at_most,
    commands_in_turn,
    in_turn,
    key_figures,
    number_told,
    ratio,
    seconds,
)

Budget = Callable[[Path, int], Iterator[Result]]
BUDGETS: dict[str, Budget] = {}
PROBE = [sys.executable, str(HERE / "probe.py")]
BARE = Program([*PEERS, "bare"], "Hello")
FIRST = r"^> Partner 00000"
WHILE_READ = r"^[> ] Partner 00000"
"""The first readable picture: as long as not all partners are read, it has no cursor."""


def budget(function: Budget) -> Budget:
    """Let a function be called by its name."""
    BUDGETS[function.__name__] = function
    return function


def partners(path: Path, count: int) -> Home:
    """Return a home with so many invented partners."""
    home = Home(path / f"partners-{count}")
    if not home.path.exists():
        home.path.mkdir()
        generate(count, home.data)
    return home


def app(home: Home, wait: str = FIRST, **named: str) -> Program:
    """Return the app in a home."""
    return Program(APP, wait, env=home.env, **named)


def run_of(home: Home, **named: str) -> Program:
    """Return the app at the first partner's checklist."""
    return Program([*APP, "open", "partner-00000"], "space (done|todo)", env=home.env, **named)


@budget
def start(path: Path, count: int) -> Iterator[Result]:
    """First picture, settled picture and memory, 100 partners; first picture, one partner."""
    pairs = in_turn(app(partners(path, 100)), BARE, count, "--paint-quiet=1000")
    reached = ratio(pairs, lambda run: run["t_match"])
    yield at_most("first readable picture, 100 partners", 0.2, reached, " x bare")
    reached = ratio(pairs, lambda run: run["t_first_paint"])
    yield at_most("settled picture, 100 partners", 1.1, reached, " x bare")
    reached = ratio(pairs, lambda run: run["rss_peak"])
    yield at_most("peak memory, 100 partners", 1.1, reached, " x bare")
    pairs = in_turn(app(partners(path, 1), r"^> ?\[.\]"), BARE, count, "--paint-quiet=1000")
    reached = ratio(pairs, lambda run: run["t_match"])
    yield at_most("first readable picture, one partner", 0.2, reached, " x bare")


@budget
def interactive(path: Path, count: int) -> Iterator[Result]:
    """Keys typed at the start take effect."""
    ours = app(partners(path, 100), r"^> Partner 00003")
    other = Program([*PEERS, "list", "100"], r"^> Partner 00003")
    reached = ratio(in_turn(ours, other, count, "--typeahead=down*3"), lambda run: run["t_match"])
    what = "keys typed at the start take effect"
    yield at_most(what, 0.95, reached, " x the same list as a plain Textual app")


@budget
def leaving(path: Path, count: int) -> Iterator[Result]:
    """The key q to process gone, with the terminal as it was."""
    pairs = in_turn(app(partners(path, 100)), BARE, count, "--paint-quiet=1000")
    reached = ratio(pairs, lambda run: run["exit"]["ms"])
    are_clean = all(ours["exit"]["clean"] for ours, _ in pairs)
    what = "`q` to process gone, terminal clean"
    result = at_most(what, 0.25, reached, " x bare", "" if are_clean else "NOT CLEAN")
    yield Result(result.what, result.budget, result.reached, result.is_met and are_clean)


@budget
def keys(path: Path, count: int) -> Iterator[Result]:
    """Bytes and time of an arrow key, a tick and a page."""
    home = partners(path, 100)
    quick, slow = "--key-quiet=60", "--key-quiet=300"
    alone = run_of(home, warm="g", keys="down*15").run(quick)
    yield at_most("arrow key, the list alone", 220, median(key_figures(alone, "bytes")), " B")
    whole = run_of(home, warm="g", keys="down*15").run(slow)
    yield at_most("arrow key, detail settled", 1200, median(key_figures(whole, "bytes")), " B")
    tick = run_of(home, warm="g", keys="space*6").run(slow)
    yield at_most("tick, saved", 250, median(key_figures(tick, "bytes")), " B")
    page = app(home, warm="g", keys="pgdn*3").run(slow)
    yield at_most("page, the list of partners", 3200, max(key_figures(page, "bytes")), " B")
    page = run_of(home, warm="g", keys="pgdn").run(slow)
    yield at_most("page, a checklist", 3200, max(key_figures(page, "bytes")), " B")
    ours, other = app(home, keys="down*15"), Program([*PEERS, "list", "100"], FIRST, keys="down*15")
    pairs = in_turn(ours, other, count, "--paint-quiet=600", quick)
    reached = ratio(pairs, lambda run: median(key_figures(run, "last")))
    yield at_most("arrow key to the list's last byte", 1.25, reached, " x bare list")


@budget
def idle(path: Path, count: int) -> Iterator[Result]:  # noqa: ARG001
    """An idle screen sends nothing and sleeps."""
    home = partners(path, 100)
    for name, keys in (
        ("partners", ""),
        ("run", "enter"),
        ("form", "enter,e"),
        ("history", "enter,H"),
        ("next", "v"),
        ("help", "?"),
        ("palette", "ctrl+p"),
        ("prompt", "/"),
    ):
        rested = f"sleep:2,{keys}"  # else what belongs to the start counts on a slow machine
        program = Program(APP, FIRST, warm=rested, leave="ctrl+g,ctrl+q", env=home.env)
        run = program.run("--paint-quiet=600", "--idle=10", "--key-quiet=400")["idle"]
        text = f"{run['bytes']:,.0f} B, {run['wakeups']:.1f} wake-ups/s"
        is_met = run["bytes"] == 0 and run["wakeups"] <= 1.05
        yield Result(f"idle: {name}", "0 B, at most 1 wake-up/s", text, is_met)


@budget
def long_checklist(path: Path, count: int) -> Iterator[Result]:
    """A checklist of 5,000 items beside one of 20."""
    homes = []
    for items in (5000, 20):
        homes.append(Home(path / f"items-{items}"))
        if not homes[-1].path.exists():
            one_long_checklist(items, homes[-1].data)
    opened = [*APP, "open", "contoso"]  # without a first frame
    long, short = (
        Program(opened, "^> .*Item", warm="g", keys="down*15", env=home.env) for home in homes
    )
    pairs = in_turn(long, short, count, "--paint-quiet=600", "--key-quiet=60")
    told = "of 5,000 items: "
    reached = ratio(pairs, lambda run: median(key_figures(run, "last")))
    yield at_most(f"{told}arrow key", 1.1, reached, " x 20 items")
    reached = ratio(pairs, lambda run: median(key_figures(run, "bytes")))
    yield at_most(f"{told}bytes of it", 1.1, reached, " x 20 items")
    reached = ratio(pairs, lambda run: run["t_match"])
    yield at_most(f"{told}open", 1.5, reached, " x 20 items")


@budget
def many_partners(path: Path, count: int) -> Iterator[Result]:
    """10,000 partners."""
    home, few = partners(path, 10_000), partners(path, 30)
    cold = seconds([*PROBE, "rows"], home.env)
    yield at_most("10,000 partners: all rows, no cache", 5, cold, " s")
    reached = number_told([*PROBE, "ratio"], home.env)
    yield at_most("10,000 partners: rows ready, warm", 2, reached, " x scandir + stat")
    reached = number_told([*PROBE, "list"], home.env)
    yield at_most("10,000 partners: list after a filter", 0.05, reached, " s of the processor")
    reached = number_told([*PROBE, "next"], home.env)
    yield at_most("10,000 partners: Next after a filter", 0.05, reached, " s of the processor")
    asked, nothing = [*APP, "next"], [sys.executable, "-c", "pass"]
    extra = [seconds(asked, home.env) - seconds(nothing, home.env) for _ in range(min(count, 5))]
    what = "10,000 partners: `csp-tui next`, warm, beyond `python -c pass`"
    yield at_most(what, 0.4, median(extra), " s")
    pairs = in_turn(app(home), app(few), count, "--paint-quiet=1000")
    reached = ratio(pairs, lambda run: run["t_match"])
    yield at_most("10,000 partners: first picture, warm", 1.4, reached, " x 30 partners")
    yield from _back_to_the_list(home, partners(path, 100), count)
    found = [_cold_start(home) / _cold_start(few) for _ in range(min(count, 5))]
    reached = median(found)
    yield at_most("10,000 partners: first picture, no cache", 1.4, reached, " x 30 partners")


def _back_to_the_list(home: Home, few: Home, count: int) -> Iterator[Result]:
    """Yield how long the way back to the list takes after a tick, and what is written for it."""

    def ticked(home: Home) -> Program:
        # The list is drawn by the app before, not by the first frame alone.
        return app(home, warm="sleep:2,enter,space", keys="q", leave="ctrl+q")

    def kept() -> list[tuple[str, int, int]]:
        files = sorted(Path(home.env["XDG_CACHE_HOME"]).rglob("rows-*"))
        return [(each.name, each.stat().st_ino, each.stat().st_size) for each in files]

    before = kept()
    pairs = in_turn(ticked(home), ticked(few), count, "--paint-quiet=1000", "--key-quiet=2000")
    reached = ratio(pairs, lambda run: key_figures(run, "last")[0])
    yield at_most("10,000 partners: a tick, back to the list", 1.5, reached, " x 100 partners")
    after = kept()
    grown = sum(size for _name, _inode, size in after) - sum(size for _n, _i, size in before)
    is_met = [each[:2] for each in after] == [each[:2] for each in before]
    what = "10,000 partners: what is kept for the others, after ticks"
    told = f"{grown:,} B added" if is_met else "WRITTEN AGAIN"
    yield Result(what, "not written again", told, is_met)


def _cold_start(home: Home) -> float:
    """Return when the first partners can be read, though none is known from the cache."""
    forget = "--before=rm -rf " + home.env["XDG_CACHE_HOME"]
    started: float = app(home, WHILE_READ).run(forget, "--paint-quiet=150")["t_match"]
    return started


@budget
def commands(path: Path, count: int) -> Iterator[Result]:
    """Commands that open no screen."""
    home = partners(path, 1000)
    nothing = [sys.executable, "-c", "pass"]
    reached = commands_in_turn([*APP, "--version"], nothing, home.env, 2 * count)
    yield at_most("`csp-tui --version`", 2, reached, " x `python -c pass`")
    tab = [*APP, "__complete", "fish", "csp-tui", "show", "partner-0001"]
    seconds([*APP, "partners"], home.env)
    extra = [seconds(tab, home.env) - seconds(nothing, home.env) for _ in range(2 * count)]
    what = "completion of a partner, 1,000 partners, beyond `python -c pass`"
    yield at_most(what, 0.15, median(extra), " s")
    asked = [*APP, "next"]
    cold = []
    for _ in range(3):
        seconds(["rm", "-rf", home.env["XDG_CACHE_HOME"]], {})
        cold.append(seconds(asked, home.env))
    yield at_most("`csp-tui next`, 1,000 partners, no cache", 1.2, median(cold), " s")
    warm = median(seconds(asked, home.env) for _ in range(count))
    yield at_most("`csp-tui next`, 1,000 partners, warm", 0.4, warm, " s")


@budget
def saving(path: Path, count: int) -> Iterator[Result]:  # noqa: ARG001
    """One change in a file of 300 items."""
    home = Home(path / "items-300")
    if not home.path.exists():
        one_long_checklist(300, home.data)
    reached = number_told([*PROBE, "save"], home.env)
    yield at_most("one saved change, 300 items", 3, reached, " x (one parse + one atomic write)")


@budget
def history(path: Path, count: int) -> Iterator[Result]:  # noqa: ARG001
    """One change after 10,000 others of the same partner."""
    home = Home(path / "two-histories")
    if not home.path.exists():
        one_long_checklist(50, home.data)
        partners = home.data / "partners"
        shutil.copy2(partners / "contoso.toml", partners / "fabrikam.toml")
    reached = number_told([*PROBE, "history"], home.env)
    yield at_most("one saved change after 10,000 others", 2, reached, " x after 300")


@budget
def growth(path: Path, count: int) -> Iterator[Result]:  # noqa: ARG001
    """The memory that a long session adds, once all is loaded that a tick needs."""
    home = Home(path / "items-50")
    if not home.path.exists():
        one_long_checklist(50, home.data)
    history = home.data / "history" / "contoso.jsonl"
    screen = Screen([*APP, "open", "contoso"], home.env)

    def tick() -> None:
        size = history.stat().st_size if history.exists() else 0
        screen.press("space", lambda: history.exists() and history.stat().st_size > size)

    try:
        screen.see("Item number 0")
        for _ in range(10):
            tick()
        before = screen.megabytes()
        for _ in range(1000):
            tick()
        for number in range(10_000):
            screen.press("up" if number % 2 else "down", lambda: screen.has_answered)
        reached = screen.megabytes() - before
    finally:
        screen.close()
    yield at_most("memory added by 1,000 ticks and 10,000 other keys", 5, reached, " MB")


@budget
def hosts(path: Path, count: int) -> Iterator[Result]:
    """A change on one host, seen on the screen of another after a sync."""
    homes = Home(path / "host-1"), Home(path / "host-2")
    remote = path / "remote.git"
    if not remote.exists():
        one_long_checklist(50, homes[0].data)
        subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    for home in homes:
        seconds([*APP, "sync", str(remote)], home.env)
    screens = [Screen([*APP, "open", "contoso"], home.env) for home in homes]
    reached = []
    try:
        for screen in screens:
            screen.see("Contoso")
        for number in range(count):
            name = f"Contoso {number:03}"
            here, there = homes if number % 2 else homes[::-1]
            seconds([*APP, "edit", "contoso", "--name", name], here.env)
            seconds([*APP, "sync"], here.env)
            seconds([*APP, "sync"], there.env)
            ended = time.perf_counter()
            for screen in screens:
                screen.see(name)
            reached.append(time.perf_counter() - ended)
    finally:
        for screen in screens:
            screen.close()
    what = "a change on another host: on the screen after the sync"
    yield at_most(what, 2, max(reached), " s", f"the longest of {count}")
