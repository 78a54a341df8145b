"""Reads a list from the JSON of Microsoft's public Azure review checklists."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold, storable, storable_line
from csp_tui.core.importing.found_list import FoundItem, FoundList
from csp_tui.core.importing.list_csv import NEED_OF

_TEXTS = (
    "category",
    "subcategory",
    "checklist",
    "text",
    "title",
    "description",
    "severity",
    "guid",
    "id",
)
_LINKS = ("link", "training")
_LABELLED = {"waf": "Pillar", "service": "Service", "severity": "Severity", "id": "Number"}
"""Values that a checklist has no key for: by JSON key, the label they get in the detail."""
_KNOWN = {*_TEXTS, *_LINKS, *_LABELLED}


def read_azure(text: str, path: Path) -> FoundList:
    """Return the list in the JSON `text` of the file at `path`.

    Raises:
        InvalidFileError: `text` is no JSON, or has no list of items.
    """
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise InvalidFileError(path, _("the JSON is nested too deeply")) from error
    except json.JSONDecodeError as error:
        what = _("this is no JSON: {error}").format(error=storable_line(error.msg))
        raise InvalidFileError(path, what, error.lineno) from error
    except ValueError as error:  # a number of too many digits
        what = _("this is no JSON: {error}").format(error=storable_line(str(error)))
        raise InvalidFileError(path, what) from error
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list):
        what = _('this JSON is no review checklist: it has no list "items" at its top')
        raise InvalidFileError(path, what)
    meta = data.get("metadata")
    meta = meta if isinstance(meta, dict) else {}
    found = FoundList(title=_line(meta, "name"), source_date=_line(meta, "timestamp"))
    for number, each in enumerate(items, 1):
        _take(found, each, number)
    return found


def _take(found: FoundList, data: Any, number: int) -> None:
    title = _line(data, "text") or _line(data, "title") if isinstance(data, dict) else ""
    if not title:
        found.lose(_("an entry without a text"), _("the entry {number}").format(number=number))
        return
    area = _line(data, "category") or _line(data, "checklist")
    section = " / ".join(filter(None, (area, _line(data, "subcategory"))))
    item = FoundItem(title, section, _line(data, "guid"))
    shown = {key: _line(data, key) for key in _LABELLED}
    labels = [f"{_LABELLED[key]}: {text}" for key, text in shown.items() if text]
    description = storable(str(data.get("description") or "")).strip()
    item.detail = "\n".join(filter(None, (description, ". ".join(labels))))
    if need := NEED_OF.get(fold(shown["severity"])):
        item.values["need"] = need
    elif shown["severity"]:
        found.lose(_("a need that is neither required nor recommended"), shown["severity"])
    for key in _LINKS:
        found.link_all(item, _lines(data, key))
    for key, value in data.items():
        is_second_text = key == "title" and value != title
        if (key not in _KNOWN or is_second_text) and value not in (None, "", [], {}):
            found.lose(_('a value of "{key}"').format(key=key))
    found.items.append(item)


def _lines(data: Mapping[str, Any], key: str) -> str:
    """Return the text or number at `key` on one line.

    Of a list, all its values are joined by blanks. A value of another type, or none, becomes an
    empty text.
    """
    value = data.get(key)
    each = value if isinstance(value, list) else [value]
    return " ".join(_line({key: one}, key) for one in each)


def _line(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    is_plain = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    return storable_line(str(value)) if is_plain else ""
