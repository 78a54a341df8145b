"""Which editions of checklists are put into a hand-over, and which are taken in from one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import _
from csp_tui.core.checklists.library import Library
from csp_tui.core.checklists.reader import parse_checklist
from csp_tui.core.disk.directories import list_directory
from csp_tui.core.disk.files import read_file
from csp_tui.core.exchange.handover_file import Handover
from csp_tui.core.progress.model import Partner

Files = Mapping[tuple[str, str], bytes]
"""The contents of files of editions, by checklist id and file name."""


def editions_of(library: Library, partner: Partner) -> dict[tuple[str, str], bytes]:
    """Return the files of the editions that the partner's runs use, with their translations.

    The result has their contents, by checklist id and file name. Editions that are not here are
    left out.

    Raises:
        InvalidFileError: a file cannot be read.
    """
    found = {}
    for run in partner.runs.values():
        files = [path for path in library.paths(run.checklist, run.edition) if path.exists()]
        if not files or not is_id(run.checklist):
            continue
        directory = files[-1].parent
        for name in list_directory(directory):
            if name == files[-1].name or _is_translation(name, run.edition):
                found[run.checklist, name] = read_file(directory / name)[0]
    return found


def _is_translation(name: str, edition: str) -> bool:
    language = name.removeprefix(f"{edition}.").removesuffix(".toml")
    return name == f"{edition}.{language}.toml" and "." not in language


def used_editions(
    handover: Handover, partner: Partner
) -> tuple[dict[tuple[str, str], bytes], tuple[str, ...]]:
    """Return the editions in a hand-over that the partner's runs use, and the names of the others.

    Returns:
        The contents of the files of the used editions, with their translations, by checklist id
        and file name; and the names of the other editions, like ``enroll-direct 2026-08``.
    """
    used = {(run.checklist, run.edition) for run in partner.runs.values()}
    found, unused = {}, []
    for (checklist_id, name), content in handover.checklists.items():
        edition = name.partition(".")[0]
        if (checklist_id, edition) in used:
            found[checklist_id, name] = content
        else:
            unused.append(f"{checklist_id} {edition}")
    return found, tuple(dict.fromkeys(unused))


def missing_editions(
    library: Library, files: Files, path: Path
) -> tuple[dict[tuple[str, str], bytes], tuple[str, ...]]:
    """Return the editions in a hand-over that do not exist here, and names of those that differ.

    Args:
        library: the checklists of this data directory.
        files: the contents of the editions' files in the hand-over, with translations, by
            checklist id and file name.
        path: the hand-over's file, to be named in errors.

    Returns:
        Those of `files` whose editions do not exist here; and the names, like
        ``enroll-direct 2026-08``, of the editions that exist here with another content.

    Raises:
        InvalidFileError: a file is no valid edition.
    """
    missing: dict[tuple[str, str], bytes] = {}
    others = []
    for (checklist_id, name), content in files.items():
        edition, _dot, kind = name.partition(".")
        if kind != "toml":
            continue
        place = path / f"checklists/{checklist_id}/{name}"
        checklist, problems = parse_checklist(content, place, is_local=True)
        if checklist is None or not is_id(edition):
            what = next((problem.what for problem in problems if problem.is_error), _("is no id"))
            raise InvalidFileError(place, what)
        known = [each for each in library.paths(checklist_id, edition) if each.exists()]
        if not known:
            missing[checklist_id, name] = content
            for (other_id, other), text in files.items():
                if other_id == checklist_id and _is_translation(other, edition):
                    missing[other_id, other] = text
        elif read_file(known[-1])[0] != content:
            others.append(f"{checklist_id} {edition}")
    return missing, tuple(others)
