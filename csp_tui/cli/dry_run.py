"""``--dry-run``: the command works on a private copy of the partner, deleted at the end."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.cli.targets.resolve import find_partner_anywhere, find_partner_id
from csp_tui.core.base.errors import WriteError, reason
from csp_tui.core.base.language import _
from csp_tui.core.care.archive import archived_workplace
from csp_tui.core.disk.places import Places
from csp_tui.core.workplace.workplace import Workplace

if TYPE_CHECKING:
    from csp_tui.cli.arguments.parsed import Arguments


def dry_run_workplace(workplace: Workplace, args: Arguments, directory: Path) -> Workplace:
    """Return a workplace whose data is in `directory`, with a copy of the partner of `args`.

    The partner is looked up in `workplace`, for ``unarchive`` in its archive, for ``conflicts`` in
    both; ``args.partner`` becomes its id. Whatever the command writes goes to the copy. ``join``
    copies both partners, ``add`` none, and a command over all partners everything.

    Raises:
        NotFoundError, UsageError: no partner, or more than one, fits ``args.partner``.
        WriteError: the partner cannot be copied.
    """
    if getattr(args, "last", False) or getattr(args, "every", False):
        return dry_run_of_all(workplace, directory)
    copy = _in_directory(workplace, directory)
    word = getattr(args, "partner", None)
    if word is not None and args.command != "add":
        at = archived_workplace(workplace) if args.command == "unarchive" else workplace
        is_anywhere = args.command == "conflicts"
        args.partner = (
            find_partner_anywhere(at, word)[0] if is_anywhere else find_partner_id(at, word)
        )
        if args.command == "join":
            args.other = find_partner_id(at, args.other)
        try:
            _copy(workplace.places, copy.places, args.partner)
            if args.command == "join":
                _copy(workplace.places, copy.places, args.other)
        except OSError as error:
            message = _("the partner cannot be copied for the dry run")
            raise WriteError(message, reason(error)) from error
    return copy


def dry_run_of_all(workplace: Workplace, directory: Path) -> Workplace:
    """Return a workplace whose data, in `directory`, is a copy of all data.

    Files that are not csp-tui's own, ``people.toml`` and the cache are not copied.

    Raises:
        WriteError: the data cannot be copied.
    """
    places, copy = workplace.places, _in_directory(workplace, directory)
    own = (places.partners, places.customers, places.history, places.own_checklists, places.local)
    try:
        for each in (*own, places.archived.data):
            if os.path.lexists(each):
                shutil.copytree(each, copy.places.data / each.name, symlinks=True)
    except (OSError, shutil.Error) as error:
        message = _("the data cannot be copied for the dry run")
        raise WriteError(message, reason(error)) from error
    return copy


def _in_directory(workplace: Workplace, directory: Path) -> Workplace:
    """Return `workplace` with its data and cache in `directory`."""
    return workplace.at(replace(workplace.places, data=directory, cache=directory / ".cache"))


def _copy(source: Places, target: Places, partner_id: str) -> None:
    """Copy all files of a partner from `source` to `target`, those in the archive, too.

    Files that are missing, and symbolic links, are passed over.
    """
    pairs = ((source, target), (source.archived, target.archived))
    for old, new in pairs:
        for at, to in (
            (old.progress_file(partner_id), new.progress_file(partner_id)),
            (old.history_file(partner_id), new.history_file(partner_id)),
            (old.copies / f"{partner_id}.toml", new.copies / f"{partner_id}.toml"),
        ):
            _copy_file(at, to)
        for name in (old.customers_of(partner_id), old.copies / partner_id):
            for each in name.glob("*.toml"):
                _copy_file(each, new.data / each.relative_to(old.data))
        for each in old.aside.glob(f"{partner_id}.*.damaged"):
            _copy_file(each, new.aside / each.name)


def _copy_file(source: Path, target: Path) -> None:
    if source.is_file() and not source.is_symlink():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy2(source, target)
