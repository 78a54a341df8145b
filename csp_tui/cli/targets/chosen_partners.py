"""Find the partners that the options of a command choose."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.cli.arguments.parsed import Arguments
from csp_tui.cli.targets.resolve import find_checklist
from csp_tui.core.base.choice import choice_named
from csp_tui.core.base.text import fold
from csp_tui.core.partners.filters import FILTERS, Viewer, kept, of_checklist
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.partners.search import matching
from csp_tui.core.workplace.workplace import Workplace


def chosen_partners(
    workplace: Workplace, args: Arguments, rows: Sequence[PartnerSummary]
) -> list[PartnerSummary]:
    """Return those of `rows` that fit ``--filter``, ``--checklist``, ``--search``, ``--owned-by``.

    Raises:
        NotFoundError, UsageError: no checklist, or more than one, fits ``--checklist``.
    """
    filters = [choice_named(FILTERS, each) for each in args.filter]
    if args.checklist is not None:
        filters.append(of_checklist(find_checklist(workplace, args.checklist)))
    found = kept(filters, rows, Viewer(workplace.actor, workplace.today))
    if (owner := getattr(args, "owned_by", None)) is not None:
        found = [row for row in found if fold(row.owner) == fold(owner)]
    if args.search is not None:
        found = matching(workplace.places, found, args.search)
    return list(found)
