"""What is said of a file that was written: how large it is, and the command that fetches it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from csp_tui.core.base.language import _, number

_ADDRESS = re.compile(r"[0-9A-Fa-f.:]+(%\w+)?")


def fetch_command(path: Path, login: str, environ: Mapping[str, str]) -> str:
    """Return the command that fetches the file or folder `path` to the user's own machine.

    It names `login`, the user's name here, and the address and port by which the user has reached
    this host: ssh keeps them in ``SSH_CONNECTION`` of `environ`. PuTTY's ``pscp`` takes the same
    words. "" outside an SSH session.
    """
    words = environ.get("SSH_CONNECTION", "").split()
    if len(words) != 4 or not _ADDRESS.fullmatch(words[2]) or not words[3].isdecimal():
        return ""
    _from, _from_port, address, port = words
    host = f"[{address}]" if ":" in address else address
    chosen = ["-r"] if path.is_dir() else []
    chosen += [] if port == "22" else ["-P", port]
    return shlex.join(["scp", *chosen, f"{login}@{host}:{path.absolute()}", "."])


def size_and_fetching(path: Path, login: str, environ: Mapping[str, str]) -> str:
    """Return the size of the file at `path` and, in an SSH session, how to fetch it.

    For example ``72 kB.``, or ``72 kB. To fetch it, on your own machine: scp ...``

    Args:
        path: the file.
        login: the user's name on this host.
        environ: the environment, which tells of the SSH session.

    Raises:
        OSError: the file cannot be looked at.
    """
    size = _("{size}.").format(size=size_words(path.stat().st_size))
    command = fetch_command(path, login, environ)
    if not command:
        return size
    fetching = _("To fetch it, on your own machine: {command}").format(command=command)
    return f"{size} {fetching}"


def size_words(size: int) -> str:
    """Return a number of bytes in words: ``812 bytes``, ``48 kB``, ``2.3 MB``."""
    if size < 1000:
        return _("{count} bytes").format(count=size)
    if size < 1_000_000:
        return _("{count} kB").format(count=round(size / 1000))
    return _("{count} MB").format(count=number(size / 1_000_000, 1))
