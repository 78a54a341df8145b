"""The texts that users have written into a progress file, read without parsing all of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_
from csp_tui.core.base.search import NamedText
from csp_tui.core.disk.files import read_file
from csp_tui.core.progress.model import contact_of

ItemOfRun = tuple[str, str]
"""The key of a run and the id of an item in it; both are "" for the data of the partner."""

_OWN: ItemOfRun = ("", "")
_PART = re.compile(
    r"""\n[ \t]*(?:
        \[([^\]\n]*)\]
        |(?!(?:status|at|by|fingerprint|sha256|checklist|edition|outcome)\b)([\w-]+)[ \t]*=[ \t]*
        (?:\"\"\"(.*?)\"\"\"|'''(.*?)'''|\"((?:[^"\\\n]|\\.)*)\"|'([^'\n]*)')
    )""",
    re.DOTALL | re.VERBOSE,
)
"""A table of a progress file, or a key with a text that the user has written, in its four forms."""

_COMMENT = re.compile(r"#([^\n]*)")

_NAMES = {
    "name": N_("name"),
    "company": N_("company"),
    "partner_id": N_("partner id"),
    "tenant": N_("tenant"),
    "region": N_("region"),
    "model": N_("model"),
    "owner": N_("owner"),
    "evidence": N_("evidence"),
    "file": N_("file"),
    "note": N_("note"),
    "reason": N_("reason"),
    "waiting_for": N_("waiting"),
    "case": N_("case"),
    "role": N_("role"),
    "mail": N_("mail"),
    "phone": N_("phone"),
    "link": N_("link"),
}


def texts_in(content: str) -> Iterator[tuple[ItemOfRun, NamedText]]:
    """Yield each text that users have written into a progress file, and where it belongs.

    Each yielded pair is an `ItemOfRun` and a `NamedText`: an English word such as ``note``, and the
    text. Comments come last and belong to the partner. Keys that only csp-tui writes, such as
    ``status``, and tables such as ``history`` are left out.

    Args:
        content: the file, which need not be valid.
    """
    place, is_read = _OWN, True
    for table, key, *texts in _PART.findall(f"\n{content}"):
        if table:
            place, is_read = _place_of(table)
        elif key and is_read:
            yield place, (_NAMES.get(key, key.replace("_", " ")), _text_of(*texts))
    if "#" in content:
        yield from ((_OWN, (N_("file"), each.strip())) for each in _COMMENT.findall(content))


@lru_cache(maxsize=1024)
def _place_of(table: str) -> tuple[ItemOfRun, bool]:
    """Return the item whose table has the name `table`, and whether users write texts into it.

    `table` is as in the file: ``checklists.enroll.items.partner-id``. A table of no item gives
    `_OWN`.
    """
    first, *rest = (each.strip(" \t\"'") for each in table.split("."))
    if first == "checklists" and len(rest) == 3:
        return (rest[0], rest[2]), True
    return _OWN, first == "checklists" or bool(contact_of(first))


def _text_of(long: str, long_raw: str, text: str, raw: str) -> str:
    r"""Return the value of a key from the one form in which it is written.

    Escapes such as ``\"`` and ``\u00e9`` are resolved, where they are valid. The arguments are the
    text between each kind of quotation marks, of which all but one are "".
    """
    escaped = long or text
    if "\\" not in escaped:
        return escaped or long_raw or raw
    try:
        return str(json.loads(f'"{escaped}"', strict=False))
    except ValueError:
        return escaped


def texts_in_file(path: Path) -> Iterator[tuple[ItemOfRun, NamedText]]:
    """Yield what `texts_in` does for the file at `path`.

    Nothing is yielded if the file cannot be read or is not UTF-8.
    """
    try:
        content = read_file(path)[0].decode()
    except (CspTuiError, UnicodeDecodeError):
        return
    yield from texts_in(content)
