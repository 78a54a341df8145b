"""The pane beside the matrix: the items of the current customer, which name the columns.

Below them stands what is recorded of the chosen one: whom it waits for and since when, why it was
refused, the evidence, the note.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp_tui.core.base.day_words import needs_no_year
from csp_tui.core.base.days import short_day
from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut, pad, visible_line, width
from csp_tui.core.checklists.model import Item
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.describe.item import MARKS
from csp_tui.core.describe.recorded import recorded
from csp_tui.core.runs.step_groups import State
from csp_tui.core.runs.view import RunView
from csp_tui.tui.customers.matrix import Matrix
from csp_tui.tui.customers.text import tone_of
from csp_tui.tui.lines.frame import ruled
from csp_tui.tui.lines.labelled import labelled
from csp_tui.tui.lines.tone import Line, Tone

_MARK, _NUMBER, _COUNT = 4, 3, 4


def items_lines(
    matrix: Matrix, row: CustomerSummary | None, part: RunView | None, cells: int
) -> list[Line]:
    """Return the lines of the pane: the customer, its days, and each item with its state.

    Below them stands what is recorded of the chosen item, if anything is. If there is no customer,
    or its states are unknown, return the head alone.

    Args:
        matrix: the items, and which of them is chosen.
        row: the customer; None for no customer.
        part: the customer's part of the run; None if its file cannot be read.
        cells: the width of the pane.
    """
    done_by = _("done by")
    first = pad(_("Its items"), cells - width(done_by) - 1)
    head = ruled(((f" {first}{done_by}", Tone.QUIET),), cells)
    states = row.states_in(matrix.view.run.key) if row else ()
    if row is None or not states:
        return [head]
    dated = ((_("planned {day}"), row.planned), (_("term to {day}"), row.term_end))
    today = matrix.today
    days = [
        text.format(day=short_day(day, day if needs_no_year(day, today) else today))
        for text, day in dated
        if day
    ]
    lines = [head, ((f" {cut(visible_line(row.name), cells - 2)}", Tone.STRONG),)]
    lines += [((f" {line}", Tone.QUIET),) for line in _together(days, cells - 2)]
    lines.append(())
    room = cells - _MARK - _NUMBER - 1 - _COUNT
    for index, (item, state) in enumerate(zip(matrix.items, states, strict=False)):
        tone = tone_of(state)
        is_chosen = index == matrix.place
        lines.append(
            (
                (f" {MARKS[state]}", tone),
                (f"{index + 1:>{_NUMBER}} ", Tone.ACCENT if is_chosen else Tone.QUIET),
                (pad(visible_line(item.title), room), Tone.STRONG if is_chosen else Tone.TEXT),
                (f"{matrix.counts(index)[0]:>{_COUNT}}", Tone.QUIET),
            )
        )
    known = _recorded(part, matrix.item, today) if part else []
    told = [line for label, text in known for line in labelled(label, text, cells - 2)]
    return [*lines, (), *told] if told else lines


def _recorded(part: RunView, item: Item, today: date) -> list[tuple[str, str]]:
    """Return what is recorded of an item in a customer's part of a run; not that it is to do."""
    told = list(recorded(part, item, today))
    is_to_do = part.state(item) == State.TODO and not part.progress(item).case
    return told[1:] if is_to_do else told


def _together(texts: Sequence[str], cells: int) -> list[str]:
    """Return the texts in one line if they fit into `cells`, else in a line each."""
    line = ", ".join(texts)
    return [line] if texts and width(line) <= cells else [*texts]
