"""How runs are told in one line: counts, editions, moments."""

from __future__ import annotations

from csp_tui.core.checklist import Section
from csp_tui.core.counting import RunView
from csp_tui.core.counts import Counts, CustomerCounts
from csp_tui.core.errors import CspTuiError
from csp_tui.core.progress import Partner
from csp_tui.core.workplace import Workplace


def counted(counts: Counts) -> str:
    """Return ``14/21, required 12/16``."""
    required = f"{counts.required_done}/{counts.required_total}"
    return f"{counts.done}/{counts.total}, required {required}"


def counted_in_full(counts: Counts) -> str:
    """Return the counts with those of the other states that occur."""
    others = (
        (counts.waiting, "waiting"),
        (counts.refused, "refused"),
        (counts.not_applicable, "not applicable"),
        (counts.rules_changed, "rule changed"),
        (counts.newer_rules, "newer rule"),
    )
    return ", ".join([counted(counts), *(f"{count} {name}" for count, name in others if count)])


def section_title(view: RunView, section: Section) -> str:
    """Return ``Eligibility 5/7``."""
    if section.per and view.customer is None:
        customers = view.customers or CustomerCounts()
        return f"{section.title}: customers {customers.complete}/{customers.active}"
    counts = view.counts(section)
    return f"{section.title} {counts.done}/{counts.total}"


def edition_name(view: RunView) -> str:
    """Return the edition, marked where it is the user's own."""
    return f"{view.run.edition}{' (local)' if view.checklist.is_local else ''}"


def standing(workplace: Workplace, partner: Partner, keys: list[str]) -> str:
    """Return how far the runs `keys` are; with the titles where there are several."""
    found: list[tuple[str, str]] = []
    for key in keys:
        try:
            view = workplace.view(partner, key)
        except (CspTuiError, KeyError):
            continue
        customers = view.customers
        told = f", customers {customers.complete}/{customers.active}" if customers else ""
        found.append((view.checklist.title, counted(view.counts()) + told))
    if len(found) == 1:
        return found[0][1]
    return "; ".join(f"{title} {counts}" for title, counts in found)
