"""An item in words: the same on the screen and in the plain commands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from csp_tui.core import ages, runs
from csp_tui.core.checklist import Item, Link
from csp_tui.core.clock import local_day, short_day
from csp_tui.core.counting import LETTERS, RULE_CHANGED_LETTER, RunView
from csp_tui.core.facts import ANSWERS, why_not
from csp_tui.core.progress import ItemProgress, Status
from csp_tui.core.proof import short_proof

MARKS = {
    Status.TODO: "[ ]",
    Status.WAITING: "[~]",
    Status.DONE: "[x]",
    Status.REFUSED: "[!]",
    Status.NOT_APPLICABLE: "[-]",
}
WORDS = {
    Status.TODO: "to do",
    Status.WAITING: "waiting",
    Status.DONE: "done",
    Status.REFUSED: "refused",
    Status.NOT_APPLICABLE: "not applicable",
}
RULE_CHANGED_MARK = "[?]"
LETTER_MARKS = {
    **{LETTERS[status]: mark for status, mark in MARKS.items()},
    RULE_CHANGED_LETTER: RULE_CHANGED_MARK,
}
"""The mark of each letter that tells a state."""
RULE_CHANGED = "rule changed since ticked"
OUT_OF_ORDER = "ticked before what it comes after"

BASES = {
    "official": "official: Microsoft's own page",
    "reported": "reported: press, forum or another third party",
    "practice": "practice: good custom, no rule",
}
READINGS = {"full": "read in full", "part": "read in part", "second-hand": "known at second hand"}


class Remark(NamedTuple):
    """Something to know of an item: a label and value on a line of its own, or short in a row."""

    label: str
    value: str
    short: str


def mark(view: RunView, item: Item) -> str:
    """Return the state of an item as three characters, ``[x]``; for all customers ``12/40``."""
    if view.customers and view.is_for_each(item):
        done, applying = view.customers.by_item.get(item.id, (0, 0))
        return f"{done}/{applying}"
    view = view.part_of(item)
    return RULE_CHANGED_MARK if view.rule_changed(item) else MARKS[status(view, item)]


def word(view: RunView, item: Item) -> str:
    """Return the state of an item in words."""
    if view.customers and view.is_for_each(item):
        done, applying = view.customers.by_item.get(item.id, (0, 0))
        return f"done for {done} of {applying} customers"
    view = view.part_of(item)
    return RULE_CHANGED if view.rule_changed(item) else WORDS[status(view, item)]


def status(view: RunView, item: Item) -> Status:
    """Return the status of an item; not applicable also where a fact of the partner says so."""
    return view.progress(item).status if view.applies(item) else Status.NOT_APPLICABLE


def condition(view: RunView, item: Item) -> str:
    """Return the answer that an item needs and the question, or nothing: ``yes to: …?``."""
    if not item.when:
        return ""
    wanted = "no" if item.when.startswith("!") else "yes"
    return f"{wanted} to: {view.checklist.question(item.fact)}"


def remarks(view: RunView, item: Item, today: date) -> list[Remark]:
    """Return what must be known of an item besides its state and title, the urgent first."""
    progress = view.progress(item)
    state = status(view, item)
    found = []
    if state == Status.WAITING:
        found.append(waiting(progress.waiting_for, progress.chase_on, today))
    if state in (Status.REFUSED, Status.NOT_APPLICABLE) and (why := reason(view, item)):
        found.append(Remark("reason", why, why))
    if is_out_of_order(view, item):
        found.append(Remark("out of order", OUT_OF_ORDER, "out of order"))
    if view.rule_changed(item):
        found.append(Remark("", "", RULE_CHANGED))
    if view.newer and view.has_newer_rule(item):
        short = f"newer rule in {view.newer.checklist.edition}"
        found.append(Remark("newer rule", newer_rule(view, item), short))
    if state not in (Status.DONE, Status.NOT_APPLICABLE):
        if progress.due:
            day = short_day(progress.due, today)
            found.append(Remark("due", progress.due.isoformat(), f"due {day}"))
        if item.irreversible:
            found.append(Remark("one way", "cannot be taken back", "one way"))
        if missing := view.missing(item):
            title = missing[0].title
            found.append(Remark("not yet", title, f"not yet: {title}"))
        if item.when and item.fact not in view.facts:
            found.append(Remark("only if", condition(view, item), "if it applies"))
    if progress.owner:
        found.append(Remark("owner", progress.owner, f"owner {progress.owner}"))
    if item.need == "recommended":
        found.append(Remark("need", "recommended", "recommended"))
    return found


def reason(view: RunView, item: Item) -> str:
    """Return why an item is refused or does not apply: the fact, or what somebody said."""
    return why_not(view, item) or view.progress(item).reason


def is_out_of_order(view: RunView, item: Item) -> bool:
    """Say whether an item is done, and was ticked before what it comes after."""
    progress = view.progress(item)
    return progress.out_of_order and status(view, item) == Status.DONE


def evidence(item: Item, progress: ItemProgress) -> str:
    """Return where the proof of an item is; a value that ages asks for its day."""
    if not progress.evidence:
        return ""
    as_of = progress.as_of.isoformat() if progress.as_of else "?" if item.ages else ""
    return f"{progress.evidence} (as of {as_of})" if as_of else progress.evidence


def owner(view: RunView, item: Item) -> str:
    """Return who looks after an item: its owner, else the partner's."""
    of_partner = view.partner.owner
    own = view.progress(item).owner
    return own or (f"{of_partner} (of the partner)" if of_partner else "")


def waiting(who: str, chase_on: date | None, today: date) -> Remark:
    """Return for whom an item waits, and when to chase: ``Microsoft, chase since 9 d``."""
    if chase_on is None:
        return Remark("waiting for", who, who or "somebody")
    late = (today - chase_on).days
    if late > 0:
        when = f"chase since {late} d"
    else:
        when = f"chase {short_day(chase_on, today)}" if late else "chase today"
    value = f"{who}, chase on {chase_on.isoformat()}"
    return Remark("waiting for", value, f"{who}, {when}".lstrip(", "))


def recorded(view: RunView, item: Item, today: date) -> Iterator[tuple[str, str]]:
    """Yield label and text of everything that is recorded of an item, its state first."""
    progress = view.progress(item)
    parts = [word(view, item)]
    if progress.at is not None:
        day = short_day(progress.at.astimezone().date(), today)
        parts.append(f"recorded {day} by {progress.by}" if progress.by else f"recorded {day}")
    if progress.on:
        parts.append(f"true since {progress.on.isoformat()}")
    if is_out_of_order(view, item):
        parts.append("out of order")
    yield "State", ", ".join(parts)
    if progress.status == Status.WAITING:
        since = f", since {short_day(progress.since, today)}" if progress.since else ""
        chased = f", chased {short_day(progress.chased, today)}" if progress.chased else ""
        short = waiting(progress.waiting_for, progress.chase_on, today).short
        yield "Waiting", short + since + chased
    for label, text in (
        ("Case", progress.case),
        ("Reason", reason(view, item)),
        ("Evidence", evidence(item, progress)),
        ("File", short_proof(progress.file, progress.sha256)),
        ("Note", progress.note),
        ("Due", progress.due.isoformat() if progress.due else ""),
        ("Owner", owner(view, item)),
        ("Last time", last_time(view, item)),
    ):
        if text:
            yield label, text


def rules(view: RunView, item: Item) -> Iterator[tuple[str, str]]:
    """Yield label and text of the rule that was ticked where it is another now, and of a newer."""
    if view.rule_changed(item):
        was = view.ticked.get(item.id, "another wording, which the history does not tell")
        same = f"the same words, with another need or condition; now {item.need}"
        yield "Was", same if was == item.wording else was
    if view.has_newer_rule(item):
        yield "Newer", newer_rule(view, item)


def newer_rule(view: RunView, item: Item) -> str:
    """Return what the newest edition says where it says another thing: ``2026-08: USD 1M``."""
    if view.newer is None or view.is_closed:
        return ""
    edition = view.newer.checklist.edition
    if item.id not in view.newer.successors:
        return f"{edition} does not ask this any more"
    told = []
    for each in view.newer_rules(item):
        need = "" if each.need == item.need else f" ({each.need}, here {item.need})"
        told.append(f"{'the same' if each.wording == item.wording else each.wording}{need}")
    return f"{edition}: {'; '.join(told)}" if told else ""


def last_time(view: RunView, item: Item) -> str:
    """Return what an earlier run of the checklist has of an item that is open in this one."""
    earlier = runs.last_time(view.partner, view.run, item)
    if earlier is None or status(view, item) in (Status.DONE, Status.NOT_APPLICABLE):
        return ""
    day = earlier.on or (local_day(earlier.at) if earlier.at else None)
    as_of = f" (as of {earlier.as_of.isoformat()})" if earlier.as_of else ""
    proof = earlier.evidence + as_of if earlier.evidence else ""
    told = "; ".join(each for each in (earlier.reason, proof, earlier.note) if each)
    state = f"{WORDS[earlier.status]}{f' {day.isoformat()}' if day else ''}"
    return f"{state}: {told}" if told else state


def conditions(view: RunView, item: Item) -> Iterator[tuple[str, str]]:
    """Yield label and text of what must be known before anybody acts."""
    if item.irreversible:
        yield "One way", "this cannot be taken back outside; be sure before you act"
    if missing := view.missing(item):
        is_done = status(view, item) == Status.DONE
        titles = ", ".join(each.title for each in missing)
        yield "Order" if is_done else "Not yet", f"open before it: {titles}"
    if item.when and view.fits(item):
        known = view.facts.get(item.fact)
        told = "not known yet" if known is None else f"the answer is {ANSWERS[known]}"
        yield "Only if", f"{condition(view, item)} ({told})"


def guidance(view: RunView, item: Item, today: date) -> Iterator[tuple[str, str]]:
    """Yield label and text of what the checklist says of an item, its rule and detail aside."""
    after = (view.checklist.by_id[key] for key in item.after)
    wait = f"usually up to {item.usual_wait} business days" if item.usual_wait else ""
    day = ages.checked(item.checked, today)
    for label, text in (
        ("Proof", item.evidence),
        ("Doubt", item.doubt),
        ("After", ", ".join(f"{each.title} {mark(view, each)}" for each in after)),
        ("Need", ", ".join(filter(None, (item.need, BASES.get(item.basis, item.basis))))),
        ("Who", item.role.replace("-", " ")),
        ("Takes", wait),
        ("Checked", f"wording last checked {day}" if day else ""),
        ("Newer", "" if view.has_newer_rule(item) else newer_rule(view, item)),
    ):
        if text:
            yield label, text


def source(link: Link, today: date) -> str:
    """Return where a link's text comes from, how old it is and how it was read."""
    parts = (link.publisher, ages.dated(link.date, today), READINGS.get(link.read, link.read))
    return ", ".join(part for part in parts if part)
