"""Makes digests from the steps of *Next* and from the histories."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from csp_tui.core.base.day_words import chase_day, due_day, row_day
from csp_tui.core.base.days import short_day
from csp_tui.core.base.language import _, ngettext, pgettext
from csp_tui.core.base.text import fold
from csp_tui.core.describe.steps import case_remarks, heading, remarks, title, waiting_phrase
from csp_tui.core.digest.model import Digest, Entry, Part
from csp_tui.core.digest.recent import IsOwn, RecentChanges
from csp_tui.core.next_steps.cases import Cases, cases_in
from csp_tui.core.next_steps.filters import chosen
from csp_tui.core.next_steps.step import Step
from csp_tui.core.next_steps.step_list import StepList
from csp_tui.core.partners.clock_words import next_t
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.portfolio.late import late_ones
from csp_tui.core.runs.step_groups import StepGroup
from csp_tui.core.workplace.workplace import Workplace

TOLD = (
    *(StepGroup.MISSED, StepGroup.CHASE, StepGroup.DUE),
    *(StepGroup.CLOCK, StepGroup.CONFIRM),
)
"""The groups of steps that a digest tells, in this order; what is ready can wait for a screen."""
ASKED = (StepGroup.CHASE, StepGroup.DUE)
"""The groups of steps that are told with the contacts of the partner."""
_MOST_CONTACTS = 2
MOST = 40
"""Entries of a part; a longer list is read on a screen."""


def last_working_day(today: date) -> date:
    """Return the last day before `today` that is no Saturday or Sunday."""
    day = today - timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day


def owners_of(rows: Iterable[PartnerSummary], steps: StepList) -> list[str]:
    """Return the names of all who own one of `rows` or a step, sorted.

    Names that differ in case only are one, spelled as the first partner has it.
    """
    names = [row.owner for row in rows if row.owner]
    names += [name for owners in steps.tally(Step.owners) for name in sorted(owners)]
    return sorted({fold(name): name for name in reversed(names)}.values(), key=fold)


def make_digest(
    workplace: Workplace,
    owner: str,
    rows: Sequence[PartnerSummary],
    steps: StepList,
    recent: RecentChanges,
    is_own: IsOwn,
) -> Digest:
    """Return the digest of an owner, or of everybody, in the current language.

    Args:
        workplace: where the partners are.
        owner: the name of the owner; "" for everybody.
        rows: the owner's own partners, or all. Other partners are added if a step of theirs is
            the owner's.
        steps: the steps as `next_steps` sorts them; steps of other owners are left out.
        recent: what was changed lately.
        is_own: says which changes are the reader's own, which are left out.
    """
    today = workplace.today
    if owner:
        steps = chosen(steps, owners=[owner])
        known = {row.id: row for row in (*rows, *(step.partner for step in steps))}
        rows = list(known.values())
    groups = {group: chosen(steps, groups=[group]) for group in TOLD}
    numbers = {group: count for group in TOLD if (count := steps.by_group[group])}
    cases = cases_in(workplace.places)
    parts = [_part(group, groups[group], owner, today, cases) for group in numbers]
    changes, part = _changes(rows, recent, is_own)
    return Digest(
        owner=owner,
        today=today,
        host=workplace.actor.host,
        partners=len(rows),
        numbers=numbers,
        late=sum(_late_count(step, today) for group in TOLD for step in groups[group]),
        changes=changes,
        parts=[*parts, part] if changes else parts,
    )


def _part(group: StepGroup, steps: StepList, owner: str, today: date, cases: Cases) -> Part:
    shown = steps[:MOST]
    entries = [_entry(step, owner, today, cases) for step in shown]
    more = ""
    if left := steps[MOST:].number:
        words = f"csp-tui next --group {group}"
        words += f" --owner {shlex.quote(owner)}" if owner else ""
        message = ngettext("{count} more: {command}", "{count} more: {command}", left)
        more = message.format(count=left, command=words)
    note = ""
    if group is StepGroup.MISSED and any(not step.partner.runs for step in shown):
        note = _(
            "csp-tui does not know whether a partner without a checklist had passed before it came"
            " here. If so: {start}, or keep-reseller; then {close}"
        ).format(
            start="csp-tui start PARTNER keep-direct",
            close="csp-tui close PARTNER --outcome completed --yes",
        )
    return Part(heading(group, len(steps)), entries, more, note)


def _entry(step: Step, owner: str, today: date, cases: Cases) -> Entry:
    link = step.item.links[0].url if step.item and step.item.links else ""
    waits = waiting_phrase(step.whom, step.since, None, today) if step.whom else ""
    # The day of a due step is shown already.
    without = step._replace(due=None) if step.group is StepGroup.DUE else step
    more = remarks(without, today, waits)
    more += case_remarks(cases, step)
    if not owner and step.owner and step.owner == step.partner.owner:
        more.append(_("owner {name}").format(name=step.owner))
    is_late = _late_count(step, today) > 0
    day = _day(step, today)
    contacts = step.partner.contact_texts if step.group in ASKED else ()
    what = title(step, today)
    return Entry(day, is_late, step.partner.name, what, link, ", ".join(more), _ask(contacts))


def _ask(contacts: Sequence[str]) -> str:
    """Return a line with the first contacts of a partner, whom to ask; "" if there are none."""
    if not contacts:
        return ""
    named, more = "; ".join(contacts[:_MOST_CONTACTS]), len(contacts) - _MOST_CONTACTS
    if more > 0:
        named = _("{named} and {count} more").format(named=named, count=more)
    return _("{label}: {text}").format(label=_("Contact"), text=named)


def _day(step: Step, today: date) -> str:
    """Return in a few words when a step is to be done, such as ``11 d late``; "" without a day.

    For a missed yearly check it is the last day to mend it, or that this day is over.
    """
    if step.point is not None and step.due:
        if not _is_missed(step, today):
            return row_day(step.due, today)
        if step.is_lapsed(today):
            return pgettext("column", "lapsed?")
        until = step.mend_until(today)
        return row_day(until or step.due, today)
    if since := step.late_since(today):
        return due_day(since, today)
    day, words = step.chase_on, chase_day
    if step.group is StepGroup.DUE:
        day, words = step.due, due_day
    return words(day, today) if day else ""


def _late_count(step: Step, today: date) -> int:
    """Return for how many customers a step is late; without customers, 1 or 0.

    A point of the yearly clock is late if its day has come and the yearly check was missed.
    """
    if step.point is not None:
        return int(_is_missed(step, today))
    return sum(each.step.number for each in late_ones((), [step], today))


def _is_missed(step: Step, today: date) -> bool:
    t = next_t(step.partner, today)
    return bool(step.due and step.due <= today and t and t < today)


def _changes(
    rows: Sequence[PartnerSummary], recent: RecentChanges, is_own: IsOwn
) -> tuple[int, Part]:
    """Return how many changes others have made, and the part of the digest that tells them.

    The part has an entry for each changed partner, the one changed last first; of more than 40
    partners, it tells how many are left out. The number counts the changes of all.
    """
    found = []
    for row in rows:
        lines = [line for line in recent.of(row.id) if not is_own(line)]
        if lines:
            found.append((row, lines))
    found.sort(key=lambda each: each[1][-1].when, reverse=True)
    entries = []
    for row, lines in found[:MOST]:
        day = short_day(lines[-1].when.astimezone().date(), recent.since)
        what = "\n".join(recent.sentences(row.id, lines))
        entries.append(Entry(day, False, row.name, what))
    more = ""
    if left := len(found) - len(entries):
        message = ngettext(
            "{count} partner more: {command}", "{count} partners more: {command}", left
        )
        more = message.format(count=left, command="csp-tui history PARTNER")
    heading = _("What others have done since {day}")
    heading = heading.format(day=short_day(recent.since, recent.since))
    return sum(len(lines) for _row, lines in found), Part(heading, entries, more)
