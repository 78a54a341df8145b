"""The case numbers of items that wait, read from the progress files: summaries have none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.disk.places import Places
from csp_tui.core.next_steps.step import Step
from csp_tui.core.progress.model import Status
from csp_tui.core.runs.step_groups import State

MOST = 3
"""An item that waits for more customers is told without their case numbers."""

_MAY_SET_CASE = re.compile(rb"""\bcase["']?\s*=|\\[uU]""")
"""The key of a case number in TOML, or an escape in which it may be written."""

Cases = Callable[[str, str, str, str], str]
"""Returns the case number of an item that waits, from the ids of partner and customer ("" for an
item of the partner itself), the key of the run and the id of the item.

"" if there is none, the item does not wait, or the file cannot be read.
"""


def cases_in(places: Places) -> Cases:
    """Return a function that finds case numbers; it reads each file only once.

    A file in which no case is set is not parsed: among thousands, most have none.

    Args:
        places: the directories of the app.
    """

    @cache
    def known(partner_id: str, customer_id: str) -> Mapping[tuple[str, str], str]:
        from csp_tui.core.store.progress_files import (
            ProgressFiles,
        )  # late: steps in a pipe have none

        files = ProgressFiles(places)
        try:
            content, _version = files.read(partner_id, customer_id)
            if not _MAY_SET_CASE.search(content):
                return {}
            if customer_id:
                runs = files.customer_in(content, partner_id, customer_id).runs
            else:
                runs = files.partner_in(content, partner_id).runs
        except CspTuiError:
            return {}
        return {
            (key, item): each.case
            for key, run in runs.items()
            for item, each in run.items.items()
            if each.status is Status.WAITING
        }

    def case(partner_id: str, customer_id: str, run: str, item: str) -> str:
        return known(partner_id, customer_id).get((run, item), "")

    return case


def case_text(cases: Cases, partner_id: str, customers: Iterable[str], run: str, item: str) -> str:
    """Return the case numbers of an item, each once, with commas; "" if there are none.

    Args:
        cases: finds them.
        partner_id: the partner.
        customers: the ids of the customers for whom the item waits; of more than three no case is
            told. Empty for an item of the partner itself.
        run: the key of the run.
        item: the id of the item.
    """
    ids = [*customers]
    found = [cases(partner_id, each, run, item) for each in ids or [""]] if len(ids) <= MOST else []
    return ", ".join(dict.fromkeys(filter(None, found)))


def case_of_step(cases: Cases, step: Step) -> str:
    """Return the case numbers of a step as `case_text` does; "" for a step without an item."""
    if step.item is None or not (step.is_each or step.state == State.WAITING):
        return ""
    waiting = [each for each in step.batches if each.state == State.WAITING]
    ids = [step.members[place][0] for each in waiting for place in each.members]
    if step.is_each and not ids:
        return ""
    return case_text(cases, step.partner.id, ids, step.run, step.item.id)
