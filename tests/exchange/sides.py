"""Data directories that exchange changes, each with a person and a clock; commands run in them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from copied_data import adopt

from csp_tui.__main__ import main
from csp_tui.core.workplace.workplace import open_workplace

CHECKLIST = """\
format = 1
title = "Work"

[[facts]]
id = "sells-azure"
question = "Does it sell Azure?"

[[facts]]
id = "large"
question = "Is it large?"

[[sections]]
id = "own"
title = "Own"

[[sections.items]]
id = "first"
title = "First"

[[sections.items]]
id = "second"
title = "Second"

[[sections]]
id = "each"
title = "Each"
per = "customer"

[[sections.items]]
id = "moved"
title = "Moved"
"""
"""A checklist in which nothing is asked before an item is changed."""

START = datetime(2026, 11, 23, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@dataclass
class Moment:
    """The true time, from which the clocks of the sides may differ."""

    now: datetime = START

    def advance(self, **amount: float) -> datetime:
        self.now += timedelta(**amount)
        return self.now


@dataclass
class Side:
    """One data directory, the person who works in it, and the clock of its machine."""

    root: Path
    name: str
    moment: Moment = field(default_factory=Moment)
    ahead: timedelta = timedelta()
    env: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.root / self.name

    def clock(self) -> datetime:
        return self.moment.now + self.ahead

    def __call__(self, *words: str | Path) -> Answer:
        out, err = StringIO(), StringIO()
        with self.in_force(), redirect_stdout(out), redirect_stderr(err):
            code = main(["--data", str(self.data), *map(str, words)])
        return Answer(code, out.getvalue(), err.getvalue())

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """Let this be the person, the clock and the home of commands in this process."""
        before, defaults = dict(os.environ), open_workplace.__kwdefaults__
        clock = defaults["clock"]
        home = self.root / f"home-{self.name}"
        home.mkdir(exist_ok=True, parents=True)
        own = {
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "CSP_TUI_REVIEWER": self.name.capitalize(),
        }
        os.environ.update({**own, **self.env})
        defaults["clock"] = self.clock
        try:
            yield
        finally:
            defaults["clock"] = clock
            os.environ.clear()
            os.environ.update(before)

    def place(self, partner: str) -> Path:
        """Return the data directory or its archive, wherever the partner is."""
        archive = self.data / "archive"
        return archive if (archive / f"partners/{partner}.toml").exists() else self.data

    def file(self, partner: str) -> Path:
        return self.place(partner) / f"partners/{partner}.toml"

    def table(self, partner: str) -> dict[str, Any]:
        return tomllib.loads(self.file(partner).read_text(encoding="utf-8"))

    def tables(self, partner: str) -> dict[str, dict[str, Any]]:
        """Return the tables of the partner (under an empty key) and of each customer."""
        paths = sorted((self.place(partner) / "customers" / partner).glob("*.toml"))
        customers = {p.stem: tomllib.loads(p.read_text(encoding="utf-8")) for p in paths}
        return {"": self.table(partner), **customers}

    def item(self, partner: str, item: str, run: str = "work") -> dict[str, Any]:
        """Return what the partner's file records of an item."""
        found = self.table(partner)["checklists"][run].get("items", {}).get(item, {})
        return dict(found)

    def history(self, partner: str) -> list[bytes]:
        """Return the whole lines of the partner's history, as they are in the file."""
        for place in (self.data, self.data / "archive"):
            if (path := place / f"history/{partner}.jsonl").exists():
                return path.read_bytes().split(b"\n")[:-1]
        return []

    def lines(self, partner: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.history(partner)]


def name_of(line: bytes) -> str:
    """Return the hash of a history line."""
    return hashlib.sha256(line).hexdigest()


def git(place: Path, *words: str, sent: bytes = b"") -> bytes:
    """Run git in a repository; it knows nobody's settings."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(place), "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", *words]
    done = subprocess.run(
        command, cwd=place, env=environ, input=sent, capture_output=True, check=True
    )
    return done.stdout


def bare_repository(path: Path) -> Path:
    path.mkdir()
    git(path, "init", "--quiet", "--bare")
    return path


def copy_sides(source: Path, target: Path) -> None:
    """Copy all sides and their remote, as if they had always been in `target`."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    old, new = (str(each / "remote.git") for each in (source, target))
    for local in target.glob("*/.local"):
        notes = local / "exchange"
        (notes / "address").write_text(new)
        (notes / notes_name(old)).rename(notes / notes_name(new))
        adopt(local.parent)


def notes_name(address: str) -> str:
    """Return the name of the file of what a side knows about a remote."""
    return f"{hashlib.sha256(address.encode()).hexdigest()[:16]}.json"


def remote_history(remote: Path, partner: str) -> list[bytes]:
    """Return the lines of a partner that the repository carries, wherever it has them."""
    found: dict[bytes, None] = {}
    for name in remote_files(remote):
        if name.endswith(f"/{partner}.jsonl"):
            content = git(remote, "cat-file", "blob", f"csp-tui:{name}")
            found |= dict.fromkeys(content.split(b"\n")[:-1])
    return [*found]


def remote_files(remote: Path) -> list[str]:
    """Return the names of the files in the newest commit; none in an empty repository."""
    if not git(remote, "for-each-ref", "refs/heads/csp-tui"):
        return []
    listed = git(remote, "ls-tree", "-r", "--name-only", "-z", "csp-tui")
    return [name.decode() for name in listed.split(b"\0")[:-1]]


def is_news(answer: Answer) -> bool:
    """Return whether a sync says that it took in or sent anything."""
    return "received" in answer.out or "sent" in answer.out


def settle(sides: Mapping[str, Side], rounds: int = 2) -> list[Answer]:
    """Let every side sync in turn, and return what the last round answered."""
    answers: list[Answer] = []
    for _ in range(rounds):
        answers = [side("sync") for side in sides.values()]
    return answers


def flat(table: Mapping[str, Any], name: str = "") -> dict[str, dict[str, Any]]:
    """Return the values of a progress file by the path of their table, as JSON has them."""
    own = {key: plain(v) for key, v in table.items() if not isinstance(v, dict)}
    found = {name: own} if own else {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= flat(value, f"{name}.{key}".lstrip("."))
    return found


def plain(value: Any) -> Any:
    """Return a date or time as history lines have it, another value as it is."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def values(side: Side, partner: str) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what the files of a partner and its customers record, without how far they are."""
    return {
        customer: flat({k: v for k, v in table.items() if k not in ("format", "history")})
        for customer, table in side.tables(partner).items()
    }
