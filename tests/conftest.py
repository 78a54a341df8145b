"""A private home and ways to run the command in it, for every test that goes from outside."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from surroundings import leave_behind

from csp_tui.core.base import command_line, language

settings.register_profile(
    "csp-tui",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("csp-tui")

TREE = Path(__file__).resolve().parent.parent

Run = Callable[..., "subprocess.CompletedProcess[str]"]
"""Runs the command in a process of its own: ``run("show", "contoso", env={"TERM": "dumb"})``."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--figures", action="store_true", help="print the sums of what the tests have counted"
    )
    parser.addoption("--list-skipped", metavar="FILE", help="add to FILE what was skipped and why")


@pytest.hookimpl(trylast=True)  # pytest's own output has the colours that its user wants
def pytest_configure(config: pytest.Config) -> None:
    """Leave behind what is inherited; one empty home is for the whole run."""
    leave_behind()
    if not hasattr(config, "workerinput"):
        own_home = tempfile.mkdtemp(prefix="csp-tui-home-")
        config.add_cleanup(lambda: shutil.rmtree(own_home, ignore_errors=True))
        os.environ["HOME"] = own_home


def pytest_xdist_auto_num_workers() -> int:
    """Two for each processor: a test waits for processes, locks and screens."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that start the command anew, of which each takes its time."""
    for item in items:
        if {"run", "in_terminal", "remote", "place"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("process")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Import a module of tests anew if midnight has passed: many have the day in a constant."""
    module, today = getattr(item, "module", None), date.today()
    if module and getattr(module, "TODAY", today) != today:
        importlib.reload(module)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write the lists that were asked for."""
    if terminalreporter.config.getoption("--figures"):
        print_figures(terminalreporter)
    if path := terminalreporter.config.getoption("--list-skipped"):
        with Path(path).open("a", encoding="utf-8") as file:
            for report in terminalreporter.getreports("skipped"):
                _, _, reason = report.longrepr
                file.write(f"{report.nodeid}: {reason.removeprefix('Skipped: ')}\n")


def print_figures(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the sums of the numbers that tests told with ``record_property``, by name."""
    sums: Counter[str] = Counter()
    for report in terminalreporter.getreports(""):  # of the ends, which know what fixtures told
        for name, told in report.user_properties if report.when == "teardown" else ():
            if isinstance(told, int):
                sums[name] += told
    terminalreporter.section("figures")
    for name, count in sorted(sums.items()):
        terminalreporter.write_line(f"{count:>12,}  {name}")


@dataclass(frozen=True)
class Home:
    """Directories of a test and the environment that leads there and nowhere else."""

    path: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def config(self) -> Path:
        return self.path / "config" / "csp-tui" / "config.toml"

    def put(self, name: str, text: str) -> Path:
        """Write a file of the data directory and return its path."""
        return put(self.data / name, text)

    def progress_file(self) -> Path:
        """The only partner's file."""
        (path,) = (self.data / "partners").glob("*.toml")
        return path

    def files(self) -> set[Path]:
        return {path for path in self.path.rglob("*") if path.is_file()}


@dataclass(frozen=True)
class Answer:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def rows(self) -> list[list[str]]:
        """The lines of a list in a pipe, by their columns."""
        return [line.split("\t") for line in self.lines]


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _speak_english() -> Iterator[None]:
    """Every test begins and leaves in English, with no data directory named."""
    yield
    language.use(language.SOURCE)
    command_line.use_data(None)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    env = {
        "HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(TREE),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "TZ": "UTC",
        "XDG_DATA_HOME": str(tmp_path / "share"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "CSP_TUI_DATA": str(tmp_path / "data"),
        "TMPDIR": str(tmp_path / "tmp"),
    }
    (tmp_path / "tmp").mkdir()
    (tmp_path / "data").mkdir(0o700)
    return Home(tmp_path, env)


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory that holds the invented partners, to be copied."""
    from csp_tui.core.demo.partners import fill
    from csp_tui.core.workplace.workplace import open_workplace

    data = tmp_path_factory.mktemp("invented") / "data"
    fill(open_workplace({}, str(data), is_demo=True))
    return data


@pytest.fixture
def demo(home: Home, invented: Path) -> None:
    """Fill the data directory with the invented partners."""
    shutil.copytree(invented, home.data, dirs_exist_ok=True)


@pytest.fixture
def run(home: Home) -> Run:
    """Run the command in a process of its own; nothing is on its standard input."""

    def run_command(
        *args: str, env: dict[str, str] | None = None, **options: object
    ) -> subprocess.CompletedProcess[str]:
        if "input" not in options:
            options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.run(
            [sys.executable, "-m", "csp_tui", *args],
            env={**home.env, **(env or {})},
            cwd=home.path,
            text=True,
            timeout=300,
            check=False,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
        )

    return run_command


@pytest.fixture
def call(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Answer]:
    """Run the command in this process, in the same home: quicker where a process says no more."""
    from csp_tui.__main__ import main

    for key, value in home.env.items():
        monkeypatch.setenv(key, value)
    for key in ("CSP_TUI_REVIEWER", "CSP_TUI_THEME", "CSP_TUI_LANG", "LANGUAGE", "COLUMNS"):
        monkeypatch.delenv(key, raising=False)

    def call_main(*args: str) -> Answer:
        capsys.readouterr()
        code = main(list(args))
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return call_main
