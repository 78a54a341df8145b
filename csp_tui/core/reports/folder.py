"""Writes a report as a folder: a page with the summary, and a page for each partner."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.disk.directories import list_directory, make_directory
from csp_tui.core.disk.files import (
    Prepared,
    make_durable,
    prepare_file,
    replace_file,
)
from csp_tui.core.disk.many_files import make_contents_durable
from csp_tui.core.disk.removing import remove_leftovers
from csp_tui.core.reports.build import Follow, PartnerParts
from csp_tui.core.reports.html_page import html_report
from csp_tui.core.reports.model import LeftOut

INDEX = "index.html"
"""The name of the page with the summary."""
_PAGE = "partner-{id}.html"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written into a folder."""

    pages: int
    """Number of pages, the summary included."""
    size: int
    """Bytes of all pages."""
    left_out: tuple[LeftOut, ...]
    notes: tuple[tuple[str, str], ...]
    """Name of a partner, and a sentence on what could not be read or is not certain."""
    staying: tuple[str, ...]
    """Names of pages of partners that are in the folder and not in this report."""


def refuse_filled(folder: Path) -> None:
    """Raise UsageError if there is anything in `folder`; a folder that does not exist is fine.

    Raises:
        InvalidFileError: `folder` is no directory, or cannot be read.
    """
    if list_directory(folder):
        message = _("{path} is not empty; --yes replaces the pages of a report in it")
        raise UsageError(message.format(path=folder))


def write_folder(parts: PartnerParts, folder: Path, follow: Follow) -> Written:
    """Write a report into `folder`, which is made where it is missing.

    All pages of partners are made before the first is put in place, and the summary is replaced
    last: whatever stops the writing, the old summary or the new one is there, and each page is
    whole. Pages of partners that are not in the report stay, and so does any other file.

    Args:
        parts: the parts of the partners.
        folder: the directory.
        follow: gets the ids of the partners; see :data:`csp_tui.core.reports.build.Follow`.

    Raises:
        NotFoundError, InvalidFileError: as :func:`csp_tui.core.reports.build.make_report` does.
        WriteError: a page could not be made, and no page was replaced; or one could not be put in
            place.
    """
    make_directory(folder)
    remove_leftovers(folder / INDEX)
    notes: list[tuple[str, str]] = []
    pages: dict[str, str] = {}
    prepared: list[Prepared] = []
    try:
        for each in _prepared(parts, folder, follow, pages, notes):
            prepared.append(each)
        report = parts.report((), has_summary=True)
        index = html_report(report, pages).encode()
        size = len(index) + sum(each.version.size for each in prepared)
        if prepared:
            make_contents_durable(prepared)
        while prepared:
            prepared[-1].put_in_place(lambda: None)
            prepared.pop()
    finally:
        for each in prepared:
            each.drop()
    make_durable(folder)
    replace_file(folder / INDEX, index, is_private=True)
    names = [INDEX, *pages.values()]
    staying = set(fnmatch.filter(list_directory(folder), _PAGE.format(id="*"))) - set(names)
    return Written(len(names), size, report.left_out, tuple(notes), tuple(sorted(staying)))


def _prepared(
    parts: PartnerParts,
    folder: Path,
    follow: Follow,
    pages: dict[str, str],
    notes: list[tuple[str, str]],
) -> Iterator[Prepared]:
    """Yield the page of each partner, ready to be put in place.

    The name of the page goes to `pages` under the partner's id, the notes on it to `notes`.
    """
    for part in parts.parts(follow):
        pages[part.id] = _PAGE.format(id=part.id)
        notes += [(part.name, note) for note in part.notes]
        report = parts.report((part,), has_summary=False)
        content = html_report(report, above=INDEX).encode()
        yield prepare_file(folder / pages[part.id], content, is_private=True, is_durable=False)
