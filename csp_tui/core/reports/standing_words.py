"""Phrases on where partners stand: what is required, late and waited for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csp_tui.core.base.language import _, ngettext, number
from csp_tui.core.reports.standing import LateItem, WaitedFor


def required(done: int, total: int) -> str:
    """Return a phrase on how many of `total` required items are done, and how many are left.

    If `total` is 0, it says that nothing is required.
    """
    if done >= total:
        message = ngettext("{count} required, done", "all {count} required done", total)
        return message.format(count=total) if total else _("nothing required")
    message = ngettext(
        "{done} of {all} required done, {left} left",
        "{done} of {all} required done, {left} left",
        done,
    )
    return message.format(done=done, all=total, left=total - done)


def late(items: Sequence[LateItem], most: int) -> Iterator[str]:
    """Yield a phrase for each of the first `most` late items, then one on how many more there are.

    `items` come with the longest late first. What can be mended is told without its days.
    """
    for each in items[:most]:
        message = _("{title} ({name})").format(title=each.title, name=each.holder)
        what = message if each.holder else each.title
        if each.until:
            yield what
            continue
        days = ngettext("{title}: {count} day late", "{title}: {count} days late", each.days)
        yield days.format(title=what, count=each.days)
    if more := sum(each.number for each in items[most:]):
        yield ngettext("and {count} more", "and {count} more", more).format(count=more)


def waited_for(party: WaitedFor) -> str:
    """Return a phrase on a party: how many items wait for it, and for how long the oldest does."""
    days, items_waiting = party.oldest_days, party.number
    items = ngettext("{name}: {count} item", "{name}: {count} items", items_waiting)
    what = items.format(name=party.name, count=items_waiting)
    if days is None:
        return what
    if items_waiting > 1:
        message = ngettext(
            "{what}, the oldest for {count} day", "{what}, the oldest for {count} days", days
        )
    else:
        message = ngettext("{what}, for {count} day", "{what}, for {count} days", days)
    return message.format(what=what, count=days)


def of_partners(count: int, total: int) -> str:
    """Return a phrase on how many of `total` partners something is true of: ``12 of 300``."""
    message = ngettext("{count} of {all} partner", "{count} of {all} partners", total)
    return message.format(count=number(count), all=number(total))


def items_late(count: int) -> str:
    """Return a phrase on how many items of a partner are late, such as ``3 items late``."""
    return ngettext("{count} item late", "{count} items late", count).format(count=number(count))


def more_late(count: int) -> str:
    """Return a sentence on how many late items are not listed."""
    message = ngettext(
        "{count} item more is late; the row of each partner below has the number.",
        "{count} items more are late; the row of each partner below has the number.",
        count,
    )
    return message.format(count=number(count))


def waits_for(whom: str) -> str:
    """Return a phrase that names whom something waits for."""
    return _("waits for {name}").format(name=whom)
