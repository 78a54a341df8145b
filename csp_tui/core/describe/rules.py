"""Texts on a rule that has changed: since the item was ticked, or in the newest edition."""

from __future__ import annotations

from collections.abc import Iterator

from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.model import Item
from csp_tui.core.runs.view import RunView

NEEDS = {"required": N_("required"), "recommended": N_("recommended")}


def rules(view: RunView, item: Item) -> Iterator[tuple[str, str]]:
    """Yield label and text of the rule that an item was ticked against, if it has changed since.

    Then those of the newest edition's rule, if it is not the ticked one.
    """
    if view.rule_changed(item):
        was = view.ticked.get(item.id, _("another wording, which the history does not have"))
        if was == item.wording:
            was = _("the same words, with another need or condition; now {need}")
            was = was.format(need=_(NEEDS.get(item.need, item.need)))
        yield _("Was"), was
    if view.has_newer_rule(item):
        yield _("Newer"), newer_rule(view, item)


def newer_rule(view: RunView, item: Item) -> str:
    """Return the newest edition's rule for an item if it differs, ``2026-08: USD 1M``."""
    if view.newer is None or view.is_closed:
        return ""
    edition = view.newer.checklist.edition
    if item.id not in view.newer.successors:
        return _("{edition} does not ask this any more").format(edition=edition)
    rule = _("; ").join(_newer(each, item) for each in view.newer_rules(item))
    return _("{edition}: {rule}").format(edition=edition, rule=rule) if rule else ""


def _newer(newer: Item, item: Item) -> str:
    """Return the rule of `newer`, the successor of `item`, with its need if that differs."""
    rule = _("the same") if newer.wording == item.wording else newer.norm
    if newer.need == item.need:
        return rule
    need, was = (_(NEEDS.get(each.need, each.need)) for each in (newer, item))
    return _("{rule} ({need}, here {was})").format(rule=rule, need=need, was=was)
