"""Any bytes in any file give an error or a model: never another exception, never a write."""

from __future__ import annotations

import contextlib
import json
import os
import random
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from thoroughness import IS_LONG

from csp_tui.core.audit.verify import verify
from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import system_clock
from csp_tui.core.base.errors import CspTuiError, InvalidFileError
from csp_tui.core.base.text import visible_line
from csp_tui.core.checklists.library import Library
from csp_tui.core.checklists.reader import read_checklist
from csp_tui.core.customers.customers import Customers
from csp_tui.core.disk import toml
from csp_tui.core.disk.places import Places
from csp_tui.core.history.log import History
from csp_tui.core.partners.overview import Overview
from csp_tui.core.progress.change import Change
from csp_tui.core.runs.view import RunView
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.settings import NAME, read_settings

from .mutations import grafted, mutated, toml_of, value

SECONDS = float(os.environ.get("CSP_TUI_FUZZ_SECONDS", "300")) if IS_LONG else 2.0
"""Of the processor, for each kind of file; a long run starts elsewhere each time."""
SLOWEST = 5.0
"""Seconds of the processor that one file may take."""

CONTOSO = "contoso"

CHECKLIST = """\
format = 1
title = "Demo"
summary = "One."

[[facts]]
id = "sells-azure"
question = "Does it?"

[[sections]]
id = "first"
title = "First"

[[sections.items]]
id = "membership"
title = "Membership"
rule = "It is active"
need = "required"
basis = "official"
when = "!sells-azure"
usual_wait = 3
checked = 2026-11-23

[[sections.items.links]]
url = "https://example.com/a"
title = "A"

[[sections.items]]
id = "revenue"
title = "Revenue"
after = ["membership"]
"""

PROGRESS = """\
format = 1
name = "Contoso"
anniversary = 3 # of the contract
colour = "blue"

[facts]
sells-azure = true

[checklists.demo]
checklist = "demo"
edition = "2026-08"
started = 2026-11-23T10:42:03.512Z

[checklists.demo.items.membership]
status = "done"
on = 2026-09-01
at = 2026-11-23T10:45:12.004Z
by = "amira"
note = '''
two
lines'''

[checklists.demo.items.revenue] # asked
status = "waiting"
waiting_for = "Microsoft"
chase_on = 2026-11-30
"""

SETTINGS = 'reviewer = "Amira"\ntheme = "ansi-dark"\nmouse = true\nplain = false\n'


class Bench:
    """A data directory in which one file after another is spoiled."""

    def __init__(self, root: Path) -> None:
        self.places = Places(root / "data", root / "cache", root / "config", root / "shipped")
        self.chance = random.Random(time.time_ns() if IS_LONG else 20261123)
        self.checklist = root / "shipped" / "demo" / "2026-08.toml"
        self.put(self.checklist, CHECKLIST.encode())
        self.put(self.progress, PROGRESS.encode())
        self.store.change(CONTOSO, [note("one")])
        self.store.change(CONTOSO, [note("two"), Change("fact", {"b": True}, part="facts")])
        self.good_progress = self.progress.read_bytes()
        self.good_history = self.history.read_bytes()

    @property
    def store(self) -> Store:
        return Store(self.places, system_clock, Actor("amira", "host-a"))

    @property
    def progress(self) -> Path:
        return self.places.progress_file(CONTOSO)

    @property
    def history(self) -> Path:
        return self.places.history_file(CONTOSO)

    def put(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(content)

    def toml(self, good: str | bytes) -> Iterator[bytes]:
        """Yield spoiled versions of a TOML file, its bytes and its structure by turns."""
        text = good if isinstance(good, str) else good.decode()
        table = tomllib.loads(text)
        table = json.loads(json.dumps(table, default=str))
        seeds = [text.encode(), b"", b"format = 1\n"]
        yield text.encode()
        while True:
            yield mutated(self.chance, seeds)
            spoiled = grafted(self.chance, table, lambda: value(self.chance, 3))
            yield toml_of(self.chance, spoiled).encode("utf-8", "replace")

    def lines(self) -> Iterator[bytes]:
        """Yield spoiled versions of a history."""
        objects = [json.loads(line) for line in self.good_history.splitlines()]
        yield self.good_history
        while True:
            yield mutated(self.chance, [self.good_history, b""])
            spoiled = [
                grafted(self.chance, each, lambda: value(self.chance, 2)) for each in objects
            ]
            yield b"".join(json.dumps(each).encode() + b"\n" for each in spoiled)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def note(text: str) -> Change:
    return Change("note", {"note": text}, "demo", "membership")


Judge = Callable[[Iterator[bytes], Callable[[bytes], int]], None]


def without_heads(content: bytes) -> dict[str, object]:
    """Return the parsed values of a progress file without its table of heads."""
    table = tomllib.loads(content.decode("utf-8-sig"))
    return {key: value for key, value in table.items() if key != "history"}


@pytest.fixture
def until_the_time_is_up(record_property: Callable[[str, object], None]) -> Judge:
    """Lets a function judge every file; it returns how many gave a model."""

    def judge_all(contents: Iterator[bytes], look: Callable[[bytes], int]) -> None:
        record_property("fuzzed files read", judge(contents, look))

    return judge_all


def judge(contents: Iterator[bytes], look: Callable[[bytes], int]) -> int:
    """Return how many files were judged."""
    end = time.process_time() + SECONDS
    models = count = 0
    for content in contents:
        start = time.process_time()
        if start > end:
            break
        try:
            models += look(content)
        except CspTuiError as error:
            assert_is_sentence(str(error))
        except Exception as error:
            error.add_note(f"with the file {content!r}")
            raise
        assert time.process_time() - start < SLOWEST, content
        count += 1
    assert 0 < models < count
    return count


def assert_is_sentence(text: str) -> None:
    assert text
    assert text == visible_line(text)


def test_any_checklist_gives_a_model_or_problems_with_their_places(bench, until_the_time_is_up):
    path = bench.checklist

    def look(content: bytes) -> int:
        path.write_bytes(content)
        checklist, problems = read_checklist(path)
        for problem in problems:
            assert_is_sentence(str(problem))
        assert checklist or problems
        assert path.read_bytes() == content
        if checklist:
            list(Library(bench.places.shipped, bench.places.own_checklists).newest())
        return checklist is not None

    until_the_time_is_up(bench.toml(CHECKLIST), look)


def test_any_progress_file_gives_a_model_or_a_sentence_and_a_change_keeps_the_rest(
    bench, until_the_time_is_up
):
    path = bench.progress
    library = Library(bench.places.shipped, bench.places.own_checklists)
    customers = Customers(bench.places, bench.store, library, system_clock)
    overview = Overview(bench.places, lambda: bench.store, library, system_clock, lambda: customers)
    changes = [note("new"), Change("set", {"owner": "ben"})]

    def look(content: bytes) -> int:
        path.write_bytes(content)
        row = overview.row(CONTOSO)
        try:
            partner = bench.store.load(CONTOSO)
            assert not row.error
            for run in partner.runs.values():
                with contextlib.suppress(CspTuiError):
                    RunView(partner, run, library.get(run.checklist, run.edition)).counts()
            text = bench.store.preview(CONTOSO, changes)
            preview = toml.parse(text.removeprefix("\ufeff"), path)
        finally:
            assert path.read_bytes() == content
        assert preview["owner"] == "ben"
        assert preview["checklists"]["demo"]["items"]["membership"]["note"] == "new"
        return True

    until_the_time_is_up(bench.toml(bench.good_progress), look)


def test_a_change_of_any_progress_file_is_saved_or_refused_and_nothing_between(
    bench, until_the_time_is_up
):
    path = bench.progress

    def look(content: bytes) -> int:
        path.write_bytes(content)
        bench.history.write_bytes(bench.good_history)
        bench.put(bench.places.copies / path.name, bench.good_progress)
        try:
            bench.store.load(CONTOSO)
        except CspTuiError:
            is_readable = False
        else:
            is_readable = True
        try:
            bench.store.change(CONTOSO, [note("new")])
        except CspTuiError:
            lines = bench.history.read_bytes()
            if is_readable:  # what was edited by hand is recorded before the change is refused
                # As text, since a file may hold nan, which is not equal to itself.
                assert str(without_heads(path.read_bytes())) == str(without_heads(content))
                assert lines.startswith(bench.good_history)
                assert b'"new"' not in lines
            else:
                assert path.read_bytes() == content
                assert lines == bench.good_history
            raise
        bench.store.load(CONTOSO)
        items = toml.parse(path.read_text("utf-8-sig"), path)["checklists"]["demo"]["items"]
        assert items["membership"]["note"] == "new"
        return True

    until_the_time_is_up(bench.toml(bench.good_progress), look)


def test_any_history_gives_lines_or_a_sentence_and_hinders_no_change(bench, until_the_time_is_up):
    path = bench.history

    def look(content: bytes) -> int:
        bench.progress.write_bytes(bench.good_progress)
        bench.put(bench.places.copies / bench.progress.name, bench.good_progress)
        path.write_bytes(content)
        history = History(bench.places, CONTOSO)
        list(history.newest_first())
        verdict = verify(bench.places, bench.store, CONTOSO)
        for problem in verdict.problems:
            assert_is_sentence(problem)
        assert path.read_bytes() == content
        with contextlib.suppress(CspTuiError):
            bench.store.undo(CONTOSO)
        with contextlib.suppress(InvalidFileError):
            bench.store.change(CONTOSO, [note("new")])
        bench.store.load(CONTOSO)
        return len(history.lines()) > 0

    until_the_time_is_up(bench.lines(), look)


def test_any_settings_give_a_model_or_a_sentence(bench, until_the_time_is_up):
    path = bench.places.config / NAME

    def look(content: bytes) -> int:
        bench.put(path, content)
        try:
            settings = read_settings(bench.places.config, {})
        finally:
            assert path.read_bytes() == content
        assert_is_sentence(settings.theme or "none")
        return True

    until_the_time_is_up(bench.toml(SETTINGS), look)


SLOW = {
    "header that is none": "x = [\n[1" + " " * 100_000 + ",2]]\n",
    "long header": f"[{'a.' * 500}a]\n",
    "many long headers": "".join(f"[{'a.' * 200}a{n}]\n" for n in range(200)),
    "long key": f"{'a.' * 500}a = 1\n",
    "many quotes": "# " + '"' * 100_000,
}
"""Files that say no format, so that a line is looked for."""


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_no_file_takes_long_to_be_refused(bench, text):
    bench.progress.write_text(text)
    start = time.process_time()
    with pytest.raises(InvalidFileError):
        bench.store.load(CONTOSO)
    assert time.process_time() - start < SLOWEST
