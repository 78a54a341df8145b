"""Find the partners that the options of a command choose."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.cli.arguments.parsed import Arguments
from csp_tui.cli.targets.resolve import find_checklist
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold
from csp_tui.core.partners.filters import Viewer, filter_called
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.partners.search import matching
from csp_tui.core.partners.sieve import Sieve
from csp_tui.core.workplace.views import PARTNERS, View, checked, view_called
from csp_tui.core.workplace.workplace import Workplace


def view_of_partners(workplace: Workplace, args: Arguments) -> View:
    """Return the view that ``--view`` names; an empty one without the option.

    Raises:
        NotFoundError: the list of partners has no such view.
        InvalidFileError: the file of the views, or just this view, is unreadable.
    """
    if args.view is None:
        return View()
    return view_called(workplace.places.config, [PARTNERS], args.view)[1]


def chosen_partners(
    workplace: Workplace, args: Arguments, rows: Sequence[PartnerSummary], view: View
) -> list[PartnerSummary]:
    """Return those of `rows` that fit the options, and the filters and search of `view`.

    The options are ``--filter``, ``--checklist``, ``--search`` and ``--owned-by``.

    Raises:
        NotFoundError, UsageError: no checklist, or more than one, fits ``--checklist``.
        UsageError: no partner can have the value of a filter.
        InvalidFileError: the view called ``--view`` has a filter that does not exist.
    """
    filters = checked(workplace.places.config, args.view, view.filters, filter_called)
    for each in args.filter:
        try:
            filters.append(filter_called(each))
        except LookupError as error:
            message = _('there is no filter "{name}": {hint}')
            raise UsageError(message.format(name=each, hint=error)) from error
    if args.checklist is not None:
        filters.append(filter_called(f"checklist {find_checklist(workplace, args.checklist)}"))
    found = Sieve(rows, Viewer(workplace.actor, workplace.today)).kept(filters)
    if (owner := getattr(args, "owned_by", None)) is not None:
        found = [row for row in found if fold(row.owner) == fold(owner)]
    for text in filter(None, (view.search, args.search)):
        found = matching(workplace.places, found, text)
    return list(found)
