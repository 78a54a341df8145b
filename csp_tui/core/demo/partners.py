"""Writes invented partners in every state into a data directory of their own.

They are written by the store, so their history is complete; the clock is set back for it, so the
dates run from some weeks ago to today. The companies are fictitious.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.days import add_business_days
from csp_tui.core.base.language import _
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.demo import customers as demo_customers
from csp_tui.core.demo.clock import DemoClock
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner, Value
from csp_tui.core.runs import facts, item_changes
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace

DIRECT, INDIRECT = "enroll-direct", "transition-to-indirect"
NEW, OLD = "2026-08", "2018-12"

_COLLEAGUE = Actor("amira", "demo-host")
_SEED = 20261123


def fill(workplace: Workplace) -> None:
    """Add nine invented partners to an empty data directory.

    Raises:
        WriteError: a file could not be written.
    """
    clock = DemoClock(workplace.clock())
    randomness = random.Random(_SEED)
    stores = [
        Store(workplace.places, clock.now, actor, randomness.randbytes)
        for actor in (_COLLEAGUE, workplace.actor)
    ]
    author = _Author(workplace, clock, *stores)
    for tell in (
        _half_way,
        _just_started,
        _nothing_started,
        _complete,
        _old_edition,
        _two_runs,
        _rule_changed,
        _other_script,
        _customers,
    ):
        tell(author)


class _Author:
    """Writes the demo's partners one after the other: adds one, then changes it.

    Changes are made by an invented colleague, or by the user where `own` is set. ``days_ago`` is
    when a change is made.
    """

    def __init__(
        self, workplace: Workplace, clock: DemoClock, colleague: Store, own: Store
    ) -> None:
        self._workplace = workplace
        self.clock = clock
        self._colleague = colleague
        self._own = own
        self._partner: Partner | None = None
        self._run = ""
        self._checklist: Checklist | None = None

    def add(self, days_ago: int, name: str, **values: Value) -> None:
        """Add a partner, `days_ago` days before today; later calls make changes to this partner."""
        self.clock.set(days_ago)
        self._partner = self._colleague.add_partner(name, **values).partner

    def start(self, days_ago: int, checklist: str, edition: str = NEW) -> None:
        """Start a run of the current partner, `days_ago` days before today.

        It is in the newest edition unless one is named. Later calls make changes in this run.
        """
        self._checklist = self._workplace.library.get(checklist, edition)
        self._run = checklist
        self.clock.set(days_ago)
        change = item_changes.start(self._known, self._checklist, self.clock.now())
        self._partner = self._colleague.change(self._known.id, [change]).partner

    def act(self, days_ago: int, changes: Iterable[Change], *, own: bool = False) -> None:
        """Save `changes` as one step, made `days_ago` days before today.

        The step is made by the user if `own`, else by an invented colleague.
        """
        self.clock.set(days_ago)
        store = self._own if own else self._colleague
        self._partner = store.change(self._known.id, list(changes)).partner

    def tick(self, *ids: str, on: date | None = None) -> list[Change]:
        """Return the changes that tick the items with these ids, on the day `on` if it is given."""
        return self.each(ids, lambda item: item_changes.tick(self._run, item, on))

    def answer(self, **answers: bool) -> list[Change]:
        """Return changes that answer facts, named by id with underscores for hyphens."""
        return [
            facts.answer_change(name.replace("_", "-"), known) for name, known in answers.items()
        ]

    def tick_early(self, item_id: str) -> list[Change]:
        """Return, in a list, the change that ticks an item out of order."""
        return [item_changes.tick(self._run, self.item(item_id), is_out_of_order=True)]

    def wait(self, item_id: str, who: str, days_ago: int, case: str = "") -> list[Change]:
        """Return, in a list, the change that sets an item waiting, to chase after its usual wait.

        Args:
            item_id: the item.
            who: whom it waits for.
            days_ago: how many days ago the wait began.
            case: the number of the case that was opened with that party; empty for none.
        """
        item, since = self.item(item_id), self.clock.working_day(days_ago)
        chase_on = item_changes.chase_day(item, since)
        return [item_changes.wait(self._run, item, who, since, chase_on, case)]

    def wait_until(self, item_id: str, who: str, days_ago: int, chase: int) -> list[Change]:
        """Return, in a list, the change to waiting since `days_ago`, to chase in `chase` days."""
        since, chase_on = self.clock.working_day(days_ago), self.clock.day(chase)
        return [item_changes.wait(self._run, self.item(item_id), who, since, chase_on)]

    def not_applicable(self, reason: str, *ids: str) -> list[Change]:
        """Return the changes that set the items with these ids not applicable, for `reason`."""
        return self.each(ids, lambda item: item_changes.not_applicable(self._run, item, reason))

    def refuse(self, item_id: str, reason: str) -> list[Change]:
        """Return, in a list, the change that sets an item refused, for `reason`."""
        return [item_changes.refuse(self._run, self.item(item_id), reason)]

    def edit(self, item_id: str, **values: str | date | None) -> list[Change]:
        """Return, in a list, the change that sets evidence, note, owner or dates of an item."""
        do = next((each for each in (Act.EVIDENCE, Act.NOTE) if each in values), Act.SET)
        return [item_changes.edit(do, self._run, self.item(item_id), **values)]

    def rest(self, except_for: Sequence[str] = ()) -> list[list[str]]:
        """Return the ids of all items but those in `except_for`: a list for each section."""
        assert self._checklist is not None
        sections = self._checklist.sections
        ids = [[each.id for each in section.items] for section in sections]
        return [[each for each in group if each not in except_for] for group in ids]

    def each(self, ids: Iterable[str], make: Callable[[Item], Change]) -> list[Change]:
        """Return the changes that `make` returns for the items with these ids."""
        return [make(self.item(item_id)) for item_id in ids]

    def item(self, item_id: str) -> Item:
        """Return the item of the run's checklist with this id."""
        assert self._checklist is not None
        return self._checklist.by_id[item_id]

    @property
    def _known(self) -> Partner:
        assert self._partner is not None
        return self._partner


def _half_way(author: _Author) -> None:
    day = author.clock.day
    author.add(
        75,
        "Contoso [UK] Ltd",
        company="Contoso",
        partner_id="1234567",
        tenant="contosouk.onmicrosoft.com",
        region="United Kingdom",
        model="indirect-reseller",
        anniversary=day(98).month,
        owner="amira",
    )
    author.start(75, DIRECT)
    author.act(74, author.answer(several_regions=False, sells_azure=True, sells_licences=True))
    author.act(70, author.tick("distributor-terms-read", "go-no-go", "tenant-chosen"))
    author.act(61, author.tick("reseller-tenure", "partner-id", "revenue-ttm", on=day(-63)))
    author.act(
        60,
        author.edit("partner-id", evidence=_("PLA 1234567, agreement active"), as_of=day(-63))
        + author.edit("revenue-ttm", evidence=_("USD 1,412,300, export TTM.xlsx"), as_of=day(-63)),
    )
    author.act(48, author.tick("security-mfa", "security-contact", "security-alerts"))
    author.act(40, author.tick("endorsement", "global-admin-named", "support-first-line"))
    author.act(33, author.refuse("solutions-designation", _("41 points of 70 in Modern Work")))
    author.act(
        32, author.edit("solutions-designation", note=_("Skilling is the gap.\nTwo exams booked."))
    )
    author.act(21, author.answer(france_or_china=False))
    author.act(15, author.tick_early("support-plan-talks"))
    author.act(12, author.tick("domain-tax-id-settled"))
    author.act(
        9, author.wait_until("business-verification", "Microsoft vetting", days_ago=9, chase=0)
    )
    author.act(
        6,
        author.edit("document-pack", due=day(-2), owner="ben")
        + author.edit("billing-date-chosen", due=day(20), owner="amira"),
    )
    asked = author.wait("tpd-advice", "Microsoft TPD", 1, "2611200040001234")
    author.act(1, asked, own=True)
    author.act(0, author.edit("tpd-advice", note=_("Call booked for next week.")), own=True)


def _just_started(author: _Author) -> None:
    month = author.clock.day(39).month
    author.add(
        4, "Fabrikam SARL", region="EU/EFTA", model="direct-bill", anniversary=month, owner="ben"
    )
    author.start(4, INDIRECT)
    author.act(2, author.tick("anniversary-confirmed"))
    author.act(
        1,
        author.edit(
            "portfolio-inventory", due=add_business_days(author.clock.today, 10), owner="ben"
        ),
    )
    author.act(0, author.tick("profile-current"), own=True)


def _nothing_started(author: _Author) -> None:
    author.add(3, "Northwind Traders", region="EU/EFTA", model="indirect-reseller")


def _complete(author: _Author) -> None:
    author.add(
        80,
        "Adatum Corporation",
        partner_id="7654321",
        tenant="adatum.onmicrosoft.com",
        region="North America",
        model="direct-bill",
        owner="amira",
    )
    author.start(80, DIRECT)
    elsewhere = ("regions-listed", "regions-own-path", "mpa-update-france")
    author.act(79, author.not_applicable(_("one region, in the United States"), *elsewhere))
    for number, ids in enumerate(author.rest(elsewhere)):
        author.act(72 - 9 * number, author.tick(*ids))
    author.act(5, author.edit("credit-approval", evidence=_("Approval letter, limit USD 250,000")))


def _old_edition(author: _Author) -> None:
    month = author.clock.day(-25).month
    author.add(88, "Tailspin Toys", region="North America", anniversary=month, owner="ben")
    author.start(88, DIRECT, OLD)
    author.act(80, author.tick("mpn-id", "endorsement", "support-first-line"))
    author.act(77, author.edit("mpn-id", evidence="MPN 5550123", as_of=author.clock.day(-77)))
    author.act(18, author.wait("credit-check", "Microsoft credit", 18, "2611060040009876"))


def _two_runs(author: _Author) -> None:
    author.add(84, "Litware Inc.", company="Litware", region="North America", owner="amira")
    author.start(84, DIRECT, OLD)
    author.act(70, author.tick(*author.rest()[0]))
    author.start(16, INDIRECT)
    author.act(11, author.tick("anniversary-confirmed", "portfolio-inventory", "tenant-strategy"))
    author.act(10, author.edit("tenant-strategy", note=_("Same tenant; board minutes 14.")))
    author.act(2, author.wait("one-way-decision", _("the board"), 2), own=True)


def _rule_changed(author: _Author) -> None:
    author.add(66, "Proseware GmbH", region="EU/EFTA", model="indirect-reseller", owner="ben")
    author.start(66, DIRECT)
    before = replace(
        author.item("revenue-ttm"),
        rule="USD 300,000 of CSP revenue over the twelve months before the application",
        own=None,
    )
    author.act(60, author.each(["revenue-ttm"], lambda _item: item_changes.tick(DIRECT, before)))
    author.act(58, author.tick("go-no-go", "tenant-chosen", "endorsement"))
    author.act(44, author.edit("endorsement", evidence=_("Commercial register extract HRB 4711")))


def _other_script(author: _Author) -> None:
    author.add(30, "翼端玩具株式会社 (Wingtip)", region="Japan", owner="佐藤")
    author.start(29, DIRECT)
    author.act(27, author.tick("go-no-go", "tenant-chosen"))
    author.act(20, author.edit("tenant-chosen", evidence="取締役会議事録 12号", owner="佐藤"))
    author.act(7, author.wait("business-verification", "Microsoft", 7))


def _customers(author: _Author) -> None:
    author.add(62, "Woodgrove Services", region="EU/EFTA", model="direct-bill", owner="amira")
    author.start(62, INDIRECT)
    own = author.rest()
    author.act(55, author.tick(*own[0], *own[1], *own[3][:6]))
    author.act(34, author.tick("distributor-linked", "pla-por-checked", "pilot-completed"))
    for days_ago, changes in demo_customers.steps(author.item, author.rest(), author.clock.day):
        author.act(days_ago, changes)
