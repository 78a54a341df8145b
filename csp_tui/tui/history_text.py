"""The history on the screen: rows, and what others did meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csp_tui.core.changes import FACTS
from csp_tui.core.checklist import Checklist
from csp_tui.core.describe_history import act, moment, told
from csp_tui.core.history import HistoryLine
from csp_tui.core.text import visible_line
from csp_tui.tui.tone import Tone
from csp_tui.tui.widgets.row_list import Row


def news(lines: Sequence[HistoryLine], checklist: Checklist) -> str:
    """Return in one sentence what others did: ``10:42 ben ticked Credit approval received``."""
    last = lines[-1]
    time = f"{last.at.astimezone():%H:%M}"
    more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
    return f"{time} {last.who} {act(last)} {subject(last, checklist)}".rstrip() + more


def subject(line: HistoryLine, checklist: Checklist) -> str:
    """Return what a line is about: the item's title, the questions that were answered, the run."""
    if line.part == FACTS:
        return ", ".join(checklist.question(fact) for fact in line.after)
    item = checklist.by_id.get(line.item)
    return item.title if item else line.item or line.run


def rows(lines: Sequence[HistoryLine], title_of: Callable[[HistoryLine], str]) -> list[Row]:
    """Return a row for each line, the newest first."""
    return [
        Row(
            f"{line.writer}:{line.count}",
            (
                (f"{moment(line.at)[:16]}  ", Tone.QUIET),
                (visible_line(f"{line.who} {act(line)} {title_of(line)}"), Tone.TITLE),
                (f"  {visible_line(told(line))}", Tone.QUIET),
            ),
        )
        for line in reversed(lines)
    ]
