"""Reading a list from the JSON of Microsoft's public Azure review checklists."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold, storable, storable_line
from csp_tui.core.importing.found_list import FoundItem, FoundList
from csp_tui.core.importing.list_csv import NEEDS

_TEXTS = ("category", "subcategory", "text", "description", "severity", "guid", "id")
_LINKS = ("link", "training")
_LABELLED = {"waf": "Pillar", "service": "Service", "severity": "Severity", "id": "Number"}
"""What has no key of its own and goes to the end of the detail."""
_KNOWN = {*_TEXTS, *_LINKS, *_LABELLED}


def read_azure(text: str, path: Path) -> FoundList:
    """Return the list in the review checklist that the file `path` holds.

    Raises:
        InvalidFileError: it is no JSON, or holds no items.
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
    needs = _needs(data.get("severities"))
    for number, each in enumerate(items, 1):
        _take(found, each, number, needs)
    return found


def _needs(severities: Any) -> dict[str, str]:
    """Return what each severity makes of an item: the lowest, named last, a recommendation."""
    needs = {word: need for need, words in NEEDS.items() for word in words}
    named = severities if isinstance(severities, list) else []
    words = [fold(_line(each, "name")) for each in named if isinstance(each, dict)]
    if len(words) > 1:
        needs |= dict.fromkeys(words, "required") | {words[-1]: "recommended"}
    return needs


def _take(found: FoundList, data: Any, number: int, needs: Mapping[str, str]) -> None:
    if not isinstance(data, dict) or not _line(data, "text"):
        found.lose(_("an entry without a text"), _("the entry {number}").format(number=number))
        return
    section = " / ".join(filter(None, (_line(data, "category"), _line(data, "subcategory"))))
    item = FoundItem(_line(data, "text"), section, _line(data, "guid"))
    labels = [
        f"{label}: {_line(data, key)}" for key, label in _LABELLED.items() if _line(data, key)
    ]
    description = storable(str(data.get("description") or "")).strip()
    item.detail = "\n".join(filter(None, (description, ". ".join(labels))))
    if need := needs.get(fold(_line(data, "severity"))):
        item.values["need"] = need
    for key in _LINKS:
        if url := _line(data, key):
            found.link(item, url)
    for key, value in data.items():
        if key not in _KNOWN and value not in (None, "", [], {}):
            found.lose(_('a value of "{key}"').format(key=key))
    found.items.append(item)


def _line(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    is_told = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    return storable_line(str(value)) if is_told else ""
