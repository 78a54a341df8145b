"""The import of a table of partners from their list."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.importing.columns import Map
from csp_tui.core.importing.kept_maps import PARTNERS, maps_of
from csp_tui.core.importing.partners import import_partners, read_partners
from csp_tui.core.importing.table import Chosen, ImportTable
from csp_tui.core.importing.workbook import read_given
from csp_tui.core.store.over_partners import Done
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.importing.source import Source
from csp_tui.tui.saving.saver import Job

WhenImported = Callable[[ImportTable, Chosen, Saved], object]


def import_source(workplace: Workplace, path: str, found: list[Done], done: WhenImported) -> Source:
    """Return the import of the table of partners at `path`, which may begin with ``~``.

    Its job writes all partners as one act, or none if one fails or the user stops it.

    Args:
        workplace: the store and the archive.
        path: the path of the file.
        found: the job adds to it what was saved for each partner.
        done: called after the import.
    """

    def read(sheet: str, said: Map) -> ImportTable:
        content = read_given(Path(path))
        kept = maps_of(workplace.places.config, PARTNERS)
        return read_partners(content, Path(path), workplace, said or None, kept, sheet)

    def job(chosen: Chosen, goes_on: Callable[[int], bool]) -> Job:
        def save(_store: Store) -> Saved:
            saved: list[Saved] = []
            with closing(import_partners(workplace, *chosen)) as writing:
                for each in writing:
                    saved.append(each)
                    if not goes_on(len(saved)):
                        raise UsageError(_("you have stopped it"))
            found.append(Done(saved, {}))
            return saved[0]

        return save

    config = workplace.places.config
    return Source(path, N_("Import"), config, PARTNERS, read, job, done, can_stop=True)
