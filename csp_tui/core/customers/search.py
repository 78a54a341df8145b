"""Searches the customers of a partner: their data, and what is recorded of their items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csp_tui.core.base.language import N_
from csp_tui.core.base.search import NamedText, has_all, joined_form, words_of
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.disk.places import Places
from csp_tui.core.progress.texts import texts_in_file


def texts_of(places: Places, partner_id: str, row: CustomerSummary) -> Iterator[NamedText]:
    """Yield the texts of a customer, each a pair of its English label and the text.

    First come name, id, tenant, tenant id and owner, even if empty. Then come the texts of the
    customer's progress file, unless it is unreadable.
    """
    yield N_("name"), row.name
    yield N_("id"), row.id
    yield N_("tenant"), row.tenant
    yield N_("tenant id"), row.tenant_id
    yield N_("owner"), row.owner
    if not row.error:
        path = places.customer_file(partner_id, row.id)
        yield from (text for _place, text in texts_in_file(path))


def matching(
    places: Places, partner_id: str, rows: Iterable[CustomerSummary], text: str
) -> list[CustomerSummary]:
    """Return those of `rows` whose texts contain each word of `text`; without words, all of them.

    Case and accents do not matter. The file of each customer in `rows` is read.
    """
    words = words_of(text)
    return [r for r in rows if has_all(joined_form(texts_of(places, partner_id, r)), words)]
