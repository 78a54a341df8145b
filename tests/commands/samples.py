"""Files and changes that the tests put into a data directory."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from typing import Any

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import system_clock
from csp_tui.core.disk.places import find_places
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.store.store import Store

MINI = """\
format = 1
title = "Mini checklist"

[[sections]]
id = "first"
title = "First things"

[[sections.items]]
id = "register"
title = "Register the company"

[[sections.items]]
id = "region"
title = "Regional office named"
need = "recommended"

[[sections.items]]
id = "sign"
title = "Sign the contract"
after = ["register"]
irreversible = true
"""
"""A user's own checklist."""


def change_ahead_of_the_clock(home: Any) -> None:
    """Change the owner of one partner while the clock is an hour ahead."""
    places = find_places(home.env, str(home.data))
    store = Store(places, lambda: system_clock() + timedelta(hours=1), Actor("ben", "host-b"))
    (partner,) = [each for each in store.partner_ids() if each.startswith("northwind")]
    store.change(partner, [Change(Act.EDIT, {"owner": "ben"})])


def change_at_the_same_time(home: Any, seed: int = 0) -> str:
    """Change the owner of a partner here and in a copy, and take in the line of the copy.

    That line falls against the one here; its id is returned: ``22222222:1`` for the `seed` 0.
    """
    copy = home.path / "copy"
    shutil.copytree(home.data, copy, ignore=shutil.ignore_patterns(".local"))
    stores = [
        Store(find_places(home.env, str(data)), clock, Actor(who, "host"), random_bytes)
        for data, clock, who, random_bytes in (
            (copy, lambda: system_clock() - timedelta(hours=1), "cleo", bytes([seed]).__mul__),
            (home.data, system_clock, "dana", os.urandom),
        )
    ]
    there, here = stores
    (partner,) = [each for each in here.partner_ids() if each.startswith("contoso")]
    for store in stores:
        store.change(partner, [Change(Act.EDIT, {"owner": f"{store.actor.by}{seed}"})])
    (line,) = there.history(partner).lines()[-1:]
    here.take_in(partner, lambda: [line])
    shutil.rmtree(copy)
    return line.id
