"""A partner moves from one data directory to another, and back."""

from __future__ import annotations

import io
import json
import os
import stat
import tomllib
import warnings
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from csp_tui.core.base.clock import stamp

from .samples import MINI


@pytest.fixture
def there(home) -> Path:
    """Return another data directory."""
    return home.path / "there"


@pytest.fixture
def handed(home, call, mini) -> Path:
    """Return the hand-over file of a partner with one customer and something done."""
    assert call("tick", mini, "register", "--yes").code == 0
    assert call("customer", "add", mini, "Fabrikam").code == 0
    path = home.path / "contoso.zip"
    assert call("export", mini, "--output", str(path)).out == f"{path}\n"
    return path


def tables(data: Path, partner: str) -> dict[str, object]:
    """Return what the files of a partner and its customers hold, by customer id."""
    paths = [data / "partners" / f"{partner}.toml", *(data / "customers" / partner).iterdir()]
    return {path.stem: tomllib.loads(path.read_text()) for path in paths}


def snapshot(data: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(data)): path.read_bytes() for path in data.rglob("*") if path.is_file()
    }


def test_a_partner_arrives_with_history_customers_and_its_own_checklist(
    home, call, mini, handed, there
):
    before = tables(home.data, mini)
    answer = call("--data", str(there), "import", "handover", str(handed), "--yes")
    assert (answer.code, answer.out) == (0, f"{mini}\n")
    assert tables(there, mini) == before
    history = (home.data / "history" / f"{mini}.jsonl").read_bytes()
    assert (there / "history" / f"{mini}.jsonl").read_bytes() == history
    assert (there / "checklists/mini/2026-01.toml").read_text() == MINI
    assert "[x]" in call("--data", str(there), "show", mini).out
    assert call("--data", str(there), "verify").code == 0


def test_a_file_of_an_earlier_version_arrives_byte_for_byte(home, call, mini, handed, there):
    handed.write_bytes(repacked(handed, with_manifest(format=1)))
    answer = call("--data", str(there), "import", "handover", str(handed), "--yes")
    assert (answer.code, answer.out) == (0, f"{mini}\n")
    (customer,) = (home.data / "customers" / mini).iterdir()
    for path in (f"partners/{mini}.toml", f"history/{mini}.jsonl", customer.relative_to(home.data)):
        assert (there / path).read_bytes() == (home.data / path).read_bytes()
    assert call("--data", str(there), "verify").code == 0
    assert "nothing to take in" in call("import", "handover", str(handed), "--yes").out


def test_progress_files_are_there_to_read_and_are_not_read_back(call, mini, handed, there):
    with zipfile.ZipFile(handed) as archive:
        assert {"format": 2}.items() <= json.loads(archive.read("handover.json")).items()
        assert b'name = "Contoso Ltd"' in archive.read(f"partners/{mini}.toml")
    altered = in_each("partners/", b"Contoso", b"Northwind")
    handed.write_bytes(repacked(handed, altered))
    elsewhere = ("--data", str(there))
    assert call(*elsewhere, "import", "handover", str(handed), "--yes").code == 0
    assert "Contoso Ltd" in call(*elsewhere, "partners").out
    handed.write_bytes(repacked(handed, lambda files: summed(without("partners/")(files))))
    assert call(*elsewhere, "import", "handover", str(handed), "--yes").code == 0


def test_a_partner_that_was_archived_is_so_where_it_is_taken_in(home, call, mini, there, tmp_path):
    assert call("archive", mini).code == 0
    path = tmp_path / "archived.zip"
    assert call("export", mini, "--output", str(path)).code == 0
    answer = call("--data", str(there), "import", "handover", str(path), "--yes")
    assert (answer.code, "was archived there" in answer.err) == (0, True)
    assert call("--data", str(there), "partners").out == ""
    assert mini in call("--data", str(there), "partners", "--archived").out


def test_what_no_line_records_is_recorded_before_it_is_handed_over(
    home, call, mini, there, tmp_path
):
    path = home.progress_file()
    path.write_text(path.read_text().replace("[checklists", 'region = "by hand"\n\n[checklists', 1))
    assert call("export", mini, "--output", str(tmp_path / "x.zip")).code == 0
    elsewhere = ("--data", str(there))
    assert call(*elsewhere, "import", "handover", str(tmp_path / "x.zip"), "--yes").code == 0
    assert 'region = "by hand"' in (there / "partners" / f"{mini}.toml").read_text()


@pytest.mark.parametrize("words", ["export {} --output x.handover.zip", "report {} --output x.md"])
def test_only_old_leftovers_of_reports_and_exports_of_ones_own_are_removed(
    home, call, mini, words, monkeypatch
):
    place = home.path / "out"
    place.mkdir()
    monkeypatch.chdir(place)
    target = words.split()[-1]
    old = [".Q3 x.html.0123abcd.tmp", f".{target}.0123abcd.tmp", ".y.handover.zip.0123abcd.tmp"]
    others = [".z.0123abcd.tmp", ".x.html.0123abcd.tmp~", "x.html.0123abcd.tmp", ".x.html.1.tmp"]
    others += [".notes.txt.0123abcd.tmp", ".new.html.0123abcd.tmp", ".of-ben.html.0123abcd.tmp"]
    for name in (*old, *others):
        (place / name).write_text("Contoso")
        if not name.startswith(".new"):
            os.utime(place / name, (1_780_000_000, 1_780_000_000))
    if os.geteuid() == 0:
        os.chown(place / ".of-ben.html.0123abcd.tmp", 54322, 54401)
    else:
        others.remove(".of-ben.html.0123abcd.tmp")
        (place / ".of-ben.html.0123abcd.tmp").unlink()
    (place / ".link.html.0123abcd.tmp").symlink_to("nowhere")
    assert call(*words.format(mini).split()).code == 0
    left = {*others, ".link.html.0123abcd.tmp", target}
    assert {path.name for path in place.iterdir()} == left


def test_the_file_is_private_and_is_not_written_over_another(home, call, mini, handed):
    assert stat.S_IMODE(handed.stat().st_mode) == 0o600
    before = handed.read_bytes()
    answer = call("export", mini, "--output", str(handed))
    assert answer.code == 2
    assert "exists already" in answer.err
    assert handed.read_bytes() == before


def test_a_hand_over_file_holds_a_page_to_read(handed):
    with zipfile.ZipFile(handed) as archive:
        page = archive.read("report.html").decode()
    assert "Contoso Ltd" in page
    assert "Register the company" in page


def test_a_preview_writes_nothing_and_says_what_would_come(call, mini, handed, there):
    answer = call("--data", str(there), "import", "handover", str(handed), "--dry-run")
    assert answer.code == 0
    assert "new here: 1 run, 1 customer, 4 history lines" in answer.out
    assert "checklists/mini/2026-01.toml" in answer.out
    assert not there.exists()


def test_without_a_yes_and_with_nobody_to_ask_nothing_is_taken_in(run, handed, there):
    answer = run("--data", str(there), "import", "handover", str(handed))
    assert answer.returncode == 2
    assert "say --yes" in answer.stderr
    assert not there.exists()


def test_changes_of_both_sides_are_merged_and_the_later_one_wins(
    home, call, mini, handed, there, tmp_path
):
    def here(*args: str) -> None:
        assert call(*args).code == 0

    def elsewhere(*args: str) -> None:
        assert call("--data", str(there), *args).code == 0

    elsewhere("import", "handover", str(handed), "--yes")
    elsewhere("note", mini, "register", "theirs")
    elsewhere("tick", mini, "region", "--yes")
    here("note", mini, "register", "ours")
    here("evidence", mini, "register", "contract 17")
    elsewhere("evidence", mini, "sign", "draft")
    back = tmp_path / "back.zip"
    elsewhere("export", mini, "--output", str(back))
    preview = call("import", "handover", str(back), "--dry-run")
    previewed = {tuple(row) for row in preview.rows}
    note = ("Register the company", "note", '"ours"', '"theirs"')
    assert any(row[:4] == note and row[4].startswith("here, ") for row in previewed)
    assert ("Regional office named", "status", "to do", "done") in previewed
    here("import", "handover", str(back), "--yes")
    text = home.progress_file().read_text()
    assert 'note = "ours"' in text
    assert 'evidence = "contract 17"' in text
    assert 'evidence = "draft"' in text
    assert text.count('status = "done"') == 2
    assert '"theirs"' in (home.data / "history" / f"{mini}.jsonl").read_text()
    assert call("verify").code == 0


def test_what_came_is_nobodys_act_here_and_undo_takes_back_the_own_last_step(
    home, call, mini, handed, there, tmp_path, monkeypatch
):
    there_args = ("--data", str(there))
    call(*there_args, "import", "handover", str(handed), "--yes")
    monkeypatch.setenv("CSP_TUI_REVIEWER", "Ben")
    call(*there_args, "tick", mini, "region", "--yes")
    call(*there_args, "customer", "add", mini, "Northwind")
    back = tmp_path / "back.zip"
    call(*there_args, "export", mini, "--output", str(back))
    monkeypatch.delenv("CSP_TUI_REVIEWER")
    assert call("import", "handover", str(back), "--yes").code == 0
    history = (home.data / "history" / f"{mini}.jsonl").read_bytes()
    assert history == (there / "history" / f"{mini}.jsonl").read_bytes()
    (northwind,) = (home.data / "customers" / mini).glob("northwind-*")
    (fabrikam,) = (home.data / "customers" / mini).glob("fabrikam-*")
    shown = call("show", mini).out
    assert call("undo", mini).code == 0
    assert "archived = " in fabrikam.read_text()
    assert "archived" not in northwind.read_text()
    assert call("show", mini).out == shown
    assert "Regional office named" in call("history", mini).out


def test_taking_the_same_hand_over_in_again_changes_nothing(home, call, handed):
    before = snapshot(home.data)
    answer = call("import", "handover", str(handed), "--yes")
    assert answer.code == 0
    assert "there is nothing to take in" in answer.out
    assert snapshot(home.data) == before


def test_an_edition_that_is_gone_here_comes_back_with_a_partner_that_is_here(home, call, handed):
    edition = home.data / "checklists/mini/2026-01.toml"
    edition.unlink()
    answer = call("import", "handover", str(handed), "--dry-run")
    assert "would also be taken in, since it is missing here: checklists/mini" in answer.out
    assert "nothing to take in" not in answer.out
    assert call("import", "handover", str(handed), "--yes").code == 0
    assert edition.read_text() == MINI


def test_an_edition_that_differs_here_stays_and_is_reported(call, handed, there):
    own = there / "checklists/mini/2026-01.toml"
    own.parent.mkdir(parents=True)
    own.write_text(MINI.replace("First things", "Other things"))
    answer = call("--data", str(there), "import", "handover", str(handed), "--yes", "--dry-run")
    assert "the edition mini 2026-01 differs here" in answer.err
    call("--data", str(there), "import", "handover", str(handed), "--yes")
    assert "Other things" in own.read_text()


def test_an_edition_that_no_run_uses_is_left_out_and_reported(home, call, handed, there):
    newer = MINI.replace("First things", "Other things").encode()
    alter = with_file("checklists/enroll-direct/2999-01.toml", newer)
    handed.write_bytes(repacked(handed, alter))
    answer = call("--data", str(there), "import", "handover", str(handed), "--yes")
    assert answer.code == 0
    assert "no run uses it: the edition enroll-direct 2999-01" in answer.err
    assert [path.name for path in (there / "checklists").iterdir()] == ["mini"]


@pytest.mark.parametrize("is_known", [False, True], ids=["new", "known"])
@pytest.mark.parametrize(
    "moment", [datetime(2999, 1, 1, tzinfo=UTC), datetime.now(UTC) + timedelta(days=2)]
)
def test_a_line_that_is_ahead_of_the_clock_waits_until_its_day(
    home, call, mini, handed, there, is_known, moment
):
    data = home.data if is_known else there
    handed.write_bytes(with_line(at=stamp(moment), host="laptop")(handed))
    preview = call("--data", str(data), "import", "handover", str(handed), "--dry-run")
    answer = call("--data", str(data), "import", "handover", str(handed), "--yes")
    waits = f"Contoso Ltd: lines of laptop wait until their day, {moment.date()}; its clock is"
    for each in (preview, answer):
        assert (each.code, waits in each.err) == (0, True)
        assert "with all of its history" not in each.out
    lines = (data / "history" / f"{mini}.jsonl").read_bytes()
    assert lines == (home.data / "history" / f"{mini}.jsonl").read_bytes()
    assert b"zzzzzzzz" not in lines
    shown = call("--data", str(data), "show", mini)
    assert shown.out == call("show", mini).out
    assert call("--data", str(data), "verify").code == 0


def test_a_partner_whose_every_line_is_ahead_of_the_clock_is_not_taken_in(
    home, call, mini, handed, there
):
    def alter(content: bytes) -> bytes:
        line, *_ = content.splitlines()
        values = {**json.loads(line), "at": "2999-01-01T00:00:00.000Z", "of": 1}
        return json.dumps(values).encode() + b"\n"

    def altered(files):
        (name,) = (name for name in files if name.startswith("history/"))
        heads = {name: content.partition(b"[history]")[0] for name, content in files.items()}
        others = {key: each for key, each in heads.items() if not key.startswith("history/")}
        return summed({**others, name: alter(files[name])})

    handed.write_bytes(repacked(handed, altered))
    answer = call("--data", str(there), "import", "handover", str(handed), "--yes")
    assert (answer.code, "wait until their day, 2999-01-01" in answer.err) == (2, True)
    assert not there.exists()


def test_what_was_erased_or_put_away_here_does_not_come_back_unasked(home, call, mini, handed):
    assert call("archive", mini).code == 0
    answer = call("import", "handover", str(handed), "--yes")
    assert (answer.code, f"csp-tui unarchive {mini}" in answer.err) == (2, True)
    call("unarchive", mini)
    assert call("purge", mini, "--yes").code == 0
    before = snapshot(home.data)
    answer = call("import", "handover", str(handed), "--yes")
    assert (answer.code, "was erased here" in answer.err) == (2, True)
    assert snapshot(home.data) == before


def test_an_altered_history_here_is_reported_and_nothing_is_taken_in(home, call, mini, handed):
    path = home.data / "history" / f"{mini}.jsonl"
    path.write_text(path.read_text().replace('"status":"done"', '"status":"todo"'))
    before = snapshot(home.data)
    answer = call("import", "handover", str(handed), "--yes")
    assert answer.code == 2
    assert "not the same here and there" in answer.err
    assert snapshot(home.data) == before


def repacked(path: Path, alter) -> bytes:
    """Return a hand-over file whose files `alter` has changed, with its checksums as they were."""
    with zipfile.ZipFile(path) as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    files = alter(files) or files
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def summed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files with checksums that fit to them."""
    import hashlib

    manifest = json.loads(files["handover.json"])
    manifest["files"] = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name != "handover.json"
    }
    return {**files, "handover.json": json.dumps(manifest).encode()}


def with_file(name: str, content: bytes = b"x"):
    return lambda files: summed({**files, name: content})


def with_history(alter):
    def altered(files):
        (name,) = (name for name in files if name.startswith("history/"))
        return summed({**files, name: alter(files[name])})

    return lambda path: repacked(path, altered)


def with_manifest(**values):
    def alter(files):
        manifest = {**json.loads(files["handover.json"]), **values}
        return {**files, "handover.json": json.dumps(manifest).encode()}

    return alter


def in_each(part: str, old: bytes, new: bytes):
    def alter(files):
        changed = {
            name: content.replace(old, new) if name.startswith(part) else content
            for name, content in files.items()
        }
        assert changed != files
        return summed(changed)

    return alter


def without(part: str):
    return lambda files: {key: each for key, each in files.items() if not key.startswith(part)}


def with_line(**values):
    """Return what adds a line by another writer to the history."""
    line = {
        "v": 1,
        "w": "zzzzzzzz",
        "n": 1,
        "at": stamp(datetime.now(UTC) + timedelta(hours=1)),
        "by": "mallory",
        "step": "zzzzzzzz-1",
        "do": "note",
        "run": "mini",
        "item": "region",
        "to": {"note": "x"},
        **values,
    }

    return with_history(lambda text: text + json.dumps(line).encode() + b"\n")


ADDED = {"do": "add", "run": "", "item": "", "to": {"name": "Evil"}}
OF_PARTNER = {"run": "", "item": ""}


def packed_otherwise(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    at = packed.getvalue().index(b".toml") + len(".toml")
    return packed.getvalue()[: at + 8] + b"\0\xff" * 4 + packed.getvalue()[at + 16 :]


def with_false_size(path: Path) -> bytes:
    """Return a file that claims to hold the history in many bytes, so that a bomb seems none."""
    content = bytearray(repacked(path, in_each("history/", b"\n", b"\n" * (4 << 20))))
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(b"history/"))
    content[entry + 20 : entry + 24] = (64 << 20).to_bytes(4, "little")
    return bytes(content)


def linked(path: Path) -> bytes:
    content = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(content, "a") as archive:
        entry = zipfile.ZipInfo("report.md")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return content.getvalue()


def twice(part: str, rename=lambda name: name):
    """Return what puts one of the files in a second time, under its own name or another."""

    def packed(path: Path) -> bytes:
        content = io.BytesIO(path.read_bytes())
        with zipfile.ZipFile(content, "a") as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            (name,) = (each for each in archive.namelist() if each.startswith(part))
            archive.writestr(rename(name), archive.read(name))
        return content.getvalue()

    return packed


BOMB = with_file("report.html", b"\0" * (15 << 20))
HOSTILE = {
    "no-archive": (lambda path: b"PK is not enough", "is no zip archive"),
    "empty": (lambda path: b"", "is no zip archive"),
    "cut-off": (lambda path: path.read_bytes()[:-200], "is no zip archive"),
    "bit-flipped": (
        lambda path: bytes(each ^ (number == 300) for number, each in enumerate(path.read_bytes())),
        "",
    ),
    "other-archive": (lambda path: repacked(path, without("handover.json")), "has no"),
    "link": (linked, "is a link"),
    "customer-twice": (twice("customers/"), "twice"),
    "customer-in-capitals": (
        twice("customers/", lambda name: name.replace("fabrikam", "Fabrikam")),
        "does not belong",
    ),
    "parent": (lambda path: repacked(path, with_file("../evil.toml")), "does not belong"),
    "absolute": (lambda path: repacked(path, with_file("/etc/evil.toml")), "does not belong"),
    "deep": (lambda path: repacked(path, with_file("partners/x/../../e.toml")), "does not belong"),
    "backslash": (lambda path: repacked(path, with_file("partners\\..\\e.toml")), "not belong"),
    "nul": (lambda path: repacked(path, with_file("partners/a\0b.toml")), ""),
    "escape": (lambda path: repacked(path, with_file("\x1b[31mred.toml")), "does not belong"),
    "settings": (lambda path: repacked(path, with_file("config.toml")), "does not belong"),
    "writer": (lambda path: repacked(path, with_file(".local/writer")), "does not belong"),
    "other-partner": (lambda path: repacked(path, with_file("partners/o.toml")), "another partner"),
    "bomb": (lambda path: repacked(path, BOMB), "packed so tightly"),
    "sum": (lambda path: repacked(path, lambda f: {**f, "report.md": b"x"}), "is not named in"),
    "missing": (lambda path: repacked(path, without("customers/")), "is missing"),
    "newer": (lambda path: repacked(path, with_manifest(format=3)), "format 3"),
    "manifest-text": (
        lambda path: repacked(path, with_manifest(partner="../x")),
        "is not complete",
    ),
    "manifest-list": (lambda path: repacked(path, with_manifest(files=[])), "is not complete"),
    "manifest-name": (lambda path: repacked(path, with_manifest(name=7)), "is not complete"),
    "altered-history": (
        lambda path: repacked(path, in_each("history/", b'"done"', b'"todo"')),
        "was altered",
    ),
    "shortened-history": (lambda path: repacked(path, in_each("history/", b'"n":2', b'"n":9')), ""),
    "bad-partner": (lambda path: repacked(path, in_each("partners/", b"format", b"form at")), ""),
    "bad-customer": (lambda path: repacked(path, in_each("customers/", b"name", b"na me")), ""),
    "bad-checklist": (lambda path: repacked(path, in_each("checklists/", b"title", b"tit")), ""),
    "history-without-end": (with_history(lambda text: text[:-1]), ""),
    "customer-outside": (with_line(customer="../../../evil", **ADDED), "is damaged"),
    "customer-absolute": (with_line(customer="/tmp/evil", **ADDED), "is damaged"),
    "customer-nul": (with_line(customer="a\0b"), "is damaged"),
    "customer-half-character": (with_line(customer="\ud800"), "is damaged"),
    "half-character": (with_line(to={"note": "\ud800"}), "is damaged"),
    "value-list": (with_line(to={"note": ["x"]}), "is damaged"),
    "value-nested": (with_line(to={"note": {"x": {}}}), "is damaged"),
    "value-fraction": (with_line(to={"note": float("nan")}), "is damaged"),
    "value-number": (with_line(to={"note": 7}), "note must be a text"),
    "value-status": (with_line(to={"status": "gone"}), "status cannot be"),
    "value-fact": (with_line(part="facts", to={"x": "y"}, **OF_PARTNER), "true or false"),
    "table-heads": (with_line(part="history", to={"x": "9 a"}, **OF_PARTNER), "is damaged"),
    "table-runs": (with_line(part="checklists", to={"mini": "x"}, **OF_PARTNER), "is damaged"),
    "table-lost": (with_line(to={"checklists": "x"}, **OF_PARTNER), " table"),
    "table-history": (with_line(to={"history": "x"}, **OF_PARTNER), " table"),
    "table-items": (with_line(to={"items": "x"}, item=""), " table"),
    "writer-as-the-rule": (with_line(w="rule"), "is damaged"),
    "format-word": (
        lambda path: repacked(path, with_manifest(format=[2] * 999)),
        "is not complete",
    ),
    "format-long": (lambda path: repacked(path, with_manifest(format=10**4000)), "newer one"),
    "name-long": (lambda path: repacked(path, with_file("x" * 60_000)), "does not belong"),
    "other-packing": (packed_otherwise, "is packed in a way"),
    "false-size": (with_false_size, "claims to hold more"),
    "wrong-type": (lambda path: repacked(path, in_each("partners/", b'"done"', b'"gone"')), ""),
}


NOT_READ_BACK = {"bad-partner", "bad-customer", "wrong-type"}


@pytest.mark.parametrize("is_known", [False, True], ids=["new", "known"])
@pytest.mark.parametrize("kind", [1, 2], ids=["format 1", "format 2"])
def test_a_damaged_or_hostile_file_is_refused_and_touches_nothing(
    home, call, handed, there, is_known, kind
):
    handed.write_bytes(repacked(handed, with_manifest(format=kind)))
    whole, data = handed.read_bytes(), home.data if is_known else there
    for name, (make, word) in HOSTILE.items():
        if kind == 2 and name in NOT_READ_BACK:
            continue
        handed.write_bytes(whole)
        handed.write_bytes(make(handed))
        before = snapshot(home.path)
        answer = call("--data", str(data), "import", "handover", str(handed), "--yes")
        assert answer.code == 4, (name, answer)
        assert answer.out == "", name
        assert word in answer.err, name
        assert "\x1b" not in answer.err, name
        assert answer.err.count("\n") == 1, name
        assert len(answer.err) < 1000, name
        assert str(handed.name) in answer.err, name
        assert snapshot(home.path) == before, name


def test_what_came_while_the_preview_was_read_is_not_written_over(
    call, in_terminal, handed, there, mini, monkeypatch
):
    def take_in_elsewhere(_question: str) -> str:
        elsewhere = ("--data", str(there))
        assert call(*elsewhere, "import", "handover", str(handed), "--yes").code == 0
        assert call(*elsewhere, "note", mini, "region", "mine").code == 0
        return "y"

    monkeypatch.setattr("csp_tui.cli.output.asking.can_ask", lambda: True)
    monkeypatch.setattr("csp_tui.cli.output.asking.ask", take_in_elsewhere)
    answer = call("--data", str(there), "import", "handover", str(handed))
    assert answer.code == 0
    assert 'note = "mine"' in (there / "partners" / f"{mini}.toml").read_text()
    assert call("--data", str(there), "verify").code == 0
