"""``sync --status``: the last sync and what is to be sent, without asking the repository."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from csp_tui.core.base.actor import current_actor


@pytest.fixture
def remote(home) -> Path:
    path: Path = home.path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", path], check=True)
    return path


@pytest.fixture
def status(call):
    def read(*words: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(call(*words, "sync", "--status", "--json").out)
        return found

    return read


def test_before_the_first_address_it_says_how_to_name_one(call, mini):
    answer = call("sync", "--status")
    assert (answer.code, answer.out) == (2, "")
    assert "csp-tui sync ADDRESS" in answer.err


def test_it_says_when_the_last_sync_was_by_whom_and_what_it_did(call, home, mini, remote, status):
    other = ("--data", str(home.path / "there"))
    assert call("sync", str(remote)).code == 0
    assert call(*other, "sync", str(remote)).code == 0
    actor = current_actor()
    here, there = status(), status(*other)
    assert (here["address"], here["to_send"]) == (str(remote), 0)
    for last, counts in ((here["last"], (2, 0, 0)), (there["last"], (0, 2, 0))):
        assert (last["by"], last["host"], last["trouble"]) == (actor.by, actor.host, "")
        assert (last["sent"], last["received"], last["left_alone"]) == counts
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", last["at"])
    answer = call("sync", "--status")
    assert answer.code == 0
    assert dict(row[:2] for row in answer.rows) == {
        "repository": str(remote),
        "last sync": answer.rows[1][1],
        "sent": "2",
        "received": "0",
        "left alone": "0",
        "to send": "0",
    }
    assert f"{actor.by} at {actor.host}" in answer.rows[1][1]


def test_a_change_is_to_be_sent_until_it_is(call, home, mini, remote, status):
    call("sync", str(remote))
    call("note", mini, "region", "ours")
    assert status()["to_send"] == 1
    call("sync", "--dry-run")
    assert status()["to_send"] == 1
    call("sync")
    assert status()["to_send"] == 0
    call("archive", mini)
    assert status()["to_send"] == 1
    call("sync")
    assert status()["to_send"] == 0


def test_why_the_last_sync_failed_is_kept_until_one_succeeds(call, home, mini, remote, status):
    call("sync", str(remote))
    away = remote.with_name("away.git")
    shutil.move(remote, away)
    assert call("sync").code == 6
    answer = call("sync", "--status")
    assert answer.code == 1
    assert "git fetch failed" in answer.out
    last = status()["last"]
    assert (last["has_answered"], last["sent"]) == (False, 0)
    assert last["trouble"].startswith("git fetch failed")
    shutil.move(away, remote)
    call("sync")
    assert (call("sync", "--status").code, status()["last"]["trouble"]) == (0, "")


class Locked(BaseHTTPRequestHandler):
    """A server that lets nobody in."""

    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="git"')
        self.end_headers()

    def log_message(self, *_words: Any) -> None:
        """Print nothing."""


def test_a_password_in_the_address_is_told_and_kept_nowhere(call, home, mini):
    with ThreadingHTTPServer(("127.0.0.1", 0), Locked) as server:
        threading.Thread(target=server.serve_forever).start()
        host = f"127.0.0.1:{server.server_port}"
        failed = call("sync", f"http://ben:s3cr3t@{host}/x.git")
        server.shutdown()
    assert failed.code == 6
    kept = (home.data / ".local/exchange/last.json").read_text()
    status = call("sync", f"http://ben:s3cr3t@{host}/x.git", "--status")
    for said in (failed.err, kept, status.out):
        assert f"http://{host}/x.git" in said
        assert "s3cr3t" not in said


def test_what_was_left_alone_is_counted_and_named_nowhere(call, home, mini, remote, status):
    call("sync", str(remote))
    home.progress_file().write_text("damaged")
    assert call("sync").code == 1
    assert call("sync", "--status").code == 1
    assert (status()["last"]["left_alone"], status()["to_send"]) == (1, 1)
    assert mini not in (home.data / ".local/exchange/last.json").read_text()


@pytest.mark.parametrize("content", ["", "[]", '{"at": 1}', '{"at": "2026-11-23T10:00:00Z"}', "{"])
def test_a_damaged_record_counts_as_none(call, home, mini, remote, status, content):
    call("sync", str(remote))
    (home.data / ".local/exchange/last.json").write_text(content)
    assert status()["last"] is None
    assert "never" in call("sync", "--status").out


def test_notes_that_are_nested_too_deeply_stop_no_sync(call, home, mini, remote):
    call("sync", str(remote))
    notes = [*(home.data / ".local/exchange").glob("*.json")]
    assert len(notes) >= 3
    for path in notes:
        path.write_text("[" * 100_000)
    done = call("sync")
    assert (done.code, done.err) == (0, "csp-tui: both sides are the same\n")


def test_a_record_that_cannot_be_written_stops_no_sync(call, home, mini, remote, status):
    (home.data / ".local/exchange/last.json").mkdir(parents=True)
    assert call("sync", str(remote)).code == 0
    assert status()["last"] is None
