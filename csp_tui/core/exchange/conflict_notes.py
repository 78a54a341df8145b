"""In which partners conflicts came up, so that they are counted without reading every history.

Whatever takes in lines notes it. The notes are for speed alone: the list of all conflicts follows
from the histories.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.ids import is_id
from csp_tui.core.care.conflicts import conflicts_of, every_partner
from csp_tui.core.describe.clashes import worth_showing
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import Version, current_version, read_file, replace_file
from csp_tui.core.disk.places import Places
from csp_tui.core.workplace.workplace import Workplace


def noted_partners(places: Places) -> set[str]:
    """Return the ids of the partners in which conflicts came up, some of them decided by now.

    Empty if none came up, or if the notes cannot be read.
    """
    with contextlib.suppress(CspTuiError):
        names = read_file(places.conflict_notes)[0].decode(errors="replace").split()
        return set(filter(is_id, names))
    return set()


def note_conflicts(workplace: Workplace, partner_ids: Collection[str]) -> None:
    """Note that conflicts came up in partners; nothing is written if all of them are noted already.

    Noted partners whose conflicts are all decided are dropped. Failure is ignored, as is a data
    directory that is away: the conflicts are then not counted, but still listed.
    """
    known = noted_partners(workplace.places)
    if known.issuperset(partner_ids) or not workplace.places.data.is_dir():
        return
    counter = ConflictCounter(workplace)
    kept = {*partner_ids, *(each for each in known if counter.count_of([each]))}
    path = workplace.places.conflict_notes
    with contextlib.suppress(CspTuiError):
        make_directory(path.parent)
        replace_file(path, "".join(f"{each}\n" for each in sorted(kept)).encode())


class ConflictCounter:
    """Counts the conflicts of noted partners; a history is read again only if it has changed.

    Args:
        workplace: the partners, with those in its archive.
    """

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._counted: dict[Path, tuple[Version | None, int]] = {}

    def count(self) -> int:
        """Return how many undecided conflicts the noted partners have; 0 if none is noted.

        Partners that are gone, or whose history cannot be read, are not counted.
        """
        noted = noted_partners(self._workplace.places)
        return self.count_of(noted) if noted else 0

    def count_of(self, partner_ids: Collection[str]) -> int:
        """Return how many undecided conflicts the partners with these ids have.

        Archived partners count, too. Partners that are gone, or whose history cannot be read, are
        not counted.
        """
        count = 0
        with contextlib.suppress(CspTuiError):
            for partner_id, at in every_partner(self._workplace):
                if partner_id in partner_ids:
                    count += self._count_in(at, partner_id)
        return count

    def _count_in(self, at: Workplace, partner_id: str) -> int:
        path = at.places.history_file(partner_id)
        version = current_version(path)
        known = self._counted.get(path)
        if known is None or known[0] != version:
            count = 0
            with contextlib.suppress(CspTuiError):
                count = len(worth_showing(conflicts_of(at, partner_id)))
            self._counted[path] = known = version, count
        return known[1]
