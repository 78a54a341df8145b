"""The lines that the first screen shows: title, column titles and rows. Widths are in cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from csp_tui.core.base.language import N_, _, ngettext, pgettext
from csp_tui.core.base.text import cut, pad, visible_line, width
from csp_tui.core.partners.clock_words import is_urgent, short_clock
from csp_tui.core.partners.rows import BEHIND, PartnerSummary, RunSummary
from csp_tui.core.runs.run_name import short_name
from csp_tui.core.runs.step_groups import StepGroup
from csp_tui.tui.lines.bar import bar as bar_of
from csp_tui.tui.lines.frame import ruled, title_row
from csp_tui.tui.lines.row import Row
from csp_tui.tui.lines.tone import Line, Span, Tone

if TYPE_CHECKING:
    from csp_tui.core.checklists.model import Checklist

USUAL = 80
"""Width of a usual terminal."""
MARK = 2
"""Width of the mark in front of each row."""
LEAST_NEXT, NEXT = 14, 20
"""Width that other columns leave to the last one: on a screen narrower than `USUAL`, on others."""
NAME, LEAST_NAME, MOST_NAME = 24, 13, 34
RUN, LEAST_RUN, MOST_RUN = 16, 6, 44
SHIPPED_RUN = 22
"""Width of the longest name of a shipped checklist with a year: ``Rester revendeur 2027``."""

HINTS = (
    ("enter", N_("open")),
    ("a", N_("add")),
    ("/", N_("narrow")),
    ("v", N_("next")),
    ("f", N_("filter")),
    ("s", N_("sort")),
    ("e", N_("edit")),
    ("S", N_("start")),
    ("E", N_("newest edition")),
    ("P", N_("report")),
    ("?", N_("help")),
    ("q", N_("quit")),
)

WELCOME = (
    N_("No partner yet. Press a to add the first one. Nothing is sent anywhere."),
    N_("Or read a checklist first: choose one and press enter."),
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The width of each column with the gap after it; 0 for a column that is left out.

    `cells` is the width of all columns together. `has_editions` is whether the column of the run
    also shows the edition.
    """

    cells: int
    name: int
    run: int
    bar: int
    count: int
    clock: int
    has_editions: bool

    @property
    def names(self) -> str:
        """The line of column titles."""
        done = _("Progress") if self.bar else _("Done")
        texts = (
            (_("Partner"), self.name),
            (_("Run"), self.run),
            (done, self.bar + self.count),
            (pgettext("column", "Clock"), self.clock),
        )
        return f"  {''.join(pad(cut(text, cells - 1), cells) for text, cells in texts)}{_('Next')}"


def columns(partners: Sequence[PartnerSummary], cells: int, today: date) -> Columns:
    """Return the widths of columns that fit into a list of `cells`.

    If room is short, these are left out in this order, until the rest fits: the progress bar, the
    edition, the days to the partner's anniversary, and the run. Names of partners take from what is
    next before they are cut below `NAME`.
    """
    room = cells - MARK
    runs = [run for partner in partners for run in partner.runs]
    names = (visible_line(row.name) for row in partners)
    name = min(MOST_NAME, 1 + max(map(width, (_("Partner"), *names))))
    titles = (width(_title(run)) + bool(run.newer) for run in runs)
    title = 1 + max((width(_("Run")), *titles))
    edition = max((width(_edition(run)) for run in runs), default=0)
    whole = max(title, *(1 + width(_title(run) + _edition(run)) for run in runs), 0)
    count = 1 + max((len(_count(run)) for run in runs), default=0)
    clock = max((len(short_clock(row, today)) for row in partners), default=0)
    count, clock = max(1 + width(_("Done")), count), clock and max(6, clock + 1)
    last = NEXT if cells >= USUAL else LEAST_NEXT
    last -= any(run.newer for run in runs)  # one cell for the mark of an older edition
    run_room = SHIPPED_RUN if cells >= USUAL else RUN
    for bar, has_editions in ((9, True), (5, True), (0, True), (0, False)):
        run = min(whole, run_room + edition) if has_editions else min(title, run_room)
        least = min(name, NAME if has_editions else LEAST_NAME)
        spare = room - (least + run + (bar and bar + 1) + count + clock + last)
        if spare >= 0:
            break
    if run + spare < LEAST_RUN:
        spare, clock = spare + clock, 0
    if spare < 0:
        run = run + spare if run + spare >= LEAST_RUN else 0
        return Columns(cells, least, run, 0, count, clock, has_editions)
    more_name = min(name - least, spare)
    more_run = min(max(0, min(title, MOST_RUN) - run_room), (spare - more_name) // 2)
    more_name += max(0, min(min(name, NAME) - least - more_name, last - LEAST_NEXT))
    bar = bar and bar + 1
    return Columns(cells, least + more_name, run + more_run, bar, count, clock, has_editions)


def head(
    partners: Sequence[PartnerSummary],
    shown: Sequence[PartnerSummary],
    chosen: str,
    today: date,
    fit: Columns,
    end: Sequence[Span] = (),
    *,
    is_demo: bool = False,
) -> list[Line]:
    """Return the two lines above the list: the title with counts, and the column titles.

    Args:
        partners: all partners.
        shown: the partners that pass the filter.
        chosen: the filter, the order and the narrowing in words; "" for all partners by name.
        today: the current day.
        fit: the widths of the columns.
        end: what to show at the right end of the first line, as far as there is room.
        is_demo: whether these are the invented partners of the demo.
    """
    if not partners:
        return [
            ((" csp-tui", Tone.STRONG), (f"  {_('checklists for CSP partners')}", Tone.QUIET)),
            (),
        ]
    is_part = len(shown) < len(partners)
    how_many = str(len(partners))
    if is_part:
        how_many = _("{count} of {all}").format(count=len(shown), all=len(partners))
    counts: list[Span] = [(how_many, Tone.ACCENT if is_part else Tone.TEXT), (chosen, Tone.ACCENT)]
    if not is_part:
        counts += [*_counts(partners, today), (_behind(partners), Tone.QUIET)]
    title = title_row(fit.cells, [_("Partners")], counts, end, is_demo=is_demo)
    return [title, ruled(((fit.names, Tone.QUIET),), fit.cells)]


def _counts(partners: Sequence[PartnerSummary], today: date) -> list[Span]:
    runs = [run for partner in partners for run in partner.runs]
    chase = sum(run.number_in(StepGroup.CHASE, today) for run in runs)
    due = sum(run.number_in(StepGroup.DUE, today) for run in runs)
    refused = sum(run.count_refused() for run in runs)
    changed = sum(run.rules_changed for run in runs)
    unreadable = sum(bool(p.error) for p in partners) + sum(bool(r.error) for r in runs)
    labels = (
        (chase, ngettext("{count} to chase", "{count} to chase", chase), Tone.SOON),
        (due, ngettext("{count} due", "{count} due", due), Tone.SOON),
        (refused, ngettext("{count} refused", "{count} refused", refused), Tone.TEXT),
        (changed, ngettext("{count} to confirm", "{count} to confirm", changed), Tone.TEXT),
        (unreadable, ngettext("{count} unreadable", "{count} unreadable", unreadable), Tone.STRONG),
    )
    return [(label.format(count=count), tone) for count, label, tone in labels if count]


def _behind(partners: Sequence[PartnerSummary]) -> str:
    """Return the text on how many partners have a run in an older edition, or ""."""
    number = sum(any(run.newer for run in partner.runs) for partner in partners)
    label = ngettext("{count} outdated ({mark})", "{count} outdated ({mark})", number)
    return label.format(count=number, mark=BEHIND) if number else ""


def run_key(partner_id: str, run: str) -> str:
    """Return the key of a run's row in the list of partners."""
    return f"{partner_id} {run}"


def partner_and_run(key: str) -> tuple[str, str]:
    """Return the partner's id and the run's key that are in a row's `key`; either may be ""."""
    partner_id, _space, run = key.partition(" ")
    return partner_id, run


def first_key(partner: PartnerSummary) -> str:
    """Return the key of the first of the rows that show this partner."""
    return run_key(partner.id, partner.runs[0].key) if partner.runs else partner.id


def rows(partners: Sequence[PartnerSummary], fit: Columns, today: date) -> list[Row]:
    """Return the rows of the list: one for each run, or one for a partner without a run."""
    found: list[Row] = []
    for partner in partners:
        shown = pad(visible_line(partner.name), fit.name - 1) + " "
        clock = pad(short_clock(partner, today), fit.clock)
        tone = Tone.TEXT if is_urgent(partner, today) else Tone.QUIET
        if partner.error:
            error = visible_line(partner.error)
            found.append(Row(partner.id, ((shown, Tone.TEXT), (error, Tone.STRONG)), less=1))
        elif not partner.runs:
            text = _("no checklist started: press enter")
            room = fit.run + fit.bar + fit.count
            text = pad(cut(text, room - 1), room) if clock.strip() else text
            empty: Line = ((text, Tone.QUIET), (clock.rstrip(), tone))
            found.append(Row(partner.id, ((shown, Tone.TEXT), *empty), less=1))
        for index, each in enumerate(partner.runs):
            first = shown if index == 0 else " " * fit.name
            time = clock if index == 0 else " " * fit.clock
            key = run_key(partner.id, each.key)
            line_of_run = _run(each, fit, (time, tone), today)
            line = ((first, Tone.TEXT), *line_of_run)
            found.append(Row(key, line, less=len(line) - 1))
    return found


def _run(run: RunSummary, fit: Columns, clock: tuple[str, Tone], today: date) -> Line:
    edition = _edition(run) if fit.has_editions else _edition(run)[-1:]
    title = pad(_title(run, fit.run - width(edition) - 1) + edition, fit.run)
    if run.error:
        return ((title, Tone.TEXT), (visible_line(run.error), Tone.STRONG))
    return (
        (title, Tone.TEXT),
        *_bar(run, fit.bar - 1),
        (_count(run).rjust(fit.count - 1) + " ", Tone.TEXT),
        clock,
        (visible_line(run.next(today)), Tone.SOON if run.is_urgent(today) else Tone.TEXT),
    )


def _bar(run: RunSummary, cells: int) -> Line:
    return (*bar_of(run.done, run.total, cells), (" " if cells > 0 else "", Tone.TEXT))


def _edition(run: RunSummary) -> str:
    """Return a space, the edition of a run and the mark of an older one; "" if it is the newest."""
    return f" {visible_line(run.edition)}{BEHIND}" if run.newer else ""


def _title(run: RunSummary, cells: int = 0) -> str:
    return short_name(run.key, run.checklist, cells)


def _count(run: RunSummary) -> str:
    return "" if run.error else f"{run.done}/{run.total}"


def first_rows(checklists: Mapping[str, Checklist], today: date) -> list[Row]:
    """Return the rows while there is no partner: a welcome, and the checklists to read.

    Each checklist has a second row: the date of the guidance that it is taken from, and when its
    wording was last checked.
    """
    from csp_tui.core.checklists import ages  # imported late: not needed once there are partners

    found = [Row("", ((f" {_(sentence)}", Tone.TEXT),)) for sentence in WELCOME]
    found.append(Row("", ()))
    for key, checklist in checklists.items():
        count = len(checklist.by_id)
        title = visible_line(checklist.title)
        items = ngettext("{count} item", "{count} items", count).format(count=count)
        text = f"  {visible_line(checklist.edition)}, {items}"
        found.append(Row(key, ((title, Tone.TEXT), (text, Tone.QUIET))))
        dates = _("source {day}").format(day=ages.dated_briefly(checklist.source_date, today))
        if checked := ages.checked(ages.last_checked(checklist), today):
            dates += _("; ") + _("wording last checked {day}").format(day=checked)
        found.append(Row("", ((f"   {visible_line(dates)}", Tone.QUIET),)))
    return found


def nothing_fits() -> list[Row]:
    """Return one row, which says that no partner passes the filter."""
    return [Row("", ((f" {_('No partner fits now. Press f to see all.')}", Tone.QUIET),))]
