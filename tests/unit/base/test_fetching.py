"""What is said of a file that was written: its size, and how it is fetched over SSH."""

from __future__ import annotations

from pathlib import Path

import pytest

from csp_tui.core.base.fetching import fetch_command, size_and_fetching, size_words


@pytest.mark.parametrize(
    ("connection", "path", "command"),
    [
        ("10.9.9.9 50000 10.0.0.5 22", "/home/amira/x.html", "amira@10.0.0.5:/home/amira/x.html"),
        ("10.9.9.9 50000 10.0.0.5 2222", "/tmp/x", "-P 2222 amira@10.0.0.5:/tmp/x"),
        ("fe80::2 50000 fe80::1%eth0 22", "/tmp/x", "'amira@[fe80::1%eth0]:/tmp/x'"),
        ("10.9.9.9 50000 10.0.0.5 22", "/tmp/Q3 $x", "'amira@10.0.0.5:/tmp/Q3 $x'"),
    ],
)
def test_a_file_is_fetched_from_where_the_user_has_logged_in(
    connection: str, path: str, command: str
) -> None:
    found = fetch_command(Path(path), "amira", {"SSH_CONNECTION": connection})
    assert found == f"scp {command} ."


@pytest.mark.parametrize(
    "connection", ["", "10.0.0.5", "1 2 $(reboot) 22", "1 2 10.0.0.5 22;x", "1 2 -oProxy 22"]
)
def test_without_an_ssh_session_there_is_nothing_to_fetch(connection: str, tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"x" * 1499)
    assert fetch_command(file, "amira", {"SSH_CONNECTION": connection}) == ""
    assert size_and_fetching(file, "amira", {}) == "1 kB."


def test_sizes_are_told_in_words() -> None:
    sizes = [size_words(each) for each in (0, 999, 1000, 71_600, 999_999, 27_340_000)]
    assert sizes == ["0 bytes", "999 bytes", "1 kB", "72 kB", "1000 kB", "27.3 MB"]
