"""What an import is of: a file, and how its table is read and saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError, NotFoundError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line
from csp_tui.core.importing.columns import Map
from csp_tui.core.importing.table import Chosen, ImportTable
from csp_tui.core.store.saved import Saved
from csp_tui.tui.saving.saver import Job

GoesOn = Callable[[int], bool]
"""Called with how many partners or customers are written; returns whether to go on."""


@dataclass(frozen=True, slots=True)
class Source:
    """What an import is of.

    Args:
        path: the path of the file, as the user typed it.
        title: the title of the screen, in English.
        config: the directory of the settings, in which a map may be kept.
        kind: the kind of table, as `kept_maps` names it.
        read: returns the table of a sheet, "" for the first one, read by a map, which is empty
            where the columns are to be found out; raises CspTuiError.
        job: returns the job that writes what is chosen.
        done: called after the import with the table, what was chosen and what was saved.
        can_stop: whether the job heeds what its `GoesOn` returns; if not, it is one write.
    """

    path: str
    title: str
    config: Path
    kind: str
    read: Callable[[str, Map], ImportTable]
    job: Callable[[Chosen, GoesOn], Job]
    done: Callable[[ImportTable, Chosen, Saved], object]
    can_stop: bool


def why_unread(error: CspTuiError, path: str) -> str:
    """Return why the table in the file at `path` cannot be read; a fault of the file names it."""
    if isinstance(error, NotFoundError):
        return _("there is no file {path} on this host").format(path=visible_line(path))
    return str(error)
