"""The calls by which a process changes a disk, each passing through a hook of the test."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

NAMES = (
    *("open", "write", "pwrite", "fsync", "rename", "replace", "unlink", "rmdir", "link"),
    *("truncate", "ftruncate", "fchmod", "chmod", "mkdir"),
)

LOOKS = ("stat", "lstat", "scandir", "listdir", "readlink", "access")
"""Calls that change nothing, between which and the next call somebody else may act."""

Call = Callable[..., Any]
Hook = Callable[[str, Call, tuple[Any, ...], dict[str, Any]], Any]
"""Gets the name of a call, the call itself and its arguments; returns what the call returns."""


def watch(hook: Hook) -> None:
    """Send every call that may change a disk through `hook`; for the rest of this process."""
    for name in NAMES:
        setattr(os, name, _watched(name, getattr(os, name), hook))


def watch_opens(hook: Hook, *, looks: bool = False) -> None:
    """Send every call that may change a disk or opens a file through `hook`; `looks`, too."""
    for name in (*NAMES, *(LOOKS if looks else ())):
        setattr(os, name, _watched(name, getattr(os, name), hook, all_opens=True))


def _watched(name: str, call: Call, hook: Hook, *, all_opens: bool = False) -> Call:
    def watched(*args: Any, **kwargs: Any) -> Any:
        if name == "open" and not all_opens and not args[1] & os.O_CREAT:
            return call(*args, **kwargs)
        return hook(name, call, args, kwargs)

    return watched
