"""The lines of the detail of an item, with its links; widths are in cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from csp_tui.core.base.language import N_, _, ngettext, pgettext
from csp_tui.core.base.text import cut, visible_line, wrap
from csp_tui.core.checklists.model import Item, Section
from csp_tui.core.checklists.reader import is_safe_url
from csp_tui.core.checklists.table_reader import doubt_of_url
from csp_tui.core.describe import item as describe
from csp_tui.core.describe import rules as describe_rules
from csp_tui.core.describe.recorded import recorded
from csp_tui.core.runs.run_name import short_name
from csp_tui.core.runs.step_groups import State
from csp_tui.core.runs.view import RunView
from csp_tui.tui.lines.labelled import labelled, wrapped
from csp_tui.tui.lines.tone import Line, Link, Tone

NO_ITEM = N_("This checklist has no items; q goes back.")

ROOMY = 14
"""Rows of a pane from which on the detail has blank lines between its parts."""

SHORT = 2
"""With so many rows or fewer for the link, a long address is cut instead of wrapped."""

WIDEST = 74
"""The most cells of running text, also in a wide pane."""

LONGEST_LINK = 2048
"""Characters of an address that terminals take as a link; a longer one is shown as text."""


def detail_lines(
    view: RunView,
    item: Item | None,
    size: tuple[int, int],
    today: date,
    *,
    is_wide: bool,
    is_full: bool = False,
) -> list[Line]:
    """Return the lines of the detail of an item, wrapped.

    They say what is asked, what is recorded, what proves it, how it is done, what is doubtful, and
    on which pages all that is based. Without an item, a line says that the run has none; there is
    no line if it has some, which the list is narrowed not to show.

    Args:
        view: the run, or a customer's part of it.
        item: the item under the cursor; None if there is none.
        size: columns and rows of the pane. With `ROOMY` rows, blank lines separate the parts, and
            addresses are wrapped, not cut.
        today: the current day.
        is_wide: whether the pane is beside the list: the lines then begin with the item's title.
        is_full: whether the detail takes the whole screen: it then begins with the names of the
            partner or customer and of the item, and has the first link, too, which is otherwise
            shown below the pane.
    """
    if item is None:
        return [] if view.checklist.by_id else [_plain(_(NO_ITEM), Tone.QUIET)]
    is_roomy = size[1] >= ROOMY
    room = max(20, size[0] - 2)
    cells = min(WIDEST, room)
    gap: list[Line] = [()] if is_roomy else []
    titles: list[Line] = []
    if is_full:
        titles = [_plain(each, Tone.QUIET) for each in wrapped(view.name, cells)]
    if is_full or is_wide:
        title = f"{describe.mark(view, item)} {visible_line(item.title)}"
        titles += (_plain(each, Tone.STRONG) for each in wrapped(title, cells))
    rule = [_plain(each, Tone.STRONG) for each in wrapped(item.norm, cells)]
    stands = _labelled(recorded(view, item, today), cells)
    stands += _labelled(describe_rules.rules(view, item), cells)
    is_only_read = not view.partner.id  # then no key answers
    unknown = _("not known yet") if is_only_read else _("not known yet (F answers)")
    stands += _labelled(describe.conditions(view, item, unknown), cells)
    stands += labelled(_("Proof"), item.evidence, cells)
    stands += labelled(_("Then"), _checklist_to_start(view, item), cells)
    how = [_plain(each, Tone.TEXT) for each in wrapped(item.detail, cells)]
    doubt = labelled(_("Doubt"), item.doubt, cells)
    rest = _labelled(describe.guidance(view, item, today), cells)
    lines: list[Line] = []
    for part in (titles, rule, stands, how, doubt, rest):
        if part:
            lines += [*(gap if lines else ()), *part]
    for link in item.links if is_full else item.links[1:]:
        lines += gap
        lines += labelled(_("Source"), link.title, cells)
        lines += [_plain(each, Tone.QUIET) for each in wrapped(describe.source(link, today), cells)]
        lines.extend(_urls(link.url, room) if is_roomy else [_url(link.url, room + 1)])
    return lines


def _checklist_to_start(view: RunView, item: Item) -> str:
    """Return the short name of the checklist that `item` names to start.

    "" if it names none. In a run, the text also names the key that starts the checklist; not if a
    checklist is only read, without a partner.
    """
    name = short_name(item.starts, item.starts) if item.starts else ""
    message = _("{checklist}, which S starts")
    return message.format(checklist=name) if name and view.partner.id else name


def _labelled(pairs: Iterable[tuple[str, str]], cells: int) -> list[Line]:
    return [line for label, text in pairs for line in labelled(label, text, cells)]


def marked_lines(
    view: RunView, items: Sequence[Item], cells: int, *, is_asked: bool = False
) -> list[Line]:
    """Return the lines that a pane shows, while items are marked, instead of the detail of one.

    They say how many items the next act is for, and name them by their states.

    Args:
        view: the run.
        items: the marked items.
        cells: the width of the pane.
        is_asked: whether a question is open, which says itself what the act is for and what its
            keys do.
    """
    cells = min(WIDEST, max(20, cells - 2))
    lines = _by_states(view, items, cells)
    sentence = ngettext(
        "An act is now for this one. ctrl+g ends the marks.",
        "An act is now for all {count}: one question, one undo. ctrl+g ends the marks.",
        len(items),
    )
    sentence = (_("{count} marked") if is_asked else sentence).format(count=len(items))
    return [*(_plain(each, Tone.STRONG) for each in wrapped(sentence, cells)), *lines]


def section_lines(view: RunView, section: Section, cells: int) -> list[Line]:
    """Return the lines that a pane shows of a folded section: its title, and its items by state."""
    cells = min(WIDEST, max(20, cells - 2))
    title = _("{title}: z unfolds it").format(title=section.title)
    items = [item for item in section.items if view.fits(item)]
    return [
        *(_plain(each, Tone.STRONG) for each in wrapped(title, cells)),
        *_by_states(view, items, cells),
    ]


def _by_states(view: RunView, items: Iterable[Item], cells: int) -> list[Line]:
    by_state: dict[State, list[str]] = {}
    for item in items:
        by_state.setdefault(view.state(item), []).append(item.title)
    return [line for state in by_state for line in _named(state, by_state[state], cells)]


def _named(state: State, titles: Sequence[str], cells: int) -> list[Line]:
    words = _(describe.WORDS[state])
    if state is State.NOT_APPLICABLE:
        words = pgettext("key hint", "n/a")
    elif state is State.WAITING:
        words = _("Waits")
    return labelled(f"{words[:1].upper()}{words[1:]}", _("; ").join(titles), cells)


def link_lines(item: Item, cells: int, rows: int, today: date) -> list[Line]:
    """Return lines with the publisher and address of the item's first link.

    There are `rows` lines; those that are not needed are empty and come first. In one line, only
    the address is shown.

    Args:
        item: the item; if it has no link, a note says so.
        cells: the width of the lines.
        rows: how many lines to return.
        today: the current day.
    """
    if not item.links:
        note = _("No link is given.")
        if item.basis == "practice":
            note = _("No link: this is good practice, not a rule.")
        lines: list[Line] = [((f" {note}", Tone.QUIET),)]
    else:
        link = item.links[0]
        more = len(item.links) - 1
        label = _("Source: {source} (+{count} more)") if more else _("Source: {source}")
        text = visible_line(label.format(source=describe.source(link, today), count=more))
        lines = [_url(link.url, cells)]
        if rows > SHORT:
            lines = [_plain(each, Tone.QUIET) for each in wrap(text, cells - 2)]
            lines += _urls(link.url, cells - 2)
        if rows == SHORT or len(lines) > rows:
            lines = [_plain(cut(text, cells - 1), Tone.QUIET), _url(link.url, cells)]
    return [()] * (rows - len(lines)) + lines


def _url(url: str, cells: int) -> Line:
    shown = cut(visible_line(url), max(1, cells - 2))
    return ((" ", Tone.TEXT), (shown, _url_tone(url)))


def _urls(url: str, cells: int) -> list[Line]:
    """Return the lines of an address, wrapped to `cells` instead of cut."""
    tone = _url_tone(url)
    return [((" ", Tone.TEXT), (part, tone)) for part in wrap(visible_line(url), cells)]


def _url_tone(url: str) -> Tone | Link:
    """Return the tone of a link to `url`, or that of plain text for a doubtful address.

    An address is doubtful if it is not ASCII, is too long for terminals, or may mislead the reader.
    """
    is_sure = url.isascii() and len(url) <= LONGEST_LINK and not doubt_of_url(url, "")
    return Link(url) if is_sure and is_safe_url(url) else Tone.TEXT


def _plain(text: str, tone: Tone) -> Line:
    return ((f" {text}", tone),)
