"""The sentences and phrases of a report, in the current language; its headings are in `labels`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from csp_tui.core.base.clock import local_day
from csp_tui.core.base.days import short_day
from csp_tui.core.base.language import _, current, ngettext
from csp_tui.core.describe.item import BASES, MARKS, READINGS, ROLES, WORDS, done_for
from csp_tui.core.describe.steps import counted, waiting_phrase
from csp_tui.core.progress.model import Status
from csp_tui.core.reports.model import (
    Chain,
    ClockPoint,
    LeftOut,
    OpenStep,
    ReportCounts,
    ReportItem,
    ReportRun,
    Source,
)
from csp_tui.core.runs.facts import ANSWERS
from csp_tui.core.runs.step_groups import StepGroup


def language() -> str:
    """Return the code of the report's language, such as ``fr``."""
    return current()


def urgent(steps: Iterable[OpenStep]) -> str:
    """Return how many steps are to chase, due or to confirm: ``3 to chase, 1 due``; "" if none."""
    counts = Counter(step.group for step in steps)
    groups = (StepGroup.CHASE, StepGroup.DUE, StepGroup.CONFIRM)
    return ", ".join(counted(each, counts[each]) for each in groups if counts[each])


def mark(state: str) -> str:
    """Return the mark of the state called `state`, such as ``[x]``."""
    return MARKS[state]


def state(item: ReportItem) -> str:
    """Return the word for an item's state, such as ``done``.

    Of a per-customer item in the partner's part, return instead for how many customers it is done.
    """
    if item.customers_done is not None:
        return done_for(item.customers_done, item.customers_total or 0)
    return state_word(item.state)


def state_word(name: str) -> str:
    """Return the word for the state called `name`, in the current language."""
    return _(WORDS[name])


def role(name: str) -> str:
    """Return the word for a role; a role that is not known is returned as it is."""
    return _(ROLES.get(name, name))


def basis(name: str) -> str:
    """Return a phrase on how sure a rule with the basis `name` is; an unknown basis as it is."""
    return _(BASES.get(name, name))


def clock(point: ClockPoint) -> tuple[str, str]:
    """Return two texts: what happens at a point of the yearly clock, and how sure that is."""
    return _(point.meaning), _(point.basis)


def left_out(partner: LeftOut) -> str:
    """Return a sentence on which partner a report leaves out, and why."""
    return _("Left out: {partner}: {why}").format(partner=partner.id, why=partner.why)


def source(link: Source) -> str:
    """Return a phrase with a source's publisher if known, its date, and how much of it was read."""
    return ", ".join(filter(None, (link.publisher, source_day(link), reading(link))))


def source_day(link: Source) -> str:
    """Return the date as the source gives it; the word for undated if it gives none."""
    return link.date or _("undated")


def reading(link: Source) -> str:
    """Return a phrase on how much of a source was read."""
    return _(READINGS.get(link.read, link.read))


def as_of(day: date) -> str:
    """Return a phrase with the day of a report: ``As of 2026-11-23``."""
    return _("As of {day}").format(day=day.isoformat())


def made(at: datetime, by: str, version: str) -> str:
    """Return a phrase on when, by whom and with which version a report was made."""
    message = _("made {moment} by {name} with csp-tui {version}")
    return message.format(moment=moment(at), name=by, version=version)


def moment(at: datetime) -> str:
    """Return a moment in local time: ``2026-11-23 10:42 CET``."""
    local = at.astimezone()
    return f"{local:%Y-%m-%d %H:%M} {local.tzname() or ''}".rstrip()


def of_run(run: ReportRun) -> tuple[str, str, str]:
    """Return three phrases: a run's edition, its dates, and the date of its guidance or ""."""
    return edition(run), run_dates(run), guidance(run)


def edition(run: ReportRun) -> str:
    """Return a phrase with the edition of a run, marked if it is the user's own."""
    message = _("edition {edition} (local)") if run.local else _("edition {edition}")
    return message.format(edition=run.edition)


def run_dates(run: ReportRun) -> str:
    """Return a phrase with the key of a run, when it was started, and when and how it was closed.

    The key is left out if it is just the id of the checklist. A day that is not known is left out,
    too; the phrase may be empty.
    """
    found = [_("run {run}").format(run=run.key)] if run.key != run.checklist else []
    if run.started:
        found.append(_("started {day}").format(day=local_day(run.started)))
    if run.closed:
        message = _("closed {day}: {outcome}") if run.outcome else _("closed {day}")
        found.append(message.format(day=local_day(run.closed), outcome=_(run.outcome)))
    return ", ".join(found)


def guidance(run: ReportRun) -> str:
    """Return a phrase with the date of the guidance behind a run's edition; empty if unknown."""
    message = _("date of the guidance: {date}")
    return message.format(date=run.source_date) if run.source_date else ""


def part(done: int, total: int) -> str:
    """Return a phrase for `done` of `total`: ``3 of 12``."""
    return _("{count} of {all}").format(count=done, all=total)


def others(counts: ReportCounts) -> str:
    """Return a phrase on how many items wait, are refused or do not apply; empty if none."""
    waits, refused, other = counts.waiting, counts.refused, counts.not_applicable
    found = (
        (waits, ngettext("{count} waiting", "{count} waiting", waits)),
        (refused, ngettext("{count} refused", "{count} refused", refused)),
        (other, ngettext("{count} not applicable", "{count} not applicable", other)),
    )
    return ", ".join(text.format(count=count) for count, text in found if count)


def recorded(item: ReportItem) -> str:
    """Return a phrase on since when an item is true, and when and by whom that was recorded.

    Empty if neither is known.
    """
    if item.at is None and item.on is None:
        return ""
    found = [_("true since {day}").format(day=item.on.isoformat())] if item.on else []
    if item.at:
        by = item.by or _("nobody named")
        found.append(_("recorded {day} by {name}").format(day=moment(item.at), name=by))
    return ", ".join(found)


def evidence(item: ReportItem) -> str:
    """Return the evidence of an item, with the day on which it was true; empty if there is none.

    If no day is recorded, it shows ``?`` for an item whose evidence ages, and nothing for others.
    """
    if not item.evidence:
        return ""
    day = item.as_of.isoformat() if item.as_of else "?" if item.ages else ""
    message = _("{proof} (as of {day})").format(proof=item.evidence, day=day)
    return message if day else item.evidence


def waiting(item: ReportItem, day: date) -> str:
    """Return a phrase on whom an item waits for, since when, and when to chase that party.

    The case and the day on which the party was chased last follow, if recorded. Empty if the item
    does not wait. `day` is the day of the report.
    """
    if item.state != Status.WAITING:
        return ""
    chased = short_day(item.chased, day) if item.chased else ""
    found = (
        ("{value}", waiting_phrase(item.waiting_for, item.since, item.chase_on, day)),
        (_("case {value}"), item.case),
        (_("chased {value}"), chased),
    )
    return ", ".join(text.format(value=value) for text, value in found if value)


def file(item: ReportItem) -> str:
    """Return the name of the file that proves an item, and its hash if known; "" without a file."""
    return f"{item.file}, SHA-256 {item.sha256}" if item.file and item.sha256 else item.file


def answer(known: bool | None) -> str:
    """Return the word for an answer: yes for True, no for False, not known for None."""
    return _(ANSWERS[known])


def one_way() -> str:
    """Return the phrase that says that a done item cannot be taken back outside csp-tui."""
    return _("this cannot be taken back outside")


def archived(names: str) -> str:
    """Return a sentence with the names of customers that are archived and not counted."""
    return _("Archived, and not counted: {names}").format(names=names)


def chain(found: Chain) -> str:
    """Return a sentence on how many lines the history has and whether checking it found problems.

    If it did, the sentence ends in a colon: the caller lists them.
    """
    if found.problems:
        message = ngettext(
            "{count} line; checking the history found something wrong:",
            "{count} lines; checking the history found something wrong:",
            found.lines,
        )
    else:
        message = ngettext(
            "{count} line; checking the history found every line there and unaltered.",
            "{count} lines; checking the history found every line there and unaltered.",
            found.lines,
        )
    return message.format(count=found.lines)


def keep_heads() -> str:
    """Return a sentence that says why to keep the heads of the history elsewhere."""
    return _(
        "Keep these heads elsewhere: csp-tui verify PARTNER --against HEAD tells later whether "
        "the history up to them is still the same."
    )


def legend() -> str:
    """Return the legend for the signs in the matrix of customers."""
    return _("x done, ~ waiting, ! refused, - not applicable, ? rule changed since ticked, . to do")


def unsure(day: date) -> str:
    """Return a sentence that warns of a change, first seen after `day`, that may be older."""
    message = _(
        "After {day} a change made outside csp-tui was first seen, which may be older; "
        "the history tells which."
    )
    return message.format(day=day)


def unsure_customers(day: date) -> str:
    """Return a sentence that warns that the state of some customers on `day` is not certain."""
    message = _(
        "The state of some customers on {day} is not certain: their files were changed outside "
        "csp-tui, or have no history so far back."
    )
    return message.format(day=day)


def unreadable_run(key: str, why: str) -> str:
    """Return a sentence that says that a run is left out, and why."""
    return _("The run {run} is left out: {why}.").format(run=key, why=why)


def unknown_customer(name: str, day: date) -> str:
    """Return a sentence: a customer's state on `day` is not known, so the customer is left out."""
    message = _("The state of the customer {name} on {day} is not known; it is left out.")
    return message.format(day=day, name=name)


def unreadable_customer(customer_id: str, why: str) -> str:
    """Return a sentence that says that a customer is left out and counts as not done, and why."""
    message = _("The customer {customer} is left out, and counts as not done: {why}.")
    return message.format(customer=customer_id, why=why)


def disclaimer() -> str:
    """Return the disclaimer of a report: not by Microsoft, no legal advice."""
    return _(
        "Made from what was recorded in csp-tui. It is not Microsoft's and gives no legal advice; "
        "Partner Center and the signed agreements prevail."
    )
