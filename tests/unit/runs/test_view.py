from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from csp_tui.core.progress.model import ItemProgress, Partner, Run, Status
from csp_tui.core.runs.item_counts import Counts
from csp_tui.core.runs.view import RunView

TODAY = date(2026, 11, 23)


@pytest.fixture
def view(demo):
    """Shows a run of the demo checklist with what is given as recorded."""

    def show(facts: dict[str, bool] | None = None, **items: Status | ItemProgress) -> RunView:
        recorded = {
            key.replace("_", "-"): value if isinstance(value, ItemProgress) else ItemProgress(value)
            for key, value in items.items()
        }
        run = Run("demo", "demo", "2026-08", items=recorded)
        return RunView(Partner("p", "P", facts=facts or {}, runs={"demo": run}), run, demo)

    return show


def waiting(chase_on: date | None) -> ItemProgress:
    return ItemProgress(Status.WAITING, waiting_for="Microsoft", chase_on=chase_on)


def due(day: date, status: Status = Status.TODO) -> ItemProgress:
    return ItemProgress(status, due=day)


def titles(found: list[tuple[date, object]]) -> list[str]:
    return [item.id for _, item in found]


def test_an_untouched_run_counts_every_item_while_facts_are_unknown(view):
    assert view().counts() == Counts(total=5, required_total=4)


@pytest.mark.parametrize("answer", [True, False])
def test_a_known_fact_leaves_only_the_items_that_apply(view, answer):
    counts = view({"sells-azure": answer}).counts()
    assert (counts.total, counts.not_applicable) == (4, 1)
    shown = view({"sells-azure": answer})
    assert shown.applies(shown.checklist.by_id["azure-plan"]) is answer
    assert shown.applies(shown.checklist.by_id["no-azure-noted"]) is not answer


def test_done_items_are_counted_required_ones_apart(view):
    counts = view(membership=Status.DONE, newsletter=Status.DONE).counts()
    assert (counts.done, counts.total) == (2, 5)
    assert (counts.required_done, counts.required_total) == (1, 4)


def test_an_item_that_is_not_applicable_is_in_no_total(view):
    counts = view(revenue=Status.NOT_APPLICABLE).counts()
    assert (counts.total, counts.required_total, counts.not_applicable) == (4, 3, 1)


def test_refused_and_waiting_are_open(view):
    counts = view(membership=Status.REFUSED, revenue=Status.WAITING).counts()
    assert (counts.done, counts.refused, counts.waiting, counts.total) == (0, 1, 1, 5)


def test_a_waiting_item_that_no_longer_applies_is_neither_counted_nor_chased(view):
    shown = view({"sells-azure": False}, azure_plan=waiting(TODAY))
    assert (shown.counts().waiting, shown.counts().not_applicable) == (0, 1)
    assert shown.to_chase() == []


def test_a_run_is_complete_when_every_required_item_that_applies_is_done(view):
    done = {"membership": Status.DONE, "revenue": Status.DONE, "no_azure_noted": Status.DONE}
    assert view({"sells-azure": False}, **done).counts().is_complete
    assert not view(None, **done).counts().is_complete
    assert (
        not view({"sells-azure": False}, **{**done, "revenue": Status.REFUSED}).counts().is_complete
    )


def test_a_section_is_counted_alone(view, demo):
    counts = view(membership=Status.DONE).counts(demo.sections[0])
    assert (counts.done, counts.total, counts.required_total) == (1, 3, 2)


def test_progress_of_an_item_that_the_edition_no_longer_has_is_never_counted(view):
    assert view(gone=Status.DONE).counts().done == 0


@pytest.mark.parametrize(
    ("status", "is_met"),
    [
        (Status.TODO, False),
        (Status.WAITING, False),
        (Status.REFUSED, False),
        (Status.DONE, True),
        (Status.NOT_APPLICABLE, True),
    ],
)
def test_a_prerequisite_is_met_when_it_is_done_or_not_applicable(view, demo, status, is_met):
    missing = view(membership=status).missing(demo.by_id["revenue"])
    assert [item.id for item in missing] == ([] if is_met else ["membership"])


def test_the_first_open_item_whose_prerequisites_are_met_is_ready(view):
    assert view().ready().id == "membership"
    assert view(membership=Status.DONE).ready().id == "revenue"


def test_required_items_are_ready_before_recommended_ones(view):
    shown = view({"sells-azure": True}, membership=Status.WAITING)
    assert shown.ready().id == "azure-plan"
    shown = view({"sells-azure": True}, membership=Status.WAITING, azure_plan=Status.DONE)
    assert shown.ready().id == "newsletter"


def test_an_item_of_an_unknown_fact_can_be_ready_and_one_of_a_denied_fact_cannot(view):
    done = {"membership": Status.DONE, "revenue": Status.DONE, "newsletter": Status.DONE}
    assert view(None, **done).ready().id == "azure-plan"
    assert view({"sells-azure": False}, **done).ready().id == "no-azure-noted"


def test_nothing_is_ready_where_all_is_done_waiting_or_refused(view):
    shown = view(
        {"sells-azure": True},
        membership=Status.WAITING,
        newsletter=Status.REFUSED,
        azure_plan=Status.DONE,
    )
    assert shown.ready() is None


def test_waiting_items_are_chased_in_the_order_of_their_days(view):
    shown = view(
        membership=waiting(date(2026, 12, 1)),
        revenue=waiting(date(2026, 11, 1)),
        newsletter=waiting(None),
    )
    assert titles(shown.to_chase()) == ["revenue", "membership"]
    assert titles(shown.to_chase(TODAY)) == ["revenue"]
    assert titles(shown.to_chase(date(2026, 12, 1))) == ["revenue", "membership"]


def test_only_a_waiting_item_is_chased(view):
    assert view(membership=ItemProgress(Status.DONE, chase_on=TODAY)).to_chase() == []


def test_open_items_are_due_in_the_order_of_their_days(view):
    shown = view(
        membership=due(date(2026, 12, 1)),
        revenue=due(date(2026, 11, 1), Status.WAITING),
        newsletter=due(date(2026, 10, 1), Status.DONE),
        azure_plan=due(date(2026, 10, 1), Status.NOT_APPLICABLE),
    )
    assert titles(shown.due()) == ["revenue", "membership"]
    assert titles(shown.due(TODAY)) == ["revenue"]


def test_a_due_item_that_does_not_apply_is_not_due(view):
    assert view({"sells-azure": False}, azure_plan=due(TODAY)).due() == []


def test_a_tick_against_another_wording_is_told(view, demo):
    item = demo.by_id["membership"]
    assert not view(
        membership=ItemProgress(Status.DONE, fingerprint=item.fingerprint)
    ).rule_changed(item)
    old = ItemProgress(Status.DONE, fingerprint="1:0000000000000000")
    assert view(membership=old).rule_changed(item)
    assert not view(membership=ItemProgress(Status.DONE)).rule_changed(item)
    assert not view(membership=ItemProgress(fingerprint="1:0000000000000000")).rule_changed(item)


def test_the_view_needs_no_file(demo):
    assert isinstance(demo.path, Path)
    assert RunView(Partner("p", "P"), Run("demo", "demo", "x"), demo).counts().total == 5


@pytest.mark.parametrize(
    ("written", "chase_on"),
    [
        ("chase_on = 2026-12-24\nsince = 2026-11-02", date(2026, 12, 24)),
        ("since = 2026-11-02", date(2026, 11, 5)),  # three business days, the item's usual wait
        ("at = 2026-11-02T10:00:00.000Z", date(2026, 11, 5)),
        ("", date(2026, 11, 26)),  # from the start of the run
    ],
)
def test_an_item_that_waits_without_a_day_to_chase_is_chased_after_the_usual_wait(
    written, chase_on, store, contoso, demo, file
):
    table = '\n[checklists.demo.items.azure-plan]\nstatus = "waiting"\nwaiting_for = "Microsoft"\n'
    text = file.read_text()
    before, history = text[: text.index("[history]")], text[text.index("[history]") :]
    file.write_text(f"{before}{table}{written}\n\n{history}")
    partner = store.load(contoso)
    view = RunView(partner, partner.runs["demo"], demo)
    item = demo.by_id["azure-plan"]
    assert view.progress(item).chase_on == chase_on
    assert view.to_chase() == [(chase_on, item)]
