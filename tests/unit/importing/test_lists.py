"""Lists that are made to keep the reader busy are read in no time."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.importing.list_to_checklist import checklist_of
from csp_tui.core.importing.read_list import read_list

PATH = Path("own/2026-08.toml")
PATIENCE = 10.0
"""Seconds of the processor, however busy it is; what takes the square of its length takes hours."""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "- [ ] a\n" * 20_000),
        ("a.md", "- [ ] a\n" + "<!--" * 250_000),
        ("a.md", "- [ ] a\n-->" + "<!--" * 250_000),
        ("a.md", "- [ ] a\n# " + "#" * 1_000_000 + "x"),
        ("a.md", "- [ ] " + "**a " * 250_000),
        ("a.md", "- [ ] " + "`a_*" * 250_000),
        ("a.md", "- [ ] " + "[a](" * 100_000),
        ("a.md", "- [ ] " + "[a](b(" * 150_000),
        ("a.md", "- [ ] " + "[" * 300_000),
        ("a.md", "[a]: " + "x" * 1_000_000 + " y\n- [ ] a"),
        ("a.md", "---\n" * 80_000),
        ("a.md", "- [ ] a\n" + "> " * 200_000),
        ("a.md", "- [ ] a\n" + "- " * 200_000),
        ("a.md", "- [ ] a\n" + "|" * 200_000 + "\n" + "|-" * 100_000),
        ("a.md", "- [ ] " + ("[" * 19_999 + "\n\n  ") * 10),
        ("a.md", "- [ ] " + "![" * 500_000),
        ("a.csv", "Task,Area\n" + '"a\nb,c",d\n' * 30_000),
        ("a.csv", 'Task\n"' + '""' * 500_000),
        ("a.csv", '"a\n' * 200_000),
        ("a.csv", "Task\n" + "a\n" * 20_000),
        ("a.csv", "," * 1_000_000),
        ("a.json", '{"items": [' + '{"text": "a", "zz": 1},' * 30_000 + "1]}"),
    ],
    ids=lambda text: text[:24],
)
def test_a_list_is_read_in_a_time_that_its_length_tells(name, text):
    start = process_time()
    with suppress(CspTuiError):
        checklist_of(read_list(text.encode(), Path(name), None, {}), PATH)
    assert process_time() - start < PATIENCE
