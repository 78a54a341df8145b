"""Every command line that a document or a ``--help`` prints can be tried, and ends well.

The lines of a document are tried one after the other among the invented partners, so that one
may build on another. What the user has (files, a group, a repository) is put there first; what is
drawn by lot or depends on the day is put in place of the example's.
"""

from __future__ import annotations

import argparse
import grp
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import xlsxwriter
from conftest import Answer, Home, put

from csp_tui.cli.arguments.parser import build_parser
from csp_tui.core.audit.verify import verify
from csp_tui.core.history.undo import is_own, why_not_reverted
from csp_tui.core.workplace.workplace import Workplace, open_workplace

from .known import COMMANDS
from .samples import MINI, change_at_the_same_time

TREE = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    TREE / "README.md", TREE / "CONTRIBUTING.md", *sorted((TREE / "docs").rglob("*.md")),
]  # fmt: skip
MAN = TREE / "docs" / "csp-tui.1"

GIVEN = {
    "approval.pdf": "%PDF-1.7 approved",
    "resellers.csv": "name,owner\nAlpha Ltd,amira\nNorthwind Traders,ben\n",
    "customers.csv": "name,planned\nAlpha Bakery,2027-01-11\nCoho Winery,2027-02-08\n",
    "my-checklist/2026-12.toml": MINI,
    "onboarding.md": "# Onboarding\n\n- [ ] Sign the contract\n",
    "data/people.toml": "format = 1\n"
    + "".join(
        f'[people."{name}"]\nmail = "someone@example.com"\n' for name in ("amira", "ben", "佐藤")
    ),
    "config/csp-tui/views.toml": '[partners."Monday chase"]\nfilters = ["chase"]\n',
}
"""Files that the user has, where the document does not show them itself."""

MADE_BEFORE = {
    "redo": ["undo contoso"],
    "unarchive": ["archive contoso"],
    "import": ["export contoso"],
    "import handover": ["export contoso"],
    "contact edit": ['contact add contoso "Jane Doe"'],
    "contact remove": ['contact add contoso "Jane Doe"'],
}
"""What somebody has done who calls the help of a command."""

ASKING = {
    "purge": "tailspin-toys", "import": "y", "migrate": "y", "join": "y", "chase": "y", "note": "y",
    "edit": "y", "set": "y",
}  # fmt: skip
"""Commands that may ask, and what begins what is typed."""


class Terminal(io.StringIO):
    """Standard input at which somebody types."""

    def isatty(self) -> bool:
        return True


def lines_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the command lines in the blocks of a document, and what is piped into them."""
    text = path.read_text(encoding="utf-8")
    for block in re.findall(r"^```(?:sh|bash|crontab)\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        for line in block.splitlines():
            if (found := re.search(r"(?:^|\s|/bin/)(csp-tui\s.*)", line)) and '"$' not in line:
                piped = re.match(r"printf '(.*?)' \|", line)
                words = shlex.split(re.split(r" \||\s>", found[1])[0], comments=True)
                yield shlex.join(words), piped[1].replace(r"\n", "\n") if piped else ""


def examples_of_the_manual_page() -> list[str]:
    """Return the lines of the section EXAMPLES; those of the commands are those of their help."""
    text = MAN.read_text(encoding="utf-8").replace("\\-", "-")
    section = text[text.index(".SH EXAMPLES") : text.index(".SH SCREENS")]
    return re.findall(r"^\\fB(csp-tui .*)\\fR$", section, re.MULTILINE)


def examples(command: argparse.ArgumentParser) -> list[str]:
    """Return the lines that the help of a command prints."""
    found = re.findall(r"^  csp-tui (.*)$", command.epilog or "", re.MULTILINE)
    return [shlex.join(["csp-tui", *shlex.split(each)]) for each in found]


@pytest.fixture
def answer_to(demo, home, call, monkeypatch) -> Callable[..., Answer]:
    """Return what runs a printed line among the invented partners and returns the answer."""
    monkeypatch.chdir(home.path)
    for name, text in GIVEN.items():
        put(home.path / name, text)
    (home.path / "shared").mkdir()
    with xlsxwriter.Workbook(home.path / "waves.xlsx") as book:
        for sheet in ("Wave 1", "Wave 2"):
            book.add_worksheet(sheet).write_column(0, 0, ["name", f"Customer of {sheet}"])
    take_every_mail(home.path, monkeypatch)
    workplace = open_workplace(os.environ, str(home.data))
    readable: dict[Path, str] = {}

    def run(line: str, piped: str = "") -> Answer:
        if "ssh://" in line or line.endswith("sync --quiet"):
            subprocess.run(["git", "init", "--quiet", "--bare", home.path / "its.git"], check=True)
        if line.endswith("sync --quiet"):  # from cron, once it was connected by hand
            call("sync", str(home.path / "its.git"))
        words = shlex.split(filled(line, workplace, home.path))[1:]
        if words[:2] == ["sync", "--take"]:
            change_on_both_sides(home, call, words[2])
        if words[0] == "conflicts" and len(words) > 2:
            words[-1] = change_at_the_same_time(home, int("--keep" in words))
        if words[0] == "restore" and "--undo" not in words:
            path = restored_file(words, home.data)
            readable[path] = path.read_text(encoding="utf-8")
            path.write_text("damaged = ", encoding="utf-8")
        asking = [answer for name, answer in ASKING.items() if words[0] == name]
        typed = "".join(f"{full_id(workplace, each)}\n" for each in asking)
        monkeypatch.setattr("sys.stdin", Terminal(typed) if asking else io.StringIO(piped))
        monkeypatch.setattr(sys.stderr, "isatty", lambda: bool(asking))
        answer = call(*words)
        if words[0] == "restore" and "--undo" in words:
            for path, text in readable.items():  # somebody mends it by hand
                path.write_text(text, encoding="utf-8")
        if answer.code:
            print(line, answer.err)  # noqa: T201 - pytest shows it where the test fails
        return answer

    return run


@pytest.fixture
def try_line(answer_to) -> Callable[..., int]:
    """Return what runs a printed line as `answer_to` does, and returns its exit code."""

    def run(line: str, piped: str = "") -> int:
        if line.startswith("csp-tui checklists stale"):
            return 0 if answer_to(line, piped).code in (0, 1) else 4  # some day all is that old
        return answer_to(line, piped).code

    return run


def take_every_mail(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put programs that send nothing in place of those that send mail."""
    for name in ("sendmail", "msmtp"):
        (place / name).write_text("#!/bin/sh\ncat > /dev/null\n")
        (place / name).chmod(0o700)
    monkeypatch.setenv("PATH", f"{place}:{os.environ['PATH']}")


def change_on_both_sides(home: Home, call: Callable[..., Answer], name: str) -> None:
    """Let an own checklist be changed here and, since the last sync, elsewhere."""
    remote, other = home.path / "its.git", home.path / "other"
    if not remote.exists():
        subprocess.run(["git", "init", "--quiet", "--bare", remote], check=True)
    put(home.data / name, MINI)
    call("sync", str(remote))
    call("--data", str(other), "sync", str(remote))
    put(other / name, MINI + "# theirs\n")
    call("--data", str(other), "sync")
    put(home.data / name, MINI + f"# mine, {len(list(home.path.rglob('*')))}\n")


def full_id(workplace: Workplace, begin: str) -> str:
    """Return the id of the partner that begins so, else the word itself."""
    return next((each for each in workplace.store.partner_ids() if each.startswith(begin)), begin)


def filled(line: str, workplace: Workplace, place: Path) -> str:
    """Return a line with what is so here in place of what an example can only name."""
    contoso = full_id(workplace, "contoso")
    for example, here in (
        ("2026-10-31", (workplace.today - timedelta(days=20)).isoformat()),
        ("csp-team", grp.getgrgid(os.getgid()).gr_name),
        ("/srv/csp-tui", str(place / "shared")),
        ("/srv/www/calendars/3f9a1c0e5b7d", str(place)),
        ("/home/amira/.local/share/csp-tui", str(workplace.places.data)),
        ("--send /usr/bin/msmtp", f"--send {place / 'msmtp'}"),
        ("ssh://git@example.com/csp.git", str(place / "its.git")),
        ("contoso-7f3a", contoso),
        ("contoso-k4q7", full_id(workplace, "adatum")),
    ):
        line = line.replace(example, here)
    if "k3v9q2mx" in line:
        verdict = verify(workplace.places, workplace.store, contoso)
        line = line.replace("k3v9q2mx:12:296c8dd5...", str(verdict.heads[0]))
        lines = workplace.store.history(contoso).lines()
        own = [x for x in lines if is_own(x, workplace.actor) and not why_not_reverted(x)]
        line = line.replace("k3v9q2mx:12", own[-1].id if own else "")
    return line


def restored_file(words: list[str], data: Path) -> Path:
    """Return the file that a line restores."""
    name = words[words.index("--customer") + 1] if "--customer" in words else words[1]
    (path,) = data.glob(f"{'customers/*' if '--customer' in words else 'partners'}/{name}*.toml")
    return path


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(TREE)))
def test_the_lines_of_a_document_work_one_after_the_other(path, home, try_line) -> None:
    text = path.read_text(encoding="utf-8")
    for name, table in re.findall(r"^```csv +(\S+)\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        put(home.path / name, table)
    failed = [line for line, piped in lines_of(path) if try_line(line, piped)]
    assert failed == []


CRON = [
    line
    for path in DOCUMENTS
    for block in re.findall(r"^```crontab\n(.*?)^```", path.read_text("utf-8"), re.S | re.M)
    for line in block.splitlines()
    if "/bin/csp-tui " in line
]


@pytest.mark.parametrize("line", CRON)
def test_a_line_for_cron_prints_nothing_as_long_as_all_is_well(line, home, answer_to) -> None:
    command, silenced, _rest = line[line.index("/bin/") + 5 :].partition(" >/dev/null")
    answer = answer_to(command)
    assert (answer.code, answer.err, "" if silenced else answer.out) == (0, "", "")


def test_the_line_for_cron_that_verifies_prints_what_is_wrong_and_nothing_else(
    home, answer_to
) -> None:
    (line,) = [each for each in CRON if " verify " in each]
    path = next((home.data / "history").glob("contoso-*.jsonl"))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0].replace(b"amira", b"somebody"), *lines[1:]]))
    answer = answer_to(line[line.index("/bin/") + 5 :])
    assert answer.code == 1
    assert answer.out.startswith(f"{path.stem}: damaged")
    assert "clean" not in answer.out


def test_the_examples_of_the_manual_page_work_one_after_the_other(try_line) -> None:
    lines = examples_of_the_manual_page()
    assert lines
    assert [line for line in lines if try_line(line)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_examples_of_a_help_work_one_after_the_other(name, try_line) -> None:
    for line in MADE_BEFORE.get(name, []):
        assert try_line(f"csp-tui {line}") == 0
    lines = examples(COMMANDS[name])
    assert lines
    assert [line for line in lines if try_line(line)] == []


def named_in(path: Path) -> Iterator[list[str]]:
    """Yield the words of each command that the running text of a document names."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.S | re.M)
    for span in re.findall(r"`([^`]+)`", text):
        words = span.split()
        is_called = words[0] == "csp-tui" and len(words) > 1
        words = words[is_called:]
        if is_called or words[0] in COMMANDS:
            yield words


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(TREE)))
def test_a_command_that_a_text_names_has_the_options_that_it_names(path) -> None:
    for words in named_in(path):
        known = max(
            (" ".join(words[:n]) for n in (1, 2) if " ".join(words[:n]) in COMMANDS),
            key=len,
            default="",
        )
        parser = COMMANDS.get(known, build_parser())
        assert known or words[0] in ("COMMAND", "CSP-TUI") or words[0][0] == "-", words
        options = {option for each in parser._actions for option in each.option_strings}
        assert {word for word in words if word.startswith("--")} <= options, words
