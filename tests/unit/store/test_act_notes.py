"""The note of an act on several partners stands only as long as the act may be half done."""

from __future__ import annotations

import os

from csp_tui.core.store.shared_act import SharedAct


def test_an_act_that_is_given_up_before_it_begins_leaves_no_note(places, store):
    act = SharedAct(3)
    act.end()
    assert act.begin(store)
    assert [*act.each("abc")] == []
    assert os.listdir(places.acts) == []
