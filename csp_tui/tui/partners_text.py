"""What the first screen says, as lines: head, columns and rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from csp_tui.core.checklist import Checklist
from csp_tui.core.rows import PartnerRow, RunRow
from csp_tui.core.text import cut, pad, visible_line
from csp_tui.core.workplace import Workplace
from csp_tui.tui.tone import Line, Tone
from csp_tui.tui.widgets.row_list import Row

BAR = 9
PROGRESS = BAR + 7
MARK = 2
"""Cells in front of each row."""

WELCOME = (
    "No partner yet. Press a to add the first one. Nothing is sent anywhere.",
    "Or read a checklist first: choose one and press enter.",
)


def head(partners: Sequence[PartnerRow], workplace: Workplace, cells: int) -> list[Line]:
    """Return the title with the counts, and the names of the columns."""
    today = workplace.today
    runs = [run for partner in partners for run in partner.runs]
    chase = sum(run.count_chase(today) for run in runs)
    due = sum(run.count_due(today) for run in runs)
    refused = sum(len(run.refused) for run in runs)
    unreadable = sum(bool(partner.error) for partner in partners)
    counts = [
        f"  {number} {word}"
        for number, word in (
            (chase, "to chase"),
            (due, "due"),
            (refused, "refused"),
            (unreadable, "unreadable"),
        )
        if number
    ]
    demo: Line = ((" DEMO: invented, not kept ", Tone.CURSOR),) if workplace.is_demo else ()
    title: Line = (
        (" Partners", Tone.STRONG),
        (f"  {len(partners)}", Tone.ACCENT),
        ("".join(counts), Tone.ALERT),
        ("   ", Tone.NORMAL),
        *demo,
    )
    if not partners:
        return [((" csp-tui", Tone.STRONG), ("  checklists for CSP partners", Tone.QUIET)), ()]
    name, run = _columns(cells)
    columns = f"  {pad('Partner', name)}{pad('Checklist', run)}{pad('Progress', PROGRESS)}Next"
    return [title, ((columns, Tone.QUIET),)]


def rows(partners: Sequence[PartnerRow], cells: int, today: date) -> list[Row]:
    """Return a row for each run of each partner."""
    name, run = _columns(cells)
    found: list[Row] = []
    for partner in partners:
        shown = pad(visible_line(partner.name), name - 1) + " "
        if partner.error or not partner.runs:
            text = visible_line(partner.error) or "no checklist started: press enter"
            tone = Tone.ALERT if partner.error else Tone.QUIET
            found.append(Row(partner.id, ((shown, Tone.TITLE), (text, tone))))
        for index, each in enumerate(partner.runs):
            first = shown if index == 0 else " " * name
            key = f"{partner.id} {each.key}"
            found.append(Row(key, ((first, Tone.TITLE), *_run(each, run, today))))
    return found


def _run(run: RunRow, cells: int, today: date) -> Line:
    edition = f" {visible_line(run.edition)}"
    name = run.key.replace("-", " ").capitalize()
    title = pad(cut(name, cells - len(edition) - 1) + edition, cells)
    if run.error:
        return ((title, Tone.NORMAL), (visible_line(run.error), Tone.ALERT))
    share = run.done / run.total if run.total else 0.0
    filled = min(round(share * BAR), BAR if run.done == run.total else BAR - 1)
    text = visible_line(run.next(today))
    is_urgent = text.startswith(("chase:", "due:", "refused:"))
    return (
        (title, Tone.NORMAL),
        ("━" * filled, Tone.ACCENT),
        ("─" * (BAR - filled), Tone.QUIET),
        (f"{run.done}/{run.total}".rjust(PROGRESS - BAR - 1) + " ", Tone.NORMAL),
        (text, Tone.ALERT if is_urgent else Tone.QUIET),
    )


def first_rows(checklists: Mapping[str, Checklist]) -> list[Row]:
    """Return what the very first screen shows: one sentence, and the checklists for reading."""
    found = [Row("", ((f" {sentence}", Tone.NORMAL),)) for sentence in WELCOME]
    found.append(Row("", ()))
    for key, checklist in checklists.items():
        count = len(checklist.by_id)
        title = visible_line(checklist.title)
        text = f"  {visible_line(checklist.edition)}, {count} items"
        found.append(Row(key, ((title, Tone.TITLE), (text, Tone.QUIET))))
    return found


def _columns(cells: int) -> tuple[int, int]:
    """Return the widths of the name and of the checklist in a list of `cells` cells."""
    room = max(20, cells - MARK - PROGRESS)
    name = max(10, min(34, room * 3 // 10))
    return name, max(14, min(44, room * 4 // 10))
