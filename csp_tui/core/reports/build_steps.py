"""The part of a report on what is open."""

from __future__ import annotations

from datetime import date

from csp_tui.core.describe.steps import remarks, title, waiting_phrase
from csp_tui.core.next_steps.step import Step
from csp_tui.core.progress.model import Partner
from csp_tui.core.reports import sentences
from csp_tui.core.reports.labels import together
from csp_tui.core.reports.model import OpenStep
from csp_tui.core.runs.step_groups import State


def open_step(step: Step, partner: Partner, day: date) -> OpenStep:
    """Return a step of `partner` as a report on `day` shows it."""
    item = step.item
    run = partner.runs.get(step.run)
    progress = run.of(item.id) if run and item and not step.is_each else None
    return OpenStep(
        group=step.group.value if step.group else "",
        run=step.run,
        item=item.id if item else "",
        title=title(step, day),
        state=step.state.value if step.state else "",
        holder=step.whom or step.owner or sentences.role(step.role),
        owner=step.owner,
        role=step.role,
        required=step.is_required,
        one_way=bool(item and item.irreversible),
        since=progress.since if progress and step.whom else None,
        case=progress.case if progress else "",
        chase_on=step.chase_on,
        due=step.due,
        not_yet=step.missing,
        told=together(_remarks(step, progress.since if progress else None, day)),
    )


def _remarks(step: Step, since: date | None, day: date) -> list[str]:
    """Return the remarks on a step, except its owner and due day, which have their own columns.

    `since` is the day since which a waiting item waits; `day` is the day of the report.
    """
    is_waiting = step.state == State.WAITING
    waits = waiting_phrase(step.whom, since, step.chase_on, day) if is_waiting else ""
    return remarks(step._replace(owner="", due=None), day, waits)
