"""Measure the exchange of many partners through git, and print the figures as a table.

python benchmarks/sync.py                          10,000 partners, in the usual temporary directory
python benchmarks/sync.py --in /dev/shm            in memory, so that the disk does not count
python benchmarks/sync.py --partners 1000          fewer

Each figure is of a process of its own, ``csp-tui sync``, with the git that it starts: the time by
the clock, the time on the processor, and the memory of the largest process at its peak. Needs git.
"""

from __future__ import annotations

import argparse
import compileall
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from generate import SEED, chained, items_of, line, values_as_toml  # noqa: E402
from measuring import APP, Home, Run, run_of  # noqa: E402

from csp_tui.core.disk.places import Places, shipped_checklists  # noqa: E402
from csp_tui.core.history.line import head  # noqa: E402
from csp_tui.core.progress.change import Change  # noqa: E402
from csp_tui.core.progress.model import Value  # noqa: E402
from csp_tui.core.store.writer_id import writer_id  # noqa: E402
from csp_tui.core.workplace.workplace import open_workplace  # noqa: E402

LINES = 20
"""How many lines the history of each partner has."""
START = datetime(2026, 8, 3, 9, tzinfo=UTC)
RUN = "enroll-direct"


def make_partners(home: Home, count: int) -> None:
    """Write partners with their histories, as they are after so many commands."""
    data = home.data
    places = Places(data, home.path / "cache", home.path / "config", shipped_checklists())
    for path in (places.partners, places.history, places.copies):
        path.mkdir(parents=True, mode=0o700)
    randomness = random.Random(SEED)
    writer = writer_id(places.local, randomness.randbytes)
    edition, items = items_of(RUN)
    for number in range(count):
        partner_id = f"partner-{number:05}-{randomness.randbytes(2).hex()}"
        name = f"Partner {number:05} Ltd"
        progress = ["format = 1", f'name = "{name}"', "", f"[checklists.{RUN}]"]
        moment = START + timedelta(seconds=number)
        start: dict[str, Value] = {"checklist": RUN, "edition": edition, "started": moment}
        lines = [line(writer, moment, "add", {"name": name})]
        lines.append(line(writer, moment, "start", start, run=RUN))
        progress += values_as_toml(start)
        for item in items[: LINES - 2]:
            at = moment + timedelta(minutes=len(lines))
            done: dict[str, Value] = {"status": "done", "at": at, "by": "amira"}
            done |= {"fingerprint": item.fingerprint}
            tick = line(writer, at, "tick", done, run=RUN, item=item.id)
            lines.append(replace(tick, rule=item.rule))
            progress += ["", f"[checklists.{RUN}.items.{item.id}]", *values_as_toml(done)]
        lines = chained(lines)
        progress += ["", "[history]", "rule = 2", f'{writer} = "{head(lines[-1])}"']
        history = b"".join(each.encode() + b"\n" for each in lines)
        places.history_file(partner_id).write_bytes(history)
        text = "\n".join(progress) + "\n"
        places.progress_file(partner_id).write_text(text)
        (places.copies / f"{partner_id}.toml").write_text(text)


def sync(home: Home, remote: Path) -> Run:
    """Sync a home with the remote, in a process of its own."""
    return run_of([*APP, "sync", str(remote)], home.env)


def size_of(directory: Path) -> int:
    """Return the bytes of all files below a directory."""
    files = (Path(at, name) for at, _names, files in os.walk(directory) for name in files)
    return sum(file.stat().st_size for file in files)


def change(home: Home, count: int, note: str) -> None:
    """Change `count` partners that lie apart, one value each."""
    workplace = open_workplace({**os.environ, **home.env})
    known = workplace.store.partner_ids()
    _edition, items = items_of(RUN)
    for partner_id in known[7 :: max(1, len(known) // count)][:count]:
        workplace.store.change(partner_id, [Change("note", {"note": note}, RUN, items[3].id)])


def measure(path: Path, count: int) -> Iterator[tuple[str, str, Run, str, bool]]:
    """Yield what was done, its budget, what it took, what it added, and whether the budget is met.

    Args:
        path: an empty directory.
        count: how many partners.
    """
    first, second, remote = Home(path / "a"), Home(path / "b"), path / "remote.git"
    for home in (first, second):
        home.path.mkdir()
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    make_partners(first, count)
    found = sync(first, remote)
    grown = f"{size_of(remote) / 1e6:.1f} MB"
    yield "first sync", "20 s, 200 MB", found, grown, found.wall <= 20 and found.memory <= 200
    found = sync(second, remote)
    yield "second clone", "40 s, 200 MB", found, "", found.wall <= 40 and found.memory <= 200
    found = sync(first, remote)
    yield "nothing to do", "1 s", found, "", found.wall <= 1
    found = sync(second, remote)
    yield "nothing to do, other clone", "1 s", found, "", found.wall <= 1
    own = first.data / ".local" / "sync.git"
    for number in range(3):
        change(first, 1, f"number {number}")
        before = size_of(remote), size_of(own)
        found = sync(first, remote)
        added = max(size_of(remote) - before[0], size_of(own) - before[1])
        is_met = found.wall <= 1.2 and added <= 20_000
        yield "one change", "1.2 s, 20 KB", found, f"{added / 1000:.1f} KB", is_met
        found = sync(second, remote)
        yield "one change, other clone", "1.2 s", found, "", found.wall <= 1.2
    for changes in (10, 100, 1000):
        change(first, changes, f"of {changes}")
        found = sync(first, remote)
        yield f"{changes:,} changes", "", found, "", True
        found = sync(second, remote)
        yield f"{changes:,} changes, other clone", "", found, "", True


def main() -> int:
    """Measure, and return 1 where a budget is not met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--partners", type=int, default=10_000, help="how many (10000)")
    parser.add_argument("--in", dest="place", type=Path, help="where to put the directories")
    args = parser.parse_args()
    compileall.compile_dir(HERE.parent / "csp_tui", quiet=1)  # as an installation does
    directory = Path(tempfile.mkdtemp(prefix="csp-tui-sync-", dir=args.place))
    are_met = True
    print("| What | At most | By the clock | On the processor | Memory | Added | Met |")
    print("|---|---|---|---|---|---|---|", flush=True)
    try:
        for what, budget, run, added, is_met in measure(directory, args.partners):
            are_met &= is_met
            met = ("yes" if is_met else "**no**") if budget else ""
            figures = f"{run.wall:.2f} s | {run.used:.2f} s | {run.memory:.0f} MB"
            print(f"| {what} | {budget} | {figures} | {added} | {met} |", flush=True)
    finally:
        shutil.rmtree(directory)
    return 0 if are_met else 1


if __name__ == "__main__":
    sys.exit(main())
