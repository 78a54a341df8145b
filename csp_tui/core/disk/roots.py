"""The data directories of this process: below one of them no symbolic link is followed."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

_targets: dict[str, str] = {}


def add_root(data: Path) -> None:
    """Record `data` as a data directory, unless it is inside a recorded one already.

    `data` may be a symbolic link. Its target is read only now: if somebody changes the link later,
    this process still uses the first target.
    """
    if root_of(data) is None:
        _targets[os.fspath(data)] = os.path.realpath(data)
        _root_of.cache_clear()


def root_of(path: Path) -> str | None:
    """Return the recorded data directory that is `path` or holds it; None if there is none.

    If there are two, such as the data directory and the archive in it, return the outer one.
    """
    text = os.fspath(path)
    above = text.rpartition(os.sep)[0]
    return _root_of(above) or (text if text in _targets else None)


@lru_cache(maxsize=64)
def _root_of(text: str) -> str | None:
    found, end = None, len(text)
    while end > 0:
        if text[:end] in _targets:
            found = text[:end]
        end = text.rfind(os.sep, 0, end)
    return found


def target_of(root: str) -> str:
    """Return the real path of the data directory `root`, as it was when `root` was recorded.

    Raises:
        KeyError: `root` was not recorded.
    """
    return _targets[root]
