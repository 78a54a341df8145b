"""Key hints for the bottom row, and which of them to show where not all fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from csp_tui.core.base.language import N_, _, pgettext
from csp_tui.core.base.text import pad, width
from csp_tui.core.runs.step_groups import State
from csp_tui.tui.keys.all_keys import ANYWHERE, RUN, Action
from csp_tui.tui.keys.key_words import key_words
from csp_tui.tui.lines.tone import Line, Tone

Hint = tuple[str, str]
"""A key and its untranslated meaning; with "" for the key, a remark, which is left out first."""

_MOST, _MOST_WIDE, _WIDE = 9, 13, 120
"""The most hints, also on a wide screen, and the width of one."""

_LAST = 2
"""So many hints at the end are never left out: help, and back or quit."""


def key_of(actions: Iterable[Action], action_id: str) -> str:
    """Return the key of an action as the screen writes it; the first if it has several.

    The action must be one of `actions`, or one of those that hold on every screen.
    """
    shown = next(each.shown for each in (*actions, *ANYWHERE) if each.id == action_id)
    return shown.split()[0]


def hints_of(actions: Iterable[Action], **words: str) -> tuple[Hint, ...]:
    """Return a key hint for each of `words`: the key of an action, and the word for it.

    Args:
        actions: the actions of a screen; those that hold on every screen can be named, too.
        words: the word to show for an action; the argument's name is the action's id with ``_`` for
            ``-``, as in ``tick_item=N_("done")``.
    """
    known = tuple(actions)
    return tuple((key_of(known, name.replace("_", "-")), does) for name, does in words.items())


def hint_line(*hints: Hint) -> tuple[Hint, ...]:
    """Return `hints` as a tuple, the form in which a screen gives them to the bottom row."""
    return hints


def fitted_hints(cells: int, hints: Sequence[Hint]) -> Line:
    """Return a line with the hints that fit into `cells` cells.

    They are nine at most, or thirteen if there are 120 cells or more. The two last hints, for help
    and for going back, are always shown. Of the others, remarks (hints without a key) are left out
    first, then blanks behind a word and hints from the right. If shorter words leave room for more
    hints, these are taken.
    """
    return max((_fitted(cells, hints, word) for word in (_in_full, _in_short)), key=len)


def tick_hint(state: State | None) -> Hint:
    """Return the hint of the key that ticks, on an item in `state`; None if that is not known.

    But for an item to confirm it takes as many cells in every language, so that moving on sends no
    other cell.
    """
    if state == State.RULE_CHANGED:
        return "space", N_("confirm")
    done, todo = _("done"), _("todo")
    untick = pgettext("hint on what is ticked", "todo")
    does: dict[State | None, str] = {State.DONE: untick, State.NOT_APPLICABLE: todo}
    return "space", pad(does.get(state, done), max(map(width, (done, todo, untick))))


def with_all(hints: Sequence[Hint], *, is_filtered: bool) -> tuple[Hint, ...]:
    """Return `hints`; while filters are on (`is_filtered`), the second says how to see all rows."""
    all_rows: tuple[Hint, ...] = (("ctrl+g", N_("show all")),) if is_filtered else ()
    return (*hints[:1], *all_rows, *hints[1:])


def _fitted(cells: int, hints: Sequence[Hint], word: Callable[[str], str]) -> Line:
    """Return the hints that fit into `cells`, with the words that `word` returns.

    The blank behind the last one is left out if there is no room for it. Empty without hints.
    """
    if not hints:
        return ()
    chosen, most = list(hints), _MOST_WIDE if cells >= _WIDE else _MOST
    while len(chosen) > _LAST and (len(chosen) > most or _taken(chosen, word) > cells + 1):
        remark = next((hint for hint in chosen if not hint[0]), None)
        key, does = remark or chosen[-_LAST - 1]
        if key and does != does.rstrip() and len(chosen) <= most:
            chosen[-_LAST - 1] = key, does.rstrip()
        else:
            chosen.remove((key, does))
    *others, (last, tone) = _drawn(chosen, word)
    return (*others, (last if _taken(chosen, word) <= cells else last.rstrip(), tone))


def _taken(hints: Sequence[Hint], word: Callable[[str], str]) -> int:
    return sum(width(text) for text, _tone in _drawn(hints, word))


def _drawn(hints: Sequence[Hint], word: Callable[[str], str]) -> Line:
    spans: list[tuple[str, Tone]] = []
    for key, does in hints:
        spans += [(f" {key_words(key)}", Tone.KEY)] if key else []
        spans.append((f" {word(does)} ", Tone.QUIET))
    return tuple(spans)


def _in_full(does: str) -> str:
    """Return the translated word for what a key does, where it is another one than elsewhere."""
    full = {
        # Translators: the key that takes the marks off all rows
        "none": pgettext("key hint in full", "none"),
        # Translators: a verb
        N_("change"): pgettext("key hint in full", "change"),
    }
    return full.get(does) or _(does)


def _in_short(does: str) -> str:
    """Return the translated word for what a key does; a shorter one where there is one."""
    short = {
        "n/a": pgettext("key hint", "n/a"),
        "add": pgettext("key hint", "add"),
        "edit": pgettext("key hint", "edit"),
        "narrow": pgettext("key hint", "narrow"),
        "next": pgettext("key hint", "next"),
        N_("edit customer"): pgettext("key hint", "edit customer"),
        "filter": pgettext("key hint", "filter"),
        "sort": pgettext("key hint", "sort"),
        "items": pgettext("key hint", "items"),
        "none": pgettext("key hint", "none"),
        N_("by item"): pgettext("key hint", "by item"),
        N_("by partner"): pgettext("key hint", "unfold"),
        N_("all partners"): pgettext("key hint", "all partners"),
        "quit": pgettext("key hint", "quit"),
        "undo": pgettext("key hint", "undo"),
        "add a partner": pgettext("key hint", "add a partner"),
        N_("newest edition"): pgettext("key hint", "newest edition"),
        N_("other list"): pgettext("key hint", "other list"),
    }
    return short.get(does) or _in_full(does)


def hints_of_none(
    hints: Sequence[Hint], *, is_narrowed: bool, is_filtered: bool, others: Sequence[Hint] = ()
) -> tuple[Hint, ...]:
    """Return what remains of `hints` while a list has no row, so that no key does nothing.

    Args:
        hints: the hints of a row; the last two are for help and for going back.
        is_narrowed: whether the list is narrowed to words that no row has.
        is_filtered: whether filters are on.
        others: further keys that act without a row.
    """
    all_rows = (("ctrl+g", N_("show all")),) if is_narrowed or is_filtered else ()
    ways = (*((("/", N_("narrow")),) * is_narrowed), *((("f", N_("filter")),) * is_filtered))
    return (*all_rows, *ways, *others, *hints[-_LAST:])


MARK_HINTS = hints_of(
    RUN,
    tick_item=N_("done"),
    wait_item=N_("wait"),
    edit_item=N_("edit"),
    show_all=N_("none"),
    set_not_applicable=N_("n/a"),
    refuse_item=N_("refused"),
    reopen_item=N_("to do"),
    mark_row=N_("unmark"),
    mark_to_here=N_("to here"),
    show_help=N_("help"),
    go_back=N_("back"),
)
"""The hints while rows are marked: the keys that set a status act on all marked rows."""
