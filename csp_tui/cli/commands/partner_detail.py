"""Print the fields of a partner and its yearly clock.

The yearly clock counts days to the partner's anniversary, such as ``T-90``.
"""

from __future__ import annotations

from csp_tui.cli.output.output import LabelledValue
from csp_tui.cli.session import Session
from csp_tui.core.base.language import _
from csp_tui.core.partners.clock_words import clock_lines
from csp_tui.core.progress.model import Customer, Partner
from csp_tui.core.progress.partner_fields import LABELS, typed


def show_data(session: Session, partner: Partner, *, is_named: bool = False) -> None:
    """Print a partner's fields, yearly clock, contacts and note; nothing if all of them are empty.

    The clock lists the days before and after the partner's yearly check, with what happens then.
    The name and id come first, unless `is_named` says that they have been printed before.
    """
    today = session.workplace.today
    labels = {key: label for key, label in LABELS.items() if key not in ("name", "note")}
    pairs = [(_(label).lower(), typed(getattr(partner, key), key)) for key, label in labels.items()]
    clock = clock_lines(session.workplace.overview.row_of(partner), today, session.day)
    pairs += [(_label(name), " ".join(text.split())) for name, text in clock]
    pairs += contact_pairs(partner)
    if any(text for _label, text in pairs):
        if not is_named and session.out.plain:
            session.out.pairs([(_("partner"), partner.name), (_("id"), partner.id)])
        elif not is_named:
            session.out.text(f"{partner.name} ({partner.id})")
        session.out.pairs(pairs)
        session.out.line()


def contact_pairs(owner: Partner | Customer) -> list[LabelledValue]:
    """Return label and text of each contact of a partner or customer, then of the note.

    The pair of the note is always there; its text may be "".
    """
    contacts = [(_("contact"), each.text) for each in owner.contacts]
    return [*contacts, (_("note"), owner.note)]


def _label(name: str) -> str:
    """Return `name` in small letters, unless all its letters are capitals as in ``T-90``."""
    return name.lower() if any(map(str.islower, name)) else name
