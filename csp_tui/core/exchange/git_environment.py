"""The environment and the settings that git gets: the user's own, but for another repository's."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

_NAMES_A_REPOSITORY = re.compile(
    r"GIT_(?:DIR|COMMON_DIR|WORK_TREE|IMPLICIT_WORK_TREE|PREFIX|NAMESPACE|CEILING_DIRECTORIES"
    r"|INDEX_\w+|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|GRAFT_FILE|SHALLOW_FILE"
    r"|REPLACE_REF_BASE|NO_REPLACE_OBJECTS|INTERNAL_\w+|QUARANTINE_PATH|ATTR_SOURCE|REFLOG_ACTION"
    r"|DISCOVERY_\w+|REF_\w+|\w+_PATHSPECS|CONFIG)"
)
"""Environment variables that would make git use, or search, another repository.

Those that say how git works and reaches a remote stay, such as GIT_CONFIG_GLOBAL, GIT_CONFIG_COUNT,
GIT_CONFIG_PARAMETERS (of ``git -c``), GIT_SSH_COMMAND and GIT_ASKPASS.
"""

_SETTINGS = {
    "core.hooksPath": os.devnull,
    # git would read the settings of a repository that lends its objects, too:
    "core.alternateRefsCommand": ":",
    "gc.auto": "0",
    "maintenance.auto": "false",
    # Everything new is one pack, which git syncs to the disk; loose objects it does not.
    "fetch.unpackLimit": "1",
    "transfer.unpackLimit": "1",  # which some versions heed first
    "fastimport.unpackLimit": "0",
    "fetch.writeCommitGraph": "false",
    "core.bigFileThreshold": "32m",  # larger files are not held in memory as a whole
    "repack.writeBitmaps": "false",
    # A remote that knows no push options refuses every push that has one.
    "push.pushOption": "",
}
OWN_SETTINGS = tuple(word for key, value in _SETTINGS.items() for word in ("-c", f"{key}={value}"))
"""Options for each call of git; they are stronger than the user's files and environment."""

USERS_CHOICE = r"^(core\.sshcommand|http\.(.*\.)?lowspeed(limit|time))$"
"""The names of settings for which the user's values are kept, as a regular expression."""

_SECONDS = 20
"""How long ssh and http wait for a connection, or for a connection that stalls."""


def git_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables for git: the user's, without those that name a repository.

    With them git asks for no password, and writes English, which this program can read.
    """
    own = {key: value for key, value in environ.items() if not _NAMES_A_REPOSITORY.fullmatch(key)}
    return {**own, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}


def time_limits(environ: Mapping[str, str], chosen: str) -> dict[str, str]:
    """Return environment variables that make ssh and http give up a silent remote.

    They do so after 20 seconds; ssh, once it is connected, asks three times, which takes a minute.
    With the variables ssh asks the user no questions either. What the user has chosen is left as
    it is.

    Args:
        environ: the user's environment.
        chosen: the names of those settings of USERS_CHOICE that the user has, in lower case.
    """
    limits = {}
    if not has_own_ssh(environ, chosen):
        waiting = f"ConnectTimeout={_SECONDS} -o ServerAliveInterval={_SECONDS}"
        limits["GIT_SSH_COMMAND"] = f"ssh -o BatchMode=yes -o {waiting}"
    if "lowspeed" not in chosen:
        for key, value in (("LIMIT", "1"), ("TIME", str(_SECONDS))):
            name = f"GIT_HTTP_LOW_SPEED_{key}"
            limits[name] = environ.get(name, value)
    return limits


def has_own_ssh(environ: Mapping[str, str], chosen: str) -> bool:
    """Return whether the user has told git which program to use for ssh.

    `environ` and `chosen` are as for `time_limits`.
    """
    return "GIT_SSH_COMMAND" in environ or "GIT_SSH" in environ or "core.sshcommand" in chosen
