"""French counts agree with none and one, which English counts need not."""

from __future__ import annotations

import pytest

from csp_tui.core.base.language import speaking
from csp_tui.core.describe.item import done_for, done_of
from csp_tui.core.describe.steps import counted
from csp_tui.core.reports.standing_words import required as told_required
from csp_tui.core.runs.step_groups import StepGroup


@pytest.mark.parametrize(
    ("number", "of", "for_", "required", "ready"),
    [
        (0, "0 fait sur 5", "0 client sur 5", "0 point obligatoire fait sur 5", "0 faisable"),
        (1, "1 fait sur 5", "1 client sur 5", "1 point obligatoire fait sur 5", "1 faisable"),
        (2, "2 faits sur 5", "2 clients sur 5", "2 points obligatoires faits sur 5", "2 faisables"),
    ],
)
def test_counts_agree_in_french(number, of, for_, required, ready):
    with speaking("fr"):
        assert done_of(number, 5) == of
        assert done_for(number, 5) == f"fait pour {for_}"
        assert told_required(number, 5).startswith(required)
        assert counted(StepGroup.READY, number) == ready
