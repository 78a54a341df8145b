from __future__ import annotations

from pathlib import Path

import pytest

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.disk.toml import LineFinder, decode, parse

PATH = Path("x.toml")


def read(content: bytes):
    return parse(decode(content, PATH), PATH)


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert read(b"\xef\xbb\xbfa = 1\n") == {"a": 1}


def test_line_ends_of_windows_are_read():
    assert read(b'a = 1\r\nb = """x\r\ny"""\r\n') == {"a": 1, "b": "x\ny"}


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"a = 1\nb = \0\n", 2, "NUL bytes"),
        (b'a = 1\n\nb = "Soci\xe9t\xe9"\n', 3, "not UTF-8"),
        (b"\xff\xfea\0 \0", 1, "is UTF-16 text; save it as UTF-8"),
        (b"a = 1\nb 2\n", 2, "Expected '='"),
        (b"a = 1\nb = 2\na = 3\n", 3, "overwrite"),
        (b'a = 1\nb = "open\n', 2, "not TOML"),
        (b"a = [1,\n2,\n", 1, "close the list with ]"),
        (b"[a\nb = 1\n", 1, "Expected ']'"),
        (b"a = 2026-02-30\n", 1, "Invalid date"),
        (b'a = "\x1b[31m"\n', 1, "Illegal character"),
        (b"\n\na = " + b"9" * 5000, 3, "number that is too long"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(content, line, reason):
    with pytest.raises(InvalidFileError) as caught:
        read(content)
    assert caught.value.line == line
    assert reason in caught.value.what
    assert str(caught.value).startswith(f"x.toml, line {line}: ")
    assert caught.value.short == f"line {line}: {caught.value.what}"
    assert caught.value.what.isprintable()


@pytest.mark.parametrize("opening", ["[", "{a = "])
def test_a_file_that_is_nested_too_deeply_is_refused(opening):
    with pytest.raises(InvalidFileError, match="nested too deeply"):
        read(b"a = " + opening.encode() * 50_000)


LINES = '''\
format = 1
"quoted key" = 2

[facts]
sells-azure = true
text = """
not-a-key = 1
[not.a.table]
"""

[[sections]] # first
id = "one"

[[sections.items]]
id = "first"
[[sections.items]]
id = "second"
inline = { key = 1 }

  [[sections.items.links]]
  url = "x"

[[sections]]
id = "two"
[[ sections.items ]]
id = "third"
after = [
  "first",
]
dotted.key = 5

[ checklists . "enroll-direct" . items.partner-id ]
status = "done"
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("format", 1),
        ("quoted key", 2),
        ("facts", 4),
        ("facts.sells-azure", 5),
        ("facts.text", 6),
        ("sections[0]", 11),
        ("sections[0].items[0].id", 15),
        ("sections[0].items[1]", 16),
        ("sections[0].items[1].id", 17),
        ("sections[0].items[1].links[0].url", 21),
        ("sections[1].id", 24),
        ("sections[1].items[0].id", 26),
        ("sections[1].items[0].dotted.key", 30),
        ("checklists.enroll-direct.items.partner-id.status", 33),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_line_of_a_key_is_found(key, line, line_end):
    assert LineFinder(LINES.replace("\n", line_end)).line(key) == line


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("sections[0].items[1].title", 16),
        ("sections[0].items[1].inline.key", 18),
        ("sections[0].items[1].inline[3].deeper", 18),
        ("facts.missing", 4),
    ],
)
def test_a_missing_key_is_told_with_the_line_of_its_table(key, line):
    assert LineFinder(LINES).line(key) == line


@pytest.mark.parametrize("key", ["", "missing", "not-a-key", "not.a.table", "a[b].c", "]"])
def test_a_key_that_stands_nowhere_has_no_line(key):
    assert LineFinder(LINES).line(key) is None
