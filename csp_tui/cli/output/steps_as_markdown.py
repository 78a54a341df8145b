"""Turn the steps of ``next`` into a task list in Markdown, to paste into a mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import plain_markdown
from csp_tui.core.describe.steps import COUNTED, case_remarks, remarks, title, waiting_phrase
from csp_tui.core.next_steps.cases import Cases
from csp_tui.core.next_steps.step import Step
from csp_tui.core.runs.step_groups import State, StepGroup

_WORDS = {
    StepGroup.MISSED: N_("missed"),
    StepGroup.CHASE: N_("chase"),
    StepGroup.DUE: N_("due"),
    StepGroup.CLOCK: N_("clock"),
    StepGroup.CONFIRM: N_("confirm"),
    StepGroup.READY: N_("ready"),
}


def markdown_lines(steps: Sequence[Step], today: date, cases: Cases) -> Iterator[str]:
    """Yield the lines of a task list: a heading for each partner, a task for each of its steps.

    Partners and tasks come in the order of `steps`; a step whose item is done is a checked task.
    What waits is told with the case number that `cases` finds.
    """
    by_partner: dict[str, list[Step]] = {}
    for step in steps:
        by_partner.setdefault(step.partner.id, []).append(step)
    for number, group in enumerate(by_partner.values()):
        if number:
            yield ""
        yield f"## {plain_markdown(group[0].partner.name)}"
        yield ""
        for step in group:
            yield _task(step, today, cases)


def _task(step: Step, today: date, cases: Cases) -> str:
    box = "[ ]" if step.group else "[x]"
    what = _(_WORDS.get(step.group, COUNTED.get(step.group, ""))) if step.group else _("done")
    is_waiting = step.state == State.WAITING
    waits = waiting_phrase(step.whom, None, step.chase_on, today) if is_waiting else ""
    known = remarks(step, today, waits) + case_remarks(cases, step)
    is_partners = step.owner and step.owner == step.partner.owner
    owner = [_("owner {name}").format(name=step.owner)] if is_partners else []
    notes = plain_markdown(_("; ").join(filter(None, (*known, *owner))))
    text = f"{plain_markdown(title(step, today))}{f' ({notes})' if notes else ''}"
    return f"- {box} " + _("**{group}:** {text}").format(group=what, text=text)
