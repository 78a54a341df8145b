"""Texts on a step of *Next*, the same on the screen and in commands."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from csp_tui.core.base.day_words import days_since, late_by
from csp_tui.core.base.days import short_day
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.describe.item import MARKS, ROLES, WORDS, waiting
from csp_tui.core.next_steps.cases import Cases, case_of_step
from csp_tui.core.next_steps.step import Step
from csp_tui.core.runs.anniversary import Point
from csp_tui.core.runs.step_groups import State, StepGroup

COUNTED = {
    StepGroup.MISSED: N_("missed"),
    StepGroup.CHASE: N_("to chase"),
    StepGroup.DUE: N_("due"),
    StepGroup.CLOCK: N_("on the clock"),
    StepGroup.CONFIRM: N_("to confirm"),
    StepGroup.READY: N_("ready"),
    StepGroup.NOT_YET: N_("not yet"),
}
"""The words for the steps of each group, to follow their number: ``3 to chase``."""


def heading(group: StepGroup | None, count: int) -> str:
    """Return the heading of a group of `count` steps, without the number; None is for the settled.

    The heading agrees with the number, so that ``2 Ready`` is right in every language.
    """
    titles = {
        StepGroup.MISSED: ngettext("Missed yearly check", "Missed yearly checks", count),
        StepGroup.CHASE: ngettext("To chase", "To chase", count),
        StepGroup.DUE: ngettext("Due", "Due", count),
        StepGroup.CLOCK: ngettext("Yearly clock", "Yearly clock", count),
        StepGroup.CONFIRM: _("To confirm: the rule has changed"),
        StepGroup.READY: ngettext("Ready", "Ready", count),
        StepGroup.NOT_YET: ngettext("Not yet", "Not yet", count),
        None: _("Done or not applicable"),
    }
    return titles[group]


def counted(group: StepGroup, count: int) -> str:
    """Return `count` with the words for the steps of `group`: ``3 to chase``."""
    messages = {
        StepGroup.MISSED: ngettext("{count} missed check", "{count} missed checks", count),
        StepGroup.CHASE: ngettext("{count} to chase", "{count} to chase", count),
        StepGroup.DUE: ngettext("{count} due", "{count} due", count),
        StepGroup.CLOCK: ngettext("{count} on the clock", "{count} on the clock", count),
        StepGroup.CONFIRM: ngettext("{count} to confirm", "{count} to confirm", count),
        StepGroup.READY: ngettext("{count} ready", "{count} ready", count),
        StepGroup.NOT_YET: ngettext("{count} not yet", "{count} not yet", count),
    }
    return messages[group].format(count=count)


MOST_NAMED = 3
"""If a step is for more customers, their number is shown instead of their names."""


def title(step: Step, today: date) -> str:
    """Return the title of a step.

    This is the title of the item, with its customers if it is per customer. Without an item, it is
    a request to close a complete run, or a point of the yearly clock with its day and `of_point`.
    """
    if step.point is not None:
        day = short_day(step.due, today) if step.due else ""
        message = _("{point} on {day}: {meaning}")
        meaning = of_point(step.point, step, today)
        return message.format(point=step.point.name, day=day, meaning=meaning)
    if step.item is None:
        message = _("close {run}, it is complete (key C, command close)")
        return message.format(run=step.run_name)
    if not step.is_each:
        return step.item.title
    return _("{title}: {who}").format(title=step.item.title, who=who(step))


def of_point(point: Point, step: Step, today: date, *, is_worded: bool = False) -> str:
    """Return what happens on the `point` of a step of the yearly clock.

    Of a missed yearly check it first says by when that can be mended, ``mend until 30 Nov: …``, or
    only that it was missed if the day beside the text says so (`is_worded`).
    """
    until = step.mend_until(today)
    if is_worded and step.group is StepGroup.MISSED:
        return point_words(point, step)
    if until is None:
        return _(point.meaning)
    message = _("mend until {day}: {what}")
    return message.format(day=short_day(until, today), what=_(point.meaning))


def point_words(point: Point, step: Step) -> str:
    """Return what happens on the `point` of a step of the yearly clock, whatever its day.

    Of a missed yearly check it first says that it was missed.
    """
    meaning = _(point.meaning)
    if step.group is not StepGroup.MISSED:
        return meaning
    message = _("missed: yearly check; {what}") if point.days else _("missed: {what}")
    return message.format(what=meaning)


def who(step: Step) -> str:
    """Return the customers of a step as text: names if they are at most three, else their number.

    For a settled step, always the number.
    """
    if step.number <= MOST_NAMED and not step.settled:
        return ", ".join(name for _id, name in step.customers)
    number = step.number
    if step.group is StepGroup.READY:
        message = ngettext("{count} customer to do", "{count} customers to do", number)
    else:
        message = ngettext("{count} customer", "{count} customers", number)
    return message.format(count=number)


def mark(step: Step) -> str:
    """Return the mark of the state of the step's item, three characters: ``[~]``.

    ``[ ]`` for a step without an item.
    """
    return MARKS[step.state or State.TODO]


def word(step: Step) -> str:
    """Return the state of the step's item in words; ``to do`` for a step without an item."""
    return _(WORDS[step.state or State.TODO])


def role_word(role: str) -> str:
    """Return the words for a role; for an unknown role its id, with blanks for hyphens."""
    return _(ROLES[role]) if role in ROLES else role.replace("-", " ")


def remarks(step: Step, today: date, waits: str = "") -> list[str]:
    """Return short remarks on a step, such as whom it waits for, when it is due, and its owner.

    If the partner has two open runs of the same checklist, the first remark names the step's run. A
    point of the yearly clock has one remark, the basis of its day. [] if there is nothing to
    remark.

    Args:
        step: the step.
        today: the calendar day.
        waits: the remark to show for an item that waits; if empty, a short one is made.
    """
    if step.point is not None:
        return [_(step.point.basis)]
    found = [step.run_name] if step.has_twin else []
    if step.state == State.WAITING:
        if waits:
            found.append(waits)
        else:
            found.append(waiting(step.whom, step.chase_on, today).short)
    if step.state == State.REFUSED:
        found.append(_("refused: take it up again"))
    if step.due:
        found.append(_due(step.due, today))
    if step.group is not None and step.item is not None and step.item.irreversible:
        found.append(_("one way"))
    if step.missing:
        found.append(_("not yet: {title}").format(title=step.missing))
    if not step.is_required:
        found.append(_("recommended"))
    if step.owner and step.owner != step.partner.owner:
        found.append(_("owner {name}").format(name=step.owner))
    return found


def remarked(step: Step) -> Hashable:
    """Return what the `remarks` on a step depend on, besides the days of an item.

    Only steps for an item of the partner itself can have it in common.
    """
    if (item := step.item) is None or step.is_each:
        return step.key
    run = step.run_name if step.has_twin else ""
    owner = step.owner if step.owner != step.partner.owner else ""
    missing = step.missing, step.is_required, item.irreversible
    return (run, step.group, step.state, step.whom, owner, *missing)


def case_remarks(cases: Cases, step: Step) -> list[str]:
    """Return a remark such as ``case 2611230040001234`` on a step that waits; [] without a case."""
    case = case_of_step(cases, step)
    return [_("case {case}").format(case=case)] if case else []


def waiting_phrase(whom: str, since: date | None, chase_on: date | None, today: date) -> str:
    """Return a phrase on whom an item waits for, since when, and when to chase.

    For example ``waiting for Microsoft since 3 Nov (5 days), to chase on 12 Nov``. A day that is
    None is left out; an empty `whom` becomes ``somebody``.
    """
    text = _("waiting for {name}").format(name=whom or _("somebody"))
    if since is not None:
        count = days_since(since, today)
        message = ngettext(
            "{waiting} since {day} ({count} day)", "{waiting} since {day} ({count} days)", count
        )
        text = message.format(waiting=text, day=short_day(since, today), count=count)
    if chase_on is None:
        return text
    message = _("{waiting}, to chase since {day}")
    if chase_on >= today:
        message = _("{waiting}, to chase on {day}")
    return message.format(waiting=text, day=short_day(chase_on, today))


def _due(day: date, today: date) -> str:
    late = (today - day).days
    if late > 0:
        return late_by(late)
    return _("due {day}").format(day=short_day(day, today)) if late else _("due today")
