"""A remote that wants to do harm: nothing gets out of the data directory, and it is said."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from .sides import Side, git, remote_history


def put(remote: Path, *entries: tuple[str, bytes, bytes]) -> None:
    """Commit files, each given as mode, name and content, on top of the branch."""
    parent = git(remote, "rev-parse", "csp-tui").strip()
    stream = [b"commit refs/heads/csp-tui\ncommitter Eve <> 1795420800 +0000\ndata 0\n"]
    stream.append(b"from %s\n" % parent)
    for mode, name, content in entries:
        if mode == "160000":
            stream.append(b"M 160000 %s %s\n" % (parent, name))
        else:
            inline = b"data %d\n%s\n" % (len(content), content)
            stream.append(b"M %s inline %s\n%s" % (mode.encode(), name, inline))
    git(remote, "fast-import", "--quiet", "--force", sent=b"".join(stream))


def place_of(partner: str) -> bytes:
    folder = hashlib.sha256(partner.encode()).hexdigest()[:2]
    return f"history/{folder}/{partner}.jsonl".encode()


def line(writer: str = "evilevil", count: int = 1, prev: str = "", **keys: object) -> bytes:
    at = "2026-11-23T08:00:00.000Z"
    known = {"v": 2, "w": writer, "n": count, "at": at, "by": "eve", "step": f"{writer}-{count}"}
    values = {**known, "do": "note", **keys}
    if prev:
        values["prev"] = prev
    return json.dumps(values, separators=(",", ":")).encode() + b"\n"


def files(side: Side) -> dict[str, bytes]:
    return {
        str(path.relative_to(side.data)): path.read_bytes()
        for path in side.data.rglob("*")
        if path.is_file() and ".local" not in path.parts
    }


ODD = {
    "a link": ("120000", b"/etc/passwd"),
    "a submodule": ("160000", b""),
    "no lines": ("100644", b"\0\xff\n" * 100),
    "half a character": (
        "100644",
        line(run="work", item="first", to={"note": "x"})[:-9] + b"\xff\n",
    ),
    "a key that no file holds": ("100644", line(to={"format": 99})),
    "a table in place of a value": ("100644", line(to={"note": {"a": 1}})),
    "a status that does not exist": ("100644", line(run="work", item="first", to={"status": "x"})),
    "a customer that is a path": ("100644", line(customer="../../x", to={"name": "x"})),
    "heads for a value": ("100644", line(to={"history": "x"})),
    "a line of a newer version": ("100644", line(v=3, run="work", item="first", to={"note": "x"})),
    "lines that replace too many": ("100644", line(over=["0" * 16] * 65, to={"region": "x"})),
    "a step of too many lines": ("100644", line(of=100_001, to={"region": "x"})),
    "a line before it that is nowhere": (
        "100644",
        line(count=2, prev="0" * 64, to={"region": "x"}),
    ),
    "a line of 2 MiB": ("100644", line(run="work", item="first", to={"note": "x" * 2_000_000})),
}


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_a_history_that_is_none_leaves_its_partner_alone_and_is_named(
    odd, sides, partner, amira, ben, remote
):
    mode, content = ODD[odd]
    kept = b"".join(each + b"\n" for each in remote_history(remote, partner))
    whole = content if mode != "100644" else kept + content
    other = ben("add", "Fabrikam").out.strip()
    before = files(ben)
    put(remote, (mode, place_of(partner), whole))
    answer = ben("sync")
    assert (answer.code, "Traceback" in answer.err) in ((1, False), (0, False))
    assert files(ben) == before
    assert f"sent: {other}" in answer.out
    if answer.code:
        assert partner in answer.err
    else:  # what is no file of a history there is written anew
        assert remote_history(remote, partner) == kept.split(b"\n")[:-1]


@pytest.mark.parametrize(
    "name",
    [
        b"history/../../x.jsonl",
        b'"history/00/..\\\\x.jsonl"',
        b"history/00/no id!.jsonl",
        b"checklists/../x.toml",
        b"checklists/own/../../x.toml",
        b".gitattributes",
        b".gitmodules",
        b"history/\xff\xfe.jsonl",
    ],
)
def test_names_that_are_none_are_passed_by(name, partner, ben, remote):
    put(remote, ("100644", name, line(to={"name": "x"})))
    before = files(ben)
    assert ben("sync").code == 0
    assert files(ben) == before


def test_a_forged_purge_erases_nothing_and_is_named(partner, ben, remote):
    put(remote, ("100644", place_of(partner), line(do="purge")))
    before = files(ben)
    answer = ben("sync")
    assert (answer.code, f"--data {ben.data} purge {partner}" in answer.err) == (1, True)
    assert files(ben) == before


def test_lines_that_are_altered_or_gone_on_the_remote_do_not_reach_a_side(
    partner, amira, ben, remote
):
    amira("note", partner, "first", "true")
    amira("sync")
    ben("sync")
    lines = remote_history(remote, partner)
    altered = [each.replace(b'"true"', b'"false"') for each in lines]
    before = files(ben)
    put(remote, ("100644", place_of(partner), b"".join(each + b"\n" for each in altered)))
    assert ben("sync").code == 1
    put(remote, ("100644", place_of(partner), b"".join(each + b"\n" for each in lines[:1])))
    assert ben("sync").code == 0
    assert {*lines} <= {*remote_history(remote, partner)}
    assert files(ben) == before


def test_a_newer_layout_stops_the_sync_with_a_sentence(partner, ben, remote):
    put(remote, ("100644", b"format", b"3\n"))
    answer = ben("sync")
    assert (answer.code, "update csp-tui" in answer.err) == (2, True)
