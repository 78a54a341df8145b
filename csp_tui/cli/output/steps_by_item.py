"""The next steps told item by item, in every way of printing them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from csp_tui.cli.output.output import Fact, Output
from csp_tui.core.base.language import _
from csp_tui.core.base.text import width
from csp_tui.core.describe.steps import COUNTED, TITLES, mark, role_word, title, word
from csp_tui.core.describe.steps_by_item import Steps, lead_of, remarks_of, title_of
from csp_tui.core.next_steps.finder import numbers_of
from csp_tui.core.runs.step_groups import StepGroup

_LEAST, _MOST = 10, 34
"""Cells of the names in front of the items."""


def print_rows(out: Output, rows: Sequence[Steps], today: date) -> None:
    """Print a line for each row: aligned under its group, or as columns, or as facts."""
    if out.plain:
        for row in rows:
            out.facts(_facts(row, today))
            out.line()
    elif out.width is None:
        out.table((), [tuple(_columns(row, today)) for row in rows])
    else:
        _print_grouped(out, rows, today, out.width)


def _print_grouped(out: Output, rows: Sequence[Steps], today: date, room: int) -> None:
    leads = [lead_of(row) for row in rows]
    cells = max(_LEAST, min(_MOST, room * 3 // 10, max(map(width, leads), default=0)))
    numbers = numbers_of([step for row in rows for step in row])
    last: StepGroup | str | None = ""
    for row, lead in zip(rows, leads, strict=True):
        step = row[0]
        if step.group != last:
            if last != "":
                out.line()
            last = step.group
            out.line(f"{_(TITLES[last])} ({numbers[last]})")
        state = f"{mark(step)} " if step.item else ""
        told = _("; ").join((*remarks_of(row, today), *filter(None, [role_word(step.role)])))
        out.led(lead, f"{state}{_what(row, today)}{f' ({told})' if told else ''}", cells)


def _what(row: Steps, today: date) -> str:
    return title(row[0], today) if len(row) == 1 else title_of(row)


def _partners(row: Steps) -> list[str]:
    return list(dict.fromkeys(step.partner.id for step in row))


def _columns(row: Steps, today: date) -> Iterator[str]:
    step, item = row[0], row[0].item
    yield step.group or word(step)
    yield str(len(_partners(row)))
    yield item.id if item else step.point.name if step.point else ""
    yield from (_what(row, today), step.role, item.need if item else "")
    yield " ".join(_partners(row))
    yield "; ".join(remarks_of(row, today))


def _facts(row: Steps, today: date) -> list[Fact]:
    step, item = row[0], row[0].item
    return [
        (_("what"), _(COUNTED[step.group]) if step.group else _("nothing")),
        (_("item") if item else _("clock"), _what(row, today)),
        (_("item id"), item.id if item else ""),
        (_("partners"), lead_of(row)),
        (_("ids"), ", ".join(_partners(row))),
        (_("who"), role_word(step.role)),
        (_("to know"), _("; ").join(remarks_of(row, today))),
    ]
