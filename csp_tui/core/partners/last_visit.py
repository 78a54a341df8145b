"""What others have changed since the user last left the full-screen app."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import from_stamp, local_day, stamp
from csp_tui.core.base.days import day_name, short_day
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file
from csp_tui.core.disk.in_place import open_or_make
from csp_tui.core.disk.places import Places
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.store.store import Store

_MOST_READ = 50
"""Of more partners, only the histories of those that changed last are read, so as to start soon."""
_MOST_OLDER = 50
"""So many older lines in a row end the reading of a history."""


def _file(places: Places) -> Path:
    return places.cache_file("visit").with_suffix("")


def last_visit(places: Places) -> datetime | None:
    """Return when the user last left the full-screen app; None if unknown."""
    try:
        return from_stamp(read_file(_file(places))[0].decode().strip())
    except (CspTuiError, ValueError):
        return None


def keep_visit(places: Places, now: datetime) -> None:
    """Record `now` as the time at which the user leaves; do nothing without a data directory.

    Failure is ignored. The file is not forced to the disk, so that leaving is quick. If it is lost,
    only the sentence of :func:`news` is missing at the next start.
    """
    with contextlib.suppress(CspTuiError, OSError):
        if not places.data.is_dir():
            return
        make_directory(places.cache)
        descriptor, _is_new = open_or_make(_file(places), os.O_WRONLY | os.O_TRUNC)
        try:
            os.write(descriptor, f"{stamp(now)}\n".encode())
        finally:
            os.close(descriptor)


def news(
    rows: Sequence[PartnerSummary], store: Store, actor: Actor, since: datetime, now: datetime
) -> str:
    """Return a sentence on who has changed how many items after `since`; empty if nobody has.

    Changes by `actor` are left out. If more than _MOST_READ (50) partners have changed, only those
    that changed last are looked at, and the sentence says so.
    """
    changed = [(row.changed, row.id) for row in rows if row.changed and row.changed > since]
    items: dict[str, set[tuple[str, str, str]]] = {}
    for _moment, partner_id in sorted(changed, reverse=True)[:_MOST_READ]:
        for line in _lines_since(store, partner_id, since):
            if line.item and not actor.is_same(line.by, line.host, line.reviewer):
                items.setdefault(line.who, set()).add((partner_id, line.run, line.item))
    changes = ", ".join(_changed(who, items[who]) for who in sorted(items))
    if not changes:
        return ""
    message = _("Since {moment}: {changes}.")
    if len(changed) > _MOST_READ:
        message = _("Since {moment}, in the {count} partners changed last: {changes}.")
    return message.format(moment=_when(since, now), changes=changes, count=_MOST_READ)


def _lines_since(store: Store, partner_id: str, since: datetime) -> list[HistoryLine]:
    """Return the lines of a partner's history after `since`; empty if it cannot be read.

    Newer lines may be above older ones, which a sync adds at the end; but those above _MOST_OLDER
    (50) older lines in a row are not found.
    """
    found: list[HistoryLine] = []
    older = 0
    with contextlib.suppress(CspTuiError):
        for line in store.history(partner_id).newest_first():
            if line.when > since:
                found.append(line)
                older = 0
            elif (older := older + 1) == _MOST_OLDER:
                break
    return found


def _changed(who: str, items: set[tuple[str, str, str]]) -> str:
    partners = len({partner_id for partner_id, _run, _item in items})
    what = ngettext("{count} item", "{count} items", len(items)).format(count=len(items))
    where = ngettext("{count} partner", "{count} partners", partners).format(count=partners)
    return _("{name} changed {items} in {partners}").format(name=who, items=what, partners=where)


def _when(moment: datetime, now: datetime) -> str:
    local, today = moment.astimezone(), local_day(now)
    if local.date() == today:
        return f"{local:%H:%M}"
    if today - local.date() < timedelta(days=7):
        return _("{weekday} {time}").format(weekday=day_name(local), time=f"{local:%H:%M}")
    return short_day(local.date(), today)
