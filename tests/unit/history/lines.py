"""Makes history lines as several writers would have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from csp_tui.core.history.line import HistoryLine

TEN = datetime(2026, 11, 23, 10, tzinfo=UTC)
RUN, ITEM = "work", "first"


def at(minutes: float) -> datetime:
    """Return the moment so many minutes after ten o'clock."""
    return TEN + timedelta(minutes=minutes)


def line(
    writer: str,
    minutes: float,
    to: Mapping[str, Any],
    *over: HistoryLine,
    do: str = "note",
    count: int = 1,
    **others: Any,
) -> HistoryLine:
    """Return a line of `writer`, about an item where `others` do not say otherwise.

    Args:
        writer: the writer, who also is the person.
        minutes: when, in minutes after ten o'clock.
        to: the values.
        over: the lines that it replaces, or, for a detail, the status that it is about.
        do: the act.
        count: the number among the writer's lines.
        others: further fields of the line.
    """
    values = {"run": RUN, "item": ITEM, "step": f"{writer}-{count}", "version": 2, **others}
    by = values.pop("by", writer)
    names = tuple(each.short_identity for each in over)
    return HistoryLine(
        writer, count, at(minutes), by, "host", do=do, after=dict(to), over=names, **values
    )


def after(before: HistoryLine, minutes: float, to: Mapping[str, Any], **others: Any) -> HistoryLine:
    """Return the line of the same writer that follows `before`."""
    values = {"count": before.count + 1, **others}
    return replace(line(before.writer, minutes, to, **values), prev=before.identity)
