"""Removes erased partners from the user's cache, also those that another user has erased.

Also removes copies of them that a killed dry run has left in the directory for temporary files.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from csp_tui.core.base.errors import MALFORMED, CspTuiError, NotFoundError, WriteError, reason
from csp_tui.core.base.language import _
from csp_tui.core.disk.directories import list_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.in_place import open_or_make
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.removing import remove_file

DRY_RUN = "csp-tui-dry-"
"""The start of the name of the directory that a dry run works in."""

_FILE = r"(?:(rows|spots)|customers-(.+))-[0-9a-f]{16}\.json"
_FRAME = r"frame-[0-9a-f]{8}|first-[0-9a-f]{16}\.json"
_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{8}\.tmp")
_ABANDONED = 60
"""Seconds; whoever still writes an older temporary file has died."""
_YOUNG = 2_000_000_000
"""Nanoseconds; a directory that changed since may change again without a new time stamp."""


def forget_erased(places: Places) -> None:
    """Remove erased partners from the cache, and what killed dry runs have left of them on disk.

    Any user may have erased them. They are searched for only if the directory of histories has
    changed since the last call. Old temporary files in the cache are removed in any case. Errors
    are ignored.
    """
    with contextlib.suppress(CspTuiError, OSError):
        for name in os.listdir(places.cache):
            if _TEMPORARY.fullmatch(name):
                path = places.cache / name
                with contextlib.suppress(OSError):
                    if time.time() - path.stat().st_mtime > _ABANDONED:
                        path.unlink()
        changed = places.history.stat().st_mtime_ns
        swept = places.cache_file("swept")
        state = f"{changed}\n".encode()
        with contextlib.suppress(NotFoundError):
            if read_file(swept)[0] == state:
                return
        if erased := _erased(places):
            forget_cached(places.cache, erased)
            remove_dry_runs(erased)
        if time.time_ns() - changed > _YOUNG:
            descriptor, _is_new = open_or_make(swept, os.O_WRONLY | os.O_TRUNC)
            try:
                os.write(descriptor, state)
            finally:
                os.close(descriptor)


def _erased(places: Places) -> set[str]:
    """Return the ids of partners that have a history, but no progress file.

    The history is in the data directory; a progress file in the archive counts, too.

    Raises:
        InvalidFileError: a directory cannot be read.
    """
    known = {name.removesuffix(".jsonl") for name in list_directory(places.history)}
    for each in (places, places.archived):
        known.difference_update(
            name.removesuffix(".toml") for name in list_directory(each.partners)
        )
    return known


def forget_cached(cache: Path, partner_ids: Collection[str]) -> None:
    """Remove partners from the directory `cache`: files that are theirs alone, else their entries.

    Files that other data directories have in `cache` are searched too, since one data directory may
    have had several paths. Temporary files, and files with the first screen's lines, are removed
    whole: they may hold what was before.

    Raises:
        InvalidFileError: the directory cannot be read.
        WriteError: a file could not be removed or written; the others are done all the same.
    """
    failed: list[WriteError] = []
    for name in list_directory(cache):
        path = cache / name
        found = re.fullmatch(_FILE, name)
        kind, customers_of = found.groups() if found else ("", "")
        try:
            is_whole = _TEMPORARY.fullmatch(name) or re.fullmatch(_FRAME, name)
            if is_whole or customers_of in partner_ids:
                remove_file(path)
            elif kind:
                _take_out(path, partner_ids, kind)
        except WriteError as error:
            failed.append(error)
    if failed:
        raise failed[0]


@contextlib.contextmanager
def dry_run_directory() -> Iterator[Path]:
    """Make a directory for a dry run, yield its path, and remove it at the end of the block.

    It is locked, so that :func:`remove_dry_runs` does not remove it before.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix=DRY_RUN) as directory:
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            with contextlib.suppress(OSError):  # a file system without locks
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield Path(directory)
        finally:
            os.close(descriptor)


def _is_in_use(directory: Path) -> bool:
    """Return whether the dry run that made `directory` still runs; False if locks do not work."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)


def remove_dry_runs(partner_ids: Collection[str]) -> None:
    """Remove what killed dry runs of this user have left of partners.

    The whole directory of a dry run is removed if it has files of one of the partners, or a copy of
    the git repository of ``sync``, which may hold any partner. Dry runs that still run keep theirs;
    where locks do not work, those count as killed.

    Raises:
        WriteError: a directory could not be removed.
    """
    import shutil  # late, like the other: for an erased partner only
    import tempfile

    for path in Path(tempfile.gettempdir()).glob(f"{DRY_RUN}*"):
        try:
            if path.is_symlink() or path.stat().st_uid != os.geteuid():
                continue
            held = (each for name in partner_ids for each in path.rglob(f"{name}.*"))
            if (any(held) or any(path.rglob("sync.git"))) and not _is_in_use(path):
                shutil.rmtree(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise WriteError(_("cannot remove {path}").format(path=path), reason(error)) from error


def _take_out(path: Path, partner_ids: Collection[str], kind: str) -> None:
    """Remove the partners' entries from a cache file; where that fails, the whole file.

    If `kind` is ``rows``, that is the whole file: the next start makes all rows again. Nothing is
    done if there is no file, or if it names none of the partners.

    Raises:
        WriteError: the whole file could not be removed.
    """
    try:
        encoded = read_file(path)[0]
        if not any(json.dumps(each).encode() in encoded for each in partner_ids):
            return
        if kind == "rows":
            remove_file(path)
            return
        spots = json.loads(encoded)
        for each in partner_ids:
            spots.pop(each, None)
        replace_file(path, json.dumps(spots).encode())
    except NotFoundError:
        return
    except (CspTuiError, *MALFORMED):
        remove_file(path)
