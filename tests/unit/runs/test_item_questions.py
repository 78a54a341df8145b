"""What is asked before items change, without a terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from csp_tui.core.base.asking import Talk
from csp_tui.core.progress.change import Change, with_change
from csp_tui.core.progress.model import Customer, ItemProgress, Partner, Run, Status
from csp_tui.core.runs import item_questions, partner_questions, run_questions, tick_questions
from csp_tui.core.runs.chosen import ChosenItems
from csp_tui.core.runs.chosen_files import ChosenCustomers, ChosenPartners
from csp_tui.core.runs.step_groups import State
from csp_tui.core.runs.view import RunView
from csp_tui.core.runs.waiting_questions import wait_or_chase

from ..helpers import NOON

TODAY = date(2026, 11, 23)
DONE = ItemProgress(Status.DONE)
WAITING = ItemProgress(Status.WAITING, waiting_for="Microsoft", since=date(2026, 11, 2))


class Recorded:
    """The demo checklist with what is recorded of its items, and the facts that are answered."""

    def __init__(self, demo, facts=None, customer: Customer | None = None, **states) -> None:
        items = {key.replace("_", "-"): progress for key, progress in states.items()}
        run = Run("demo", "demo", "2026-08", items=items)
        partner = Partner("contoso-7f3a", "Contoso", facts=facts or {}, runs={"demo": run})
        self.view = RunView(partner, run, demo, customer=customer)

    def chosen(self, *ids: str) -> ChosenItems:
        items = [self.view.checklist.by_id[each.replace("_", "-")] for each in ids]
        return ChosenItems(self.view, items, self.answer_fact)

    def answer_fact(self, change: Change) -> RunView:
        partner = with_change(self.view.partner, change)
        self.view = replace(self.view, partner=partner)
        return self.view


def run(talk: Talk, *answers: str) -> tuple[list[str], object]:
    """Give the answers; return the rows of each question, and what came of the talk."""
    asked: list[str] = []
    given = iter(answers)
    try:
        question = next(talk)
        while True:
            parts = (question.title, question.lead, question.label)
            asked.append(" / ".join(filter(None, parts)))
            answer = next(given)
            assert question.check(answer) == "", question.check(answer)
            assert not question.keys or question.answer_by(answer) == answer
            question = talk.send(answer)
    except StopIteration as end:
        assert list(given) == []
        return asked, end.value


def set_to(outcome: item_questions.Outcome) -> dict[str, object]:
    return {change.item: change.to.get("status") for change in outcome.changes}


def test_an_item_that_is_ready_is_ticked_unasked(demo):
    asked, outcome = run(tick_questions.tick(Recorded(demo).chosen("membership")))
    assert (asked, set_to(outcome), outcome.message) == ([], {"membership": "done"}, "")


@pytest.mark.parametrize(("answer", "changes"), [("y", {"revenue": "done"}), ("n", {})])
def test_an_item_out_of_order_is_ticked_only_where_that_is_meant(demo, answer, changes):
    asked, outcome = run(tick_questions.tick(Recorded(demo).chosen("revenue")), answer)
    assert asked == ['Tick: Revenue counted, Contoso? / Open before it: "Membership active".']
    assert set_to(outcome) == changes
    assert all(change.to["out_of_order"] for change in outcome.changes)


def test_a_tick_of_what_is_done_sets_it_to_do_again(demo):
    recorded = Recorded(
        demo, membership=DONE._replace(fingerprint=demo.by_id["membership"].fingerprint)
    )
    asked, outcome = run(tick_questions.tick(recorded.chosen("membership")))
    assert (asked, set_to(outcome)) == ([], {"membership": "todo"})


def test_a_refused_item_is_ticked_only_where_that_is_meant_and_its_reason_is_said(demo):
    refused = ItemProgress(Status.REFUSED, reason="too small")
    asked, outcome = run(
        tick_questions.tick(Recorded(demo, membership=refused).chosen("membership")), "y"
    )
    assert asked == ["Tick: Membership active, Contoso? / Refused: too small."]
    assert set_to(outcome) == {"membership": "done"}
    assert outcome.message == "It was refused: too small (u undoes)"


def test_a_tick_under_another_rule_is_confirmed_or_reopened(demo):
    recorded = Recorded(demo, membership=DONE._replace(fingerprint="1:0000000000000000"))
    for answer, do in (("y", "confirm"), ("n", "untick")):
        asked, outcome = run(tick_questions.tick(recorded.chosen("membership")), answer)
        assert asked == [
            "Still true under the new rule: Membership active, Contoso?"
            " / The rule has changed since the tick; the detail says how."
        ]
        assert outcome.do == do


def test_several_items_are_asked_about_once_and_what_is_settled_stays(demo):
    recorded = Recorded(
        demo, membership=DONE._replace(fingerprint=demo.by_id["membership"].fingerprint)
    )
    chosen = recorded.chosen("membership", "revenue", "newsletter")
    asked, outcome = run(tick_questions.tick(chosen), "y")
    assert asked == ["Tick: 2 items, Contoso? / Left out: 1 done or n/a."]
    assert outcome.message == "Left out: 1 done or n/a."
    assert set_to(outcome) == {"revenue": "done", "newsletter": "done"}
    _asked, outcome = run(tick_questions.tick(recorded.chosen("membership", "membership")))
    assert outcome == item_questions.Outcome(message=tick_questions.ALL_SETTLED)


def test_several_items_of_which_one_is_one_way_are_asked_about_with_what_is_open_before(demo):
    chosen = Recorded(demo).chosen("revenue", "newsletter")
    one_way = replace(chosen.items[1], irreversible=True)
    chosen = chosen._replace(items=[chosen.items[0], one_way])
    asked, outcome = run(tick_questions.tick(chosen), "Contoso")
    assert asked == [
        "ONE WAY: 1 of 2, tick: 2 items, Contoso?"
        ' / Final outside csp-tui: "Newsletter read". 1 item before is open.'
        " / To go on type contoso or the name"
    ]
    assert set_to(outcome) == {"revenue": "done", "newsletter": "done"}
    of_customer = replace(chosen.view, customer=Customer("coho", "Coho Winery"))
    asked, outcome = run(tick_questions.tick(chosen._replace(view=of_customer)), "1")
    assert asked[0].endswith(" / To go on type 1, how many are one way")
    assert set_to(outcome) == {"revenue": "done", "newsletter": "done"}


def test_a_one_way_tick_of_a_customer_that_is_not_meant_is_said(demo):
    chosen = Recorded(demo, customer=Customer("coho", "Coho Winery")).chosen("membership")
    chosen = chosen._replace(items=[replace(chosen.items[0], irreversible=True)])
    asked, outcome = run(tick_questions.tick(chosen), "n")
    assert asked[0].startswith("ONE WAY, tick: Membership active, Coho Winery? / Final outside")
    assert (outcome.do, outcome.message) == (None, "Not ticked.")


def test_items_of_a_partner_that_are_ticked_in_one_act_are_in_order(demo):
    recorded = Recorded(demo)
    items = recorded.chosen("membership", "revenue").items
    for together, is_early in ((items, False), (items[1:], True)):
        count = len(together)
        chosen = ChosenPartners(together, [State.TODO] * count, [("contoso-7f3a", "demo")] * count)
        _asked, outcome = run(partner_questions.tick(chosen), "y")
        change = outcome.make(recorded.view, items[1])
        assert bool(change.to["out_of_order"]) is is_early
    one_way = [items[0], *[replace(items[1], irreversible=True)] * 2]
    places = [*[("contoso-7f3a", "demo")] * 2, ("adatum-1234", "demo")]
    chosen = ChosenPartners(one_way, [State.TODO, State.TODO, State.DONE], places)
    asked, outcome = run(partner_questions.tick(chosen), "1")
    assert asked == [
        "ONE WAY: 1 of 2, tick: 2 items, for 1 partner?"
        ' / Final outside csp-tui: "Revenue counted". Left out: 1 done or n/a.'
        " / To go on type 1, how many are one way"
    ]
    assert outcome.do == "tick"


def test_items_of_partners_that_are_all_to_do_are_not_asked_about(demo):
    items = Recorded(demo).chosen("membership", "revenue").items
    places = [("contoso-7f3a", "demo")] * 2
    to_do = ChosenPartners(items, [State.TODO, State.TODO], places)
    asked, outcome = run(item_questions.reopen(to_do))
    assert (asked, outcome.do, outcome.message) == ([], None, "All of them are already to do.")
    one_done = to_do._replace(states=[State.DONE, State.TODO])
    asked, outcome = run(item_questions.reopen(one_done), "y")
    assert (len(asked), outcome.do) == (1, "untick")


@pytest.mark.parametrize(("answer", "changes"), [("y", {"azure-plan": "done"}), ("n", {})])
def test_a_fact_that_is_not_known_is_asked_first_and_kept(demo, answer, changes):
    recorded = Recorded(demo)
    asked, outcome = run(tick_questions.tick(recorded.chosen("azure_plan")), answer)
    lead = 'First, for Contoso: only if yes "Azure plan bought" applies.'
    assert asked == [f"Does the partner sell Azure? / {lead}"]
    assert (set_to(outcome), recorded.view.facts) == (changes, {"sells-azure": answer == "y"})
    assert outcome.message.startswith("Does not apply") == (answer == "n")


def test_a_customer_is_named_in_the_question(demo):
    customer = Customer("coho", "Coho Winery")
    _asked, outcome = run(
        tick_questions.tick(Recorded(demo, customer=customer).chosen("revenue")), "y"
    )
    assert set_to(outcome) == {"revenue": "done"}
    asked, _outcome = run(
        tick_questions.tick(Recorded(demo, customer=customer).chosen("revenue")), "n"
    )
    assert asked[0].startswith("Tick: Revenue counted, Coho Winery? / ")


def test_a_reason_is_asked_in_one_question_that_says_if_a_tick_goes(demo):
    chosen = Recorded(demo, membership=DONE).chosen("membership")
    asked, outcome = run(item_questions.refuse(chosen), "too small")
    assert asked == [
        "Take the tick off and set refused: Membership active, Contoso?"
        " / It is done; its evidence and note stay. / Refused, by whom and why",
    ]
    assert outcome.changes[0].to["reason"] == "too small"
    question = next(
        item_questions.set_not_applicable(Recorded(demo).chosen("membership", "revenue"))
    )
    assert (question.label, question.check("")) == (
        "2 items not applicable because",
        "a reason is needed",
    )


def test_waiting_asks_for_whom_case_and_day(demo):
    chosen = Recorded(demo).chosen("membership")
    asked, outcome = run(wait_or_chase(chosen, TODAY), "Microsoft", "2611", "+2")
    assert asked == ["Waiting for", "Case number, if any", "Chase on"]
    (change,) = outcome.changes
    assert (change.to["waiting_for"], change.to["case"]) == ("Microsoft", "2611")
    assert (change.to["since"], change.to["chase_on"]) == (TODAY, date(2026, 11, 25))


def test_a_day_to_chase_that_cannot_be_is_refused_in_the_question(demo):
    talk = wait_or_chase(Recorded(demo).chosen("membership"), TODAY)
    next(talk)
    talk.send("Microsoft")
    question = talk.send("")
    assert "cannot be before" in question.check("2020-01-01")
    assert "is no date" in question.check("soon")
    assert question.check("") == question.check(question.value) == ""


def test_what_waits_is_chased_and_the_same_again_is_nothing_new(demo):
    asked, outcome = run(
        wait_or_chase(Recorded(demo, membership=WAITING).chosen("membership"), TODAY), ""
    )
    assert (asked, outcome.do) == (["Chased today? / Again"], "chase")
    (change,) = outcome.changes
    again = WAITING._replace(chased=TODAY, chase_on=change.to["chase_on"])
    asked, outcome = run(
        wait_or_chase(Recorded(demo, membership=again).chosen("membership"), TODAY), ""
    )
    assert asked == ["Chased today already. / Again"]
    assert outcome == item_questions.Outcome(
        "chase", message="Chased today already: nothing new was written. e adds a note."
    )


def test_reopening_asks_for_several_only_and_leaves_what_is_open(demo):
    recorded = Recorded(demo, membership=DONE, newsletter=DONE)
    assert set_to(run(item_questions.reopen(recorded.chosen("membership", "revenue")))[1]) == {
        "membership": "todo"
    }
    asked, outcome = run(item_questions.reopen(recorded.chosen("membership", "newsletter")), "y")
    assert asked == ["To do again: 2 items, Contoso? / Evidence and notes stay; u takes it back."]
    assert set_to(outcome) == {"membership": "todo", "newsletter": "todo"}
    chosen = recorded.chosen("membership", "newsletter")
    one_way = chosen._replace(items=[chosen.items[0], replace(chosen.items[1], irreversible=True)])
    (final,), _outcome = run(item_questions.reopen(one_way), "n")
    assert " / One way: outside csp-tui this undoes nothing. Evidence and notes stay" in final


def test_what_is_nothing_new_is_said_of_one_item_or_of_several(demo):
    recorded = Recorded(demo, newsletter=DONE)
    for talk, ids, message in (
        (item_questions.reopen, ["revenue"], "It is already to do."),
        (item_questions.reopen, ["revenue", "membership"], "All of them are already to do."),
        (item_questions.confirm, ["newsletter"], "Nothing to confirm: its rule has not changed."),
        (
            item_questions.confirm,
            ["newsletter", "revenue"],
            "Nothing to confirm: none of their rules has changed.",
        ),
    ):
        asked, outcome = run(talk(recorded.chosen(*ids)))
        assert (asked, outcome.message, outcome.do) == ([], message, None)


def test_reopening_what_a_fact_rules_out_says_so(demo):
    recorded = Recorded(demo, facts={"sells-azure": False})
    _asked, outcome = run(item_questions.reopen(recorded.chosen("azure_plan")))
    assert outcome.message.startswith("Does not apply (F changes that): no to: Does the partner")


def test_marked_customers_are_asked_about_once_and_change_when_their_files_are_read(demo):
    item = demo.by_id["membership"]
    states = [State.TODO, State.DONE, State.NOT_APPLICABLE, State.WAITING, None]
    asked, outcome = run(tick_questions.tick_for_customers(ChosenCustomers(item, states)), "y")
    assert (asked, outcome.changes) == (
        ["Tick: Membership active, for 3 customers? / Left out: 2 done or n/a."],
        (),
    )
    assert (outcome.number, outcome.message) == (3, "Left out: 2 done or n/a.")
    reopening = item_questions.reopen(ChosenCustomers(item, states))
    asked, reopened = run(reopening, "y")
    assert asked[0].endswith("u takes it back. Left out: 1 to do already.")
    assert (reopened.number, reopened.message) == (4, "Left out: 1 to do already.")
    apart = Recorded(demo, membership=ItemProgress(Status.NOT_APPLICABLE, reason="none")).view
    assert outcome.make(apart, item) is None
    made = outcome.make(Recorded(demo).view, item)
    assert made is not None
    assert made.to["status"] == "done"
    settled = ChosenCustomers(item, [State.DONE])
    assert run(tick_questions.tick_for_customers(settled))[1].message == tick_questions.ALL_SETTLED
    changed = ChosenCustomers(item, [State.RULE_CHANGED])
    assert run(tick_questions.tick_for_customers(changed), "n")[0] == [
        "Tick: Membership active, for 1 customer? / u takes it back."
    ]


def test_marked_customers_are_ticked_out_of_order_or_through_one_way_doors_only_if_meant(demo):
    item = demo.by_id["revenue"]
    chosen = ChosenCustomers(item, [State.REFUSED, State.TODO], ["Membership active"])
    asked, outcome = run(tick_questions.tick_for_customers(chosen), "n")
    doubt = 'Refused for 1. Open before it: "Membership active".'
    assert asked == [f"Tick: Revenue counted, for 2 customers? / {doubt}"]
    assert (outcome.do, outcome.message) == (None, "Not ticked.")
    one_way = chosen._replace(item=replace(item, irreversible=True))
    asked, outcome = run(tick_questions.tick_for_customers(one_way), "2")
    assert asked[0].startswith("ONE WAY, tick: Revenue counted, for 2 customers? / Final outside")
    assert asked[0].endswith("1 item before is open. / To go on type 2, how many are one way")
    assert outcome.do == "tick"
    message = run(tick_questions.tick_for_customers(one_way), "1")[1].message
    assert message == "Not ticked: that is not how many are one way."


def test_an_act_on_marked_customers_says_how_many_would_lose_their_tick(demo):
    chosen = ChosenCustomers(demo.by_id["membership"], [State.DONE, State.TODO])
    asked, outcome = run(wait_or_chase(chosen, TODAY), "the customer", "", "2026-12-01")
    assert asked[:1] == [
        "Set waiting: Membership active, for 2 customers?"
        " / Done for 1 of 2. What is done loses its tick. / 2 customers: waiting for",
    ]
    made = outcome.make(Recorded(demo).view, chosen.item)
    assert made is not None
    assert made.to["chase_on"] == date(2026, 12, 1)


def test_a_closed_run_is_changed_only_after_a_question(demo):
    view = Recorded(demo).view
    assert run(run_questions.may_change(view, TODAY)) == ([], True)
    closed = replace(view, run=replace(view.run, closed=NOON, outcome="completed"))
    asked, may = run(run_questions.may_change(closed, TODAY), "n")
    assert (asked, may) == (["Open again: Demo, Contoso? / It is closed 23 Nov: completed."], False)


def test_closing_asks_for_the_outcome_and_says_how_many_required_items_are_open(demo):
    asked, outcome = run(run_questions.close(Recorded(demo).view), "a")
    assert asked == [
        "Close: Demo, Contoso? / 4 required items are open. It leaves the screen "
        "Next; u takes that back."
    ]
    assert outcome == "abandoned"
    assert run(run_questions.close(Recorded(demo).view), "n")[1] == ""
