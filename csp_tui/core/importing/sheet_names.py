"""The names of a workbook's sheets, found without reading the sheets."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree

from csp_tui.core.disk.places import in_home

_MOST = 1024 * 1024
"""Bytes of the part that names the sheets; a larger one is not read."""


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets of an Excel workbook that are not hidden.

    Empty if the file cannot be read or is no such workbook. A ``~`` in `path` is the user's home.
    """
    try:
        with zipfile.ZipFile(in_home(path)) as parts, parts.open("xl/workbook.xml") as part:
            root = ElementTree.fromstring(part.read(_MOST))
    except (OSError, RuntimeError, KeyError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return []
    except (ElementTree.ParseError, EOFError):
        return []
    return [
        each.get("name", "")
        for each in root.iter()
        if each.tag.endswith("}sheet") and each.get("state", "visible") == "visible"
    ]
