"""Invented partners in every state, put into a throw-away directory through the store itself.

The history is therefore real; its clock starts some weeks before now and ends at now, so that
every date is plausible today. The companies are fictitious.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.days import add_business_days
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.demo import customers as demo_customers
from csp_tui.core.demo.calendar import Calendar
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
        WriteError: they could not be written.
    """
    calendar = Calendar(workplace.clock())
    randomness = random.Random(_SEED)
    stores = [
        Store(workplace.places, calendar.now, actor, randomness.randbytes)
        for actor in (_COLLEAGUE, workplace.actor)
    ]
    scribe = _Scribe(workplace, calendar, *stores)
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
        tell(scribe)


class _Scribe:
    """Writes the acts of one partner after the other; without `own` a colleague did them."""

    def __init__(
        self, workplace: Workplace, calendar: Calendar, colleague: Store, own: Store
    ) -> None:
        self._workplace = workplace
        self.calendar = calendar
        self._colleague = colleague
        self._own = own
        self._partner: Partner | None = None
        self._run = ""
        self._checklist: Checklist | None = None

    def add(self, days_ago: int, name: str, **values: Value) -> None:
        """Add a partner; all that follows is about it."""
        self.calendar.set(days_ago)
        self._partner = self._colleague.add_partner(name, **values).partner

    def start(self, days_ago: int, checklist: str, edition: str = NEW) -> None:
        """Start a run; the acts that follow are in it."""
        self._checklist = self._workplace.library.get(checklist, edition)
        self._run = checklist
        self.calendar.set(days_ago)
        change = item_changes.start(self._known, self._checklist, self.calendar.now())
        self._partner = self._colleague.change(self._known.id, [change]).partner

    def act(self, days_ago: int, changes: Iterable[Change], *, own: bool = False) -> None:
        """Make some changes as one step."""
        self.calendar.set(days_ago)
        store = self._own if own else self._colleague
        self._partner = store.change(self._known.id, list(changes)).partner

    def tick(self, *ids: str, on: date | None = None) -> list[Change]:
        """Return the ticks of some items."""
        return self.each(ids, lambda item: item_changes.tick(self._run, item, on))

    def answer(self, **answers: bool) -> list[Change]:
        """Return the answers to some facts, whose hyphens are written as underscores."""
        return [
            facts.answer_change(name.replace("_", "-"), known) for name, known in answers.items()
        ]

    def tick_early(self, item_id: str) -> list[Change]:
        """Return the tick of an item out of order."""
        return [item_changes.tick(self._run, self.item(item_id), is_out_of_order=True)]

    def wait(self, item_id: str, who: str, days_ago: int, case: str = "") -> list[Change]:
        """Return the change that sets an item waiting, to be chased after its usual wait."""
        item, since = self.item(item_id), self.calendar.day(-days_ago)
        chase_on = item_changes.chase_day(item, since)
        return [item_changes.wait(self._run, item, who, since, chase_on, case)]

    def wait_until(self, item_id: str, who: str, days_ago: int, chase: int) -> list[Change]:
        """Return the change that sets an item waiting, to be chased `chase` days from today."""
        since, chase_on = self.calendar.day(-days_ago), self.calendar.day(chase)
        return [item_changes.wait(self._run, self.item(item_id), who, since, chase_on)]

    def not_applicable(self, reason: str, *ids: str) -> list[Change]:
        """Return the changes that set items not applicable."""
        return self.each(ids, lambda item: item_changes.not_applicable(self._run, item, reason))

    def refuse(self, item_id: str, reason: str) -> list[Change]:
        """Return the change that sets an item refused."""
        return [item_changes.refuse(self._run, self.item(item_id), reason)]

    def edit(self, item_id: str, **values: str | date | None) -> list[Change]:
        """Return the change that sets evidence, note, owner or dates of an item."""
        do = next((each for each in (Act.EVIDENCE, Act.NOTE) if each in values), Act.SET)
        return [item_changes.edit(do, self._run, self.item(item_id), **values)]

    def rest(self, except_for: Sequence[str] = ()) -> list[list[str]]:
        """Return the ids of the items, section by section, without some."""
        assert self._checklist is not None
        sections = self._checklist.sections
        ids = [[each.id for each in section.items] for section in sections]
        return [[each for each in group if each not in except_for] for group in ids]

    def each(self, ids: Iterable[str], make: Callable[[Item], Change]) -> list[Change]:
        """Return a change for each of some items."""
        return [make(self.item(item_id)) for item_id in ids]

    def item(self, item_id: str) -> Item:
        """Return an item of the run's checklist."""
        assert self._checklist is not None
        return self._checklist.by_id[item_id]

    @property
    def _known(self) -> Partner:
        assert self._partner is not None
        return self._partner


def _half_way(scribe: _Scribe) -> None:
    day = scribe.calendar.day
    scribe.add(
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
    scribe.start(75, DIRECT)
    scribe.act(74, scribe.answer(several_regions=False, sells_azure=True, sells_licences=True))
    scribe.act(70, scribe.tick("distributor-terms-read", "go-no-go", "tenant-chosen"))
    scribe.act(61, scribe.tick("reseller-tenure", "partner-id", "revenue-ttm", on=day(-63)))
    scribe.act(
        60,
        scribe.edit("partner-id", evidence="PLA 1234567, agreement active", as_of=day(-63))
        + scribe.edit("revenue-ttm", evidence="USD 1,412,300, export TTM.xlsx", as_of=day(-63)),
    )
    scribe.act(48, scribe.tick("security-mfa", "security-contact", "security-alerts"))
    scribe.act(40, scribe.tick("endorsement", "global-admin-named", "support-first-line"))
    scribe.act(33, scribe.refuse("solutions-designation", "41 points of 70 in Modern Work"))
    scribe.act(
        32, scribe.edit("solutions-designation", note="Skilling is the gap.\nTwo exams booked.")
    )
    scribe.act(21, scribe.answer(france_or_china=False))
    scribe.act(15, scribe.tick_early("support-plan-talks"))
    scribe.act(12, scribe.tick("domain-tax-id-settled"))
    scribe.act(
        9, scribe.wait_until("business-verification", "Microsoft vetting", days_ago=9, chase=0)
    )
    scribe.act(
        6,
        scribe.edit("document-pack", due=day(-2), owner="ben")
        + scribe.edit("billing-date-chosen", due=day(20), owner="amira"),
    )
    asked = scribe.wait("tpd-advice", "Microsoft TPD", 1, "2611200040001234")
    scribe.act(1, asked, own=True)
    scribe.act(0, scribe.edit("tpd-advice", note="Call booked for next week."), own=True)


def _just_started(scribe: _Scribe) -> None:
    month = scribe.calendar.day(39).month
    scribe.add(
        4, "Fabrikam SARL", region="EU/EFTA", model="direct-bill", anniversary=month, owner="ben"
    )
    scribe.start(4, INDIRECT)
    scribe.act(2, scribe.tick("anniversary-confirmed"))
    scribe.act(
        1,
        scribe.edit(
            "portfolio-inventory", due=add_business_days(scribe.calendar.today, 10), owner="ben"
        ),
    )
    scribe.act(0, scribe.tick("profile-current"), own=True)


def _nothing_started(scribe: _Scribe) -> None:
    scribe.add(3, "Northwind Traders", region="EU/EFTA", model="indirect-reseller")


def _complete(scribe: _Scribe) -> None:
    scribe.add(
        80,
        "Adatum Corporation",
        partner_id="7654321",
        tenant="adatum.onmicrosoft.com",
        region="North America",
        model="direct-bill",
        owner="amira",
    )
    scribe.start(80, DIRECT)
    elsewhere = ("regions-listed", "regions-own-path", "mpa-update-france")
    scribe.act(79, scribe.not_applicable("one region, in the United States", *elsewhere))
    for number, ids in enumerate(scribe.rest(elsewhere)):
        scribe.act(72 - 9 * number, scribe.tick(*ids))
    scribe.act(5, scribe.edit("credit-approval", evidence="Approval letter, limit USD 250,000"))


def _old_edition(scribe: _Scribe) -> None:
    month = scribe.calendar.day(-25).month
    scribe.add(88, "Tailspin Toys", region="North America", anniversary=month, owner="ben")
    scribe.start(88, DIRECT, OLD)
    scribe.act(80, scribe.tick("mpn-id", "endorsement", "support-first-line"))
    scribe.act(77, scribe.edit("mpn-id", evidence="MPN 5550123", as_of=scribe.calendar.day(-77)))
    scribe.act(18, scribe.wait("credit-check", "Microsoft credit", 18, "2611060040009876"))


def _two_runs(scribe: _Scribe) -> None:
    scribe.add(84, "Litware Inc.", company="Litware", region="North America", owner="amira")
    scribe.start(84, DIRECT, OLD)
    scribe.act(70, scribe.tick(*scribe.rest()[0]))
    scribe.start(16, INDIRECT)
    scribe.act(11, scribe.tick("anniversary-confirmed", "portfolio-inventory", "tenant-strategy"))
    scribe.act(10, scribe.edit("tenant-strategy", note="Same tenant; board minutes 14."))
    scribe.act(2, scribe.wait("one-way-decision", "the board", 2), own=True)


def _rule_changed(scribe: _Scribe) -> None:
    scribe.add(66, "Proseware GmbH", region="EU/EFTA", model="indirect-reseller", owner="ben")
    scribe.start(66, DIRECT)
    before = replace(
        scribe.item("revenue-ttm"),
        rule="USD 300,000 of CSP revenue over the twelve months before the application",
        own=None,
    )
    scribe.act(60, scribe.each(["revenue-ttm"], lambda _: item_changes.tick(DIRECT, before)))
    scribe.act(58, scribe.tick("go-no-go", "tenant-chosen", "endorsement"))
    scribe.act(15, scribe.edit("endorsement", evidence="Commercial register extract HRB 4711"))


def _other_script(scribe: _Scribe) -> None:
    scribe.add(30, "翼端玩具株式会社 (Wingtip)", region="Japan", owner="佐藤")
    scribe.start(29, DIRECT)
    scribe.act(27, scribe.tick("go-no-go", "tenant-chosen"))
    scribe.act(20, scribe.edit("tenant-chosen", evidence="取締役会議事録 12号", owner="佐藤"))
    scribe.act(7, scribe.wait("business-verification", "Microsoft", 7))


def _customers(scribe: _Scribe) -> None:
    scribe.add(62, "Woodgrove Services", region="EU/EFTA", model="direct-bill", owner="amira")
    scribe.start(62, INDIRECT)
    own = scribe.rest()
    scribe.act(55, scribe.tick(*own[0], *own[1], *own[3][:6]))
    scribe.act(34, scribe.tick("distributor-linked", "pla-por-checked", "pilot-completed"))
    for days_ago, changes in demo_customers.steps(scribe.item, scribe.rest(), scribe.calendar.day):
        scribe.act(days_ago, changes)
