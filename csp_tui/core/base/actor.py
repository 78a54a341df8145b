"""Who makes a change: the login of the process, the machine and the reviewer."""

from __future__ import annotations

import os
import pwd
from functools import lru_cache
from typing import NamedTuple

from csp_tui.core.base.text import fold


class Actor(NamedTuple):
    """Who makes a change.

    Args:
        by: the login name of the process's user id. Environment variables such as ``USER`` are
            ignored, since anybody may set them.
        host: name of the machine.
        reviewer: the name in the user's settings; empty where there is none.
    """

    by: str
    host: str
    reviewer: str = ""

    @property
    def who(self) -> str:
        """The reviewer with the login in brackets, or the login alone: ``Amira (amira2)``."""
        return f"{self.reviewer} ({self.by})" if self.reviewer else self.by

    @property
    def names(self) -> list[str]:
        """The names under which the actor may own items: the reviewer, if set, and the login."""
        return [name for name in (self.reviewer, self.by) if name]

    def owns(self, owner: str) -> bool:
        """Return whether `owner` is one of the `names`; case does not matter. False for ""."""
        return _is_one_of(owner, self.reviewer, self.by)

    def is_same(self, by: str, host: str, reviewer: str) -> bool:
        """Return whether this actor made the history line that holds these three names.

        Where the line or the actor has a reviewer, the reviewers alone are compared.
        """
        if self.reviewer or reviewer:
            return self.reviewer == reviewer
        return (self.by, self.host) == (by, host)


@lru_cache(maxsize=1024)
def _is_one_of(owner: str, *names: str) -> bool:
    """Return what `Actor.owns` returns; it is cached, since few people own many partners."""
    return bool(owner) and fold(owner) in map(fold, names)


def current_actor(reviewer: str = "") -> Actor:
    """Return the actor of this process: its user and machine, with the given `reviewer`.

    The user is the login name, or ``uid 1234`` if there is none.
    """
    uid = os.getuid()
    try:
        by = pwd.getpwuid(uid).pw_name
    except KeyError:
        by = f"uid {uid}"
    return Actor(by, os.uname().nodename, reviewer)
