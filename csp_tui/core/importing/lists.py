"""Importing a list as a checklist of the user's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePath

from csp_tui.core.base.errors import InvalidFileError, UsageError
from csp_tui.core.base.ids import slug
from csp_tui.core.base.language import _
from csp_tui.core.importing.found_list import FoundList
from csp_tui.core.importing.given_text import GivenText, text_of

MARKDOWN, CSV, AZURE = FORMATS = ("markdown", "csv", "azure-json")
_BY_SUFFIX = {
    ".md": MARKDOWN, ".markdown": MARKDOWN, ".mdown": MARKDOWN,
    ".csv": CSV, ".tsv": CSV, ".json": AZURE,
}  # fmt: skip
_TASK = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])\s+\[[ xX~-]\]\s|^#{1,6}\s", re.MULTILINE)


def guess_format(name: str, text: str) -> str:
    """Return the format of a list, by the name of its file, else by its content."""
    if known := _BY_SUFFIX.get(PurePath(name).suffix.lower()):
        return known
    if text.lstrip().startswith(("{", "[")):
        return AZURE
    return MARKDOWN if _TASK.search(text) else CSV


def read_list(
    content: bytes, path: Path, list_format: str | None, mapping: Mapping[str, str]
) -> FoundList:
    """Return the list in a file; its title is the one in the file, else the file's name.

    Raises:
        InvalidFileError: the file is too large, no text, or not in its format.
        UsageError: the mapping does not fit.
    """
    given = text_of(content, path)
    chosen = list_format or guess_format(path.name, given.text)
    if mapping and chosen != CSV:
        raise UsageError(
            _("--map is for CSV tables; this is read as {chosen}").format(chosen=chosen)
        )
    found = _read(given, path, chosen, mapping)
    if not found.items:
        raise InvalidFileError(path, _("there is no item in this list"))
    name = "" if path.name == "-" else path.stem
    found.title = found.title or name.replace("_", " ").strip() or _("Imported list")
    return found


def _read(given: GivenText, path: Path, list_format: str, mapping: Mapping[str, str]) -> FoundList:
    if list_format == CSV:
        from csp_tui.core.importing.list_csv import read_csv

        return read_csv(given, path, mapping)
    if given.line_not_utf_8:
        what = _("this is not UTF-8; save the list as UTF-8")
        raise InvalidFileError(path, what, given.line_not_utf_8)
    if list_format == MARKDOWN:
        from csp_tui.core.importing.list_markdown import read_markdown

        return read_markdown(given.text, path)
    from csp_tui.core.importing.list_azure import read_azure

    return read_azure(given.text, path)


def id_for(name: str, title: str) -> str:
    """Return the id of a checklist that is read from a file; raises UsageError."""
    if found := slug(PurePath(name).stem) or slug(title):
        return found
    raise UsageError(_("neither the file's name nor the title gives an id; say one with --id"))


def parse_mapping(text: str | None, keys: tuple[str, ...]) -> dict[str, str]:
    """Return which column each key has, from ``title=Task,section=Area``; raises UsageError."""
    mapping: dict[str, str] = {}
    for part in (text or "").split(","):
        key, equals, column = (each.strip() for each in part.partition("="))
        if not part.strip():
            continue
        if not equals or not column:
            raise UsageError(
                _('--map "{part}" is no KEY=COLUMN, such as title=Task').format(part=part.strip())
            )
        if key not in keys:
            raise UsageError(
                _('--map knows no key "{key}"; there are {known}').format(
                    key=key, known=", ".join(keys)
                )
            )
        if key in mapping:
            raise UsageError(_('--map names "{key}" twice').format(key=key))
        mapping[key] = column
    return mapping
