"""Print the steps of ``next``: grouped on a terminal, as columns in a pipe, labelled if plain.

A step is one item of one partner (or one day of its yearly clock) that can or must be done. A
list of steps that several partners have to do alike is printed as one row.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import date

from csp_tui.cli.output.output import LabelledValue, Output, Row, tabbed
from csp_tui.core.base.language import _
from csp_tui.core.base.text import width
from csp_tui.core.describe.rules import NEEDS
from csp_tui.core.describe.steps import (
    COUNTED,
    case_remarks,
    heading,
    mark,
    remarked,
    remarks,
    role_word,
    title,
    word,
)
from csp_tui.core.describe.steps_by_item import Steps, by_item, by_step, lead_of, remarks_of
from csp_tui.core.describe.steps_by_item import title_of as title_of_several
from csp_tui.core.next_steps.cases import Cases, case_of_step
from csp_tui.core.next_steps.kinds import DayTexts
from csp_tui.core.next_steps.step import Step
from csp_tui.core.next_steps.step_list import StepList
from csp_tui.core.runs.step_groups import StepGroup

_LEAST, _MOST = 10, 34
"""Smallest and largest width, in cells, of the column of names before the steps."""


def print_steps(
    out: Output, steps: StepList, today: date, cases: Cases, *, of_one_partner: bool
) -> None:
    """Print the steps: on a terminal under the titles of groups, each after its partner's name.

    If they are `of_one_partner`, the key of the run takes the place of the name, or nothing does if
    all steps are of one run. In a pipe each step is a line with tabs; plain output has one labelled
    value a line. On a terminal and in plain output, what waits has the case number that `cases`
    finds.
    """
    if out.plain:
        for step in steps:
            out.pairs(_pairs(step, today, cases))
            out.line()
    elif out.width is None:
        out.lines(_lines(steps, today))
    elif of_one_partner:
        runs = [step.run for step in steps]
        has_several = len(set(runs) - {""}) > 1
        _print_grouped(out, steps, by_step(steps), runs if has_several else [], today, cases)
    else:
        names = [step.partner.name for step in steps]
        _print_grouped(out, steps, by_step(steps), names, today, cases)


def print_steps_by_item(out: Output, steps: StepList, today: date) -> None:
    """Print the steps by item: one row for all partners that have the same to do.

    Each row comes after the name of its partner, or the number of its partners.
    """
    rows = by_item(steps)
    if out.plain:
        for row in rows:
            out.pairs(_pairs_of_row(row, today))
            out.line()
    elif out.width is None:
        out.table((), [tuple(_columns_of_row(row, today)) for row in rows])
    else:
        _print_grouped(out, steps, rows, [lead_of(row) for row in rows], today)


def _print_grouped(
    out: Output,
    steps: StepList,
    rows: Sequence[Steps],
    names: Sequence[str],
    today: date,
    cases: Cases | None = None,
) -> None:
    """Print `rows` under the titles of their groups, each after a text.

    Args:
        out: prints.
        steps: the steps of all rows, for their number in each group.
        rows: each has one step, or several that are alike; those of a group follow one another.
        names: the text before each row, in its order; empty to print none.
        today: the day for remarks such as ``3 d late``.
        cases: finds the case number of a row's step; None for rows of several steps, without any.
    """
    cells = 0
    if names:
        cells = max(_LEAST, min(_MOST, (out.width or 0) * 3 // 10, max(map(width, names))))
    numbers = steps.by_group
    last: StepGroup | str | None = ""
    for number, row in enumerate(rows):
        step = row[0]
        if step.group != last:
            if last != "":
                out.line()
            last = step.group
            out.line(f"{heading(last, numbers[last])} ({numbers[last]})")
        state = f"{mark(step)} " if step.item else ""
        case = case_remarks(cases, step) if cases else []
        known = _("; ").join(filter(None, (*remarks_of(row, today), *case, role_word(step.role))))
        text = f"{state}{_title(row, today)}{f' ({known})' if known else ''}"
        out.after_name(names[number] if names else "", text, cells)


def _title(row: Steps, today: date) -> str:
    return title(row[0], today) if len(row) == 1 else title_of_several(row)


def _id(step: Step) -> str:
    """Return the id of the step's item; of a step of the yearly clock, its day such as ``T-90``.

    "" for a step that closes a run.
    """
    if step.item:
        return step.item.id
    return step.point.name if step.point else ""


def _lines(steps: StepList, today: date) -> Iterator[str]:
    """Yield each step as a line with tabs; what lines have in common is made once for all."""
    kinds, partners = steps.kinds, steps.partners.rows
    names = [tabbed((row.name, row.id)) for row in partners]
    known: dict[int, tuple[str, str, dict[DayTexts | None, str]]] = {}
    of_alike: dict[Hashable, dict[DayTexts | None, str]] = {}
    for (number, days), place in zip(steps.dated, steps.places, strict=True):
        if (common := known.get(number)) is None:
            step = kinds.steps[number]
            depends = remarked(step), None if days else (step.chase_on, step.due)
            ends = of_alike.setdefault(depends, {})
            common = known[number] = step.group or word(step), tabbed(_columns(step, today)), ends
        group, columns, ends = common
        if (end := ends.get(days)) is None:
            end = ends[days] = tabbed(_last_columns(steps.dated_step((number, days)), today))
        yield f"{group}\t{names[place]}\t{columns}\t{end}"


def _columns(step: Step, today: date) -> Row:
    """Return the columns of a step between its partner and its day."""
    need = step.item.need if step.item else ""
    return (step.run, _id(step), title(step, today), step.role, need, step.owner)


def _last_columns(step: Step, today: date) -> Row:
    return str(step.chase_on or step.due or ""), _("; ").join(remarks(step, today))


def _columns_of_row(row: Steps, today: date) -> Iterator[str]:
    step, partners = row[0], _partners(row)
    yield step.group or word(step)
    yield str(len(partners))
    yield from (_id(step), _title(row, today), step.role)
    yield step.item.need if step.item else ""
    yield " ".join(partners)
    yield _("; ").join(remarks_of(row, today))


def _pairs(step: Step, today: date, cases: Cases) -> list[LabelledValue]:
    item = step.item
    return [
        (_("what"), _(COUNTED[step.group]) if step.group else _("nothing")),
        (_("partner"), step.partner.name),
        (_("id"), step.partner.id),
        (_("item") if item else _("clock"), title(step, today)),
        (_("item id"), item.id if item else ""),
        (_("customers"), str(step.number) if step.is_each else ""),
        (_("run"), step.run),
        (_("state"), word(step) if item else ""),
        (_("waiting for"), step.whom),
        (_("case"), case_of_step(cases, step)),
        (_("chase on"), str(step.chase_on or "")),
        (_("due"), str(step.due or "")),
        (_("open before it"), step.missing),
        (_("one way"), _("cannot be taken back") if item and item.irreversible else ""),
        (_("who"), role_word(step.role)),
        (_("need"), _(NEEDS.get(item.need, item.need)) if item else ""),
        (_("basis"), _(step.point.basis) if step.point else ""),
        (_("owner"), step.owner),
    ]


def _pairs_of_row(row: Steps, today: date) -> list[LabelledValue]:
    step, item = row[0], row[0].item
    return [
        (_("what"), _(COUNTED[step.group]) if step.group else _("nothing")),
        (_("item") if item else _("clock"), _title(row, today)),
        (_("item id"), item.id if item else ""),
        (_("partners"), lead_of(row)),
        (_("ids"), ", ".join(_partners(row))),
        (_("who"), role_word(step.role)),
        (_("to know"), _("; ").join(remarks_of(row, today))),
    ]


def _partners(row: Steps) -> list[str]:
    """Return the ids of the partners whose steps are in `row`, each once."""
    return [row.partners.rows[place].id for place in dict.fromkeys(row.places)]
