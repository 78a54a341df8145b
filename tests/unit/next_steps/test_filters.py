"""The filters of Next by their names."""

from __future__ import annotations

from threading import Thread

import pytest

from csp_tui.core.next_steps.filters import filter_called, kept
from csp_tui.core.next_steps.step import Step
from csp_tui.core.next_steps.step_list import listed
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.runs.step_groups import State, StepGroup

ROW = PartnerSummary("a", "A")
CHASE = Step(StepGroup.CHASE, ROW, "run", state=State.WAITING, owner="ben", whom="Microsoft credit")
READY = Step(StepGroup.READY, ROW, "run", owner="Amira")


def test_a_filter_is_called_by_its_words_and_keeps_the_value_as_it_is():
    assert filter_called(" Mine ") == "mine"
    assert filter_called("Not-Yet") == "not-yet"
    assert filter_called("FOR  the Board") == "for the Board"
    for wrong in ("lost", "for", "owner ", "mine ben", "chase it", ""):
        with pytest.raises(LookupError):
            filter_called(wrong)


def test_all_filters_must_fit_and_without_a_name_nothing_is_mine():
    steps = listed([CHASE, READY])
    assert [*kept(steps, [], [])] == [CHASE, READY]
    assert [*kept(steps, ["mine"], ["amira"])] == [READY]
    assert [*kept(steps, ["mine"], [])] == []
    assert [*kept(steps, ["for microsoft", "owner BEN", "chase"], [])] == [CHASE]
    assert [*kept(steps, ["for microsoft", "ready"], [])] == []


def test_a_search_that_is_prepared_while_another_begins_looks_at_each_kind_once():
    steps = listed([CHASE, READY])
    others = []

    def owner(step):
        if not others:
            others.append(Thread(target=steps.kinds.values, args=(owner,)))
            others[0].start()
        return step.owner

    assert len(steps.kinds.values(owner)) == 2
    others[0].join()
    assert steps.kinds.values(owner) == ["ben", "Amira"]
