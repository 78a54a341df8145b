"""Turn counts and editions of runs into text."""

from __future__ import annotations

from csp_tui.cli.output.output import labelled
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.checklists.model import Section
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.item_counts import Counts, CustomerCounts
from csp_tui.core.runs.run_name import edition_to_show, name_of
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace


def counted(counts: Counts) -> str:
    """Return how many items are done, such as ``14/21, required 12/16``."""
    return _("{done}/{total}, required {required_done}/{required_total}").format(
        done=counts.done,
        total=counts.total,
        required_done=counts.required_done,
        required_total=counts.required_total,
    )


def counted_in_full(counts: Counts) -> str:
    """Return what `counted` returns, then each other count that is not 0.

    For example ``14/21, required 12/16, 3 waiting``.
    """
    waiting, refused, left = counts.waiting, counts.refused, counts.not_applicable
    changed, newer = counts.rules_changed, counts.newer_rules
    others = (
        (waiting, ngettext("{count} waiting", "{count} waiting", waiting)),
        (refused, ngettext("{count} refused", "{count} refused", refused)),
        (left, ngettext("{count} not applicable", "{count} not applicable", left)),
        (changed, ngettext("{count} rule changed", "{count} rule changed", changed)),
        (newer, ngettext("{count} newer rule", "{count} newer rule", newer)),
    )
    found = (text.format(count=count) for count, text in others if count)
    return ", ".join([counted(counts), *found])


def section_title(view: RunView, section: Section) -> str:
    """Return a section's title, and how many of its items are done: ``Eligibility 5/7``.

    The second number is of the items that apply. A per-customer section in the partner's part has
    the numbers of complete and of active customers instead: ``Transfer: customers 31/40``.
    """
    if section.per and view.customer is None:
        customers = view.customers or CustomerCounts()
        return labelled(section.title, customers_done(customers))
    counts = view.counts(section)
    return f"{section.title} {counts.done}/{counts.total}"


def edition_name(view: RunView) -> str:
    """Return the edition of a run: ``2026-08``; of the user's own checklist ``2026-08 (local)``."""
    edition = view.run.edition
    return local_edition(edition) if view.checklist.is_local else edition


def name_and_edition(view: RunView, *, is_past: bool = False) -> str:
    """Return the name of a run, in some cases with its edition.

    The edition is left out if the run is open and on the newest. A run of the user's own checklist
    is marked ``(local)``.

    Args:
        view: the run.
        is_past: whether `view` is of an earlier day; the edition is then always added.
    """
    if is_past or edition_to_show(view):
        named = _("{checklist}, edition {edition}")
        return named.format(checklist=name_of(view), edition=edition_name(view))
    return local_edition(name_of(view)) if view.checklist.is_local else name_of(view)


def local_edition(edition: str) -> str:
    """Return `edition`, or a run's name, marked as the user's own: ``2026-08 (local)``."""
    return _("{edition} (local)").format(edition=edition)


def customers_done(counts: CustomerCounts) -> str:
    """Return how many customers are complete, such as ``customers 31/40``."""
    return _("customers {done}/{total}").format(done=counts.complete, total=counts.active)


def counts_of_runs(workplace: Workplace, partner: Partner, keys: list[str]) -> str:
    """Return the counts of runs as text; with the runs' names if there are several.

    A text is like ``14/21, required 12/16, customers 31/40``. `keys` are the keys of the runs.
    Runs that cannot be read are left out; "" if none can.
    """
    found: list[tuple[str, str]] = []
    for key in keys:
        try:
            view = workplace.view(partner, key)
        except CspTuiError:
            continue
        customers = view.customers
        of_customers = f", {customers_done(customers)}" if customers else ""
        found.append((name_of(view), counted(view.counts()) + of_customers))
    if len(found) == 1:
        return found[0][1]
    return _("; ").join(labelled(name, counts) for name, counts in found)
