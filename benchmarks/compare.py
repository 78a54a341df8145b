"""Compare the app with other programs in which one ticks a list in a terminal, all in one run.

python benchmarks/compare.py             all that is installed, some four minutes
python benchmarks/compare.py --rounds 9  with more rounds, for a noisy machine

Each shows the same twenty items, every other one done. What is not installed is left out and named:
`pip install dooit vit 'urwid<4'`; `dialog`, `whiptail`, `vim`, `taskwarrior` are of the system.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from generate import main as generate  # noqa: E402
from generate import one_long_checklist  # noqa: E402
from measuring import APP, PEERS, Figure, Home, Program  # noqa: E402

ITEMS = [f"Item number {number}" for number in range(20)]
QUIET = "--paint-quiet=600", "--key-quiet=60", "--idle=3"

Maker = Callable[[Path], Program]


def csp_tui_checklist(directory: Path) -> Program:
    """Return the app, which opens the only checklist of its only partner."""
    home = Home(directory)
    one_long_checklist(len(ITEMS), home.data)
    return Program(APP, "Item number", "g", "down*10,space*6", "ctrl+q", home.env)


def csp_tui_partners(directory: Path) -> Program:
    """Return the app at a list of as many partners; a partner is not ticked."""
    home = Home(directory)
    generate(len(ITEMS), home.data)
    return Program(APP, "Partner 00000", "g", "down*10", env=home.env)


def bare(_directory: Path) -> Program:
    """Return a Textual app with one word."""
    return Program([*PEERS, "bare"], "Hello")


def dooit(directory: Path) -> Program:
    """Return dooit with its second pane entered."""
    env = _xdg(directory)
    database = directory / "todo.db"
    argv = ["dooit", "--db", str(database)]
    Program(argv, "Welcome", leave="ctrl+q", env=env).run()  # makes the tables
    with sqlite3.connect(database) as made:
        made.execute("delete from workspace")
        made.execute("insert into workspace values (1, -1, '', 1, null)")
        made.execute("insert into workspace values (2, 0, 'Contoso', 0, 1)")
        rows = [(number, text, number % 2 == 0) for number, text in enumerate(ITEMS)]
        made.executemany("insert into todo values (null, ?, ?, null, 0, null, 1, ?, 2, null)", rows)
    made.close()
    return Program(argv, "Contoso", "j,tab,j,sleep:1", "j*10,c*6", "ctrl+q", env)


def vit(directory: Path) -> Program:
    """Return vit over a Taskwarrior of its own; it has no key that ticks at once."""
    settings = directory / "taskrc"
    settings.write_text(f"data.location={directory}\nconfirmation=off\nnews.version=99.0.0\n")
    env = {"TASKRC": str(settings), "TASKDATA": str(directory), "VIT_DIR": str(directory)}
    (directory / "config.ini").touch()
    tasks = json.dumps([{"description": text, "status": "pending"} for text in ITEMS])
    whole = {**os.environ, **env}
    subprocess.run(["task", "import"], input=tasks, text=True, env=whole, capture_output=True)
    return Program(["vit"], "Item number", keys="j*10", leave="text::q,enter", env=env)


def dialog(_directory: Path) -> Program:
    """Return a checklist of dialog."""
    return _boxes("dialog")


def whiptail(_directory: Path) -> Program:
    """Return a checklist of whiptail."""
    return _boxes("whiptail")


def vim(directory: Path) -> Program:
    """Return vim in a list of boxes; a tick exchanges one letter and is not saved."""
    path = directory / "list.md"
    path.write_text("".join(f"- [{' x'[n % 2]}] {text}\n" for n, text in enumerate(ITEMS)))
    return Program(["vim", str(path)], "Item number 9", "4,l", "j*10,~*6", "text::q!,enter")


def _boxes(program: str) -> Program:
    rows = [part for n, text in enumerate(ITEMS) for part in (str(n), text, ("off", "on")[n % 2])]
    argv = [program, "--checklist", "Contoso", "22", "70", "14", *rows]
    return Program(argv, "Item number", keys="down*10,space*6", leave="enter")


def _xdg(directory: Path) -> Mapping[str, str]:
    return {f"XDG_{kind}_HOME": str(directory / kind) for kind in ("CACHE", "CONFIG", "DATA")}


OTHERS = {make.__name__: make for make in (dooit, vit, dialog, whiptail, vim)}
MAKERS: Mapping[str, Maker] = {
    "csp-tui, a checklist": csp_tui_checklist,
    "csp-tui, partners": csp_tui_partners,
    "bare Textual": bare,
    **OTHERS,
}


def of_keys(place: int, figure: str) -> Figure:
    """Return the median of a figure over all presses of the first or second key."""

    def read(run: dict[str, Any]) -> float:
        names = list(dict.fromkeys(each["key"] for each in run["key_log"]))
        if place >= len(names):
            raise LookupError
        return median(each[figure] or 0 for each in run["key_log"] if each["key"] == names[place])

    return read


COLUMNS: Mapping[str, tuple[Figure, str]] = {
    "first picture": (lambda run: run["t_match"], " ms"),
    "settled": (lambda run: run["t_first_paint"], " ms"),
    "arrow": (of_keys(0, "last"), " ms"),
    "arrow, bytes": (of_keys(0, "bytes"), " B"),
    "tick": (of_keys(1, "last"), " ms"),
    "tick, bytes": (of_keys(1, "bytes"), " B"),
    "idle": (lambda run: run["idle"]["bytes"] / 3, " B/s"),
    "wake-ups": (lambda run: run["idle"]["wakeups"], "/s"),
    "memory": (lambda run: run["rss_peak"] / 1024, " MiB"),
    "leaving": (lambda run: run["exit"]["ms"], " ms"),
}


def cell(runs: Sequence[dict[str, Any]], figure: Figure, unit: str) -> str:
    """Return the median of a figure over all runs as text; a dash where a program has none."""
    try:
        value = median(figure(run) for run in runs)
    except LookupError:
        return "-"
    return f"{value:,.{0 if value >= 10 or unit == ' B' else 1}f}{unit}"


def main() -> int:
    """Run all programs in turn, print one row for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5, help="how often each is run (5)")
    rounds = parser.parse_args().rounds
    compileall.compile_dir(HERE.parent / "csp_tui", quiet=1)  # as an installation does
    directory = Path(tempfile.mkdtemp(prefix="csp-tui-compare-"))
    programs = {}
    try:
        for name, make in MAKERS.items():
            if name in OTHERS and not shutil.which(name):
                print(f"{name} is not installed", file=sys.stderr)
                continue
            (directory / name).mkdir()
            programs[name] = make(directory / name)
            programs[name].run(*QUIET)  # for the caches
        runs: dict[str, list[dict[str, Any]]] = {name: [] for name in programs}
        for number in range(rounds):
            for name in list(programs)[:: -1 if number % 2 else 1]:
                runs[name].append(programs[name].run(*QUIET))
    finally:
        shutil.rmtree(directory)
    print("| |", " | ".join(COLUMNS), "|\n|---|" + "---|" * len(COLUMNS))
    for name, measured in runs.items():
        cells = (cell(measured, figure, unit) for figure, unit in COLUMNS.values())
        print("|", name, "|", " | ".join(cells), "|")
    return 0


if __name__ == "__main__":
    sys.exit(main())
