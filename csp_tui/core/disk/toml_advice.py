"""Advice on how to mend a line that is not TOML, for the usual mistakes."""

from __future__ import annotations

import re

from csp_tui.core.base.language import N_, _

_ON_ONE_LINE = N_(
    'close the text with " on the same line, or put """ before and after a longer one'
)

_BY_LINE = tuple(
    (re.compile(pattern), cure)
    for pattern, cure in (
        (
            r"(<{7}|={7}|>{7}|\|{7})",
            N_("a merge conflict is left here: keep one side, drop the marks"),
        ),
        (r"\ufeff", N_("take out the invisible character (a byte order mark) in front")),
        (r".*[\u201c-\u201f\u2018\u2019\u00ab\u00bb]", N_('write straight quotation marks: "')),
        (r"[-*+] ", N_("csp-tui import checklist FILE takes Markdown lists")),
        (r"[{}]", N_('this looks like JSON; a checklist has lines such as: title = "..."')),
        (r"(//|;|--|/\*)", N_("a remark starts with #")),
        (r"\[\[[^\]]*\]?\s*(#.*)?$", N_("close the two brackets: ]]")),
        (r"\[[^\]]*(#.*)?$", N_("close the bracket: ]")),
        (r"\[+[^\]]*\]+\s*[^#\s\]]", N_("nothing may follow the brackets of a table")),
        (r"\[+\s*\]+", N_("name the table in the brackets, such as [[sections]]")),
        (r"\[+([^\]]*[. ]|[\w.]+\s+[\w.]+)\]", N_("name the table as in [[sections.items]]")),
        (r"[\w-]+\s*:", N_("write = in place of :")),
        (r"[\w-]+\s*(#.*)?$", N_("write = and a value after the key")),
        (r"=", N_("write a key in front of =")),
        (r"[\w-]+\s+[\w -]+=", N_("a key has no blanks: write _ in their place")),
        (r"[^=]*[^\x00-\x7f][^=]*=", N_("a key has letters a-z, digits, - and _ only")),
        (r"[\w-]+\s*=\s*(#.*)?$", N_("a value is missing after =")),
        (r"[\w-]+\s*==", N_("write one = only")),
        (r"[^\"']*=\s*(\"[^\"]*\"|'[^']*'|\S+)\s+(//|;|--)", N_("a remark starts with #")),
        (
            r"[\w-]+\s*=\s*(?!true|false)(?i:true|false|yes|no|on|off)\b",
            N_("write true or false, in small letters"),
        ),
        (
            r"(?i)[\w-]+\s*=\s*(none|null|nil|n/a)\b",
            N_("where there is no value, leave the line out"),
        ),
        (
            r"[\w-]+\s*=\s*\d{1,4}[-./]\d{1,2}[-./]\d{1,4}",
            N_("a date is written like 2026-11-23, and must be one of the calendar"),
        ),
        (r"[\w-]+\s*=\s*\d+:\d", N_("a date is written like 2026-11-23")),
        (r"[\w-]+\s*=\s*0\d", N_("a number has no 0 in front")),
        (r"[\w-]+\s*=\s*[^\[{]*,\s*(#.*)?$", N_("no comma at the end of a line")),
        (
            r"[\w-]+\s*=\s*[-+.]?\d",
            N_("a number is written alone; a text has quotation marks around it"),
        ),
        (r"[\w-]+\s*=\s*[^\W\d_]", N_('put quotation marks around the text: "..."')),
    )
)
_BY_REASON = (
    (("Illegal character '\\n'", "Unterminated", 'Expected "\'"'), _ON_ONE_LINE),
    (
        ("Unescaped", "Invalid hex", "Escaped character"),
        N_("write \\\\ for a backslash, or put ' around the text in place of \""),
    ),
    (
        ("Cannot",),
        N_("the name is there twice, or once with a value and once as a table: keep one"),
    ),
    (("Illegal character", "Found invalid"), N_("take out the control character")),
    (("Unclosed array",), N_("close the list with ] and put commas between its values")),
    (("Unclosed inline",), N_("close the table with }")),
    (("Expected newline",), N_('write one key a line, and \\" for a quotation mark inside a text')),
)
_UNEVEN = re.compile(r"\[[^\[\]]+\]\]")
_OPEN_LIST = re.compile(r"=\s*\[[^\]]*\Z")
_OPENED = {
    "Unterminated": re.compile(r"\"\"\"|'''"),
    'Expected "\'"': re.compile(r"'''"),
    "Unclosed array": re.compile(r"=\s*\["),
    "Invalid value": _OPEN_LIST,
}
"""For the start of each parser message on a missing end: what opens such a text or list."""


def opening_line(reason: str, text: str, line: int) -> int:
    """Return the number of the line where the unclosed text or list begins; `line` if unknown.

    `reason` is the parser's message; `line` is the line in which the parser noticed the mistake.
    """
    for start, mark in _OPENED.items():
        if reason.startswith(start):
            places = list(mark.finditer(text))
            return text.count("\n", 0, places[-1].start()) + 1 if places else line
    return line


def cure(reason: str, line: str) -> str:
    """Return advice on how to mend a line that is not TOML; empty if none is known.

    `reason` is the parser's message on the line; `line` is its text.
    """
    plain = line.strip(" \t\r")
    if reason == "Invalid value" and (plain.startswith("[") or _OPEN_LIST.search(plain)):
        return _("close the list with ]")
    if _UNEVEN.match(plain):
        return _("write as many brackets before the name as after it")
    by_reason = next((cure for starts, cure in _BY_REASON if reason.startswith(starts)), "")
    if by_reason and not reason.startswith("Expected newline"):
        return _(by_reason)
    return _(next((cure for pattern, cure in _BY_LINE if pattern.match(plain)), by_reason))
