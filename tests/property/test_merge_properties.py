"""Two data directories that go apart and hand over to one another, in any order."""

from __future__ import annotations

import os
import tempfile
import tomllib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from thoroughness import IS_LONG

from csp_tui.core.audit.as_of import partner_as_of
from csp_tui.core.audit.verify import verify
from csp_tui.core.base.actor import Actor
from csp_tui.core.base.errors import RunGoneError, UsageError
from csp_tui.core.exchange.handover import check, hand_over, take_in
from csp_tui.core.exchange.handover_file import decode, encode
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import UNTOUCHED
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace, open_workplace

NAMES = ("amira", "ben")
FILE = Path("contoso.zip")

edits = st.builds(
    lambda item, key, value, customer: Change(
        "edit", {key: value}, "demo", item, customer=customer
    ),
    st.sampled_from(["first", "second"]),
    st.sampled_from(["note", "evidence"]),
    st.sampled_from(["one", "two", "three\nlines", None]),
    st.sampled_from(["", "fabrikam"]),
)
ticks = st.builds(
    lambda item, status: Change("tick", {"status": status, "reason": None}, "demo", item),
    st.sampled_from(["first", "second"]),
    st.sampled_from(["done", "todo", "refused"]),
)
contacts = st.builds(
    lambda contact, values, customer: Change(
        "contact", values, part=f"contact-{contact}", customer=customer
    ),
    st.sampled_from(["ann", "bob"]),
    st.dictionaries(
        st.sampled_from(["name", "mail"]), st.sampled_from(["one", "two", None]), min_size=1
    ),
    st.sampled_from(["", "fabrikam"]),
)
notes = st.builds(
    lambda note, customer: Change("edit", {"note": note}, customer=customer),
    st.sampled_from(["one", "three\nlines", None]),
    st.sampled_from(["", "fabrikam"]),
)
steps = st.tuples(
    st.integers(0, 1),
    st.sampled_from(["change", "change", "hand over", "undo"]),
    st.lists(edits | ticks | contacts | notes, min_size=1, max_size=3),
    st.integers(0, 3),
)


class Both:
    """Two data directories that start from the same partner."""

    def __init__(self, root: Path) -> None:
        self.now = datetime(2026, 11, 23, tzinfo=UTC)
        self.sides = [self.open(root / name, name) for name in NAMES]
        first = self.sides[0].store
        self.partner = first.add_partner("Contoso").partner.id
        run = Change("start", {"checklist": "demo", "edition": "1"}, "demo")
        customer = Change("add", {"name": "Fabrikam"}, customer="fabrikam")
        first.change(self.partner, [run, customer])
        self.hand_over(0)

    def open(self, data: Path, name: str) -> Workplace:
        workplace = open_workplace(os.environ, str(data), clock=lambda: self.now)
        actor = Actor(name, f"host-of-{name}")
        return workplace.with_parts(
            actor=actor, store=Store(workplace.places, lambda: self.now, actor)
        )

    def hand_over(self, giver: int) -> None:
        content = encode(hand_over(self.sides[giver], self.partner), "csp-tui")
        taker = self.sides[1 - giver]
        take_in(taker, check(taker, decode(content, FILE), FILE))

    def files(self, side: int) -> list[Path]:
        places = self.sides[side].places
        return [
            places.progress_file(self.partner),
            places.customer_file(self.partner, "fabrikam"),
        ]

    def recorded(self, side: int) -> list[dict[str, object]]:
        found = []
        for path in self.files(side):
            table = tomllib.loads(path.read_text())
            items = table.get("checklists", {}).get("demo", {}).get("items", {})
            others = {key: value for key, value in table.items() if key.startswith("contact-")}
            whole = {**items, **others, "": {"note": table.get("note")}}
            found.append({key: values for key, values in whole.items() if values})
        return found

    def lines(self, side: int) -> dict[str, bytes]:
        history = self.sides[side].store.history(self.partner)
        return {line.id: line.encode() for line in history.lines()}


def play(both: Both, acts: list[tuple[int, str, list[Change], int]]) -> None:
    for side, do, changes, later in acts:
        both.now += timedelta(seconds=later)  # 0: both act within the same millisecond
        if do == "hand over":
            both.hand_over(side)
        else:
            store = both.sides[side].store
            with suppress(UsageError, RunGoneError):
                store.change(both.partner, changes) if do == "change" else store.undo(both.partner)


@settings(max_examples=40 if IS_LONG else 15)
@given(st.lists(steps, max_size=12))
def test_whatever_two_sides_do_they_end_with_every_line_and_the_same_values(acts):
    with tempfile.TemporaryDirectory() as root:
        both = Both(Path(root))
        play(both, acts)
        before = {**both.lines(0), **both.lines(1)}
        for giver in (0, 1, 0, 1):
            both.hand_over(giver)
        assert both.recorded(0) == both.recorded(1)
        for side, workplace in enumerate(both.sides):
            assert before.items() <= both.lines(side).items()
            assert verify(workplace.places, workplace.store, both.partner).problems == ()


@settings(max_examples=40 if IS_LONG else 15)
@given(st.lists(steps, max_size=8))
def test_the_later_of_two_changes_stands(acts):
    with tempfile.TemporaryDirectory() as root:
        both = Both(Path(root))
        play(both, [act for act in acts if act[1] == "change"])
        newest: dict[tuple[str, str, str], tuple[object, object]] = {}
        for side in (0, 1):
            for line in both.sides[side].store.history(both.partner).lines():
                for key, value in line.after.items():
                    place = (line.customer, line.item, key)
                    stamp = (line.at, line.writer, line.count)
                    if line.item and (place not in newest or stamp > newest[place][0]):
                        newest[place] = (stamp, value)
        both.hand_over(0)
        own, customer = both.recorded(1)
        for (whose, item, key), (_, value) in newest.items():
            values = (customer if whose else own).get(item, {})
            if key != "at":
                assert values.get(key) == value


@settings(max_examples=40 if IS_LONG else 15)
@given(st.lists(steps, max_size=8))
def test_what_stood_at_a_moment_is_what_either_side_had_recorded_last_by_then(acts):
    with tempfile.TemporaryDirectory() as root:
        both = Both(Path(root))
        moments = []
        for act in (each for each in acts if each[1] != "undo"):
            both.now += timedelta(seconds=1)
            moments.append(both.now)
            play(both, [act])
        both.hand_over(0)
        workplace = both.sides[1]
        lines = workplace.store.history(both.partner).lines()
        known = sorted(lines, key=lambda line: (line.at, line.writer, line.count))
        for moment in moments:
            expected: dict[str, dict[str, object]] = {}
            for line in known:
                if line.at < moment and line.item and not line.customer:
                    expected.setdefault(line.item, {}).update(line.after)
            past = partner_as_of(workplace.places, workplace.store, both.partner, moment)
            for item, values in expected.items():
                found = past.partner.runs["demo"].of(item)
                shown = {key: getattr(found, key) or None for key in values}
                assert shown == {
                    key: value or getattr(UNTOUCHED, key) or None for key, value in values.items()
                }


@settings(max_examples=30 if IS_LONG else 10)
@given(st.lists(steps, max_size=8))
def test_a_crash_before_the_files_are_replaced_changes_nothing(acts):
    with tempfile.TemporaryDirectory() as root:
        both = Both(Path(root))
        play(both, acts)
        places = both.sides[1].places
        files = [*both.files(1), *(each for each in places.copies.rglob("*") if each.is_file())]
        before = {path: path.read_bytes() for path in files}
        both.hand_over(0)
        expected = both.recorded(1)
        for path, content in before.items():  # the history alone has got as far as the disk
            path.write_bytes(content)
        both.sides[1] = both.open(places.data, NAMES[1])
        both.sides[1].store.catch_up(both.partner)
        both.sides[1].store.change(both.partner, [Change("edit", {"owner": "amira"})])
        assert both.recorded(1) == expected
