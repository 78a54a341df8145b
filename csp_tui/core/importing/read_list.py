"""Reads a list of items from a file in any of the known formats, to become a checklist.

`cli.arguments.checklists` repeats the names of the formats for ``--format``, so that parsing a
command line imports little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path, PurePath

from csp_tui.core.base.errors import InvalidFileError, UsageError
from csp_tui.core.base.ids import slug
from csp_tui.core.base.language import _
from csp_tui.core.base.near import choices_hint, near_word
from csp_tui.core.importing.found_list import FoundList
from csp_tui.core.importing.given_text import GivenText, text_of
from csp_tui.core.importing.workbook import is_workbook, read_workbook

MARKDOWN, CSV, AZURE = FORMATS = ("markdown", "csv", "azure-json")
_BY_SUFFIX = {
    ".md": MARKDOWN, ".markdown": MARKDOWN, ".mdown": MARKDOWN,
    ".csv": CSV, ".tsv": CSV, ".json": AZURE,
}  # fmt: skip
_TASK = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])\s+\[[ xX~-]\]\s|^#{1,6}\s", re.MULTILINE)


def guess_format(name: str, text: str) -> str:
    """Return which of FORMATS a list is in, guessed from its file name, else from its text.

    CSV if neither tells.
    """
    if known := _BY_SUFFIX.get(PurePath(name).suffix.lower()):
        return known
    if text.lstrip().startswith(("{", "[")):
        return AZURE
    return MARKDOWN if _TASK.search(text) else CSV


def read_list(
    content: bytes,
    path: Path,
    list_format: str | None,
    mapping: Mapping[str, str],
    sheet: str = "",
) -> FoundList:
    """Return the list in the file at `path`, whose bytes are `content`; it has at least one item.

    Args:
        content: the bytes of the file.
        path: the file; a list without a title gets the file's name.
        list_format: one of FORMATS; None to guess it. A workbook is always read as such.
        sheet: the sheet of a workbook; "" for the first one.
        mapping: for tables, which column to read for a key of an item, like ``{"title": "Task"}``.

    Raises:
        InvalidFileError: the file is too large, is not a text, is not in its format, or has no
            items.
        UsageError: `mapping` is given for another format, or does not match the table, or there is
            no such sheet.
    """
    if is_workbook(content, path):
        from csp_tui.core.importing.list_csv import read_csv

        found = read_csv(partial(read_workbook, content, path, sheet=sheet), path, mapping)
    else:
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
        from csp_tui.core.importing.csv_table import read_csv_text
        from csp_tui.core.importing.list_csv import read_csv

        return read_csv(partial(read_csv_text, given), path, mapping)
    if given.line_not_utf_8:
        what = _("this is not UTF-8; save the list as UTF-8")
        raise InvalidFileError(path, what, given.line_not_utf_8)
    if list_format == MARKDOWN:
        from csp_tui.core.importing.list_markdown import read_markdown

        return read_markdown(given.text, path)
    from csp_tui.core.importing.list_azure import read_azure

    return read_azure(given.text, path)


def id_for(name: str, title: str) -> str:
    """Return an id for a checklist imported from a file, made from the file's name or the title.

    Raises:
        UsageError: neither has letters or digits for an id.
    """
    if found := slug(PurePath(name).stem) or slug(title):
        return found
    raise UsageError(_("neither the file's name nor the title gives an id; say one with --id"))


def parse_mapping(texts: Iterable[str], keys: tuple[str, ...]) -> dict[str, str]:
    """Return the map in texts like ``Task=title,Area=section``: the name of a column by each key.

    A part may also be the other way round, as in ``title=Task``, where only its first word is a
    key. Empty if there are no texts.

    Raises:
        UsageError: a part is not ``COLUMN=KEY``, or its key is repeated or not in `keys`.
    """
    mapping: dict[str, str] = {}
    for part in (each.strip() for text in texts for each in text.split(",")):
        if not part:
            continue
        column, equals, key = (each.strip() for each in part.rpartition("="))
        if key not in keys:
            turned = tuple(each.strip() for each in part.partition("="))
            if turned[0] in keys or (not near_word(key, keys) and near_word(turned[0], keys)):
                key, _equals, column = turned
        if not equals or not column or not key:
            message = _('--map "{part}" is no COLUMN=KEY, such as Task=title')
            raise UsageError(message.format(part=part))
        if key not in keys:
            message = _('--map "{text}": there is no "{key}"; {hint}')
            hint = choices_hint(key, keys)
            raise UsageError(message.format(text=part, key=key, hint=hint))
        if key in mapping:
            raise UsageError(_('--map names "{key}" twice').format(key=key))
        mapping[key] = column
    return mapping
