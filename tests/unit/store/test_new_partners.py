from __future__ import annotations

from dataclasses import replace

import pytest

from csp_tui.core.history.fold import fold
from csp_tui.core.history.union import Union
from csp_tui.core.progress.change import Change

from ..helpers import BEN, tree


@pytest.fixture
def elsewhere(open_store, places):
    return open_store(BEN, replace(places, data=places.data.parent / "elsewhere"))


@pytest.fixture
def arrived(elsewhere):
    """The lines of two partners that were made elsewhere, one with a customer."""
    one = elsewhere.add_partner("Nordwind", region="EU").partner.id
    elsewhere.change(one, [Change("add", {"name": "Kunde"}, customer="kunde-2345")])
    two = elsewhere.add_partner("Contoso").partner.id
    histories = {each: tuple(elsewhere.history(each).lines()) for each in (one, two)}
    return {each: Union(lines, state=fold(lines)) for each, lines in histories.items()}


def test_new_partners_have_the_files_that_taking_them_in_makes(open_store, store, places, arrived):
    added = store.add_from_elsewhere(arrived)
    assert added.keys() == arrived.keys()
    other = replace(places, data=places.data.parent / "other")
    by_itself = open_store(at=other)
    for partner_id, union in arrived.items():
        by_itself.take_in(partner_id, lambda union=union: union.lines)
        assert store.is_as_written(partner_id, store.history(partner_id))
    for name in ("partners", "customers", "history", ".local/copies"):
        assert tree(places.data / name) == tree(other.data / name)
    assert all(added[each].progress == store.version(each) for each in arrived)


def test_a_partner_of_whom_anything_is_here_is_not_added(store, places, arrived):
    one, two = arrived
    places.history.mkdir(parents=True)
    places.history_file(one).touch()
    assert store.add_from_elsewhere(arrived).keys() == {two}
    assert tree(places.history)[places.history_file(one).name] == b""
    assert not places.progress_file(one).exists()


def test_where_the_files_cannot_be_written_nothing_is_left(store, places, arrived):
    places.partners.mkdir(parents=True)
    places.history.parent.joinpath("history").write_text("in the way")
    assert store.add_from_elsewhere(arrived) == {}
    assert tree(places.partners) == {}
