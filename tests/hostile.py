"""Texts and bytes that would drive a terminal, a markup parser or a column, and what must not come.

Every test of hostile text takes them from here, so that a new trick is tried everywhere at once.
"""

from __future__ import annotations

import re

CONTROLS = [
    "\x00",
    "\x05\x0e",  # a question to the terminal, and another character set
    "\x08\x08\x7f",
    "\r\x0b\x0c",
    "\x1bc",
    "\x1b]0;owned\x07",
    "\x1b]8;;https://evil.example/\x1b\\here\x1b]8;;\x1b\\",
    "\x1b]52;c;b3duZWQ=\x07",
    "\x1b[99;98H",
    "\x1b[31;5;77m",
    "\x1b[6n\x1b[?1003h",
    "\x1bP1$r0m\x1b\\",
    "\x1b_owned\x1b\\",
    "\x85\x8d",
    "\x9b31m",
    "\x9d0;owned\x9c",
    "\x90q\x9c",
    "\u202eevil\u202c",
    "\u2066evil\u2069",
    "\u061c\u200e\u200f",
    "\u2028evil\u2029",
]
MARKUP = [
    "[red]x[/red]",
    "[@click=app.quit_app]x[/]",
    "[link=https://evil.example/]x[/link]",
    "see [/x]",
    "[bold",
    "\\[b]",
    "${HOME} $(id) `id` %s {0}",
]
SIZES = [
    "x" * 3000,
    "株" * 300,
    "e" + "\u0301" * 50,
    "\U0001f468\u200d\U0001f4bb\ufe0f" * 20,
]
TEXTS = [*CONTROLS, *MARKUP, *SIZES]

BYTES = b"\xff\x1b]0;owned\x07\x9b31m\xe2\x80\xae[red]\n\x7f"
"""A name that is no text: in the arguments, the environment, and of files and directories."""

DRIVING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\udc80-\udc9f]"
)
"""What may never reach a terminal but from csp-tui itself; C1 as a character and as a byte."""

_OWN = re.compile(
    r"\x1b\[[<=>?]?[0-9;:]*[ $]?[A-Za-z]"
    r"|\x1b\]8;[a-z0-9=.-]*;(?:https?://[!-~]*)?\x1b\\"
    r"|\x1b\]22;[a-z]*\x07"
    r"|\x1b[=>78]"
    r"|\x1bP=[0-9]s\x1b\\"
)
"""The sequences that the full screen is drawn with."""

_BAR = re.compile(r"\r[a-z]+ [#-]{24} [0-9,]+/[0-9,]+|\r +\r")
"""The progress bar of a command that takes long, as on a busy machine, and its removal."""


def escaped(text: str) -> str:
    """Return `text` as it stands between quotes in a TOML file."""
    return "".join(f"\\U{ord(char):08X}" for char in text)


def leaks(raw: bytes, *, is_screen: bool = False) -> list[str]:
    """Return what of the bytes that a terminal was sent comes from outside and would drive it."""
    found = [repr(text) for text in CONTROLS if text.encode() in raw]
    sent = raw.decode("utf-8", "surrogateescape")
    own = _OWN.sub("", sent).replace("\r", "")
    rest = own if is_screen else _BAR.sub("", sent.replace("\r\n", "\n"))
    found += [rest[max(0, hit.start() - 20) : hit.end() + 20] for hit in DRIVING.finditer(rest)]
    if "evil.example" in "".join(re.findall(r"\x1b\]8;[^\x1b]*", sent)):
        found.append("a link")
    return found
