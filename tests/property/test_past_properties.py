from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csp_tui.core.audit.as_of import partner_as_of
from csp_tui.core.base.errors import UsageError
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.progress.change import values_at

from .test_store_properties import ACTORS, Session, edits, ticks

acts = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["change", "change", "undo", "redo", "revert", "by hand", "restart"]),
        st.lists(edits | ticks, min_size=1, max_size=3),
        st.integers(0, 30),
    ),
    max_size=12,
)


def do(session: Session, who: int, what: str, changes, number: int) -> list[HistoryLine]:
    """Do one act of a user; return the lines of it, none where it was refused."""
    store = session.stores[who]
    if what == "restart":
        session.stores[who] = session.open(who)
    elif what == "by hand":
        path = session.places.progress_file(session.partner)
        path.write_text(path.read_text().replace('"one"', '"by hand"'))
    elif what == "change":
        is_started = store.load(session.partner).runs
        return list(store.change(session.partner, changes).lines) if is_started else []
    else:
        lines = store.history(session.partner).lines()
        try:
            if what == "revert":
                saved = store.revert(session.partner, lines[number % len(lines)].id)
            else:
                saved = store.undo(session.partner, redo=what == "redo")
        except UsageError:
            return []
        return list(saved.lines)
    return []


def shown(partner) -> dict[str, object]:
    """What a partner's file says, without tables that say nothing and without heads."""
    return {
        key: (run.edition, {each: item for each, item in run.items.items() if item != type(item)()})
        for key, run in partner.runs.items()
    }


@settings(max_examples=20)
@given(acts)
def test_what_stood_at_each_moment_is_what_the_file_held_then(acts):
    with tempfile.TemporaryDirectory() as root:
        session = Session(Path(root))
        seen = []
        for who, what, changes, number in acts:
            do(session, who, what, changes, number)
            if what != "by hand":
                session.stores[who].change(session.partner, [])  # takes up what was done by hand
                seen.append((session.clock(), shown(session.open(0).load(session.partner))))
        for moment, state in seen:
            past = partner_as_of(session.places, session.open(0), session.partner, moment)
            assert shown(past.partner) == state
        if all(what != "by hand" for _, what, _, _ in acts[-1:]):
            past = partner_as_of(session.places, session.open(1), session.partner, session.clock())
            assert shown(past.partner) == shown(session.open(0).load(session.partner))


@settings(max_examples=20)
@given(acts)
def test_taking_back_one_line_restores_its_values_and_leaves_every_other_as_it_is(acts):
    with tempfile.TemporaryDirectory() as root:
        session = Session(Path(root))
        for who, what, changes, number in acts:
            before = session.recorded()
            lines = session.stores[who].history(session.partner).lines()
            done = do(session, who, what, changes, number)
            if what != "revert" or not done:
                continue
            after = session.recorded()
            (line,) = done
            target = next(each for each in lines if each.id == line.undone[0])
            assert line.after == target.before
            assert line.by == ACTORS[who].by
            assert {key: each for key, each in before.items() if key != target.item} == {
                key: each for key, each in after.items() if key != target.item
            }
            file = session.places.progress_file(session.partner)
            assert values_at(tomllib.loads(file.read_text()), line.change) == target.before


@settings(max_examples=20)
@given(acts)
def test_undo_walks_back_over_reverts_too_until_nothing_is_left(acts):
    with tempfile.TemporaryDirectory() as root:
        session = Session(Path(root))
        for _, what, changes, number in acts:
            if what != "by hand":
                do(session, 0, what, changes, number)
        with pytest.raises(UsageError, match="nothing of yours to undo"):  # noqa: PT012
            for _ in range(40):
                session.open(0).undo(session.partner)
        left = session.open(0).load(session.partner).runs
        assert all(item == type(item)() for run in left.values() for item in run.items.values())
