"""Plays any operations on several sides that exchange through git, and says what went wrong.

An operation is a tuple of words, so that a run can be printed, repeated and cut down. What is not
possible at the moment, such as to chase an item that does not wait, is refused by the app.
"""

from __future__ import annotations

import os
import random
import shutil
import stat
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import tomlkit
from faults.calls import watch

from .sides import (
    CHECKLIST,
    Moment,
    Side,
    bare_repository,
    git,
    is_news,
    name_of,
    remote_history,
    values,
)
from .truth import (
    PLACE,
    STATUS,
    Deed,
    Register,
    Truth,
    Values,
    is_detail,
    pairs,
    registers,
    registers_of,
)

Operation = tuple[Any, ...]

KILLED = 9
DAY = 86400
"""Seconds; a line that is further ahead of the clock is set aside until its day."""
STEP = 1.137
"""Seconds from one operation to the next; no two moments have the same milliseconds."""
RIGHT_AFTER = 0.0005
"""Seconds after what came first: an edit by hand is noticed before the next change is made."""
SINGLE = ("note", "evidence", "owner", "due", "tick", "untick", "wait", "chase", "refuse", "na")
ON_ITEMS = (*SINGLE, "note", "tick", "wait", "chase", "chase", "note")
OTHER = (
    *("fact", "edit", "bulk", "bulk", "customer", "customer-edit", "customer-note"),
    *("customer-tick", "start", "start", "close", "reopen", "undo", "undo", "undo", "redo"),
    *("contact", "contact-edit", "contact-edit", "contact-edit", "contact-remove"),
    *("contact-of-customer", "note-of-partner", "note-of-customer"),
)
CONTACTS = ("Ann", "Bob")
"""Contacts that every side has from the beginning."""
PARTS = {
    "partners": ("partners", "customers", "archive/partners", "archive/customers"),
    "history": ("history", "archive/history"),
}
PARTS["both"] = (*PARTS["partners"], *PARTS["history"])
REFUSING = """\
#!/bin/sh
if [ -e refuse ]; then echo "policy: frozen" >&2; exit 1; fi
"""
DYING_GIT = """\
#!/bin/sh
left=$(($(cat {count}) - 1))
echo $left >{count}
if [ $left -eq 0 ]; then
    if [ {when} = after ]; then {git} "$@"; fi
    kill -9 $$
fi
exec {git} "$@"
"""


NEWER = CHECKLIST.replace('id = "second"', 'id = "renamed"\nreplaces = ["second"]')
"""A later edition of the checklist, in which an item has another id."""
OWN = "checklists/own/2026-01.toml"


@dataclass(frozen=True)
class Setting:
    """How many sides there are, and by how many seconds the clock of each is ahead."""

    sides: int
    ahead: tuple[float, ...]

    @property
    def spread(self) -> float:
        """By how many seconds two clocks may differ; a clock may be mended, too."""
        return max(*self.ahead, 0) - min(*self.ahead, 0)


def random_setting(r: random.Random) -> Setting:
    count = r.choice([3, 3, 3, 4, 5])
    if r.random() < 0.5:
        return Setting(count, (0,) * count)
    far = r.choice([40, -300, 7200, 3 * 86400])
    return Setting(count, (*(r.randrange(-60, 60) for _ in range(count - 1)), far))


def random_operation(r: random.Random, setting: Setting) -> Operation:
    """Return one operation; `x` chooses so that changes and syncs are the most."""
    s, other, x = r.randrange(setting.sides), r.randrange(setting.sides), r.random()
    if x < 0.46:
        return random_change(r, s)
    if x < 0.70:
        faults = ["broken", "refused", *[""] * 10]
        return ("sync", s, r.choice(faults))
    if x < 0.73:
        return ("kill", r.randrange(1, 60), ("sync", s, ""))
    if x < 0.75:
        return ("git dies", s, r.randrange(1, 10), r.choice(["before", "after"]))
    if x < 0.80:
        is_change = other == s or r.random() < 0.5
        then = random_change(r, r.choice([s, other])) if is_change else ("sync", other, "")
        return ("meanwhile", s, r.randrange(1, 10), then)
    if x < 0.84:
        return ("by hand", s, r.choice(["note", "status", "region", "contact"]))
    if x < 0.86:
        return ("hand over", s, other)
    if x < 0.87:
        return (r.choice(["archive", "unarchive", "unarchive"]), s)
    if x < 0.90:
        return (r.choice(["migrate", "migrate", "join", "checklist", "checklist"]), s)
    if x < 0.91:
        return (r.choice(["purge", "keep", "keep"]), s)
    if x < 0.94:
        return ("back up", s)
    if x < 0.97:
        what = r.choice(["all", "all", "both", "history", "partners", "partners"])
        return ("put back", s, what)
    if x < 0.98:
        return ("copy", other, s)
    return ("mend clock", s) if setting.spread else ("sync", s, "")


def random_change(r: random.Random, s: int) -> Operation:
    if r.random() < 0.6:
        change: Operation = ("do", s, r.choice(ON_ITEMS), r.choice(["first", "second", "second x"]))
    else:
        change = ("do", s, r.choice(OTHER), "first")
    return change if r.random() < 0.93 else ("kill", r.randrange(1, 30), change)


@dataclass
class Seen:
    """What a side held when it was last looked at."""

    lines: dict[str, bytes] = field(default_factory=dict)
    heads: dict[str, frozenset[str]] = field(default_factory=dict)
    """Of each file, by customer: the hashes of the last lines that it includes."""


class Play:
    """Several sides with one partner, a repository, and the truth of what was done to it."""

    def __init__(self, root: Path, setting: Setting) -> None:
        self.root, self.setting, self.moment = root, setting, Moment()
        self.truth, self.figures, self.problems = Truth(), Counter[str](), list[str]()
        self.remote = bare_repository(root / "remote.git")
        hook = self.remote / "hooks/pre-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(REFUSING)
        hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
        names = ["amira", "ben", "cleo", "dana", "emil"][: setting.sides]
        self.sides = [Side(root, name, self.moment) for name in names]
        for side in self.sides:
            for each in ("work", "extra"):
                path = side.data / f"checklists/{each}/2026-01.toml"
                path.parent.mkdir(parents=True)
                path.write_text(CHECKLIST.replace("Work", each.capitalize()))
            (side.data / "checklists" / "work" / "2027-01.toml").write_text(NEWER)
        self.serial = 0
        self.seen = [Seen() for _ in self.sides]
        self.edits: set[tuple[Register, Values]] = set()
        self.checklists: set[str] = set()
        self.cut: set[str] = set()
        self.lost: set[str] = set()
        self.saved: set[str] = set()
        self.backups = [root / f"backup-{number}" for number in range(setting.sides)]
        self.begin()
        for side, ahead in zip(self.sides, setting.ahead, strict=True):
            side.ahead = timedelta(seconds=ahead)

    def begin(self) -> None:
        first = self.sides[0]
        first.env["CSP_TUI_REVIEWER"] = "Somebody"  # so that nobody undoes it
        self.partner = ""
        self.moment.advance(seconds=STEP)
        self.partner = first("add", "Contoso", "--region", "EU").out.strip()
        self.account(0)
        start = ("start", self.partner, "work", "--edition", "2026-01")
        contacts = (("contact", "add", self.partner, name) for name in CONTACTS)
        for words in (start, ("customer", "add", self.partner, "Kunde"), *contacts):
            assert self.command(0, *words).code == 0
        self.same = first("add", "Fabrikam", "--owner", "of the other").out.strip()
        assert first("start", self.same, "extra").code == 0
        assert first("evidence", self.same, "first", "of the other").code == 0
        del first.env["CSP_TUI_REVIEWER"]
        for number, side in enumerate(self.sides):
            assert side("sync", self.remote).code == 0
            self.account(number, is_exchange=True)
        for number in range(len(self.sides)):
            self.back_up(number)

    # What is done

    def carry_out(self, operation: Operation) -> None:
        kind, *rest = operation
        self.moment.advance(seconds=STEP)
        self.serial += 1
        self.figures["operations"] += 1
        getattr(self, kind.replace(" ", "_"))(*rest)

    def do(self, s: int, what: str, item: str) -> None:
        words, wanted = self.words_of(what, item)
        answer = self.command(s, *words)
        if answer.code == 0 and wanted:
            run = "extra" if item.endswith(" x") else "work"
            item = item.split()[0]
            edition = self.sides[s].table(self.partner)["checklists"][run]["edition"]
            if (item, edition) == ("second", "2027-01"):
                item = "renamed"
            found = self.sides[s].item(self.partner, item, run)
            if {key: str(found.get(key)) for key in wanted} != wanted:
                self.problems.append(f"{words} was saved, and the file says {found}")

    def words_of(self, what: str, item: str) -> tuple[list[str], dict[str, str]]:
        """Return the command that does `what`, and what the file must then say of the item."""
        v, p = self.serial, self.partner
        item, _, is_extra = item.partition(" ")
        item = item.capitalize()  # the title, which it has in each edition
        run = ["--run", "extra" if is_extra else "work"]
        day = f"2027-{v % 12 + 1:02}-{v // 12 % 28 + 1:02}"
        on_items: dict[str, tuple[list[str], dict[str, str]]] = {
            "note": ([f"n{v}"], {"note": f"n{v}"}),
            "evidence": ([f"e{v}"], {"evidence": f"e{v}"}),
            "owner": (["--owner", f"o{v}"], {"owner": f"o{v}"}),
            "due": (["--due", day], {"due": day}),
            "tick": (["--yes"], {"status": "done"}),
            "untick": ([], {}),
            "wait": (["--for", f"w{v}", "--yes"], {"status": "waiting", "waiting_for": f"w{v}"}),
            "chase": (["--chase", day], {"status": "waiting", "chase_on": day}),
            "refuse": (["--reason", f"r{v}", "--yes"], {"status": "refused", "reason": f"r{v}"}),
            "na": (["--reason", f"a{v}", "--yes"], {"status": "not-applicable"}),
        }
        if what in on_items:
            more, wanted = on_items[what]
            command = "set" if what in ("owner", "due") else what
            return [command, p, item, *more, *run], wanted
        flag = "yes" if v % 2 else "no"
        field = "--mail" if v % 3 else "--role"
        kunde = ["--customer", "kunde", "--run", "work"]
        return {
            "fact": ["fact", p, "large", flag],
            "edit": ["edit", p, "--region", f"R{v}", *(["--owner", f"o{v}"] if v % 3 else [])],
            "bulk": ["refuse", p, "First", "Second", "--reason", f"b{v}", "--yes", *run],
            "customer": ["customer", "add", p, f"Later {v}"],
            "customer-edit": ["customer", "edit", p, "kunde", "--owner", f"o{v}"],
            "customer-note": ["note", p, "moved", f"c{v}", *kunde],
            "customer-tick": ["tick", p, "moved", "--yes", *kunde],
            "start": ["start", p, "extra"],
            "close": ["close", p, "work", "--yes", "--outcome", "completed"],
            "reopen": ["close", p, "work", "--reopen"],
            "contact": ["contact", "add", p, f"Person {v}", "--phone", f"p{v}"],
            "contact-edit": ["contact", "edit", p, CONTACTS[v % 2], field, f"{v}@example.com"],
            "contact-remove": ["contact", "remove", p, CONTACTS[v % 2]],
            "contact-of-customer": ["contact", "add", p, f"K {v}", "--customer", "kunde"],
            "note-of-partner": ["edit", p, "--note", f"of\nthe partner {v}"],
            "note-of-customer": ["customer", "edit", p, "kunde", "--note", f"of the customer {v}"],
            "undo": ["undo", p],
            "redo": ["redo", p],
        }[what], {}

    def archive(self, s: int) -> None:
        self.command(s, "archive", self.partner)

    def migrate(self, s: int) -> None:
        self.command(s, "migrate", self.partner, "--yes")

    def purge(self, s: int) -> None:
        """Erase the partner on one side, where another one still has it."""
        others = (side for k, side in enumerate(self.sides) if k != s)
        if any(other.file(self.partner).exists() for other in others):
            self.sides[s]("purge", self.partner, "--yes")
            self.look_after_loss(s)

    def keep(self, s: int) -> None:
        """Sync, and keep the partner if it was erased here or elsewhere."""
        side = self.sides[s]
        side("sync", "--keep", self.partner)
        self.account(s)

    def join(self, s: int) -> None:
        """Join the partner with one that was added twice."""
        self.command(s, "join", self.partner, self.same, "--yes")

    def checklist(self, s: int) -> None:
        """Make an own checklist, or change it."""
        path = self.sides[s].data / OWN
        path.parent.mkdir(exist_ok=True)
        text = CHECKLIST.replace('"Work"', f'"Own {self.serial}"')
        path.write_text(text)
        self.checklists.add(text)

    def unarchive(self, s: int) -> None:
        self.command(s, "unarchive", self.partner)

    def command(self, s: int, *words: str) -> Any:
        answer = self.sides[s](*words)
        self.account(s)
        return answer

    def sync(self, s: int, fault: str) -> None:
        self.figures["syncs"] += 1
        if fault == "broken" and self.sides[s].file(self.partner).exists():
            path = self.sides[s].file(self.partner)
            content = path.read_bytes()
            path.write_text("format = ")
            self.sides[s]("sync")
            if path.read_text() != "format = ":
                self.problems.append("an unreadable file was written over")
            path.write_bytes(content)
        elif fault == "refused":
            (self.remote / "refuse").touch()
            self.sides[s]("sync")
            (self.remote / "refuse").unlink()
        else:
            answer = self.sides[s]("sync")
            if answer.code > 1:
                self.problems.append(f"a sync without faults: {answer}")
        self.account(s, is_exchange=True)

    def kill(self, number: int, operation: Operation) -> None:
        """Let a process that does `operation` die at one of its calls that change the disk."""
        self.figures["kills"] += 1
        _kind, s, *rest = operation
        words = ["sync"]
        if operation[0] == "do":
            words, _wanted = self.words_of(*rest)
        is_killed = dies(self.sides[s], words, number)
        self.account(s, is_exchange=operation[0] == "sync", is_killed=is_killed)

    def git_dies(self, s: int, number: int, when: str) -> None:
        self.figures["kills"] += 1
        path = self.root / "bin"
        path.mkdir(exist_ok=True)
        (path / "count").write_text(f"{number}\n")
        named = {"count": path / "count", "when": when, "git": shutil.which("git")}
        (path / "git").write_text(DYING_GIT.format(**named))
        (path / "git").chmod(0o700)
        side = self.sides[s]
        side.env["PATH"] = f"{path}:{os.environ['PATH']}"
        side("sync")
        del side.env["PATH"]
        self.account(s, is_exchange=True)

    def meanwhile(self, s: int, number: int, operation: Operation) -> None:
        """Sync, and carry out `operation` right before one of the calls of git."""
        self.figures["syncs"] += 1

        def act() -> None:
            self.account(s, is_exchange=True)
            before = os.environ.get("PATH")
            self.carry_out(operation)
            assert os.environ.get("PATH") == before

        with before_program(number, act):
            self.sides[s]("sync")
        self.account(s, is_exchange=True)

    def by_hand(self, s: int, what: str) -> None:
        """Edit the partner's file; the change is real from when it is first noticed."""
        side, v = self.sides[s], self.serial
        path = side.file(self.partner)
        if not path.exists():
            return
        document: Any = tomlkit.parse(path.read_text())
        table = ""
        if not document.get("checklists", {}).get("work", {}).get("edition"):
            return
        if what == "region":
            register = ("", "", "region")
            document["region"] = f"H{v}"
        elif what == "contact":
            known = [key for key in document if key.startswith("contact-") and document[key]]
            if not known:
                return
            register = ("", known[0], "contact")
            document[known[0]]["phone"] = f"h{v}"
        else:
            item = "second" if what == "note" else "first"
            table = f"checklists.work.items.{item}"
            register = ("", table, what)
            items = document["checklists"]["work"].setdefault("items", tomlkit.table())
            values_there = items.setdefault(item, tomlkit.table())
            for key in STATUS if what == "status" else ():
                values_there.pop(key, None)
            found = {"note": f"h{v}"} if what == "note" else {"status": "done", "by": f"h{v}"}
            values_there.update(found)
        path.write_text(tomlkit.dumps(document))
        self.edits.add((register, registers(side, self.partner)[register]))

    def hand_over(self, s: int, other: int) -> None:
        self.figures["hand-overs"] += 1
        path = self.root / f"{self.serial}.zip"
        done = self.sides[s]("export", self.partner, "--output", path)
        self.account(s, is_exchange=True)
        if done.code == 0 and other != s:
            self.moment.advance(seconds=STEP)
            self.sides[other]("import", "handover", path, "--yes")
            self.account(other, is_exchange=True)

    def back_up(self, s: int) -> None:
        shutil.rmtree(self.backups[s], ignore_errors=True)
        shutil.copytree(self.sides[s].data, self.backups[s], symlinks=True)

    def put_back(self, s: int, what: str) -> None:
        """Put back all, `partners`, `history`, or both of these, from the last backup."""
        side, backup = self.sides[s], self.backups[s]
        is_away = (backup / f"archive/partners/{self.partner}.toml").exists()
        is_there = side.file(self.partner).exists()
        was_there = is_away or (backup / f"partners/{self.partner}.toml").exists()
        is_moved = is_away != (side.place(self.partner) != side.data) or is_there != was_there
        if what != "all" and is_moved:
            return  # where a partner is, is not a matter of one of its files
        self.figures["backups put back"] += 1
        if what == "all":
            replace_content(backup, side.data)
        for name in PARTS.get(what, ()):
            shutil.rmtree(side.data / name, ignore_errors=True)
            if (backup / name).exists():
                shutil.copytree(backup / name, side.data / name)
        self.look_after_loss(s)

    def copy(self, source: int, s: int) -> None:
        """Let a side be a copy of the machine of another, its writer id too."""
        if source == s:
            return
        self.figures["machines copied"] += 1
        one, other = self.sides[source].data, self.sides[s].data
        was, shall = ((each / ".local").stat() for each in (one, other))
        replace_content(one, other)
        writer = other / ".local/writer"
        if writer.exists():
            writer.write_text(writer.read_text().replace(place_of(was), place_of(shall)))
        self.look_after_loss(s)

    def mend_clock(self, s: int) -> None:
        self.sides[s].ahead = timedelta()

    def look_after_loss(self, s: int) -> None:
        """Note the lines that nobody has any more."""
        gone = self.seen[s].lines.keys() - {name_of(each) for each in self.history(s)}
        others = {n for k, seen in enumerate(self.seen) if k != s for n in seen.lines}
        there = {name_of(each) for each in self.there()}
        self.lost |= gone - others - there
        self.look(s)

    # What is seen

    def history(self, s: int) -> list[bytes]:
        """Return the lines of a side; none where the partner was erased."""
        return without_purge(self.sides[s].history(self.partner))

    def there(self) -> list[bytes]:
        """Return the lines in the repository; none where the partner was erased."""
        return without_purge(remote_history(self.remote, self.partner))

    def look(self, s: int) -> None:
        lines = {name_of(line): line for line in self.history(s)}
        is_there = self.sides[s].file(self.partner).exists()
        tables = self.sides[s].tables(self.partner) if is_there else {}
        self.seen[s] = Seen(lines, {each: heads_of(table) for each, table in tables.items()})

    def account(self, s: int, *, is_exchange: bool = False, is_killed: bool = False) -> None:
        """Take down the lines that are new in the world since the side was last looked at."""
        if not self.partner:
            return
        before = self.seen[s]
        lines = {name_of(line): line for line in self.history(s)}
        others = set(self.truth.lines)
        new = {name: self.truth.learn(name, lines[name]) for name in lines if name not in others}
        acts: dict[str, list[str]] = {}
        for name, line in new.items():
            acts.setdefault(line["step"], []).append(name)
        for names in acts.values():
            first = new[names[0]]
            if len(names) != first.get("of", 1):
                self.cut.update(names)
            elif first["do"] == "outside":
                self.take_down_by_hand(names, before)
            elif is_exchange:
                self.figures["lines that nobody wrote"] += len(names)
            else:
                known = frozenset(lines) - {*names}
                self.take_down(s, names, known, is_killed=is_killed)
        self.look(s)

    def take_down(
        self, s: int, names: list[str], known: frozenset[str], *, is_killed: bool
    ) -> None:
        """Take down one act of the person: what the file shows right after it."""
        shown = {} if is_killed else registers(self.sides[s], self.partner)
        self.figures["lines written"] += len(names)
        for name in names:
            line = self.truth.lines[name]
            sets, about = {}, ""
            for register, said in registers_of(line).items():
                if is_detail(line, register):
                    about = self.status_before(known, register, shown)
                    sets[register] = said
                elif is_killed:
                    sets[register] = self.said(line, register, said, known)
                else:
                    sets[register] = shown.get(register, ())
                    if line["v"] > 1 and pairs(dict(said)) != sets[register]:
                        self.problems.append(f"{line}, but the file says {sets[register]}")
            self.truth.deeds[name] = Deed(self.now + RIGHT_AFTER, known, sets, about)
            self.saved.update(() if is_killed else (name,))

    def said(self, line: Any, register: Register, said: Values, known: frozenset[str]) -> Values:
        """Return the whole register by a line that may name only the keys that it changed."""
        before = dict(self.truth.value(known, register)) if line["v"] == 1 else {}
        return pairs({**before, **dict(said)})

    def status_before(self, known: frozenset[str], register: Register, shown: Any) -> str:
        """Return the line that set the status which somebody saw."""
        settings = self.truth.setting(known, register)
        at = dict(shown.get(register, ())).get("at")
        said = {n: self.truth.said_of(known, self.truth.deeds[n].sets, register) for n in settings}
        same = [name for name in settings if dict(said[name] or ()).get("at") == at]
        return [*settings, *(same if at else ())][-1]

    def take_down_by_hand(self, names: list[str], before: Seen) -> None:
        """Take down what the app noticed in a file, where somebody did it or a line is gone."""
        taken_up = {
            each
            for other in before.lines
            if self.truth.lines[other]["do"] == "outside" and other in self.truth.deeds
            for each in self.truth.deeds[other].sets.items()
        }
        for name in names:
            line = self.truth.lines[name]
            heads = before.heads.get(line.get("customer", ""), frozenset())
            is_put_back = bool(heads - before.lines.keys())
            base = frozenset(self.truth.included(heads) & before.lines.keys())
            sets = {
                register: self.said(line, register, said, base)
                for register, said in registers_of(line).items()
            }
            is_real = all(each in self.edits - taken_up for each in sets.items())
            if not is_real and not is_put_back:
                self.figures["lines that nobody wrote"] += 1
                continue
            when = self.now
            if is_put_back:
                deeds = (self.truth.deeds.get(each) for each in base)
                about = [d.when for d in deeds if d and d.sets.keys() & sets.keys()]
                when = max(about, default=0.0) + RIGHT_AFTER
            self.figures["lines written"] += 1
            self.truth.deeds[name] = Deed(when, base, sets)

    @property
    def now(self) -> float:
        return self.moment.now.timestamp()

    # How it ends

    def snapshot(self) -> Any:
        heads = git(self.remote, "for-each-ref", "--format=%(objectname)")
        return heads, [
            {
                str(path.relative_to(side.data)): path.read_bytes()
                for path in sorted(side.data.rglob("*"))
                if path.is_file() and ".local" not in path.parts
            }
            for side in self.sides
        ]

    def settle(self) -> None:
        """Let every side sync twice, and keep the partner wherever it was erased."""
        having = [s for s, side in enumerate(self.sides) if side.file(self.partner).exists()]
        for s in (*having, *range(len(self.sides))):
            self.moment.advance(seconds=STEP)
            self.keep(s)
        for _ in range(2):
            self.sync_all()

    def sync_all(self) -> None:
        for s, side in enumerate(self.sides):
            self.moment.advance(seconds=STEP)
            answer = side("sync")
            if "was changed here and there" in answer.err:
                answer = side("sync", "--take", OWN, "mine")
            self.account(s, is_exchange=True)
            if answer.code > 1:
                self.problems.append(f"a sync at the end: {answer.code} {answer.err}")

    def rest(self) -> None:
        """Let a third round of syncs change nothing and leave nothing alone."""
        before = self.snapshot()
        for s, side in enumerate(self.sides):
            answer = side("sync")
            self.account(s, is_exchange=True)
            if answer.code or is_news(answer):
                self.problems.append(f"the third sync of {side.name}: {answer.out}{answer.err}")
        if before != self.snapshot():
            self.problems.append("a third round of syncs still changes something")

    def have_its_day(self, first: Callable[[], None] = lambda: None) -> None:
        """Let time go on until nothing is ahead of any clock, also what `first` brings about."""
        if self.setting.spread >= DAY:
            self.moment.advance(seconds=self.setting.spread + DAY)
            first()
            self.moment.advance(seconds=self.setting.spread + DAY)

    def end(self) -> list[str]:
        """Let everything come together, and return what is wrong then."""
        if not any(side.file(self.partner).exists() for side in self.sides):
            return self.problems  # a copy of a machine has erased the last one
        held = {name for seen in self.seen for name in seen.lines}
        self.lost |= self.saved - held - {name_of(each) for each in self.there()}
        self.have_its_day(self.settle)
        self.settle()
        self.rest()
        self.compare()
        if self.figures["backups put back"] + self.figures["machines copied"]:
            self.see_forks_end()
        for side in self.sides:
            for words in (("verify",), ("verify", "--remote")):
                answer = side(*words)
                if answer.code:
                    self.problems.append(f"{' '.join(words)}: {answer.out[-300:]}{answer.err}")
        if count := self.figures["lines that nobody wrote"]:
            self.problems.append(f"{count} lines are nobody's act")
        return self.problems

    def see_forks_end(self) -> None:
        """Let every side change something twice: no count may be used twice any more."""
        doubles = []
        for _ in range(2):
            for s in range(len(self.sides)):
                self.moment.advance(seconds=STEP)
                self.do(s, "note", "second")
            self.have_its_day()
            self.settle()
            doubles.append(self.doubles())
        if doubles[0] != doubles[1]:
            self.problems.append(f"counts are used twice again and again: {doubles}")

    def doubles(self) -> int:
        lines = [self.truth.lines[name] for name in self.seen[0].lines]
        return len(lines) - len({(line["w"], line["n"]) for line in lines})

    def compare(self) -> None:
        self.problems += self.differences()
        lines = frozenset(name for seen in self.seen for name in seen.lines)
        self.figures["lines"] += len(lines)
        lost = (self.saved - self.lost) - lines
        self.figures["lines lost"] += len(lost)
        if lost:
            self.problems.append(f"lost: {[self.truth.lines[name] for name in lost]}")
        if lines & self.cut:
            self.problems.append("a part of an act is kept")
        shown, wanted = registers(self.sides[0], self.partner), self.truth.expected(lines)
        for register in sorted(shown.keys() | wanted.keys()):
            self.figures["fields compared"] += 1
            found = shown.get(register, ())
            if problem := self.wrong(lines, register, found, wanted.get(register, ())):
                self.figures["fields wrong"] += 1
                self.problems.append(f"{register}: {problem}")
            if not self.lost and (problem := self.wrong_tips(lines, register)):
                self.problems.append(f"{register}: {problem}")

    def differences(self) -> Iterator[str]:
        first, *others = self.sides
        there = {name_of(each) for each in self.there()}
        if any(set(seen.lines) != there for seen in self.seen):
            yield f"lines differ: {[len(seen.lines) for seen in self.seen]}, remote {len(there)}"
        for partner in (self.partner, self.same):
            if any(values(each, partner) != values(first, partner) for each in others):
                yield f"files of {partner} differ"
        texts = {side.data / OWN for side in self.sides}
        found = {path.read_text() if path.exists() else "" for path in texts}
        if len(found) > 1 or found - self.checklists - {""}:
            yield f"checklists differ: {found}"

    def wrong(
        self, lines: frozenset[str], register: Register, found: Values, wanted: Values
    ) -> str:
        """Return why a value is not right; with clocks apart a little may be another order."""
        if found == wanted:
            return ""
        if not self.setting.spread:
            return f"is {found}, the latest real change is {wanted}"
        about, tips = self.truth.setting(lines, register), self.truth.tips(lines, register)
        if self.lost or register[2] in ("edition", "start") or not about:
            return ""
        latest = max(self.truth.deeds[name].when for name in about)
        near = self.setting.spread + 0.002 * len(lines)
        for name in tips:
            deed = self.truth.deeds[name]
            said = self.truth.said_of(lines, deed.sets, register) or ()
            is_same = without_details(said) == without_details(found)
            if is_same and latest - deed.when <= near:
                return ""
        return f"is {found}, which one who knew it replaced, or which is too old ({wanted})"

    def wrong_tips(self, lines: frozenset[str], register: Register) -> str:
        """Return whether the lines name as replaced what nobody knew who set the field."""
        about = [
            name
            for name in lines
            if self.truth.said_of(lines, registers_of(self.truth.lines[name]), register) is not None
            and not is_detail(self.truth.lines[name], register)
        ]
        if any(self.truth.lines[name]["v"] == 1 for name in about) or register == PLACE:
            return ""
        over = {each for name in about for each in self.truth.lines[name].get("over", ())}
        tips = {name for name in about if name[:16] not in over}
        if tips != self.truth.tips(lines, register):
            return "the changes told as unseen are not those that nobody had seen"
        return ""


def without_purge(lines: list[bytes]) -> list[bytes]:
    return [line for line in lines if b'"do":"purge"' not in line]


def without_details(found: Values) -> Values:
    """Return a status without what a detail may have set after it."""
    details = ("chase_on", "chased", "case", "since", "on", "reason")
    return tuple(each for each in found if each[0] not in details)


def heads_of(table: Mapping[str, Any]) -> frozenset[str]:
    """Return the hashes in the table of a file that says how far it is."""
    heads = [str(each) for each in table.get("history", {}).values() if isinstance(each, str)]
    return frozenset(head.split()[-1] for each in heads for head in each.split(","))


def place_of(status: os.stat_result) -> str:
    return f"{status.st_dev}:{status.st_ino}"


def replace_content(source: Path, target: Path) -> None:
    """Put a copy of a directory in place of another, which stays the same directory.

    So does `.local`, as in a snapshot of a whole file system.
    """
    for path in [*target.iterdir(), *(target / ".local").iterdir()]:
        if path.is_dir() and path.name != ".local":
            shutil.rmtree(path)
        elif not path.is_dir():
            path.unlink()
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)


def dies(side: Side, words: Sequence[str], number: int) -> bool:
    """Run a command in a child that dies at its call number `number`; return whether it did."""
    child = os.fork()
    if not child:
        count = 0

        def hook(name: str, call: Callable[..., Any], args: Any, kwargs: Any) -> Any:
            nonlocal count
            count += 1
            if count == number:
                if name == "write":  # half of it, or the first line
                    end = bytes(args[1]).find(b"\n") + 1 if number % 2 else len(args[1]) // 2
                    call(args[0], args[1][:end])
                os._exit(KILLED)
            return call(*args, **kwargs)

        try:
            watch(hook)
            side(*words)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


@contextmanager
def before_program(number: int, act: Callable[[], None]) -> Iterator[None]:
    """Call `act` right before the program number `number` is started."""
    start, count = subprocess.Popen.__init__, 0

    def begin(*args: Any, **kwargs: Any) -> None:
        nonlocal count
        count += 1
        if count == number:
            act()
        start(*args, **kwargs)

    subprocess.Popen.__init__ = begin  # type: ignore[method-assign]
    try:
        yield
    finally:
        subprocess.Popen.__init__ = start  # type: ignore[method-assign]
