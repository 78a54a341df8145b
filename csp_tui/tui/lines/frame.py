"""The rows around every list: the title with counts, the row below it, and the divider."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.base.glyphs import glyphs
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import cut, cut_middle, fitting, visible_line, width
from csp_tui.tui.lines.tone import Line, Link, Span, Tone

WIDE = 100
"""Columns from which on all of the right end of a title is shown, not the first text alone."""
NARROW = 58
"""Columns below which a list has no room for whole names, nor for the word before a day."""
_LEAST_NAME = 8
_GAP = "  "

_is_demo = False


def mark_demo(*, is_demo: bool) -> None:
    """Say DEMO in the first row of every screen from now on, or no longer.

    It is for the invented partners of a demo.
    """
    global _is_demo
    _is_demo = is_demo


def title_row(
    cells: int,
    names: Sequence[str],
    counts: Sequence[Span] = (),
    end: Sequence[Span] = (),
) -> Line:
    """Return the first row of a screen: where one is, counts, and what is saved and sent.

    In a demo it begins with DEMO. Names that do not fit are cut, the last first. Counts that do not
    fit are left out whole, from the right; but the first filter or order that does not fit is cut.

    Args:
        cells: the width of the row.
        names: the names from the outermost place to this one; the first is bold.
        counts: the filter in force, or counts from the most urgent to the plainest.
        end: texts for the right end, the most urgent first; a row narrower than `WIDE` shows
            only the first that is not empty.
    """
    end = [span for span in end if span[0]][: None if cells >= WIDE else 1]
    demo = f" {_('DEMO')} " if _is_demo else ""
    right = sum(width(text) + len(_GAP) for text, _tone in end)
    shown = _crumbs(names, cells - width(demo) - 1 - right)
    room = cells - width(demo) - sum(width(text) for text, _tone in shown) - right - bool(end)
    known = [(text, tone) for text, tone in counts if text]
    known = _fitted(known, room)
    line: Line = ((demo, Tone.STRONG), *shown) if demo else shown
    line += apart(known)
    if not end:
        return line
    room -= sum(len(_GAP) + width(text) for text, _tone in known)
    return (*line, (" " * room, Tone.TEXT), *apart(end))


def _fitted(spans: Sequence[Span], room: int) -> list[Span]:
    """Return those of `spans` that fit into `room` with a gap before each, from the left.

    The first that does not fit is cut if it says where one is (a filter, an order), so that it does
    not vanish without a trace.
    """
    count = len(fitting([f"{_GAP}{text}" for text, _tone in spans], room))
    shown = list(spans[:count])
    left = room - sum(len(_GAP) + width(text) for text, _tone in shown) - len(_GAP)
    if count < len(spans) and spans[count][1] is Tone.ACCENT and left >= _LEAST_NAME:
        shown.append((cut(spans[count][0], left), Tone.ACCENT))
    return shown


def apart(spans: Sequence[Span]) -> Line:
    """Return `spans` with two blanks before each, which do not have its tone."""
    return tuple(each for span in spans for each in ((_GAP, Tone.TEXT), span))


def _crumbs(names: Sequence[str], room: int) -> Line:
    """Return names with signs between them, fitted into `room` cells if possible.

    If they do not fit, names are cut, from the last to the first, but none to less than eight
    cells.
    """
    between = f" {glyphs().crumb} "
    shown = [visible_line(name) for name in names]
    over = 1 + sum(map(width, shown)) + len(between) * (len(shown) - 1) - room
    for index in range(len(shown) - 1, -1, -1):
        if over > 0:
            whole = width(shown[index])
            shown[index] = cut(shown[index], max(_LEAST_NAME, whole - over))
            over -= whole - width(shown[index])
    line: Line = ((f" {shown[0]}", Tone.STRONG),)
    for name in shown[1:]:
        line += ((between, Tone.QUIET), (name, Tone.TEXT))
    return line


def ruled(line: Line, cells: int) -> Line:
    """Return `line` underlined over `cells` cells: heads of columns, or the row below a title."""
    room = cells - sum(width(text) for text, _tone in line)
    padded = (*line, (" " * room, Tone.TEXT)) if room > 0 else line
    return tuple(
        (text, tone if isinstance(tone, Link) else tone | Tone.RULE) for text, tone in padded
    )


def heads(names: str, here: Sequence[str], cells: int) -> Line:
    """Return the row above a list: the heads of its columns.

    Where it is narrow, so that names in rows are cut, the row tells what is under the cursor.

    Args:
        names: the heads of the columns.
        here: the names of what is under the cursor, the first as whole as may be; () for the heads.
        cells: the width.
    """
    if not here or cells >= NARROW:
        return ruled(((names, Tone.QUIET),), cells)
    first, *others = (visible_line(each) for each in here)
    room = cells - 2
    text = cut_middle(first, room)
    if room - width(text) >= _LEAST_NAME:
        text = cut(f" {glyphs().crumb} ".join((text, *others)), room)
    return ruled(((f" {text}", Tone.STRONG),), cells)


def loading_words(read: int) -> str:
    """Return the words for a title while partners are read: how many are; not if that is 0."""
    return _("loading, {count} read").format(count=read) if read else _("loading")


def divider(cells: int, first: int, last: int, count: int, note: str = "") -> Line:
    """Return the row below a list, which says which of its rows are visible.

    Args:
        cells: the width of the row.
        first: the number of the first visible row, from 1.
        last: the number of the last visible row.
        count: how many rows the list has; if all are visible, only this number is shown.
        note: a text on the pane below; "" for none.
    """
    if last - first + 1 < count:
        text = _("{first}-{last} of {count}").format(first=first, last=last, count=count)
    else:
        text = ngettext("{count} row", "{count} rows", count).format(count=count)
    line = glyphs().line
    lead = f"{line * 2} {text}{f', {note}' if note else ''} "
    return ((lead + line * max(0, cells - width(lead)), Tone.QUIET),)


def pane_divider(cells: int, name: str, above: int, below: int) -> Line:
    """Return the divider that is shown while the keys scroll a pane.

    Args:
        cells: the width of the row.
        name: the name of the pane.
        above: how many lines of the pane are hidden above its first visible one.
        below: how many are hidden below its last visible one.
    """
    higher = ngettext("{count} line above", "{count} lines above", above)
    lower = ngettext("{count} line below", "{count} lines below", below)
    each = ((higher, above), (lower, below))
    hidden = [text.format(count=count) for text, count in each if count]
    lead, rest = f" {name} ", f" {', '.join(hidden)} " if hidden else ""
    line = glyphs().line
    rest += line * max(0, cells - width(lead + rest) - 2)
    return ((line * 2, Tone.QUIET), (lead, Tone.CURSOR), (rest, Tone.QUIET))
