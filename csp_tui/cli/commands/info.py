"""``info``: print paths, versions and the user's login; works with broken settings, too."""

from __future__ import annotations

import sys

from csp_tui import __version__
from csp_tui.cli.session import Session
from csp_tui.core.base.actor import current_actor
from csp_tui.core.base.clock import system_clock
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _
from csp_tui.core.disk.owners import cache_trouble
from csp_tui.core.disk.places import find_places
from csp_tui.core.disk.sharing import locking, sharing
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.settings import NAME, Settings, read_settings


def info(session: Session) -> int:
    """Print versions, directories and the user's login; return exit code 0.

    Warn of a cache that belongs to another user.

    If the settings are unreadable, or the data directory that is named does not exist, warn of
    that and return its exit code instead.
    """
    places = find_places(session.environ, session.args.data)
    failure: CspTuiError | None = None
    settings = Settings()
    try:
        settings = read_settings(places.config, session.environ)
        session.out.plain = session.out.plain or settings.plain
        session.refuse_missing_data()
    except CspTuiError as error:
        failure = error
    actor = current_actor(settings.reviewer)
    count = len(Store(places, system_clock, actor).partner_ids())
    pairs = [
        (N_("version"), __version__),
        (N_("python"), sys.version.split()[0]),
        (N_("data"), str(places.data)),
        (N_("cache"), str(places.cache)),
        (N_("settings"), str(places.config / NAME)),
        (N_("checklists"), str(places.shipped)),
        (N_("own checklists"), str(places.own_checklists)),
        (N_("partners"), str(count)),
        (N_("login"), actor.by),
        (N_("reviewer"), actor.reviewer),
        (N_("host"), actor.host),
        (N_("sharing"), sharing(places.data)),
        (N_("locks"), locking(places)),
    ]
    if session.args.json:
        values = {label.replace(" ", "_"): value for label, value in pairs}
        session.out.json(**{**values, "partners": count})
    else:
        session.out.pairs((_(label), value) for label, value in pairs)
    if settings.trouble:
        session.out.warn(settings.trouble)
    if trouble := cache_trouble(places.cache):
        session.out.warn(trouble)
    if failure is not None:
        session.out.warn(str(failure))
        return failure.exit_code
    return 0


COMMANDS = {"info": info}
