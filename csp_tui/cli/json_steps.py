"""Steps as JSON, for programs: every step that is asked for, with numbers, ids and names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from csp_tui.core.describe_steps import title, word
from csp_tui.core.groups import Group
from csp_tui.core.next_steps import numbers_of
from csp_tui.core.step import Step

FORMAT = 1
"""Raised when a key changes its meaning or goes; new ones may come at any time."""


def json_lines(steps: Sequence[Step], today: date) -> list[str]:
    """Return the lines of the steps, and how many there are of each group."""
    counts = numbers_of(steps)
    found = {
        "format": FORMAT,
        "today": today.isoformat(),
        "counts": {group.value: counts[group] for group in Group},
        "steps": [_step(step, today) for step in steps],
    }
    return json.dumps(found, indent=2).splitlines()


def _step(step: Step, today: date) -> dict[str, Any]:
    item, point = step.item, step.point
    return {
        "group": step.group.value if step.group else None,
        "partner": step.partner.id,
        "partner_name": step.partner.name,
        "run": step.run or None,
        "item": item.id if item else None,
        "point": point.name if point else None,
        "title": item.title if item else title(step, today),
        "number": step.number,
        "state": word(step) if item else None,
        "need": item.need if item else None,
        "role": step.role or None,
        "owner": step.owner or None,
        "waiting_for": step.whom or None,
        "chase_on": step.chase or None,
        "due": step.due or None,
        "open_before": step.missing or None,
        "irreversible": bool(item and item.irreversible),
        "customers": _customers(step) if step.is_each else None,
    }


def _customers(step: Step) -> list[dict[str, Any]]:
    """Return each customer whose step it is, by name as they stand in the list of them."""
    found = {
        place: {
            "id": step.members[place][0],
            "name": step.members[place][1],
            "owner": batch.owner or step.partner.owner or None,
            "waiting_for": batch.whom or None,
            "chase_on": batch.chase or None,
            "due": batch.due or None,
            "open_before": batch.missing or None,
        }
        for batch in step.batches
        for place in batch.members
    }
    return [found[place] for place in sorted(found)]
