"""Measure how each figure grows with what there is of it, and print the figures as a table.

python benchmarks/scale.py                            all of it, some minutes
python benchmarks/scale.py customers                  this alone; others: items history partners
python benchmarks/scale.py --in /dev/shm --large      in memory, and 100,000 partners, too

Times are those of the processor, in milliseconds, since the clock also tells what else a machine
does; that of a screen is of the app, from its start or from a key to the last byte. Each is the
median of some runs. Memory is that of the process at its peak, in MB. The last column says how
often the largest figure has the one before it, for ten times as much.
"""

from __future__ import annotations

import argparse
import compileall
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from generate import long_history, many_customers, one_long_checklist  # noqa: E402
from generate import main as many_partners  # noqa: E402
from measuring import APP, Home, Program, Run, run_of  # noqa: E402

RUNS = 3
QUIET = 2_000
"""Milliseconds until the next key: a look at the files, after each 1,500, counts with its cause."""
PROBE = [sys.executable, str(HERE / "probe.py")]
Figures = dict[str, float]
"""By what was measured: milliseconds of the processor, or MB for a name that ends in *memory*."""


def homes(path: Path, sizes: Sequence[int], make: Callable[[int, Path], None]) -> Iterator[Home]:
    """Yield a home for each size, filled by `make`, and remove it afterwards."""
    for size in sizes:
        home = Home(path / str(size))
        home.path.mkdir()
        make(size, home.data)
        yield home
        shutil.rmtree(home.path)


def command(home: Home, *words: str, is_cold: bool = False) -> Run:
    """Return what a command takes, the median of some runs; with `is_cold`, without the cache."""
    found = []
    for _ in range(RUNS):
        if is_cold:
            shutil.rmtree(home.env["XDG_CACHE_HOME"], ignore_errors=True)
        found.append(run_of([*words], home.env))
    return sorted(found, key=lambda each: each.used)[len(found) // 2]


def on_screen(home: Home, wait: str, keys: dict[str, str], warm: str = "") -> Figures:
    """Return the processor time of the start, and that of each of `keys`, by what it does.

    Args:
        home: where the data is.
        wait: what the screen shows once it is there.
        keys: by what it does, the name of a key.
        warm: keys to press before, not measured.
    """
    found: dict[str, list[float]] = {}
    pressed = ",".join(keys.values())
    program = Program([*APP, "open", "contoso"], wait, warm, pressed, "ctrl+q", home.env)
    for _ in range(RUNS):
        run = program.run(f"--paint-quiet={QUIET}", f"--key-quiet={QUIET}")
        taken = [run["paint_cpu"], *(each["cpu"] for each in run["key_log"])]
        for what, each in zip(("open", *keys), taken, strict=True):
            found.setdefault(what, []).append(each)
    return {what: median(times) for what, times in found.items()}


def customers(home: Home) -> Figures:
    """Measure one transition with many customers."""
    cold = command(home, *APP, "customers", "contoso", is_cold=True)
    warm = command(home, *APP, "customers", "contoso")
    keys = {"the matrix": "c", "arrow key in it": "down", "tick in it": "space"}
    screen = on_screen(home, "space", keys)
    listed = {"`customers`, no cache": cold.used * 1000, "`customers`, warm": warm.used * 1000}
    return {**listed, **screen, "memory": cold.memory}


def items(home: Home) -> Figures:
    """Measure a long checklist."""
    screen = on_screen(home, "^> .*Item", {"arrow key": "down", "tick": "space"})
    ticked = command(home, *APP, "note", "contoso", "item-3", "measured")
    return {**screen, "`note`": ticked.used * 1000, "memory": ticked.memory}


def history(home: Home) -> Figures:
    """Measure a long history."""
    first = [run_of([*APP, "note", "contoso", "item-3", f"{n}"], home.env) for n in range(RUNS)]
    undone = [run_of([*APP, "undo", "contoso"], home.env) for _ in range(RUNS)]
    checked = command(home, *APP, "verify", "contoso")
    return {
        "first change of a session": median(each.used for each in first) * 1000,
        "`undo`": median(each.used for each in undone) * 1000,
        "`verify`": checked.used * 1000,
        "change: memory": max(each.memory for each in first),
        "`verify`: memory": checked.memory,
    }


def partners(home: Home) -> Figures:
    """Measure many partners."""
    cold = run_of([*PROBE, "rows"], home.env)
    warm = command(home, *PROBE, "rows")
    listed = command(home, *APP, "next")
    return {
        "rows, no cache": cold.used * 1000,
        "rows, warm": warm.used * 1000,
        "`next`, warm": listed.used * 1000,
        "rows, no cache: memory": cold.memory,
        "rows, warm: memory": warm.memory,
    }


KINDS = {
    "customers": (customers, many_customers, (20, 200, 2_000)),
    "items": (items, one_long_checklist, (50, 500, 5_000)),
    "history": (history, long_history, (1_000, 10_000, 100_000)),
    "partners": (partners, many_partners, (100, 1_000, 10_000)),
}


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help=", ".join(KINDS))
    parser.add_argument("--in", dest="place", type=Path, help="where to put the directories")
    parser.add_argument("--large", action="store_true", help="100,000 partners, too")
    args = parser.parse_args()
    if unknown := set(args.names) - set(KINDS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    compileall.compile_dir(HERE.parent / "csp_tui", quiet=1)  # as an installation does
    directory = Path(tempfile.mkdtemp(prefix="csp-tui-scale-", dir=args.place))
    try:
        for name in args.names or KINDS:
            measure, make, sizes = KINDS[name]
            chosen = (*sizes[1:], 100_000) if name == "partners" and args.large else sizes
            found = [measure(home) for home in homes(directory, chosen, make)]
            print(f"| {name} | {' | '.join(f'{size:,}' for size in chosen)} | Grows |")
            print("|---|" + "---|" * (len(chosen) + 1))
            for what in found[0]:
                told = [each[what] for each in found]
                figures = " | ".join(f"{each:,.0f}" for each in told)
                print(f"| {what} | {figures} | {told[-1] / max(told[-2], 1):.1f} x |")
            print(flush=True)
    finally:
        shutil.rmtree(directory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
