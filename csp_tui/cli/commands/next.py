"""``next``: what can or must be done now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from csp_tui.cli.output.output import Fact, Output
from csp_tui.cli.output.steps_as_markdown import markdown_lines
from csp_tui.cli.output.steps_by_item import print_rows
from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import Candidate, choose, find_partner, item_names
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold, width
from csp_tui.core.describe.rules import NEEDS
from csp_tui.core.describe.steps import COUNTED, TITLES, mark, remarks, role_word, title, word
from csp_tui.core.describe.steps_by_item import by_item
from csp_tui.core.next_steps.finder import (
    chosen,
    first_ones,
    names_of,
    next_steps,
    numbers_of,
    walk_item,
)
from csp_tui.core.next_steps.step import Step
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.runs.step_groups import StepGroup
from csp_tui.core.workplace.workplace import Workplace

_LEAST, _MOST = 10, 34
"""Cells of the names in front of the steps."""


def show_next(session: Session) -> int:
    """Print the steps of a partner or of all, group by group; say how many are left out."""
    args, workplace = session.args, session.workplace
    if args.json and args.markdown:
        raise UsageError(_("say --json or --markdown, not both"))
    if args.by_item and (args.json or args.markdown or args.item is not None):
        raise UsageError(_("say --by-item alone, without --json, --markdown and --item"))
    rows = _rows(session)
    if args.item is not None:
        item_id = _item_id(workplace, rows, args.item)
        found = walk_item(rows, workplace.library, item_id, workplace.today)
    else:
        found = next_steps(rows, workplace.library, workplace.today)
    group = StepGroup(args.group) if args.group else None
    owners = names_of(workplace.actor) if args.mine else [args.owner] if args.owner else []
    whom = args.whom or ""
    steps = chosen(found, role=args.role or "", owners=owners, group=group, whom=whom)
    shown = _shown(session, steps)
    if args.json:
        from csp_tui.cli.output.json_shapes import of_step

        counts = numbers_of(shown)
        return session.out.json(
            today=workplace.today.isoformat(),
            counts={group.value: counts[group] for group in StepGroup},
            steps=[of_step(step) for step in shown],
        )
    if args.markdown:
        for line in markdown_lines(shown, workplace.today):
            session.out.line(line)
    elif args.by_item:
        print_rows(session.out, by_item(shown), workplace.today)
    else:
        _print(session.out, shown, workplace.today, is_alone=args.partner is not None)
    _note(session, rows, steps, shown)
    if whom and not steps:
        names = sorted({name for step in found for name, _count in step.waits()})
        told = _('nothing that is asked for waits for "{name}"; waited for: {names}')
        session.out.note(told.format(name=whom, names=", ".join(names) or _("nobody")))
    return 0


def _rows(session: Session) -> list[PartnerSummary]:
    workplace, word_ = session.workplace, session.args.partner
    if word_ is not None:
        rows = [workplace.overview.row_of(find_partner(workplace, word_))]
    else:
        rows = workplace.overview.rows()
    session.warn_of_unreadable(rows)
    return rows


def _item_id(workplace: Workplace, rows: Iterable[PartnerSummary], word_: str) -> str:
    """Return the id of the item that `word_` means in the checklists that are gone through."""
    used = {(run.checklist, run.edition) for row in rows for run in row.runs if not run.error}
    checklists = [workplace.library.get(*each) for each in sorted(used)]
    titles = {item.id: item.title for checklist in checklists for item in checklist.items}
    others: dict[str, str] = {}
    for checklist in checklists:
        others |= item_names(workplace, checklist)
    candidates = [
        Candidate(key, title_, key, other_name=others.get(key, ""))
        for key, title_ in titles.items()
    ]
    return choose(word_, candidates, _("item"))


def _shown(session: Session, steps: list[Step]) -> list[Step]:
    """Return what is printed unasked: all for one partner, over all what is first.

    A mail and a role get what can be done, all of it, and not what must wait.
    """
    args = session.args
    if args.all or args.json or args.group or args.whom or args.item is not None:
        return steps
    if args.partner is not None and not args.markdown:
        return steps
    if args.partner is not None or args.role or args.by_item:
        return [step for step in steps if step.group != StepGroup.NOT_YET]
    return first_ones(steps)


def _note(
    session: Session, rows: Sequence[PartnerSummary], steps: Sequence[Step], shown: Sequence[Step]
) -> None:
    """Say beside the list what is not in it."""
    hidden = _counted(steps, shown) if shown is not steps else []
    if hidden:
        told = _("left out: {counts}; --all shows them")
        session.out.note(told.format(counts=", ".join(hidden)))
    elif not shown:
        session.out.note(_("nothing to do now"))
    if session.args.partner is not None and not rows[0].runs:
        start = session.command(f"start {rows[0].id} CHECKLIST")
        session.out.note(_("no checklist is started; type: {command}").format(command=start))
    owner = session.args.owner
    if owner and not steps:
        workplace = session.workplace
        found = next_steps(rows, workplace.library, workplace.today)
        known = set().union(*(step.owners() for step in found))
        if fold(owner) not in map(fold, known):
            names = ", ".join(sorted(known)) or _("nobody")
            told = _('"{name}" owns nothing that is open; owners are: {names}')
            session.out.note(told.format(name=owner, names=names))


def _counted(steps: Sequence[Step], shown: Sequence[Step]) -> list[str]:
    found = []
    left_out = numbers_of(steps)
    left_out.subtract(numbers_of(shown))
    for group, counted in COUNTED.items():
        if left := left_out[group]:
            told = _("{count} more {state}") if group != StepGroup.NOT_YET else "{count} {state}"
            found.append(told.format(count=left, state=_(counted)))
    return found


def _print(out: Output, steps: Sequence[Step], today: date, *, is_alone: bool) -> None:
    if out.plain:
        for step in steps:
            out.facts(_facts(step, today))
            out.line()
    elif out.width is None:
        out.table((), [tuple(_columns(step, today)) for step in steps])
    else:
        _print_grouped(out, steps, today, is_alone=is_alone)


def _print_grouped(out: Output, steps: Sequence[Step], today: date, *, is_alone: bool) -> None:
    """Print the steps under their groups; in front the partner, or for one partner the run."""
    leads = [step.run if is_alone else step.partner.name for step in steps]
    widest = max(map(width, leads), default=0)
    cells = max(_LEAST, min(_MOST, (out.width or 0) * 3 // 10, widest))
    if is_alone and len(set(leads) - {""}) < 2:
        leads, cells = [""] * len(steps), 0
    numbers = numbers_of(steps)
    last: StepGroup | str | None = ""
    for step, lead in zip(steps, leads, strict=True):
        if step.group != last:
            if last != "":
                out.line()
            last = step.group
            out.line(f"{_(TITLES[last])} ({numbers[last]})")
        state = f"{mark(step)} " if step.item else ""
        told = _("; ").join((*remarks(step, today), *filter(None, [role_word(step.role)])))
        out.led(lead, f"{state}{title(step, today)}{f' ({told})' if told else ''}", cells)


def _columns(step: Step, today: date) -> Iterator[str]:
    item = step.item
    yield step.group or word(step)
    yield from (step.partner.name, step.partner.id, step.run)
    yield item.id if item else step.point.name if step.point else ""
    yield from (title(step, today), step.role, item.need if item else "", step.owner)
    yield str(step.chase_on or step.due or "")
    yield "; ".join(remarks(step, today))


def _facts(step: Step, today: date) -> list[Fact]:
    item = step.item
    return [
        (_("what"), _(COUNTED[step.group]) if step.group else _("nothing")),
        (_("partner"), step.partner.name),
        (_("id"), step.partner.id),
        (_("item") if item else _("clock"), title(step, today)),
        (_("item id"), item.id if item else ""),
        (_("customers"), str(step.number) if step.is_each else ""),
        (_("run"), step.run),
        (_("state"), word(step) if item else ""),
        (_("waiting for"), step.whom),
        (_("chase on"), str(step.chase_on or "")),
        (_("due"), str(step.due or "")),
        (_("open before it"), step.missing),
        (_("one way"), _("cannot be taken back") if item and item.irreversible else ""),
        (_("who"), role_word(step.role)),
        (_("need"), _(NEEDS.get(item.need, item.need)) if item else ""),
        (_("basis"), _(step.point.basis) if step.point else ""),
        (_("owner"), step.owner),
    ]


COMMANDS = {"next": show_next}
