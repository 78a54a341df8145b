"""Search the partners: in the rows of the list, and in all values of their progress files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold
from csp_tui.core.disk.places import Places
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.partners.search import holds, matching_field
from csp_tui.tui.partners import text as partners_text


def matching_keys(
    places: Places, shown: Sequence[PartnerSummary], today: date, text: str
) -> list[str]:
    """Return the keys of the rows of the partners `shown` that match `text`, in the list's order.

    A row that contains `text` matches. If a partner has no such row but its file has `text`, the
    partner's first row matches.
    """
    needle, found = fold(text), []
    for row in shown:
        keys = [
            partners_text.key_of(row, run)
            for run in row.runs or (None,)
            if needle in fold(partners_text.whole_text(row, run, today))
        ]
        if not keys and holds(places, row, text):
            keys = [partners_text.first_key(row)]
        found += keys
    return found


def place_in_file(places: Places, row: PartnerSummary, text: str) -> str:
    """Return which value of the partner's file has `text`, as the end of a sentence, or "".

    For example ``, in its tenant``.
    """
    place = matching_field(places, row, text)
    return _(", in its {place}").format(place=_(place)) if place else ""
