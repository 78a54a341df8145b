from __future__ import annotations

import contextlib
import tomllib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.text import visible_line
from csp_tui.core.checklists.reader import read_checklist
from csp_tui.core.disk.toml import LineFinder, decode, parse
from csp_tui.core.progress.reader import read_partner

PATH = Path("x.toml")

GOOD = b"""\
format = 1
name = "Contoso"
title = "T"
started = 2026-11-23T10:42:03.512Z
[facts]
azure = true
[[sections]]
id = "one"
title = '''
One'''
[[sections.items]]
id = "first"
after = ["second"]
[checklists.demo]
edition = "2026-08"
[checklists.demo.items.first]
status = "done"
on = 2026-09-01
[history]
writer = "1 abc"
"""

pieces = st.sampled_from(
    [
        *(b"\0", b"\xff", b"\r", b"\n", b'"', b"'''", b"[", b"]", b"=", b"{", b"[[", b"."),
        *(b"9" * 5000, b"1979-02-30", b"0001-01-01T00:00:00+23:59", b"inf", b"true"),
        *(b"\xef\xbb\xbf", b"\\u001b"),
    ]
)
damaged = st.tuples(
    st.integers(0, len(GOOD)), st.integers(0, 20), pieces | st.binary(max_size=8)
).map(lambda cut: GOOD[: cut[0]] + cut[2] + GOOD[cut[0] + cut[1] :])


@settings(max_examples=300)
@given(damaged | st.binary(max_size=60))
def test_a_damaged_file_is_read_or_refused_with_a_sentence_and_never_anything_else(content):
    try:
        text = decode(content, PATH)
        data = parse(text, PATH)
        assert data == tomllib.loads(text)
        read_partner(data, "contoso", PATH, text)
    except InvalidFileError as error:
        assert error.what == visible_line(error.what)  # noqa: PT017
        assert error.line is None or 1 <= error.line <= content.count(b"\n") + 1  # noqa: PT017


@settings(max_examples=150)
@given(damaged)
def test_a_damaged_checklist_gives_problems_and_never_an_exception(tmp_path, content):
    path = tmp_path / "demo" / "1.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    for problem in read_checklist(path)[1]:
        assert problem.what == visible_line(problem.what)
        assert problem.key == visible_line(problem.key)
        assert problem.line is None or 1 <= problem.line <= content.count(b"\n") + 1


names = st.text("abc-_0", min_size=1, max_size=3)


@given(st.lists(st.lists(names, max_size=3), max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_the_line_of_every_key_of_plain_tables_is_found(tables, line_end):
    lines: list[str] = []
    expected: dict[str, int] = {}
    for number, keys in enumerate(tables):
        lines.append(f"[[sections]] # {number}")
        expected[f"sections[{number}]"] = len(lines)
        for key in dict.fromkeys(keys):
            lines.append(f"  {key} = [  # here")
            expected[f"sections[{number}].{key}"] = len(lines)
            lines += ['  "x",', "]", ""]
    text = line_end.join(lines)
    with contextlib.suppress(tomllib.TOMLDecodeError):
        assert len(tomllib.loads(text).get("sections", [])) == len(tables)
    finder = LineFinder(text)
    assert {key: finder.line(key) for key in expected} == expected
