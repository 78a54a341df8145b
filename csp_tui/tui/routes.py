"""Make the screen that shows a place. This is the only module that imports every screen."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, assert_never

from csp_tui.core.base.errors import CspTuiError, NotFoundError
from csp_tui.core.base.language import _
from csp_tui.core.disk.sharing import WARNING, sharing
from csp_tui.core.store.missing_files import partner_ids
from csp_tui.tui.places import (
    ArchivePlace,
    ConflictsPlace,
    ContactsPlace,
    CustomersPlace,
    HistoryPlace,
    MovingPlace,
    NextPlace,
    PartnersPlace,
    Place,
    PortfolioPlace,
    ReadingPlace,
    RunPlace,
    StartPlace,
)

if TYPE_CHECKING:
    from csp_tui.core.workplace.workplace import Workplace
    from csp_tui.tui.base.list_screen import ListScreen


def first_screen(
    workplace: Workplace, partner_id: str | None, run: str | None, at: str
) -> ListScreen:
    """Return the screen to show first: that of a partner's run, or the list of partners.

    The list is also shown if something cannot be read, together with the reason. If it is shown
    because there are several partners or none, it warns of users who may write to the data
    directory though it is not shared with them.

    Args:
        workplace: the store, the checklists and the rest.
        partner_id: the partner whose run to show; if it is None, the only partner is taken; if
            there are several partners or none, the list is shown.
        run: the key of the run to show; None for the one that the user left last.
        at: the key of the row of the list on which the cursor is at first; "" for the first row.
    """
    from csp_tui.tui.partners.screen import PartnersScreen

    try:
        if partner_id is None:
            known = partner_ids(workplace.places)
            if len(known) != 1:
                note = sharing(workplace.places.data)
                return PartnersScreen(workplace, note if note.startswith(WARNING) else "", at)
            (partner_id,) = known
        return screen_of(workplace, RunPlace(partner_id, run or ""))
    except CspTuiError as error:
        return PartnersScreen(workplace, str(error))


def screen_of(workplace: Workplace, place: Place) -> ListScreen:
    """Return a new screen that shows `place`; the screen's module is imported only then.

    Raises:
        NotFoundError, InvalidFileError: what `place` names does not exist or is unreadable.
    """
    if isinstance(place, RunPlace):
        return _run(workplace, place)
    if isinstance(place, CustomersPlace):
        return _customers(workplace, place)
    if isinstance(place, ContactsPlace):
        from csp_tui.tui.contacts.screen import ContactsScreen

        return ContactsScreen(workplace, place)
    if isinstance(place, HistoryPlace):
        from csp_tui.tui.history.screen import HistoryScreen

        return HistoryScreen(workplace, place.partner)
    if isinstance(place, StartPlace):
        from csp_tui.tui.start.screen import StartScreen

        return StartScreen(workplace, place.partner, is_over_run=place.is_over_run)
    if isinstance(place, MovingPlace):
        from csp_tui.tui.moving.screen import MovingScreen

        return MovingScreen(place)
    if isinstance(place, ReadingPlace):
        from csp_tui.tui.run.reading import ReadingScreen

        return ReadingScreen(workplace, place.checklist)
    if isinstance(place, NextPlace):
        from csp_tui.tui.next.screen import NextScreen

        return NextScreen(workplace, place)
    if isinstance(place, PortfolioPlace):
        from csp_tui.tui.portfolio.screen import PortfolioScreen

        return PortfolioScreen(workplace)
    if isinstance(place, ConflictsPlace):
        from csp_tui.tui.conflicts.screen import ConflictsScreen

        return ConflictsScreen(workplace)
    if isinstance(place, PartnersPlace):
        from csp_tui.tui.partners.screen import PartnersScreen

        return PartnersScreen(workplace)
    if isinstance(place, ArchivePlace):
        from csp_tui.tui.partners.archive import ArchiveScreen

        return ArchiveScreen(workplace)
    assert_never(place)


def _run(workplace: Workplace, place: RunPlace) -> ListScreen:
    """Return the screen of a run; if the partner has no run, the screen to start a checklist.

    Raises:
        NotFoundError, InvalidFileError: the partner or the run does not exist or is unreadable.
    """
    from csp_tui.tui.run.opening import OpenedRun, opened_run

    opened = opened_run(workplace, place)
    if not isinstance(opened, OpenedRun):
        return screen_of(workplace, StartPlace(opened))
    from csp_tui.tui.run.screen import RunScreen

    return RunScreen(workplace, opened.view, opened.item)


def _customers(workplace: Workplace, place: CustomersPlace) -> ListScreen:
    with contextlib.suppress(CspTuiError):
        workplace.store.catch_up(place.partner_id)
    partner = workplace.store.load(place.partner_id)
    for key in sorted(partner.runs, key=lambda each: each != place.run):
        with contextlib.suppress(CspTuiError):
            view = workplace.view(partner, key)
            if view.customer_items:
                from csp_tui.tui.customers.screen import CustomersScreen

                return CustomersScreen(workplace, view, place.item, place.filter_name, place.at)
    message = _("{name} has no checklist that is gone through for each customer").format(
        name=partner.name
    )
    raise NotFoundError(message)
