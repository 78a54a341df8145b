"""Removing files and directories: regular files of our own kinds, and no others."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from csp_tui.core.base.errors import WriteError, reason
from csp_tui.core.base.language import _
from csp_tui.core.disk.directories import opened

_OWN = re.compile(
    r"[.#]*[a-z0-9_][a-z0-9_-]*(\.[a-z0-9_][a-z0-9_-]*)*\.(?:toml|jsonl|damaged|torn|lock)(?![a-z]).*"
)
"""Name of a file of ours, of a temporary file for it, or of an editor's backup or swap file."""


def remove_file(path: Path) -> None:
    """Remove the regular file at `path` durably; do nothing if it does not exist.

    Raises:
        InvalidFileError: a directory on the way to it is a symbolic link.
        WriteError: it is not a regular file, or cannot be removed.
    """
    try:
        with opened(path.parent) as directory:
            _remove(path, directory)
            os.fsync(directory)
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
        WriteError: the directory holds something else, or something cannot be removed.
    """
    try:
        with opened(path.parent) as above:
            with opened(path) as directory:
                for name in filter(_OWN.fullmatch, os.listdir(directory)):
                    _remove(path / name, directory)
                os.fsync(directory)
            os.rmdir(path.name, dir_fd=above)
            os.fsync(above)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise WriteError(_("cannot remove {path}").format(path=path), reason(error)) from error
