"""The invented customers of the demo, one for every state of a customer, and two contacts."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from csp_tui.core.base.language import _
from csp_tui.core.checklists.model import Item
from csp_tui.core.progress.change import Change
from csp_tui.core.runs import contact_changes, customer_changes, item_changes

_RUN = "transition-to-indirect"

NAMES = (
    "Alpine Ski House",
    "Bellows College",
    "Blue Yonder Airlines",
    "City Power & Light",
    "Coho Winery",
    "Consolidated Messenger",
    "Fourth Coffee",
    "Graphic Design Institute",
    "Humongous Insurance",
    "Lamna Healthcare",
    "Margie's Travel",
    "VanArsdel, Ltd.",
)
_WAVE = 4
"""Number of customers in one wave."""
_SECTION = 5
"""Index of the per-customer section in the checklist."""
_ADMIN = NAMES.index("Consolidated Messenger")
"""Index of the customer whose administrator is a contact, and is waited for."""

Day = Callable[[int], date]
"""A function that returns the day so many days after today; before today if negative."""
_IDS = [f"{name.split()[0].lower().rstrip(',').replace(chr(39), '')}-demo" for name in NAMES]


def steps(
    item: Callable[[str], Item], sections: Sequence[Sequence[str]], day: Day
) -> Iterator[tuple[int, list[Change]]]:
    """Yield steps on customers and contacts: how many days ago each was made, and its changes.

    The oldest comes first.

    Args:
        item: returns an item of the checklist by id.
        sections: the ids of the items, a list for each section.
        day: returns the day so many days after today.
    """
    yield 30, _added(day)
    yield 8, _ticked([item(each) for each in sections[_SECTION]])
    yield 5, [_contact(name="Ifeoma Okafor", role=_("licences"), mail="ifeoma@woodgrove.example")]
    admin = {"name": "Sam Reyes", "role": _("global admin"), "mail": "sam@consolidated.example"}
    yield 4, [_contact(customer=_IDS[_ADMIN], **admin)]
    yield 3, _states(item, day)
    yield 2, [customer_changes.answer(_IDS[2], {"sells-azure": False, "marketplace": False})]
    yield 1, [customer_changes.put_away(_IDS[-1], day(-1))]


def _contact(customer: str = "", **texts: str) -> Change:
    return contact_changes.add((), texts, customer, random.Random(texts["name"]).randbytes)


def _added(day: Day) -> list[Change]:
    return [
        customer_changes.add(
            customer_id,
            name,
            tenant=f"{customer_id.removesuffix('-demo')}.onmicrosoft.com",
            owner=("amira", "ben")[number % 2],
            planned=day(14 * (number // _WAVE) - 7),
            term_end=day(40 + 23 * (number * 5 % 12)),
        )
        for number, (customer_id, name) in enumerate(zip(_IDS, NAMES, strict=True))
    ]


def _ticked(items: Sequence[Item]) -> list[Change]:
    """Return ticks of the per-customer `items` for the first ten customers.

    Two customers have all items ticked, the others the first few.
    """
    counts = (len(items), len(items), len(items) - 4, len(items) - 7, 4, 3, 2, 2, 1, 1)
    return [
        customer_changes.for_customer(item_changes.tick(_RUN, each), customer_id)
        for customer_id, count in zip(_IDS, counts, strict=False)
        for each in items[:count]
    ]


def _states(item: Callable[[str], Item], day: Day) -> list[Change]:
    """Return changes that set items of customers waiting, refused or not applicable."""
    link, agreement = item("customer-relationship"), item("mca-via-distributor")
    gdap, consent = item("gdap-own"), item("customer-consent")
    found = (
        (4, item_changes.not_applicable(_RUN, gdap, _("keeps its own administrators"))),
        (5, item_changes.wait(_RUN, gdap, _("the customer's admin"), day(-9), day(-2))),
        (6, item_changes.wait(_RUN, agreement, _("the distributor"), day(-3), day(4), "D-20471")),
        (7, item_changes.refuse(_RUN, agreement, _("the customer's lawyer wants another text"))),
        (8, item_changes.wait(_RUN, link, _("the customer's admin"), day(-6), day(0))),
        (10, item_changes.refuse(_RUN, consent, _("stays with another distributor"))),
    )
    return [customer_changes.for_customer(change, _IDS[number]) for number, change in found]
