"""The filters of the items of a run, on the screen and in ``show --filter``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.choice import Choice, choice_named
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.near import choices_hint, translated_choice
from csp_tui.core.checklists.model import Item
from csp_tui.core.progress.model import Status
from csp_tui.core.runs.step_groups import Days, StepGroup, group_of, late_since
from csp_tui.core.runs.view import RunView


@dataclass(frozen=True, slots=True)
class Asked:
    """What filters depend on besides the item: the present day, and the user for ``mine``."""

    today: date
    actor: Actor


Filter = Choice[Callable[[RunView, Item, Asked], bool]]
"""A choice whose rule returns whether the filter shows an item."""


def filtered(chosen: Iterable[Filter], view: RunView, asked: Asked) -> list[Item]:
    """Return the items of a part of a run that all filters `chosen` show, in the checklist's order.

    Without filters, all are shown. `asked` holds the present day and the user, on which some
    filters depend.
    """
    items = list(view.items)
    for each in chosen:
        items = [item for item in items if each.rule(view, item, asked)]
    return items


def _has(view: RunView, item: Item, status: Status) -> bool:
    return view.progress(item).status == status and view.applies(item)


def _is_in(group: StepGroup) -> Callable[[RunView, Item, Asked], bool]:
    """Return the rule of a filter: a function that returns whether an item is in `group`.

    The function returns False for every item of a closed run.
    """

    def is_in(view: RunView, item: Item, asked: Asked) -> bool:
        each, days = view.progress(item), Days.of(asked.today)
        found = group_of(view.state(item), each.chase_on, each.due, days)
        return not view.is_closed and found is group

    return is_in


def is_late(view: RunView, item: Item, today: date) -> bool:
    """Return whether an item of an open run is late: see `step_groups.late_since`."""
    each = view.progress(item)
    since = late_since(view.state(item), each.chase_on, each.due, today)
    return since is not None and not view.is_closed


def _is_mine(view: RunView, item: Item, asked: Asked) -> bool:
    return asked.actor.owns(view.progress(item).owner or view.partner.owner)


ALL: Filter = Choice("all", N_("all"), lambda _view, _item, _asked: True)
FILTERS: tuple[Filter, ...] = (
    ALL,
    Choice("to-do", N_("to do"), lambda view, item, _asked: _has(view, item, Status.TODO)),
    Choice("waiting", N_("waiting"), lambda view, item, _asked: _has(view, item, Status.WAITING)),
    Choice("late", N_("late"), lambda view, item, asked: is_late(view, item, asked.today)),
    Choice("chase", N_("to chase"), _is_in(StepGroup.CHASE)),
    Choice("due", N_("due"), _is_in(StepGroup.DUE)),
    Choice("rule-changed", N_("to confirm"), lambda view, item, _asked: view.rule_changed(item)),
    Choice("newer-rule", N_("reworded"), lambda view, item, _asked: view.has_newer_rule(item)),
    Choice("mine", N_("mine"), _is_mine),
)


def titles(chosen: Iterable[Filter]) -> str:
    """Return the words for filters in the current language: ``waiting, mine``."""
    return ", ".join(_(each.title) for each in chosen)


def filter_called(name: str) -> Filter:
    """Return the filter with the name `name`, in English or the current language.

    Raises:
        UsageError: there is no such filter.
    """
    titles = {each.name: each.title for each in FILTERS}
    try:
        return choice_named(FILTERS, translated_choice(name, titles))
    except LookupError as error:
        message = _('there is no filter "{name}"; {hint}')
        raise UsageError(message.format(name=name, hint=choices_hint(name, titles))) from error
