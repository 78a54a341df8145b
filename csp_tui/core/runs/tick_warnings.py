"""What to warn of before items are ticked or lose their tick.

That is: open prerequisites (the item is ticked out of order), an earlier refusal, an item that is
final once done ("one way"), and ticks that a change would remove. The questions that follow a
warning are in `item_questions` for screens and ``walk``, and in `cli.changes.questions` for
commands.
"""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.base.ids import readable
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import fold, storable_line
from csp_tui.core.checklists.model import Item
from csp_tui.core.progress.model import Partner, Status
from csp_tui.core.runs.view import RunView

ONE_WAY = N_("One way: this is final outside csp-tui.")


def open_before(view: RunView, item: Item, together: Sequence[Item]) -> list[Item]:
    """Return the prerequisites of `item` that stay open when all items of `together` are ticked."""
    return [each for each in view.missing(item) if each not in together]


def is_out_of_order(view: RunView, item: Item, together: Sequence[Item]) -> bool:
    """Return whether a tick of `item`, made together with those of `together`, is out of order.

    It is if a prerequisite stays open. It is not if the item is done already and was ticked in
    order: a prerequisite that was reopened since does not count.
    """
    progress = view.progress(item)
    was_in_order = progress.status == Status.DONE and not progress.out_of_order
    return bool(open_before(view, item, together)) and not was_in_order


def order_doubt(view: RunView, items: Sequence[Item], *, is_short: bool = False) -> str:
    """Return a sentence that names open prerequisites of `items`, which are to be ticked together.

    Empty if there are none. Prerequisites among `items`, and those of done items, do not count.
    With `is_short` the sentence only counts them.
    """
    asked = [item for item in items if view.progress(item).status != Status.DONE]
    found = dict.fromkeys(each.title for item in asked for each in open_before(view, item, items))
    return open_doubt(list(found), is_short=is_short)


def open_doubt(titles: Sequence[str], *, is_short: bool = False) -> str:
    """Return a sentence that names open prerequisites by their `titles`; empty without titles.

    With `is_short` it only counts them, for a question that has more to say.
    """
    if not titles:
        return ""
    if is_short:
        words = ngettext(
            "{count} item before is open.", "{count} items before are open.", len(titles)
        )
        return words.format(count=len(titles))
    first, *others = titles
    if not others:
        return _('Open before it: "{title}".').format(title=first)
    message = _('Open before it: "{title}" (+{count} more).')
    return message.format(title=first, count=len(others))


def refused_doubt(view: RunView, items: Sequence[Item]) -> str:
    """Return a sentence with the reason why the only one of `items` was refused.

    Empty if it was not refused, or if there are several items. There must be at least one.
    """
    progress = view.progress(items[0])
    if len(items) > 1 or progress.status != Status.REFUSED:
        return ""
    return _("Refused: {reason}.").format(reason=progress.reason)


def one_way(view: RunView, items: Sequence[Item]) -> list[Item]:
    """Return those `items` that are not done yet, and cannot be taken back once they are done."""
    final = (each for each in items if each.irreversible)
    return [each for each in final if view.progress(each).status != Status.DONE]


def named(titles: Sequence[str], most: int) -> str:
    """Return `titles` in quotes, at most `most` (at least 1), and how many more there are."""
    shown = ", ".join(_('"{title}"').format(title=each) for each in titles[:most])
    if count := len(titles[most:]):
        return _("{names} (+{count} more)").format(names=shown, count=count)
    return shown


def done_doubt(items: Sequence[Item]) -> str:
    """Return a warning that the done `items` would lose their tick; empty without items.

    It names one item, one that is one way if there is any, and counts the others.
    """
    if not items:
        return ""
    one_way = [each for each in items if each.irreversible]
    if one_way:
        message = _('Done, one way: "{title}".')
        many = _('Done, one way: "{title}" (+{count} more).')
    else:
        message, many = _('Done: "{title}".'), _('Done: "{title}" (+{count} more).')
    count = len(items) - 1
    return (many if count else message).format(title=(one_way or items)[0].title, count=count)


def names_partner(partner: Partner, text: str) -> bool:
    """Return whether `text` is the partner's name, company or id; False for an empty text.

    Case does not matter, and the random end of the id may be left out.
    """
    texts = (text, partner.id, readable(partner.id), partner.name, partner.company)
    typed, *names = (fold(storable_line(each)) for each in texts)
    return bool(typed) and typed in names
