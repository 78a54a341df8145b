"""The lines that the first screen shows: title, heads of columns and rows. Widths are in cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from csp_tui.core.base.days import month_of_year, short_day
from csp_tui.core.base.language import N_, _, ngettext, partner_count
from csp_tui.core.base.text import cut, pad, pad_name, visible_line, width
from csp_tui.core.partners.clock_words import clock_column, is_near
from csp_tui.core.partners.counts import Counts
from csp_tui.core.partners.looked_for import parties_of, shown_now
from csp_tui.core.partners.now import Kind, Now, cells
from csp_tui.core.partners.rows import BEHIND, PartnerRun, PartnerSummary, RunSummary
from csp_tui.core.partners.sieve import Sieve
from csp_tui.core.partners.urgency import Group, GroupedRuns, heading
from csp_tui.core.runs.run_name import short_name
from csp_tui.tui.lines.bar import bar as bar_of
from csp_tui.tui.lines.frame import heads, loading_words, ruled, title_row
from csp_tui.tui.lines.hints import Hint
from csp_tui.tui.lines.row import FOLDED, MadeRows, Row
from csp_tui.tui.lines.tone import Line, Span, Tone
from csp_tui.tui.partners.columns import Columns, old_word

_LEAST_NAMES = 22
"""Cells before the right end of the title in which the run's name has at least eight."""

HINTS = (
    ("enter", N_("open")),
    ("a", N_("add")),
    ("/", N_("narrow")),
    ("v", N_("next")),
    ("f", N_("filter")),
    ("s", N_("sort")),
    ("e", N_("edit")),
    ("S", N_("start")),
    ("P", N_("report")),
    ("E", N_("newest edition")),
    ("?", N_("help")),
    ("q", N_("quit")),
)


def hints_on(runs: Iterable[RunSummary | None], hints: Sequence[Hint] = HINTS) -> Sequence[Hint]:
    """Return `hints` for rows with `runs`; without the key that moves them if none can be moved."""
    can_move = any(run is not None and (run.newer or run.kept) for run in runs)
    return [hint for hint in hints if can_move or hint[1] != N_("newest edition")]


def head(
    sieve: Sieve,
    shown: Sequence[PartnerSummary],
    chosen: str,
    fit: Columns,
    cells: int,
    end: Sequence[Span] = (),
    *,
    is_marked: bool = False,
    here: Sequence[str] = (),
) -> list[Line]:
    """Return the two lines above the list: the title with counts, and the heads of the columns.

    If there is no partner yet, they are the name of the app and a blank line.

    Args:
        sieve: the filters and their counts, over all partners.
        shown: the partners that pass the filter.
        chosen: the filter, the order and the narrowing in words; "" for all partners by name.
        fit: the columns.
        cells: the width of the screen.
        end: what to show at the right end of the first line, as far as there is room.
        is_marked: whether rows are marked, so that ctrl+g would end the marks.
        here: what is in the row under the cursor, for a narrow screen: see `whole_row`.
    """
    if not sieve.rows:
        return [
            ((" csp-tui", Tone.STRONG), (f"  {_('checklists for CSP partners')}", Tone.QUIET)),
            (),
        ]
    has_room = not end or cells - width(end[0][0]) >= _LEAST_NAMES
    names = [_("Partners"), *filter(None, [fit.run_name if has_room else ""])]
    is_part = len(shown) < len(sieve.rows)
    how_many = str(len(sieve.rows))
    if is_part:
        how_many = _("{count} of {all}").format(count=len(shown), all=len(sieve.rows))
    counts = [] if is_part else _counted(sieve.counts, has_mark=fit.shows_run)
    back = (
        _("{key} show all").format(key="ctrl+g") if is_part and not is_marked else "",
        Tone.QUIET,
    )
    while True:
        known: list[Span] = [(how_many, Tone.ACCENT if is_part else Tone.TEXT), *counts]
        title = title_row(cells, names, [*known, (chosen, Tone.ACCENT), back], end)
        if not (counts and chosen) or (chosen, Tone.ACCENT) in title:
            return [title, heads(fit.names, here, cells)]
        counts.pop()


def whole_row(partner: PartnerSummary | None, run: str) -> Sequence[str]:
    """Return the partner's name, and if it has several runs that of the run `run`.

    Empty without a partner.
    """
    if partner is None:
        return ()
    of_run = [short_name(each.key, each.checklist) for each in partner.runs if each.key == run]
    return [partner.name, *(of_run if len(partner.runs) > 1 else ())]


def loading_head(count: int, read: int, fit: Columns, cells: int) -> list[Line]:
    """Return the two lines above the list while the partners are read.

    Args:
        count: how many partners there are; 0 if that is not known yet.
        read: how many of them have been read.
        fit: the columns.
        cells: the width of the screen.
    """
    how_many = str(count) if count else ""
    counts = [(how_many, Tone.TEXT), (loading_words(read), Tone.QUIET)]
    return [
        title_row(cells, [_("Partners")], counts),
        ruled(((fit.names, Tone.QUIET),), cells),
    ]


def _counted(counts: Counts, *, has_mark: bool) -> list[Span]:
    """Return `counts` as texts for the title, the most urgent first; without those of 0.

    If the rows have the mark of an older edition, it is behind the count of those partners.

    The first count of items, not of runs, says so: ``items: 5 to chase``.
    """
    late, soon, unreadable, chase, due, changed, refused, behind = counts
    outdated = ngettext("{count} outdated", "{count} outdated", behind)
    if has_mark:
        outdated = ngettext("{count} outdated ({mark})", "{count} outdated ({mark})", behind)
    labels = (
        (late, _("{count} late"), Tone.LATE),
        (soon, _("{count} this week"), Tone.SOON),
        (unreadable, ngettext("{count} unreadable", "{count} unreadable", unreadable), Tone.STRONG),
        (chase, ngettext("{count} to chase", "{count} to chase", chase), Tone.TEXT),
        (due, ngettext("{count} due", "{count} due", due), Tone.TEXT),
        (changed, ngettext("{count} to confirm", "{count} to confirm", changed), Tone.TEXT),
        (refused, ngettext("{count} refused", "{count} refused", refused), Tone.TEXT),
        (behind, outdated, Tone.QUIET),
    )
    of_items = next((label for count, label, _tone in labels[3:7] if count), "")
    known = [
        (label.format(count=count, mark=BEHIND), tone, label is of_items)
        for count, label, tone in labels
        if count
    ]
    first = _("items: {count}")
    return [(first.format(count=text) if is_it else text, tone) for text, tone, is_it in known]


def key_of(partner: PartnerSummary, run: RunSummary | None) -> str:
    """Return the key of the row of a run, or of a partner without runs."""
    return f"{partner.id} {run.key}" if run else partner.id


def partner_and_run(key: str) -> tuple[str, str]:
    """Return the partner's id and the run's key that are in a row's `key`; either may be ""."""
    partner_id, _space, run = key.partition(" ")
    return partner_id, run


def partner_at(partners: Iterable[PartnerSummary], key: str) -> PartnerSummary | None:
    """Return the one of `partners` whose row has this key; None if it is of none of them."""
    partner_id, _run = partner_and_run(key)
    return next((each for each in partners if each.id == partner_id), None)


def first_key(partner: PartnerSummary) -> str:
    """Return the key of the first of the rows that show this partner."""
    return key_of(partner, next(iter(partner.runs), None))


class PartnerRows(MadeRows):
    """The rows of the list: one for each run, or one for a partner without a run.

    Args:
        runs: the runs in the order of the list, by their groups.
        fit: the columns.
        today: the current day.
        folded: the groups of which only the heading is shown.
        is_roomy: whether a blank line is before each group but the first and folded ones.
    """

    def __init__(
        self,
        runs: GroupedRuns,
        fit: Columns,
        today: date,
        folded: Collection[Group] = (),
        *,
        is_roomy: bool = False,
    ) -> None:
        self._fit = fit
        self._today = today
        self._places: list[Row | PartnerRun] = []
        self._headings: list[int] = []
        for group, own in runs.items():
            if group is None:
                self._places += own
            elif group in folded:
                self._places.append(_heading(group, len(own), is_folded=True))
            else:
                start = len(self._places)
                if is_roomy and self._places:
                    self._places.append(Row("", ()))
                self._places += (_heading(group, len(own), is_folded=False), *own)
                self._headings += range(start, len(self._places) - len(own))

    def __len__(self) -> int:
        return len(self._places)

    def headings(self) -> Sequence[int]:
        """Return the indexes of the headings that are not folded, and of the blank rows."""
        return self._headings

    def key_at(self, index: int) -> str:
        """Return the key of the row at `index`: a run, a partner without a run, or a folded group.

        "" for the heading of a group that is not folded, and for a blank row.
        """
        place = self._places[index]
        return place.key if isinstance(place, Row) else key_of(*place)

    def row_at(self, index: int) -> Row:
        """Return the row at `index`; a partner's name is quiet in the rows after its first."""
        place, before = self._places[index], self._places[index - 1]
        if isinstance(place, Row):
            return place
        partner, run = place
        is_second = index > 0 and not isinstance(before, Row) and before[0] is partner
        return self._row(partner, run, is_second=is_second)

    def _row(self, row: PartnerSummary, run: RunSummary | None, *, is_second: bool) -> Row:
        fit, widths = self._fit, self._fit.widths
        order = fit.order.name if fit.order else ""
        now = shown_now(row, run, self._today, fit.filters, order)
        name = pad_name(visible_line(row.name), widths.name)
        line: Line = ((name, Tone.QUIET if is_second else Tone.TEXT),)
        is_archived = fit.is_of_archive and now.kind is not Kind.UNREADABLE
        line += self._archived(row) if is_archived else _now(now, self._today)
        if now.kind is Kind.UNREADABLE:  # nothing else is known, so the reason has the whole row
            line += (_GAP, (visible_line(now.subject), Tone.QUIET))
            return Row(key_of(row, run), line, less=len(line) - 1)
        if widths.bar:
            bar = bar_of(run.done, run.total, widths.bar) if run else _blank(widths.bar)
            line += (_GAP, *bar)
        if fit.done:
            line += (_GAP, *self._done(run))
        if widths.clock:
            tone = Tone.TEXT if is_near(row, self._today) else Tone.QUIET
            line += (_GAP, (pad(clock_column(row, self._today), widths.clock), tone))
        if widths.owner:
            line += (_GAP, (pad(visible_line(row.owner), widths.owner), Tone.TEXT))
        if widths.waits:
            line += (_GAP, (_parties(now, run, widths.waits), Tone.TEXT))
        less = None
        if widths.next:
            less, what = len(line) + 1, now.what
            if run is not None and self._is_to_name(row, run):
                name = short_name(run.key, run.checklist, widths.next - len(": "))
                what = _("{title}: {what}").format(title=name, what=what)
            line += (_GAP, *self._next(now.kind, what))
        line += self._run(row, run) if widths.run else ()
        return Row(key_of(row, run), line, less=less)

    def _archived(self, row: PartnerSummary) -> Line:
        """Return the day of archiving, which is that of the last change of an archived partner."""
        day, today = row.changed.astimezone().date() if row.changed else None, self._today
        words = ""
        if day:
            words = short_day(day, today) if day.year == today.year else month_of_year(day)
        return (_GAP, (pad(words, cells()), Tone.QUIET))

    def _is_to_name(self, row: PartnerSummary, run: RunSummary) -> bool:
        """Return whether *Next* names the run, since no other place tells which it is."""
        if self._fit.is_run_in_next:
            return True
        if self._fit.shows_run or len(row.runs) < _SEVERAL:
            return False
        is_in_title = bool(self._fit.run_name)
        return not is_in_title or [each.checklist for each in row.runs].count(run.checklist) > 1

    def _done(self, run: RunSummary | None) -> Line:
        """Return the count of a run, with a word behind it if no column tells that it is old."""
        old = self._fit.old
        if run is None:
            return _blank(self._fit.done + (old or 1))
        tone = Tone.QUIET if run.done == run.total else Tone.TEXT
        count = f"{run.done}/{run.total}".rjust(self._fit.done)
        return (
            (count, tone),
            (f" {old_word()}" if old and run.newer else " " * (old or 1), Tone.QUIET),
        )

    def _next(self, kind: Kind, what: str) -> Line:
        is_quiet = kind >= Kind.WAITING or kind is Kind.CLOSE
        text = pad(visible_line(what), self._fit.widths.next)
        return ((text, Tone.QUIET if is_quiet else Tone.TEXT),)

    def _run(self, row: PartnerSummary, run: RunSummary | None) -> Line:
        cells = self._fit.widths.run
        if self._fit.order is not None:
            return (_GAP, (cut(self._fit.last_of(row, run, self._today), cells), Tone.TEXT))
        if run is None:
            return ()
        mark = BEHIND if run.newer else ""
        name = short_name(run.key, run.checklist, cells - len(mark))
        return (_GAP, (f"{name}{mark}", Tone.QUIET))


_GAP: Span = (" ", Tone.TEXT)
_SEVERAL = 2


def _parties(now: Now, run: RunSummary | None, cells: int) -> str:
    """Return for whom a run waits: the party of what the row tells, or else the first to chase.

    Behind it is how many others there are: ``Microsoft vet… +1``.
    """
    known = parties_of(run) if run else []
    if not (now.whom or known):
        return " " * cells
    first = now.whom or known[0]
    others = len({*known, first}) - 1
    more = f" +{others}" if others else ""
    return pad(cut(visible_line(first), cells - len(more)) + more, cells)


def group_of_key(key: str) -> Group | None:
    """Return the group whose folded heading has the key `key`; None for any other row."""
    return Group(key.removeprefix(FOLDED)) if key.startswith(FOLDED) else None


def folded_key(group: Group) -> str:
    """Return the key of the heading of a folded group; no id of a partner begins like it."""
    return f"{FOLDED}{group}"


def _heading(group: Group, count: int, *, is_folded: bool) -> Row:
    text = heading(group, count)
    if is_folded:
        return Row(folded_key(group), ((text, Tone.STRONG),))
    return Row("", ((f"  {text}", Tone.STRONG),))


def _blank(cells: int) -> Line:
    return ((" " * cells, Tone.TEXT),)


def _now(now: Now, today: date) -> Line:
    """Return the cells of the column *Now*: its words have their tone, the blanks have none."""
    room = cells()
    words = cut(now.words(today), room)
    if now.kind.is_late:
        tone = Tone.LATE
    elif now.kind.is_soon:
        tone = Tone.SOON
    elif now.kind is Kind.UNREADABLE:
        tone = Tone.STRONG
    else:
        tone = Tone.QUIET if now.kind >= Kind.WAITING else Tone.TEXT
    return (_GAP, (words, tone), (" " * (room - width(words)), Tone.TEXT))


def number_of_partners(count: int, runs: int) -> str:
    """Return ``9 partners`` for the divider if the list has more rows than partners, else "".

    There are more rows where a partner has several runs.

    Args:
        count: the number of partners.
        runs: the number of their runs; a partner without runs counts as one.
    """
    if runs == count:
        return ""
    return partner_count(count)


def nothing_fits() -> list[Row]:
    """Return one row, with the sentence that no partner passes the filter."""
    return [Row("", ((f" {_('No partner fits now; ctrl+g shows all.')}", Tone.QUIET),))]
