"""The menu of the filters of Next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import fold, visible_line
from csp_tui.core.next_steps.filters import FOR, MINE, OWNER, ROLE, kept
from csp_tui.core.next_steps.step import Step, parties
from csp_tui.core.runs.step_groups import StepGroup
from csp_tui.tui.lines.filter_menu import Filters, Kind, Offer, Views, filter_menu
from csp_tui.tui.lines.menu import MenuTalk
from csp_tui.tui.next.text import filter_word

_GROUP_KEYS = {
    "c": StepGroup.CHASE,
    "d": StepGroup.DUE,
    "k": StepGroup.CLOCK,
    "x": StepGroup.CONFIRM,
    "r": StepGroup.READY,
    "n": StepGroup.NOT_YET,
}
_ROLE_KEYS = {
    "f": "finance",
    "g": "global-admin",
    "p": "operations",
    "u": "customer",
    "b": "distributor",
}
_FIRST = "microsoft"
"""The party that is offered first, in small letters: most users look for it."""


def filters_of_steps(
    steps: Sequence[Step],
    me: Sequence[str],
    taken: Callable[[], Sequence[str]],
    take: Callable[[Sequence[str]], object],
    views: Views,
) -> MenuTalk:
    """Return the menu of the filters of steps.

    Args:
        steps: all steps, which are counted for each filter.
        me: the names of the user.
        taken: returns the names of the filters that are on.
        take: turns on the filters with these names, and shows the steps.
        views: the kept views of the list.
    """
    groups, roles, owners = Counter[str](), Counter[str](), Counter[str]()
    for step in steps:
        groups[step.group or ""] += step.number
        roles[step.role] += step.number
        owners.update(step.owners())
    mine = _number(kept(steps, [MINE], me))
    offers = [Offer("m", MINE, filter_word(MINE), mine)]
    offers += [
        Offer(key, group, filter_word(group), groups[group]) for key, group in _GROUP_KEYS.items()
    ]
    offers += [
        Offer(key, f"{ROLE} {role}", filter_word(f"{ROLE} {role}"), roles[role])
        for key, role in _ROLE_KEYS.items()
    ]

    def shown() -> str:
        number = _number(kept(steps, taken(), me))
        return ngettext("now {count} step", "now {count} steps", number).format(count=number)

    filters = Filters(
        _("Filter the steps"),
        offers,
        [
            Kind("w", FOR, _("waiting for"), _offers(FOR, _parties(steps))),
            Kind("o", OWNER, _("owner"), _offers(OWNER, owners.most_common())),
        ],
        lambda: {each: filter_word(each) for each in taken()},
        take,
        shown,
        views,
    )
    return filter_menu(filters)


def _number(steps: Sequence[Step]) -> int:
    return sum(step.number for step in steps)


def _offers(word: str, values: Sequence[tuple[str, int]]) -> list[Offer]:
    return [Offer("", f"{word} {value}", visible_line(value), count) for value, count in values]


def _parties(steps: Sequence[Step]) -> list[tuple[str, int]]:
    """Return the parties that steps wait for, each with the number of steps that wait for it.

    A step counts once for each of its customers. Microsoft comes first, then the most frequent.
    Parts of one company, such as "Microsoft credit" and "Microsoft vetting", count as one party.
    """
    party_of = parties(whom for step in steps for whom, _number in step.waits())
    waiting = Counter[str]()
    for step in steps:
        for whom, number in step.waits():
            waiting[party_of[fold(whom)]] += number
    return sorted(waiting.most_common(), key=lambda each: fold(each[0]) != _FIRST)
