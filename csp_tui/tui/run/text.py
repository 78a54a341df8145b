"""The lines that the screen of a run shows: title, counts and rows.

Widths are in cells.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import cut, fitting, visible_line, width
from csp_tui.core.checklists import ages
from csp_tui.core.checklists.model import Checklist, Item, Section
from csp_tui.core.describe import item as describe
from csp_tui.core.partners.rows import BEHIND
from csp_tui.core.progress.model import Status
from csp_tui.core.runs.item_counts import Counts, CustomerCounts
from csp_tui.core.runs.run_name import edition_to_show, full_name, name_of
from csp_tui.core.runs.view import RunView
from csp_tui.tui.lines.bar import bar
from csp_tui.tui.lines.row import MadeRows, Row
from csp_tui.tui.lines.tone import Line, Span, Tone

NO_ITEM = N_("This checklist has no items; q goes back.")

_BAR, _BAR_FROM = 15, 70
_LONG_BAR, _LONG_BAR_FROM = 30, 120
"""Cells of the progress bar, and the width from which on it is shown."""


LEAST_NAMES = 24
"""Width that the names of partner and checklist keep, if the age of the source is shown, too."""


def title_line(
    view: RunView, cells: int, today: date | None = None, *, is_demo: bool = False
) -> Line:
    """Return the title line: partner, run, and the run's edition unless it is the newest.

    Long names are cut.

    Args:
        view: the run.
        cells: the width of the line.
        today: the current day, to show also the age of the guidance that the checklist is taken
            from; None to leave that out.
        is_demo: whether the partner is an invented one of the demo.
    """
    demo = f" {_('DEMO')} " if is_demo else ""
    local = f" ({_('local')})" if view.checklist.is_local else ""
    mark = BEHIND if view.newer else ""
    shown = visible_line(edition_to_show(view))
    edition = f"{f' {shown}' if shown else ''}{mark}{local}"
    room = max(0, cells - len(demo) - width(edition) - len("  > "))
    name = visible_line(view.partner.name)
    if view.customer is not None:
        name = f"{name} {glyphs().crumb} {visible_line(view.customer.name)}"
    names = width(name) + width(name_of(view))
    age = _age(view, names, room, today) if today else ("", Tone.QUIET)
    room -= width(age[0])
    checklist, most = view.checklist, max(1, room - width(name), room // 2)
    title = full_name(checklist.title, view.run.key, checklist.id, most)
    name = cut(name, max(0, room - width(title)))
    return (
        (demo, Tone.STRONG),
        (f" {name}", Tone.STRONG),
        (f" {glyphs().crumb} ", Tone.QUIET),
        (title, Tone.TEXT),
        (edition, Tone.TEXT),
        age,
    )


def _age(view: RunView, names: int, room: int, today: date) -> Span:
    """Return the end of the title line, on the edition and the age of the guidance.

    It names the newest edition, if the run has an older one, and warns if the guidance or the
    last check of its wording is over a year old. If there is neither, it gives the date of the
    guidance.

    What does not fit beside the names is left out. Only for the first warning are the names cut,
    but not below `LEAST_NAMES`: if that is not enough, the text is "".

    Args:
        view: the run.
        names: the width of the names of partner and checklist.
        room: the width that is left for the names and this text.
        today: the current day.
    """
    newest = ""
    if view.newer:
        edition = visible_line(view.newer.checklist.edition)
        newest = f"  {_('newest {edition}').format(edition=edition)}"
    old = [f"  {each}" for each in ages.warnings(view.checklist, today)]
    day = visible_line(view.checklist.source_date)
    for text in ("".join((newest, *old)), "".join(old[:1]) or newest):
        if text and names + width(text) <= room:
            return (text, Tone.TEXT if old else Tone.QUIET)
    if old:
        return (old[0] if LEAST_NAMES + width(old[0]) <= room else "", Tone.TEXT)
    source = f"  {_('source {day}').format(day=day)}" if day else ""
    return (source if names + width(source) <= room else "", Tone.QUIET)


def count_line(view: RunView, cells: int, notes: Sequence[str] = (), narrowing: str = "") -> Line:
    """Return the line of counts: done items with a bar, notes, other counts, and the narrowing.

    The counts that a tick changes come first, since a line is sent to the terminal again from its
    start to the last changed cell. Parts that do not fit into `cells` are left out: first the
    counts of waiting and other items, then those of customers and of required items.
    """
    counts = view.counts()
    long = _LONG_BAR if cells >= _LONG_BAR_FROM else _BAR if cells >= _BAR_FROM else 0
    first = f" {counts.done}/{counts.total}{' ' if long else ''}"
    drawn = bar(counts.done, counts.total, long)
    notes_text = "".join(f"  {visible_line(note)}" for note in notes)
    required = _("required {done}/{total}")
    required = required.format(done=counts.required_done, total=counts.required_total)
    closing = ""
    if view.is_to_close(counts):
        ways = (f"  {_('complete: close it (C)')}", f"  {_('close it (C)')}")
        closing = next(
            (each for each in ways if width(first + notes_text + each) + long <= cells), ""
        )
    narrowed = f"  {narrowing}" if narrowing else ""
    room = cells - long - width(first + notes_text + closing + narrowed)
    kept = fitting([f"  {required}", _customers_count(view), *_other_counts(counts)], room)
    required, customers, *extra = [*kept, "", ""][: max(2, len(kept))]
    return (
        (first, Tone.STRONG),
        *drawn,
        (notes_text, Tone.ACCENT),
        (required, Tone.TEXT),
        (closing, Tone.STRONG),
        ("".join(extra), Tone.QUIET),
        (customers, Tone.TEXT),
        (narrowed, Tone.ACCENT),
    )


def _other_counts(counts: Counts) -> list[str]:
    """Return texts with counts of special items, such as ``  2 waiting``; none for a count of 0.

    They count, in this order: items that wait; refused items; done items whose rule has changed
    since the tick; done items whose rule differs in the newest edition; items that do not apply.
    """
    waiting, refused, newer = counts.waiting, counts.refused, counts.newer_rules
    labels = (
        (waiting, ngettext("{count} waiting", "{count} waiting", waiting)),
        (refused, ngettext("{count} refused", "{count} refused", refused)),
        (counts.rules_changed, f"{{count}} {describe.RULE_CHANGED_MARK}"),
        (newer, ngettext("{count} newer rule", "{count} newer rule", newer)),
        (counts.not_applicable, _("{count} n/a")),
    )
    return [f"  {label.format(count=number)}" for number, label in labels if number]


def _customers_count(view: RunView) -> str:
    """Return the text on how many customers are complete; "" if the run has no customers."""
    counts = view.customers if view.customer is None else None
    return f"  {_of_customers(counts)}" if counts and counts.active else ""


def _of_customers(counts: CustomerCounts) -> str:
    label = _("customers {done}/{total}")
    return label.format(done=counts.complete, total=counts.active)


class RunRows(MadeRows):
    """The rows of a run, each made when it is drawn: a heading for each section, then its items.

    Args:
        view: the run.
        today: the current day.
        chosen: the ids of the items to show; None for all. Sections without an item to show are
            left out.
    """

    def __init__(self, view: RunView, today: date, chosen: Collection[str] | None = None) -> None:
        self._view = view
        self._today = today
        self._places: list[Section | Item] = []
        for section in view.sections:
            items = [each for each in section.items if chosen is None or each.id in chosen]
            if items or chosen is None:
                self._places += [section, *items]

    def __len__(self) -> int:
        return len(self._places)

    def row_at(self, index: int) -> Row:
        """Return the row at `index`: a section's heading, or an item."""
        place = self._places[index]
        return self._section(place) if isinstance(place, Section) else self._item(place)

    def _section(self, section: Section) -> Row:
        title = visible_line(section.title)
        customers = self._view.customers
        if section.per and customers is not None and self._view.customer is None:
            count = f" {_of_customers(customers)} "
            return Row("", ((count, Tone.STRONG), (title, Tone.STRONG), (" (c)", Tone.QUIET)))
        counts = self._view.counts(section)
        count = f" {counts.done}/{counts.total} "
        return Row("", ((count, Tone.STRONG), (title, Tone.STRONG)))

    def _item(self, item: Item) -> Row:
        view = self._view
        status = describe.status(view, item)
        mark = describe.mark(view, item)
        is_settled = status in (Status.DONE, Status.NOT_APPLICABLE)
        is_settled &= mark != describe.RULE_CHANGED_MARK
        tone = Tone.QUIET if is_settled else Tone.TEXT
        remarks = [each.short for each in describe.remarks(view, item, self._today)]
        spans: list[Span] = [
            (f"{mark} ", tone),
            (visible_line(item.title), tone),
        ]
        if remarks:
            spans.append((f"  ({visible_line(', '.join(remarks))})", Tone.QUIET))
        return Row(item.id, tuple(spans), name=1, less=2 if remarks else None)


def difference(before: Checklist, after: Checklist) -> str:
    """Return in a few words what has changed in a checklist, such as ``2 new, 1 gone``.

    If all items and their rules are the same, the words say so.

    Args:
        before: the checklist as it was read before.
        after: the same edition as it was read now.
    """
    both = [each for each in before.by_id if each in after.by_id]
    is_changed = [before.by_id[i].fingerprint != after.by_id[i].fingerprint for i in both]
    new, gone, other = len(after.by_id) - len(both), len(before.by_id) - len(both), sum(is_changed)
    labels = (
        (new, ngettext("{count} new", "{count} new", new)),
        (gone, ngettext("{count} gone", "{count} gone", gone)),
        (other, _("{count} with another rule")),
    )
    words = ", ".join(label.format(count=number) for number, label in labels if number)
    return words or _("the same items and rules")
