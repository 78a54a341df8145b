"""``clock``: changes that were made while a clock was ahead."""

from __future__ import annotations

from typing import Any

from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import find_partner_id
from csp_tui.core.base.clock import stamp
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.care.clock import lines_ahead, mend_clock
from csp_tui.core.describe.history import moment


def clock(session: Session) -> int:
    """Print which partners have values dated more than five minutes after now.

    That happens where a clock was ahead. The partners are those that the command names, else all.
    With ``--mend``, these values are saved again with the present time; with ``--dry-run`` nothing
    is written.

    Returns:
        The exit code: that of the last partner that failed; else 1 if there are such values
            and ``--mend`` is not given; else 0.

    Raises:
        NotFoundError, UsageError: no partner fits a name, or more than one.
    """
    args, workplace, out = session.args, session.workplace, session.out
    store, now = workplace.store, workplace.clock()
    wanted = [find_partner_id(workplace, each) for each in args.partners] or store.partner_ids()
    shapes, is_ahead = list[dict[str, Any]](), False
    code = 0
    for partner_id in wanted:
        try:
            ahead = lines_ahead(store.history(partner_id).readable_lines(), now)
            if ahead and args.mend and not args.dry_run:
                mend_clock(store, partner_id, now)
        except CspTuiError as error:
            out.warn(str(error))
            code = error.exit_code
            continue
        if not ahead:
            continue
        latest = max(line.at for line in ahead)
        is_ahead = is_ahead or not args.mend
        shapes.append(
            {
                "partner": partner_id,
                "lines": len(ahead),
                "latest": stamp(latest),
                "is_mended": args.mend and not args.dry_run,
            }
        )
        if args.json:
            continue
        found = ngettext(
            "{partner}: {count} change is ahead of the clock, up to {latest}",
            "{partner}: {count} changes are ahead of the clock, up to {latest}",
            len(ahead),
        )
        mended = ngettext(
            "given the present time: {count} change to {partner}",
            "given the present time: {count} changes to {partner}",
            len(ahead),
        )
        sentence = out.done(mended) if args.mend else found
        out.line(sentence.format(partner=partner_id, count=len(ahead), latest=moment(latest)))
    if args.json:
        out.json(now=stamp(now), partners=shapes)
    elif not shapes:
        out.note(_("no change is ahead of the clock"))
    if args.dry_run:
        out.warn(_("dry run: nothing was written"))
    if is_ahead:
        command = command_line("clock --mend")
        out.note(_("{command} gives them the present time").format(command=command))
    return code or int(is_ahead)


COMMANDS = {"clock": clock}
