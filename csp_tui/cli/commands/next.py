"""``next``: print what can or must be done now, as steps.

A step is one item of one partner (or one day of its yearly clock) in a group: missed, to chase,
due, clock, to confirm, ready or not yet.
"""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.cli.output.next_steps import print_steps, print_steps_by_item
from csp_tui.cli.session import Session
from csp_tui.cli.targets.views import is_folded, kept, rows_and_filters
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold
from csp_tui.core.describe.steps import COUNTED, counted
from csp_tui.core.next_steps.cases import cases_in
from csp_tui.core.next_steps.filters import chosen, first_ones, groups_called
from csp_tui.core.next_steps.finder import next_steps, steps_of_item
from csp_tui.core.next_steps.step import Step
from csp_tui.core.next_steps.step_list import StepList
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.runs.step_groups import StepGroup


def show_next(session: Session) -> int:
    """Print what can be done now for one partner or for all, and how many steps are not printed.

    The steps are grouped by what is to be done: what to chase, what is due, what is ready ...

    Returns:
        The exit code, always 0.

    Raises:
        UsageError: the command line has two options that exclude each other.
        NotFoundError, UsageError: no partner, view or item fits, or more than one.
    """
    args, workplace = session.args, session.workplace
    if args.json and args.markdown:
        raise UsageError(_("say --json or --markdown, not both"))
    if args.by_item and (args.json or args.markdown or args.item is not None):
        raise UsageError(_("say --by-item alone, without --json, --markdown and --item"))
    named = [] if args.partner is None else [args.partner]
    rows, filters = rows_and_filters(workplace, session.rows_of(named), args.view)
    if args.item is not None:
        from csp_tui.cli.targets.over_partners import item_in_any  # late: seldom needed

        item_id = item_in_any(workplace, rows, args.item)
        found = steps_of_item(rows, workplace.library, item_id, workplace.today)
    else:
        found = next_steps(rows, workplace.library, workplace.today)
    found = kept(workplace, found, filters)
    groups = [group for each in args.group for group in groups_called(each)]
    owners = workplace.actor.names if args.mine else [args.owner] if args.owner else []
    whom = args.whom or ""
    steps = chosen(found, role=args.role or "", owners=owners, groups=groups, whom=whom)
    shown = _shown(session, steps)
    cases = cases_in(workplace.places)
    if args.json:
        from csp_tui.cli.output.json_shapes import of_step

        return session.out.json(
            today=workplace.today.isoformat(),
            counts={group.value: shown.by_group[group] for group in StepGroup},
            steps=[of_step(step, cases) for step in shown],
        )
    if args.markdown:
        from csp_tui.cli.output.steps_as_markdown import markdown_lines

        for line in markdown_lines(shown, workplace.today, cases):
            session.out.line(line)
    elif args.by_item or (args.item is None and is_folded(workplace, args.view)):
        print_steps_by_item(session.out, shown, workplace.today)
    else:
        is_one = args.partner is not None
        print_steps(session.out, shown, workplace.today, cases, of_one_partner=is_one)
    _note(session, rows, steps, shown)
    if whom and not steps:
        names = sorted({name for waits in found.tally(Step.waits) for name, _count in waits})
        message = _('nothing that is asked for waits for "{name}"; waited for: {names}')
        session.out.note(message.format(name=whom, names=", ".join(names) or _("nobody")))
    return 0


def _shown(session: Session, steps: StepList) -> StepList:
    """Return those of `steps` that the options ask to print; the first case that fits counts.

    1. ``--all``, ``--json``, ``--group``, ``--for``, ``--view`` or ``--item``: all steps.
    2. One partner without ``--markdown``: all steps.
    3. One partner with ``--markdown``, or ``--role`` or ``--by-item``: all but the group "not yet".
    4. Otherwise: the short list of :func:`first_ones`.
    """
    args = session.args
    if args.all or args.json or args.group or args.whom or args.view or args.item is not None:
        return steps
    if args.partner is not None and not args.markdown:
        return steps
    if args.partner is not None or args.role or args.by_item:
        return steps.choose(lambda step: None if step.group is StepGroup.NOT_YET else step)
    return first_ones(steps)


def _note(
    session: Session, rows: Sequence[PartnerSummary], steps: StepList, shown: StepList
) -> None:
    """Print notes: on steps that are not shown, a partner without runs, and an unknown owner.

    Without any step a note says that nothing is to be done now.

    Args:
        session: the session of the command.
        rows: the partners.
        steps: the steps that the options choose.
        shown: those of them that were printed.
    """
    hidden = _counted(steps, shown) if shown is not steps else []
    if hidden:
        message = _("left out: {counts}; --all shows them")
        session.out.note(message.format(counts=", ".join(hidden)))
    elif not shown:
        session.out.note(_("nothing to do now"))
    if session.args.partner is not None and not rows[0].runs:
        start = command_line(f"start {rows[0].id} CHECKLIST")
        session.out.note(_("no checklist is started; type: {command}").format(command=start))
    workplace = session.workplace
    owner = workplace.actor.reviewer or workplace.actor.by if session.args.mine else None
    owner = session.args.owner or owner
    if owner and not steps:
        found = next_steps(rows, workplace.library, workplace.today)
        known = set().union(*found.tally(Step.owners))
        if fold(owner) not in map(fold, known):
            names = ", ".join(sorted(known)) or _("nobody")
            message = _('"{name}" owns nothing that is open; owners are: {names}')
            session.out.note(message.format(name=owner, names=names))


def _counted(steps: StepList, shown: StepList) -> list[str]:
    found = []
    left_out = steps.by_group.copy()
    left_out.subtract(shown.by_group)
    for group in COUNTED:
        if left := left_out[group]:
            found.append(counted(group, left))
    return found


COMMANDS = {"next": show_next}
