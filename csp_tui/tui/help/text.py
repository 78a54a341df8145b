"""The lines of the help: marks and words, keys, where things are. Widths are in cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from csp_tui import __version__
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import visible_line, width, wrap
from csp_tui.core.describe.item import MARKS
from csp_tui.core.describe.item import WORDS as STATES
from csp_tui.tui.help.words import WITH_MARKS, WORDS
from csp_tui.tui.keys.all_keys import (
    ANYWHERE,
    ARCHIVE,
    CONFLICTS,
    CONTACTS,
    CUSTOMERS,
    FACTS,
    HISTORY,
    IMPORT,
    MOVE,
    MOVING,
    NEXT,
    PARTNERS,
    PORTFOLIO,
    READING,
    RUN,
    START,
    Action,
)
from csp_tui.tui.keys.key_words import key_words
from csp_tui.tui.lines.frame import title_row
from csp_tui.tui.lines.tone import Line, Tone

GROUPS: Sequence[tuple[str, Sequence[Action]]] = (
    (N_("In every list"), MOVE),
    (N_("Partners"), PARTNERS),
    (N_("Portfolio"), PORTFOLIO),
    (N_("Conflicts"), CONFLICTS),
    (N_("Archived partners"), ARCHIVE),
    (N_("Partners or customers to import"), IMPORT),
    (N_("Moving to another edition"), MOVING),
    (N_("Checklist of a partner"), RUN),
    (N_("Checklist to read"), READING),
    (N_("Next"), NEXT),
    (N_("Facts"), FACTS),
    (N_("Customers"), CUSTOMERS),
    (N_("Contacts"), CONTACTS),
    (N_("Starting a checklist"), START),
    (N_("History"), HISTORY),
    (N_("Everywhere"), ANYWHERE),
)

COLOURS = N_(
    "Colours are made for dark ground. On light ground start with CSP_TUI_THEME=ansi-light, or "
    'write theme = "ansi-light" into the settings.'
)
SSH = (
    N_(
        "Selecting text: the mouse is left to your terminal, so select and copy as usual "
        "(start with --mouse to give it to csp-tui)."
    ),
    N_(
        "Links: ctrl-click or cmd-click the address if your terminal knows links; y sends it to "
        "your terminal's clipboard; o prints it for terminals that know neither, such as PuTTY."
    ),
    N_('In tmux, copying needs "set -s set-clipboard on".'),
    N_("On a slow line, connect with ssh -C: it compresses what the screen sends."),
    N_("What can be done here can be done by plain commands, too: csp-tui --help."),
    N_(
        "csp-tui is not Microsoft's and gives no legal advice: Partner Center and the signed "
        "agreements prevail."
    ),
)

_GAP = 3
"""Blanks between columns."""
_MOST_COLUMNS = 3
Entry = tuple[str, str]
"""A key, mark or word, and what it means."""


def lines(at: Sequence[Action], data: Path, settings: Path, cells: int) -> Iterator[Line]:
    """Yield the help for a screen: its words and keys, then what holds everywhere.

    Args:
        at: the actions of the screen: one of the tuples in `all_keys` itself, not a copy. For any
            other, only what holds everywhere is shown.
        data: the directory of the data.
        settings: the file of the settings.
        cells: the width of a line; what is longer is wrapped.
    """
    here = next((_(title) for title, actions in GROUPS if actions is at), "")
    yield title_row(cells, [_("Help")], [(here, Tone.TEXT)])
    words = [
        (_(each.word), _(each.meaning)) for each in WORDS if any(at is s for s in each.screens)
    ]
    marks = [(mark, _(STATES[state])) for state, mark in MARKS.items()] if _has_marks(at) else []
    if words or marks:
        yield from _titled(_("Marks and words") if marks else _("Words"))
        yield from _columns(marks, cells, Tone.TEXT)
        yield from [()] if marks and words else []
        yield from _beside(words, cells, Tone.STRONG)
    if here:
        yield from _titled(_("Keys here"))
        yield from _columns(_keys(at), cells, Tone.KEY)
    yield from _titled(_("Everywhere"))
    yield from _columns(_keys(ANYWHERE), cells, Tone.KEY)
    yield from _titled(_("In every list"))
    yield from _columns(_keys(MOVE), cells, Tone.KEY)
    yield from _titled(_("Where things are"))
    paths = ((_("data"), data), (_("settings"), settings))
    known = [(label, visible_line(str(path))) for label, path in paths]
    yield from _beside([*known, (_("version"), f"csp-tui {__version__}")], cells, Tone.QUIET)
    yield from _wrapped(COLOURS, cells)
    yield from _titled(_("Over SSH"))
    for sentence in SSH:
        yield from _wrapped(sentence, cells)
    yield from _titled(_("Keys of the other screens"))
    for title, actions in GROUPS:
        if actions is not at and actions not in (ANYWHERE, MOVE):
            yield from [(), ((f" {_(title)}", Tone.TEXT),)]
            yield from _columns(_keys(actions), cells, Tone.KEY)


def _has_marks(at: Sequence[Action]) -> bool:
    return any(at is each for each in WITH_MARKS)


def _titled(title: str) -> list[Line]:
    return [(), ((f" {title}", Tone.STRONG),)]


def _wrapped(sentence: str, cells: int) -> list[Line]:
    return [((f" {part}", Tone.TEXT),) for part in wrap(_(sentence), cells - 1)]


def _keys(actions: Sequence[Action]) -> list[Entry]:
    return [(key_words(action.shown), _(action.title)) for action in actions]


def _columns(entries: Sequence[Entry], cells: int, tone: Tone) -> list[Line]:
    """Return the lines of `entries` in as many columns as fit, at most three.

    The first entries are in the first column. If only one column fits, the texts are wrapped.
    """
    for count in range(min(_MOST_COLUMNS, len(entries)), 1, -1):
        rows = -(-len(entries) // count)
        columns = [entries[start : start + rows] for start in range(0, len(entries), rows)]
        drawn = [_beside(column, cells * len(column), tone) for column in columns]
        widths = [max(map(_width, column)) + _GAP for column in drawn[:-1]]
        if sum(widths) + max(map(_width, drawn[-1])) <= cells:
            at_row = [[column[row] for column in drawn if row < len(column)] for row in range(rows)]
            return [_joined(parts, widths) for parts in at_row]
    return _beside(entries, cells, tone)


def _width(line: Line) -> int:
    return sum(width(text) for text, _tone in line)


def _joined(parts: Sequence[Line], widths: Sequence[int]) -> Line:
    """Return `parts` as one line, all but the last filled with blanks to `widths`."""
    found: Line = ()
    for part, room in zip(parts, [*widths, 0], strict=False):
        found += (*part, (" " * (room - _width(part)), Tone.TEXT))
    return found


def _beside(entries: Sequence[Entry], cells: int, tone: Tone) -> list[Line]:
    """Return the lines of `entries`: each key or word, and behind it its text, wrapped."""
    label = max((width(name) for name, _text in entries), default=0) + 2
    return [
        (
            (f" {'' if number else name}" + " " * (label - (0 if number else width(name))), tone),
            (part, Tone.TEXT),
        )
        for name, text in entries
        for number, part in enumerate(wrap(text, cells - label - 1))
    ]
