"""Erases a partner, and names what it may not or cannot remove."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import (
    CspTuiError,
    InvalidFileError,
    NotFoundError,
    UsageError,
    reason,
)
from csp_tui.core.base.language import _
from csp_tui.core.disk.cache_erasing import forget_cached, remove_dry_runs
from csp_tui.core.disk.directories import (
    list_directory,
    make_directory,
    opened,
    refuse_link,
    sync_opened,
)
from csp_tui.core.disk.files import TEMPORARY, replace_file
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.removing import remove_file
from csp_tui.core.history.acts import Act
from csp_tui.core.history.branches import all_heads
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.progress.change import Change
from csp_tui.core.store.store import Store

_FILE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\.toml")
_ASIDE = r"(\.[a-z0-9-]+)?\.[0-9]+\.(damaged|torn)"


class Left(NamedTuple):
    """A file or directory that may still tell of an erased partner, and why it was not removed."""

    path: Path
    why: str


def purge_partner(places: Places, store: Store, partner_id: str) -> list[Left]:
    """Erase a partner with its customers, history, copies and cached data.

    One history line remains, which records that the partner was erased, and how far its history
    went. Only files that csp-tui makes are removed.

    Returns:
        What is left in the data directory under the partner's id; empty if nothing is.

    Raises:
        NotFoundError: there is no such partner.
        InvalidFileError: a directory is a symbolic link, or cannot be read.
        UsageError: the partner is in the archive.
        BusyError: another process changes the partner.
        WriteError: its file or history could not be removed; calling purge again erases the rest.
    """
    progress, history = places.progress_file(partner_id), places.history_file(partner_id)
    with store.locked(partner_id):
        own = _to_remove(places, partner_id)
        before = store.history(partner_id).readable_lines()
        heads = {**all_heads(before), **(before[-1].heads if before else {})}
        step = PlannedStep([Change(Act.PURGE, {})])
        lines = store.writing.line_writer(partner_id).record(step, lambda _change: {}, _nothing)
        remove_file(progress)
        make_directory(history.parent)  # written first: a purge that is cut off is one for `sync`
        replace_file(
            history, b"".join(replace(each, heads=heads).encode() + b"\n" for each in lines)
        )
        failed: dict[Path, str] = {}
        for path in own:
            _remove(path, failed)
        try:
            forget_cached(places.cache, [partner_id])
            remove_dry_runs([partner_id])
        except CspTuiError as error:
            failed[places.cache] = str(error)
        return _left(places, partner_id, failed)


def purge_would_leave(places: Places, partner_id: str) -> list[Left]:
    """Return what :func:`purge_partner` would leave, as far as can be seen now; write nothing.

    It raises the same errors, but neither BusyError nor WriteError.
    """
    own = _to_remove(places, partner_id)
    denied = reason(PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    failed = {
        path: denied
        for path in own
        if os.path.lexists(path) and not os.access(path.parent, os.W_OK | os.X_OK)
    }
    removed = {places.progress_file(partner_id), *own} - failed.keys()
    return [each for each in _left(places, partner_id, failed) if each.path not in removed]


def _to_remove(places: Places, partner_id: str) -> list[Path]:
    """Return the paths of all that a purge removes besides progress file, history and cache.

    Raises:
        NotFoundError: there is no such partner.
        InvalidFileError: a directory is a symbolic link, or cannot be read.
        UsageError: the partner is in the archive.
    """
    for directory in (places.archived.data, *places.archived.own_directories):
        refuse_link(directory)
    if os.path.lexists(places.archived.progress_file(partner_id)):
        message = _('"{id}" is in the archive; bring it back first: {command}')
        command = command_line(f"unarchive {partner_id}")
        raise UsageError(message.format(id=partner_id, command=command))
    paths = (places.progress_file(partner_id), places.history_file(partner_id))
    if not any(os.path.lexists(path) for path in paths):
        raise NotFoundError(_('there is no partner "{id}"').format(id=partner_id))
    return [*_own_files(places, partner_id)]


def _left(places: Places, partner_id: str, failed: Mapping[Path, str]) -> list[Left]:
    """Return what still tells of an erased partner: what `failed` names, and foreign files.

    Foreign files are those that csp-tui did not make and whose path holds the partner's id. History
    and lock file are left out. `failed` holds the reason by path.
    """
    kept = (places.history_file(partner_id), places.locks / f"{partner_id}.lock")
    named = [each for each in _named_after(places, partner_id) if each not in kept]
    foreign = _("is not csp-tui's own")
    return [Left(each, failed.get(each, foreign)) for each in dict.fromkeys([*failed, *named])]


def _own_files(places: Places, partner_id: str) -> Iterator[Path]:
    """Yield the files and directories of a partner besides progress file, history and cache.

    They are in the data directory, or were left in the archive. A directory comes after the files
    in it. Raises InvalidFileError if one cannot be read.
    """
    aside = re.compile(re.escape(partner_id) + _ASIDE)
    for at in (places, places.archived):
        for directory in (at.customers_of(partner_id), at.copies / partner_id):
            for name in list_directory(directory):
                if _FILE.fullmatch(name) or TEMPORARY.match(name):
                    yield directory / name
            if os.path.lexists(directory):
                yield directory
        for directory in (at.partners, at.history, at.copies, at.aside):
            for name in list_directory(directory):
                temporary = TEMPORARY.match(name)
                if (temporary and temporary[1] == partner_id) or aside.fullmatch(name):
                    yield directory / name
        yield at.copies / f"{partner_id}.toml"
    yield places.archived.history_file(partner_id)
    yield places.archived.locks / f"{partner_id}.lock"


def _remove(path: Path, failed: dict[Path, str]) -> None:
    """Remove a file or an empty directory; add it to `failed` with the reason if that fails.

    A missing file, or a directory that holds something, is no failure.
    """
    try:
        with opened(path.parent) as directory:
            status = os.stat(path.name, dir_fd=directory, follow_symlinks=False)
            if not stat.S_ISDIR(status.st_mode):
                os.unlink(path.name, dir_fd=directory)
            elif not list_directory(path):  # else what is left in it is named
                os.rmdir(path.name, dir_fd=directory)
            sync_opened(directory)
    except FileNotFoundError:
        pass
    except InvalidFileError as error:
        failed[path] = str(error)
    except OSError as error:
        failed[path] = reason(error)


def _named_after(places: Places, partner_id: str) -> Iterator[Path]:
    """Yield each file in the data directory whose path holds the id of the partner.

    The id must be whole: ``contoso`` is not in ``contoso-east.toml``. Capitals count as small
    letters. Also yielded is an empty directory whose path holds the id. The user's own checklists
    and the git repository are left out.
    """
    whole = rf"(?<![a-z0-9-]){re.escape(partner_id)}(?![a-z0-9-])"
    found = re.compile(whole, re.IGNORECASE).search
    not_partners = (places.own_checklists, places.repository)
    for parent, directories, files in os.walk(places.data):
        at = Path(parent)
        directories[:] = [each for each in directories if at / each not in not_partners]
        names = [*files, *(each for each in directories if (at / each).is_symlink())]
        if not found(str(at.relative_to(places.data))):
            yield from (at / name for name in names if found(name))
        elif names or directories:
            yield from (at / name for name in names)
        else:
            yield at


def _nothing(_change: Change) -> None:
    """Make no change in a partner's file, since purging removes the file itself."""
