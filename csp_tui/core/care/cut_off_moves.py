"""Moves to or from the archive that a crash cut off."""

from __future__ import annotations

from pathlib import Path

from csp_tui.core.base.ids import is_id
from csp_tui.core.disk.directories import list_directory
from csp_tui.core.disk.places import Places


def cut_off_moves(places: Places) -> list[str]:
    """Return the ids of the partners whose files are neither all in the archive nor all out of it.

    They are sorted. A partner with a progress file in both places is not among them.

    Raises:
        InvalidFileError: a directory cannot be read.
    """
    archived = places.archived
    away = _ids(archived.partners, ".toml")
    here = _ids(places.partners, ".toml")
    rest = _ids(places.history, ".jsonl") | _ids(places.customers, "")
    left = _ids(archived.history, ".jsonl") | _ids(archived.customers, "")
    return sorted((away & rest) - here | (here & left) - away)


def _ids(directory: Path, ending: str) -> set[str]:
    names = (name for name in list_directory(directory) if name.endswith(ending))
    return {found for name in names if is_id(found := name.removesuffix(ending))}
