"""Find the items of all partners that a command with ``--all`` works on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import NamedTuple

from csp_tui.cli.arguments.parsed import Arguments
from csp_tui.cli.targets.choose import Candidate, choose
from csp_tui.cli.targets.resolve import Target, item_names
from csp_tui.cli.targets.views import kept, rows_and_filters
from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import _
from csp_tui.core.next_steps.filters import chosen
from csp_tui.core.next_steps.finder import next_steps, steps_of_item
from csp_tui.core.next_steps.step import Step
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.runs.item_filters import Asked, filter_called
from csp_tui.core.workplace.workplace import Workplace


class LeftOut(NamedTuple):
    """An item of a partner that a command leaves as it is, and why."""

    partner: str
    name: str
    run: str
    item: str
    why: str


def find_everywhere(
    workplace: Workplace, args: Arguments, rows: Sequence[PartnerSummary]
) -> tuple[list[Target], list[LeftOut]]:
    """Return the items that the options after ``--all`` choose, and those left out.

    The items are in open runs. Left out are per-customer items, and partners whose files cannot be
    read any more. `rows` are the summaries of all partners.

    Raises:
        UsageError: the options do not go together, or none of them chooses anything.
        UsageError, NotFoundError: more than one item fits ``--item``, or none; or there is no such
            view.
    """
    if args.partner is not None or args.items or args.run or args.customer is not None:
        raise UsageError(_("say a partner with its items, or --all with --item and the like"))
    whose = args.mine or args.owned_by or args.role
    if not (args.item or args.filter or args.whom or args.view or whose):
        message = _(
            "say which items of all partners, with --item, --filter or --view for instance;"
            " --help lists the choices"
        )
        raise UsageError(message)
    rows, filters = rows_and_filters(workplace, rows, args.view)
    wanted = [filter_called(each) for each in args.filter]
    if args.item:
        item_id = item_in_any(workplace, rows, args.item)
        steps = steps_of_item(rows, workplace.library, item_id, workplace.today)
    else:
        steps = next_steps(rows, workplace.library, workplace.today)
    steps = kept(workplace, steps, filters)
    owners = workplace.actor.names if args.mine else [args.owned_by] if args.owned_by else []
    steps = chosen(steps, role=args.role or "", owners=owners, whom=args.whom or "")
    asked = Asked(workplace.today, workplace.actor)
    targets, left = _targets(workplace, steps)
    fits = (all(one.rule(each.view, each.item, asked) for one in wanted) for each in targets)
    return list(compress(targets, fits)), left


def _targets(workplace: Workplace, steps: Sequence[Step]) -> tuple[list[Target], list[LeftOut]]:
    targets, left = [], []
    by_partner: dict[str, list[Step]] = {}
    for step in steps:
        if step.item is not None:
            by_partner.setdefault(step.partner.id, []).append(step)
    for partner_id, own in by_partner.items():
        try:
            partner = workplace.store.load(partner_id)
            views = {run: workplace.view(partner, run) for run in {step.run for step in own}}
        except CspTuiError as error:
            left.append(LeftOut(partner_id, own[0].partner.name, "", "", error.short))
            continue
        for step in own:
            assert step.item is not None
            if step.is_each:
                why = _("it is for each customer; name the partner and say --customer")
                left.append(left_out(views[step.run].partner.name, step, why))
            else:
                view = views[step.run]
                targets.append(Target(view, view.checklist.by_id[step.item.id]))
    return targets, left


def left_out(name: str, step: Step, why: str) -> LeftOut:
    """Return a `LeftOut` for the item of `step`; `why` says why it is left as it is.

    `name` is the name of the partner whose step it is.
    """
    return LeftOut(step.partner.id, name, step.run, step.item.id if step.item else "", why)


def item_in_any(workplace: Workplace, rows: Iterable[PartnerSummary], word: str) -> str:
    """Return the id of the item that `word` names in any checklist that the partners run.

    Raises:
        UsageError, NotFoundError: more than one item fits, or none.
    """
    used = {(run.checklist, run.edition) for row in rows for run in row.runs if not run.error}
    checklists = [workplace.library.get(*each) for each in sorted(used)]
    titles = {item.id: item.title for checklist in checklists for item in checklist.items}
    others: dict[str, str] = {}
    for checklist in checklists:
        others |= item_names(workplace, checklist)
    candidates = [
        Candidate(key, title, key, other_name=others.get(key, "")) for key, title in titles.items()
    ]
    return choose(word, candidates, _("item"))
