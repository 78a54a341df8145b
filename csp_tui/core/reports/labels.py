"""The headings of a report and the names of its values.

They are made when they are asked for, never when the module is imported.
"""

from __future__ import annotations

from collections.abc import Mapping

from csp_tui.core.next_steps import Group


def labels() -> Mapping[str, str]:
    """Return the headings and the names of values, by what they are called here."""
    return {
        "anniversary": "Anniversary",
        "answer": "Answer",
        "as of": "As of",
        "basis": "Basis",
        "case": "Case",
        "changed": "From what to what",
        "chase": "Chase on",
        "checklist": "Checklist",
        "clock": "Yearly clock",
        "company": "Company",
        "customer": "Customer",
        "customers": "Customers",
        "day": "Day",
        "done": "Done",
        "done for": "Done for",
        "doubt": "Doubt",
        "due": "Due",
        "edition": "edition",
        "evidence": "Evidence",
        "facts": "Facts",
        "file": "File",
        "heads": "Heads of the history",
        "history": "History",
        "holder": "Who holds it",
        "id": "Id",
        "item": "Item",
        "items": "Items",
        "meaning": "What happens",
        "model": "Model",
        "number": "No.",
        "needed": "Proof to keep",
        "next": "What is open, and who holds it",
        "not yet": "Not yet, open before it",
        "note": "Note",
        "nothing open": "Nothing is open.",
        "no run": "No checklist is started.",
        "one way": "One way",
        "only if": "Only if",
        "open": "Open",
        "out of order": "Ticked before what it comes after",
        "overview": "All at a glance",
        "owner": "Owner",
        "partner": "Partner",
        "partner_id": "PartnerID",
        "planned": "Planned",
        "progress": "Progress",
        "question": "Question",
        "reason": "Reason",
        "recommended": "recommended",
        "recorded": "Recorded",
        "recorded for": "Recorded for the customers",
        "region": "Region",
        "report": "Checklist report",
        "required": "Required",
        "rule": "Rule",
        "running": "running",
        "source": "Source",
        "sources": "Sources",
        "state": "State",
        "tenant": "Tenant",
        "term end": "Term end",
        "ticked against": "Ticked against",
        "total": "All items",
        "what": "What",
        "when": "When",
        "who": "Who",
        "without": "Left out",
    }


def groups() -> Mapping[str, str]:
    """Return what each group of open steps is called."""
    return {
        Group.CHASE.value: "To chase",
        Group.DUE.value: "Due",
        Group.CONFIRM.value: "To confirm: the rule has changed",
        Group.READY.value: "Ready",
        Group.NOT_YET.value: "Not yet",
    }
