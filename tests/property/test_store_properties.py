from __future__ import annotations

import tempfile
import tomllib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.errors import RunGoneError, UsageError
from csp_tui.core.disk.places import Places
from csp_tui.core.progress.change import Change
from csp_tui.core.store.store import Store

ACTORS = [Actor("amira", "a"), Actor("ben", "b")]
ITEMS = ["first", "second"]

edits = st.builds(
    lambda item, key, value: Change("edit", {key: value}, "demo", item),
    st.sampled_from(ITEMS),
    st.sampled_from(["note", "evidence"]),
    st.sampled_from(["one", "two", "two\nlines", None]),
)
ticks = st.builds(
    lambda item, status: Change("tick", {"status": status, "reason": None}, "demo", item),
    st.sampled_from(ITEMS),
    st.sampled_from(["done", "todo", "refused"]),
)
steps = st.lists(st.lists(edits | ticks, min_size=1, max_size=2), min_size=1, max_size=6)
session = st.tuples(st.integers(0, 1), st.sampled_from(["change", "undo", "redo", "restart"]))


class Session:
    """A data directory of its own with one partner and two people at work."""

    def __init__(self, root: Path) -> None:
        self.now = datetime(2026, 11, 23, tzinfo=UTC)
        self.places = Places(root, root / "cache", root / "config", root / "shipped")
        self.stores = [self.open(0), self.open(1)]
        values = {"checklist": "demo", "edition": "1"}
        self.partner = self.stores[0].add_partner("Contoso").partner.id
        self.stores[0].change(self.partner, [Change("start", values, "demo")])

    def open(self, who: int) -> Store:
        return Store(self.places, self.clock, ACTORS[who])

    def clock(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def recorded(self) -> dict[str, dict[str, object]]:
        text = self.places.progress_file(self.partner).read_text()
        items = tomllib.loads(text)["checklists"]["demo"].get("items", {})
        return {key: values for key, values in items.items() if values}


@settings(max_examples=20)
@given(steps)
def test_undoing_all_steps_and_redoing_them_gives_every_state_in_between(steps):
    with tempfile.TemporaryDirectory() as root:
        session = Session(Path(root))
        states = [session.recorded()]
        for changes in steps:
            if session.stores[0].change(session.partner, changes).lines:
                states.append(session.recorded())
        for state in reversed(states[:-1]):
            session.stores[0].undo(session.partner)
            assert session.recorded() == state
        for state in states[1:]:
            session.open(0).undo(session.partner, redo=True)
            assert session.recorded() == state


@settings(max_examples=20)
@given(st.lists(st.tuples(session, st.lists(edits | ticks, min_size=1, max_size=2)), max_size=10))
def test_whatever_two_people_do_the_history_gives_the_file_and_undo_touches_own_values_only(acts):
    with tempfile.TemporaryDirectory() as root:
        session = Session(Path(root))
        for (who, do), changes in acts:
            store = session.stores[who]
            if do == "restart":
                session.stores[who] = session.open(who)
            elif do == "change":
                with suppress(RunGoneError):
                    store.change(session.partner, changes)
            else:
                lines = store.history(session.partner).lines()
                try:
                    saved = store.undo(session.partner, redo=do == "redo")
                except UsageError:
                    continue
                undone = [line for line in lines if line.step == saved.lines[0].undone[0]]
                assert {line.by for line in undone} == {ACTORS[who].by}
        assert session.recorded() == replayed(session)


def replayed(session: Session) -> dict[str, dict[str, object]]:
    items: dict[str, dict[str, object]] = {}
    for line in session.open(0).history(session.partner).lines():
        for key, value in line.after.items():
            if line.item and value is None:
                items.get(line.item, {}).pop(key, None)
            elif line.item:
                items.setdefault(line.item, {})[key] = value
    return {key: values for key, values in items.items() if values}
