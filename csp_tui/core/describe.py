"""An item in words: the same on the screen and in the plain commands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from csp_tui.core.checklist import Item, Link
from csp_tui.core.clock import short_day
from csp_tui.core.counting import RunView
from csp_tui.core.progress import Status

MARKS = {
    Status.TODO: "[ ]",
    Status.WAITING: "[~]",
    Status.DONE: "[x]",
    Status.REFUSED: "[!]",
    Status.NOT_APPLICABLE: "[-]",
}
RULE_CHANGED_MARK = "[?]"

WORDS = {
    Status.TODO: "to do",
    Status.WAITING: "waiting",
    Status.DONE: "done",
    Status.REFUSED: "refused",
    Status.NOT_APPLICABLE: "not applicable",
}
RULE_CHANGED_WORDS = "rule changed since ticked"

BASES = {
    "official": "official: Microsoft's own page",
    "reported": "reported: press, forum or third party",
    "practice": "practice: good custom, no rule",
}
READINGS = {"full": "read in full", "part": "read in part", "second-hand": "known second-hand"}


def mark(view: RunView, item: Item) -> str:
    """Return the state of an item as three characters, ``[x]``."""
    return RULE_CHANGED_MARK if view.rule_changed(item) else MARKS[view.progress(item).status]


def words(view: RunView, item: Item) -> str:
    """Return the state of an item in words."""
    return RULE_CHANGED_WORDS if view.rule_changed(item) else WORDS[view.progress(item).status]


def remarks(view: RunView, item: Item, today: date) -> list[str]:
    """Return what the row of an item says behind its title."""
    progress = view.progress(item)
    found = []
    if progress.status == Status.WAITING:
        found.append(_waiting(progress.waiting_for, progress.chase_on, today))
    if progress.due and progress.status not in (Status.DONE, Status.NOT_APPLICABLE):
        found.append(f"due {short_day(progress.due, today)}")
    if progress.status == Status.TODO:
        if missing := view.missing(item):
            found.append(f"not yet: {missing[0].title}")
        if item.when and not view.partner.facts.keys() & {item.when.removeprefix("!")}:
            found.append("if it applies")
    elif not item.applies(dict(view.partner.facts)):
        found.append("does not apply")
    if item.irreversible and progress.status != Status.DONE:
        found.append("one way")
    if item.need == "recommended":
        found.append("recommended")
    return found


def _waiting(whom: str, chase_on: date | None, today: date) -> str:
    if chase_on is None:
        return whom or "somebody"
    if chase_on > today:
        return f"{whom}, chase on {short_day(chase_on, today)}"
    late = (today - chase_on).days
    return f"{whom}, chase since {late} d" if late else f"{whom}, chase today"


def recorded(view: RunView, item: Item, today: date) -> Iterator[tuple[str, str]]:
    """Yield label and text of everything that is recorded of an item, its state first."""
    progress = view.progress(item)
    parts = [words(view, item)]
    if progress.at is not None:
        day = short_day(progress.at.astimezone().date(), today)
        parts.append(f"recorded {day} by {progress.by}" if progress.by else f"recorded {day}")
    if progress.on:
        parts.append(f"true since {progress.on.isoformat()}")
    yield "State", ", ".join(parts)
    if progress.status == Status.WAITING:
        since = f", since {short_day(progress.since, today)}" if progress.since else ""
        yield "Waiting", _waiting(progress.waiting_for, progress.chase_on, today) + since
    if progress.case:
        yield "Case", progress.case
    if progress.reason:
        yield "Reason", progress.reason
    if progress.evidence:
        as_of = f" (as of {progress.as_of.isoformat()})" if progress.as_of else ""
        yield "Evidence", progress.evidence + as_of
    if progress.note:
        yield "Note", progress.note
    if progress.due:
        yield "Due", progress.due.isoformat()
    if progress.owner:
        yield "Owner", progress.owner


def guidance(view: RunView, item: Item) -> Iterator[tuple[str, str]]:
    """Yield label and text of what the checklist says of an item, its rule and detail aside."""
    if item.evidence:
        yield "Proof", item.evidence
    if item.doubt:
        yield "Doubt", item.doubt
    if item.when:
        fact = item.when.removeprefix("!")
        answer = "no" if item.when.startswith("!") else "yes"
        yield "Only if", f"{view.checklist.question(fact)} ({answer})"
    if item.irreversible:
        yield "One way", "this cannot be taken back outside; be sure before you act"
    if item.after:
        names = (view.checklist.by_id[key] for key in item.after)
        yield "After", ", ".join(f"{each.title} {mark(view, each)}" for each in names)
    need = [item.need, BASES.get(item.basis, item.basis)]
    yield "Need", ", ".join(part for part in need if part)
    if item.role:
        yield "Who", item.role.replace("-", " ")
    if item.usual_wait:
        yield "Takes", f"usually up to {item.usual_wait} business days"


def source(link: Link) -> str:
    """Return where a link's text comes from, how old it is and how it was read."""
    parts = [link.publisher, link.date or "undated", READINGS.get(link.read, "")]
    return ", ".join(part for part in parts if part)
