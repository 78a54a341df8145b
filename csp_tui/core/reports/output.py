"""A report in one of its formats, and on the disk."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from pathlib import Path

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import SOURCE, _, current, speaking
from csp_tui.core.disk.files import replace_file
from csp_tui.core.reports.model import Report

FORMATS = ("md", "csv", "json", "html")

_BOM = "\ufeff"
"""Tells spreadsheets that a table is UTF-8."""


def format_of(name: str) -> str | None:
    """Return the format that the ending of a file's name tells, if it does."""
    ending = Path(name).suffix.lower().removeprefix(".")
    ending = {"markdown": "md", "htm": "html"}.get(ending, ending)
    return ending if ending in FORMATS else None


def told_as(name: str) -> AbstractContextManager[None]:
    """Speak as a report in a format does: programs read the same whatever is spoken."""
    return speaking(SOURCE if name == "json" else current())


def render(report: Report, name: str) -> str:
    """Return a report in a format; its text holds nothing that would drive a terminal."""
    if name == "html":
        from csp_tui.core.reports.html_page import html_report

        return html_report(report)
    if name == "csv":
        from csp_tui.core.reports.csv_table import csv_report

        return csv_report(report)
    if name == "json":
        from csp_tui.core.reports.json_text import json_report

        return json_report(report)
    from csp_tui.core.reports.markdown import markdown_report

    return markdown_report(report)


def write_report(report: Report, name: str, path: Path, *, may_replace: bool = False) -> None:
    """Write a report to a file as a whole, for the owner alone (an existing one keeps its mode).

    Raises:
        UsageError: there is such a file already, and it may not be replaced.
        WriteError: it could not be written; what was there is whole.
    """
    text = render(report, name)
    content = (f"{_BOM}{text}" if name == "csv" else text).encode()
    replace_file(path, content, lambda: None if may_replace else refuse_existing(path))


def refuse_existing(path: Path) -> None:
    """Raise UsageError where something is at `path`."""
    if os.path.lexists(path):
        raise UsageError(
            _("{path} is there already and stays as it is; --yes replaces it").format(path=path)
        )
