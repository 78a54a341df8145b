"""Texts on an item, the same on the screen and in commands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from csp_tui.core.base.day_words import late_by
from csp_tui.core.base.days import short_day
from csp_tui.core.base.language import N_, _, ngettext, pgettext
from csp_tui.core.checklists import ages
from csp_tui.core.checklists.model import Item, Link
from csp_tui.core.describe.rules import condition_of, newer_rule
from csp_tui.core.progress.model import Status
from csp_tui.core.runs.facts import ANSWERS, is_undecided, why_not
from csp_tui.core.runs.step_groups import State, is_overdue

if TYPE_CHECKING:
    from csp_tui.core.runs.view import RunView

MARKS: Mapping[str, str] = {
    State.TODO: "[ ]",
    State.WAITING: "[~]",
    State.DONE: "[x]",
    State.REFUSED: "[!]",
    State.NOT_APPLICABLE: "[-]",
    State.RULE_CHANGED: "[?]",
}
"""The mark that shows each state."""
WORDS: Mapping[str, str] = {
    State.TODO: N_("to do"),
    State.WAITING: N_("waiting"),
    State.DONE: N_("done"),
    State.REFUSED: N_("refused"),
    State.NOT_APPLICABLE: N_("not applicable"),
    State.RULE_CHANGED: N_("rule changed since ticked"),
}
"""Each state in words."""
OUT_OF_ORDER = N_("ticked before what it comes after")

BASES = {
    "official": N_("official: Microsoft's own page"),
    "reported": N_("reported: press, forum or another third party"),
    "practice": N_("practice: good custom, no rule"),
}
_NEEDS = {"recommended": N_("optional (recommended)")}
"""The need of an item in words, with the word that rows have for it, where it is not its own."""
READINGS = {
    "full": N_("read in full"),
    "part": N_("read in part"),
    "second-hand": N_("second-hand"),
}


ROLES = {
    "global-admin": N_("global admin"),
    "finance": N_("finance"),
    "operations": N_("operations"),
    "distributor": N_("distributor"),
    "customer": N_("customer"),
}


class Remark(NamedTuple):
    """A remark on an item: `label` and `value` where it has a line of its own, `short` in a row."""

    label: str
    value: str
    short: str


def mark(view: RunView, item: Item) -> str:
    """Return the mark of an item, like ``[x]``.

    A per-customer item in the partner's part of a run has counts instead, like ``12/40``, if they
    are known: for how many customers it is done, and for how many it applies.
    """
    if view.customers and view.is_for_each(item):
        done, applying = view.customers.by_item.get(item.id, (0, 0))
        return f"{done}/{applying}"
    view = view.part_of(item)
    return MARKS[view.state(item)]


def word(view: RunView, item: Item) -> str:
    """Return the state of an item in words, like ``waiting``.

    A per-customer item in the partner's part of a run has counts instead, if they are known: for
    how many customers it is done, and for how many it applies.
    """
    if view.customers and view.is_for_each(item):
        done, applying = view.customers.by_item.get(item.id, (0, 0))
        return done_for(done, applying)
    view = view.part_of(item)
    return _(WORDS[view.state(item)])


def status(view: RunView, item: Item) -> Status:
    """Return the status of an item, but NOT_APPLICABLE if a fact excludes it."""
    return view.progress(item).status if view.applies(item) else Status.NOT_APPLICABLE


def condition(view: RunView, item: Item) -> str:
    """Return the answer to a fact for which an item applies, like ``yes to: Sells Azure?``.

    Empty if the item always applies.
    """
    return condition_of(view.checklist, item)


def remarks(view: RunView, item: Item, today: date) -> list[Remark]:
    """Return the remarks to show on an item besides its state and title, most urgent first.

    Empty if there is nothing to remark.
    """
    progress = view.progress(item)
    state = status(view, item)
    found = []
    if state == Status.WAITING:
        found.append(waiting(progress.waiting_for, progress.chase_on, today))
    if state in (Status.REFUSED, Status.NOT_APPLICABLE) and (why := reason(view, item)):
        found.append(Remark(_("reason"), why, why))
    if is_out_of_order(view, item):
        found.append(Remark(_("out of order"), _(OUT_OF_ORDER), _("out of order")))
    if view.rule_changed(item):
        found.append(Remark("", "", _(WORDS[State.RULE_CHANGED])))
    if view.newer and view.has_newer_rule(item):
        short = _("newer rule in {edition}").format(edition=view.newer.checklist.edition)
        found.append(Remark(_("newer rule"), newer_rule(view, item), short))
    if state not in (Status.DONE, Status.NOT_APPLICABLE):
        if progress.due:
            day = short_day(progress.due, today)
            found.append(Remark(_("due"), progress.due.isoformat(), _("due {day}").format(day=day)))
        if item.irreversible:
            found.append(Remark(_("one way"), _("cannot be taken back"), _("one way")))
        if missing := view.missing(item):
            title = missing[0].title
            label = pgettext("label", "not yet")
            found.append(Remark(label, title, _("not yet: {title}").format(title=title)))
        if is_undecided(view, item):
            found.append(Remark(_("only if"), condition(view, item), _("if it applies")))
    if progress.owner:
        short = _("owner {name}").format(name=progress.owner)
        found.append(Remark(_("owner"), progress.owner, short))
    if item.need == "recommended":
        found.append(Remark(_("need"), _("recommended"), _("recommended")))
    return found


def reason(view: RunView, item: Item) -> str:
    """Return why an item does not apply, or was refused; empty if no reason is known.

    It is the answer to a fact that excludes the item, else the recorded reason.
    """
    return why_not(view, item) or view.progress(item).reason


def is_out_of_order(view: RunView, item: Item) -> bool:
    """Return whether an item is done, and was ticked while a prerequisite was open."""
    progress = view.progress(item)
    return progress.out_of_order and status(view, item) == Status.DONE


def owner(view: RunView, item: Item) -> str:
    """Return the owner of an item, else the partner's owner, marked as such.

    Empty if neither has one.
    """
    of_partner = view.partner.owner
    own = view.progress(item).owner
    return own or (_("{name} (of the partner)").format(name=of_partner) if of_partner else "")


def waiting(who: str, chase_on: date | None, today: date) -> Remark:
    """Return a remark on whom an item waits for, and when to chase that party.

    In short it is ``Microsoft, until 1 Dec``, ``Microsoft, chase today`` or ``Microsoft, 9 d
    late``; without a day the party alone, for an unknown party the day alone, and ``somebody`` if
    both are unknown.
    """
    name = who or _("somebody")
    if chase_on is None:
        return Remark(_("waiting for"), who, name)
    value = _("{name}, chase on {day}").format(name=name, day=chase_on.isoformat())
    short = f"{who}, {when_to_chase(chase_on, today)}".lstrip(", ")
    return Remark(_("waiting for"), value, short)


def when_to_chase(chase_on: date, today: date) -> str:
    """Return when to chase somebody: ``chase today``, ``chase 28 Nov`` or, if late, ``9 d late``.

    Before that day it is until when to wait: ``until 1 Dec``.
    """
    if is_overdue(chase_on, today):
        return late_by((today - chase_on).days)
    if chase_on == today:
        return _("chase today")
    words = _("until {day}") if chase_on > today else _("chase {day}")
    return words.format(day=short_day(chase_on, today))


def conditions(view: RunView, item: Item, unknown: str) -> Iterator[tuple[str, str]]:
    """Yield label and text of each warning to show before work on an item; nothing without one.

    The warnings are that the item cannot be undone outside csp-tui, that items before it are open,
    and that it is not known whether it applies.

    Args:
        view: the run, or one customer's part of it.
        item: the item.
        unknown: what to say of a fact that has no answer; it says how to give the answer.
    """
    if item.irreversible:
        yield _("One way"), _("this cannot be taken back outside; be sure before you act")
    if missing := view.missing(item):
        is_done = status(view, item) == Status.DONE
        titles = ", ".join(each.title for each in missing)
        text = _("open before it: {titles}").format(titles=titles)
        yield _("Order") if is_done else _("Blocked"), text
    if is_undecided(view, item):
        text = _("{label}: {value}")
        yield _("Only if"), text.format(label=unknown, value=condition(view, item))


def usual_wait(item: Item) -> str:
    """Return a text on how long the other side usually takes; empty if unknown or 0 days."""
    days = item.usual_wait
    if not days:
        return ""
    message = ngettext(
        "usually up to {count} business day", "usually up to {count} business days", days
    )
    return message.format(count=days)


def guidance(view: RunView, item: Item, today: date) -> Iterator[tuple[str, str]]:
    """Yield label and text of what the checklist says of an item besides rule, detail and proof.

    What it does not say is left out.
    """
    after = (view.checklist.by_id[key] for key in item.after)
    basis = BASES.get(item.basis, item.basis)
    day = ages.checked(item.checked, today)
    for label, text in (
        (_("After"), ", ".join(f"{each.title} {mark(view, each)}" for each in after)),
        (_("Only if"), _answered(view, item)),
        (_("Need"), ", ".join(map(_, filter(None, (_NEEDS.get(item.need, item.need), basis))))),
        (pgettext("role", "Who"), _(ROLES.get(item.role, item.role))),
        (_("Takes"), usual_wait(item)),
        (_("Checked"), day),
        (_("Newer"), "" if view.has_newer_rule(item) else newer_rule(view, item)),
    ):
        if text:
            yield label, text


def _answered(view: RunView, item: Item) -> str:
    """Return the given answer by which an item applies, as text; "" if none is needed or given."""
    known = view.facts.get(item.fact)
    if not item.when or known is None or not view.fits(item):
        return ""
    answer = _("the answer is {answer}").format(answer=_(ANSWERS[known]))
    return f"{condition(view, item)} ({answer})"


def source(link: Link, today: date) -> str:
    """Return the publisher and date of a link, and how much of the page was read, as text.

    An old date has its age; without a date it says ``undated``.
    """
    reading = _(READINGS.get(link.read, link.read))
    parts = (link.publisher, ages.dated(link.date, today), reading)
    return ", ".join(part for part in parts if part)


def done_of(done: int, total: int) -> str:
    """Return how many of `total` items or customers are done: ``3 of 11 done``."""
    text = ngettext("{done} of {total} done", "{done} of {total} done", done)
    return text.format(done=done, total=total)


def done_for(done: int, count: int) -> str:
    """Return for how many of `count` customers an item is done."""
    text = ngettext(
        "done for {done} of {count} customers", "done for {done} of {count} customers", done
    )
    return text.format(done=done, count=count)
