"""Own checklists on several machines: what travels, what is kept, and who is asked."""

from __future__ import annotations

import grp
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from .conftest import three_sides
from .sides import CHECKLIST, Side, bare_repository, copy_sides, git, remote_files, settle

NAME = "checklists/spare/2026-01.toml"
SPARE = CHECKLIST.replace("Work", "Spare")
FRENCH = 'format = 1\ntitle = "Réserve"\n'


def put(side: Side, text: str | None, name: str = NAME) -> None:
    """Give a file of a side this content; None removes it."""
    path = side.data / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    if text is not None:
        path.write_text(text)


def text(side: Side, name: str = NAME) -> str | None:
    path = side.data / name
    return path.read_text() if path.exists() else None


def title(side: Side) -> str | None:
    content = text(side)
    return content.split('"')[1] if content else None


def titled(word: str) -> str:
    return SPARE.replace("Spare", word)


def there(remote: Path, name: str = NAME) -> str | None:
    if name not in remote_files(remote):
        return None
    return git(remote, "cat-file", "blob", f"csp-tui:{name}").decode()


def aside(side: Side) -> list[str]:
    """Return the texts of the checklists that were put aside."""
    found = (side.data / ".local/aside").rglob("*.toml")
    return sorted(path.read_text() for path in found)


@pytest.fixture(scope="session")
def with_spare(tmp_path_factory, begun) -> Path:
    """Return where all three sides have one more checklist, to be copied."""
    root = tmp_path_factory.mktemp("with-spare")
    copy_sides(begun[0], root)
    sides = three_sides(root)
    put(sides["amira"], SPARE)
    settle(sides, rounds=1)
    return root


@pytest.fixture
def spare(tmp_path, partner, with_spare) -> str:
    """Return the name of a checklist file that all have."""
    copy_sides(with_spare, tmp_path)
    return NAME


@pytest.mark.parametrize(
    ("amiras", "bens", "expected"),
    [
        ("A", "Spare", "A"),
        ("Spare", "B", "B"),
        ("A", "A", "A"),
        (None, "Spare", None),
        ("Spare", None, None),
        (None, None, None),
        (None, "B", "B"),
        ("A", None, "A"),
    ],
)
def test_what_one_side_has_done_is_done_on_both_and_a_change_outlives_a_deletion(
    sides, remote, amira, ben, spare, amiras, bens, expected
):
    for side, word in ((amira, amiras), (ben, bens)):
        put(side, titled(word) if word else None)
    settle(sides)
    assert [title(side) for side in sides.values()] == [expected] * 3
    assert (there(remote) is not None) == (expected is not None)
    assert {answer.code for answer in settle(sides)} == {0}
    assert amira("sync").err == "csp-tui: both sides are the same\n"


@pytest.fixture
def both_changed(sides, amira, ben, spare) -> str:
    """Return the name of a checklist file that two have changed, and one of them has sent."""
    put(amira, titled("Amira's"))
    put(ben, titled("Ben's"))
    amira("sync")
    return spare


def test_what_both_have_changed_stays_until_one_chooses(sides, remote, amira, ben, both_changed):
    for _ in range(2):
        answer = ben("sync")
        assert answer.code == 1
        for side in ("mine", "theirs"):
            assert f"--data {ben.data} sync --take {both_changed} {side}" in answer.err
        assert (title(amira), title(ben), there(remote)) == ("Amira's", "Ben's", titled("Amira's"))
    shutil.rmtree(ben.data / ".local/sync.git")
    assert ben("sync").code == 1
    assert title(ben) == "Ben's"


@pytest.mark.parametrize(("side", "stands"), [("mine", "Ben's"), ("theirs", "Amira's")])
def test_the_chosen_file_goes_to_both_sides(sides, remote, amira, ben, both_changed, side, stands):
    before = text(ben), there(remote)
    answer = ben("sync", "--take", both_changed, side, "--dry-run")
    assert (answer.code, (text(ben), there(remote)), aside(ben)) == (0, before, [])
    assert f": {both_changed}\n" in answer.out
    answer = ben("sync", "--json", "--take", both_changed, side)
    found = json.loads(answer.out)
    assert found["sent"] == ([both_changed] if side == "mine" else [])
    assert found["checklists"] == ([] if side == "mine" else [both_changed])
    assert (answer.code, found["left_alone"]) == (0, [])
    assert aside(ben) == ([] if side == "mine" else [titled("Ben's")])
    settle(sides)
    assert [title(each) for each in sides.values()] == [stands] * 3
    assert ben("sync").code == 0


def test_a_deletion_can_be_chosen_too(sides, remote, amira, ben, spare):
    put(amira, None)
    put(ben, titled("Ben's"))
    amira("sync")
    answer = ben("sync", "--take", spare, "theirs")
    assert f"put aside in {ben.data / '.local/aside'}: {spare}\n" in answer.out
    assert (text(ben), aside(ben)) == (None, [titled("Ben's")])
    put(amira, titled("Amira's"))
    settle(sides)
    put(amira, None)
    answer = amira("sync", "--take", spare, "mine")
    assert answer.out == f"deleted in the repository: {spare}\n"
    settle(sides)
    assert [text(each) for each in sides.values()] == [None] * 3


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("checklists/nowhere/1.toml", "mine"), 'no checklist file "checklists/nowhere/1.toml"'),
        ((NAME, "hers"), '"hers" is neither mine nor theirs'),
    ],
)
def test_a_choice_that_cannot_be_is_refused(ben, spare, words, message):
    answer = ben("sync", "--take", *words)
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert message in answer.err


def test_a_deletion_is_known_without_the_repository_of_this_machine(sides, remote, amira, spare):
    shutil.rmtree(amira.data / ".local/sync.git")
    put(amira, None)
    settle(sides)
    assert [text(each) for each in sides.values()] == [None] * 3


def test_members_of_a_group_know_what_each_of_them_has_exchanged(tmp_path, remote, ben):
    member = Side(tmp_path, "group")
    group = grp.getgrgid(os.getegid()).gr_name
    assert member("init", "--shared", group, member.data).code == 0
    other = replace(member, env={"XDG_CACHE_HOME": str(tmp_path / "other")})
    for each, word in ((member, "First"), (other, "Second")):
        put(member, titled(word))
        assert each("sync", remote).out == f"sent: {NAME}\n"
    assert ben("sync", remote).code == 0
    put(member, None)
    assert member("sync").out == f"deleted in the repository: {NAME}\n"


@pytest.mark.parametrize("content", ["", "[]", '{"commit": "", "files": 1}'])
def test_without_notes_nothing_is_lost(sides, remote, amira, ben, spare, content):
    notes = ben.data / ".local/exchange/checklists.json"
    assert notes.exists()
    notes.write_text(content)
    put(amira, None)
    settle(sides)
    assert [text(each) for each in sides.values()] == [SPARE] * 3


@pytest.mark.parametrize("damage", ["no branch", "an empty repository", "an older commit"])
def test_a_remote_that_was_emptied_or_set_back_deletes_nothing(
    sides, remote, partner, amira, ben, damage
):
    older = git(remote, "rev-parse", "csp-tui").decode().strip()
    put(amira, SPARE)
    settle(sides)
    if damage == "an empty repository":
        shutil.rmtree(remote)
        bare_repository(remote)
    elif damage == "no branch":
        git(remote, "update-ref", "-d", "refs/heads/csp-tui")
    else:
        git(remote, "update-ref", "refs/heads/csp-tui", older)
    answer = ben("sync")
    assert (answer.code, f"sent: {NAME}\n" in answer.out) == (0, True)
    settle(sides)
    assert [text(each) for each in sides.values()] == [SPARE] * 3


def test_an_edition_and_its_translation_arrive_in_one_sync(sides, amira, ben, spare):
    new, french = "checklists/spare/2027-01.toml", "checklists/spare/2027-01.fr.toml"
    put(amira, titled("New"), new)
    put(amira, FRENCH, french)
    amira("sync")
    answer = ben("sync")
    assert (answer.code, text(ben, new), text(ben, french)) == (0, titled("New"), FRENCH)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("2026-01.fr.toml", "format = 2\n", "format"),
        ("2026-01.fr.toml", "format = 1\ntitle = 3\n", "title"),
        ("2030-01.fr.toml", FRENCH, "translates 2030-01.toml, which is not there"),
        ("2030-01.toml", "", "format"),
    ],
)
def test_what_has_an_error_is_not_taken_and_is_named(amira, ben, spare, name, content, why):
    put(amira, content, f"checklists/spare/{name}")
    amira("sync")
    answer = ben("sync")
    assert (answer.code, f"left alone: checklists/spare/{name}: " in answer.err) == (1, True)
    assert why in answer.err
    assert not (ben.data / "checklists/spare" / name).exists()
    put(amira, None, f"checklists/spare/{name}")
    amira("sync")
    assert ben("sync").code == 0


def test_an_emptied_file_is_no_deleted_one(sides, remote, amira, ben, spare):
    put(amira, "")
    amira("sync")
    assert ben("sync").code == 1
    assert (text(amira), there(remote), text(ben)) == ("", "", SPARE)


@pytest.mark.parametrize("what", ["file", "directory", "all"])
def test_what_cannot_be_read_here_is_named_and_not_taken_for_deleted(
    sides, remote, partner, amira, ben, spare, tmp_path, what
):
    path = amira.data / {"file": NAME, "directory": "checklists/spare", "all": "checklists"}[what]
    amira("note", partner, "first", "sent all the same")
    path.rename(tmp_path / "kept")
    path.symlink_to(tmp_path / "kept")
    answer = amira("sync")
    named = str(path.relative_to(amira.data))
    assert answer.err.count(f"left alone: {named}: is a symbolic link") == 1
    assert (answer.code, f"sent: {partner}\n" in answer.out) == (1, True)
    put(ben, titled("Ben's"))
    ben("sync")
    amira("sync")
    assert there(remote) == titled("Ben's")
    path.unlink()
    (tmp_path / "kept").rename(path)
    assert amira("sync").code == 0
    assert title(amira) == "Ben's"


def test_a_link_in_the_repository_is_named_and_not_taken_for_a_deletion(
    sides, remote, amira, ben, spare
):
    blob = git(remote, "hash-object", "-w", "--stdin", sent=b"/etc/passwd").decode().strip()
    data = b"commit refs/heads/csp-tui\ncommitter t <t> 1 +0000\ndata 1\nx\n"
    data += b"from refs/heads/csp-tui^0\n" + f"M 120000 {blob} {NAME}\n".encode()
    git(remote, "fast-import", "--quiet", sent=data)
    answer = ben("sync")
    assert (answer.code, f"{NAME}: is no plain file in the repository" in answer.err) == (1, True)
    assert text(ben) == SPARE


@pytest.mark.parametrize("is_archived", [False, True])
def test_a_deleted_edition_stays_as_long_as_a_partner_uses_it(
    sides, remote, partner, amira, ben, is_archived
):
    used = str(Path("checklists", "work", "2026-01.toml"))
    if is_archived:
        ben("archive", partner)
    put(amira, None, used)
    settle(sides)
    assert text(amira, used) is None
    assert text(ben, used) == CHECKLIST
    assert there(remote, used) is None
    answer = ben("sync", "--take", used, "theirs")
    assert (answer.code, "a partner has started this edition" in answer.err) == (1, True)
    if is_archived:
        ben("unarchive", partner)
    assert ben("purge", partner, "--yes").out.startswith("erased")
    assert f": {used}\n" in ben("sync").out
    assert (text(ben, used), aside(ben)) == (None, [CHECKLIST])


def test_a_file_that_is_saved_while_it_is_replaced_keeps_what_was_saved(
    amira, ben, spare, monkeypatch
):
    put(amira, titled("Amira's"))
    amira("sync")
    opened = os.open

    def open_and_save(path: Any, *args: Any, **kwargs: Any) -> int:
        if str(path).startswith(".2026-01.toml."):  # the temporary file for the new content
            put(ben, titled("Ben's"))
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", open_and_save)
    answer = ben("sync")
    assert (answer.code, "has changed meanwhile" in answer.err) == (1, True)
    assert title(ben) == "Ben's"
