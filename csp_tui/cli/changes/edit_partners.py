"""Edit the data of several partners as one act: count, ask once, save, print what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp_tui.cli.changes.over_partners import (
    note_counted,
    note_left_out,
    print_json_of_done,
    warn_of_failed,
)
from csp_tui.cli.changes.stopping import stoppable
from csp_tui.cli.output.asking import confirm
from csp_tui.cli.output.output import labelled
from csp_tui.cli.session import Session
from csp_tui.cli.targets.chosen_partners import chosen_partners, view_of_partners
from csp_tui.cli.targets.over_partners import LeftOut
from csp_tui.core.base.errors import CspTuiError, NotFoundError, UsageError
from csp_tui.core.base.language import _, partner_count
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Value
from csp_tui.core.progress.partner_fields import LABELS, parse_values, typed
from csp_tui.core.runs import item_changes
from csp_tui.core.store.over_partners import change_each
from csp_tui.core.store.shared_act import SharedAct


def edit_everywhere(session: Session, texts: Mapping[str, str]) -> int:
    """Set the fields `texts` of all partners that the options choose, as one act.

    A partner that has the values already, or whose file cannot be read, is left out; the output
    says so. The user is asked once, but not with ``--yes`` or in a dry run.

    Returns:
        The exit code: 0, or that of the first partner that could not be saved.

    Raises:
        NotFoundError: no partner is left to change, or there is no such view or checklist.
        UsageError: the options do not go together, a value is not valid, the user does not agree,
            or nobody can be asked.
    """
    workplace = session.workplace
    if session.args.partner is not None or "name" in texts:
        raise UsageError(_("--all edits several partners; say no partner and no --name"))
    wanted = _values(parse_values(texts))
    rows = session.rows()
    session.warn_of_unreadable(rows)
    changes: dict[str, list[Change]] = {}
    left: list[LeftOut] = []
    view = view_of_partners(workplace, session.args)
    for row in chosen_partners(workplace, session.args, rows, view):
        try:
            change = item_changes.edit_partner(workplace.store.load(row.id), **texts)
        except CspTuiError as error:
            left.append(LeftOut(row.id, row.name, "", "", error.short))
            continue
        if change.to:
            changes[row.id] = [change]
        else:
            left.append(LeftOut(row.id, row.name, "", "", _("it was so already")))
    if not changes:
        note_left_out(session, left)
        raise NotFoundError(_("no partner to change"))
    if not (session.args.yes or session.is_dry_run):
        _ask(wanted, len(changes), left)
    act = SharedAct(len(changes))
    with stoppable(act, is_dry_run=session.is_dry_run):
        done = change_each(workplace.store, changes, changes.__getitem__, act)
    if session.args.json:
        return print_json_of_done(session, done, left)
    changed = [saved for saved in done.saved if saved.lines]
    for saved in changed:
        session.out.confirmation(labelled(saved.partner.name, _values(saved.lines[-1].after)))
    for partner in (saved.partner for saved in done.saved if not saved.lines):
        left.append(LeftOut(partner.id, partner.name, "", "", _("it was so already")))
    note_left_out(session, left)
    note_counted(session, partner_count(len(changed)), is_changed=bool(changed))
    return warn_of_failed(session, done)


def _ask(wanted: str, count: int, left: Sequence[LeftOut]) -> None:
    partners = partner_count(count)
    question = _("{command} {what} of {partners}? y/N").format(
        command="edit", what=wanted, partners=partners
    )
    more = _("Left out: {count}.").format(count=len(left)) if left else ""
    confirm(
        " ".join(filter(None, (more, question))),
        unasked=_("{partners} would change; say --yes, or --dry-run to see them").format(
            partners=partners
        ),
        refused=_("nothing was changed"),
    )


def _values(values: Mapping[str, Value]) -> str:
    return _("; ").join(
        labelled(_(LABELS[key]), typed(value) or _("none")) for key, value in values.items()
    )
