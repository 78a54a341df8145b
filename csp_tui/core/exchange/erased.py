"""Partners that were erased on one machine, and are still there on another.

A purge leaves one line, which names how far the erased history went. It is never taken in: on each
other machine somebody erases the partner, too, or keeps it. Keeping writes a line, which stands
against every purge that did not know it. Whoever erased the partner stays without it until they ask
for it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import NotFoundError, UsageError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import visible_line
from csp_tui.core.describe.history import moment
from csp_tui.core.disk.files import read_file
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.removing import remove_file
from csp_tui.core.exchange.incoming_lines import read_lines
from csp_tui.core.exchange.repository_names import history_name
from csp_tui.core.history.acts import Act
from csp_tui.core.history.branches import included
from csp_tui.core.history.line import HistoryLine, decode_line
from csp_tui.core.history.log import LARGEST
from csp_tui.core.progress.change import Change
from csp_tui.core.workplace.workplace import Workplace


class Erased(NamedTuple):
    """What a sync does with a partner that stays erased on at least one side."""

    sent: bytes = b""
    """Its history to be sent; empty for nothing."""
    remark: str = ""
    """A sentence for the user; empty for none."""


def of_erased(
    own: Workplace, at: Workplace | None, partner_id: str, there: bytes, *, is_kept: bool
) -> Erased | None:
    """Return what a sync is to do with a partner that was erased here or elsewhere.

    None if the partner was not erased, or is kept all the same: the caller then syncs it like any
    other. An `Erased` without values means that there is nothing to send or to say. If the user
    keeps a partner that was erased elsewhere, a line of its history says so from now on. If the
    user keeps one that was erased here, the file that says so is removed, and the caller's sync
    brings the partner back.

    Args:
        own: the data directory.
        at: the workplace that has the partner, `own` or its archive; None if it is not here.
        partner_id: the partner.
        there: its history on the remote.
        is_kept: whether the user says that the partner is to be kept.

    Raises:
        UsageError: it was erased elsewhere, but not here, and nobody has decided; or it was
            erased here, is to be kept, and the remote has no history to bring back.
        InvalidFileError: a history cannot be read.
        BusyError, WriteError: that the partner is kept could not be written.
    """
    purge, own_purge = purge_in(there), purge_here(own.places, partner_id)
    if own_purge is not None:
        lines = [] if purge is not None else read_lines(there, Path(history_name(partner_id)))[0]
        path = own.places.history_file(partner_id)
        if is_kept and not lines:
            raise UsageError(_("nobody has kept it, so there is nothing to bring back"))
        if is_kept:
            remove_file(path)
            return None
        if (keep := keeping_line(lines, own_purge)) is not None:
            return Erased(remark=kept_words(partner_id, keep))
        return Erased() if purge is not None else Erased(read_file(path, largest=LARGEST)[0])
    if purge is None or at is None:
        return None if purge is None else Erased()
    lines = at.store.history(partner_id).lines()
    if keeping_line(lines, purge) is None:
        if not is_kept:
            raise UsageError(erased_words(partner_id, purge, lines))
        at.store.change(partner_id, [Change(Act.KEEP, {})])
    return None


def purge_in(history: bytes) -> HistoryLine | None:
    """Return the last line of a history if it says that the partner was erased; else None.

    None also if the last line is damaged.
    """
    lines = history.split(b"\n")[:-1]
    with contextlib.suppress(ValueError):
        last = decode_line(lines[-1]) if lines else None
        return last if last is not None and last.do == Act.PURGE else None
    return None


def purge_here(places: Places, partner_id: str) -> HistoryLine | None:
    """Return the line that says that a partner was erased here; None if it was not.

    Raises:
        InvalidFileError: the history cannot be read.
    """
    with contextlib.suppress(NotFoundError):
        return purge_in(read_file(places.history_file(partner_id), largest=LARGEST)[0])
    return None


def keeping_line(lines: Sequence[HistoryLine], purge: HistoryLine) -> HistoryLine | None:
    """Return the last of `lines` that keeps the partner in spite of `purge`; None if none does.

    A keeping line counts only if it was not in the history that `purge` has erased.
    """
    unknown = (line for line in reversed(_unknown(lines, purge)) if line.do == Act.KEEP)
    return next(unknown, None)


def _unknown(lines: Sequence[HistoryLine], purge: HistoryLine) -> list[HistoryLine]:
    """Return those of `lines` that were not in the history that `purge` has erased."""
    known = {line.identity for line in included(lines, purge.heads)}
    return [line for line in lines if line.identity not in known]


def erased_words(partner_id: str, purge: HistoryLine, own: Sequence[HistoryLine]) -> str:
    """Return a sentence on a partner that was erased elsewhere, with the two commands that help.

    It also says how many of the lines here were unknown where the partner was erased, if any.

    Args:
        partner_id: the partner.
        purge: the line that says that it was erased.
        own: the lines of its history here.
    """
    message = _(
        "{who} erased it on {time}; {purge} erases it here, too, {keep} keeps it on all machines"
    )
    said = message.format(
        who=_who(purge),
        time=moment(purge.when),
        purge=command_line(f"purge {partner_id}"),
        keep=command_line(f"sync --keep {partner_id}"),
    )
    count = len(_unknown(own, purge)) if purge.heads else 0
    if not count:
        return said
    more = ngettext(
        "{count} line of its history here was not known there",
        "{count} lines of its history here were not known there",
        count,
    )
    return f"{said} ({more.format(count=count)})"


def kept_words(partner_id: str, keep: HistoryLine) -> str:
    """Return a sentence on a partner that was erased here, but that somebody keeps elsewhere.

    It says who keeps it by the line `keep`, and which command brings it back here.
    """
    message = _("{partner} was erased here; {who} kept it on {time}; {keep} brings it back here")
    return message.format(
        partner=partner_id,
        who=_who(keep),
        time=moment(keep.when),
        keep=command_line(f"sync --keep {partner_id}"),
    )


def _who(line: HistoryLine) -> str:
    return visible_line(_("{name} at {host}").format(name=line.who, host=line.host))
