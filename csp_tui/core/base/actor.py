"""Who acts: the login behind the uid, and the host."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes a change.

    Args:
        by: login from the uid, never from an environment variable, which anybody may set.
        host: name of the machine.
        reviewer: name from the settings, which the user chose; empty where there is none.
    """

    by: str
    host: str
    reviewer: str = ""

    def is_same(self, by: str, host: str, reviewer: str) -> bool:
        """Say whether a history line is this actor's own."""
        if self.reviewer or reviewer:
            return self.reviewer == reviewer
        return (self.by, self.host) == (by, host)


def current_actor(reviewer: str = "") -> Actor:
    """Return who runs this process."""
    uid = os.getuid()
    try:
        by = pwd.getpwuid(uid).pw_name
    except KeyError:
        by = f"uid {uid}"
    return Actor(by, os.uname().nodename, reviewer)
