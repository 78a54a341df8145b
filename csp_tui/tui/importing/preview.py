"""The texts of the preview of an import: its groups of rows, problems and doubts.

A table has four groups: what is new, what is here and differs, what is the same, and what is here
but not in the table. A doubt is a sentence on a row that was skipped or may be meant otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import pad, visible_line, width, wrap
from csp_tui.core.importing.csv_table import Problem
from csp_tui.core.importing.table import Chosen, ImportTable, Known, KnownRow, NewRow
from csp_tui.core.progress.partner_fields import typed
from csp_tui.core.runs.run_name import short_name
from csp_tui.tui.lines.row import Row
from csp_tui.tui.lines.tone import Span, Tone

_MOST_NAME = 34
_MOST_LINES = 4
"""How many lines with the same problem are named behind it."""


def counted(table: ImportTable) -> list[Span]:
    """Return counts for the title, as texts with their tones.

    If the table has problems, it is their number. Else it is the number of rows in each group;
    groups without rows are left out.
    """
    if table.problems:
        count = len(table.problems)
        message = ngettext(
            "{count} problem: nothing can be added", "{count} problems: nothing can be added", count
        )
        return [(message.format(count=count), Tone.STRONG)]
    words = (_new(table), _changed(table), _same(table), _gone(table))
    return [(each, Tone.TEXT) for each in words if each]


def _new(table: ImportTable) -> str:
    if not (count := len(table.new)):
        return ""
    return ngettext("{count} new", "{count} new", count).format(count=count)


def _changed(table: ImportTable) -> str:
    if not (count := len(table.differing)):
        return ""
    return ngettext("{count} changed", "{count} changed", count).format(count=count)


def _same(table: ImportTable) -> str:
    if not (count := len(table.known) - len(table.differing)):
        return ""
    return ngettext("{count} the same", "{count} the same", count).format(count=count)


def _gone(table: ImportTable) -> str:
    if not (count := len(table.gone)):
        return ""
    return ngettext("{count} not in the table", "{count} not in the table", count).format(
        count=count
    )


def will_do(table: ImportTable, chosen: Chosen) -> str:
    """Return a text on what the key ``y`` does, such as ``y adds 3``.

    If it would change nothing, the text is ``nothing is chosen``, or ``nothing to add`` if there is
    nothing to choose from. "" if the table has problems.
    """
    if table.problems:
        return ""
    acts = [
        *([_("adds {count}").format(count=len(chosen.new))] if chosen.new else []),
        *([_("changes {count}").format(count=len(chosen.changed))] if chosen.changed else []),
        *([_("archives {count}").format(count=len(chosen.gone))] if chosen.gone else []),
    ]
    if acts:
        return _("y {acts}").format(acts=", ".join(acts))
    return _("nothing is chosen") if table.has_choice else _("nothing to add")


def rows_of(table: ImportTable, chosen: Chosen, cells: int) -> list[Row]:
    """Return the rows of the screen, which are `cells` cells wide.

    If the table has problems, they are all: each once, for all lines that have it. Otherwise the
    first rows say how columns were read, and what was skipped or may have been misread (a doubt).
    Below them come the groups; the heading of each says whether it is chosen.
    """
    if table.problems:
        return list(_sentences("problem", _each_once(table.problems), cells, Tone.STRONG))
    said = [*map(visible_line, table.column_sentences()), *map(str, table.doubts)]
    rows = list(_sentences("doubt", said, cells, Tone.TEXT))
    every: Sequence[NewRow | KnownRow | Known] = [*table.new, *table.differing, *table.gone]
    names = 4 + min(_MOST_NAME, max((width(each.name) for each in every), default=0))
    if words := _new(table):
        rows.append(_heading(words, "n", _("add them too"), is_chosen=bool(chosen.new)))
        for each in table.new:
            rows += _rows(str(each.line), each.name, names, _values(each), cells)
    if words := _changed(table):
        rows.append(_heading(words, "c", _("change them too"), is_chosen=bool(chosen.changed)))
        for row in table.differing:
            rows += _rows(str(row.line), row.name, names, table.differences(row), cells)
    if words := _same(table):
        rows.append(Row("", ((f"    {words}", Tone.QUIET),)))
    if words := _gone(table):
        rows.append(_heading(words, "D", _("archive them too"), is_chosen=bool(chosen.gone)))
        rows += [_row(f"gone {each.id}", each.name, names, "") for each in table.gone]
    return rows


def _each_once(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield each problem in the first line that has it, with the other lines behind it."""
    found: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.column, problem.what), []).append(problem)
    for first, *others in found.values():
        if not others:
            yield str(first)
            continue
        lines = ", ".join(str(each.line) for each in others[:_MOST_LINES])
        if (more := len(others) - _MOST_LINES) > 0:
            lines = _("{lines} and {count} more").format(lines=lines, count=more)
        message = ngettext(
            "{problem} (also in line {lines})", "{problem} (also in lines {lines})", len(others)
        )
        yield message.format(problem=first, lines=lines)


def _sentences(name: str, sentences: Iterable[str], cells: int, tone: Tone) -> Iterator[Row]:
    """Yield the rows of sentences, each wrapped to `cells`.

    The cursor can be on the first row of each sentence only.
    """
    for number, sentence in enumerate(sentences):
        first, *rest = wrap(sentence, cells - 4)
        yield Row(f"{name} {number}", ((first, tone),))
        yield from (Row("", ((f"  {line}", tone),)) for line in rest)


def _heading(words: str, key: str, does: str, *, is_chosen: bool) -> Row:
    """Return the heading of a group: its mark, what it is, and what `key` does with it.

    `does` is that where the group is not chosen; else the key leaves it out.
    """
    mark, then = ("[x] ", _("leave them out")) if is_chosen else ("[ ] ", does)
    gap = ("  ", Tone.TEXT)
    heading = (f"{mark}{words}", Tone.STRONG)
    return Row("", (heading, gap, (key, Tone.KEY), (f" {then}", Tone.QUIET)))


def _values(row: NewRow) -> str:
    return ", ".join(
        _("starts {checklist}").format(checklist=short_name(str(value), str(value)))
        if key == "checklist"
        else typed(value, key)
        for key, value in row.values.items()
    )


def _rows(key: str, name: str, names: int, text: str, cells: int) -> Iterator[Row]:
    """Yield the row of a partner or customer; a `text` that does not fit beside comes below."""
    text = visible_line(text)
    if names + width(text) <= cells - 2:
        yield _row(key, name, names, text)
        return
    yield _row(key, name, cells - 2, "")
    yield from (Row("", ((f"      {each}", Tone.QUIET),)) for each in wrap(text, cells - 8))


def _row(key: str, name: str, cells: int, text: str) -> Row:
    shown = pad(f"  {visible_line(name)}", cells)
    return Row(key, ((shown, Tone.TEXT), (text, Tone.QUIET)))
