"""Which partners the filters keep; each filter is worked out only once, and a menu answers soon."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import compress, count
from operator import is_, is_not, itemgetter
from typing import Any, TypeVar

from csp_tui.core.base.choice import ValueFilter, value_asked
from csp_tui.core.base.text import fold
from csp_tui.core.partners.counts import Counts, counts_of
from csp_tui.core.partners.filters import VALUE_FILTERS, Filter, Values, Viewer
from csp_tui.core.partners.now import Now, bears_clock, now_of
from csp_tui.core.partners.rows import PartnerRun, PartnerSummary, RunSummary, runs_of

Entry = TypeVar("Entry")
_FEW = 4
"""Of fewer than one partner in so many, an order is worked out for these alone."""


class Sieve:
    """A list of partners to which filters are applied; what a filter keeps is worked out only once.

    Args:
        rows: all partners. When they change, another sieve must be made.
        viewer: who looks at them, and on which day.
        before: a sieve made earlier; what it worked out of partners that are unchanged is kept.
        replaced: if `rows` are those of `before`, changed in place: by index the partners that
            stood there. `before` is then not to be used any more.
    """

    def __init__(
        self,
        rows: Sequence[PartnerSummary],
        viewer: Viewer,
        before: Sieve | None = None,
        replaced: Mapping[int, PartnerSummary] | None = None,
    ) -> None:
        self.rows = rows
        self.viewer = viewer
        self._pairs: list[PartnerRun]
        """Each partner with each of its runs; with None if it has none."""
        self._places: list[int]
        """For each pair, the index of its partner."""
        self._marks: dict[str, bytearray] = {}
        """By the name of a filter, 1 for each pair that it keeps, else 0."""
        self._nows: dict[tuple[int, bool], Now] = {}
        """By Python's id of a run, or of a partner without one, and whether the clock counts."""
        self._values: dict[str, dict[str, list[int]]] = {}
        """By the name of a `ValueFilter`, for each value the indexes of its pairs."""
        self._sorted: dict[str, list[tuple[Any, int, Any]]] = {}
        """By the name of an order, the key, the id of the partner and the entry, for all."""
        self._kept: dict[str, list[tuple[Any, int, Any]]] = {}
        """The same of an earlier sieve, for the partners that are unchanged since."""
        self._new: Sequence[PartnerSummary] = ()
        """The other partners."""
        if before is not None and before.viewer != viewer:
            before = None
        is_in_place = replaced is not None
        if before is not None and not is_in_place:
            replaced = _replaced(before.rows, rows)
        if before is None or not _have_as_many_runs(replaced, rows):
            self._pairs = runs_of(rows)
            self._places = [place for place, row in enumerate(rows) for _run in row.runs or (None,)]
        else:
            self._places = before._places
            self._pairs = before._pairs if is_in_place else [*before._pairs]
            for place in replaced or ():
                pairs = runs_of([rows[place]])
                start = bisect_left(self._places, place)
                self._pairs[start : start + len(pairs)] = pairs
        if before is None:
            return
        if replaced is None:
            gone = [row for row in before.rows if id(row) not in self._ids]
            self._new = [row for row in rows if id(row) not in before._ids]
        else:
            gone, self._new = [*replaced.values()], [*map(rows.__getitem__, replaced)]
        self._keep(before, gone)

    def _keep(self, before: Sieve, gone: Sequence[PartnerSummary]) -> None:
        """Keep what `before` has worked out, unless many partners have changed since.

        `gone` are the partners of `before` that this sieve does not have.
        """
        if len(self._new) + len(gone) > len(self.rows) / _FEW:
            return
        old = set(map(id, gone))
        for name, entries in before._sorted.items():
            self._kept[name] = [each for each in entries if each[1] not in old]
        if "counts" in before.__dict__:
            less = counts_of(gone, before.now, self.viewer.today)
            more = counts_of(self._new, self.now, self.viewer.today)
            parts = zip(before.counts, less, more, strict=True)
            self.counts = Counts(*(old - gone + new for old, gone, new in parts))

    def is_for(self, rows: Sequence[PartnerSummary], viewer: Viewer) -> bool:
        """Return whether the sieve was made of just these partners, unchanged, for this viewer."""
        return viewer == self.viewer and self._has_all(rows)

    @cached_property
    def _ids(self) -> set[int]:
        """Python's ids of the partners."""
        return set(map(id, self.rows))

    def now(self, row: PartnerSummary, run: RunSummary | None) -> Now:
        """Return what is most urgent in a run of `row`, one of the partners that `kept` returned.

        `run` is None for a partner without runs.
        """
        place = id(row if run is None else run), bears_clock(row, run)
        if place not in self._nows:
            self._nows[place] = now_of(row, run, self.viewer.today)
        return self._nows[place]

    @cached_property
    def counts(self) -> Counts:
        """The counts over all partners of the sieve."""
        return counts_of(self.rows, self.now, self.viewer.today)

    def kept(self, chosen: Sequence[Filter]) -> Sequence[PartnerSummary]:
        """Return the partners that all filters `chosen` keep, each with only the runs they keep.

        A run is kept if every filter keeps it, and a partner with at least one kept run. A partner
        without runs is kept if every filter keeps it with None as the run. Without filters, all
        partners are kept.
        """
        if not chosen:
            return self.rows
        marks = [self._marks_of(each) for each in chosen]
        runs: dict[int, list[RunSummary]] = {}
        is_kept = marks[0] if len(marks) == 1 else map(all, zip(*marks, strict=True))
        for place, (_row, run) in compress(zip(self._places, self._pairs, strict=True), is_kept):
            runs.setdefault(place, []).extend([run] if run else ())
        return [
            row if len(row.runs) == len(own) else row._replace(runs=tuple(own))
            for row, own in ((self.rows[place], own) for place, own in runs.items())
        ]

    def in_order(
        self,
        name: str,
        partners: Sequence[PartnerSummary],
        keyed: Callable[[PartnerSummary], Sequence[tuple[Any, Entry]]],
    ) -> list[Entry]:
        """Return the entries of `partners`, sorted by their keys, the smallest first.

        All partners of the sieve are sorted once for each order; afterwards their entries are only
        picked out. So the next call with the same order is quick.

        Args:
            name: the name of the order.
            partners: those that `kept` returned, or some of them.
            keyed: returns the entries of a partner, each with its key in front. No two entries have
                the same key.
        """
        if name not in self._sorted:
            if len(partners) * _FEW < len(self.rows):
                return [entry for _key, _id, entry in _sorted(partners, keyed)]
            known = self._kept.pop(name, None)
            changed = self.rows if known is None else self._new
            found = [*(known or ()), *_sorted(changed, keyed)]
            self._sorted[name] = sorted(found, key=itemgetter(0))
        if self._has_all(partners):
            return [entry for _key, _id, entry in self._sorted[name]]
        wanted = set(map(id, partners))
        found = [each for each in self._sorted[name] if each[1] in wanted]
        if changed := [row for row in partners if id(row) not in self._ids]:
            found = sorted([*found, *_sorted(changed, keyed)], key=itemgetter(0))
        return [entry for _key, _id, entry in found]

    def runs(self, partners: Sequence[PartnerSummary]) -> Sequence[PartnerRun]:
        """Return what `runs_of` returns for `partners`; it is known already for all of them."""
        return self._pairs if self._has_all(partners) else runs_of(partners)

    def _has_all(self, partners: Sequence[PartnerSummary]) -> bool:
        """Return whether `partners` are all of the sieve, unchanged and in the same order."""
        if partners is self.rows:
            return True
        return len(partners) == len(self.rows) and all(map(is_, partners, self.rows))

    def number(self, chosen: Filter) -> int:
        """Return how many partners the filter `chosen` keeps."""
        return len(set(compress(self._places, self._marks_of(chosen))))

    def values(self, kind: ValueFilter[Values]) -> list[tuple[str, int]]:
        """Return each value that some partner has, with the number of such partners.

        The most frequent value comes first, equally frequent ones by name. The empty value is left
        out.
        """
        found = [
            (value, len({self._places[each] for each in pairs}))
            for value, pairs in self._pairs_by_value(kind).items()
            if value
        ]
        return sorted(found, key=lambda each: (-each[1], fold(each[0])))

    def _marks_of(self, chosen: Filter) -> bytearray:
        if chosen.name not in self._marks:
            self._marks[chosen.name] = self._new_marks(chosen)
        return self._marks[chosen.name]

    def _new_marks(self, chosen: Filter) -> bytearray:
        kind, value = value_asked(VALUE_FILTERS, chosen.name)
        if kind is None:
            rule, viewer = chosen.rule, self.viewer
            return bytearray(rule(row, run, viewer) for row, run in self._pairs)
        marks, wanted = bytearray(len(self._pairs)), fold(value)
        for each, pairs in self._pairs_by_value(kind).items():
            if kind.fits(fold(each), wanted):
                for pair in pairs:
                    marks[pair] = 1
        return marks

    def _pairs_by_value(self, kind: ValueFilter[Values]) -> dict[str, list[int]]:
        if kind.name not in self._values:
            found: dict[str, list[int]] = {}
            for pair, (row, run) in enumerate(self._pairs):
                for value in kind.rule(row, run, self.viewer.today):
                    found.setdefault(value, []).append(pair)
            self._values[kind.name] = found
        return self._values[kind.name]


def _replaced(
    before: Sequence[PartnerSummary], after: Sequence[PartnerSummary]
) -> dict[int, PartnerSummary] | None:
    """Return by index the summaries of `before` that `after` has another one for.

    None if there are more or fewer partners.
    """
    if len(before) != len(after):
        return None
    return {place: before[place] for place in compress(count(), map(is_not, before, after))}


def _have_as_many_runs(
    replaced: Mapping[int, PartnerSummary] | None, rows: Sequence[PartnerSummary]
) -> bool:
    """Return whether each partner in `rows` has as many runs as the one that it has replaced."""
    if replaced is None:
        return False
    return all(
        (len(row.runs) or 1) == (len(rows[place].runs) or 1) for place, row in replaced.items()
    )


def _sorted(
    partners: Sequence[PartnerSummary],
    keyed: Callable[[PartnerSummary], Sequence[tuple[Any, Entry]]],
) -> list[tuple[Any, int, Entry]]:
    """Return the key, the id of the partner and the entry, for each entry, sorted by the key."""
    found = [(key, id(row), entry) for row in partners for key, entry in keyed(row)]
    return sorted(found, key=itemgetter(0))
