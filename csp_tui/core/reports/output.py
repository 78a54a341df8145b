"""Renders a report in one of its formats, and writes it to a file."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import SOURCE, _, current, speaking
from csp_tui.core.disk.files import replace_file
from csp_tui.core.disk.removing import remove_leftovers
from csp_tui.core.reports.model import Report

FORMATS = ("md", "csv", "json", "html", "xlsx")

BOM = "\ufeff"
"""Byte order mark, which makes spreadsheets read the table as UTF-8."""
COMMA, SEMICOLON = ",", ";"
"""What may stand between the cells of a CSV table."""


def format_of(name: str) -> str | None:
    """Return which of FORMATS the ending of the file name `name` means; None if it means none.

    Case does not matter; ``.markdown`` and ``.htm`` mean md and html.
    """
    ending = Path(name).suffix.lower().removeprefix(".")
    ending = {"markdown": "md", "htm": "html"}.get(ending, ending)
    return ending if ending in FORMATS else None


def in_language_of(name: str) -> AbstractContextManager[None]:
    """Return a context manager that sets the language for making a report in the format `name`.

    JSON is in English for all users, the other formats in the current language.
    """
    return speaking(SOURCE if name == "json" else current())


def render(report: Report, name: str, separator: str = COMMA) -> str:
    """Return a report as text in the format `name`, one of FORMATS but xlsx, which is no text.

    Harmful characters, such as those that control a terminal, are spelled out. The `separator`
    stands between the cells of a CSV table.
    """
    if name == "html":
        from csp_tui.core.reports.html_page import html_report

        return html_report(report)
    if name == "csv":
        from csp_tui.core.reports.csv_table import csv_report

        return csv_report(report, separator)
    if name == "json":
        from csp_tui.core.reports.json_text import json_report

        return json_report(report)
    from csp_tui.core.reports.markdown import markdown_report

    return markdown_report(report)


def write_report(
    report: Report,
    name: str,
    path: Path,
    *,
    may_replace: bool = False,
    separator: str = COMMA,
) -> None:
    """Write a report in the format `name`, one of FORMATS, to the file at `path`.

    The file is never half-written. Only its owner may read the file (0600), even if the file that
    it replaces had another mode. Temporary files that killed reports left beside it are removed.
    The `separator` stands between the cells of a CSV table.

    Raises:
        UsageError: the file exists, and `may_replace` is False.
        WriteError: the file could not be written; an existing one is unchanged.
    """
    write_content(_content(report, name, separator), path, may_replace=may_replace)


def _content(report: Report, name: str, separator: str) -> bytes:
    if name == "xlsx":
        from csp_tui.core.reports.workbook_report import report_workbook

        return report_workbook(report)
    text = render(report, name, separator)
    return (f"{BOM}{text}" if name == "csv" else text).encode()


def write_content(
    content: bytes, path: Path, *, may_replace: bool, is_private: bool = True
) -> None:
    """Write the `content` of a report to the file at `path`, as :func:`write_report` does.

    Unless `is_private`, a file that is replaced keeps its mode.

    Raises:
        UsageError: the file exists, and `may_replace` is False.
        WriteError: the file could not be written; an existing one is unchanged.
    """
    remove_leftovers(path)
    check = (lambda: None) if may_replace else partial(refuse_existing, path)
    replace_file(path, content, check, is_private=is_private)


def refuse_existing(path: Path) -> None:
    """Raise UsageError if anything exists at `path`, also a link that leads nowhere."""
    if os.path.lexists(path):
        raise UsageError(_("{path} exists already; --yes replaces it").format(path=path))
