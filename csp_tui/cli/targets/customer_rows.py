"""Find the customers of a partner that the options of a command choose, in their order."""

from __future__ import annotations

from functools import partial

from csp_tui.cli.arguments.parsed import Arguments
from csp_tui.cli.targets.choose import Candidate, choose
from csp_tui.cli.targets.resolve import find_views, item_names
from csp_tui.core.base.choice import choice_named
from csp_tui.core.base.errors import CspTuiError, NotFoundError, UsageError
from csp_tui.core.base.language import _
from csp_tui.core.customers import filters
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.customers.filters import Column
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.views import CUSTOMERS, View, checked, view_called
from csp_tui.core.workplace.workplace import Workplace


def view_and_place(
    workplace: Workplace, partner: Partner, run: str | None, item: str | None
) -> tuple[RunView, int | None]:
    """Return the first run of a partner that has the per-customer item, and the item's index.

    If `run` is not None, only the run that this word names is looked at. If `item` is None, the run
    is the first that has per-customer items, and the index None.

    Raises:
        NotFoundError: there is no such run or item, or no run with per-customer items.
        UsageError: `run` fits more than one run, or `item` more than one item of a run.
        CspTuiError: no run that can be read has such items, and another run cannot be read.
    """
    views, failures = find_views(workplace, partner, run)
    unfit: list[CspTuiError] = []
    for view in views:
        if view.customer_items:
            try:
                return view, None if item is None else _place_of(workplace, view, item)
            except NotFoundError as error:
                unfit.append(error)
    if trouble := unfit or failures:
        raise trouble[0]
    message = _("{partner} has no checklist with items for each customer")
    raise NotFoundError(message.format(partner=partner.name))


def _place_of(workplace: Workplace, view: RunView, word: str) -> int:
    """Return the index of the per-customer item that `word` names.

    Raises:
        UsageError, NotFoundError: more than one item fits, or none.
    """
    others = item_names(workplace, view.checklist)
    candidates = [
        Candidate(item.id, item.title, place, other_name=others.get(item.id, ""))
        for place, item in enumerate(view.customer_items)
    ]
    return choose(word, candidates, _("item for each customer"))


def chosen_rows(
    workplace: Workplace,
    args: Arguments,
    view: RunView,
    place: int | None,
    rows: list[CustomerSummary],
) -> list[CustomerSummary]:
    """Return those of `rows` that the options and the view of the command choose.

    With ``--archived`` they are all archived customers, whatever the filters. If neither filter nor
    view is named, they are the active customers; with an item (at the index `place`), those for
    whom it is neither done nor not applicable. They are sorted as ``--sort`` says, else as the view
    says, else by name.

    Raises:
        NotFoundError, InvalidFileError: the kept view is not there, or is not valid.
        UsageError: there is no such filter, or no customer can have its value.
    """
    for name in args.filter:
        try:
            filters.filter_called(name)
        except LookupError as error:
            message = _('there is no filter "{name}": {hint}')
            raise UsageError(message.format(name=name, hint=error)) from error
    column = Column(view, place or 0, workplace.today)
    view_name, config = args.view, workplace.places.config
    kept = view_called(config, [CUSTOMERS], view_name)[1] if view_name is not None else View()
    checked(config, view_name, kept.filters, filters.filter_called)
    names = [*kept.filters, *args.filter]
    if getattr(args, "archived", False):
        names = [filters.ARCHIVED]
    elif not names and view_name is None:
        names = [filters.ALL if place is None else filters.LACKING]
    is_reversed = kept.other_way and args.sort is None
    sort = args.sort or kept.order or "name"
    checked(config, view_name, [sort], partial(choice_named, filters.ORDERS))
    return filters.chosen(rows, column, names, sort, is_reversed=is_reversed)
