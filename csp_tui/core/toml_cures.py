"""What to do about a line that is not TOML: the usual mistakes, told by how they look."""

from __future__ import annotations

import re

_ON_ONE_LINE = 'close the text with " on the same line, or put """ before and after a longer one'

_BY_LINE = tuple(
    (re.compile(pattern), cure)
    for pattern, cure in (
        (r"(<{7}|={7}|>{7}|\|{7})", "a merge conflict is left here: keep one side, drop the marks"),
        (r"\ufeff", "take out the invisible character (a byte order mark) in front"),
        (r".*[\u201c-\u201f\u2018\u2019\u00ab\u00bb]", 'write straight quotation marks: "'),
        (r"[-*+] ", "csp-tui import checklist FILE takes Markdown lists"),
        (r"[{}]", 'this looks like JSON; a checklist has lines such as: title = "..."'),
        (r"(//|;|--|/\*)", "a remark starts with #"),
        (r"\[\[[^\]]*\]?\s*(#.*)?$", "close the two brackets: ]]"),
        (r"\[[^\]]*(#.*)?$", "close the bracket: ]"),
        (r"\[+[^\]]*\]+\s*[^#\s\]]", "nothing stands behind the brackets of a table"),
        (r"\[+\s*\]+", "name the table in the brackets, such as [[sections]]"),
        (r"\[+([^\]]*[. ]|[\w.]+\s+[\w.]+)\]", "name the table as in [[sections.items]]"),
        (r"[\w-]+\s*:", "write = in place of :"),
        (r"[\w-]+\s*(#.*)?$", "write = and a value behind the key"),
        (r"=", "write a key in front of ="),
        (r"[\w-]+\s+[\w -]+=", "a key has no blanks: write _ in their place"),
        (r"[^=]*[^\x00-\x7f][^=]*=", "a key has letters a-z, digits, - and _ only"),
        (r"[\w-]+\s*=\s*(#.*)?$", "a value is missing behind ="),
        (r"[\w-]+\s*==", "write one = only"),
        (r"[^\"']*=\s*(\"[^\"]*\"|'[^']*'|\S+)\s+(//|;|--)", "a remark starts with #"),
        (
            r"[\w-]+\s*=\s*(?!true|false)(?i:true|false|yes|no|on|off)\b",
            "write true or false, in small letters",
        ),
        (r"(?i)[\w-]+\s*=\s*(none|null|nil|n/a)\b", "where there is no value, leave the line out"),
        (
            r"[\w-]+\s*=\s*\d{1,4}[-./]\d{1,2}[-./]\d{1,4}",
            "a date is written like 2026-11-23, and must be one of the calendar",
        ),
        (r"[\w-]+\s*=\s*\d+:\d", "a date is written like 2026-11-23"),
        (r"[\w-]+\s*=\s*0\d", "a number has no 0 in front"),
        (r"[\w-]+\s*=\s*[^\[{]*,\s*(#.*)?$", "no comma stands at the end of a line"),
        (r"[\w-]+\s*=\s*[-+.]?\d", "a number stands alone; a text has quotation marks around it"),
        (r"[\w-]+\s*=\s*[^\W\d_]", 'put quotation marks around the text: "..."'),
    )
)
_BY_REASON = (
    (("Illegal character '\\n'", "Unterminated", 'Expected "\'"'), _ON_ONE_LINE),
    (
        ("Unescaped", "Invalid hex", "Escaped character"),
        "write \\\\ for a backslash, or put ' around the text in place of \"",
    ),
    (("Cannot",), "the name stands twice, or once with a value and once as a table: keep one"),
    (("Illegal character", "Found invalid"), "take out the control character"),
    (("Unclosed array",), "close the list with ] and put commas between its values"),
    (("Unclosed inline",), "close the table with }"),
    (("Expected newline",), 'write one key a line, and \\" for a quotation mark inside a text'),
)
_UNEVEN = re.compile(r"\[[^\[\]]+\]\]")
_OPEN_LIST = re.compile(r"=\s*\[[^\]]*\Z")
_OPENED = {
    "Unterminated": re.compile(r"\"\"\"|'''"),
    'Expected "\'"': re.compile(r"'''"),
    "Unclosed array": re.compile(r"=\s*\["),
    "Invalid value": _OPEN_LIST,
}
"""What stands on the line where something begins that is not closed until the end."""


def opening_line(reason: str, text: str, line: int) -> int:
    """Return where what the parser misses the end of begins, else `line`."""
    for start, mark in _OPENED.items():
        if reason.startswith(start):
            places = list(mark.finditer(text))
            return text.count("\n", 0, places[-1].start()) + 1 if places else line
    return line


def cure(reason: str, line: str) -> str:
    """Return what to do about `line`, of which a parser gave `reason`; empty if nobody knows."""
    plain = line.strip(" \t\r")
    if reason == "Invalid value" and (plain.startswith("[") or _OPEN_LIST.search(plain)):
        return "close the list with ]"
    if _UNEVEN.match(plain):
        return "write as many brackets before the name as after it"
    by_reason = next((cure for starts, cure in _BY_REASON if reason.startswith(starts)), "")
    if by_reason and not reason.startswith("Expected newline"):
        return by_reason
    return next((cure for pattern, cure in _BY_LINE if pattern.match(plain)), by_reason)
