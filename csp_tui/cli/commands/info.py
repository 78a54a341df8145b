"""``info``: where things are and what runs; it works where the settings are broken, too."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

from csp_tui import __version__
from csp_tui.cli.session import Session
from csp_tui.core.actor import current_actor
from csp_tui.core.clock import system_clock
from csp_tui.core.errors import CspTuiError, InvalidFileError
from csp_tui.core.files import is_shared
from csp_tui.core.locks import locks_hold
from csp_tui.core.paths import Places, find_places
from csp_tui.core.settings import NAME, Settings, read_settings
from csp_tui.core.store import Store


def sharing(data: Path) -> str:
    """Return who may read and write the data directory."""
    try:
        mode = data.stat().st_mode
    except OSError:
        return "private (not made yet)"
    if mode & stat.S_IWOTH:
        return "WARNING: anybody on this host may write here; chmod o-w it"
    if is_shared(data):
        return f"shared with the group {data.group()}"
    if mode & stat.S_IWGRP:
        return "WARNING: the group may write here, but it was not made with init --shared"
    return "private" if not mode & 0o077 else "others on this host may read here"


def locks(places: Places) -> str:
    """Return whether locks keep a second writer out."""
    if not places.data.is_dir():
        return "not tried yet"
    try:
        if locks_hold(places.locks):
            return "hold"
    except CspTuiError as error:
        return str(error)
    return "WARNING: do not hold on this file system; files are compared before each write"


def info(session: Session) -> int:
    """Print versions, directories and who acts; exit code 4 where the settings are unreadable."""
    places = find_places(session.environ, session.args.data)
    failure: InvalidFileError | None = None
    settings = Settings()
    try:
        settings = read_settings(places.config, session.environ)
        session.out.plain = session.out.plain or settings.plain
    except InvalidFileError as error:
        failure = error
    actor = current_actor(settings.reviewer)
    count = len(Store(places, system_clock, actor).partner_ids())
    session.out.facts(
        [
            ("version", __version__),
            ("python", sys.version.split()[0]),
            ("data", str(places.data)),
            ("cache", str(places.cache)),
            ("settings", str(places.config / NAME)),
            ("checklists", str(places.shipped)),
            ("own checklists", str(places.own_checklists)),
            ("partners", str(count)),
            ("login", actor.by),
            ("reviewer", actor.reviewer),
            ("host", actor.host),
            ("sharing", sharing(places.data)),
            ("locks", locks(places)),
        ]
    )
    if failure is not None:
        session.out.warn(str(failure))
        return failure.exit_code
    return 0


COMMANDS = {"info": info}
