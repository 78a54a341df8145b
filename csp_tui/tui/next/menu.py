"""The menu of the filters of Next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import fold, visible_line
from csp_tui.core.next_steps.filters import FOR, MINE, OWNER, ROLE, groups_called, kept
from csp_tui.core.next_steps.step import Step
from csp_tui.core.next_steps.step_list import StepList, waited_for
from csp_tui.core.runs.step_groups import StepGroup
from csp_tui.tui.lines.filter_menu import Filters, Kind, Offer, Views, filter_menu
from csp_tui.tui.lines.menu import MenuTalk
from csp_tui.tui.next.rows import in_rows
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
    steps: StepList,
    me: Sequence[str],
    taken: Callable[[], Sequence[str]],
    take: Callable[[Sequence[str]], object],
    views: Views,
    rows: Callable[[], int],
) -> MenuTalk:
    """Return the menu of the filters of steps.

    Args:
        steps: all steps, which are counted for each filter.
        me: the names of the user.
        taken: returns the names of the filters that are on.
        take: turns on the filters with these names, and shows the steps.
        views: the kept views of the list.
        rows: returns how many rows the list has now.
    """
    groups, roles, owners = steps.by_group, Counter[str](), Counter[str]()
    for (role, number), count in steps.tally(_role_and_number).items():
        roles[role] += number * count
    for names, count in steps.tally(Step.owners).items():
        owners.update(dict.fromkeys(names, count))
    mine = kept(steps, [MINE], me).number
    offers = [Offer("m", MINE, filter_word(MINE), mine)]
    offers += [
        Offer(key, group, filter_word(group), sum(map(groups.__getitem__, groups_called(group))))
        for key, group in _GROUP_KEYS.items()
    ]
    offers += [
        Offer(key, f"{ROLE} {role}", filter_word(f"{ROLE} {role}"), roles[role])
        for key, role in _ROLE_KEYS.items()
    ]

    def shown() -> str:
        number = kept(steps, taken(), me).number
        words = ngettext("now {count} item", "now {count} items", number).format(count=number)
        return in_rows(words, rows()) if rows() < number else words

    filters = Filters(
        _("Filter the items"),
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


def _role_and_number(step: Step) -> tuple[str, int]:
    return step.role, step.number


def _offers(word: str, values: Sequence[tuple[str, int]]) -> list[Offer]:
    return [Offer("", f"{word} {value}", visible_line(value), count) for value, count in values]


def _parties(steps: StepList) -> list[tuple[str, int]]:
    """Return the parties that steps wait for, each with the number of steps that wait for it.

    A step counts once for each of its customers. Microsoft comes first, then the most frequent.
    Parts of one company, such as "Microsoft credit" and "Microsoft vetting", count as one party.
    """
    waiting = waited_for(steps)
    return sorted(waiting.most_common(), key=lambda each: fold(each[0]) != _FIRST)
