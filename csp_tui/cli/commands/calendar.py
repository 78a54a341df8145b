"""``calendar``: write the days of partners as an iCalendar file, for any calendar to take in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from csp_tui.cli.commands.report import may_replace_file
from csp_tui.cli.output.progress_bar import followed
from csp_tui.cli.output.streams import write_document
from csp_tui.cli.session import Session
from csp_tui.cli.targets.chosen_partners import chosen_partners
from csp_tui.cli.targets.views import kept, rows_and_filters
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.calendar.event import Kind
from csp_tui.core.calendar.events import Choose, events_of
from csp_tui.core.calendar.file import calendar_file
from csp_tui.core.next_steps.filters import chosen
from csp_tui.core.next_steps.step import Step
from csp_tui.core.next_steps.step_list import listed
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.reports.output import write_content
from csp_tui.core.runs.step_groups import StepGroup
from csp_tui.core.workplace.views import View

_STDOUT = "-"
_GROUPS = {
    StepGroup.MISSED: Kind.CLOCK,
    StepGroup.CHASE: Kind.CHASE,
    StepGroup.DUE: Kind.DUE,
    StepGroup.CLOCK: Kind.CLOCK,
}
"""The groups of Next that are days of the calendar: there, those to come count, too."""


def calendar(session: Session) -> int:
    """Print the calendar of the partners that the options choose, or write it to ``--output``.

    Returns:
        The exit code, always 0.

    Raises:
        NotFoundError: there is no such partner, view or checklist.
        UsageError: more than one fits, or the file may not be replaced.
        WriteError: the file could not be written; an existing one is unchanged.
    """
    args, workplace = session.args, session.workplace
    rows, filters = rows_and_filters(workplace, session.rows_of(args.partners), args.view)
    rows = chosen_partners(workplace, args, rows, View())
    path = None if args.output in (None, _STDOUT) else Path(args.output).absolute()
    may_replace = path is not None and may_replace_file(session, path)
    events = events_of(workplace, rows, _kinds(session, filters), _choose(session, filters))
    content = calendar_file(
        followed(session.out, events, len(events), _("calendar")),
        workplace.store,
        _name(session, rows),
        workplace.today,
        has_reminders=not args.no_reminders,
    )
    if path is None:
        write_document(content.decode())
    else:
        write_content(content, path, may_replace=may_replace, is_private=False)
        session.print_written(path)
    count = len(events)
    message = ngettext("{count} day in the calendar", "{count} days in the calendar", count)
    session.out.note(message.format(count=count))
    return 0


def _kinds(session: Session, filters: Sequence[str]) -> set[Kind]:
    """Return the kinds of events that ``--group`` asks for; without it, all kinds.

    Each filter such as ``chase`` in `filters`, those of a view of Next, keeps only its own kind. So
    two such filters leave no kind; without such a filter, nothing is taken away.
    """
    kinds = {Kind(each) for each in session.args.group} or set(Kind)
    for each in filters:
        if each in _GROUPS:
            kinds &= {_GROUPS[StepGroup(each)]}
    return kinds


def _choose(session: Session, filters: Sequence[str]) -> Choose:
    """Return a function that chooses steps by the options and by the `filters` of a view of Next.

    Filters such as ``chase`` are left to `_kinds`: in Next they mean what is to chase by today, in
    the calendar also what is to chase later.
    """
    args, workplace = session.args, session.workplace
    owners = workplace.actor.names if args.mine else [args.owner] if args.owner else []
    rest = [each for each in filters if each not in _GROUPS]

    def choose(steps: Sequence[Step]) -> Sequence[Step]:
        found = kept(workplace, listed(steps), rest)
        return chosen(found, role=args.role or "", owners=owners, whom=args.whom or "")

    return choose


def _name(session: Session, rows: Sequence[PartnerSummary]) -> str:
    """Return what the calendar is called: ``csp-tui``, then what the options name.

    These are partners, owner, party, view and checklist, with commas between them.
    """
    args = session.args
    whose = session.workplace.actor.reviewer or session.workplace.actor.by if args.mine else ""
    partners = [row.name for row in rows] if args.partners else []
    words = [*partners, whose, args.owner, args.whom, args.view, args.checklist]
    return f"csp-tui {', '.join(filter(None, words))}".strip()


COMMANDS = {"calendar": calendar}
