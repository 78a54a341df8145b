"""Every command under everything that may be wrong around it: the exit code and one sentence."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .forked import code_of, start_forked
from .known import WHOLE
from .samples import MINI
from .test_walk import EACH

TREE = Path(__file__).resolve().parents[2]

LINES = {
    "open": "open PARTNER --plain",
    "demo": "demo --plain",
    "partners": "partners",
    "show": "show PARTNER",
    "links": "links PARTNER register",
    "history": "history PARTNER",
    "checklists": "checklists",
    "next": "next PARTNER",
    "portfolio": "portfolio",
    "calendar": "calendar PARTNER",
    "digest": "digest --always",
    "people set": "people set amira --mail amira@example.com",
    "people remove": "people remove ben",
    "add": "add Fabrikam",
    "edit": "edit PARTNER --owner ben",
    "archive": "archive PARTNER",
    "unarchive": "unarchive away",
    "join": "join PARTNER other --yes",
    "start": "start PARTNER keep-direct",
    "close": "close PARTNER --outcome abandoned",
    "undo": "undo PARTNER",
    "redo": "redo PARTNER",
    "tick": "tick PARTNER register",
    "untick": "untick PARTNER done",
    "confirm": "confirm PARTNER --filter rule-changed",
    "na": "na PARTNER register --reason no",
    "refuse": "refuse PARTNER register --reason no",
    "wait": "wait PARTNER register --for Ben",
    "chase": "chase PARTNER waiting",
    "note": "note PARTNER register text",
    "evidence": "evidence PARTNER register text",
    "set": "set PARTNER register --owner ben",
    "fact": "fact PARTNER",
    "walk": "walk PARTNER",
    "customers": "customers PARTNER",
    "customer add": "customer add PARTNER Coho",
    "customer edit": "customer edit PARTNER alpine --owner ben",
    "customer archive": "customer archive PARTNER alpine",
    "customer unarchive": "customer unarchive PARTNER bellows",
    "contact add": 'contact add PARTNER "Jane Doe" --mail jane@contoso.com',
    "contact edit": "contact edit PARTNER ann --role CFO",
    "contact remove": "contact remove PARTNER ann",
    "contact list": "contact list PARTNER",
    "import partners": "import partners new.csv --yes",
    "import customers": "import customers PARTNER new.csv --yes",
    "import checklist": "import checklist list.md",
    "import handover": "import handover there.zip --yes",
    "export": "export PARTNER --output new.zip",
    "sync": "sync remote.git",
    "report": "report PARTNER",
    "diff": "diff enroll-direct",
    "migrate": "migrate PARTNER mini --to 2026-02 --yes",
    "conflicts": "conflicts PARTNER",
    "verify": "verify PARTNER",
    "clock": "clock",
    "restore": "restore PARTNER",
    "purge": "purge PARTNER --yes",
    "init": "init --shared GROUP new",
    "lint": "lint",
    "completion": "completion bash",
    "info": "info",
}
"""Each command with arguments with which it does its work, where that can be done."""

CODES = {"redo": 2, "restore": 2}
"""There is nothing to redo, and nothing to restore; every other command ends with 0."""

OF_PARTNER = [name for name, line in LINES.items() if "PARTNER" in line]
WRITING = [
    "add", "edit", "archive", "start", "close", "undo", "redo", "tick", "untick", "confirm", "na",
    "refuse", "wait", "chase", "note", "evidence", "set", "customer add", "customer edit",
    "customer archive", "customer unarchive", "import partners", "import customers",
    "import checklist", "import handover", "export", "sync", "migrate", "purge", "unarchive",
    "init", "join", "people set", "people remove",
    "init", "join", "contact add", "contact edit", "contact remove",
]  # fmt: skip
NOBODY = 54329
"""A user that is nobody on the host."""

CHECKLIST = EACH.replace(
    '[[sections]]\nid = "each"',
    '[[sections.items]]\nid = "done"\ntitle = "Done before"\n\n'
    '[[sections.items]]\nid = "changed"\ntitle = "Rule to change"\n\n'
    '[[sections.items]]\nid = "waiting"\ntitle = "Waiting"\n\n'
    '[[sections]]\nid = "each"',
)
assert MINI in CHECKLIST[: len(MINI)]


def test_no_command_is_left_out():
    assert set(WHOLE) == LINES.keys()


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Return a directory that no other run of tests touches.

    Each run that starts closes the directory of pytest to other users: see `as_nobody`.
    """
    with tempfile.TemporaryDirectory(prefix="csp-tui-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the data directory of these tests is kept once it is made."""
    return tmp_path_factory.mktemp("template") / "data"


@pytest.fixture
def place(home, call, template, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fill a data directory so that every command has something to do."""
    monkeypatch.chdir(home.path)
    (home.path / "new.csv").write_text("name\nZoo\n")
    (home.path / "list.md").write_text("# List\n\n- [ ] Do it\n")
    remote = template.parent / "remote.git"
    if not template.exists():
        subprocess.run(["git", "init", "--quiet", "--bare", "--template=", remote], check=True)
        fill(home, call)
        shutil.copytree(home.data, template)
        assert call("note", "contoso", "register", "there").code == 0
        assert call("export", "contoso", "--output", str(template.parent / "there.zip")).code == 0
        shutil.rmtree(home.data)
    shutil.copytree(template, home.data, dirs_exist_ok=True)
    shutil.copy(template.parent / "there.zip", home.path)
    shutil.copytree(remote, home.path / "remote.git")
    return home.path


def fill(home, call) -> None:
    home.put("checklists/mini/2026-01.toml", CHECKLIST)
    home.put("checklists/mini/2026-02.toml", CHECKLIST)
    home.put("partners/contoso.toml", 'format = 1\nname = "Contoso Ltd"\n')
    home.put("partners/away.toml", 'format = 1\nname = "Away"\n')
    home.put("people.toml", 'format = 1\n\n[people.ben]\nmail = "ben@example.com"\n')
    home.put("partners/other.toml", 'format = 1\nname = "Other"\n')
    for line in (
        "start contoso mini --edition 2026-01",
        "archive away",
        "tick contoso done changed",
        "wait contoso waiting --for Ben",
        "contact add contoso Ann",
    ):
        assert call(*shlex.split(line)).code == 0, line
    home.put("customers/contoso/alpine.toml", 'format = 1\nname = "Alpine"\n')
    home.put("customers/contoso/bellows.toml", 'format = 1\nname = "B"\narchived = 2026-01-01\n')
    text = CHECKLIST.replace("Rule to change", "Rule that has changed")
    for edition in ("2026-01", "2026-02"):
        home.put(f"checklists/mini/{edition}.toml", text)
    assert call("note", "contoso", "register", "before").code == 0


def words_of(name: str, partner: str = "contoso") -> list[str]:
    import grp

    group = grp.getgrgid(os.getgid()).gr_name
    line = LINES[name].replace("PARTNER", partner).replace("GROUP", group)
    return shlex.split(line)


def is_one_sentence(text: str) -> bool:
    return text.startswith("csp-tui: ") and text.count("\n") == 1 and "Traceback" not in text


@pytest.mark.parametrize("name", LINES)
def test_help_says_what_it_does_with_an_example(call, name):
    answer = call(*name.split(), "--help")
    assert answer.code == 0
    assert f"  csp-tui {name}" in answer.out.split("examples:")[1]


@pytest.mark.parametrize("name", LINES)
def test_help_breaks_no_word_with_a_hyphen_since_it_may_be_one_to_type(call, name, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    shown = call(*name.split(), "--help").out
    assert [line for line in shown.splitlines() if re.search(r"\w-$", line)] == []


@pytest.mark.parametrize("name", LINES)
def test_wrong_arguments_exit_with_2(call, home, name):
    answer = call(*name.split(), "--frobnicate")
    assert (answer.code, answer.out) == (2, "")
    assert is_one_sentence(answer.err)
    assert "--help" in answer.err


@pytest.mark.parametrize("name", OF_PARTNER)
def test_an_unknown_partner_exits_with_3(call, home, name):
    home.put("partners/contoso.toml", 'format = 1\nname = "Contoso"\n')
    answer = call(*words_of(name, "nobody"))
    assert (answer.code, answer.out) == (3, "")
    assert is_one_sentence(answer.err)
    assert "nobody" in answer.err


@pytest.mark.parametrize("name", OF_PARTNER)
def test_a_prefix_that_fits_several_exits_with_2_and_names_them(call, home, name):
    home.put("partners/contoso-1.toml", 'format = 1\nname = "Contoso One"\n')
    home.put("partners/contoso-2.toml", 'format = 1\nname = "Contoso Two"\n')
    answer = call(*words_of(name, "conto"))
    assert (answer.code, answer.out) == (2, "")
    assert is_one_sentence(answer.err)
    assert "contoso-1 (Contoso One), contoso-2 (Contoso Two)" in answer.err


@pytest.mark.parametrize("name", [name for name in LINES if name not in ("restore", "purge")])
def test_an_unreadable_partner_exits_with_4_or_is_reported(call, home, place, name):
    home.put("partners/contoso.toml", "damaged \x1b[31m = ")
    answer = call(*words_of(name))
    if name in (*OF_PARTNER, "import handover") and name != "verify":
        assert (answer.code, answer.out) == (4, "")
        assert is_one_sentence(answer.err)
    elif name == "verify":
        assert answer.code == 1
        assert "damaged" in answer.out
    elif name == "sync":
        assert (answer.code, "left alone: contoso" in answer.err) == (1, True)
    else:
        assert answer.code == 0, answer.err
    if name == "partners":
        assert "contoso.toml" in answer.err
    assert "\x1b" not in answer.out + answer.err


@pytest.mark.parametrize("name", LINES)
def test_without_a_terminal_it_does_its_work_and_ends(home, place, name):
    with Path(os.devnull).open() as nothing, tempfile.TemporaryFile("w+") as out:
        child = start_forked(
            words_of(name), home.env, place, (nothing.fileno(), *[out.fileno()] * 2)
        )
        code = code_of(child)
        out.seek(0)
        shown = out.read()
    assert code == CODES.get(name, 0), shown
    assert "Traceback" not in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("name", LINES)
def test_a_reader_that_has_gone_leaves_no_complaint(home, place, name):
    reader, writer = os.pipe()
    os.close(reader)
    with Path(os.devnull).open() as nothing, tempfile.TemporaryFile("w+") as err:
        child = start_forked(
            words_of(name), home.env, place, (nothing.fileno(), writer, err.fileno())
        )
        os.close(writer)
        code = code_of(child)
        err.seek(0)
        shown = err.read()
    assert code == CODES.get(name, 0), shown
    assert "Traceback" not in shown
    assert "roken" not in shown


@pytest.mark.parametrize("name", LINES)
def test_no_color_means_no_escape_codes(place, in_terminal, name):
    words = words_of(name)
    env, code = {"NO_COLOR": "1"}, CODES.get(name, 0)
    shown = in_terminal(*words, env=env, typed="q\n\x04\x04", code=code)
    assert "\x1b" not in shown


@pytest.mark.parametrize("name", WRITING)
def test_quiet_leaves_no_more_than_an_id_or_a_path(call, home, place, name):
    answer = call(*words_of(name), "--quiet")
    assert answer.code == CODES.get(name, 0)
    assert not answer.err or answer.code
    assert [line for line in answer.lines if " " in line] == []


@pytest.fixture
def as_nobody(place, home) -> Callable[[list[str]], tuple[int, str]]:
    """Give everything to root, let others read, and return how to call the command as another.

    The call is in a child of this process: another user may not read the interpreter's files.
    """
    if os.geteuid() != 0:
        pytest.skip("only root can act as another user")
    if not all(path.stat().st_mode & 0o005 for path in (TREE, *TREE.parents)):
        pytest.skip("another user cannot read the checklists here")
    for path in (place, *place.parents):
        path.chmod(path.stat().st_mode | 0o055)
    for path in place.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    writable = place / "writable"
    writable.mkdir()
    writable.chmod(0o777)

    def become_nobody() -> None:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    def call_there(words: list[str]) -> tuple[int, str]:
        env = {**home.env, "TMPDIR": str(writable)}
        with Path(os.devnull).open("r+") as nothing, (writable / "err").open("w") as err:
            streams = (nothing.fileno(), nothing.fileno(), err.fileno())
            code = code_of(start_forked(words, env, place, streams, become_nobody))
        return code, (writable / "err").read_text()

    return call_there


@pytest.mark.parametrize("name", [name for name in LINES if name != "restore"])
def test_read_only_data_can_be_shown_and_a_change_exits_with_6(as_nobody, home, name):
    before = {str(each): each.read_bytes() for each in home.data.rglob("*.*") if each.is_file()}
    code, complaint = as_nobody(words_of(name))
    if name in WRITING:
        assert code == 6, complaint
        assert is_one_sentence(complaint), complaint
    else:
        assert code == CODES.get(name, 0), complaint
    after = {str(each): each.read_bytes() for each in home.data.rglob("*.*") if each.is_file()}
    assert after == before
