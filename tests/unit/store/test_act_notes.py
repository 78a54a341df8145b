"""The note of an act on several partners stands only as long as the act may be half done."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator

import pytest

from csp_tui.core.store.shared_act import SharedAct


@pytest.fixture
def full_disk(store) -> Iterator[None]:
    """Let files be made, but nothing be written into them."""
    store.add_partner("Contoso")  # the writer id is there already
    limits, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, handler)


def test_an_act_that_is_given_up_before_it_begins_leaves_no_note(places, store):
    act = SharedAct(3)
    act.end()
    assert act.begin(store)
    assert [*act.each("abc")] == []
    assert os.listdir(places.acts) == []


@pytest.mark.usefixtures("full_disk")
def test_a_note_that_cannot_be_written_leaves_no_empty_file(places, store):
    assert SharedAct(3).begin(store)
    assert os.listdir(places.acts) == []
