from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.document import ProgressDocument

PATH = Path("contoso.toml")
AT = datetime(2026, 11, 23, 10, 45, 12, 4_000, tzinfo=UTC)

HAND_MADE = """\
# Contoso, called on Mondays
format   = 1
name = 'Contoso [UK] Ltd'   # as in the contract
favourite.colour = "green"

# what we know of them

[facts]
sells-azure = true

[checklists.demo] # the first run
checklist = "demo"
edition = "2026-08"

  [checklists.demo.items.first]   # Ben cares for this one
  status = "todo"  # not before March
  mood = ["good", "bad"]

[checklists.demo.items.second]
status = "done"
# told on the phone

# ---- the second run ----

[checklists.other]
edition = "1"

# do not touch what follows
[history]
writer = "3 abc"
"""


def tick(item: str = "first", run: str = "demo") -> Change:
    return Change("tick", {"status": "done", "at": AT, "by": "amira"}, run, item)


def changed(text: str, *changes: Change, heads: dict[str, str] | None = None) -> str:
    document = ProgressDocument(PATH, text)
    for change in changes:
        document.apply(change)
    if heads:
        document.set_heads(heads)
    return document.text()


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_file_without_a_change_is_written_as_it_was_byte_for_byte(line_end, bom):
    text = bom + HAND_MADE.replace("\n", line_end)
    document = ProgressDocument(PATH, text)
    assert document.text() == text


def test_a_change_touches_its_own_lines_only():
    after = changed(HAND_MADE, tick(), heads={"writer": "4 def"})
    expected = HAND_MADE.replace('status = "todo"  # not', 'status = "done"  # not')
    expected = expected.replace(
        '  mood = ["good", "bad"]\n',
        '  mood = ["good", "bad"]\n  at = 2026-11-23T10:45:12.004Z\n  by = "amira"\n',
    )
    assert after == expected.replace("3 abc", "4 def")


def test_a_new_item_goes_to_the_end_of_its_run_before_the_comment_of_what_follows():
    after = changed(HAND_MADE, tick("third"))
    expected = HAND_MADE.replace(
        "# told on the phone\n\n",
        "# told on the phone\n\n[checklists.demo.items.third]\n"
        'status = "done"\nat = 2026-11-23T10:45:12.004Z\nby = "amira"\n\n',
    )
    assert after == expected


def test_the_first_item_of_a_run_stands_right_behind_it():
    after = changed(HAND_MADE, tick("first", "other"))
    expected = HAND_MADE.replace(
        'edition = "1"\n\n',
        'edition = "1"\n\n[checklists.other.items.first]\n'
        'status = "done"\nat = 2026-11-23T10:45:12.004Z\nby = "amira"\n\n',
    )
    assert after == expected


def test_a_new_run_stands_before_the_history_and_its_comment():
    after = changed(HAND_MADE, Change("start", {"edition": "2"}, "third"), tick("a", "third"))
    comment = HAND_MADE.index("# do not touch")
    assert after.startswith(HAND_MADE[:comment] + '[checklists.third]\nedition = "2"\n')
    assert "[checklists.third.items.a]" in after
    assert after.endswith(HAND_MADE[comment:])


def test_the_first_run_of_a_partner_stands_before_the_history_and_its_comment():
    head, tail = 'format = 1\nname = "x"\n\n', '# mine\n[history]\nw = "1 a"\n'
    after = changed(head + tail, Change("start", {"edition": "2"}, "demo"))
    assert after == head + '[checklists.demo]\nedition = "2"\n\n' + tail


def test_the_first_history_table_stands_at_the_end():
    text = HAND_MADE[: HAND_MADE.index("\n# do not touch")]
    after = changed(text, tick("third"), heads={"w": "1 a"})
    assert after.endswith('[history]\nw = "1 a"\n')
    assert changed(after, tick("fourth"), heads={"w": "2 b"}).endswith('[history]\nw = "2 b"\n')


def test_keys_of_a_new_item_stand_in_the_order_of_the_manual():
    change = Change("edit", {"note": "n", "by": "b", "due": date(2026, 1, 2), "status": "todo"})
    new = changed("format = 1\n", Change("edit", change.to, "demo", "first"))
    assert new.index("status") < new.index("by") < new.index("note") < new.index("due")


def test_a_new_key_of_the_partner_stands_with_its_keys_and_not_under_the_next_comment():
    after = changed(HAND_MADE, Change("edit", {"company": "Contoso"}))
    expected = HAND_MADE.replace(
        'favourite.colour = "green"\n', 'favourite.colour = "green"\ncompany = "Contoso"\n'
    )
    assert after == expected


def test_a_new_key_of_a_run_stands_with_its_keys():
    after = changed(HAND_MADE, Change("close", {"outcome": "completed"}, "demo"))
    expected = HAND_MADE.replace(
        'edition = "2026-08"\n', 'edition = "2026-08"\noutcome = "completed"\n'
    )
    assert after == expected


def test_a_key_that_is_taken_away_leaves_its_neighbours_and_their_comments():
    text = 'format = 1\n[checklists.d.items.a]\n# one\nby = "b"\n# two\nstatus = "done"\n# end\n'
    after = changed(text, Change("edit", {"by": None, "note": None}, "d", "a"))
    assert after == text.replace('by = "b"\n', "")


def test_a_comment_at_the_end_of_a_hand_made_file_stays_with_its_item():
    text = 'format = 1\n[checklists.demo]\nedition = "1"\n\n[checklists.demo.items.a]\nnote = "n"\n'
    after = changed(text + "# Ben said so\n", tick("b"), heads={"w": "1 a"})
    assert after.startswith(text + "# Ben said so\n")
    assert after.endswith('[history]\nw = "1 a"\n')


@pytest.mark.parametrize(
    "end", ["", "# no line end", "\n# no line end", "\n\n", "\n   # indented\n  "]
)
def test_however_a_file_ends_a_new_table_can_follow(end):
    text = 'format = 1\n[checklists.demo.items.a]\nnote = "n"\n' + end
    after = changed(text, tick("b"), tick("a"), heads={"w": "1 a"})
    data = tomllib.loads(after)
    assert data["checklists"]["demo"]["items"]["a"]["note"] == "n"
    assert data["checklists"]["demo"]["items"]["b"]["status"] == "done"
    assert data["history"] == {"w": "1 a"}
    assert end.strip() in after


def test_the_line_ends_of_windows_are_kept_in_new_lines_too():
    after = changed(
        HAND_MADE.replace("\n", "\r\n"),
        tick("third"),
        Change("note", {"note": "a\nb"}, "demo", "x"),
    )
    assert after.count("\r\n") == after.count("\n")
    assert tomllib.loads(after)["checklists"]["demo"]["items"]["x"]["note"] == "a\nb"


def test_mixed_line_ends_are_not_made_alike_behind_the_users_back():
    text = HAND_MADE.replace("# told on the phone\n", "# told on the phone\r\n")
    after = changed(text, tick("third"))
    assert after.count("\r\n") == 1
    assert "# told on the phone\r\n" in after


def test_a_byte_order_mark_is_kept():
    after = changed("\ufeff" + HAND_MADE, tick("third"))
    assert after.startswith("\ufeff# Contoso")
    assert after.count("\ufeff") == 1


def test_a_time_is_written_in_utc_with_milliseconds():
    assert "at = 2026-11-23T10:45:12.004Z\n" in changed("format = 1\n", tick())


@pytest.mark.parametrize(
    "text",
    ["", "one", "a\nb", "\na", "a\n\n", 'say "hi"', '"""', "C:\\new\\table", "\\", "tab\there"],
)
def test_any_text_is_stored_as_it_is(text):
    after = changed("format = 1\n", Change("note", {"note": text}, "demo", "first"))
    assert tomllib.loads(after)["checklists"]["demo"]["items"]["first"]["note"] == text


def test_the_plain_table_follows_the_text():
    document = ProgressDocument(PATH, HAND_MADE)
    document.apply(tick("third"))
    document.set_heads({"other": "1 x"})
    assert document.data == tomllib.loads(document.text())
    assert document.heads == {"writer": "3 abc", "other": "1 x"}


ODD = {
    "dotted keys of the partner": 'format = 1\nchecklists.demo.items.other.status = "done"\n',
    "dotted keys of a run": 'format = 1\n[checklists.demo]\nitems.other.status = "done"\n',
    "dotted keys of the item": 'format = 1\n[checklists.demo]\nitems.first.status = "todo"\n',
    "inline tables": 'format = 1\nchecklists = { demo = { edition = "1" } }\n',
    "inline items": 'format = 1\n[checklists.demo]\nitems = { first = { status = "todo" } }\n',
    "an inline history": 'format = 1\nhistory = { w = "1 a" }\n[checklists.demo]\nedition = "1"\n',
    "history first": 'format = 1\n[history]\nw = "1 a"\n\n[checklists.demo]\nedition = "1"\n',
    "history inside a run": (
        'format = 1\n[checklists.demo]\nedition = "1"\n[history]\nw = "1 a"\n'
        '[checklists.demo.items.first]\nstatus = "todo"\n'
    ),
    "items before their run": (
        'format = 1\n[checklists.demo.items.other]\nstatus = "todo"\n[facts]\na = true\n'
        '[checklists.demo]\nedition = "1"\n'
    ),
    "runs mixed": (
        'format = 1\n[checklists.demo]\nedition = "1"\n[checklists.two]\nedition = "1"\n'
        '[checklists.demo.items.other]\nstatus = "todo"\n[checklists.two.items.a]\nnote = "n"\n'
    ),
    "an array of tables": (
        'format = 1\n[checklists.demo]\nedition = "1"\n[[contacts]]\nname = "Ben"\n'
    ),
    "explicit empty tables": (
        "format = 1\n[checklists]\n[checklists.demo]\n[checklists.demo.items]\n"
    ),
    "quoted keys": 'format = 1\n["checklists".\'demo\']\n"edition" = "1"\n',
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize(
    "changes",
    [
        [tick()],
        [tick(), Change("start", {"checklist": "x", "edition": "1"}, "new"), tick("a", "new")],
        [Change("close", {"outcome": "completed"}, "demo"), Change("edit", {"name": "N"})],
    ],
    ids=["tick", "tick and start", "close and rename"],
)
def test_an_unusual_shape_is_written_right_or_refused(text, changes):
    meant = tomllib.loads(text)
    for change in changes:
        table = meant
        for name in change.table:
            table = table.setdefault(name, {})
        table.update(change.to)
    meant.setdefault("history", {})["w"] = "2 b"
    try:
        after = changed(text, *changes, heads={"w": "2 b"})
    except InvalidFileError:
        return
    assert tomllib.loads(after) == meant


@pytest.mark.parametrize("name", ["history first", "explicit empty tables", "quoted keys"])
def test_plain_tables_in_any_order_can_be_written(name):
    after = changed(ODD[name], tick(), heads={"w": "2 b"})
    assert tomllib.loads(after)["checklists"]["demo"]["items"]["first"]["status"] == "done"


def test_a_refused_change_names_the_cure():
    with pytest.raises(InvalidFileError, match="use plain tables"):
        changed(ODD["inline tables"], tick())


def test_a_text_that_is_no_toml_is_refused_with_its_line():
    with pytest.raises(InvalidFileError) as caught:
        ProgressDocument(PATH, "format = 1\nname\n")
    assert caught.value.line == 2
