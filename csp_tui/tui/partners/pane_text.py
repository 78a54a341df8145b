"""The pane of the partner under the cursor: ids, clock, runs, what waits, is due and is ready."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp_tui.core.base.day_words import chase_day, due_day, pane_day, point_day
from csp_tui.core.base.days import short_day, whole_day
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import cut, pad, visible_line, width, wrap
from csp_tui.core.describe.steps import title
from csp_tui.core.next_steps.step import Step
from csp_tui.core.partners.clock_words import is_lapsed, next_t
from csp_tui.core.partners.rows import PartnerSummary, RunSummary
from csp_tui.core.runs.anniversary import last_day, points
from csp_tui.core.runs.run_name import short_name
from csp_tui.core.runs.step_groups import SOON, State, StepGroup
from csp_tui.tui.lines.bar import bar
from csp_tui.tui.lines.labelled import LABEL
from csp_tui.tui.lines.tone import Line, Tone

_BAR = 19
_SHORT = 5
"""Lines of a pane that has no room for more than one line of each kind."""
_MOST = 6
"""The most lines for each kind of thing in a pane that has more room."""
_HELD = "\xa0"
"""A blank at which no line is broken: it keeps the room of what is before a text."""


def about_lines(
    row: PartnerSummary,
    steps: Sequence[Step],
    today: date,
    cells: int,
    height: int,
    run: str = "",
) -> list[Line]:
    """Return the lines on a partner, at most `height`, each of at most `cells` cells.

    If the partner is unreadable, they are the partner's title and the reason.

    Args:
        row: the partner.
        steps: all steps of the partner.
        today: the current day.
        cells: the width of the pane.
        height: the lines of the pane; with many, each kind of step has several lines.
        run: the key of the run under the cursor, whose steps come first; "" if there is none.
    """
    lines = [_title(row, cells)]
    if row.error:
        return [*lines, *_labelled(_("Error"), (), row.error, cells, height - 1)][:height]
    row = row._replace(runs=sorted(row.runs, key=lambda each: each.key != run))
    steps = sorted(steps, key=lambda step: step.run != run)
    is_roomy = height > _SHORT + 3
    most = _MOST if is_roomy else 1
    parts = [_unreadable(row, cells), _clock(row, today, cells, most), _runs(row, cells, most)]
    waits = [step for step in steps if step.state == State.WAITING]
    waits.sort(key=lambda step: (step.run != run, step.urgency(today)))
    due = [step for step in steps if step.group is StepGroup.DUE]
    parts.append(_dated(_("Waits"), [_wait(step, today) for step in waits], cells, most))
    parts.append(_dated(_("Due"), [_due(step, today) for step in due], cells, most))
    people = _people(row, cells, most)
    parts += [people] if is_roomy else []
    left = height - sum(len(part) + is_roomy for part in (lines, *parts) if part)
    parts.append(_ready(steps, today, cells, left if is_roomy else 1))
    parts += [] if is_roomy else [people]
    for part in filter(None, parts):
        lines += [(), *part] if is_roomy else part
    return lines[:height]


def marked_lines(names: Sequence[str], cells: int, height: int) -> list[Line]:
    """Return the lines on the marked rows: how many they are, whose, and what is done with them.

    Args:
        names: the name of the partner of each marked row.
        cells: the width of the pane.
        height: the lines of the pane.
    """
    count, known = len(names), ", ".join(map(visible_line, dict.fromkeys(names)))
    marked = _("{count} marked").format(count=count)
    told = _("Acts are now for these; ctrl+g ends the marks.")
    rows = wrap(known, max(1, cells - 2))
    most = max(1, height - 2)
    if len(rows) > most:
        rows[most - 1 :] = [cut(" ".join(rows[most - 1 :]), cells - 2)]
    return [
        ((f" {marked}", Tone.STRONG),),
        *(((f" {each}", Tone.TEXT),) for each in rows),
        ((f" {told}", Tone.QUIET),),
    ]


def _title(row: PartnerSummary, cells: int) -> Line:
    name = cut(visible_line(row.name), cells - 1)
    ids = ", ".join(visible_line(each) for each in (row.id, row.tenant, row.region) if each)
    room = cells - width(name) - 3
    return ((f" {name}", Tone.STRONG), (f"  {cut(ids, room)}" if room > 0 else "", Tone.QUIET))


def _clock(row: PartnerSummary, today: date, cells: int, most: int) -> list[Line]:
    t = next_t(row, today)
    if t is None:
        return []
    lead: Line = ()
    if t < today:
        until = short_day(last_day(row.clock_model, t), today)
        lead = ((_("T was {day}, missed").format(day=whole_day(t)), Tone.LATE),)
        text = _("; still to be mended until {day}").format(day=until)
        if not row.model or row.model != row.clock_model:
            from csp_tui.core.progress.partner_fields import typed  # not for the first frame

            model = typed(row.clock_model or "indirect-reseller", "model")
            text = _("; mend until {day} if {model}").format(day=until, model=model)
        if is_lapsed(row, today):
            text = _("; {day} is over: ask whether the right to sell still holds")
            text = text.format(day=until)
        return _labelled(_("Clock"), lead, text, cells, most)
    text = _("T is {day}").format(day=pane_day(t, today))
    coming = next((each for each in points(row.clock_model) if today <= each.day(t) < t), None)
    if coming is not None:
        day = coming.day(t)
        tone = Tone.SOON if (day - today).days <= SOON else Tone.TEXT
        point = (point_day(coming.name, day, today), tone)
        meaning = _("{title}: {what}").format(title="", what=_(coming.meaning))
        lead = ((text, Tone.TEXT), (_("; "), Tone.TEXT), point)
        if sum(width(each) for each, _tone in lead) > cells - 1 - LABEL:
            behind = _labelled("", (point,), meaning, cells, most - 1) if most > 1 else []
            return [*_labelled(_("Clock"), (), text, cells, 1), *behind]
        text = meaning
    return _labelled(_("Clock"), lead, text, cells, most)


def _unreadable(row: PartnerSummary, cells: int) -> list[Line]:
    """Return a line that names the first customer who cannot be read, and how many more there are.

    Empty if all can be read.
    """
    known = [((), f"{file}: {why}") for file, why in row.broken_files]
    return _dated(_("Error"), known, cells, 1)


def _runs(row: PartnerSummary, cells: int, most: int) -> list[Line]:
    parts = (
        _labelled("" if index else _("Run"), *_run(run), cells, most)
        for index, run in enumerate(row.runs)
    )
    return [line for part in parts for line in part]


def _run(run: RunSummary) -> tuple[Line, str]:
    """Return two parts of a run's line: its bar with the count, and its name.

    The name is followed by the outcome and the newest edition, if there is one. If the run cannot
    be read, the first part is empty, and the name is followed by the reason.
    """
    name = short_name(run.key, run.checklist)
    if run.error:
        return (), _("{label}: {why}").format(label=name, why=run.error)
    if run.outcome:
        name += ", " + _("closed: {outcome}").format(outcome=_(run.outcome))
    if run.newer:
        behind = _("{run}, of {edition}; newest is {newest} (E moves)")
        name = behind.format(run=name, edition=run.edition, newest=run.newer)
    count = f" {run.done}/{run.total}"
    return (*bar(run.done, run.total, _BAR), (f"{count:<8}", Tone.TEXT)), name


def _wait(step: Step, today: date) -> tuple[Line, str]:
    """Return two parts of a waiting item's line: when to chase it, and what it is.

    The second part also says whom the item waits for and since when. The first part is empty if
    there is no day to chase; before that day it says until when to wait.
    """
    lead: Line = ()
    if late := step.late_since(today):
        lead = ((due_day(late, today), Tone.LATE), (" ", Tone.TEXT))
    elif (day := step.chase_on) is not None:
        tone = Tone.TEXT if day > today else Tone.SOON
        lead = ((chase_day(day, today), tone), (" ", Tone.TEXT))
    since = step.since
    texts = [title(step, today), step.whom]
    texts += [_("since {day}").format(day=short_day(since, today))] if since else []
    return lead, ", ".join(filter(None, texts))


def _due(step: Step, today: date) -> tuple[Line, str]:
    """Return when an item is due, as a line, and its title.

    The line is empty if there is no due day.
    """
    if step.due is None:
        return (), title(step, today)
    tone = Tone.LATE if step.due < today else Tone.SOON
    return ((due_day(step.due, today), tone), (" ", Tone.TEXT)), title(step, today)


def _people(row: PartnerSummary, cells: int, most: int) -> list[Line]:
    """Return lines with the first `most` contacts of a partner, each in one line, and its note."""
    lines: list[Line] = []
    for index, text in enumerate(row.contact_texts[:most]):
        lines += _labelled("" if index else _("Contact"), (), text, cells, 1)
    return [*lines, *_labelled(_("Note"), (), row.note, cells, most)] if row.note else lines


def _dated(label: str, known: Sequence[tuple[Line, str]], cells: int, most: int) -> list[Line]:
    """Return lines with the first `most` of what is `known`, and how many more there are.

    Args:
        label: the label before the first line.
        known: for each thing its day as a line, and its text.
        cells: the width of a line.
        most: how many things are shown.
    """
    lines: list[Line] = []
    for index, (lead, text) in enumerate(known[:most]):
        more = len(known) - most if index == most - 1 else 0
        if more > 0:
            room = cells - 1 - LABEL - sum(width(each) for each, _tone in lead)
            end = _more(more)
            parting = _("; ")
            text = cut(text, room - width(end) - width(parting)) + parting + end
        lines += _labelled("" if index else label, lead, text, cells, 1 if most == 1 else 2)
    return lines


def _ready(steps: Sequence[Step], today: date, cells: int, most: int) -> list[Line]:
    """Return lines with the titles of what is ready, as many as fit, and how many more there are.

    They are at most `most` lines; none if nothing is ready.
    """
    titles = [title(step, today) for step in steps if step.group is StepGroup.READY]
    for count in range(len(titles), 0, -1):
        more = [_more(len(titles) - count)] if count < len(titles) else []
        text = _("; ").join([*titles[:count], *more])
        if len(wrap(text, cells - 1 - LABEL)) <= max(1, most):
            break
    return _labelled(_("Ready"), (), text, cells, max(1, most)) if titles else []


def _more(count: int) -> str:
    return ngettext("{count} more", "{count} more", count).format(count=count)


def _labelled(label: str, lead: Line, text: str, cells: int, most: int) -> list[Line]:
    """Return a label, `lead` and `text`, wrapped to `cells`; what is beyond `most` lines is cut."""
    room, used = cells - 1 - LABEL, sum(width(each) for each, _tone in lead)
    wrapped = wrap(_HELD * used + visible_line(text), room)
    if len(wrapped) > most:
        wrapped[most - 1 :] = [cut(" ".join(wrapped[most - 1 :]), room)]
    first: Line = ((f" {pad(cut(label, LABEL - 1), LABEL)}", Tone.QUIET), *lead)
    blank = (" " * (LABEL + 1), Tone.TEXT)
    return [
        (blank, (part, Tone.TEXT)) if index else (*first, (part[used:], Tone.TEXT))
        for index, part in enumerate(wrapped)
    ]
