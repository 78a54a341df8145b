"""Syncs the user's own checklists as whole files; one that both sides changed is left alone."""

from __future__ import annotations

import re
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import _
from csp_tui.core.checklists.reader import parse_checklist
from csp_tui.core.disk.directories import list_directory, make_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.exchange.git import Tree
from csp_tui.core.exchange.git_contents import Blobs, blob_id
from csp_tui.core.workplace.workplace import Workplace

_NAME = re.compile(r"checklists/([a-z0-9][a-z0-9-]{0,63})/([a-z0-9][a-z0-9.-]{0,80})\.toml")


def exchange_checklists(
    workplace: Workplace,
    blobs: Blobs,
    there: Tree,
    before: Tree,
    received: list[str],
    problems: dict[str, str],
) -> dict[str, bytes | None]:
    """Write the checklists that only the remote has changed; return those changed only here.

    A checklist that was changed on both sides is a problem, and stays as it is on each side. One
    that was removed here is written again, unless csp-tui ships that edition, which is used then.

    Args:
        workplace: the data directory.
        blobs: reads the contents of the remote's files.
        there: the present files of the remote.
        before: the files as of the last sync.
        received: gets the file names of the checklists that were written.
        problems: gets a sentence on each checklist that could not be synced, by file name.

    Returns:
        The contents of the checklists to send, by file name; never None.
    """
    here = _own(workplace)
    sent: dict[str, bytes | None] = {}
    for name in sorted(here.keys() | {name for name in there if _NAME.fullmatch(name)}):
        content = here.get(name)
        own, foreign, last = (
            blob_id(content) if content else "",
            there.get(name, ""),
            before.get(name, ""),
        )
        is_removed_here = content is None and foreign == last
        if own == foreign or (is_removed_here and shipped_file(workplace, name).exists()):
            continue
        if content is not None and foreign in ("", last):
            sent[name] = content
        elif own in ("", last):
            try:
                _write(workplace, name, blobs.content(foreign))
                received.append(name)
            except CspTuiError as error:
                problems[name] = _("{name}: {what}").format(name=name, what=error)
        else:
            message = _("{name}: was changed here and there; both stay as they are")
            problems[name] = message.format(name=name)
    return sent


def shipped_file(workplace: Workplace, name: str) -> Path:
    """Return the path that the checklist file `name` has, or would have, among the shipped ones."""
    return workplace.places.shipped / name.removeprefix("checklists/")


def _own(workplace: Workplace) -> dict[str, bytes]:
    root = workplace.places.own_checklists
    found = {}
    for checklist_id in filter(is_id, list_directory(root)):
        if not (root / checklist_id).is_dir():
            continue
        for file in list_directory(root / checklist_id):
            name = f"checklists/{checklist_id}/{file}"
            if _NAME.fullmatch(name):
                found[name] = read_file(root / checklist_id / file)[0]
    return found


def _write(workplace: Workplace, name: str, content: bytes) -> None:
    path = workplace.places.data / name
    if "." not in path.stem:
        _checklist, problems = parse_checklist(content, path, is_local=True)
        for problem in problems:
            if problem.is_error:
                message = _("is not taken: {key}: {what}")
                where = problem.key or _("the file")
                raise CspTuiError(message.format(key=where, what=problem.what))
    make_directory(path.parent)
    replace_file(path, content)
