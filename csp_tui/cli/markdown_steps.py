"""Steps as a task list in Markdown, to paste into a mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from csp_tui.core.describe_steps import COUNTED, remarks, title
from csp_tui.core.groups import Group
from csp_tui.core.language import _
from csp_tui.core.markdown import plain_markdown
from csp_tui.core.step import Step

_WORDS = {
    Group.CHASE: "chase",
    Group.DUE: "due",
    Group.CLOCK: "clock",
    Group.CONFIRM: "confirm",
    Group.READY: "ready",
}


def markdown_lines(steps: Sequence[Step], today: date) -> Iterator[str]:
    """Yield a heading for each partner, the most urgent first, and a task for each step."""
    by_partner: dict[str, list[Step]] = {}
    for step in steps:
        by_partner.setdefault(step.partner.id, []).append(step)
    for number, group in enumerate(by_partner.values()):
        if number:
            yield ""
        yield f"## {plain_markdown(group[0].partner.name)}"
        yield ""
        for step in group:
            yield _task(step, today)


def _task(step: Step, today: date) -> str:
    box = "[ ]" if step.group else "[x]"
    day = date.fromisoformat(step.chase or step.due).isoformat() if step.chase or step.due else ""
    what = _(_WORDS.get(step.group, COUNTED.get(step.group, ""))) if step.group else "done"
    told = [*remarks(step, today), f"{'chase on' if step.chase else 'due'} {day}" if day else ""]
    owner = [f"owner {step.owner}"] if step.owner and step.owner == step.partner.owner else []
    notes = plain_markdown("; ".join(filter(None, (*told, *owner))))
    return (
        f"- {box} **{what}:** {plain_markdown(title(step, today))}{f' ({notes})' if notes else ''}"
    )
