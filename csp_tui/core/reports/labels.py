"""The headings and labels of a report, translated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from csp_tui.core.base.language import N_, _, current

_LABELS = {
    "all partners": N_("All partners at a glance"),
    "anniversary": N_("Anniversary"),
    "answer": N_("Answer"),
    "basis": N_("Basis"),
    "by name": N_("Partners by name"),
    "by urgency": N_("Partners, the most urgent first"),
    "case": N_("Case"),
    "changed": N_("From what to what"),
    "checklist": N_("Checklist"),
    "clock": N_("Yearly clock"),
    "company": N_("Company"),
    "count": N_("Number"),
    "customer": N_("Customer"),
    "customers": N_("Customers"),
    "dates": N_("Next dates"),
    "day": N_("Day"),
    "days late": N_("Days late"),
    "done": N_("Done"),
    "done for": N_("Done for"),
    "doubt": N_("Doubt"),
    "due": N_("Due"),
    "evidence": N_("Evidence"),
    "facts": N_("Facts"),
    "file": N_("File"),
    "group": N_("Group"),
    "heads": N_("Heads of the history"),
    "history": N_("History"),
    "holder": N_("Who holds it"),
    "contact": N_("Contact"),
    "id": N_("Id"),
    "item": N_("Item"),
    "late": N_("Late"),
    "meaning": N_("What happens"),
    "model": N_("Model"),
    "number": N_("No."),
    "needed": N_("Proof to keep"),
    "neither": N_("Nothing urgent"),
    "next": N_("What is open, and who holds it"),
    "next step": N_("Next"),
    "not yet": N_("Not yet, open before it"),
    "no dates": N_("No date is noted."),
    "nobody waited for": N_("Nobody is waited for."),
    "note": N_("Note"),
    "nothing late": N_("Nothing is late."),
    "nothing open": N_("Nothing is open."),
    "now": N_("Now"),
    "no run": N_("No checklist is started."),
    "one way": N_("One way"),
    "only if": N_("Only if"),
    "open": N_("Open"),
    "out of order": N_("Ticked before what it comes after"),
    "owner": N_("Owner"),
    "partner": N_("Partner"),
    "partner_id": N_("PartnerID"),
    "planned": N_("Planned"),
    "question": N_("Question"),
    "reason": N_("Reason"),
    "recommended": N_("recommended"),
    "recorded": N_("Recorded"),
    "recorded for": N_("Recorded for the customers"),
    "region": N_("Region"),
    "remark": N_("Remark"),
    "report": N_("Checklist report"),
    "required": N_("Required"),
    "rule": N_("Rule"),
    "source": N_("Source"),
    "sources": N_("Sources"),
    "stand": N_("Where they stand"),
    "standing": N_("Where it stands"),
    "state": N_("State"),
    "tenant": N_("Tenant"),
    "term end": N_("Term end"),
    "this week": N_("This week"),
    "ticked against": N_("Ticked against"),
    "total": N_("All items"),
    "waited for": N_("Waited for"),
    "what": N_("What"),
    "what is late": N_("What is late, the most urgent first"),
    "when": N_("When"),
    "who": N_("Who"),
}


def labels() -> Mapping[str, str]:
    """Return the headings and labels by key, in the current language."""
    return _labels(current())


@cache
def _labels(spoken: str) -> Mapping[str, str]:  # noqa: ARG001 - for the cache
    return {key: _(text) for key, text in _LABELS.items()}


def labelled(label: str, text: str) -> str:
    """Return `label` and `text` joined as usual in the current language: ``Owner: ann``."""
    return _("{label}: {text}").format(label=label, text=text)


def together(parts: Iterable[str]) -> str:
    """Return `parts` joined by semicolons; empty parts are left out. "" if none is left."""
    return _("; ").join(filter(None, parts))


def colon(label: str) -> str:
    """Return `label` followed by a colon, as the current language writes it."""
    return _("{label}:").format(label=label)
