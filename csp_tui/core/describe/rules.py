"""Texts on a rule that has changed: since the item was ticked, or in the newest edition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.runs.gone_through import kept_in

if TYPE_CHECKING:
    from csp_tui.core.runs.view import RunView

NEEDS = {"required": N_("required"), "recommended": N_("recommended")}


def kept_words(view: RunView) -> str:
    """Return a sentence on sections that are per customer now, but not yet in this run.

    The run still goes through them once, for the partner. "" if there are none, or if the run is
    closed.
    """
    sections = kept_in(view)
    if not sections:
        return ""
    days = [str(section.per_since) for section in sections]
    titles = ", ".join(section.title for section in sections)
    message = _(
        'Since {day} "{title}" is gone through for each customer; '
        "this run keeps the partner's ticks there until it is moved."
    )
    return message.format(day=max(days), title=titles)


def rules(view: RunView, item: Item) -> Iterator[tuple[str, str]]:
    """Yield label and text of up to two other rules of an item; none if there is no other.

    First the rule that the item was ticked against, if this edition has another one. Then the rule
    in the newest edition, if the item is done and was not ticked against it.
    """
    if view.rule_changed(item):
        yield _("Was"), ticked_rule(view.ticked.get(item.id, ""), item)
    if view.has_newer_rule(item):
        yield _("Newer"), newer_rule(view, item)


def ticked_rule(wording: str, now: Item) -> str:
    """Return the rule that an item was ticked against, as text beside the item `now`.

    That is `wording`. If it is "", or if it is also the wording of `now`, which then has another
    need or condition, a text says so instead.

    Args:
        wording: the words of that rule; "" if the history does not have them.
        now: the item as it is asked now.
    """
    if wording == now.wording:
        same = _("the same words, with another need or condition; now {need}")
        return same.format(need=_need(now))
    return wording or _("another wording, which the history does not have")


def newer_rule(view: RunView, item: Item) -> str:
    """Return the newest edition's rule for an item if it differs: ``2026-08: USD 1M``.

    If that edition does not have the item any more, return a text that says so. Empty if nothing
    differs, if there is no newer edition, or if the run is closed.
    """
    if view.newer is None or view.is_closed:
        return ""
    edition = view.newer.checklist.edition
    if item.id not in view.newer.successors:
        return _("{edition} does not ask this any more").format(edition=edition)
    rule = _("; ").join(_newer(each, item) for each in view.newer_rules(item))
    return _("{edition}: {rule}").format(edition=edition, rule=rule) if rule else ""


def _newer(newer: Item, item: Item) -> str:
    """Return the rule of `newer`, a successor of `item`, or ``the same`` if its wording is equal.

    If the needs (required or recommended) differ, both follow in brackets.
    """
    rule = _("the same") if newer.wording == item.wording else newer.norm
    if newer.need == item.need:
        return rule
    sentence = _("{rule} ({need}, here {was})")
    return sentence.format(rule=rule, need=_need(newer), was=_need(item))


def was_and_is(old: Item, new: Item, old_list: Checklist, new_list: Checklist) -> tuple[str, str]:
    """Return two texts that show how an item's rule differs between two editions: old, then new.

    If the wordings of the rule differ, the texts are these wordings. Else they are the needs
    (required or recommended) or conditions that differ, or both. If nothing differs, the first text
    only says that an earlier edition had another rule, and the second is the wording.

    Args:
        old: the item in the old edition.
        new: the item in the new edition.
        old_list: the old edition.
        new_list: the new edition.
    """
    if old.norm != new.norm:
        return old.norm, new.norm
    needs = _need(old), _need(new)
    conditions = tuple(
        condition_of(each, item) or _("in any case")
        for each, item in ((old_list, old), (new_list, new))
    )
    differing = [pair for pair in (needs, conditions) if pair[0] != pair[1]]
    if not differing:
        return _("another rule, of an earlier edition"), new.norm
    return ", ".join(was for was, _now in differing), ", ".join(now for _was, now in differing)


def condition_of(checklist: Checklist, item: Item) -> str:
    """Return the answer that an item depends on, ``yes to: …?``; empty if it depends on none."""
    if not item.when:
        return ""
    wanted = _("no") if item.when.startswith("!") else _("yes")
    question = checklist.question(item.fact)
    return _("{answer} to: {question}").format(answer=wanted, question=question)


def _need(item: Item) -> str:
    return _(NEEDS.get(item.need, item.need))
