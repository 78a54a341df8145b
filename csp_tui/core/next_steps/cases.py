"""The case numbers of items that wait, read from the progress files: summaries have none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.next_steps.step import Step
from csp_tui.core.progress.model import Customer, Partner, Status
from csp_tui.core.runs.step_groups import State
from csp_tui.core.store.store import Store

MOST = 3
"""An item that waits for more customers is told without their case numbers."""

Cases = Callable[[str, str, str, str], str]
"""Returns the case number of an item that waits, from the ids of partner and customer ("" for an
item of the partner itself), the key of the run and the id of the item.

"" if there is none, the item does not wait, or the file cannot be read.
"""


def cases_in(store: Store) -> Cases:
    """Return a function that finds case numbers; it keeps the files that it has read last."""

    @lru_cache(maxsize=64)
    def read(partner_id: str, customer_id: str) -> Partner | Customer | None:
        try:
            if customer_id:
                return store.load_customer(partner_id, customer_id)
            return store.load(partner_id)
        except CspTuiError:
            return None

    def case(partner_id: str, customer_id: str, run: str, item: str) -> str:
        found = read(partner_id, customer_id)
        known = found.runs.get(run) if found else None
        progress = known.of(item) if known else None
        return progress.case if progress and progress.status is Status.WAITING else ""

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
