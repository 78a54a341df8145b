"""The portfolio on the screen: each row opens the list that it counts, and back."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from csp_tui.core.progress.change import Change
from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import (
    BEN,
    DIRECT,
    NEW,
    OLD,
    FakeClock,
    add_partner,
    at_the_app,
    fill_with_invented,
    other_store,
)


async def test_one_key_counts_all_partners_and_q_goes_back(workplace: Workplace):
    fill_with_invented(workplace)
    async with at_the_app(workplace, (80, 40)) as seat:
        await seat.see("^ DEMO|^ Partners.*  9")
        await seat.press("p")
        await seat.see("^ Portfolio  9 partners  .* late .* 23 Nov 2026")
        await seat.see("^ Stage of Enroll direct  open runs")
        await seat.see(r"^ +4 Microsoft +━+ +oldest \d+ d")
        await seat.see("^ Done in the last four weeks")
        await seat.press("q")
        await seat.see("^ Partners.*  9")


async def test_a_row_opens_the_partners_it_counts_and_q_returns_to_it(workplace: Workplace):
    fill_with_invented(workplace)
    async with at_the_app(workplace, (80, 40)) as seat:
        await seat.see("Partners.*  9")
        await seat.press("p")
        await seat.see("^ +3 ben ")
        await seat.go_to(" ben ")
        await seat.press("enter")
        await seat.see("Partners.*  3 of 9  owner ben")
        await seat.press("q")
        await seat.see("^> +3 ben ")
        await seat.press("q")
        await seat.see("^ Partners.*  9  ")


async def test_the_filter_that_was_on_before_is_on_again_afterwards(workplace: Workplace):
    fill_with_invented(workplace)
    async with at_the_app(workplace, (80, 40)) as seat:
        await seat.see("Partners.*  9")
        await seat.press("f", "c")
        await seat.see("of 9  to chase")
        await seat.press("p")
        await seat.see("^ Portfolio  9 partners")
        await seat.see("^> +2 Decision and preparation")
        await seat.press("enter")
        await seat.see("2 of 9  Enroll direct, at Decision and")
        await seat.press("q")
        await seat.see("^ Portfolio")
        await seat.press("q")
        await seat.see("of 9  to chase")


async def test_what_is_changed_in_a_list_opened_here_is_counted_in_the_list_of_all(
    workplace: Workplace,
):
    ids = [add_partner(workplace, f"Partner {number}", DIRECT).id for number in range(10)]
    today, item = workplace.today, workplace.library.get(DIRECT, OLD).by_id["mpn-id"]
    workplace.store.change(ids[0], [item_changes.wait(DIRECT, item, "Microsoft", today, today)])
    async with at_the_app(workplace, (80, 40)) as seat:
        await seat.see("^ Partners.*  10  .*items: 1 to chase")
        await seat.press("p")
        await seat.see("^> +10 ")
        await seat.press("enter")
        await seat.see("^> Partner 0 .* chase 1")
        await seat.press("enter")
        await seat.go_to(item.title)
        await seat.press("space")
        await seat.wait_for_save()
        await seat.press("q")
        await seat.see("^> Partner 0 .* ready")
        await seat.press("q")
        await seat.see("^ Portfolio")
        await seat.press("q")
        await seat.see("^> Partner 0 .* ready")
        assert "to chase" not in seat.lines[0]


async def test_the_menu_of_filters_has_a_letter_for_what_a_row_counts(workplace: Workplace):
    fill_with_invented(workplace)
    async with at_the_app(workplace, (120, 40)) as seat:
        await seat.see("Partners  9")
        await seat.press("p")
        await seat.see(r"^  +\d+ \w.* to .*━")
        await seat.press("G", "enter")
        await seat.see("^ Partners.*  [1-8] of 9  .* to ")
        await seat.press("f")
        await seat.see("[*]s .* to ")
        await seat.press("s")
        await seat.see("^ Partners  9  ")


async def test_a_party_opens_what_waits_for_it_though_others_wait_for_more(workplace: Workplace):
    checklist = workplace.library.get(DIRECT, NEW)
    partner = add_partner(workplace, "Contoso", DIRECT, edition=NEW)
    add_partner(workplace, "Fabrikam", DIRECT)
    parties = [name for name in "abcdef" for _ in range(2)] + ["zoe"]
    items = [*checklist.items]
    today = workplace.today
    assert len(items) >= len(parties)
    workplace.store.change(
        partner.id,
        [
            item_changes.wait(DIRECT, item, whom, today, today)
            for item, whom in zip(items, parties, strict=False)
        ],
    )
    async with at_the_app(workplace, (80, 40)) as seat:
        await seat.see("Partners.*  2")
        await seat.press("p")
        await seat.see("^ +1 zoe +━+ +oldest 0 d")
        await seat.go_to(" zoe ")
        await seat.press("enter")
        await seat.see("^ Next  for zoe  ")
        await seat.press("q")
        await seat.see("^> +1 zoe ")


async def test_c_shows_the_sections_of_the_other_checklist(workplace: Workplace):
    fill_with_invented(workplace)
    async with at_the_app(workplace, (80, 40)) as seat:
        await seat.see("Partners.*  9")
        await seat.press("p")
        await seat.see("Stage of Enroll")
        await seat.press("c")
        await seat.see("Stage of To indirect")
        await seat.press("c")
        await seat.see("Stage of Enroll")


async def test_what_others_change_is_counted_at_once(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT)
    async with at_the_app(workplace, (80, 40)) as seat:
        await seat.see("Partners.*  2")
        await seat.press("p")
        await seat.see("^ +2 nobody ")
        other_store(workplace, BEN).change(partner.id, [Change("edit", {"owner": "ben"})])
        await seat.see("^ +1 ben ")


async def test_a_missed_month_is_told_without_colour(workplace: Workplace):
    fill_with_invented(workplace)
    async with at_the_app(workplace, (80, 40)) as seat:
        await seat.see("Partners.*  9")
        await seat.press("p")
        await seat.see(r"^ +1 October 2026, missed +━+ +lapsed\? 1")
        assert re.search(r"T-\d+ on \d+ \w+", seat.text)


async def test_a_missed_month_says_how_many_are_to_be_mended_by_when(
    workplace: Workplace, clock: FakeClock
):
    for model in ("direct-bill", "indirect-reseller", "indirect-reseller"):
        partner = workplace.store.add_partner(model, anniversary=11).partner
        workplace.store.change(partner.id, [item_changes.edit_partner(partner, model=model)])
    async with at_the_app(workplace, (80, 40)) as seat:
        await seat.press("p")
        await seat.see(r"^> +3 November 2026, missed +━+  mend until 30 Nov: 2, later: 1$")
    clock.now = datetime(2026, 11, 30, 9, tzinfo=UTC)
    async with at_the_app(workplace, (80, 40)) as seat:
        await seat.press("p")
        await seat.see(r"^> +3 November 2026, missed +━+  mend today: 2, later: 1$")
    clock.now = datetime(2026, 12, 31, 9, tzinfo=UTC)
    async with at_the_app(workplace, (80, 40)) as seat:
        await seat.press("p")
        await seat.see(r"^> +3 November 2026, missed +━+  mend today: 1, lapsed\? 2$")


async def test_a_section_of_an_old_edition_alone_names_the_edition(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT, edition=NEW)
    async with at_the_app(workplace, (120, 40)) as seat:
        await seat.see("Partners.*  2")
        await seat.press("p")
        await seat.see("^ +1 2018-12: The page's five requirements +━")
        await seat.see("^> +1 Decision and preparation +━")
        await seat.go_to("five requirements")
        await seat.press("enter")
        await seat.see("Partners.*  1 of 2  .*The page's five")


async def test_a_new_partner_is_called_that_among_what_was_done(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT)
    async with at_the_app(workplace, (80, 40)) as seat:
        await seat.press("p")
        await seat.see("^ Done in the last four weeks")
        await seat.see("  2 new partners$")
