"""What a report says in its own words, with something in them; the headings are in `labels`.

They are made when they are asked for, never when the module is imported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from csp_tui.core.counting import LETTERS, RULE_CHANGED_LETTER
from csp_tui.core.describe import BASES, MARKS, READINGS, RULE_CHANGED_MARK, WORDS
from csp_tui.core.describe import RULE_CHANGED as RULE_CHANGED_WORDS
from csp_tui.core.next_steps import Group
from csp_tui.core.progress import Status
from csp_tui.core.reports.model import (
    RULE_CHANGED,
    Chain,
    OpenStep,
    ReportCounts,
    ReportItem,
    ReportRun,
    Source,
)


def language() -> str:
    """Return the language of a report, as a browser wants it."""
    return "en"


def urgent(steps: Iterable[OpenStep]) -> str:
    """Return how many steps are urgent: ``3 to chase, 1 due``."""
    counted = Counter(step.group for step in steps)
    told = (
        (counted[Group.CHASE.value], "to chase"),
        (counted[Group.DUE.value], "due"),
        (counted[Group.CONFIRM.value], "to confirm"),
    )
    return ", ".join(f"{count} {name}" for count, name in told if count)


def mark(state: str) -> str:
    """Return a state as three characters: ``[x]``."""
    return RULE_CHANGED_MARK if state == RULE_CHANGED else MARKS[Status(state)]


def state(item: ReportItem) -> str:
    """Return the state of an item in words; for all customers, for how many it is done."""
    if item.customers_done is not None:
        return f"done for {item.customers_done} of {item.customers_total} customers"
    return state_word(item.state)


def state_word(name: str) -> str:
    """Return a state in words."""
    return RULE_CHANGED_WORDS if name == RULE_CHANGED else WORDS[Status(name)]


def state_of_letter(letter: str) -> str:
    """Return the state that a letter of the lists stands for."""
    if letter == RULE_CHANGED_LETTER:
        return RULE_CHANGED
    return next((each.value for each, known in LETTERS.items() if known == letter), "")


def role(name: str) -> str:
    """Return who can do it."""
    return name.replace("-", " ")


def basis(name: str) -> str:
    """Return how sure a rule is."""
    return BASES.get(name, name)


def source(link: Source) -> str:
    """Return where a rule comes from, how old that is and how it was read."""
    return ", ".join(filter(None, (link.publisher, source_day(link), reading(link))))


def source_day(link: Source) -> str:
    """Return the date as the source gives it."""
    return link.date or "undated"


def reading(link: Source) -> str:
    """Return how a source was read."""
    return READINGS.get(link.read, link.read)


def as_of(day: date) -> str:
    """Return the day whose end a report tells of."""
    return f"As of {day.isoformat()}"


def made(at: datetime, by: str, version: str) -> str:
    """Return when, by whom and with what a report was made."""
    return f"made {moment(at)} by {by} with csp-tui {version}"


def moment(at: datetime) -> str:
    """Return date, time and zone of a moment where the user is."""
    local = at.astimezone()
    return f"{local:%Y-%m-%d %H:%M} {local.tzname() or ''}".rstrip()


def edition(run: ReportRun) -> str:
    """Return the edition, marked where it is the user's own."""
    return f"edition {run.edition}{' (local)' if run.local else ''}"


def run_dates(run: ReportRun) -> str:
    """Return when a run was started, and how it ended."""
    started = f"started {run.started.astimezone().date()}" if run.started else ""
    closed = f"closed {run.closed.astimezone().date()}: {run.outcome}" if run.closed else ""
    key = f"run {run.key}" if run.key != run.checklist else ""
    return ", ".join(filter(None, (key, started, closed)))


def guidance(run: ReportRun) -> str:
    """Return how old the guidance of an edition is."""
    return f"date of the guidance: {run.source_date}" if run.source_date else ""


def part(done: int, total: int) -> str:
    """Return how many of how many."""
    return f"{done} of {total}"


def others(counts: ReportCounts) -> str:
    """Return the counts of the other states that occur."""
    told = (
        (counts.waiting, "waiting"),
        (counts.refused, "refused"),
        (counts.not_applicable, "not applicable"),
    )
    return ", ".join(f"{count} {name}" for count, name in told if count)


def recorded(item: ReportItem) -> str:
    """Return when an item was recorded, by whom, and since when it is true."""
    if item.at is None and item.on is None:
        return ""
    told = [f"true since {item.on.isoformat()}"] if item.on else []
    if item.at:
        told.append(f"recorded {moment(item.at)} by {item.by or 'nobody named'}")
    return ", ".join(told)


def evidence(item: ReportItem) -> str:
    """Return where the proof of an item is; a value that ages asks for its day."""
    if not item.evidence:
        return ""
    day = item.as_of.isoformat() if item.as_of else "?" if item.ages else ""
    return f"{item.evidence} (as of {day})" if day else item.evidence


def waiting(item: ReportItem) -> str:
    """Return for whom an item waits, since when, and when to ask again."""
    if item.state != Status.WAITING:
        return ""
    told = [f"waiting for {item.waiting_for or 'somebody'}"]
    told += [f"since {item.since.isoformat()}"] if item.since else []
    told += [f"case {item.case}"] if item.case else []
    told += [f"chased {item.chased.isoformat()}"] if item.chased else []
    told += [f"chase on {item.chase_on.isoformat()}"] if item.chase_on else []
    return ", ".join(told)


def file(item: ReportItem) -> str:
    """Return the file that proves an item, with its hash."""
    return f"{item.file}, SHA-256 {item.sha256}" if item.file and item.sha256 else item.file


def answer(known: bool | None) -> str:
    """Return an answer in words."""
    return "not known" if known is None else "yes" if known else "no"


def one_way() -> str:
    """Return what a one-way door is."""
    return "this cannot be taken back outside"


def put_away(names: str) -> str:
    """Return which customers do not count."""
    return f"Put away, and counted nowhere: {names}"


def chain(found: Chain) -> str:
    """Return what checking the history found."""
    lines = "1 line" if found.lines == 1 else f"{found.lines} lines"
    if found.problems:
        return f"{lines}; checking the history found something wrong:"
    return f"{lines}; checking the history found every line there and unaltered."


def keep_heads() -> str:
    """Return what the heads are for."""
    return (
        "Keep these heads elsewhere: csp-tui verify PARTNER --against HEAD tells later whether "
        "the history up to them is still the same."
    )


def legend() -> str:
    """Return what the signs of the matrix mean."""
    return "x done, ~ waiting, ! refused, - not applicable, ? rule changed since ticked, . to do"


def unsure(day: date) -> str:
    """Return that something may be older than it seems."""
    return (
        f"After {day} a change made outside csp-tui was first seen, which may be older; "
        "the history tells which."
    )


def unsure_customers(day: date) -> str:
    """Return that what is told of customers may be younger than it seems."""
    return (
        f"Of some customers it is not sure what stood on {day}: their files were changed outside "
        "csp-tui, or have no history so far back."
    )


def unreadable_run(key: str, why: str) -> str:
    """Return that a run cannot be told of."""
    return f"The run {key} is left out: {why}."


def unreadable_customer(customer_id: str, why: str) -> str:
    """Return that a customer cannot be told of."""
    return f"The customer {customer_id} is left out, and counts as not done: {why}."


def disclaimer() -> str:
    """Return what a report is not."""
    return (
        "Made from what was recorded in csp-tui. It is not Microsoft's and gives no legal advice; "
        "Partner Center and the signed agreements prevail."
    )
