"""Advice on mistakes in a checklist file, to put at the end of an error message."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from csp_tui.core.base.ids import slug
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.near import near_word
from csp_tui.core.checklists.keys import FORMAT, SPEC

_HEADERS = {
    "fact": "[[facts]]",
    "section": "[[sections]]",
    "item": "[[sections.items]]",
    "link": "[[sections.items.links]]",
}
_IN_THE_PATH = {
    "id": N_("; the name of the directory is the id"),
    "edition": N_("; the name of the file is the edition"),
}
_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, N_("true or false")),
    (str, N_("a text")),
    (int, N_("a number")),
    (float, N_("a number with a point")),
    (datetime, N_("a date with a time")),
    (date, N_("a date")),
    (time, N_("a time")),
    (list, N_("a list")),
    (dict, N_("a table")),
)


def nearest(word: object, known: Iterable[str]) -> str:
    """Return ``; did you mean "..."?`` with the word of `known` that is most like `word`.

    Empty if no word is much like it, or if `word` is no text.
    """
    if not isinstance(word, str):
        return ""
    near = near_word(word, known)
    return _('; did you mean "{near}"?').format(near=near) if near else ""


def misplaced(name: str, table: str) -> str:
    """Return advice on where the key `name` belongs: ``; it belongs to [[sections.items]]``.

    The key was found in a table of the kind `table`, which has no such key. At the top of a file,
    the advice on ``id`` and ``edition`` is that the path has them. Empty if no kind of table has
    the key, and for ``id`` in a link.
    """
    if table == "checklist" and name in _IN_THE_PATH:
        return _(_IN_THE_PATH[name])
    homes = [header for each, header in _HEADERS.items() if name in SPEC[each]]
    if not homes or name == "id":
        return _("; it belongs to the top of the file") if name in SPEC["checklist"] else ""
    return _("; it belongs to {table}").format(table=_(" or ").join(homes))


def missing(name: str) -> str:
    """Return advice on what to write for the required key `name`: ``write: title = "..."``."""
    if name == "format":
        return _("write as the first line: format = {number}").format(number=FORMAT)
    if name == "sections":
        return _("start a section with [[sections]]")
    return _('write: {name} = "..."').format(name=name)


def of_another_kind(wanted: type, value: Any) -> str:
    """Return advice on a `value` that is not of the type `wanted`: what it is, and how to mend it.

    It continues a sentence: ``, not a text; put brackets around it: [...]``. Empty if nothing is
    known.
    """
    kind = _(next((word for kind, word in _KINDS if isinstance(value, kind)), ""))
    if isinstance(value, str) and wanted in (int, bool, date):
        return _(", not {kind}; write it without quotation marks").format(kind=kind)
    if wanted is str and not isinstance(value, (list, dict)):
        return _(", not {kind}; put quotation marks around it").format(kind=kind)
    if wanted is list and isinstance(value, str):
        return _(", not a text; put brackets around it: [...]")
    if wanted is date and isinstance(value, datetime):
        return _(", without a time")
    return _(", not {kind}").format(kind=kind) if kind else ""


def valid_id(text: str) -> str:
    """Return advice that proposes a valid id similar to `text`: ``; "my-list" would do``.

    Empty if there is none.
    """
    proposal = slug(text.replace("_", "-"), 64)
    return _('; "{id}" would do').format(id=proposal) if proposal else ""
