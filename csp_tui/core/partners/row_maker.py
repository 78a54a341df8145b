"""Makes the summary of a partner from its progress, its checklists and its customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from csp_tui.core.base.clock import stamp
from csp_tui.core.base.errors import CspTuiError, InvalidFileError
from csp_tui.core.base.language import _
from csp_tui.core.customers.batches import batches_of
from csp_tui.core.partners.model_from_runs import model_from_runs
from csp_tui.core.partners.rows import ALL_OF_THEM, PartnerSummary, RunSummary
from csp_tui.core.progress.model import Status
from csp_tui.core.runs.anniversary import completed_years, known_since, year_of
from csp_tui.core.runs.gone_through import kept_in
from csp_tui.core.runs.item_summary import day_text, items_text, states_text
from csp_tui.core.runs.partner_runs import in_order
from csp_tui.core.runs.section_days import section_days
from csp_tui.core.runs.step_groups import MET, State

if TYPE_CHECKING:
    from csp_tui.core.checklists.library import Library
    from csp_tui.core.checklists.model import Item
    from csp_tui.core.customers.customers import Customers
    from csp_tui.core.progress.model import Partner, Run
    from csp_tui.core.runs.view import RunView


def partner_row(partner: Partner, library: Library, customers: Customers) -> PartnerSummary:
    """Return the summary of `partner`, made from its runs, their checklists and its customers.

    A run whose checklist is unreadable gets a summary with the error.
    """
    runs = tuple(_run_row(partner, key, customers) for key in in_order(partner))
    has_end = any(run.is_to_close or run.outcome for run in runs)
    yearly = {each.id for each in library.newest() if each.is_yearly} if has_end else set()
    complete = (
        year
        for run in runs
        if run.is_to_close and run.checklist in yearly and (year := year_of(run.key))
    )
    known = customers.rows(partner) if any(run.customers for run in runs) else ()
    unreadable = tuple((each.id, each.error) for each in known if each.error)
    if not known and (trouble := customers.trouble(partner.id)):
        unreadable = ((ALL_OF_THEM, trouble),)
    planned = {each.planned_text for each in known if each.is_active}
    return PartnerSummary(
        id=partner.id,
        name=partner.name,
        runs=runs,
        company=partner.company,
        model=partner.model,
        owner=partner.owner,
        month=partner.anniversary or 0,
        known_since_text=day_text(known_since(partner)),
        answered_years=(*completed_years(partner, yearly), *complete),
        model_from_runs=model_from_runs(partner),
        changed_text=_newest(partner),
        tenant=partner.tenant,
        region=partner.region,
        unreadable_customers=unreadable,
        planned_texts=tuple(sorted(planned - {""})),
        contact_texts=[each.text for each in partner.contacts],
        note=partner.note,
    )


def _run_row(partner: Partner, key: str, customers: Customers) -> RunSummary:
    try:
        view = customers.view(partner, key)
        row = _row_of(view)
        return row if view.is_closed else _with_customers(row, view, customers)
    except CspTuiError as error:
        run, why = partner.runs[key], _reason_first(error)
        row = RunSummary(key, run.checklist, run.edition, checklist=run.checklist, error=why)
        return row._replace(outcome=_outcome(run))


def _outcome(run: Run) -> str:
    """Return the outcome of a closed run; "" for an open one."""
    return (run.outcome or "completed") if run.closed else ""


def _row_of(view: RunView) -> RunSummary:
    run, counts, ready = view.run, view.counts(), view.ready()
    row = RunSummary(
        key=run.key,
        title=view.checklist.title,
        edition=run.edition,
        done=counts.done,
        total=counts.total,
        required_done=counts.required_done,
        required_total=counts.required_total,
        rules_changed=counts.rules_changed,
        newer=view.newer.checklist.edition if view.newer else "",
        newer_rules=counts.newer_rules,
        states_text=states_text(view.states.values()),
        items_text=items_text(view),
        customers_complete=view.customers.complete if view.customers else 0,
        customers=view.customers.active if view.customers else 0,
        checklist=view.checklist.id,
        section_days=section_days(view),
        kept=tuple(section.id for section in kept_in(view)),
    )
    if run.closed:
        return row._replace(outcome=_outcome(run))
    since = [
        (progress.since, item, progress.waiting_for)
        for _place, item, progress in view.recorded
        if progress.since and progress.status == Status.WAITING and view.fits(item)
    ]
    longest = min(since, key=lambda each: each[0], default=None)
    changed = (each for each in view.items if view.states[each.id] == State.RULE_CHANGED)
    return row._replace(
        blocked_text=_blocked(view),
        waiting=counts.waiting,
        waiting_since_text=day_text(longest[0] if longest else None),
        ready=ready.title if ready else "",
        ready_count=len(view.all_ready) if ready else 0,
        changed_title=next((each.title for each in changed), "") if counts.rules_changed else "",
        waits=(longest[1].title, longest[2]) if longest else (),
        chase_text=_first(view.to_chase()),
        due_text=_first(view.due()),
        refused=next((item.title for item in view.refused()), ""),
        is_to_close=view.is_to_close(),
        stage=_stage(view),
    )


def _stage(view: RunView) -> str:
    """Return the title of the first section in which a required item is open; "" if none is.

    A per-customer item is open while it is not done for some customer to whom it applies.
    """
    by_item = view.customers.by_item if view.customers else {}
    for section in view.checklist.sections:
        for item in section.items:
            if section.per:
                done, applying = by_item.get(item.id, (0, 0))
                is_open = done < applying
            else:
                is_open = view.states[item.id] not in MET
            if is_open and item.need == "required":
                return section.title
    return ""


def _with_customers(row: RunSummary, view: RunView, customers: Customers) -> RunSummary:
    """Return the summary `row` of the run `view` with what is open for its customers added.

    Without active customers, `row` is returned as it is.
    """
    if not row.customers:
        return row
    known = [each for each in customers.rows(view.partner) if each.is_active]
    members = tuple((each.id, each.name) for each in known)
    return row._replace(batches=batches_of(view, known), members=members)


def _reason_first(error: CspTuiError) -> str:
    """Return a text on why a checklist cannot be read, with the reason before the path."""
    if isinstance(error, InvalidFileError):
        return _("checklist, {why} ({path})").format(why=error.short, path=error.path)
    return str(error)


def _first(dated: Sequence[tuple[date, Item]]) -> Sequence[str]:
    """Return the day (as text) and the title of the first item in `dated`; empty without items."""
    return (day_text(dated[0][0]), dated[0][1].title) if dated else ()


def _blocked(view: RunView) -> str:
    """Return for each item of `view` the character that `RunSummary.blocked_text` has for it."""
    free = {item.id for item in view.all_ready}
    return "".join(" " if item.id in free else _blocked_by(view, item) for item in view.items)


def _blocked_by(view: RunView, item: Item) -> str:
    can_be_blocked = item.after and view.states[item.id] not in (*MET, State.WAITING)
    missing = view.missing(item) if can_be_blocked else []
    return chr(ord("1") + item.after.index(missing[0].id)) if missing else " "


def _newest(partner: Partner) -> str:
    recorded = (each.at for run in partner.runs.values() for each in run.items.values() if each.at)
    newest = max(recorded, default=None)
    return stamp(newest) if newest else ""
