"""A step in words: the same on the screen and in the plain commands."""

from __future__ import annotations

from datetime import date

from csp_tui.core.base.days import short_day
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.describe.item import MARKS, ROLES, WORDS, waiting
from csp_tui.core.next_steps.step import Step
from csp_tui.core.runs.step_groups import State, StepGroup

TITLES = {
    StepGroup.CHASE: N_("To chase"),
    StepGroup.DUE: N_("Due"),
    StepGroup.CLOCK: N_("Yearly clock"),
    StepGroup.CONFIRM: N_("To confirm: the rule has changed"),
    StepGroup.READY: N_("Ready"),
    StepGroup.NOT_YET: N_("Not yet"),
    None: N_("Done or not applicable"),
}
"""What stands above the steps of each group."""

COUNTED = {
    StepGroup.CHASE: N_("to chase"),
    StepGroup.DUE: N_("due"),
    StepGroup.CLOCK: N_("on the clock"),
    StepGroup.CONFIRM: N_("to confirm"),
    StepGroup.READY: N_("ready"),
    StepGroup.NOT_YET: N_("not yet"),
}
"""How the steps of each group are counted: ``3 to chase``."""


def counted(group: StepGroup, count: int) -> str:
    """Return how many steps a group has: ``3 to chase``."""
    told = {
        StepGroup.CHASE: ngettext("{count} to chase", "{count} to chase", count),
        StepGroup.DUE: ngettext("{count} due", "{count} due", count),
        StepGroup.CLOCK: ngettext("{count} on the clock", "{count} on the clock", count),
        StepGroup.CONFIRM: ngettext("{count} to confirm", "{count} to confirm", count),
        StepGroup.READY: ngettext("{count} ready", "{count} ready", count),
        StepGroup.NOT_YET: ngettext("{count} not yet", "{count} not yet", count),
    }
    return told[group].format(count=count)


MOST_NAMED = 3
"""Customers that are named in one step; more are counted."""


def title(step: Step, today: date) -> str:
    """Return what is to be done: the item, the point of the clock with its day, or to close."""
    if step.point is not None:
        day = short_day(step.due, today) if step.due else ""
        told = _("{point} on {day}: {meaning}")
        return told.format(point=step.point.name, day=day, meaning=_(step.point.meaning))
    if step.item is None:
        told = _("close {run}, it is complete (key C, command close)")
        return told.format(run=step.run)
    if not step.is_each:
        return step.item.title
    return _("{title}: {who}").format(title=step.item.title, who=who(step))


def who(step: Step) -> str:
    """Return the customers whose step it is: few by name, of many the number."""
    if step.number <= MOST_NAMED and not step.settled:
        return ", ".join(name for _id, name in step.customers)
    number = step.number
    if step.group is StepGroup.READY:
        told = ngettext("{count} customer to do", "{count} customers to do", number)
    else:
        told = ngettext("{count} customer", "{count} customers", number)
    return told.format(count=number)


def mark(step: Step) -> str:
    """Return the state of the step's item as three characters: ``[~]``."""
    return MARKS[step.state or State.TODO]


def word(step: Step) -> str:
    """Return the state of the step's item in words."""
    return _(WORDS[step.state or State.TODO])


def role_word(role: str) -> str:
    """Return who can do a step, in words; a role of a user's own checklist as it is written."""
    return _(ROLES[role]) if role in ROLES else role.replace("-", " ")


def remarks(step: Step, today: date) -> list[str]:
    """Return what else must be known of a step, in a few words each, the urgent first."""
    if step.point is not None:
        return [_(step.point.basis)]
    found = []
    if step.state == State.WAITING:
        if step.group is StepGroup.CHASE and step.chase_on is not None:
            found.append(_late(step.whom, (today - step.chase_on).days))
        else:
            found.append(waiting(step.whom, step.chase_on, today).short)
    elif waiting_number := sum(number for _whom, number in step.waits()):
        told = ngettext("{count} waiting", "{count} waiting", waiting_number)
        found.append(told.format(count=waiting_number))
    if step.is_refused:
        told = _("refused: take it up again")
        found.append(f"{step.refused} {told}" if step.refused < step.number else told)
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


def _late(whom: str, days: int) -> str:
    """Return who is to be chased, and since when, beside a heading that says so."""
    told = _("{whom}, {days} d") if days else _("{whom}, today")
    return told.format(whom=whom or _("somebody"), days=days)


def _due(day: date, today: date) -> str:
    late = (today - day).days
    if late > 0:
        return _("due since {days} d").format(days=late)
    return _("due {day}").format(day=short_day(day, today)) if late else _("due today")
