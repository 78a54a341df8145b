"""The dictionaries that ``--json`` prints; ``docs/reference/json.md`` documents them.

Every key is always present; an unknown value is null, "" or an empty list. Programs rely on the
keys: new ones may be added, but none removed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from csp_tui.core.base.clock import stamp
from csp_tui.core.partners.clock_words import next_t
from csp_tui.core.partners.now import now_of
from csp_tui.core.progress.change import to_json
from csp_tui.core.progress.model import CONTACT_KEYS
from csp_tui.core.runs.run_name import year
from csp_tui.core.runs.step_groups import StepGroup

if TYPE_CHECKING:
    from csp_tui.core.checklists.model import Checklist, Item, Link
    from csp_tui.core.checklists.reader import Problem
    from csp_tui.core.checklists.sources import Statement
    from csp_tui.core.customers.batches import Batch
    from csp_tui.core.customers.customers import CustomerSummary
    from csp_tui.core.history.line import HistoryLine
    from csp_tui.core.next_steps.cases import Cases
    from csp_tui.core.next_steps.step import Step
    from csp_tui.core.partners.rows import PartnerSummary, RunSummary
    from csp_tui.core.progress.model import Contact, Partner
    from csp_tui.core.runs.item_counts import Counts
    from csp_tui.core.runs.view import RunView
    from csp_tui.core.store.saved import Saved

Shape = dict[str, Any]


def plain(value: Any) -> Any:
    """Return `value` as JSON can hold it: a date or datetime as text, others unchanged."""
    if isinstance(value, datetime):
        return stamp(value)
    return value.isoformat() if isinstance(value, date) else value


def of_partner_summary(row: PartnerSummary, today: date) -> Shape:
    """Return the JSON of a partner in the list of partners, with its runs."""
    day = next_t(row, today)
    return {
        "id": row.id,
        "name": row.name,
        "company": row.company,
        "model": row.model,
        "clock_model": row.clock_model,
        "owner": row.owner,
        "anniversary": plain(day),
        "changed": stamp(row.changed) if row.changed else "",
        "error": row.error,
        "runs": [_of_run_summary(row, run, today) for run in row.runs],
    }


def _of_run_summary(row: PartnerSummary, run: RunSummary, today: date) -> Shape:
    keys = (
        "key", "checklist", "edition", "title", "done", "total", "required_done",
        "required_total", "waiting", "rules_changed", "newer", "newer_rules",
        "customers_complete", "customers", "outcome", "is_to_close", "error",
    )  # fmt: skip
    values = {key: getattr(run, key) for key in keys}
    urgent = {
        "to_chase": run.number_in(StepGroup.CHASE, today),
        "due": run.number_in(StepGroup.DUE, today),
    }
    for_year = {"year": year(run.key, run.checklist)}
    return {**values, **for_year, **urgent, "next": now_of(row, run, today).sentence(today)}


def of_partner(partner: Partner) -> Shape:
    """Return the JSON of a partner's fields, contacts and answers to facts, without its runs."""
    keys = (
        "id",
        "name",
        "company",
        "partner_id",
        "tenant",
        "region",
        "model",
        "anniversary",
        "owner",
        "note",
    )
    return {
        **{key: getattr(partner, key) for key in keys},
        "contacts": [of_contact(each) for each in partner.contacts],
        "facts": dict(partner.facts),
    }


def of_contact(contact: Contact) -> Shape:
    """Return the JSON of a contact."""
    return {key: getattr(contact, key) for key in ("id", *CONTACT_KEYS)}


def of_counts(counts: Counts) -> Shape:
    """Return the JSON of the counts of a run."""
    return {key: getattr(counts, key) for key in counts._fields}


def of_run(view: RunView, items: list[Item]) -> Shape:
    """Return the JSON of a run, or of one customer's part of it, with `items`.

    The counts are of the whole run or part, whatever `items` are. ``customers`` and
    ``customers_complete`` are None in a customer's part, and if the checklist has no per-customer
    items.
    """
    from csp_tui.core.runs import gone_through

    run, customer, customers = view.run, view.customer, view.customers
    return {
        "key": run.key,
        "checklist": view.checklist.id,
        "edition": run.edition,
        "is_local": view.checklist.is_local,
        "title": view.checklist.title,
        "year": year(run.key, view.checklist.id),
        "started": plain(run.started),
        "closed": plain(run.closed),
        "outcome": run.outcome,
        "customer": {"id": customer.id, "name": customer.name} if customer else None,
        "counts": of_counts(view.counts()),
        "customers_complete": customers.complete if customers else None,
        "customers": customers.active if customers else None,
        "kept": [section.id for section in gone_through.kept_in(view)],
        "items": [of_item(view, item) for item in items],
    }


def of_item(view: RunView, item: Item) -> Shape:
    """Return the JSON of an item in a run: its rule, its status, and what is recorded.

    For a per-customer item in the partner's own part, ``status`` is None; ``customers_done`` and
    ``customers_total`` count for how many customers it is done, and for how many it applies;
    ``recorded`` is what the partner had recorded before the item became per customer.
    """
    from csp_tui.core.describe.item import status
    from csp_tui.core.describe.rules import newer_rule
    from csp_tui.core.progress.model import ITEM_KEYS
    from csp_tui.core.runs import gone_through

    part = view.part_of(item)
    for_each = view.is_for_each(item)
    progress = gone_through.of_partner(view, item) if for_each else part.progress(item)
    recorded = {key: plain(getattr(progress, key)) for key in ITEM_KEYS if key != "status"}
    by_item = view.customers.by_item.get(item.id) if view.customers else None
    return {
        **of_checklist_item(item),
        "section": next(each.id for each in view.checklist.sections if item in each.items),
        "status": str(status(part, item)) if not for_each else None,
        "rule_changed": part.rule_changed(item),
        "newer_rule": newer_rule(part, item),
        "applies": part.applies(item),
        "not_yet": [each.id for each in view.missing(item)],
        "recorded": recorded,
        "customers_done": by_item[0] if for_each and by_item else None,
        "customers_total": by_item[1] if for_each and by_item else None,
    }


def of_checklist_item(item: Item) -> Shape:
    """Return the JSON of an item in a checklist, without any partner's progress."""
    keys = (
        "id", "title", "rule", "detail", "need", "when", "basis", "doubt", "role", "evidence",
        "ages", "irreversible", "usual_wait", "starts",
    )  # fmt: skip
    return {
        **{key: getattr(item, key) for key in keys},
        "after": list(item.after),
        "checked": plain(item.checked),
        "fingerprint": item.fingerprint,
        "links": [_of_link(link) for link in item.links],
    }


def _of_link(link: Link) -> Shape:
    keys = ("url", "title", "publisher", "date", "read")
    return {key: getattr(link, key) for key in keys}


def of_statement(statement: Statement) -> Shape:
    """Return the JSON of a statement; ``source`` is the page that it comes from, else None."""
    checklist, item, link = statement
    return {
        "checklist": checklist.id,
        "edition": checklist.edition,
        "item": item.id,
        **{key: getattr(item, key) for key in ("title", "rule", "basis", "doubt")},
        "checked": plain(item.checked),
        "source": _of_link(link) if link else None,
    }


def of_checklist(checklist: Checklist) -> Shape:
    """Return the JSON of one edition of a checklist with its sections and items."""
    keys = ("id", "edition", "title", "summary", "source", "source_date", "is_yearly", "is_local")
    return {
        **{key: getattr(checklist, key) for key in keys},
        "file": str(checklist.path),
        "facts": [{"id": each.id, "question": each.question} for each in checklist.facts],
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "per": section.per,
                "items": [of_checklist_item(item) for item in section.items],
            }
            for section in checklist.sections
        ],
    }


def of_step(step: Step, cases: Cases) -> Shape:
    """Return the JSON of one step of the command ``next``; `cases` finds its case numbers.

    ``customers`` lists those whom it is for; None for a step of the partner itself.
    """
    from csp_tui.core.describe.steps import word
    from csp_tui.core.next_steps.cases import case_of_step

    item, point = step.item, step.point
    return {
        "group": str(step.group) if step.group else "",
        "partner": step.partner.id,
        "partner_name": step.partner.name,
        "run": step.run,
        "item": item.id if item else "",
        "title": item.title if item else "",
        "number": step.number,
        "state": word(step) if item else "",
        "need": item.need if item else "",
        "one_way": bool(item and item.irreversible),
        "clock": point.name if point else "",
        "close": step.is_closing,
        "basis": point.basis if point else "",
        "role": step.role,
        "owner": step.owner,
        "waiting_for": step.whom,
        "case": case_of_step(cases, step),
        "chase_on": plain(step.chase_on) or "",
        "due": plain(step.due) or "",
        "not_yet": step.missing,
        "customers": _customers_of(step, cases) if step.is_each else None,
    }


def _customers_of(step: Step, cases: Cases) -> list[Shape]:
    """Return the JSON of the customers whom a step is for.

    They are in the order of the list of customers. Empty if the step is settled for all customers,
    and for a step of the partner itself.
    """
    found = {
        place: {
            "id": step.members[place][0],
            "name": step.members[place][1],
            "owner": batch.owner or step.partner.owner,
            "waiting_for": batch.whom,
            "case": _case_of(step, batch, place, cases),
            "chase_on": plain(batch.chase_on) or "",
            "due": plain(batch.due) or "",
            "not_yet": batch.missing,
        }
        for batch in step.batches
        for place in batch.members
    }
    return [found[place] for place in sorted(found)]


def _case_of(step: Step, batch: Batch, place: int, cases: Cases) -> str:
    from csp_tui.core.runs.step_groups import State

    if step.item is None or batch.state != State.WAITING:
        return ""
    return cases(step.partner.id, step.members[place][0], step.run, step.item.id)


def of_line(line: HistoryLine) -> Shape:
    """Return the JSON of a history line."""
    return {
        "line": line.id,
        "at": stamp(line.at),
        "clock": stamp(line.when),
        "by": line.by,
        "as": line.reviewer,
        "host": line.host,
        "step": line.step,
        "undoes": line.undone[0],
        "do": line.do,
        "run": line.run,
        "item": line.item,
        "customer": line.customer,
        "part": line.part,
        "from": to_json(line.before),
        "to": to_json(line.after),
        "rule": line.rule,
    }


def of_saved(saved: Saved, *, is_dry_run: bool) -> Shape:
    """Return the JSON of a saved change.

    ``changes`` is empty if the values were set already; ``saved`` is None in a dry run.
    """
    return {
        "partner": saved.partner.id,
        "name": saved.partner.name,
        "saved": None if is_dry_run else stamp(saved.at),
        "changes": [of_line(line) for line in saved.lines],
    }


def of_customer(
    row: CustomerSummary, view: RunView, states: Mapping[str, str], today: date
) -> Shape:
    """Return the JSON of a customer in a run.

    Args:
        row: the customer.
        view: the run.
        states: the status of each item for this customer, by the item's id.
        today: the current day.
    """
    from csp_tui.core.customers.counts import progress
    from csp_tui.core.customers.urgency import pressing

    done, total = progress(row.states_in(view.run.key))
    keys = (
        "id", "name", "tenant", "tenant_id", "owner", "planned", "term_end", "archived", "error",
    )  # fmt: skip
    values = {key: plain(getattr(row, key)) or "" for key in keys}
    found = pressing(row, view, today)
    now = {"day": plain(found.day), "late": found.is_late} if found else None
    return {**values, "now": now, "done": done, "total": total, "items": dict(states)}


def of_problem(problem: Problem) -> Shape:
    """Return the JSON of a problem of a checklist file."""
    return {
        "file": str(problem.path),
        "line": problem.line,
        "key": problem.key,
        "what": problem.what,
        "severity": problem.severity,
    }
