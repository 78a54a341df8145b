"""Whatever is in a file, it is read whole or refused in a sentence."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.text import storable
from csp_tui.core.importing.csv_table import read_csv_text
from csp_tui.core.importing.given_text import GivenText
from csp_tui.core.importing.list_to_checklist import checklist_of
from csp_tui.core.importing.read_list import AZURE, CSV, MARKDOWN, read_list

CELL = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=12)
ROWS = st.lists(st.tuples(CELL.filter(str.strip), CELL, CELL), min_size=1, max_size=8)
MARKS = st.sampled_from(
    ["- [ ] ", "* [x] ", "1. ", "> ", "# ", "---\n", "```", "~~~~\n", "<!-- ", "-->", "\n", "\n\n",
     "    ", "| ", "|---|\n", "[a]", "(b)", "![", "&amp;", "\\", "`", "**", "one", "two ", "http://x",
     '"', ",", ";", "\t", "sep=;\n", "Task", "Area", "\r", "é", "{", '{"items": [', "}", "]"]
)  # fmt: skip


@given(ROWS, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_a_table_that_a_program_writes_is_read_as_it_was(rows, separator, end, quote_all):
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting)
    writer.writerows([("name", "owner", "area"), *rows])
    text = out.getvalue().replace("\r\n", "\n")
    table = read_csv_text(
        GivenText(text), lambda names: len({"name", "owner", "area"}.intersection(names))
    )
    assert (table.separator, table.header_line, table.broken) == (separator, 1, None)
    assert [tuple(row.cells) for row in table.rows] == [
        tuple(storable(cell).strip() for cell in row) for row in rows
    ]


@given(st.lists(MARKS, max_size=40).map("".join), st.sampled_from([MARKDOWN, CSV, AZURE, None]))
def test_any_text_is_a_list_or_is_refused_in_a_sentence(text, list_format):
    with suppress(CspTuiError):
        found = read_list(text.encode(), Path("l"), list_format, {})
        checklist = checklist_of(found, Path("own/2026-08.toml"))
        assert len(checklist.by_id) == len(found.items) > 0
        assert all(0 < len(item.title) <= 60 for item in checklist.by_id.values())
        assert all(item.title.isprintable() for item in checklist.by_id.values())


@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_are_refused_in_a_sentence(content):
    for list_format in (MARKDOWN, CSV, AZURE, None):
        with suppress(CspTuiError):
            read_list(content, Path("l"), list_format, {})
