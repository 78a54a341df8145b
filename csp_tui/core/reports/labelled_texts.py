"""Pairs of label and text on items, partners and steps, for the Markdown and HTML formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from csp_tui.core.progress.model import Status
from csp_tui.core.progress.partner_fields import typed
from csp_tui.core.reports import sentences
from csp_tui.core.reports.labels import labelled, labels, together
from csp_tui.core.reports.model import (
    OpenStep,
    ReportChange,
    ReportCustomer,
    ReportItem,
    ReportPartner,
)
from csp_tui.core.runs.step_groups import MET

LabelledText = tuple[str, str]
"""A label and a text; the label may be empty."""

_KEYS = ("company", "partner_id", "tenant", "region", "model")


def of_partner(partner: ReportPartner) -> Iterator[LabelledText]:
    """Yield label and text of each known value of a partner's own data, its contacts and note last.

    The id is always there.
    """
    name = labels()
    for key in _KEYS:
        if text := getattr(partner, key):
            yield name[key], typed(text, key)
    if partner.anniversary:
        yield name["anniversary"], typed(partner.anniversary)
    if partner.owner:
        yield name["owner"], partner.owner
    yield name["id"], partner.id
    yield from of_contacts(partner)


def of_contacts(owner: ReportPartner | ReportCustomer) -> Iterator[LabelledText]:
    """Yield label and text of each contact of a partner or customer, and of the note if any."""
    name = labels()
    yield from ((name["contact"], each.text) for each in owner.contacts)
    if owner.note:
        yield name["note"], owner.note


def of_rule(item: ReportItem, name: Mapping[str, str]) -> Iterator[LabelledText]:
    """Yield label and text of what the checklist says of an item; `name` holds the labels.

    Left out are empty values, an official basis, and what matters only before an item is done.
    """
    is_open = item.state not in MET
    is_other = item.ticked_against not in ("", item.rule or item.title)
    for label, text in (
        ("rule", item.rule),
        ("ticked against", item.ticked_against if is_other else ""),
        ("only if", item.only_if),
        ("not yet", item.not_yet if is_open else ""),
        ("one way", sentences.one_way() if item.irreversible and is_open else ""),
        ("doubt", item.doubt),
        ("basis", sentences.basis(item.basis) if item.basis != "official" else ""),
    ):
        if text:
            yield name[label], text


def of_record(item: ReportItem, name: Mapping[str, str], day: date) -> Iterator[LabelledText]:
    """Yield label and text of all that is recorded of an item; for an open one also its due day.

    For an open item without evidence, also yield which proof is to be kept. A text that needs no
    label has an empty one.

    Args:
        item: the item.
        name: the labels, by English key.
        day: the day of the report, to which a day to chase is compared.
    """
    is_open = item.state not in MET
    for label, text in (
        ("", sentences.waiting(item, day)),
        ("case", item.case if item.state != Status.WAITING else ""),
        ("reason", item.reason),
        ("evidence", sentences.evidence(item)),
        ("file", sentences.file(item)),
        ("note", item.note),
        ("", sentences.recorded(item)),
        ("due", item.due.isoformat() if item.due and is_open else ""),
        ("needed", "" if item.evidence or not is_open else item.evidence_wanted),
    ):
        if text:
            yield name[label] if label else "", text
    if item.out_of_order:
        yield "", name["out of order"]


def in_short(item: ReportItem, name: Mapping[str, str], day: date) -> str:
    """Return what :func:`of_record` yields of an item, joined to one text; empty if nothing."""
    found = [labelled(label, text) if label else text for label, text in of_record(item, name, day)]
    return together(found)


def with_records(customer: ReportCustomer) -> Iterator[ReportItem]:
    """Yield the customer's items that have more to show than a state.

    Those have evidence, a note, a reason, a file or a due day, or they wait or are refused.
    """
    for item in customer.items:
        records = (item.evidence, item.note, item.reason, item.file, item.due)
        if any(records) or item.state in (Status.WAITING, Status.REFUSED):
            yield item


def due_and_case(step: OpenStep, name: Mapping[str, str]) -> str:
    """Return a text with the due day and the case of a step; empty if it has neither.

    `name` has the labels by key.
    """
    parts = (
        f"{name['due']} {step.due.isoformat()}" if step.due else "",
        f"{name['case']} {step.case}" if step.case else "",
    )
    return together(parts)


def by_act(changes: Iterable[ReportChange]) -> Iterator[Sequence[ReportChange]]:
    """Yield the changes in groups, each of which a report shows as one act.

    Changes of the same step that differ only in the customer are in one group; every other change
    is a group of its own.
    """
    found: dict[tuple[str, str, str], list[ReportChange]] = defaultdict(list)
    for number, each in enumerate(changes):
        alone = "" if each.customer else str(number)
        found[each.step, f"{each.did}{alone}", each.changed].append(each)
    yield from found.values()
