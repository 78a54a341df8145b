"""The import of a table of customers from the matrix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from csp_tui.core.base.language import N_
from csp_tui.core.importing.columns import Map
from csp_tui.core.importing.customers import import_job, read_customers
from csp_tui.core.importing.kept_maps import CUSTOMERS, maps_of
from csp_tui.core.importing.table import Chosen, ImportTable
from csp_tui.core.importing.workbook import read_given
from csp_tui.core.store.saved import Saved
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.customers.matrix import Matrix
from csp_tui.tui.importing.source import Source
from csp_tui.tui.saving.saver import Job

WhenImported = Callable[[ImportTable, Chosen, Saved], object]


def import_source(workplace: Workplace, matrix: Matrix, path: str, done: WhenImported) -> Source:
    """Return the import of the table of customers at `path`; its job is one write.

    Args:
        workplace: has the directory of the settings, and the present day.
        matrix: has the partner and its customers.
        path: the path of the file; it may begin with ``~``.
        done: called after the import.
    """
    config, today = workplace.places.config, workplace.today
    known, partner_id = list(matrix.rows.values()), matrix.view.partner.id

    def read(sheet: str, said: Map) -> ImportTable:
        content = read_given(Path(path))
        kept = maps_of(config, CUSTOMERS)
        return read_customers(content, Path(path), known, today, said or None, kept, sheet)

    def job(chosen: Chosen, goes_on: Callable[[int], object]) -> Job:
        return import_job(partner_id, chosen, today, goes_on)

    title = N_("Import customers")
    return Source(path, title, config, CUSTOMERS, read, job, done, can_stop=False)
