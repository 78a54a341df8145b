"""The words that give up what cannot be saved."""

from __future__ import annotations

import pytest

from csp_tui.core.base.language import speaking
from csp_tui.tui.saving.leaving import carry_out_leaving, leaving_question


@pytest.mark.parametrize("answer", ["abandonner", "Abandonner", "give up"])
def test_a_french_user_gives_up_in_french_words_and_in_english(answer: str):
    with speaking("fr"):
        assert "abandonner" in leaving_question(1).lead
        assert carry_out_leaving(answer, lambda: pytest.fail("nothing is to be written"))
