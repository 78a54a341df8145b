"""Find the partners that ``report`` is on."""

from __future__ import annotations

from csp_tui.cli.session import Session
from csp_tui.cli.targets.chosen_partners import chosen_partners, view_of_partners
from csp_tui.cli.targets.resolve import find_partner_anywhere
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.store.missing_files import missing_partners
from csp_tui.core.workplace.workplace import Workplace


def partners_to_report(session: Session) -> dict[str, Workplace]:
    """Return the workplace of each partner to report on, by its id.

    These are the partners that are named, also archived ones; with ``--all`` or ``--summary`` all
    that are not archived, or those of them that the filters choose.

    Raises:
        UsageError: partners are named and ``--all`` or ``--summary`` is given, or neither; or
            options exclude each other.
        NotFoundError: there is no such partner, view or checklist.
    """
    args, workplace = session.args, session.workplace
    is_all = args.all or args.summary
    if args.partners and is_all:
        option = "--all" if args.all else "--summary"
        raise UsageError(_("name the partners or say {option}, not both").format(option=option))
    if not (args.partners or is_all):
        raise UsageError(_("name the partners, or say --all or --summary"))
    has_filters = any((args.filter, args.view, args.checklist, args.search))
    if not is_all:
        if has_filters:
            raise UsageError(
                _("--filter, --view, --checklist and --search go with --all or --summary")
            )
        return dict(find_partner_anywhere(workplace, each) for each in args.partners)
    if not has_filters:
        ids = workplace.store.partner_ids()
        return dict.fromkeys((*ids, *missing_partners(workplace.places, set(ids))), workplace)
    if args.as_of is not None:
        raise UsageError(_("filters choose by the state of today; leave them or --as-of away"))
    rows, view = session.rows(), view_of_partners(workplace, args)
    chosen = chosen_partners(workplace, args, rows, view)
    return dict.fromkeys((row.id for row in chosen), workplace)
