"""The data of a partner itself, and its clock."""

from __future__ import annotations

from csp_tui.cli.session import Session
from csp_tui.core.language import _
from csp_tui.core.partner_clock import clock_facts
from csp_tui.core.partner_data import LABELS, typed
from csp_tui.core.progress import Partner


def show_data(session: Session, partner: Partner, *, is_named: bool = False) -> None:
    """Print what is known of the partner itself beside its name, if anything is."""
    today = session.workplace.today
    labels = {key: label for key, label in LABELS.items() if key != "name"}
    facts = [(_(label).lower(), typed(getattr(partner, key))) for key, label in labels.items()]
    day = session.workplace.overview.row_of(partner).anniversary(today)
    if day is not None:
        (clock, told), *points = clock_facts(day, partner.model, today)
        facts += [(clock.lower(), told)]
        facts += [(label, " ".join(text.split())) for label, text in points]
    if any(text for _label, text in facts):
        if not is_named and session.out.plain:
            session.out.facts([(_("partner"), partner.name), (_("id"), partner.id)])
        elif not is_named:
            session.out.text(f"{partner.name} ({partner.id})")
        session.out.facts(facts)
        session.out.line()
