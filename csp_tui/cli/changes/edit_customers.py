"""Edit the data of several customers of a partner as one act: count, ask once, save, print."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.cli.arguments.parsed import Arguments
from csp_tui.cli.changes.over_partners import note_counted, note_left_out
from csp_tui.cli.output.asking import confirm
from csp_tui.cli.output.output import labelled
from csp_tui.cli.session import Session
from csp_tui.cli.targets.customer_rows import chosen_rows, view_and_place
from csp_tui.cli.targets.over_partners import LeftOut
from csp_tui.core.base.errors import NotFoundError, UsageError
from csp_tui.core.base.language import N_, _, customer_count
from csp_tui.core.customers.waves import Values, Wave, values_of_each
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import customer_changes

LABELS = {"owner": N_("owner"), "planned": N_("planned"), "term_end": N_("term end")}


def edit_customers(session: Session, partner: Partner, values: Values) -> int:
    """Set `values` of all customers that the options choose, as one act.

    With ``--per-day`` or ``--per-week``, planned days are spread in waves. A customer who has the
    values already, or whose file cannot be read, is left out; the output says so. The user is asked
    once, but not with ``--yes`` or in a dry run. Return exit code 0.

    Raises:
        NotFoundError: no customer is left to change; or the view, run or item that an option names
            is not found.
        UsageError: the options do not go together, a wave is wrong, the user does not agree, or
            nobody can be asked.
    """
    args, workplace = session.args, session.workplace
    if args.customer is not None or not values.keys() <= LABELS.keys():
        message = _(
            "--all edits several customers; say no customer, --name, --tenant, --tenant-id, --note"
        )
        raise UsageError(message)
    view, place = view_and_place(workplace, partner, args.run, args.item)
    rows = chosen_rows(workplace, args, view, place, workplace.customers.rows(partner))
    wave = _wave(args)
    if wave is not None and not values.get("planned"):
        raise UsageError(_("say with --planned on which day the first wave starts"))
    wanted = values_of_each([row.id for row in rows if not row.error], values, wave)
    changes: list[Change] = []
    left: dict[str, LeftOut] = {}
    for row in rows:
        if row.error:
            left[row.id] = LeftOut(partner.id, row.name, "", "", row.error)
        elif all((getattr(row, key) or None) == (v or None) for key, v in wanted[row.id].items()):
            left[row.id] = LeftOut(partner.id, row.name, "", "", _("it was so already"))
        else:
            changes.append(customer_changes.edit(row.id, **wanted[row.id]))
    if not changes:
        note_left_out(session, [*left.values()])
        raise NotFoundError(_("no customer to change"))
    if not (args.yes or session.is_dry_run):
        _ask(args, [wanted[each.customer] for each in changes], len(left))
    saved = workplace.store.change(partner.id, changes)
    changed = {line.customer for line in saved.lines}
    for row in rows:
        if row.id not in changed and row.id not in left:
            left[row.id] = LeftOut(partner.id, row.name, "", "", _("it was so already"))
    if args.json:
        shapes = [
            {"customer": key, "name": each.name, "why": each.why} for key, each in left.items()
        ]
        return session.print_json_of_saved(saved, left_out=shapes)
    for row in rows:
        if row.id in changed:
            session.out.confirmation(labelled(row.name, _words([wanted[row.id]])))
    note_left_out(session, [*left.values()])
    note_counted(session, customer_count(len(changed)), is_changed=bool(changed))
    return 0


def _wave(args: Arguments) -> Wave | None:
    """Return the waves of ``--per-day`` or ``--per-week``; None without these options.

    Raises:
        UsageError: the size of a wave is no number from 1 to 9999.
    """
    text = args.per_day or args.per_week
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10_000):
        message = _('"{text}" is no number of customers')
        raise UsageError(message.format(text=text))
    return Wave(int(text), is_weekly=args.per_week is not None)


def _ask(args: Arguments, values: Sequence[Values], left: int) -> None:
    customers = customer_count(len(values))
    question = _("{command} {what} of {customers}? y/N").format(
        command=f"{args.command} {args.act}", what=_words(values), customers=customers
    )
    more = _("Left out: {count}.").format(count=left) if left else ""
    confirm(
        " ".join(filter(None, (more, question))),
        unasked=_("{customers} would change; say --yes, or --dry-run to see them").format(
            customers=customers
        ),
        refused=_("nothing was changed"),
    )


def _words(values: Sequence[Values]) -> str:
    """Return labels and new values as text: ``planned: 2026-12-01 - 2027-01-05``.

    `values` has the values of each customer. Where the first and the last customer get different
    values, both are named; otherwise the one.
    """
    words = []
    for key in values[0]:
        ends = dict.fromkeys(str(each[key] or _("none")) for each in (values[0], values[-1]))
        words.append(labelled(_(LABELS[key]), " - ".join(ends)))
    return "; ".join(words)
