"""The rows of the preview of moving runs to the newest edition.

The fate of an item says what becomes of it on the way: carried, asked again, new, gone, or for each
customer from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line, wrap
from csp_tui.core.checklists.editions import Fate, Pair
from csp_tui.core.describe.item import WORDS
from csp_tui.core.describe.rules import was_and_is
from csp_tui.core.runs.moving import ANOTHER_RULE, FATES, ORDER, Move
from csp_tui.core.runs.run_name import full_name
from csp_tui.tui.lines.row import Row
from csp_tui.tui.lines.tone import Tone

_ITEM, _RULE = 5, 9
"""Indent, in cells, of an item and of its rules."""


def rows(moves: Sequence[Move], troubles: Sequence[str], cells: int) -> list[Row]:
    """Return the rows: for each move a row for the run, then rows for its items.

    Args:
        moves: the moves. The items of a single move are grouped by fate, each group under a
            heading. Of several moves, only those items are listed that have progress and are not
            carried.
        troubles: sentences on runs that cannot be moved, shown first.
        cells: the width to which rules are wrapped.
    """
    found = [Row("", ((f" {visible_line(each)}", Tone.STRONG),)) for each in troubles]
    for number, move in enumerate(moves):
        found += _head(str(number), move)
        for fate in ORDER:
            if len(moves) == 1:
                found += _section(move, fate, cells)
            elif fate in (Fate.ASKED_AGAIN, Fate.FOR_EACH, Fate.GONE):
                for key, pair in _recorded_first(move, fate):
                    if move.recorded(pair):
                        found += _item(f"{number} {key}", move, fate, pair, cells)
    return found


def why_none(troubles: Sequence[str]) -> str:
    """Return why no run can be moved: the first of `troubles`, or that there is nothing to move."""
    return next(iter(troubles), _("Nothing to move: every open run here is on the newest edition."))


def _head(key: str, move: Move) -> Iterator[Row]:
    name = visible_line(move.partner.name)
    run = full_name(move.new.title, move.key, move.new.id)
    editions = visible_line(move.editions)
    yield Row(
        key,
        ((name, Tone.TEXT), (f"  {editions}", Tone.TEXT), (f"  {run}", Tone.QUIET)),
    )
    yield Row("", ((f"   {move.counted()}", Tone.TEXT),))


def _section(move: Move, fate: Fate, cells: int) -> Iterator[Row]:
    """Yield the name of `fate` as a heading, then the items of `move` that have this fate.

    Items that have another rule, but no tick to be asked about, have a heading of their own. Yield
    nothing if no item has the fate.
    """
    pairs = _recorded_first(move, fate)
    for word in (FATES[fate], ANOTHER_RULE):
        own = [each for each in pairs if move.is_untouched(each[1]) == (word == ANOTHER_RULE)]
        if own:
            yield Row("", ((f"   {_(word).capitalize()}", Tone.STRONG),))
        for key, pair in own:
            yield from _item(key, move, fate, pair, cells, is_named=False)


def _recorded_first(move: Move, fate: Fate) -> list[tuple[str, Pair]]:
    found = [(item.id, pair) for item, pair in move.of(fate)]
    return sorted(found, key=lambda each: move.recorded(each[1]) is None)


def _item(
    key: str, move: Move, fate: Fate, pair: Pair, cells: int, *, is_named: bool = True
) -> Iterator[Row]:
    """Yield the row of an item; if it has progress and is asked again, its old and new rule.

    Args:
        key: the key of the row.
        move: the move of the run.
        fate: what becomes of the item.
        pair: the item in the old and the new edition.
        cells: the width to which rules are wrapped.
        is_named: whether the row begins with the name of the fate.
    """
    item, recorded = pair.new or pair.old, move.recorded(pair)
    title = visible_line(item.title) if item else ""
    is_asked = recorded is not None and fate == Fate.ASKED_AGAIN
    word = ANOTHER_RULE if move.is_untouched(pair) else FATES[fate]
    lead = " " * _ITEM + (_("{fate}: ").format(fate=_(word)) if is_named else "")
    words = _("was {state}, stays the partner's") if fate == Fate.FOR_EACH else _("was {state}")
    state = f"  ({words.format(state=_(WORDS[recorded.status]))})" if recorded else ""
    tone = Tone.STRONG if is_asked and not move.is_untouched(pair) else Tone.TEXT
    yield Row(key, ((lead, tone), (title, Tone.TEXT), (state, Tone.QUIET)), name=1)
    if is_asked and pair.old and pair.new:
        was, now = _("was"), _("is")
        room = max(len(was), len(now)) + 1
        rules = was_and_is(pair.old, pair.new, move.old, move.new)
        for label, rule in zip((was, now), rules, strict=True):
            for line in _wrapped(label.ljust(room), rule, cells):
                yield Row("", ((line, Tone.QUIET),))


def _wrapped(label: str, text: str, cells: int) -> Iterator[str]:
    for number, line in enumerate(wrap(visible_line(text), max(20, cells - _RULE - 6))):
        yield f"{'':{_RULE - 2}}{' ' * len(label) if number else label}{line}"
