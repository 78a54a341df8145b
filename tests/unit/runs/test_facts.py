from __future__ import annotations

from dataclasses import replace

import pytest

from csp_tui.core.checklists.model import Fact
from csp_tui.core.progress.change import with_change
from csp_tui.core.progress.model import ItemProgress, Partner, Run, Status
from csp_tui.core.runs import facts, tick_warnings
from csp_tui.core.runs.view import RunView

QUESTION = "Does the partner sell Azure?"


def view(demo, known: dict[str, bool], **states: ItemProgress) -> RunView:
    run = Run("demo", "demo", "2026-08", items={k.replace("_", "-"): v for k, v in states.items()})
    partner = Partner("contoso-7f3a", "Contoso [UK]  Ltd", company="Contoso", facts=known)
    return RunView(replace(partner, runs={"demo": run}), run, demo)


def test_an_unknown_fact_is_named_once_with_its_question(demo):
    items = list(demo.items)
    assert facts.unknown_facts(view(demo, {}), items) == [Fact("sells-azure", QUESTION)]
    assert facts.unknown_facts(view(demo, {"sells-azure": False}), items) == []
    assert facts.unknown_facts(view(demo, {}), [demo.by_id["membership"]]) == []


def test_a_known_fact_is_the_reason_why_an_item_does_not_apply(demo):
    plan, noted = demo.by_id["azure-plan"], demo.by_id["no-azure-noted"]
    assert facts.why_not(view(demo, {}), plan) == ""
    assert facts.why_not(view(demo, {"sells-azure": True}), plan) == ""
    assert facts.why_not(view(demo, {"sells-azure": False}), plan) == f"no to: {QUESTION}"
    assert facts.why_not(view(demo, {"sells-azure": True}), noted) == f"yes to: {QUESTION}"


def test_items_are_told_apart_by_the_facts(demo):
    items = list(demo.items)
    fitting, why = facts.split_by_facts(view(demo, {"sells-azure": False}), items)
    assert [each.id for each in items if each not in fitting] == ["azure-plan"]
    assert why == f"no to: {QUESTION}"
    assert facts.split_by_facts(view(demo, {}), items) == (items, "")


def test_a_fact_that_is_answered_shows_at_once_and_is_forgotten_again(demo):
    partner = view(demo, {}).partner
    for known in (True, False):
        partner = with_change(partner, facts.answer_change("sells-azure", known))
        assert facts.answer(partner, "sells-azure") is known
    partner = with_change(partner, facts.answer_change("sells-azure", None))
    assert partner.facts == {}


def test_an_answer_is_saved_in_the_facts_and_can_be_undone(store, contoso, file):
    store.change(contoso, [facts.answer_change("sells-azure", known=False)])
    assert "[facts]\nsells-azure = false\n" in file.read_text()
    store.undo(contoso)
    assert store.load(contoso).facts == {}


def test_every_fact_of_a_checklist_is_listed_with_what_depends_on_it(demo):
    assert facts.facts_of(demo) == [Fact("sells-azure", QUESTION)]
    depending = facts.depending(demo, "sells-azure")
    assert [each.id for each in depending] == ["azure-plan", "no-azure-noted"]


def test_what_is_open_before_an_item_is_a_doubt_unless_it_is_ticked_with_it(demo):
    membership, revenue = demo.by_id["membership"], demo.by_id["revenue"]
    shown = view(demo, {})
    assert tick_warnings.order_doubt(shown, [revenue]) == 'Open before it: "Membership active".'
    assert tick_warnings.order_doubt(shown, [revenue, membership]) == ""
    assert tick_warnings.is_out_of_order(shown, revenue, [revenue])
    assert not tick_warnings.is_out_of_order(shown, revenue, [revenue, membership])


def test_an_item_that_is_done_keeps_how_it_was_ticked(demo):
    revenue = demo.by_id["revenue"]
    early = view(demo, {}, revenue=ItemProgress(Status.DONE, out_of_order=True))
    in_order = view(demo, {}, revenue=ItemProgress(Status.DONE))
    assert tick_warnings.is_out_of_order(early, revenue, [revenue])
    assert not tick_warnings.is_out_of_order(in_order, revenue, [revenue])
    assert (
        tick_warnings.order_doubt(early, [revenue])
        == tick_warnings.order_doubt(in_order, [revenue])
        == ""
    )


@pytest.mark.parametrize("typed", ["contoso-7f3a", "CONTOSO", " contoso [uk] ltd "])
def test_a_partner_is_named_by_id_name_or_company(demo, typed):
    assert tick_warnings.names_partner(view(demo, {}).partner, typed)


@pytest.mark.parametrize("typed", ["", " ", "contoso-", "y", "contoso [uk]"])
def test_nothing_else_names_a_partner(demo, typed):
    assert not tick_warnings.names_partner(view(demo, {}).partner, typed)
    assert not tick_warnings.names_partner(Partner("a", "b"), typed)
