"""At which section of its checklist each run is, and how long runs usually are in a section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.checklists.library import Library
from csp_tui.core.partners.rows import PartnerSummary

DONE = ""
"""In place of a section: nothing that is required is open."""


class StageCount(NamedTuple):
    """How many open runs of a checklist are at a section."""

    checklist: str
    section: str
    """Title of the section; DONE (empty) for runs in which nothing required is open."""
    number: int
    usual_days: int | None = None
    """The days that half of the runs which have left the section were at most in it.

    None if no run has left it."""
    edition: str = ""
    """The newest edition that has the section; empty if that is the newest of the checklist."""


def stages_of(rows: Iterable[PartnerSummary], library: Library) -> list[list[StageCount]]:
    """Return the counts of each checklist that has an open run; the one with most open runs first.

    The sections of a checklist are in the order of the newest edition that a run is on; then come
    those that only older editions have, and DONE last. A section where no run is, and which no run
    has left, is left out. Runs whose checklist is unreadable do not count.
    """
    numbers: dict[str, Counter[str]] = {}
    days: dict[tuple[str, str], list[int]] = {}
    sections = _Sections(library)
    newest = {each.id: each.edition for each in library.newest()}
    for run in (run for row in rows for run in row.runs if not run.error):
        titles = sections.of(run.checklist, run.edition)
        for title, each in zip(titles, run.section_days, strict=False):
            if each >= 0:
                days.setdefault((run.checklist, title), []).append(each)
        if not run.outcome:
            numbers.setdefault(run.checklist, Counter())[run.stage] += 1
    return [
        [
            StageCount(
                key,
                title,
                numbers[key][title],
                int(median(spent)) if spent else None,
                sections.edition_of(key, title, newest.get(key, "")),
            )
            for title in sections.all_of(key)
            if (spent := days.get((key, title))) or numbers[key][title]
        ]
        for key in sorted(numbers, key=lambda each: (-numbers[each].total(), each))
    ]


class _Sections:
    """The titles of sections; each edition is read only once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[tuple[str, str], list[str]] = {}

    def of(self, checklist: str, edition: str) -> list[str]:
        """Return the titles of an edition's sections; empty if the edition is unreadable."""
        key = (checklist, edition)
        if key not in self._known:
            try:
                found = self._library.get(checklist, edition).sections
            except CspTuiError:
                found = ()
            self._known[key] = [section.title for section in found]
        return self._known[key]

    def edition_of(self, checklist: str, title: str, newest: str) -> str:
        """Return the newest edition with a section so called; "" if that is `newest`, and for DONE.

        Of older editions only those count that `of` was called for.
        """
        if title == DONE or title in self.of(checklist, newest):
            return ""
        known = self._known.items()
        return max(e for (key, e), titles in known if key == checklist and title in titles)

    def all_of(self, checklist: str) -> list[str]:
        """Return the titles of all editions of a checklist that `of` was called for, and then DONE.

        The newest edition comes first; a title that several editions have is in the list once.
        """
        editions = sorted((e for key, e in self._known if key == checklist), reverse=True)
        titles = (title for edition in editions for title in self._known[checklist, edition])
        return [*dict.fromkeys(titles), DONE]
