"""The words on the steps of Next."""

from __future__ import annotations

import pytest

from csp_tui.core.base import language
from csp_tui.core.describe.steps import heading
from csp_tui.core.runs.step_groups import StepGroup


@pytest.mark.parametrize(
    ("group", "one", "two"),
    [
        (StepGroup.READY, "Faisable", "Faisables"),
        (StepGroup.DUE, "Échéance", "Échéances"),
        (StepGroup.CLOCK, "Échéance annuelle", "Échéances annuelles"),
        (StepGroup.NOT_YET, "Plus tard", "Plus tard"),
        (StepGroup.CHASE, "À relancer", "À relancer"),
    ],
)
def test_a_heading_agrees_with_its_number_in_french(group: StepGroup, one: str, two: str):
    assert heading(group, 1) == heading(group, 2)
    language.use("fr")
    assert [heading(group, 1), heading(group, 2)] == [one, two]
