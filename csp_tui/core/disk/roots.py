"""The data directories of this process: below one of them no symbolic link is followed."""

from __future__ import annotations

import os
from pathlib import Path

_targets: dict[str, str] = {}


def add_root(data: Path) -> None:
    """Let :func:`root_of` know the data directory `data`, which may itself be a symbolic link.

    The link is resolved here, once: whoever replaces it later leads this process nowhere else.
    """
    if root_of(data) is None:
        _targets[os.fspath(data)] = os.path.realpath(data)


def root_of(path: Path) -> str | None:
    """Return the data directory that holds `path`, or is it; None for a path in no data directory.

    Of two nested directories, such as data and archive, it is the outer one.
    """
    text = os.fspath(path)
    found, end = None, len(text)
    while end > 0:
        if text[:end] in _targets:
            found = text[:end]
        end = text.rfind(os.sep, 0, end)
    return found


def target_of(root: str) -> str:
    """Return the path of the directory that a data directory was when it was added."""
    return _targets[root]
