"""What a rule was when an item was ticked, and what the newest edition makes of it, in words."""

from __future__ import annotations

from collections.abc import Iterator

from csp_tui.core.checklist import Item
from csp_tui.core.counting import RunView
from csp_tui.core.language import _


def rules(view: RunView, item: Item) -> Iterator[tuple[str, str]]:
    """Yield label and text of the rule that was ticked where it is another now, and of a newer."""
    if view.rule_changed(item):
        was = view.ticked.get(item.id, _("another wording, which the history does not tell"))
        same = _("the same words, with another need or condition; now {need}")
        yield _("Was"), same.format(need=_(item.need)) if was == item.wording else was
    if view.has_newer_rule(item):
        yield _("Newer"), newer_rule(view, item)


def newer_rule(view: RunView, item: Item) -> str:
    """Return what the newest edition says where it says another thing: ``2026-08: USD 1M``."""
    if view.newer is None or view.is_closed:
        return ""
    edition = view.newer.checklist.edition
    if item.id not in view.newer.successors:
        return _("{edition} does not ask this any more").format(edition=edition)
    told = []
    for each in view.newer_rules(item):
        words = _("the same") if each.wording == item.wording else each.norm
        if each.need != item.need:
            needs = _("{words} ({need}, here {own})")
            words = needs.format(words=words, need=_(each.need), own=_(item.need))
        told.append(words)
    return _("{edition}: {text}").format(edition=edition, text=_("; ").join(told)) if told else ""
