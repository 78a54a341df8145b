from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

from csp_tui.core.progress.change import Change
from csp_tui.core.progress.document import ProgressDocument
from csp_tui.core.progress.model import EMPTY
from csp_tui.core.progress.new_text import text_of

AT = datetime(2026, 11, 23, 10, 45, 12, 4_000, tzinfo=UTC)
CHANGES = (
    Change("add", {"name": 'Contoso "UK" \\ Ltd', "anniversary": 4}),
    Change("fact", {"sells-azure": True, "two words": False}, part="facts"),
    Change("start", {"checklist": "demo", "edition": "2026-08", "started": AT}, "demo"),
    Change(
        "tick", {"fingerprint": "abc", "status": "done", "at": AT, "by": "zoé"}, "demo", "first"
    ),
    Change("note", {"note": 'one\n\ntwo\t"""', "due": date(2026, 12, 1)}, "demo", "second"),
)


def test_a_new_text_is_the_one_that_editing_an_empty_file_gives():
    edited = ProgressDocument(Path("contoso.toml"), EMPTY)
    new = ProgressDocument(Path("contoso.toml"), EMPTY, text_of)
    for document in (edited, new):
        for change in CHANGES:
            document.apply(change)
        document.note_rule()
        document.set_heads({"k3v9q2mx": "5 abc"})
    assert new.text() == edited.text() == text_of(edited.data)
    assert tomllib.loads(new.text()) == new.data == edited.data


def test_the_history_table_is_the_last_one_wherever_it_is_among_the_values():
    text = text_of({"format": 1, "history": {"rule": 2}, "facts": {"a": True}})
    assert text.endswith("\n[history]\nrule = 2\n")
