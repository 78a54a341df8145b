"""The lines at the top of a run: its names and counts; and words on texts and editions.

Widths are in cells.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from csp_tui.core.base.day_words import mend_day
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import cut, cut_name, fitting, visible_line, width
from csp_tui.core.checklists import ages
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.partners.model_from_runs import model_from_runs
from csp_tui.core.partners.now import Kind, of_clock
from csp_tui.core.partners.rows import BEHIND, PartnerSummary
from csp_tui.core.runs.anniversary import known_since, year_of
from csp_tui.core.runs.gone_through import kept_in
from csp_tui.core.runs.item_counts import Counts, CustomerCounts
from csp_tui.core.runs.item_filters import Filter, is_late
from csp_tui.core.runs.item_summary import day_text
from csp_tui.core.runs.partner_runs import in_order
from csp_tui.core.runs.run_name import edition_to_show, shortest_of
from csp_tui.core.runs.view import RunView
from csp_tui.tui.lines.bar import bar
from csp_tui.tui.lines.filter_menu import (
    KEY_OF_CUSTOMERS,
    KEYS_OF_CHASE,
    KEYS_OF_CONFIRM,
    KEYS_OF_LATE,
)
from csp_tui.tui.lines.frame import NARROW, apart, ruled, title_row
from csp_tui.tui.lines.tone import Line, Span, Tone

_BAR, _BAR_FROM = 15, 70
_LONG_BAR, _LONG_BAR_FROM = 30, 120
"""Cells of the progress bar, and the width from which on it is shown."""

LEAST_NAME, _STATE = 12, 24
"""Least cells of a name in a title, and the room there for what is saved and the signs between."""


def names_of(view: RunView, cells: int) -> list[str]:
    """Return the names in the title of a run: partner, customer if it is one's part, and run.

    The run has its edition if it is closed or that is not the newest; one that is not the newest is
    marked: ``Enroll direct 2018-12<``. An own checklist has ``(local)`` behind it. Long names of
    partner and customer are cut, so that a title of `cells` cells has all of the run.
    """
    edition = f"{edition_to_show(view)}{BEHIND if view.newer else ''}"
    local = f"({_('local')})" if view.checklist.is_local else ""
    run = " ".join(filter(None, (shortest_of(view), edition, local)))
    whose = [view.partner.name, *((view.customer.name,) if view.customer else ())]
    room = max(LEAST_NAME, (cells - width(run) - _STATE) // len(whose))
    shortened = cut_name if cells < NARROW else cut
    return [*(shortened(visible_line(name), room) for name in whose), run]


def head_lines(
    view: RunView,
    today: date,
    cells: int,
    saved: Span,
    notes: Sequence[str],
    filters: Sequence[Filter] = (),
    met: Sequence[int] = (),
) -> list[Line]:
    """Return the title of a run, and the line of its counts with a bar.

    Args:
        view: the run.
        today: the current day.
        cells: the width of the lines.
        saved: the text on whether all changes are saved.
        notes: notes on how the run is shown, such as the filter; "" is none.
        filters: the filters that are on; the counts that would turn them on are left out.
        met: the years of which other runs of the partner meet the yearly check: see `met_years`.
    """
    title = title_row(cells, names_of(view, cells), _ages(view, today), [saved])
    return [title, ruled(_count_line(view, cells, today, notes, filters, met), cells)]


def _ages(view: RunView, today: date) -> list[Span]:
    """Return texts on what is old: the edition, the guidance, the last check of its wording."""
    old: list[Span] = [(each, Tone.TEXT) for each in ages.warnings(view.checklist, today)]
    if view.newer:
        edition = visible_line(view.newer.checklist.edition)
        old.insert(0, (_("newest {edition}").format(edition=edition), Tone.QUIET))
    return old


def _count_line(
    view: RunView,
    cells: int,
    today: date,
    notes: Sequence[str],
    filters: Sequence[Filter],
    met: Sequence[int],
) -> Line:
    """Return the line of counts: done items with a bar, notes, and other counts.

    What does not fit into `cells` is left out, from the right, and so are the counts that would
    turn on `filters`, which are on.
    """
    counts = view.counts()
    long = _LONG_BAR if cells >= _LONG_BAR_FROM else _BAR if cells >= _BAR_FROM else 0
    first = f" {counts.done}/{counts.total}{' ' if long else ''}"
    marks = [(visible_line(note), Tone.ACCENT) for note in notes if note]
    found = [*marks, *_counts(view, counts, today, {each.name for each in filters}, met)]
    room = cells - long - width(first)
    shown = found[: len(fitting([f"  {text}" for text, _tone in found], room))]
    return ((first, Tone.STRONG), *bar(counts.done, counts.total, long), *apart(shown))


def _counts(
    view: RunView, counts: Counts, today: date, on: Collection[str], met: Sequence[int]
) -> list[tuple[str, Tone]]:
    """Return the counts after the bar: late, to chase, required, refused, customers, other states.

    Late items and those to chase are the partner's own and, for each customer, those of customers:
    as the list of partners, Next and the filters count them, which count what is to chase and late
    for both. The keys that show them stand with their count, unless that filter is `on`.

    If the run can be closed (see `RunView.is_to_close`), words on how to close it replace the count
    of required items. What is urgent by the partner's yearly clock comes before all; behind a check
    that was missed stands the count of required items, which are what is to be mended.
    """
    text = _("required {done}/{total}")
    text = text.format(done=counts.required_done, total=counts.required_total)
    each, is_missed = _clock(view, today, met)
    required = [(text, Tone.TEXT)]
    if view.is_to_close():
        each.append((_("complete: C closes it"), Tone.STRONG))
        required = []
    elif is_missed:
        each += required
        required = []
    dated = (item for _place, item, each in view.recorded if each.due or each.chase_on)
    late = sum(is_late(view, item, today) for item in dated)
    chase, customers = len(view.to_chase(today)), _of_customers(view)
    known = (
        ("late", late, customers.number_late(today), KEYS_OF_LATE),
        ("chase", chase, customers.number_to_chase(today), KEYS_OF_CHASE),
    )
    for name, own, others, keys in known:
        words, tone = _("{count} late: {keys}"), Tone.LATE
        if name == "chase":
            words, tone = _("{count} to chase: {keys}"), Tone.SOON
        if (own or others) and name not in on:
            shown = ", ".join([keys] * bool(own) + [KEY_OF_CUSTOMERS] * bool(others))
            each.append((words.format(count=own + others, keys=shown), tone))
    if counts.rules_changed and "rule-changed" not in on:
        words = _("{count} to confirm: {keys}")
        confirm = words.format(count=counts.rules_changed, keys=KEYS_OF_CONFIRM)
        each.append((confirm, Tone.TEXT))
    each += required
    if refused := counts.refused:
        words = ngettext("{count} refused", "{count} refused", refused)
        each.append((words.format(count=refused), Tone.TEXT))
    if of_customers := _customers_count(view):
        each.append((of_customers, Tone.TEXT))
    return [*each, *((text, Tone.QUIET) for text in _other_counts(counts))]


def _clock(view: RunView, today: date, met: Sequence[int]) -> tuple[list[tuple[str, Tone]], bool]:
    """Return what is urgent by the yearly clock of the partner, such as ``T-90 Tue``.

    It stands in the head of the first open run, as in the list of partners; empty in another run,
    in a customer's part, and if neither T was missed nor a point of the clock is within a week.
    Return also whether it is T that was missed.
    """
    partner = view.partner
    is_first = view.run.key in in_order(partner)[:1]
    if not partner.anniversary or view.customer or view.is_closed or not is_first:
        return [], False
    is_met = view.checklist.is_yearly and view.is_to_close()
    row = PartnerSummary(
        partner.id,
        partner.name,
        model=partner.model,
        month=partner.anniversary,
        known_since_text=day_text(known_since(partner)),
        answered_years=(*met, *((year_of(view.run.key),) if is_met else ())),
        model_from_runs=model_from_runs(partner),
    )
    now = of_clock(row, today)
    if now is None:
        return [], False
    words = now.words(today)
    if now.kind is Kind.MEND and now.day:
        words = _("check missed, {mend}").format(mend=mend_day(now.day, today))
    is_missed = now.kind.is_late
    return [(words, Tone.LATE if is_missed else Tone.SOON)], is_missed


def _other_counts(counts: Counts) -> list[str]:
    """Return texts with counts of special items, such as ``2 waiting``; none for a count of 0.

    They count, in this order: items that wait; done items whose rule differs in the newest edition;
    items that do not apply.
    """
    waiting, newer = counts.waiting, counts.newer_rules
    labels = (
        (waiting, ngettext("{count} waiting", "{count} waiting", waiting)),
        (newer, ngettext("{count} reworded", "{count} reworded", newer)),
        (counts.not_applicable, _("{count} n/a")),
    )
    return [label.format(count=number) for number, label in labels if number]


def _of_customers(view: RunView) -> CustomerCounts:
    """Return the counts of the customers; all 0 in a customer's part of a run, or a closed run."""
    if view.customers is None or view.customer is not None or view.is_closed:
        return CustomerCounts()
    return view.customers


def _customers_count(view: RunView) -> str:
    """Return the text on how many customers are complete, and how many cannot be read.

    "" if the run has no active customer, or if a customer's part of it is shown.
    """
    counts = view.customers if view.customer is None else None
    if counts and counts.error:
        return _("customers unreadable")
    if not counts or not counts.active:
        return ""
    text = _("customers {done}/{total}").format(done=counts.complete, total=counts.active)
    if broken := counts.unreadable:
        unread = ngettext("{count} unreadable", "{count} unreadable", broken).format(count=broken)
        return f"{text}, {unread}"
    return text


def kept_sections_sentence(view: RunView) -> str:
    """Return a sentence on sections that are per customer now, but not yet in this run.

    The run still goes through them once. "" if there are no such sections, or if the run is closed
    or is complete and only needs closing.
    """
    if view.is_to_close():
        return ""
    titles = ", ".join(section.title for section in kept_in(view))
    message = _('E updates this checklist: "{title}" goes customer by customer now.')
    return message.format(title=titles) if titles else ""


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
