"""Renders a report as JSON, for programs; its keys are the fields of the model."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from datetime import date, datetime

from csp_tui.core.base.clock import stamp
from csp_tui.core.reports.model import Report

_UNPRINTED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that JSON allows unescaped, but that could control a terminal."""


def json_report(report: Report) -> str:
    """Return the report as one JSON object and a line end; its keys are the fields of the model.

    Dates and times are in ISO format, unknown values null; characters that could control a terminal
    are escaped. The text is the same in every language of the user.
    """
    text = json.dumps(report, ensure_ascii=False, indent=1, default=_plain)
    return _UNPRINTED.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n"


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no value of a report: {value!r}")
