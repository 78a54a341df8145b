from __future__ import annotations

import copy
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.text import storable
from csp_tui.core.history.line import HistoryLine, decode_line
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.document import ProgressDocument
from csp_tui.core.progress.model import ITEM_KEYS, RUN_KEYS

PATH = Path("contoso.toml")

texts = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\n\t\"'\\#[]={}, \x7f"), max_size=12
).map(storable)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
KINDS = {
    str: texts,
    bool: st.booleans(),
    int: st.integers(1, 12),
    date: st.dates(),
    datetime: moments,
}


def values_of(keys: dict[str, type]) -> st.SearchStrategy[dict[str, object]]:
    optional = {key: st.none() | KINDS[kind] for key, kind in keys.items() if key != "status"}
    return st.fixed_dictionaries({}, optional=optional)


runs = st.sampled_from(["demo", "other", "new-run"])
items = st.sampled_from(["first", "second", "third", "0"])
item_changes = st.builds(Change, st.just("edit"), values_of(ITEM_KEYS), runs, items)
run_changes = st.builds(Change, st.just("edit"), values_of(RUN_KEYS), runs)
partner_changes = st.builds(
    Change, st.just("edit"), values_of({"name": str, "company": str, "anniversary": int})
)
changes = st.lists(item_changes | run_changes | partner_changes, max_size=8)

PLAIN = [
    "format = 1\n",
    "format = 1\nname = 'x' # no line end",
    """\
# 1 head
format = 1 # 2 format
name = "Contoso"

# 3 before the facts

[facts] # 4 facts
azure = true

[checklists.demo]
edition = "2026-08" # 5 edition

# 6 before the first
[checklists.demo.items.first]
status = "todo" # 7 status
unknown = [1, { a = 2 }]
# 8 behind the first

[checklists.demo.items.second]
# 9 in the second
note = '''
several
lines'''

# 10 before the other

[checklists.other]
edition = "1"
[checklists.other.items.first]
at = 2026-11-23T10:00:00.000Z

# 11 before the history
[history]
writer = "1 abc"
# 12 tail
""",
]


def apply(data: dict[str, object], change: Change) -> None:
    table = data
    for name in change.table:
        table = table.setdefault(name, {})
    for key, value in change.to.items():
        table.pop(key, None)
        if value is not None:
            table[key] = value


def comments(text: str) -> list[str]:
    return [f"# {number} " for number in range(1, 13) if f"# {number} " in text]


@settings(max_examples=120)
@given(
    st.sampled_from(PLAIN),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
    changes,
    st.booleans(),
)
def test_changes_to_a_file_of_plain_tables_are_written_as_meant(
    text, line_end, bom, changes, is_read_again
):
    text = bom + text.replace("\n", line_end)
    meant = tomllib.loads(text.removeprefix("\ufeff"))
    document = ProgressDocument(PATH, text)
    for number, change in enumerate(changes):
        document.apply(change)
        document.set_heads({"w": f"{number} abc"})
        apply(meant, change)
        apply(meant, Change("", {}, ""))
        meant.setdefault("history", {})["w"] = f"{number} abc"
        if is_read_again:
            document = ProgressDocument(PATH, document.text())
    after = document.text()
    assert after.startswith("\ufeff") == bool(bom)
    assert tomllib.loads(after.removeprefix("\ufeff")) == meant == document.data
    if line_end == "\r\n":
        assert after.count("\n") == after.count("\r\n")


NEVER_REMOVED = [f"# {number} " for number in (1, 3, 4, 6, 8, 9, 10, 11, 12)]


@settings(max_examples=60)
@given(changes)
def test_comments_on_lines_of_their_own_keep_their_order_through_any_changes(changes):
    document = ProgressDocument(PATH, PLAIN[2])
    for change in changes:
        document.apply(change)
    after = document.text()
    places = [after.index(comment) for comment in NEVER_REMOVED]
    assert places == sorted(places)
    assert "unknown = [1, { a = 2 }]\n" in after


BLOCKS = [
    "[facts]\na = true\n",
    '[history]\nwriter = "1 abc"\n',
    '[checklists.demo]\nedition = "1"\n',
    '[checklists.demo.items.first]\nstatus = "todo" # comment\n',
    '[checklists.demo.items.second]\nnote = "n"\n\n# comment\n',
    '[checklists.other]\nedition = "1"\nitems.first.note = "dotted"\n',
    "[checklists.new-run]\nitems = { first = { note = 'inline' } }\n",
    "[[contacts]]\nname = 'Ben'\n",
    "[mine.deep]\na = 1\n",
    "[mine]\nb = 1\n",
]
ROOTS = ["", "history.old = '1 a'\n", "checklists.new-run.edition = '1'\n", "mine.c = 1\n"]


@settings(max_examples=200)
@given(
    st.sampled_from(ROOTS),
    st.lists(st.sampled_from(BLOCKS), unique=True, max_size=7),
    st.lists(item_changes | run_changes, min_size=1, max_size=3),
)
def test_tables_in_any_order_and_shape_are_written_as_meant_or_refused(root, blocks, changes):
    text = "format = 1\n" + root + "".join(blocks)
    try:
        meant = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    before = copy.deepcopy(meant)
    try:
        document = ProgressDocument(PATH, text)
        assert document.data == before
        for change in changes:
            document.apply(change)
            apply(meant, change)
        document.set_heads({"w": "1 abc"})
        meant.setdefault("history", {})["w"] = "1 abc"
        after = document.text()
    except InvalidFileError:
        return
    assert tomllib.loads(after) == meant


@given(values_of(ITEM_KEYS), values_of(ITEM_KEYS), texts, moments, st.integers(1, 10**15))
def test_a_history_line_reads_back_as_it_was_written(before, after, rule, at, count):
    line = HistoryLine(
        writer="w2",
        count=count,
        at=at,
        by="amira",
        host="h",
        step="s",
        do="edit",
        reviewer=rule,
        run="demo",
        item="first",
        before=before,
        after=after,
        rule=rule,
    )
    encoded = line.encode()
    assert b"\n" not in encoded
    assert decode_line(encoded) == line
    assert decode_line(encoded).encode() == encoded
