"""Checks of the ids in a checklist: unique, known where referred to, no circular prerequisites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import _
from csp_tui.core.checklists.advice import nearest, valid_id
from csp_tui.core.checklists.model import Checklist, Item

Wrong = tuple[str, str]
"""A key path such as ``sections[0].id``, and what is wrong with its value."""


def reference_problems(
    checklist: Checklist, line_of: Callable[[str], int | None]
) -> Iterator[Wrong]:
    """Yield what is wrong with the ids of a checklist, as key path and message.

    Problems are: the checklist's own id has not the form of an id (key path ""); an id is used
    twice; a reference names an id that nothing has; items wait for one another (together one
    problem). `line_of` returns the line of a key path, to name it in messages.
    """
    if not is_id(checklist.id):
        hint = valid_id(checklist.id)
        yield "", _('the directory name "{name}" must be an id').format(name=checklist.id) + hint
    facts = [(each.id, f"facts[{i}]") for i, each in enumerate(checklist.facts)]
    yield from _repeated(facts, line_of)
    sections = [(each.id, f"sections[{i}]") for i, each in enumerate(checklist.sections)]
    yield from _repeated(sections, line_of)
    places = [
        (item, f"sections[{s}].items[{i}]")
        for s, section in enumerate(checklist.sections)
        for i, item in enumerate(section.items)
    ]
    yield from _repeated([(item.id, place) for item, place in places], line_of)
    seen = {item.id: place for item, place in reversed(places)}
    known = dict(facts)
    for item, place in places:
        if item.when or item.after:
            yield from _unknown(item, place, known, seen)
    yield from _order(checklist, seen)


def _repeated(
    ids: Iterable[tuple[str, str]], line_of: Callable[[str], int | None]
) -> Iterator[Wrong]:
    seen: dict[str, str] = {}
    for each, place in ids:
        if each and each in seen:
            line = line_of(f"{seen[each]}.id")
            message = _('"{id}" is already the id of {place}; choose another')
            if line:
                message = _('"{id}" is already the id of {place} (line {line}); choose another')
            yield f"{place}.id", message.format(id=each, place=seen[each], line=line)
        seen.setdefault(each, place)


def _unknown(
    item: Item, place: str, facts: dict[str, str], items: dict[str, str]
) -> Iterator[Wrong]:
    fact = item.when.removeprefix("!")
    if item.when.strip() and fact not in facts:
        make = _("; write the id of one fact, with ! in front for no")
        if is_id(fact):
            make = _('; add it under [[facts]] with id = "{fact}" and a question').format(fact=fact)
        message = _('there is no fact "{fact}"').format(fact=fact)
        yield f"{place}.when", message + (nearest(fact, facts) or make)
    for wanted in item.after:
        if wanted not in items:
            hint = nearest(wanted, items) or _("; write the id of an item of this file")
            yield f"{place}.after", _('there is no item "{item}"').format(item=wanted) + hint


def _order(checklist: Checklist, places: dict[str, str]) -> Iterator[Wrong]:
    waiting = _in_circles(_never_ready([*checklist.items], places))
    if not waiting:
        return
    place = f"{places[waiting[0].id]}.after"
    if len(waiting) == 1:
        message = _('"{item}" waits for itself; take it out of this list')
        yield place, message.format(item=waiting[0].id)
    else:
        names = ", ".join(item.id for item in waiting)
        message = _("these items wait for one another: {names}; take one out of such a list")
        yield place, message.format(names=names)


def _never_ready(items: Sequence[Item], known: Collection[str]) -> list[Item]:
    """Return those of `items` that can never be ready; ids that are not `known` hold up nobody."""
    lacking = {item.id: sum(each in known for each in {*item.after}) for item in items}
    following: dict[str, list[str]] = {}
    for item in items:
        for each in {*item.after}:
            following.setdefault(each, []).append(item.id)
    ready = [each for each, count in lacking.items() if not count]
    for each in ready:  # it grows meanwhile
        for follower in following.get(each, ()):
            lacking[follower] -= 1
            if not lacking[follower]:
                ready.append(follower)
    return [item for item in items if lacking[item.id]]


def _in_circles(items: Sequence[Item]) -> list[Item]:
    """Return those of `items` that are in, or between, circles of prerequisites.

    `items` are all items that can never be ready. Left out are those that only come after a circle.
    """
    by_id = {item.id: item for item in items}
    wanted = Counter(each for item in items for each in {*item.after})
    last = [each for each in by_id if not wanted[each]]
    for each in last:  # it grows meanwhile
        for before in {*by_id[each].after}:
            wanted[before] -= 1
            if not wanted[before] and before in by_id:
                last.append(before)
    return [item for item in items if wanted[item.id]]
