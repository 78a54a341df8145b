"""Removing files and directories: regular files of our own kinds, and no others."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from pathlib import Path

from csp_tui.core.base.errors import InvalidFileError, WriteError, reason
from csp_tui.core.base.language import _
from csp_tui.core.disk.directories import opened, sync_opened

_OWN = (
    r"[.#]*[a-z0-9_][a-z0-9_-]*(\.[a-z0-9_][a-z0-9_-]*)*"
    r"\.(?:toml|jsonl|damaged|torn|lock)(?![a-z]).*"
)
"""Name of a file of ours, of a temporary file for it, or of an editor's backup or swap file."""


ABANDONED = 24 * 60 * 60
"""Seconds; whoever still writes an older temporary file has died."""

_WRITTEN = r"\..+\.(?:zip|html?|md|markdown|csv|json|ics|xlsx)\.[0-9a-f]{8}\.tmp"
"""Name of a temporary file for a report, a calendar or a hand-over."""


def remove_leftovers(path: Path) -> None:
    """Remove temporary files that killed writes have left beside `path`.

    Only files of this user that are older than a day are removed. They are known by their names:
    those made for `path`, or for any file with the ending of a report, calendar or hand-over.
    Errors are ignored.
    """
    own = re.compile(re.escape(f".{path.name}") + r"\.[0-9a-f]{8}\.tmp")
    with contextlib.suppress(OSError, InvalidFileError), opened(path.parent) as directory:
        for name in os.listdir(directory):
            if not (own.fullmatch(name) or re.fullmatch(_WRITTEN, name)):
                continue
            status = os.stat(name, dir_fd=directory, follow_symlinks=False)
            age = time.time() - status.st_mtime
            is_file = stat.S_ISREG(status.st_mode)
            if is_file and status.st_uid == os.geteuid() and age > ABANDONED:
                os.unlink(name, dir_fd=directory)


def remove_file(path: Path) -> None:
    """Remove the regular file at `path` durably; do nothing if it does not exist.

    Raises:
        InvalidFileError: a directory on the way to it is a symbolic link.
        WriteError: it is not a regular file, or cannot be removed.
    """
    try:
        with opened(path.parent) as directory:
            _remove(path, directory)
            sync_opened(directory)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise WriteError(_("cannot remove {path}").format(path=path), reason(error)) from error


def _remove(path: Path, directory: int) -> None:
    if not stat.S_ISREG(os.stat(path.name, dir_fd=directory, follow_symlinks=False).st_mode):
        raise WriteError(_("cannot remove {path}: it is not a regular file").format(path=path))
    os.unlink(path.name, dir_fd=directory)


def remove_directory(path: Path) -> None:
    """Remove the directory `path` with csp-tui's own files in it, if it exists.

    Raises:
        InvalidFileError: the directory is a symbolic link.
        WriteError: the directory holds something else, which stays, or something cannot be removed.
    """
    try:
        with opened(path.parent) as above:
            with opened(path) as directory:
                for name in filter(re.compile(_OWN).fullmatch, os.listdir(directory)):
                    _remove(path / name, directory)
                sync_opened(directory)
            os.rmdir(path.name, dir_fd=above)
            sync_opened(above)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise WriteError(_("cannot remove {path}").format(path=path), reason(error)) from error
